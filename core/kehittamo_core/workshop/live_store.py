"""The SQL of the live room: the few statements that run for every keystroke, and what a page that comes back asks for.

They are Core statements, built once: a typed letter costs three of them, and no object is mapped.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.errors import Locked, NotAllowed, NotFound, Refused
from kehittamo_core.workshop.access import board_for, programme_for
from kehittamo_core.workshop.events import wake
from kehittamo_core.workshop.people import Identity, Right
from kehittamo_core.workshop.signing import nameless
from kehittamo_core.workshop.texts import GOAL, TextPlace, ensure_text, read_updates

_RIGHTS: tuple[Right, ...] = ("see", "comment", "vote", "write", "arrange", "facilitate", "coordinate")

_text, _element, _board, _updates, _programme = m.CoText, m.Element, m.Board, m.TextUpdate, m.Programme
_entry = m.ReportEntry

_STANDING = (
    select(
        _text.key, _text.n, _text.field, _element.id.label("element"), _element.deleted_at.label("element_deleted"),
        _board.deleted_at.label("board_deleted"), _board.state, _programme.state.label("programme_state"),
        _entry.id.label("entry"), _entry.deleted_at.label("entry_deleted"),
    )
    .join(_programme, _programme.id == _text.programme_id)
    .outerjoin(_element, _element.id == _text.owner_id)
    .outerjoin(_board, _board.id == _element.board_id)
    .outerjoin(_entry, _entry.id == _text.owner_id)
    .where(_text.key.in_(bindparam("keys", expanding=True)))
    .order_by(_text.key)
    .with_for_update(of=_text)
)  # fmt: skip
_SET_TEXT = (
    update(_text.__table__)  # type: ignore[arg-type]
    .where(_text.key == bindparam("text_key"))
    .values(n=bindparam("number"), plain=bindparam("words"))
)
_ADD_UPDATE = insert(_updates.__table__)  # type: ignore[arg-type]
_ADD_HISTORY = insert(m.TextHistory.__table__)  # type: ignore[arg-type]
_SET_HISTORY = (
    update(m.TextHistory.__table__)  # type: ignore[arg-type]
    .where(m.TextHistory.id == bindparam("history_id"))
    .values(after=bindparam("words"))
)


@dataclass(frozen=True)
class Append:
    """Updates (actor, bytes) to be stored behind number `expected`, and how the text reads after them."""

    place: TextPlace
    expected: int
    updates: Sequence[tuple[str | None, bytes]]
    plain: str


@dataclass(frozen=True)
class Minute:
    """A person's entry in a text's history: one per person, text and minute."""

    id: str
    key: str
    actor_id: str | None
    minute: datetime
    before: str
    after: str


def new_minute(key: str, actor_id: str | None, minute: datetime, before: str, after: str) -> Minute:
    """A fresh entry."""
    return Minute(new_id(), key, actor_id, minute, before, after)


Absorb = Callable[[str, Sequence[tuple[int, bytes]]], str]


def append(
    session: Session, batch: Sequence[Append], minutes: Sequence[Minute], absorb: Absorb | None = None, *, tell: bool
) -> dict[str, str]:
    """Store a batch in this transaction, and begin history entries.

    The answer names what was not stored: by the text's key, `behind` (others wrote meanwhile), `locked` or `deleted`.
    With `absorb` nobody is behind: it gets what others wrote (number, update) and says how the text reads then.
    `tell` wakes the other processes.
    """
    standing = _standing(session, batch)
    refused: dict[str, str] = {}
    texts: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    now = m.now()
    for part in batch:
        key = part.place.key
        n, why = standing[key]
        if why or (n != part.expected and absorb is None):
            refused[key] = why or "behind"
            continue
        plain = part.plain
        if n != part.expected and absorb is not None:
            plain = absorb(key, read_updates(session, key, part.expected))
        for actor_id, data in part.updates:
            n += 1
            rows.append({"text_key": key, "n": n, "data": data, "actor_id": actor_id, "at": now})
        texts.append({"text_key": key, "number": n, "words": plain})
        if tell:
            wake(session, f"text:{key}")
    connection = session.connection()
    if rows:
        connection.execute(_SET_TEXT, texts)
        connection.execute(_ADD_UPDATE, rows)
    if kept := [_history_row(minute) for minute in minutes if minute.key not in refused]:
        connection.execute(_ADD_HISTORY, kept)
    return refused


_STANDS = """SELECT t.n, t.field, COALESCE(e.id, r.id), e.deleted_at, COALESCE(b.deleted_at, r.deleted_at), b.state, p.state
    FROM text t JOIN programme p ON p.id = t.programme_id LEFT JOIN element e ON e.id = t.owner_id
    LEFT JOIN board b ON b.id = e.board_id LEFT JOIN report_entry r ON r.id = t.owner_id WHERE t.key = ?"""


def append_at_once(cursor: sqlite3.Cursor, batch: Sequence[Append], minutes: Sequence[Minute]) -> bool | None:
    """What `append` does, in SQLite's own words and without a thread between; None unless all stands as it should.

    It is the way of nearly every typed letter, and must store exactly what `append` stores: a test compares them.
    """
    texts: list[tuple[int, str, str]] = []
    rows: list[tuple[str, int, bytes, str | None, str]] = []
    at = _moment(m.now())
    for part in batch:
        key = part.place.key
        stands = cursor.execute(_STANDS, (key,)).fetchone()
        if stands is None:
            return None
        n, field, owner, owner_deleted, home_deleted, state, programme_state = stands
        lost = owner is None and field != GOAL
        shut = state == "locked" or programme_state == "ended"
        if n != part.expected or lost or owner_deleted or home_deleted or shut:
            return None
        for actor_id, data in part.updates:
            n += 1
            rows.append((key, n, data, actor_id, at))
        texts.append((n, part.plain, key))
    cursor.executemany("UPDATE text SET n = ?, plain = ? WHERE key = ?", texts)
    cursor.executemany("INSERT INTO text_update (text_key, n, data, actor_id, at) VALUES (?, ?, ?, ?, ?)", rows)
    if minutes:
        cursor.executemany(
            'INSERT INTO text_history (id, text_key, actor_id, minute, "before", "after") VALUES (?, ?, ?, ?, ?, ?)',
            [(one.id, one.key, one.actor_id, _moment(one.minute), one.before, one.after) for one in minutes],
        )
    return True


def _moment(at: datetime) -> str:
    """A moment as SQLAlchemy writes it into SQLite."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _standing(session: Session, batch: Sequence[Append]) -> dict[str, tuple[int, str]]:
    """Where each text stands: its last number, and why it may not be written now ("" where it may)."""
    places = {part.place.key: part.place for part in batch}
    found: dict[str, tuple[int, str]] = {}
    for _ in range(2):
        for row in session.connection().execute(_STANDING, {"keys": sorted(places)}):
            lost = row.element is None and row.entry is None and row.field != GOAL
            deleted = (row.element_deleted, row.board_deleted, row.entry_deleted)
            gone = lost or any(at is not None for at in deleted)
            shut = row.state == "locked" or row.programme_state == "ended"
            found[row.key] = (row.n, "deleted" if gone else "locked" if shut else "")
        missing = places.keys() - found.keys()
        if not missing:
            break
        for key in sorted(missing):
            ensure_text(session, places[key])
        session.flush()
    return found


def _history_row(minute: Minute) -> dict[str, object]:
    return {
        "id": minute.id, "text_key": minute.key, "actor_id": minute.actor_id, "minute": minute.minute,
        "before": minute.before, "after": minute.after,
    }  # fmt: skip


def finish_minutes(session: Session, words: Mapping[str, str]) -> None:
    """Write what texts read at the end of history entries: entry id -> words."""
    rows = [{"history_id": id_, "words": after} for id_, after in words.items()]
    if rows:
        session.connection().execute(_SET_HISTORY, rows)


def compact(session: Session, key: str, n: int, state: bytes) -> None:
    """Replace the updates up to number n by one that holds the text's state; nothing happens where row n is gone."""
    last = session.execute(select(_updates.at).where(_updates.text_key == key, _updates.n == n)).scalar_one_or_none()
    if last is None:
        return
    session.execute(delete(_updates).where(_updates.text_key == key, _updates.n <= n))
    session.execute(insert(_updates).values(text_key=key, n=n, data=state, actor_id=None, at=last))


def texts_since(session: Session, room: str, at: int) -> list[tuple[str, str]]:
    """The (key, words) of a room's texts whose last update came after a time (unix ms)."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    found = session.execute(
        select(_text.key, _text.plain)
        .join(_updates, (_updates.text_key == _text.key) & (_updates.n == _text.n))
        .where(_text.room == room, _updates.at > moment)
    )
    return [(row.key, row.plain) for row in found]


def rights_in(session: Session, who: Identity | None, room: str) -> frozenset[str]:
    """What somebody may do in `board:ID`, `programme:ID` or `report:ID`; with `locked` where only the lock stands against writing, and with
    `nameless` where what is written now is nobody's.

    Who facilitates does so on a locked board too: somebody has to open it again.
    """
    kind, _, id_ = room.partition(":")
    rights: set[str] = set()
    for right in _RIGHTS:
        try:
            if kind == "board":
                board_for(session, who, id_, right, even_locked=right == "facilitate")
            elif kind == "programme":
                programme_for(session, who, id_, right)
            elif kind == "report":
                _composing(who)
                programme_for(session, who, id_, right)
            else:
                raise NotFound("There is no such room.")
            rights.add(right)
        except Locked:
            rights.add("locked")
        except Refused:
            if right == "see":
                break
    if kind == "board" and "see" in rights and nameless(session, id_):
        rights.add("nameless")
    return frozenset(rights)


def _composing(who: Identity | None) -> None:
    """What is written of a report is not even seen by those who may not compose it; they see it in its versions."""
    if who is None or not who.may("facilitate"):
        raise NotAllowed("Only facilitators may do this; ask yours.")
