"""Rooms and their events: a number of the room's own is taken in the transaction that makes the change.

Whoever reads a room's events after the last number it has misses none; a number shared by all rooms would lose rows.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m


def board_room(board_id: str) -> str:
    """The room of a board."""
    return f"board:{board_id}"


def programme_room(programme_id: str) -> str:
    """The room of a programme: goal, stages, groups, terms, actors, links across boards."""
    return f"programme:{programme_id}"


def report_room(programme_id: str) -> str:
    """The room of those who compose a programme's report: its co-edited texts, and who is writing them."""
    return f"report:{programme_id}"


def hall_ref(programme_id: str) -> str:
    """What the events of a programme's hall are about: neither the programme itself nor one of its parts."""
    return f"hall:{programme_id}"


UNDOABLE = frozenset(
    {
        "item.added", "link.added", "item.removed", "link.removed", "item.restored", "link.restored", "item.changed",
        "link.changed", "item.moved", "item.placed", "item.merged", "ballot.carried", "voted", "commented", "board.setting", "board.renamed", "board.locked",
    }
)  # fmt: skip
"""The kinds of events on a board that `UndoLast` takes back."""


@dataclass(frozen=True)
class RoomState:
    """A room's last number, and the epoch in which its numbers count."""

    seq: int
    epoch: str


@dataclass(frozen=True)
class EventRow:
    """What a page needs of an event to catch up."""

    room: str
    seq: int
    kind: str
    ref: str
    actor_id: str | None
    at: datetime


def open_room(session: Session, room: str) -> None:
    """Make a room that does not exist yet."""
    session.execute(insert(m.Room).values(id=room, seq=0, epoch=secrets.token_hex(4)))


def room_state(session: Session, room: str) -> RoomState:
    """The room's counter; a room that was never opened stands at 0."""
    row = session.execute(select(m.Room.seq, m.Room.epoch).where(m.Room.id == room)).one_or_none()
    return RoomState(row.seq, row.epoch) if row is not None else RoomState(0, "")


def events_after(session: Session, room: str, seq: int, limit: int = 500) -> list[EventRow]:
    """The room's events after a number, oldest first."""
    found = session.execute(
        select(m.Event.room, m.Event.seq, m.Event.kind, m.Event.ref, m.Event.actor_id, m.Event.at)
        .where(m.Event.room == room, m.Event.seq > seq)
        .order_by(m.Event.seq)
        .limit(limit)
    )
    return [EventRow(row.room, row.seq, row.kind, row.ref, row.actor_id, row.at) for row in found]


def lock_rooms(session: Session, rooms: Sequence[str]) -> None:
    """Hold rooms until the transaction ends, always in the same order, so that checks see what they will change.

    SQLite has one writer and needs no lock; PostgreSQL locks the rooms' rows.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(m.Room.id).where(m.Room.id.in_(rooms)).order_by(m.Room.id).with_for_update()).all()


def wake(session: Session, name: str) -> None:
    """Say that a room or a text has something new once this is committed."""
    session.info.setdefault("rooms", set()).add(name)


class Log:
    """Writes the events of one command; `room` and `seq` are those of the last event."""

    def __init__(
        self,
        session: Session,
        programme_id: str,
        actor_id: str | None,
        command_id: str | None,
        at: datetime | None = None,
    ) -> None:
        self.session = session
        self.at = at
        self.programme_id = programme_id
        self.actor_id = actor_id or None
        self.command_id = command_id
        self.room = ""
        self.seq = 0
        self.undoable = False

    def add(self, room: str, kind: str, ref: str, before: Any = None, after: Any = None, *, echo: bool = False) -> int:
        """Take the room's next number and store the event under it. An `echo` is not the command's own last event."""
        seq = self.session.execute(
            update(m.Room).where(m.Room.id == room).values(seq=m.Room.seq + 1).returning(m.Room.seq)
        ).scalar_one_or_none()
        if seq is None:
            open_room(self.session, room)
            return self.add(room, kind, ref, before, after, echo=echo)
        self.session.execute(
            insert(m.Event).values(
                room=room, seq=seq, programme_id=self.programme_id, kind=kind, ref=ref, actor_id=self.actor_id,
                command_id=self.command_id, before=before, after=after, undone=False, at=self.at or m.now(),
            )
        )  # fmt: skip
        wake(self.session, room)
        if not echo:
            self.room, self.seq = room, seq
            self.undoable = self.undoable or (kind in UNDOABLE and room.startswith("board:"))
        return seq
