"""The archive: read back to the same bytes, read twice without a trace, refused whole with the place of what is wrong."""

import copy
import json
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.tests import samples
from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database
from kehittamo_core.errors import Invalid, NotAllowed
from kehittamo_core.exchange import canonical, read_document
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop.archive import export_document, import_document, upgrade_stored
from kehittamo_core.workshop.boards import build_board
from kehittamo_core.workshop.joining import account_named
from kehittamo_core.workshop.people import OPERATOR

COUNTED = (m.Event, m.Element, m.TextUpdate, m.TextHistory, m.Board, m.Comment, m.Vote, m.Stage, m.Actor)


def read(database: Database, plugins: Plugins, document: dict[str, Any], *, replace: bool = False) -> str:
    return database.now(lambda session: import_document(session, plugins, OPERATOR, document, replace))


def written(database: Database, programme_id: str) -> bytes:
    return database.now(lambda session: canonical(export_document(session, programme_id)))


def counts(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in COUNTED]


def everything(database: Database) -> list[Any]:
    """All rows of all tables, to see that nothing changed."""

    def look(session: Session) -> list[Any]:
        return [
            (table.name, sorted(map(repr, session.execute(select(table)).all())))
            for table in m.Base.metadata.sorted_tables
        ]

    return database.now(look)


def test_what_is_written_is_read_back_to_the_same_bytes(both: Database, plugins: Plugins) -> None:
    first = written(both, read(both, plugins, samples.archive()))
    document = json.loads(first)
    document["programme"]["id"] = "koe-2"
    again = json.loads(written(both, read(both, plugins, document)))
    again["programme"]["id"] = "koe"
    assert canonical(again) == first


def _sorted(part: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(part.items()))


def test_nothing_of_the_file_is_lost(database: Database, plugins: Plugins) -> None:
    given = samples.archive()
    got = json.loads(written(database, read(database, plugins, given)))
    for board in got["boards"]:
        for element in [*board["items"], *board.get("links", [])]:
            element.pop("code", None)
    item = given["boards"][0]["items"][0]
    by_id = {part["id"]: part for part in got["boards"][0]["items"]}
    assert by_id["lappu"]["values"] == item["values"]
    assert by_id["lappu"]["translations"] == item["translations"]
    assert by_id["lappu"]["uncertain"] == {"text": "epävarma"}
    for name in ("groups", "participants", "votes", "decisions", "questions", "next_steps", "interim_tasks"):
        assert sorted(map(json.dumps, map(_sorted, got[name]))) == sorted(map(json.dumps, map(_sorted, given[name]))), name
    for name, value in given["programme"].items():
        assert got["programme"][name] == value, name
    assert got["stages"] == given["stages"]
    assert got["comments"][0] == given["comments"][0]


def test_reading_the_same_file_twice_changes_nothing(both: Database, plugins: Plugins) -> None:
    document = samples.archive()
    read(both, plugins, document)
    before = everything(both)
    read(both, plugins, document)
    read(both, plugins, document, replace=True)
    assert everything(both) == before


def test_reading_its_own_export_changes_nothing(database: Database, plugins: Plugins) -> None:
    programme = read(database, plugins, samples.archive())
    before = everything(database)
    read(database, plugins, json.loads(written(database, programme)))
    assert everything(database) == before


def test_yaml_and_json_are_the_same_archive(database: Database, plugins: Plugins) -> None:
    text = yaml.safe_dump(samples.archive(), allow_unicode=True, sort_keys=False)
    assert read_document(text.encode()) == read_document(json.dumps(samples.archive()).encode())
    handwritten = b"format: kehittamo\nversion: 1\nprogramme: {id: k, title: K}\nstages:\n - {id: a, kind: workshop, date: 2018-03-28, start: 12:30, title: no}\n"
    programme = read(database, plugins, read_document(handwritten))
    stage = json.loads(written(database, programme))["stages"][0]
    assert (stage["date"], stage["start"], stage["title"]) == ("2018-03-28", "12:30", "no")


def test_what_a_file_lacks_stays_and_replace_removes_it(database: Database, plugins: Plugins) -> None:
    programme = read(database, plugins, samples.archive())
    part = {
        "format": "kehittamo",
        "version": 1,
        "programme": {"id": "koe", "title": "Uusi nimi"},
        "boards": [{"id": "b-yhteinen", "method": "sampler", "items": [{"id": "lappu", "kind": "note", "values": {"amount": 99, "title": None}}]}],
    }  # fmt: skip
    read(database, plugins, part)
    got = json.loads(written(database, programme))
    items = {item["id"]: item for item in got["boards"][0]["items"]}
    assert got["programme"]["title"] == "Uusi nimi"
    assert len(items) == 5
    assert items["lappu"]["values"]["amount"] == 99
    assert "title" not in items["lappu"]["values"]
    assert items["lappu"]["values"]["text"].startswith("Ensimmäinen")
    assert len(got["comments"]) == 2
    read(database, plugins, part, replace=True)
    got = json.loads(written(database, programme))
    assert [item["id"] for item in got["boards"][0]["items"]] == ["lappu"]
    assert [board["id"] for board in got["boards"]] == ["b-yhteinen"]
    assert "comments" not in got
    assert "votes" not in got
    assert "stages" not in got
    assert got["boards"][0]["items"][0]["code"] == "TN-7"


def test_what_was_removed_comes_back_with_the_file(database: Database, plugins: Plugins) -> None:
    programme = read(database, plugins, samples.archive())
    before = written(database, programme)
    bare = {"format": "kehittamo", "version": 1, "programme": {"id": "koe", "title": "Tyhjä"}}
    read(database, plugins, bare, replace=True)
    assert len(written(database, programme)) < 400
    read(database, plugins, json.loads(before), replace=True)
    assert written(database, programme) == before


def test_a_changed_text_is_a_difference_of_the_same_text(database: Database, plugins: Plugins) -> None:
    programme = read(database, plugins, samples.archive())
    document = samples.archive()
    document["programme"]["goal"]["text"] = "Yhteinen uusi tavoite"
    read(database, plugins, document)

    def look(session: Session) -> tuple[int, str, list[Any]]:
        row = session.scalars(select(m.CoText).where(m.CoText.owner_id == programme, m.CoText.language == "fi")).one()
        event = session.scalars(select(m.Event).where(m.Event.kind == "goal.changed")).one()
        return row.n, row.plain, [event.before["text"], event.after["text"]]

    assert database.now(look) == (2, "Yhteinen uusi tavoite", ["Yhteinen tavoite", "Yhteinen uusi tavoite"])


def test_short_ids_are_kept_and_never_given_twice(database: Database, plugins: Plugins) -> None:
    programme = read(database, plugins, samples.archive())
    document = samples.archive()
    document["boards"][0]["items"].append({"id": "uusi", "kind": "note"})
    read(database, plugins, document)
    items = {item["id"]: item["code"] for item in json.loads(written(database, programme))["boards"][0]["items"]}
    assert items["lappu"] == "TN-7"
    assert items["aukko"] == "TN-8"
    assert items["uusi"] == "TN-9"
    without = samples.archive()
    read(database, plugins, without, replace=True)
    document["boards"][0]["items"][-1] = {"id": "uudempi", "kind": "note"}
    read(database, plugins, document, replace=True)
    items = {item["id"]: item["code"] for item in json.loads(written(database, programme))["boards"][0]["items"]}
    assert items["uudempi"] == "TN-10"


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
    ("programme.goal.translations", {"en": {"text": "x"}}, "programme.goal.translations.en: is not one of the programme's other languages: sv"),
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
    ("stages[1].id", "aino", "participants[0].id: \"aino\" is already the id of stages[1]"),
    ("groups[0].name", "a\nb", 'has more than one line'),
    ("participants[0].group", "r9", 'participants[0].group: "r9" is not the id of a group'),
    ("participants[0].role", "coordinator", 'participants[0].role: "coordinator" is not one of expert, secretary, observer'),
    ("boards[0].method", "Sampler", 'boards[0].method: "Sampler" is not a name'),
    ("boards[0].version", 3, "boards[0].version: 3 is newer than the installed method's form 2"),
    ("boards[0].stage", "v9", 'boards[0].stage: "v9" is not the id of a stage'),
    ("boards[0].state", "closed", 'boards[0].state: "closed" is not one of open, locked'),
    ("boards[0].settings.mode", "three", 'boards[0].settings.mode: "three" is not one of one, two'),
    ("boards[0].settings.speed", 1, "boards[0].settings.speed: there is no such setting; known are mode, head"),
    ("boards[0].items[0].kind", "remark", 'boards[0].items[0].kind: "remark" is not a kind of sampler; known are note, step, lane'),
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
    ("boards[0].items[0].values.cost.kind", "free", 'boards[0].items[0].values.cost.kind: "free" is not one of total, per_unit'),
    ("boards[0].items[0].values.cost.price", 1, "boards[0].items[0].values.cost.price: there is no such part"),
    ("boards[0].items[0].values.day", "2018-02-30", 'boards[0].items[0].values.day: "2018-02-30" is not a date'),
    ("boards[0].items[0].values.mood", "fine", 'boards[0].items[0].values.mood: "fine" is not one of good, bad'),
    ("boards[0].items[0].values.level", 101, "boards[0].items[0].values.level: 101 is not between 0 and 100"),
    ("boards[0].items[0].values.effect", "±", 'boards[0].items[0].values.effect: "±" is not one of'),
    ("boards[0].items[0].values.owner", "kuka", 'boards[0].items[0].values.owner: "kuka" is not the id of an actor'),
    ("boards[0].items[0].values.others[1]", "kuka", 'boards[0].items[0].values.others: "kuka" is not the id of an actor'),
    ("boards[0].items[0].values.grade", "proven", 'boards[0].items[0].values.grade: "proven" is not one of'),
    ("boards[0].items[0].values.points[0].n", "many", 'boards[0].items[0].values.points[0].n: "many" is not a number'),
    ("boards[0].items[0].values.aim.revisions[0].revised", "then", 'boards[0].items[0].values.aim.revisions[0].revised: "then" is not a date'),
    ("boards[0].items[0].values.ready", "yes", 'boards[0].items[0].values.ready: "yes" is neither true nor false'),
    ("boards[0].items[0].values.tags", "a", 'boards[0].items[0].values.tags: "a" is not a list'),
    ("boards[0].items[0].values.text", 5, "boards[0].items[0].values.text: 5 is not text"),
    ("boards[0].items[0].values.text", "y" * 2001, "boards[0].items[0].values.text: 2001 characters are too many"),
    ("boards[0].items[0].values.title", "z" * 201, "boards[0].items[0].values.title: 201 characters are too many"),
    ("boards[0].items[0].values.colour", "red", "boards[0].items[0].values.colour: there is no such field; known are text, why"),
    ("boards[0].items[0].translations.sv.amount", "x", "boards[0].items[0].translations.sv.amount: there is no such translated field"),
    ("boards[0].items[0].translations", {"de": {"text": "x"}}, "boards[0].items[0].translations.de: is not one of the programme's"),
    ("boards[0].items[0].sources", "lähde", 'boards[0].items[0].sources: "lähde" is not a list'),
    ("boards[0].items[0].uncertain", ["x"], "boards[0].items[0].uncertain: ['x'] is not a set of named values"),
    ("boards[0].items[0].id", "askel", "\"askel\" is already the id of boards[0].items[0]"),
    ("boards[0].items", None, 'boards[0].links[0].source: "lappu" is not the id of an item or a link'),
    ("boards[0].links[0].kind", "leeds", 'boards[0].links[0].kind: "leeds" is not a link kind of sampler; known are leads'),
    ("boards[0].links[0].source", "nothing", 'boards[0].links[0].source: "nothing" is not the id of an item or a link'),
    ("boards[0].links[0].source", "askel-2", "boards[0].links[0]: Test step may not lead to Test step."),
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
    ("decisions[0].owner", "kukaan", 'decisions[0].owner: "kukaan" is not the id of an actor, a group or a participant'),
    ("questions[0].state", "asked", 'questions[0].state: "asked" is not one of open, answered'),
    ("next_steps[0].due", "pian", 'next_steps[0].due: "pian" is not a date'),
    ("interim_tasks[0].stage", "r1", 'interim_tasks[0].stage: "r1" is not the id of a stage'),
    ("interim_tasks[0].done", "kyllä", 'interim_tasks[0].done: "kyllä" is neither true nor false'),
    ("decisions", {"id": "x"}, "decisions: {'id': 'x'} is not a list"),
    ("programme", [], "programme: [] is not a set of named values"),
]


@pytest.mark.parametrize(("place", "value", "message"), WRONG, ids=[f"{place}={str(value)[:12]}" for place, value, _ in WRONG])
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


def test_rings_and_twins_are_refused_by_the_methods_own_rules(database: Database, plugins: Plugins) -> None:
    document = samples.archive()
    document["boards"][0]["links"].append({"id": "rengas", "kind": "follows", "source": "askel-2", "target": "askel"})
    with pytest.raises(Invalid, match="Steps may not form a ring"):
        read(database, plugins, document)
    document = samples.archive()
    document["boards"][0]["links"].append({"id": "kaksonen", "kind": "leads", "source": "lappu", "target": "askel"})
    with pytest.raises(Invalid, match=r"boards\[0\]\.links\[\d\]: There is already a link “leads to” between these two"):
        read(database, plugins, document)
    document = samples.archive()
    document["boards"][0]["links"] += [
        {"id": "l1", "kind": "near", "source": "lappu", "target": "aukko"},
        {"id": "l2", "kind": "near", "source": "aukko", "target": "lappu"},
    ]
    with pytest.raises(Invalid, match="There is already a link “near”"):
        read(database, plugins, document)


def test_pairs_narrow_the_ends(database: Database, plugins: Plugins) -> None:
    document = samples.archive()
    document["boards"][0]["links"].append({"id": "l1", "kind": "near", "source": "askel", "target": "askel-2"})
    with pytest.raises(Invalid, match="“near” does not lead from Test step to Test step"):
        read(database, plugins, document)
    document["boards"][0]["links"][-1] = {"id": "l1", "kind": "near", "source": "askel", "target": "lappu"}
    read(database, plugins, document)  # undirected: the pair may be drawn from either end


def test_too_many_of_a_kind_are_refused(database: Database, plugins: Plugins) -> None:
    document = samples.archive()
    document["boards"][0]["items"] += [{"id": f"s{number}", "kind": "step"} for number in range(2)]
    with pytest.raises(Invalid, match=r"boards\[0\]\.items: there are 4 of step; at most 3 fit"):
        read(database, plugins, document)


def test_an_id_of_another_sort_of_thing_is_refused(database: Database, plugins: Plugins) -> None:
    read(database, plugins, samples.archive())
    document = {
        "format": "kehittamo", "version": 1, "programme": {"id": "koe", "title": "K"}, "groups": [{"id": "lappu"}],
    }  # fmt: skip
    with pytest.raises(Invalid, match=r'groups\[0\]\.id: "lappu" already names something else'):
        read(database, plugins, document)


def test_the_first_language_stays(database: Database, plugins: Plugins) -> None:
    read(database, plugins, samples.archive())
    document = samples.archive()
    document["programme"]["languages"] = ["sv", "fi"]
    document["programme"]["goal"]["translations"] = {}
    document["boards"][0]["items"][0]["translations"] = {}
    with pytest.raises(Invalid, match=r"programme\.languages\[0\]: the first language of a programme cannot change"):
        read(database, plugins, document)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"format": "kehittamo",', "The file is not JSON"),
        (b'{"format": 1, "format": 2}', "'format' is named twice"),
        (b'{"programme": {"title": NaN}}', "NaN is not a number that can be stored"),
        (b"format: [", "The file is not YAML"),
        (b"a: &a [1, 1]\n" + b"".join(b"%c: &%c [*%c, *%c, *%c, *%c]\n" % (c + 1, c + 1, c, c, c, c) for c in range(97, 117)), "more than 2000000 parts"),
        (b"a: &a [*a]\n", "cannot be read|not YAML|too deeply"),
        (b"a: 1\na: 2\n", "'a' is named twice"),
        (b"\xff\xfe", "The file is not UTF-8"),
        (b"just words", "The file holds no archive"),
        (b"[" * 5000 + b"]" * 5000, "nested too deeply"),
        (b"- 1\n- 2\n", "The file holds no archive"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read_document(data)


def test_an_older_form_is_upgraded(database: Database, plugins: Plugins) -> None:
    document = samples.archive()
    document["boards"][0]["version"] = 1
    document["boards"][0]["items"][1]["kind"] = "remark"
    programme = read(database, plugins, document)
    got = json.loads(written(database, programme))["boards"][0]
    assert got["version"] == 2
    assert {item["id"]: item["kind"] for item in got["items"]}["aukko"] == "note"
    before = everything(database)
    read(database, plugins, document)
    assert everything(database) == before


def test_stored_boards_of_an_older_form_are_upgraded(database: Database, plugins: Plugins) -> None:
    document = samples.archive()
    document["boards"][0]["version"] = 1
    document["boards"][0]["items"][1]["kind"] = "remark"
    programme = read(database, samples.plugins("sampler"), document)
    assert json.loads(written(database, programme))["boards"][0]["version"] == 1
    assert database.now(lambda session: upgrade_stored(session, plugins)) == ["koe"]
    got = json.loads(written(database, programme))["boards"][0]
    assert got["version"] == 2
    assert {item["id"]: item["kind"] for item in got["items"]}["aukko"] == "note"
    assert database.now(lambda session: upgrade_stored(session, plugins)) == []


def test_a_missing_methods_board_is_kept_and_written_as_it_is(database: Database, plugins: Plugins) -> None:
    whole = json.loads(written(database, read(database, plugins, samples.archive())))
    whole["programme"]["id"] = "ilman"
    without = samples.plugins("sampler")
    programme = read(database, without, whole)
    assert json.loads(written(database, programme)) == whole

    def look(session: Session) -> list[str]:
        board = session.scalars(select(m.Board).where(m.Board.programme_id == programme, m.Board.key == "b-yhteinen")).one()
        picture = build_board(session, without, board.id)
        now_there = build_board(session, plugins, board.id)
        assert [item.text for item in now_there.of("step")] == ["Askel", "Toinen askel"]
        return sorted(item.text for item in picture.items)

    assert "Askel" in database.now(look)
    read(database, without, whole)
    whole["boards"][0]["items"][1]["values"] = {"text": "Muuttui", "free": {"any": ["thing"]}}
    read(database, without, whole)
    assert json.loads(written(database, programme)) == whole


def test_another_coordinators_programme_is_refused(database: Database, plugins: Plugins) -> None:
    def work(session: Session) -> None:
        mine, other = account_named(session, "Maija", "coordinator"), account_named(session, "Pekka", "coordinator")
        helper = account_named(session, "Apu", "facilitator")
        import_document(session, plugins, mine, samples.archive())
        import_document(session, plugins, mine, samples.archive())
        with pytest.raises(NotAllowed, match="belongs to another coordinator"):
            import_document(session, plugins, other, samples.archive())
        with pytest.raises(NotAllowed, match="Only coordinators"):
            import_document(session, plugins, helper, samples.archive())
        import_document(session, plugins, OPERATOR, samples.archive())

    database.now(work)


def test_an_archive_holds_no_addresses_tokens_or_events(database: Database, plugins: Plugins) -> None:
    programme = read(database, plugins, samples.archive())

    def work(session: Session) -> None:
        person = session.scalars(select(m.Participant)).first()
        assert person is not None
        person.email = "aino@example.org"

    database.now(work)
    text = written(database, programme).decode()
    assert "example.org" not in text.replace("www.example.org", "")
    assert not any(len(word) == 32 and set(word) <= set("0123456789abcdef") for word in text.replace('"', " ").split())


def test_control_characters_and_line_ends_are_cleaned(database: Database, plugins: Plugins) -> None:
    document = samples.archive()
    document["boards"][0]["items"][0]["values"]["text"] = "yksi\r\nkaksi\x00\ud800kolme"
    programme = read(database, plugins, document)
    first = written(database, programme)
    read(database, plugins, document)
    assert written(database, programme) == first
    assert "yksi\\nkaksi" in first.decode()
