"""Commands on tables: make them, seat people at them, mix organisations, name pairs, and give a table its task."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.form import GROUP
from kehittamo_core.document.normal import clean, prune
from kehittamo_core.errors import Invalid, NotAllowed, NotFound
from kehittamo_core.words import translate
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.invitations import same
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.people_commands import group_in, person_in
from kehittamo_core.workshop.seating import MOST_TABLES, Seat, seat
from kehittamo_core.workshop.teams import hidden_from
from kehittamo_core.workshop.values import refuse

PROFILE = "profile"
"""Items of a kind with this id, of whatever method, are the customer profiles that a table may work on."""


@dataclass(frozen=True, kw_only=True)
class ArrangeTables(Command):
    """Have this many tables and mix everybody over them; `keep` leaves those in place who were moved by hand."""

    programme: str
    tables: int
    keep: bool = True


@dataclass(frozen=True, kw_only=True)
class SeatPerson(Command):
    """Move somebody to a table by hand (None: to none)."""

    programme: str
    person: str
    group: str | None = None


@dataclass(frozen=True, kw_only=True)
class SeatTogether(Command):
    """Name two people who are to sit at one table, or take that back."""

    programme: str
    person: str
    other: str
    together: bool = True


@dataclass(frozen=True, kw_only=True)
class AddTable(Command):
    """Add a table. `ref` of the answer is its id."""

    programme: str


@dataclass(frozen=True, kw_only=True)
class ChangeTable(Command):
    """Set a table's name, task or profile (the key of an item)."""

    programme: str
    group: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RemoveTable(Command):
    """Remove a table that has no board of its own and no votes; its people sit at none then."""

    programme: str
    group: str


def tables_of(session: Session, programme_id: str) -> list[m.Group]:
    """A programme's tables, in order."""
    return list(
        session.scalars(
            select(m.Group).where(m.Group.programme_id == programme_id).order_by(m.Group.position, m.Group.key)
        )
    )


def seated_people(session: Session, programme_id: str) -> list[m.Participant]:
    """Who needs a place: everybody who is there but observers, in the order of the list."""
    return list(
        session.scalars(
            select(m.Participant)
            .where(
                m.Participant.programme_id == programme_id, m.Participant.closed_at.is_(None),
                m.Participant.role != "observer",
            )
            .order_by(m.Participant.position, m.Participant.key)
        )
    )  # fmt: skip


def _make(doing: Doing, have: list[m.Group]) -> m.Group:
    taken = {row.number for row in have}
    number = next(n for n in range(1, 1000) if n not in taken)
    id_ = new_id()
    name = translate("kehittamo_core", doing.programme.languages[0], "Table {number}", number=number)
    row = m.Group(
        id=id_, programme_id=doing.programme.id, key=f"ryhma-{id_[-12:]}", number=number, name=name,
        position=max((other.position for other in have), default=0.0) + 1,
    )  # fmt: skip
    doing.session.add(row)
    doing.session.flush()
    return row


def _in_use(session: Session, group: m.Group) -> bool:
    for table in (m.Board, m.Picture):
        shown = select(table.shown_to).where(table.programme_id == group.programme_id, table.restricted.is_(True))
        if any(group.id in groups for groups in session.scalars(shown)):
            return True
    boards = select(func.count()).where(m.Board.group_id == group.id)
    votes = select(func.count()).where(m.Vote.group_id == group.id)
    return bool(session.scalar(boards)) or bool(session.scalar(votes))


def arrange_tables(doing: Doing, command: ArrangeTables) -> Done:
    """Mix everybody over the tables; tables too many are removed from the end, if nothing hangs on them."""
    session, programme = doing.session, doing.programme
    programme_for(session, doing.who, programme.id, "facilitate")
    if isinstance(command.tables, bool) or not 1 <= command.tables <= MOST_TABLES:
        raise Invalid("{count} tables do not work; there can be 1 to {limit}.", count=command.tables, limit=MOST_TABLES)
    people = seated_people(session, programme.id)
    if not people:
        raise Invalid("There is nobody to be seated yet. Invite people first.")
    tables = tables_of(session, programme.id)
    while len(tables) > command.tables:
        last = tables[-1]
        if _in_use(session, last):
            raise NotAllowed(
                "{name} has boards or votes of its own, so it stays. Choose at least {count} tables.", name=last.name,
                count=len(tables),
            )  # fmt: skip
        tables.pop()
        for row in people:
            if row.group_id == last.id:
                row.group_id, row.by_hand = None, False
        session.flush()
        session.delete(last)
    while len(tables) < command.tables:
        tables.append(_make(doing, tables))
    at = {row.id: number for number, row in enumerate(tables)}
    seats = [
        Seat(
            id=row.key, organisation=same(row.organisation or ""), kind=row.kind or "", secretary=row.role == "secretary",
            table=at.get(row.group_id or "") if command.keep and row.by_hand else None,
        )
        for row in people
    ]  # fmt: skip
    pairs = [(row.key, other) for row in people for other in row.together]
    places = seat(seats, len(tables), pairs)
    moved = 0
    for row in people:
        group = tables[places[row.key]]
        moved += row.group_id != group.id
        row.by_hand = row.by_hand and command.keep and row.group_id == group.id
        row.group_id = group.id
    session.flush()
    doing.log.add(programme_room(programme.id), "groups", programme.id, None, {"tables": len(tables), "moved": moved})
    return done(doing, programme.id, refs=tuple(row.id for row in tables))


def seat_person(doing: Doing, command: SeatPerson) -> Done:
    """Move somebody by hand."""
    programme_for(doing.session, doing.who, doing.programme.id, "facilitate")
    row = person_in(doing.session, doing.programme.id, command.person)
    group = group_in(doing.session, doing.programme.id, command.group)
    after = group.id if group else None
    if row.group_id != after:
        before = row.group_id
        row.group_id, row.by_hand = after, after is not None
        doing.session.flush()
        doing.log.add(programme_room(doing.programme.id), "groups", row.id, {"group": before}, {"group": after})
    return done(doing, row.id, refs=(row.id,))


def seat_together(doing: Doing, command: SeatTogether) -> Done:
    """Name a pair, or take it back; who sits where changes with the next mixing."""
    programme_for(doing.session, doing.who, doing.programme.id, "facilitate")
    one = person_in(doing.session, doing.programme.id, command.person)
    other = person_in(doing.session, doing.programme.id, command.other)
    if one.id == other.id:
        raise Invalid("A pair needs two different people.")
    named = other.key in one.together or one.key in other.together
    if named == command.together:
        return done(doing, one.id)
    if command.together:
        one.together = [*one.together, other.key]
    else:
        one.together = [key for key in one.together if key != other.key]
        other.together = [key for key in other.together if key != one.key]
    doing.session.flush()
    doing.log.add(
        programme_room(doing.programme.id),
        "groups",
        one.id,
        {"together": named},
        {"together": command.together, "with": other.id},
    )
    return done(doing, one.id, refs=(one.id, other.id))


def add_table(doing: Doing, command: AddTable) -> Done:
    """Add a table."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    have = tables_of(doing.session, doing.programme.id)
    if len(have) >= MOST_TABLES:
        raise Invalid("{count} tables do not work; there can be 1 to {limit}.", count=len(have) + 1, limit=MOST_TABLES)
    row = _make(doing, have)
    doing.log.add(programme_room(doing.programme.id), "groups", row.id, None, {"name": row.name})
    return done(doing, row.id, refs=(row.id,))


def change_table(doing: Doing, command: ChangeTable) -> Done:
    """Set fields of a table."""
    session = doing.session
    programme_for(session, doing.who, doing.programme.id, "facilitate")
    row = group_in(session, doing.programme.id, command.group or "-")
    assert row is not None
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, given in command.values.items():
        if name not in ("name", "task", "profile"):
            raise Invalid("There is no field {field} here; known are {known}.", field=name, known="name, task, profile")
        value = prune(clean(given)) or None
        if value is not None:
            refuse(GROUP.parts[name].check(value, name))
        if name == "name" and value is None:
            raise Invalid("A table needs a name.")
        if name == "profile" and value is not None and value not in dict(profiles_of(session, doing.programme.id)):
            raise NotFound("There is no such customer profile in this programme.")
        if getattr(row, name) != value:
            before[name], after[name] = getattr(row, name), value
            setattr(row, name, value)
    if after:
        session.flush()
        doing.log.add(programme_room(doing.programme.id), "groups", row.id, before, after)
    return done(doing, row.id, refs=(row.id,))


def remove_table(doing: Doing, command: RemoveTable) -> Done:
    """Remove a table."""
    session = doing.session
    programme_for(session, doing.who, doing.programme.id, "facilitate")
    row = group_in(session, doing.programme.id, command.group or "-")
    assert row is not None
    if _in_use(session, row):
        raise NotAllowed("{name} has boards or votes of its own, so it stays.", name=row.name)
    for person in session.scalars(select(m.Participant).where(m.Participant.group_id == row.id)):
        person.group_id, person.by_hand = None, False
    session.flush()
    session.delete(row)
    doing.log.add(programme_room(doing.programme.id), "groups", row.id, {"name": row.name}, None)
    return done(doing, row.id)


def profiles_of(session: Session, programme_id: str, who: Identity | None = None) -> list[tuple[str, str]]:
    """The customer profiles of a programme that somebody may see (None: all) as (key, what it is called), by their short ids."""
    hidden = hidden_from(session, who, programme_id) if who is not None else set[str]()
    rows = session.execute(
        select(m.Element.key, m.Element.code, m.Element.id, m.Element.values)
        .join(m.Board, m.Board.id == m.Element.board_id)
        .where(
            m.Element.programme_id == programme_id, m.Element.kind == PROFILE, m.Element.deleted_at.is_(None),
            m.Board.deleted_at.is_(None), ~m.Element.is_link, m.Board.id.not_in(hidden),
        )
    ).all()  # fmt: skip
    texts: dict[str, str] = {}
    for text in session.execute(
        select(m.CoText.owner_id, m.CoText.plain)
        .where(m.CoText.owner_id.in_([row.id for row in rows]), m.CoText.field == "text")
        .order_by(m.CoText.key)
    ):
        if text.plain:
            texts.setdefault(text.owner_id, text.plain)
    found = []
    for row in sorted(rows, key=lambda row: (len(row.code), row.code)):
        name = str((row.values or {}).get("name") or (row.values or {}).get("title") or texts.get(row.id) or "")
        found.append((row.key, f"{row.code} {name}".strip()))
    return found


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    ArrangeTables: arrange_tables,
    SeatPerson: seat_person,
    SeatTogether: seat_together,
    AddTable: add_table,
    ChangeTable: change_table,
    RemoveTable: remove_table,
}
