"""Commands on whole boards: create, rename, delete, restore, lock, assign, settings, actions, and files of a method."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import func, select

from kehittamo_core import changes as declared
from kehittamo_core.board import Board
from kehittamo_core.changes import Action
from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.normal import clean
from kehittamo_core.document.specs import shown
from kehittamo_core.errors import Fault, Invalid, NotFound, Refused
from kehittamo_core.fields import LINE_LIMIT
from kehittamo_core.method import Method
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop.access import board_for, look_up, programme_for
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import board_room, open_room, programme_room
from kehittamo_core.workshop.kinds import method_of
from kehittamo_core.workshop.linking import connect
from kehittamo_core.workshop.removal import remove
from kehittamo_core.workshop.signing import refuse_alone
from kehittamo_core.workshop.starting import place_content
from kehittamo_core.workshop.teams import groups_chosen
from kehittamo_core.workshop.values import checked, checked_fields, refuse

TITLE_LIMIT = 400


def checked_title(title: str) -> str:
    """A title without line breaks.

    Raises:
        Invalid: it is empty or too long.
    """
    title = " ".join(str(clean(title)).split())
    if not title:
        raise Invalid("Write a title first.")
    if len(title) > TITLE_LIMIT:
        raise Invalid("{count} characters are too many; at most {limit} fit.", count=len(title), limit=TITLE_LIMIT)
    return title


def _own_stage(doing: Doing, stage: str | None) -> str | None:
    if stage is None:
        return None
    row = look_up(doing.session, m.Stage, stage)
    if row is None or row.programme_id != doing.programme.id:
        raise NotFound("There is no such meeting (any more).")
    return row.id


def _own_group(doing: Doing, group: str | None) -> str | None:
    if group is None:
        return None
    row = look_up(doing.session, m.Group, group)
    if row is None or row.programme_id != doing.programme.id:
        raise NotFound("There is no such group in this programme.")
    return row.id


def create(doing: Doing, command: c.CreateBoard) -> Done:
    """Start a board, from a starter or empty."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    method = method_of(doing.plugins, command.method)
    starter = None
    if command.starter:
        starter = next((starter for starter in method.starters if starter.id == command.starter), None)
        if starter is None:
            known = ", ".join(starter.id for starter in method.starters)
            raise Invalid(
                "There is no starter {starter}; known are {known}.", starter=command.starter, known=known or "-"
            )
    title = checked_title(command.title) if command.title.strip() else doing.label(method, method.title)
    last = doing.session.scalar(select(func.max(m.Board.position)).where(m.Board.programme_id == doing.programme.id))
    id_ = new_id()
    board = m.Board(
        id=id_, programme_id=doing.programme.id, key=f"{method.id.replace('_', '-')}-{id_[-6:]}", position=(last or 0.0) + 1,
        method=method.id, version=method.version, title=title, stage_id=_own_stage(doing, command.stage),
        group_id=_own_group(doing, command.group), state="open",
    )  # fmt: skip
    doing.session.add(board)
    doing.session.flush()
    open_room(doing.session, board_room(id_))
    if starter is not None:
        place_content(doing, board, method, starter)
    doing.log.add(programme_room(doing.programme.id), "board.created", id_, None, {"title": title, "method": method.id})
    return done(doing, id_, refs=(id_,))


def _said(doing: Doing, board: m.Board, kind: str, before: Any, after: Any) -> Done:
    """A change of the board itself: told in the programme's room, and in the board's own."""
    doing.session.flush()
    doing.log.add(programme_room(doing.programme.id), kind, board.id, before, after, echo=True)
    doing.log.add(board_room(board.id), kind, board.id, before, after)
    return done(doing, board.id, refs=(board.id,))


def rename(doing: Doing, command: c.RenameBoard) -> Done:
    """Give a board another title."""
    board = board_for(doing.session, doing.who, command.board, "facilitate", even_locked=True)
    title, before = checked_title(command.title), board.title
    if title == before:
        return done(doing, board.id)
    board.title = title
    return _said(doing, board, "board.renamed", {"title": before}, {"title": title})


def delete(doing: Doing, command: c.DeleteBoard) -> Done:
    """Delete a board softly."""
    board = board_for(doing.session, doing.who, command.board, "facilitate", even_locked=True)
    board.deleted_at = m.now()
    return _said(doing, board, "board.deleted", {"title": board.title}, None)


def restore_board(doing: Doing, command: c.RestoreBoard) -> Done:
    """Take back the deletion of a board; one that is not deleted stays as it is."""
    row = look_up(doing.session, m.Board, command.board)
    if row is not None and row.deleted_at is None:
        board_for(doing.session, doing.who, command.board, "facilitate", even_locked=True)
        return done(doing, row.id)
    board = board_for(doing.session, doing.who, command.board, "facilitate", even_locked=True, deleted=True)
    board.deleted_at = None
    return _said(doing, board, "board.restored", None, {"title": board.title})


def lock(doing: Doing, command: c.LockBoard) -> Done:
    """Close or open a board for writing."""
    board = board_for(doing.session, doing.who, command.board, "facilitate", even_locked=True)
    state, before = "locked" if command.locked else "open", board.state
    if state == before:
        return done(doing, board.id)
    board.state = state
    return _said(doing, board, "board.locked", {"state": before}, {"state": state})


def assign(doing: Doing, command: c.AssignBoard) -> Done:
    """Put a board to a stage and a group."""
    board = board_for(doing.session, doing.who, command.board, "facilitate", even_locked=True)
    before = {"stage": board.stage_id, "group": board.group_id}
    after = {"stage": _own_stage(doing, command.stage), "group": _own_group(doing, command.group)}
    if before == after:
        return done(doing, board.id)
    board.stage_id, board.group_id = after["stage"], after["group"]
    return _said(doing, board, "board.assigned", before, after)


def show(doing: Doing, command: c.ShowBoard) -> Done:
    """Say to whom a board is shown. Whoever is not among them is sent away from it at once."""
    board = board_for(doing.session, doing.who, command.board, "facilitate", even_locked=True)
    chosen = groups_chosen(doing, command.groups)
    shown_to = chosen if command.restricted else []
    before = {"restricted": board.restricted, "shown_to": board.shown_to}
    after = {"restricted": command.restricted, "shown_to": shown_to}
    if before == after:
        return done(doing, board.id)
    board.restricted, board.shown_to = command.restricted, shown_to
    return _said(doing, board, "board.shown", before, after)


def change_setting(doing: Doing, command: c.ChangeSetting) -> Done:
    """Set one of the method's settings."""
    board = board_for(doing.session, doing.who, command.board, "facilitate")
    method = method_of(doing.plugins, board.method)
    setting = next((setting for setting in method.settings if setting.id == command.id), None)
    if setting is None:
        known = ", ".join(setting.id for setting in method.settings)
        raise Invalid("There is no setting {setting}; known are {known}.", setting=command.id, known=known or "-")
    value = checked(doing.session, doing.programme.id, setting, command.value)
    if setting.type == "board" and value is not None and value not in doing.build(board.id).siblings:
        message = "{value} is not another board of this method; choose one of the list."
        refuse([Fault(setting.id, message, {"value": shown(value)})])
    before = board.settings.get(setting.id)
    if value == before:
        return done(doing, board.id)
    settings = {**board.settings, setting.id: value}
    board.settings = {name: part for name, part in settings.items() if part is not None}
    doing.session.flush()
    doing.log.add(
        board_room(board.id),
        "board.setting",
        board.id,
        {"id": setting.id, "value": before},
        {"id": setting.id, "value": value},
    )
    return done(doing, board.id, refs=(board.id,))


def carry_out(doing: Doing, board: m.Board, method: Method, changes: declared.Changes, origin: str = "") -> list[str]:
    """Carry out what an action or a file asks for, as ordinary changes; the ids of what was touched.

    What is new carries its own sources, else `origin`.
    """
    named = (origin,) if origin else ()
    refs: dict[str, str] = {}
    touched: list[str] = []
    for change in changes:
        if isinstance(change, declared.Add):
            row = doing.add_item(board, change.kind, change.values, zone=change.zone, author_id=doing.author_id)
            doing.come_from(row, change.sources or named, change.uncertain)
            if change.ref:
                refs[change.ref] = row.id
        elif isinstance(change, declared.Change):
            row = _on_board(doing, board, refs.get(change.id, change.id))
            doing.set_fields(row, change.values)
            if change.uncertain:
                doing.may_set_up(doing.kind(row).setup)
                doing.note_doubts(row, change.uncertain)
        elif isinstance(change, declared.Connect):
            source, target = (doing.element(refs.get(end, end)) for end in (change.source, change.target))
            here = source.board_id == target.board_id == board.id
            row = connect(doing, change.kind, source, target, method.id, change.values, board if here else None)
            doing.come_from(row, change.sources or named, change.uncertain)
        else:
            row = _on_board(doing, board, refs.get(change.id, change.id))
            remove(doing, row)
        touched.append(row.id)
    return touched


def _on_board(doing: Doing, board: m.Board, id_: str) -> m.Element:
    """An element that a change on this board may touch: its own, or a link across boards."""
    row = doing.element(id_)
    if row.board_id not in (board.id, None):
        raise Invalid("This would change another board than the one that is open.")
    return row


def _run(doing: Doing, what: str, call: Callable[[], Any]) -> Any:
    """Call a method's function; its own refusals pass, its failings are named."""
    try:
        return call()
    except Refused:
        raise
    except Exception as error:
        raise Invalid(
            "{what} failed: {error}. Nothing was changed.", what=what, error=f"{type(error).__name__}: {error}"
        ) from error


def _refuse_strangers(seen: Board, action: Action, values: Mapping[str, Any]) -> None:
    """Refuse an item that the board does not hold, or one that this person may not see."""
    for field in action.fields:
        value = values.get(field.id)
        if field.type != "item" or value is None:
            continue
        known = {item.id for item in seen.of(*field.kinds)}
        for id_ in value if isinstance(value, list) else [value]:
            if id_ not in known:
                message, said = "{value} is not on this board any more; choose another.", {"value": shown(id_)}
                refuse([Fault(field.id, message, said)])


def run_action(doing: Doing, command: c.RunAction) -> Done:
    """Run one of the method's actions."""
    board = board_for(doing.session, doing.who, command.board, "write")
    method = method_of(doing.plugins, board.method)
    action = next((action for action in method.actions if action.id == command.action), None)
    if action is None:
        known = ", ".join(action.id for action in method.actions)
        raise Invalid("There is no action {action}; known are {known}.", action=command.action, known=known or "-")
    doing.may_set_up(action.setup)
    if not action.setup:
        refuse_alone(doing.session, board)
    values = checked_fields(doing.session, doing.programme.id, action.fields, command.values)
    seen: Board = doing.build(board.id)
    _refuse_strangers(seen, action, values)
    outcome = _run(doing, doing.label(method, action.label), lambda: action.run(seen, values))
    touched = carry_out(doing, board, method, outcome.changes)
    return done(doing, touched[-1] if touched else board.id, outcome.message, tuple(touched))


def import_items(doing: Doing, command: c.ImportItems) -> Done:
    """Read a file of the method's own form into a board."""
    board = board_for(doing.session, doing.who, command.board, "write")
    method = method_of(doing.plugins, board.method)
    codec = next((codec for codec in method.codecs if codec.id == command.codec), None)
    if codec is None or codec.read is None:
        known = ", ".join(codec.id for codec in method.codecs if codec.read is not None)
        raise Invalid(
            "There is no form {codec} to read here; known are {known}.", codec=command.codec, known=known or "-"
        )
    refuse_alone(doing.session, board)
    read, seen = codec.read, doing.build(board.id)
    changes = _run(doing, doing.label(method, codec.label), lambda: read(seen, command.data))
    touched = carry_out(doing, board, method, changes, origin=" ".join(command.name.split())[:LINE_LIMIT])
    return done(doing, touched[-1] if touched else board.id, "", tuple(touched))


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    c.CreateBoard: create,
    c.RenameBoard: rename,
    c.DeleteBoard: delete,
    c.RestoreBoard: restore_board,
    c.LockBoard: lock,
    c.AssignBoard: assign,
    c.ShowBoard: show,
    c.ChangeSetting: change_setting,
    c.RunAction: run_action,
    c.ImportItems: import_items,
}
