"""The roll of a programme: its people, whether they have come, and where they sit, for those who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.events import RoomState, programme_room, room_state
from kehittamo_core.workshop.group_commands import profiles_of, tables_of
from kehittamo_core.workshop.invitations import Known, same
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.people_commands import person_in


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody of a programme. `state` is joined, invited or entered; `mail` is "" for readers who may not see it."""

    id: str
    key: str
    name: str
    organisation: str
    kind: str
    role: str
    group_id: str | None
    mail: str
    state: str
    reminded_at: datetime | None
    by_hand: bool
    together: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A table with its task and the customer profile that it works on (its key)."""

    id: str
    key: str
    number: int | None
    name: str
    task: str
    profile: str


@dataclass(frozen=True, kw_only=True)
class Roll:
    """Everybody and every table."""

    programme: m.Programme
    people: Sequence[PersonRow]
    tables: Sequence[TableRow]
    profiles: Sequence[tuple[str, str]]
    facilitates: bool
    room: RoomState

    def at(self, group_id: str | None) -> list[PersonRow]:
        """Who sits at a table (None: at none), without observers, by name."""
        return [one for one in self.people if one.group_id == group_id and (group_id or one.role != "observer")]


def person_row(row: m.Participant, *, facilitates: bool) -> PersonRow:
    """Somebody as they are shown."""
    state = "joined" if row.joined_at else "invited" if row.invited_at else "entered"
    return PersonRow(
        id=row.id, key=row.key, name=row.name, organisation=row.organisation or "", kind=row.kind or "", role=row.role,
        group_id=row.group_id, mail=(row.email or "") if facilitates else "", state=state, reminded_at=row.reminded_at,
        by_hand=row.by_hand, together=tuple(row.together),
    )  # fmt: skip


def roll(session: Session, who: Identity | None, programme_id: str, right: str = "see") -> Roll:
    """The roll, for somebody who has a right in the programme.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access`.
    """
    programme = programme_for(session, who, programme_id, "facilitate" if right == "facilitate" else "see")
    facilitates = who is not None and who.may("facilitate")
    people = session.scalars(
        select(m.Participant)
        .where(m.Participant.programme_id == programme_id, m.Participant.closed_at.is_(None))
        .order_by(func.lower(m.Participant.name), m.Participant.id)
    )
    return Roll(
        programme=programme,
        people=[person_row(row, facilitates=facilitates) for row in people],
        tables=[
            TableRow(
                id=row.id, key=row.key, number=row.number, name=row.name, task=row.task or "", profile=row.profile or ""
            )
            for row in tables_of(session, programme_id)
        ],
        profiles=profiles_of(session, programme_id, who),
        facilitates=facilitates,
        room=room_state(session, programme_room(programme_id)),
    )


def known_in(session: Session, who: Identity | None, programme_id: str) -> Known:
    """What a list of people to invite is compared with."""
    found = roll(session, who, programme_id, "facilitate")
    return Known(
        groups=[(one.key, one.number, one.name) for one in found.tables],
        mails=frozenset(one.mail.casefold() for one in found.people if one.mail),
        people=frozenset((same(one.name), same(one.organisation)) for one in found.people),
    )


def one_person(session: Session, who: Identity | None, programme_id: str, id_: str) -> tuple[Roll, PersonRow]:
    """Somebody of a programme, for facilitators, with the roll."""
    found = roll(session, who, programme_id, "facilitate")
    return found, person_row(person_in(session, programme_id, id_), facilitates=True)
