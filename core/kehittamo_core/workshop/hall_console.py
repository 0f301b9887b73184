"""What whoever leads is shown of the hall: each table's board with its notes and its pace, what happened last, who has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.agenda import Slot, slots
from kehittamo_core.workshop.entries import rows_of
from kehittamo_core.workshop.events import RoomState, board_room, programme_room, room_state
from kehittamo_core.workshop.hall_reading import ActivityRow, Now, activities_of, activity_row, read_now
from kehittamo_core.workshop.keys import by_key
from kehittamo_core.workshop.lists import BY_ID
from kehittamo_core.workshop.people import Identity, Right

BUCKET = timedelta(minutes=5)
BUCKETS = 9
"""How far back the pace of a table is looked at: in parts of five minutes, the last one up to now."""
TOLD = ("item.added", "item.removed", "item.merged", "link.added", "commented", "board.locked")
"""What is told of in "Just now". Votes are not: while a vote is open nobody knows how it stands."""
MOST_TOLD = 40


@dataclass(frozen=True, kw_only=True)
class TableState:
    """A table with the board on which it works now. `pace` are notes added in each part of the last 45 minutes."""

    id: str
    key: str
    number: int | None
    name: str
    people: int
    board: str = ""
    board_key: str = ""
    title: str = ""
    method: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""
    notes: int = 0
    pace: Sequence[int] = ()
    last: datetime | None = None
    room: RoomState | None = None


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that happened on a board; `text` is what the element reads, `code` its short id."""

    at: datetime
    kind: str
    board: str
    code: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody of the programme; `came` when they first did."""

    id: str
    name: str
    organisation: str
    group_id: str | None
    came: bool
    mail: bool


@dataclass(frozen=True, kw_only=True)
class Leading:
    """Everything on the console but who is there right now, which the live room knows."""

    programme: m.Programme
    now: Now
    activities: Sequence[ActivityRow]
    stage: m.Stage | None
    agenda: Sequence[m.AgendaItem]
    slots: Sequence[Slot]
    tables: Sequence[TableState]
    happened: Sequence[Happening]
    guests: Sequence[Guest]
    room: RoomState


def asking(session: Session, programme_id: str) -> list[str]:
    """The keys of the tables that ask for help; with what words is for facilitators only."""
    hall = session.get(m.Hall, programme_id)
    return sorted(hall.help) if hall is not None else []


def board_named(session: Session, programme_id: str, key: str | None) -> m.Board | None:
    """A living board of a programme by its key."""
    return by_key(session, m.Board, programme_id, key)


def activity_in_hall(session: Session, programme_id: str, id_: str) -> tuple[ActivityRow, list[str]] | None:
    """An activity with the ids of its living boards; None where the programme has no such."""
    row = session.get(m.Activity, id_)
    if row is None or row.programme_id != programme_id:
        return None
    boards = session.scalars(
        select(m.Board.id).where(
            m.Board.programme_id == programme_id, m.Board.key.in_(row.boards), m.Board.deleted_at.is_(None)
        )
    )
    return activity_row(row), list(boards)


def activity_ids(session: Session, programme_id: str) -> set[str]:
    """The ids of a programme's activities."""
    return set(session.scalars(select(m.Activity.id).where(m.Activity.programme_id == programme_id)))


def leading(session: Session, who: Identity | None, programme_id: str, right: Right = "facilitate") -> Leading:
    """The console of a programme, or what the projector shows of it to those who may `see`.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access`.
    """
    programme = programme_for(session, who, programme_id, right, afterwards=True)
    now = read_now(session, who, programme_id)
    stage = _stage(session, programme_id, now)
    agenda = rows_of(session, BY_ID["agenda"], programme_id, stage.id) if stage is not None else []
    tables = _tables(session, programme_id, now.activity)
    boards = {table.board: table for table in tables if table.board}
    return Leading(
        programme=programme, now=now, activities=activities_of(session, who, programme_id), stage=stage, agenda=agenda,
        slots=slots(agenda, stage.start) if stage is not None else [], tables=tables,
        happened=_happened(session, programme, list(boards)), guests=_guests(session, programme_id),
        room=room_state(session, programme_room(programme_id)),
    )  # fmt: skip


def _stage(session: Session, programme_id: str, now: Now) -> m.Stage | None:
    """The meeting that goes on: the activity's, else the one under way, else the next one."""
    stages = rows_of(session, BY_ID["stages"], programme_id)
    wanted = now.activity.stage if now.activity is not None else None
    found = next((one for one in stages if one.id == wanted), None)
    found = found or next((one for one in stages if one.state == "now"), None)
    return found or next((one for one in stages if one.state == "coming" and one.kind != "interim"), None)


def _tables(session: Session, programme_id: str, activity: ActivityRow | None) -> list[TableState]:
    groups = list(
        session.scalars(
            select(m.Group).where(m.Group.programme_id == programme_id).order_by(m.Group.position, m.Group.key)
        )
    )
    if activity is not None and activity.groups:
        groups = [group for group in groups if group.key in activity.groups]
    seats = _seats(session, programme_id)
    boards = _boards_at(session, programme_id, activity, groups)
    ids = [board.id for board in boards.values()]
    notes, pace, last = _notes(session, ids), _pace(session, ids), _last(session, ids)
    found = []
    for group in groups:
        plain = TableState(
            id=group.id, key=group.key, number=group.number, name=group.name, people=seats.get(group.id, 0)
        )
        board = boards.get(group.id)
        if board is None:
            found.append(plain)
            continue
        found.append(
            TableState(
                id=group.id, key=group.key, number=group.number, name=group.name, people=seats.get(group.id, 0),
                board=board.id, board_key=board.key, title=board.title, method=board.method, state=board.state,
                settings=board.settings,
                notes=notes.get(board.id, 0), pace=pace.get(board.id, (0,) * BUCKETS), last=last.get(board.id),
                room=room_state(session, board_room(board.id)),
            )
        )  # fmt: skip
    return found


def _seats(session: Session, programme_id: str) -> dict[str | None, int]:
    """How many people sit at each table (by the group's id)."""
    rows = session.execute(
        select(m.Participant.group_id, func.count())
        .where(m.Participant.programme_id == programme_id, m.Participant.closed_at.is_(None))
        .group_by(m.Participant.group_id)
    ).all()
    return {row[0]: row[1] for row in rows}


def _boards_at(
    session: Session, programme_id: str, activity: ActivityRow | None, groups: Sequence[m.Group]
) -> dict[str, m.Board]:
    """The board of each table (by the group's id): the activity's, after so many bells another's, else their own newest."""
    if activity is None:
        own = session.scalars(
            select(m.Board)
            .where(m.Board.programme_id == programme_id, m.Board.deleted_at.is_(None), m.Board.group_id.is_not(None))
            .order_by(m.Board.made_at, m.Board.id)
        )
        return {str(board.group_id): board for board in own}
    rows = {
        row.key: row
        for row in session.scalars(
            select(m.Board).where(
                m.Board.programme_id == programme_id, m.Board.key.in_(activity.boards), m.Board.deleted_at.is_(None)
            )
        )
    }  # fmt: skip
    boards = [rows[key] for key in activity.boards if key in rows]
    common = next((board for board in boards if board.group_id is None), None)
    found = {}
    for group in groups:
        at = next((at for at, board in enumerate(boards) if board.group_id == group.id), None)
        if at is not None:
            found[group.id] = boards[(at + (activity.shift if activity.rotates else 0)) % len(boards)]
        elif common is not None:
            found[group.id] = common
    return found


def _notes(session: Session, boards: Sequence[str]) -> dict[str, int]:
    rows = session.execute(
        select(m.Element.board_id, func.count())
        .where(m.Element.board_id.in_(boards), m.Element.deleted_at.is_(None), ~m.Element.is_link)
        .group_by(m.Element.board_id)
    )
    return {str(row[0]): row[1] for row in rows}


def _pace(session: Session, boards: Sequence[str]) -> dict[str, tuple[int, ...]]:
    now = m.now()
    rooms = {board_room(board): board for board in boards}
    rows = session.execute(
        select(m.Event.room, m.Event.at).where(
            m.Event.room.in_(rooms), m.Event.kind == "item.added", m.Event.at > now - BUCKET * BUCKETS
        )
    )
    found = {board: [0] * BUCKETS for board in boards}
    for row in rows:
        back = min(int((now - row.at) / BUCKET), BUCKETS - 1)
        found[rooms[row.room]][BUCKETS - 1 - max(back, 0)] += 1
    return {board: tuple(parts) for board, parts in found.items()}


def _last(session: Session, boards: Sequence[str]) -> dict[str, datetime]:
    """When somebody last did something on each board: a command, or a letter in a text."""
    rooms = {board_room(board): board for board in boards}
    done = session.execute(
        select(m.Event.room, func.max(m.Event.at))
        .where(m.Event.room.in_(rooms), m.Event.kind != "board.locked")
        .group_by(m.Event.room)
    )
    typed = session.execute(
        select(m.CoText.room, func.max(m.TextUpdate.at))
        .join(m.TextUpdate, (m.TextUpdate.text_key == m.CoText.key) & (m.TextUpdate.n == m.CoText.n))
        .where(m.CoText.room.in_(rooms))
        .group_by(m.CoText.room)
    )
    found: dict[str, datetime] = {}
    for room, at in (*done, *typed):
        board = rooms[room]
        if at is not None and (board not in found or at > found[board]):
            found[board] = at
    return found


def _happened(session: Session, programme: m.Programme, boards: Sequence[str]) -> list[Happening]:
    rooms = {board_room(board): board for board in boards}
    rows = session.execute(
        select(m.Event.room, m.Event.kind, m.Event.ref, m.Event.at)
        .where(m.Event.room.in_(rooms), m.Event.kind.in_(TOLD), ~m.Event.undone)
        .order_by(m.Event.at.desc(), m.Event.seq.desc())
        .limit(MOST_TOLD)
    ).all()
    refs = {row.ref for row in rows}
    codes: Mapping[str, Any] = {
        row.id: row for row in session.execute(select(m.Element.id, m.Element.code).where(m.Element.id.in_(refs)))
    }
    words: dict[str, str] = {}
    for text in session.execute(
        select(m.CoText.owner_id, m.CoText.language, m.CoText.plain).where(
            m.CoText.owner_id.in_(refs), m.CoText.field == "text"
        )
    ):
        if text.plain and (text.language == programme.languages[0] or text.owner_id not in words):
            words[text.owner_id] = text.plain
    return [
        Happening(
            at=row.at, kind=row.kind, board=rooms[row.room], text=words.get(row.ref, ""),
            code=codes[row.ref].code if row.ref in codes else "",
        )
        for row in rows
    ]  # fmt: skip


def _guests(session: Session, programme_id: str) -> list[Guest]:
    rows = session.scalars(
        select(m.Participant)
        .where(
            m.Participant.programme_id == programme_id, m.Participant.closed_at.is_(None), m.Participant.role != "observer"
        )
        .order_by(func.lower(m.Participant.name), m.Participant.id)
    )  # fmt: skip
    return [
        Guest(
            id=row.id, name=row.name, organisation=row.organisation or "", group_id=row.group_id,
            came=row.joined_at is not None, mail=bool(row.email),
        )
        for row in rows
    ]  # fmt: skip
