"""One wrong value anywhere refuses the whole file, names its place and leaves the database as it was."""

import copy
from typing import Any

import pytest

from core.tests import samples
from core.tests.archive_kit import everything, read
from kehittamo_core.database.engine import Database
from kehittamo_core.errors import Invalid
from kehittamo_core.loading import Plugins


def _at(document: dict[str, Any], place: str) -> tuple[Any, Any]:
    """The container and the key of a place such as `boards[0].items[1].kind`."""
    here: Any = document
    steps: list[Any] = []
    for part in place.split("."):
        name, *numbers = part.replace("]", "").split("[")
        steps += [name, *(int(number) for number in numbers)] if name else [int(number) for number in numbers]
    for step in steps[:-1]:
        here = here[step]
    return here, steps[-1]


WRONG: list[tuple[str, Any, str]] = [
    ("format", "kehittämö", 'format: "kehittämö" is not one of kehittamo'),
    ("version", 2, "version: 2 is not one of 1"),
    ("version", True, "version: True is not one of 1"),
    ("programme.id", "ei välilyöntejä", 'programme.id: "ei välilyöntejä" is not an id'),
    ("programme.title", None, "programme.title: is missing"),
    ("programme.languages", [], "programme.languages: the list is empty"),
    ("programme.languages", ["fi", "fi"], "programme.languages: a language stands twice"),
    ("programme.goal.text", "x" * 2001, "programme.goal.text: 2001 characters are too many; at most 2000 fit"),
    ("programme.goal.targets[0].amount", "20 %", 'programme.goal.targets[0].amount: "20 %" is not a number'),
    ("programme.goal.targets[0].direction", "up", 'programme.goal.targets[0].direction: "up" is not one of'),
    (
        "programme.goal.translations",
        {"en": {"text": "x"}},
        "programme.goal.translations.en: is not one of the programme's other languages: sv",
    ),
    ("programme.figures[0].value", [4], "programme.figures[0].value: [4] is not a number"),
    ("programme.area.excluded", "Saari", 'programme.area.excluded: "Saari" is not a list'),
    ("programme.actors[1].part_of", "ei-ole", 'programme.actors[1].part_of: "ei-ole" is not the id of an actor'),
    ("programme.actors[1].id", "asiakas", 'programme.actors[1].id: "asiakas" stands twice in this list'),
    ("programme.perspectives[0].actor", "kuka", 'programme.perspectives[0].actor: "kuka" is not the id of an actor'),
    ("programme.colour", "red", "programme.colour: there is no such part; known are"),
    ("stages[1].date", "28.3.2018", 'stages[1].date: "28.3.2018" is not a date such as 2018-03-28'),
    ("stages[1].start", "25:00", 'stages[1].start: "25:00" is not a time such as "12:30"'),
    ("stages[1].kind", "party", 'stages[1].kind: "party" is not one of'),
    ("stages[1].number", 1.5, "stages[1].number: 1.5 is not a whole number"),
    ("stages[1].agenda[0].minutes", "15", 'stages[1].agenda[0].minutes: "15" is not a number'),
    ("stages[1].id", "aino", 'participants[0].id: "aino" is already the id of stages[1]'),
    ("groups[0].name", "a\nb", "has more than one line"),
    ("participants[0].group", "r9", 'participants[0].group: "r9" is not the id of a group'),
    (
        "participants[0].role",
        "coordinator",
        'participants[0].role: "coordinator" is not one of expert, secretary, observer',
    ),
    ("boards[0].method", "Sampler", 'boards[0].method: "Sampler" is not a name'),
    ("boards[0].version", 3, "boards[0].version: 3 is newer than the installed method's form 2"),
    ("boards[0].stage", "v9", 'boards[0].stage: "v9" is not the id of a stage'),
    ("boards[0].state", "closed", 'boards[0].state: "closed" is not one of open, locked'),
    ("boards[0].settings.mode", "three", 'boards[0].settings.mode: "three" is not one of one, two'),
    ("boards[0].settings.speed", 1, "boards[0].settings.speed: there is no such setting; known are mode, head"),
    (
        "boards[0].items[0].kind",
        "remark",
        'boards[0].items[0].kind: "remark" is not a kind of sampler; known are note, step, lane',
    ),
    ("boards[0].items[0].zone", "middle", 'boards[0].items[0].zone: "middle" is not a zone of sampler'),
    ("boards[0].items[2].zone", "right", 'boards[0].items[2].zone: "right" takes no step; it takes note'),
    ("boards[0].items[0].order", "first", 'boards[0].items[0].order: "first" is not a number'),
    ("boards[0].items[0].code", "XX-1", 'boards[0].items[0].code: "XX-1" does not begin with TN'),
    ("boards[0].items[1].code", "TN-7", 'boards[0].items[1].code: "TN-7" is already the short id of lappu'),
    ("boards[0].items[0].place", {"x": 1}, "boards[0].items[0].place.y: is missing"),
    ("boards[0].items[0].author", "olematon", 'boards[0].items[0].author: "olematon" is not the id of a participant'),
    ("boards[0].items[0].values.amount", "abc", 'boards[0].items[0].values.amount: "abc" is not a number'),
    ("boards[0].items[0].values.amount", True, "boards[0].items[0].values.amount: True is not a number"),
    ("boards[0].items[0].values.size.amount", "12", 'boards[0].items[0].values.size.amount: "12" is not a number'),
    (
        "boards[0].items[0].values.cost.kind",
        "free",
        'boards[0].items[0].values.cost.kind: "free" is not one of total, per_unit',
    ),
    ("boards[0].items[0].values.cost.price", 1, "boards[0].items[0].values.cost.price: there is no such part"),
    ("boards[0].items[0].values.day", "2018-02-30", 'boards[0].items[0].values.day: "2018-02-30" is not a date'),
    ("boards[0].items[0].values.mood", "fine", 'boards[0].items[0].values.mood: "fine" is not one of good, bad'),
    ("boards[0].items[0].values.level", 101, "boards[0].items[0].values.level: 101 is not between 0 and 100"),
    ("boards[0].items[0].values.effect", "±", 'boards[0].items[0].values.effect: "±" is not one of'),
    ("boards[0].items[0].values.owner", "kuka", 'boards[0].items[0].values.owner: "kuka" is not the id of an actor'),
    (
        "boards[0].items[0].values.others[1]",
        "kuka",
        'boards[0].items[0].values.others: "kuka" is not the id of an actor',
    ),
    ("boards[0].items[0].values.grade", "proven", 'boards[0].items[0].values.grade: "proven" is not one of'),
    ("boards[0].items[0].values.points[0].n", "many", 'boards[0].items[0].values.points[0].n: "many" is not a number'),
    (
        "boards[0].items[0].values.aim.revisions[0].revised",
        "then",
        'boards[0].items[0].values.aim.revisions[0].revised: "then" is not a date',
    ),
    ("boards[0].items[0].values.ready", "yes", 'boards[0].items[0].values.ready: "yes" is neither true nor false'),
    ("boards[0].items[0].values.tags", "a", 'boards[0].items[0].values.tags: "a" is not a list'),
    ("boards[0].items[0].values.text", 5, "boards[0].items[0].values.text: 5 is not text"),
    ("boards[0].items[0].values.text", "y" * 2001, "boards[0].items[0].values.text: 2001 characters are too many"),
    ("boards[0].items[0].values.title", "z" * 201, "boards[0].items[0].values.title: 201 characters are too many"),
    (
        "boards[0].items[0].values.colour",
        "red",
        "boards[0].items[0].values.colour: there is no such field; known are text, why",
    ),
    (
        "boards[0].items[0].translations.sv.amount",
        "x",
        "boards[0].items[0].translations.sv.amount: there is no such translated field",
    ),
    (
        "boards[0].items[0].translations",
        {"de": {"text": "x"}},
        "boards[0].items[0].translations.de: is not one of the programme's",
    ),
    ("boards[0].items[0].sources", "lähde", 'boards[0].items[0].sources: "lähde" is not a list'),
    ("boards[0].items[0].uncertain", ["x"], "boards[0].items[0].uncertain: ['x'] is not a set of named values"),
    ("boards[0].items[0].id", "askel", '"askel" is already the id of boards[0].items[0]'),
    ("boards[0].items", None, 'boards[0].links[0].source: "lappu" is not the id of an item or a link'),
    (
        "boards[0].links[0].kind",
        "leeds",
        'boards[0].links[0].kind: "leeds" is not a link kind of sampler; known are leads',
    ),
    ("boards[0].links[0].source", "nothing", 'boards[0].links[0].source: "nothing" is not the id of an item or a link'),
    ("boards[0].links[0].source", "askel-2", "boards[0].links[0]: Test step may not lead to Test step."),
    (
        "boards[0].links[0].target",
        "asia",
        'boards[0].links[0].target: "asia" stands elsewhere; links between boards stand in the list links',
    ),
    ("boards[0].links[0].target", "lappu", "boards[0].links[0]: A link needs two different ends."),
    ("boards[0].links[0].values.weight", "2", 'boards[0].links[0].values.weight: "2" is not a number'),
    ("boards[0].links[2].target", "askel", "boards[0].links[2]: “on” does not lead from Test note to Test step."),
    ("boards[1].items[0].kind", None, "boards[1].items[0].kind: is missing"),
    ("links[0].method", None, "links[0].method: is missing"),
    ("links[0].target", "kaista", "links[0]: “shows” does not lead from Test thing to Test lane."),
    ("links[1].kind", "tread", 'links[1].kind: "tread" is not a link kind of core; known are thread'),
    ("comments[0].element", "v1", 'comments[0].element: "v1" is not the id of an item or a link'),
    ("comments[0].written", "eilen", 'comments[0].written: "eilen" is not a moment such as'),
    ("comments[0].written", "2018-02-30T10:00:00Z", "is not a moment such as"),
    ("votes[0].points", 1.5, "votes[0].points: 1.5 is not a whole number"),
    ("votes[0].group", "r1", "votes[0]: a vote needs one voter"),
    ("votes[1].group", None, "votes[1]: a vote needs one voter"),
    ("decisions[0].elements[1]", "poissa", 'decisions[0].elements[1]: "poissa" is not the id of an item or a link'),
    (
        "decisions[0].owner",
        "kukaan",
        'decisions[0].owner: "kukaan" is not the id of an actor, a group or a participant',
    ),
    ("questions[0].state", "asked", 'questions[0].state: "asked" is not one of open, answered'),
    ("next_steps[0].due", "pian", 'next_steps[0].due: "pian" is not a date'),
    ("interim_tasks[0].stage", "r1", 'interim_tasks[0].stage: "r1" is not the id of a stage'),
    ("interim_tasks[0].done", "kyllä", 'interim_tasks[0].done: "kyllä" is neither true nor false'),
    ("decisions", {"id": "x"}, "decisions: {'id': 'x'} is not a list"),
    ("programme", [], "programme: [] is not a set of named values"),
]


@pytest.mark.parametrize(
    ("place", "value", "message"), WRONG, ids=[f"{place}={str(value)[:12]}" for place, value, _ in WRONG]
)
def test_one_wrong_value_refuses_the_whole_file(
    database: Database, plugins: Plugins, place: str, value: Any, message: str
) -> None:
    read(database, plugins, samples.archive())
    before = everything(database)
    document = copy.deepcopy(samples.archive())
    holder, key = _at(document, place)
    holder[key] = value
    document["programme"] = document["programme"] and {**document["programme"], "acknowledgement": "muuttunut"}
    for replace in (True, False):
        if place == "boards[0].items" and not replace:
            continue  # what a file lacks stays, so its links find their ends
        with pytest.raises(Invalid) as refused:
            read(database, plugins, document, replace=replace)
        assert message in str(refused.value) + " ".join(map(str, refused.value.faults))
        assert "Nothing was imported" in str(refused.value)
    assert everything(database) == before
