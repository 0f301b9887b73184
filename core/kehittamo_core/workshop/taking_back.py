"""Taking back a control in the hall: what it changed is kept beside it for ten seconds, and then forgotten."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.events import board_room, programme_room

SECONDS = 10
GRACE = 2
"""Seconds more that the server allows, for a press on the last moment to arrive."""
_MOMENTS = ("revealed_at", "ends_at", "opened_at")
_PLAIN = ("state", "round", "shift", "left", "extra")
_HALL = ("activity_id", "gather", "message", "screen")

Restorer = Callable[[Doing, Mapping[str, Any]], None]
RESTORERS: dict[str, Restorer] = {}
"""How controls that change more than the hall, activities and boards' states are taken back, by their name."""


def hall_of(doing: Doing) -> m.Hall:
    """The programme's row of the hall, made where it is missing."""
    row = doing.session.get(m.Hall, doing.programme.id)
    if row is None:
        row = m.Hall(programme_id=doing.programme.id, help={})
        doing.session.add(row)
        doing.session.flush()
    return row


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value is not None else None


def _picture(doing: Doing) -> dict[str, Any]:
    hall = hall_of(doing)
    activities = doing.session.scalars(select(m.Activity).where(m.Activity.programme_id == doing.programme.id))
    boards = doing.session.execute(
        select(m.Board.id, m.Board.state).where(
            m.Board.programme_id == doing.programme.id, m.Board.deleted_at.is_(None)
        )
    )
    return {
        "hall": {name: getattr(hall, name) for name in _HALL},
        "activities": {
            row.id: {name: getattr(row, name) for name in _PLAIN}
            | {name: _moment(getattr(row, name)) for name in _MOMENTS}
            for row in activities
        },
        "boards": {row.id: row.state for row in boards},
    }


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in before.items() if after.get(name, part) != part}


@contextmanager
def taken_back(doing: Doing, what: str, more: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Around a control: what it changes can be taken back for ten seconds. `more` goes to the restorer named `what`."""
    before = _picture(doing)
    yield
    doing.session.flush()
    after = _picture(doing)
    hall = hall_of(doing)
    until = m.now() + timedelta(seconds=SECONDS)
    hall.undo = {
        "what": what, "command": doing.command_id, "until": until.isoformat(),
        "hall": _differing(before["hall"], after["hall"]),
        "activities": _differing(before["activities"], after["activities"]),
        "boards": _differing(before["boards"], after["boards"]), "made": sorted(set(after["boards"]) - set(before["boards"])),
        "more": dict(more) if more is not None else None,
    }  # fmt: skip
    doing.session.flush()


def set_board_state(doing: Doing, board: m.Board, state: str) -> None:
    """Open or lock a board and tell both rooms."""
    if board.state == state:
        return
    before, board.state = {"state": board.state}, state
    doing.session.flush()
    doing.log.add(programme_room(doing.programme.id), "board.locked", board.id, before, {"state": state}, echo=True)
    doing.log.add(board_room(board.id), "board.locked", board.id, before, {"state": state}, echo=True)


def tell_writers(doing: Doing, activity: m.Activity) -> None:
    """Tell the boards of an activity that is written alone that this began, ended, or is so again."""
    if not activity.hidden:
        return
    boards = select(m.Board.id).where(
        m.Board.programme_id == activity.programme_id, m.Board.key.in_(activity.boards), m.Board.deleted_at.is_(None)
    )
    doing.session.flush()
    for board_id in doing.session.scalars(boards).all():
        doing.log.add(board_room(board_id), "alone.turned", f"alone:{board_id}", echo=True)


def put_back(doing: Doing) -> str:
    """Take back the last control; its name.

    Raises:
        Invalid: there is none, or its time has passed.
    """
    hall = hall_of(doing)
    kept = hall.undo
    if not kept or m.now() > datetime.fromisoformat(kept["until"]) + timedelta(seconds=GRACE):
        raise Invalid(
            "There is nothing to take back any more: a control can be taken back for {count} s.", count=SECONDS
        )
    for name, value in kept["hall"].items():
        setattr(hall, name, value)
    for id_, values in kept["activities"].items():
        row = doing.session.get(m.Activity, id_)
        if row is not None:
            for name, value in values.items():
                setattr(row, name, datetime.fromisoformat(value) if name in _MOMENTS and value else value)
            tell_writers(doing, row)
    for id_, state in kept["boards"].items():
        board = doing.session.get(m.Board, id_)
        if board is not None and board.deleted_at is None:
            set_board_state(doing, board, state)
    for id_ in kept["made"]:
        board = doing.session.get(m.Board, id_)
        if board is not None and not _used(doing, id_):
            board.deleted_at = m.now()
            for row in doing.session.scalars(select(m.Activity).where(m.Activity.programme_id == doing.programme.id)):
                row.boards = [key for key in row.boards if key != board.key]
            doing.log.add(programme_room(doing.programme.id), "board.deleted", id_, None, None, echo=True)
    if kept["what"] in RESTORERS and kept["more"] is not None:
        RESTORERS[kept["what"]](doing, kept["more"])
    hall.undo = None
    doing.session.flush()
    return str(kept["what"])


def _used(doing: Doing, board_id: str) -> bool:
    """Whether somebody has written on a board since it was made."""
    room = board_room(board_id)
    wrote = select(m.Event.seq).where(
        m.Event.room == room, m.Event.kind.in_(("item.added", "item.changed", "link.added"))
    )
    return doing.session.execute(wrote.limit(1)).first() is not None
