"""Taking back one's own last change on a board, as long as nobody has built on it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select, update

from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid, Stale
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop.access import board_for
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.counting import trim
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import UNDOABLE, board_room, programme_room
from kehittamo_core.workshop.kinds import kind_of
from kehittamo_core.workshop.merging import unmerge
from kehittamo_core.workshop.removal import remove, restore
from kehittamo_core.workshop.talk import set_points


def undo_last(doing: Doing, command: c.UndoLast) -> Done:
    """Take back everything that one's last command did on this board.

    Raises:
        Invalid: there is nothing to take back.
        Stale: somebody changed it since.
    """
    session = doing.session
    board = board_for(session, doing.who, command.board, "see")
    last = session.execute(
        select(m.Event.command_id, m.Event.kind)
        .where(
            m.Event.room == board_room(board.id), m.Event.actor_id == (doing.who.person_id or None), ~m.Event.undone,
            m.Event.kind.in_(UNDOABLE), m.Event.command_id.is_not(None),
        )
        .order_by(m.Event.seq.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip
    whole = last is not None and last.kind.startswith("board.")
    board_for(session, doing.who, command.board, "facilitate" if whole else "write", even_locked=whole)
    if last is None:
        raise Invalid("There is nothing of yours to take back on this board.")
    events = session.scalars(
        select(m.Event)
        .where(
            m.Event.programme_id == doing.programme.id,
            m.Event.command_id == last.command_id,
            m.Event.kind.in_(UNDOABLE),
        )
        .order_by(m.Event.at.desc(), m.Event.seq.desc())
    ).all()
    session.execute(
        update(m.Event)
        .where(m.Event.programme_id == doing.programme.id, m.Event.command_id == last.command_id)
        .values(undone=True)
        .execution_options(synchronize_session=False)
    )
    touched: list[str] = []
    for event in events:
        if event.kind.startswith("board.") and event.room != board_room(event.ref):
            continue  # told a second time in the programme's room
        _back(doing, event)
        touched.append(event.ref)
    trim(session, touched)
    # What takes something back is not itself taken back: a second undo goes one step further.
    session.execute(
        update(m.Event)
        .where(m.Event.programme_id == doing.programme.id, m.Event.command_id == doing.command_id)
        .values(undone=True)
        .execution_options(synchronize_session=False)
    )
    answer = done(doing, touched[-1] if touched else board.id, refs=tuple(dict.fromkeys(touched)))
    return replace(answer, undo=False)


def _back(doing: Doing, event: m.Event) -> None:
    if event.kind.startswith("board."):
        _board_back(doing, event)
        return
    row = doing.session.get_one(m.Element, event.ref)
    what = event.kind.partition(".")[2] or event.kind
    if what in ("added", "restored"):
        if row.deleted_at is None:
            remove(doing, row)
    elif what == "removed":
        if row.deleted_at is not None:
            restore(doing, row)
    else:
        if row.deleted_at is not None:
            raise Stale("Somebody deleted this since.", mine=event.before, theirs=None, revision=0)
        _CHANGES[what](doing, row, event.before or {}, event.after or {})


def _same(stored: Any, expected: Any, mine: Any) -> None:
    if stored != expected:
        raise Stale("Somebody changed this since; it cannot be taken back.", mine=mine, theirs=stored, revision=0)


def _values_back(doing: Doing, row: m.Element, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    if "uncertain" in after:
        _same(row.uncertain, after["uncertain"], before["uncertain"])
        row.uncertain = before["uncertain"]
        doing.session.flush()
        doing.log.add(doing.room_of(row), f"{'link' if row.is_link else 'item'}.changed", row.id, after, before)
        return
    language = after.get("language") or doing.programme.languages[0]
    kind = kind_of(doing.plugins, row)
    for name, value in after["values"].items():
        field = kind.field(name) if kind is not None else None
        if field is not None and field.type == "text":
            stored: Any = doing.stored_text(row, name, language)[0]
        elif field is not None and field.type == "line" and not field.many and language != doing.programme.languages[0]:
            stored = row.translations.get(language, {}).get(name)
        else:
            stored = row.values.get(name)
        _same(stored, value, before["values"].get(name))
    doing.set_fields(row, before["values"], {}, language)


def _moved_back(doing: Doing, row: m.Element, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    _same(row.zone, after["zone"], before["zone"])
    row.zone, row.order = before["zone"], before["order"]
    doing.session.flush()
    doing.log.add(doing.room_of(row), "item.moved", row.id, after, before)
    doing.echo(row)


def _placed_back(doing: Doing, row: m.Element, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    _same([row.x, row.y], [after["x"], after["y"]], [before["x"], before["y"]])
    row.x, row.y = before["x"], before["y"]
    doing.session.flush()
    doing.log.add(doing.room_of(row), "item.placed", row.id, after, before)


def _vote_back(doing: Doing, row: m.Element, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    voter = {name: after.get(name) for name in ("participant_id", "group_id", "account_id")}
    column = next(name for name, value in voter.items() if value is not None)
    stored = doing.session.scalars(
        select(m.Vote).where(
            m.Vote.element_id == row.id,
            m.Vote.ballot == after.get("ballot", ""),
            getattr(m.Vote, column) == voter[column],
        )
    ).one_or_none()
    if after.get("ballot") and (stored is None or stored.points != after["points"]):
        return  # given anew since, and that is what counts
    set_points(doing, row, voter, stored, before["points"], after.get("ballot", ""))
    what = "ballot.carried" if after.get("ballot") else "voted"
    doing.log.add(doing.room_of(row), what, row.id, after, before)
    doing.echo(row)


def _comment_back(doing: Doing, row: m.Element, _before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    stored = doing.session.get(m.Comment, after["comment"])
    if stored is not None and stored.deleted_at is None:
        stored.deleted_at = m.now()
        doing.session.flush()
        doing.log.add(doing.room_of(row), "comment.changed", row.id, after, None)
        doing.echo(row)


_CHANGES: dict[str, Callable[[Doing, m.Element, Mapping[str, Any], Mapping[str, Any]], None]] = {
    "changed": _values_back,
    "moved": _moved_back,
    "placed": _placed_back,
    "voted": _vote_back,
    "carried": _vote_back,
    "commented": _comment_back,
    "merged": unmerge,
}


def _board_back(doing: Doing, event: m.Event) -> None:
    board = board_for(doing.session, doing.who, event.ref, "facilitate", even_locked=True)
    before, after = event.before, event.after
    if event.kind == "board.setting":
        _same(board.settings.get(after["id"]), after["value"], before["value"])
        settings = {**board.settings, before["id"]: before["value"]}
        board.settings = {name: part for name, part in settings.items() if part is not None}
    elif event.kind == "board.renamed":
        _same(board.title, after["title"], before["title"])
        board.title = before["title"]
    else:
        _same(board.state, after["state"], before["state"])
        board.state = before["state"]
    doing.session.flush()
    doing.log.add(programme_room(doing.programme.id), event.kind, board.id, after, before, echo=True)
    doing.log.add(board_room(board.id), event.kind, board.id, after, before)


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {c.UndoLast: undo_last}
