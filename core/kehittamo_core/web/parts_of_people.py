"""Words and small views that the pages of people and of tables share."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kehittamo_core.web.language import say
from kehittamo_core.workshop.invitations import InvitedRow, same
from kehittamo_core.workshop.roll import PersonRow, Roll


def kind_words() -> list[tuple[str, str]]:
    """The kinds of participants as nouns, in the reader's words."""
    return [
        ("expert", say("expert")), ("customer", say("customer")), ("relative", say("relative")),
        ("experience", say("expert by experience")), ("support", say("support person")), ("decider", say("decision-maker")),
    ]  # fmt: skip


def role_words() -> list[tuple[str, str]]:
    """The roles of participants, in the reader's words."""
    return [("expert", say("Expert")), ("secretary", say("Table secretary")), ("observer", say("Observer"))]


def table_name(number: int | None, name: str) -> str:
    """A table as it is called on screens and cards: its name, with its number where the name does not say it."""
    if number is None:
        return name
    plain = say("Table {number}", number=number)
    return name if name == plain else f"{number} {name}" if name else plain


def group_names(found: Roll) -> dict[str, str]:
    """What the tables are called, by id."""
    return {one.id: table_name(one.number, one.name) for one in found.tables}


@dataclass(frozen=True)
class RowView:
    """A row of the list that was pasted, with what is wrong in it in words."""

    number: int
    cells: Mapping[str, str]
    kind: str
    group: str
    faults: Sequence[str]
    notes: Sequence[str]


def invitation_rows(rows: Iterable[InvitedRow], found: Roll) -> list[RowView]:
    """The rows for the preview."""
    kinds = dict(kind_words())
    names = {one.key: table_name(one.number, one.name) for one in found.tables}

    def said(faults: Any) -> list[str]:
        return [say(fault.message, **fault.values) for fault in faults]

    return [
        RowView(
            row.number, row.cells, kinds.get(row.invited.kind, "") if row.invited else row.cells.get("kind", ""),
            names.get(row.invited.group, "") if row.invited else row.cells.get("group", ""), said(row.faults), said(row.notes),
        )
        for row in rows
    ]  # fmt: skip


def reasons(found: Roll) -> dict[str, str]:
    """Why everybody sits where they sit, in one sentence each, by id; it follows from the seating as it is now."""
    names = {one.key: one.name for one in found.people}
    seated = [one for one in found.people if one.group_id]
    people_of = Counter(same(one.organisation) for one in seated if one.organisation and one.role != "observer")
    there = Counter((one.group_id, same(one.organisation)) for one in seated)
    mates: dict[str, set[str]] = {}
    for one in found.people:
        for other in one.together:
            if other in names:
                mates.setdefault(one.key, set()).add(other)
                mates.setdefault(other, set()).add(one.key)
    place = {one.key: one.group_id for one in found.people}
    return {
        one.id: " ".join(_reason(one, mates.get(one.key, set()), names, place, people_of, there, len(found.tables)))
        for one in seated
    }


def _reason(
    one: PersonRow, mates: set[str], names: Mapping[str, str], place: Mapping[str, str | None], people_of: Mapping[str, int],
    there: Mapping[tuple[str | None, str], int], tables: int,
) -> Iterable[str]:  # fmt: skip
    if one.by_hand:
        yield say("Seated by hand.")
    near = sorted(names[mate] for mate in mates if place.get(mate) == one.group_id)
    far = sorted(names[mate] for mate in mates if place.get(mate) != one.group_id)
    if near:
        yield say("With {names}, as was asked.", names=", ".join(near))
    if far:
        yield say("Was asked to sit with {names}: mix again to seat them together.", names=", ".join(far))
    if one.role == "secretary":
        yield say("Writes for the table.")
    organisation = same(one.organisation)
    if not organisation:
        yield say("Organisation not known: the place evens out the tables.")
        return
    beside = there[one.group_id, organisation]
    everybody = people_of.get(organisation, beside)
    if beside == 1 and everybody > 1:
        yield say("The only one of {organisation} at this table.", organisation=one.organisation)
    elif beside == 1:
        yield say("The only one of {organisation}.", organisation=one.organisation)
    elif everybody > tables:
        yield say(
            "{number} of {organisation} at this table: there are more of them than tables.", number=beside,
            organisation=one.organisation,
        )  # fmt: skip
    elif near or one.by_hand:
        yield say("{number} of {organisation} at this table.", number=beside, organisation=one.organisation)
    else:
        yield say(
            "{number} of {organisation} at this table: mix again to spread them.",
            number=beside,
            organisation=one.organisation,
        )
