"""The one entrance for commands: who, where, once; then the handler of the command's type."""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid, NotFound
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop import (
    activities,
    ballots,
    board_commands,
    controls,
    element_commands,
    entries,
    group_commands,
    harvest,
    hidden,
    merging,
    people_commands,
    pictures,
    process,
    programme_commands,
    ratings,
    talk,
    task_reminders,
    undo,
    versions,
)
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import hidden_commands as hc
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop.access import NO_BOARD, NO_ELEMENT, NO_PROGRAMME, look_up, signed_in, writing
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.events import board_room, lock_rooms, programme_room
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.signing import hour, nameless

INSTANCE = "instance"
"""The scope of the commands that start a programme."""

Handler = Callable[[Doing, Any], Done]

HANDLERS: dict[type[Command], Handler] = {
    **element_commands.HANDLERS,
    **board_commands.HANDLERS,
    **programme_commands.HANDLERS,
    **people_commands.HANDLERS,
    **group_commands.HANDLERS,
    **talk.HANDLERS,
    **undo.HANDLERS,
    **entries.HANDLERS,
    **process.HANDLERS,
    **task_reminders.HANDLERS,
    **versions.HANDLERS,
    **merging.HANDLERS,
    **pictures.HANDLERS,
    **activities.HANDLERS,
    **controls.HANDLERS,
    **harvest.HANDLERS,
    **hidden.HANDLERS,
    **ballots.HANDLERS,
    **ratings.HANDLERS,
}


NAMELESS = (
    c.AddItem, c.AddMany, c.ChangeField, c.ChangeFields, c.MarkUncertain, c.Move, c.PlaceItem, c.Connect, c.Remove, c.Restore,
    c.Comment, c.RunAction, c.ImportItems, p.MergeItems, p.SplitItem, hc.WriteAlone, hc.ChangeAlone,
)  # fmt: skip
"""The commands that are nobody's on a board where an anonymous activity goes on."""


def execute(session: Session, plugins: Plugins, who: Identity | None, command: Command) -> Done:
    """Carry out a command in the session's transaction, or answer it as before where it came already.

    Raises:
        Refused: whatever speaks against it; nothing is stored then.
    """
    person = signed_in(who)
    if not re.fullmatch(r"[A-Za-z0-9_.:-]{1,64}", command.command_id):
        raise Invalid("A command needs an id of its own: at most 64 letters, digits, - _ . or :.")
    writing(person)
    if isinstance(command, c.CreateProgramme):
        earlier = _answered(session, INSTANCE, person, command)
        if earlier is not None:
            return earlier
        done = programme_commands.create_programme(session, plugins, person, command)
        return _remember(session, INSTANCE, person, command, done)
    programme_id, board_id = _where(session, command)
    if not person.account and person.programme_id != programme_id:
        raise NotFound(NO_BOARD if board_id else NO_PROGRAMME)
    lock_rooms(session, [board_room(board_id) if board_id else programme_room(programme_id)])
    unsigned = isinstance(command, NAMELESS) and nameless(session, board_id)
    earlier = _answered(session, programme_id, None if unsigned else person, command)
    if earlier is not None:
        return earlier
    programme = session.get_one(m.Programme, programme_id)
    doing = Doing(session, plugins, person, programme, command.command_id, nameless=unsigned)
    done = HANDLERS[type(command)](doing, command)
    return _remember(session, programme_id, None if unsigned else person, command, done)


def _answered(session: Session, scope: str, who: Identity | None, command: Command) -> Done | None:
    earlier = session.get(m.Command, (scope, command.command_id))
    if earlier is None:
        return None
    if earlier.actor_id != (who.person_id or None if who is not None else None):
        raise Invalid("This command id belongs to somebody else; send it again with a fresh one.")
    answer = dict(earlier.answer)
    return Done(**{**answer, "refs": tuple(answer.get("refs") or ())})


def _remember(session: Session, scope: str, who: Identity | None, command: Command, done: Done) -> Done:
    """Remember the answer; nobody's is remembered without its minute."""
    at, actor = (m.now(), who.person_id or None) if who is not None else (hour(m.now()), None)
    session.add(m.Command(scope=scope, command_id=command.command_id, actor_id=actor, answer=done.as_json(), at=at))
    session.flush()
    return done


def _where(session: Session, command: Command) -> tuple[str, str | None]:
    """The programme and the board that a command is for."""
    board_id = getattr(command, "board", None)
    if board_id is not None:
        board = look_up(session, m.Board, board_id)
        if board is None:
            raise NotFound(NO_BOARD)
        return board.programme_id, board.id
    element_id = command.source if isinstance(command, c.Connect) else getattr(command, "element", None)
    if element_id is not None:
        element = look_up(session, m.Element, element_id)
        if element is None:
            raise NotFound(NO_ELEMENT)
        return element.programme_id, element.board_id
    if isinstance(command, c.ResolveComment | c.DeleteComment):
        comment = look_up(session, m.Comment, command.comment)
        if comment is None or comment.deleted_at is not None:
            raise NotFound("There is no such comment (any more).")
        element = session.get_one(m.Element, comment.element_id)
        return element.programme_id, element.board_id
    if isinstance(command, c.ChangeStage):
        stage = look_up(session, m.Stage, command.stage)
        if stage is None:
            raise NotFound("There is no such meeting (any more).")
        return stage.programme_id, None
    programme_id = getattr(command, "programme", "")
    if look_up(session, m.Programme, programme_id) is None:
        raise NotFound(NO_PROGRAMME)
    return str(programme_id), None
