"""What the pages of a process show: lists with their entries, tasks and who is late, support, and what happened meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.errors import NotFound, Refused
from kehittamo_core.workshop.access import look_up, programme_for
from kehittamo_core.workshop.agenda import Slot, slots
from kehittamo_core.workshop.entries import (
    frame_entries,
    list_named,
    names_for,
    row_values,
    rows_of,
    stamp,
)
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.lists import BY_ID, ProgrammeList
from kehittamo_core.workshop.people import Identity, Right
from kehittamo_core.workshop.teams import hidden_from

NEW_VISIT = timedelta(minutes=30)
"""Whoever comes back within this time has not been away."""


@dataclass(frozen=True)
class EntryRow:
    """An entry: its key, its fields without gaps, the stamp that a writer sends back, and its doubts."""

    key: str
    values: Mapping[str, Any]
    stamp: str
    uncertain: Mapping[str, str]


@dataclass(frozen=True)
class ListRows:
    """A list for somebody: its entries, what its fields may name, and whether they may add and change."""

    declared: ProgrammeList
    entries: Sequence[EntryRow]
    names: Mapping[str, Mapping[str, str]]
    add: bool
    change: bool


def may(session: Session, who: Identity | None, programme_id: str, right: Right, *, afterwards: bool = False) -> bool:
    """Whether somebody may do something in a programme now."""
    try:
        programme_for(session, who, programme_id, right, afterwards=afterwards)
    except Refused:
        return False
    return True


def read_list(
    session: Session, who: Identity | None, programme_id: str, id_: str, parent: str | None = None
) -> ListRows:
    """A list; `parent` is the id of the meeting whose agenda it is.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access`.
    """
    programme = programme_for(session, who, programme_id, "see")
    declared = list_named(id_)
    entries: list[EntryRow] = []
    if declared.table is not None:
        for row in rows_of(session, declared, programme_id, parent):
            values = row_values(declared, row)
            entries.append(EntryRow(row.key, values, stamp(values), row.uncertain or {}))
    else:
        for entry in frame_entries(programme, declared):
            values = {
                field.id: entry[field.id] for field in declared.fields if entry.get(field.id) not in (None, "", [])
            }
            entries.append(EntryRow(entry["id"], values, stamp(values), entry.get("uncertain") or {}))
    names = {field.id: names_for(session, programme, declared, field.id, who) for field in declared.fields}
    entries = [replace(row, values=_shown(row.values, names)) for row in entries]
    return ListRows(
        declared, entries, {name: known for name, known in names.items() if known is not None},
        may(session, who, programme_id, declared.add, afterwards=declared.afterwards),
        may(session, who, programme_id, declared.change, afterwards=declared.afterwards),
    )  # fmt: skip


def _shown(values: Mapping[str, Any], names: Mapping[str, Mapping[str, str] | None]) -> dict[str, Any]:
    """An entry's fields without an owner who has left, and without boards and notes that are gone or not shown to the reader."""
    made = dict(values)
    for field in ("boards", "elements"):
        known = names.get(field)
        if field in made and known is not None:
            made[field] = [key for key in made[field] if key in known]
    owners = names.get("owner")
    if owners is not None and made.get("owner") not in owners:
        made.pop("owner", None)
    return {name: value for name, value in made.items() if value != []}


@dataclass(frozen=True)
class PlanPart:
    """A meeting with its agenda and the times that follow from it."""

    stage: m.Stage
    agenda: ListRows
    slots: Sequence[Slot]
    rows: Sequence[m.AgendaItem]


def plan(session: Session, who: Identity | None, programme_id: str) -> list[PlanPart]:
    """The meetings of a programme with their agendas."""
    programme_for(session, who, programme_id, "see")
    made = []
    for stage in rows_of(session, BY_ID["stages"], programme_id):
        rows = rows_of(session, BY_ID["agenda"], programme_id, stage.id)
        made.append(
            PlanPart(stage, read_list(session, who, programme_id, "agenda", stage.id), slots(rows, stage.start), rows)
        )
    return made


def stage_of(session: Session, who: Identity | None, programme_id: str, key: str) -> PlanPart:
    """One meeting by its key.

    Raises:
        NotFound: there is none.
    """
    part = next((part for part in plan(session, who, programme_id) if part.stage.key == key), None)
    if part is None:
        raise NotFound("There is no such meeting (any more).")
    return part


@dataclass(frozen=True)
class Person:
    """Somebody of a programme, as a list to copy needs them."""

    id: str
    key: str
    name: str
    organisation: str
    email: str


@dataclass(frozen=True)
class TaskRow:
    """A task between meetings with those whose it is, who of them has done it, and who has not."""

    task: m.InterimTask
    people: Sequence[Person]
    late: Sequence[Person]
    mine: bool
    done_by_me: bool
    overdue: bool


def _persons(session: Session, programme_id: str) -> list[tuple[m.Participant, Person]]:
    rows = session.scalars(
        select(m.Participant)
        .where(m.Participant.programme_id == programme_id, m.Participant.closed_at.is_(None))
        .where(m.Participant.role != "observer")
        .order_by(m.Participant.name, m.Participant.id)
    )
    return [(row, Person(row.id, row.key, row.name, row.organisation or "", row.email or "")) for row in rows]


def _same_name(actor: m.Actor, organisation: str | None) -> bool:
    names = {(actor.name or "").casefold(), *(alias.casefold() for alias in actor.aliases)}
    return bool(organisation) and (organisation or "").casefold() in names


def responsible(session: Session, programme_id: str, owner: str | None) -> list[Person]:
    """Whose something is: a person, the people of a group or of an organisation; without an owner everybody's."""
    people = _persons(session, programme_id)
    if not owner:
        return [person for _, person in people]
    group = session.scalar(select(m.Group.id).where(m.Group.programme_id == programme_id, m.Group.key == owner))
    if group is not None:
        return [person for row, person in people if row.group_id == group]
    actor = session.scalars(select(m.Actor).where(m.Actor.programme_id == programme_id, m.Actor.key == owner)).first()
    if actor is not None:
        return [person for row, person in people if _same_name(actor, row.organisation)]
    return [person for row, person in people if row.key == owner]


def tasks(session: Session, who: Identity | None, programme_id: str, today: str) -> list[TaskRow]:
    """The tasks between meetings; `today` is an ISO date. Mail addresses only for facilitators."""
    programme_for(session, who, programme_id, "see")
    helper = who is not None and who.may("facilitate")
    made = []
    for task in rows_of(session, BY_ID["interim_tasks"], programme_id):
        people = responsible(session, programme_id, task.owner)
        if not helper:
            people = [Person(one.id, one.key, one.name, one.organisation, "") for one in people]
        late = [] if task.done else [one for one in people if one.key not in task.done_by]
        me = next((one for one in people if who is not None and one.id == who.person_id), None)
        overdue = bool(task.due and task.due < today and (late or not people) and not task.done)
        made.append(TaskRow(task, people, late, me is not None, me is not None and me.key in task.done_by, overdue))
    return made


@dataclass(frozen=True)
class Support:
    """How many support the goal and how many have a reservation, the reservations' words, and one's own stand."""

    support: int
    reservation: int
    reasons: Sequence[str]
    mine: str
    my_reason: str
    may: bool


def support(session: Session, who: Identity | None, programme_id: str) -> Support:
    """What the participants think of the goal; reasons are shown without names."""
    programme_for(session, who, programme_id, "see")
    rows = session.execute(
        select(m.Stand)
        .join(m.Participant, m.Participant.id == m.Stand.participant_id)
        .where(m.Stand.programme_id == programme_id, m.Participant.closed_at.is_(None))
        .order_by(m.Stand.id)
    ).scalars()
    stands = list(rows)
    own = next((row for row in stands if who is not None and row.participant_id == who.person_id), None)
    return Support(
        sum(row.stand == "support" for row in stands), sum(row.stand == "reservation" for row in stands),
        [row.reason for row in stands if row.reason and row.stand == "reservation"], own.stand if own else "",
        (own.reason or "") if own else "",
        who is not None and not who.account and who.may("vote") and may(session, who, programme_id, "comment"),
    )  # fmt: skip


def counted(session: Session, programme_id: str) -> dict[str, int]:
    """What really is there, beside the planned figures."""

    def number(query: Any) -> int:
        return int(session.scalar(query) or 0)

    stages = rows_of(session, BY_ID["stages"], programme_id)
    dates = sorted(stage.date for stage in stages if stage.date and stage.kind != "interim")
    months = 0
    if len(dates) > 1:
        first, last = (datetime.fromisoformat(day) for day in (dates[0], dates[-1]))
        months = max(1, round((last - first).days / 30.4))
    there = (
        m.Participant.programme_id == programme_id,
        m.Participant.closed_at.is_(None),
        m.Participant.role != "observer",
    )
    living = (m.Element.programme_id == programme_id, m.Element.deleted_at.is_(None), ~m.Element.is_link)
    goal = number(
        select(func.count()).where(m.CoText.owner_id == programme_id, m.CoText.field == "goal", m.CoText.plain != "")
    )
    return {
        "workshops": sum(1 for stage in stages if stage.kind == "workshop" and stage.state == "done"), "months": months,
        "people": number(select(func.count()).where(*there)),
        "organisations": number(select(func.count(m.Participant.organisation.distinct())).where(*there)),
        "goals": min(goal, 1),
        "boards": number(select(func.count()).where(m.Board.programme_id == programme_id, m.Board.deleted_at.is_(None))),
        "notes": number(select(func.count()).where(*living)),
    }  # fmt: skip


# Since you were last here


def visited(session: Session, who: Identity, programme_id: str) -> datetime | None:
    """Note a visit; when the one before it was, None for a first one."""
    if not who.person_id:
        return None
    programme_for(session, who, programme_id, "see")
    now = m.now()
    row = session.get(m.Visit, (programme_id, who.person_id))
    if row is None:
        session.add(m.Visit(programme_id=programme_id, person_id=who.person_id, at=now))
        session.flush()
        return None
    if now - row.at > NEW_VISIT:
        row.before = row.at
    if now - row.at > timedelta(minutes=1):
        row.at = now
        session.flush()
    return row.before


@dataclass(frozen=True)
class Touched:
    """A note of one's own that others changed, commented, moved, merged or deleted."""

    element: str
    board: str
    code: str
    text: str
    what: tuple[str, ...]


@dataclass(frozen=True)
class Meanwhile:
    """What happened since somebody was last here."""

    since: datetime
    touched: Sequence[Touched]
    questions: Sequence[m.Question]
    decisions: Sequence[m.Decision]
    tasks: Sequence[m.InterimTask]

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.touched or self.questions or self.decisions or self.tasks)


KINDS = {"changed": "changed", "commented": "commented", "moved": "moved", "removed": "deleted", "merged": "merged"}


def _owners_of(session: Session, who: Identity, programme_id: str) -> set[str]:
    """The keys under which something waits for somebody: their own, their group's, their organisation's."""
    person = look_up(session, m.Participant, who.person_id)
    keys = {person.key} if person is not None else set()
    group = session.get(m.Group, who.group_id) if who.group_id else None
    keys |= {group.key} if group is not None else set()
    actors = session.scalars(select(m.Actor).where(m.Actor.programme_id == programme_id))
    return keys | {actor.key for actor in actors if _same_name(actor, who.organisation)}


def meanwhile(
    session: Session, who: Identity, programme_id: str, since: datetime | None, today: str
) -> Meanwhile | None:
    """What changed in what somebody wrote, what waits for them or their organisation, and what was decided."""
    programme_for(session, who, programme_id, "see")
    if since is None or not who.person_id:
        return None
    mine = {
        row.id: row
        for row in session.scalars(
            select(m.Element).where(
                m.Element.programme_id == programme_id, m.Element.author_id == who.person_id, ~m.Element.is_link
            )
        )
    }
    what: dict[str, set[str]] = {}
    events = session.execute(
        select(m.Event.ref, m.Event.kind).where(
            m.Event.programme_id == programme_id, m.Event.at > since, m.Event.ref.in_(list(mine)), m.Event.room.like("board:%"),
            m.Event.actor_id.is_distinct_from(who.person_id),
        )
    )  # fmt: skip
    for event in events:
        name = KINDS.get(event.kind.rpartition(".")[2])
        if name:
            what.setdefault(event.ref, set()).add(name)
    written = session.execute(
        select(m.CoText.owner_id)
        .join(m.TextHistory, m.TextHistory.text_key == m.CoText.key)
        .where(
            m.CoText.owner_id.in_(list(mine)), m.TextHistory.minute >= since.replace(second=0, microsecond=0),
            m.TextHistory.actor_id.is_distinct_from(who.person_id),
        )
    )  # fmt: skip
    for row in written:
        what.setdefault(row.owner_id, set()).add("changed")
    hidden = hidden_from(session, who, programme_id)
    keys = _owners_of(session, who, programme_id)
    made = session.execute(
        select(m.Event.after).where(
            m.Event.room == programme_room(programme_id), m.Event.ref == "list:decisions", m.Event.at > since
        )
    ).scalars()
    new = {event["entry"] for event in made if isinstance(event, dict) and event.get("entry")}
    return Meanwhile(
        since,
        [Touched(id_, mine[id_].board_id or "", mine[id_].code, _text(session, id_), tuple(sorted(names)))
         for id_, names in what.items() if mine[id_].board_id and mine[id_].board_id not in hidden],
        [row for row in rows_of(session, BY_ID["questions"], programme_id) if row.state != "answered" and row.owner in keys],
        [row for row in rows_of(session, BY_ID["decisions"], programme_id) if row.key in new],
        [row.task for row in tasks(session, who, programme_id, today) if row.mine and not row.task.done and not row.done_by_me],
    )  # fmt: skip


def _text(session: Session, element_id: str) -> str:
    row = session.execute(
        select(m.CoText.plain)
        .where(m.CoText.owner_id == element_id, m.CoText.field == "text")
        .order_by(m.CoText.language)
    ).first()
    return row.plain if row is not None else ""
