"""The archive: read back to the same bytes, read twice without a trace, refused whole with the place of what is wrong."""

import json
from typing import Any

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.tests import samples
from core.tests.archive_kit import everything, read, written
from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database
from kehittamo_core.errors import Invalid, NotAllowed
from kehittamo_core.exchange import canonical, read_document
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop.archive import import_document, upgrade_stored
from kehittamo_core.workshop.boards import build_board
from kehittamo_core.workshop.joining import account_named
from kehittamo_core.workshop.people import OPERATOR


def test_what_is_written_is_read_back_to_the_same_bytes(both: Database, plugins: Plugins) -> None:
    given = samples.archive()
    done = {"id": "te-2", "title": "Yhdessä", "boards": ["b-yhteinen"], "model": "b-yhteinen", "per_group": False, "state": "done",
            "round": 1, "shift": 2, "revealed": True}  # fmt: skip
    given["tasks"].append(done)
    first = written(both, read(both, plugins, given))
    assert json.loads(first)["tasks"][1] == {**done, "signing": "group"}
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
    for name in ("groups", "participants", "votes", "decisions", "questions", "next_steps", "interim_tasks", "tasks"):
        assert sorted(map(json.dumps, map(_sorted, got[name]))) == sorted(map(json.dumps, map(_sorted, given[name]))), (
            name
        )
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


def test_rings_and_twins_are_refused_by_the_methods_own_rules(database: Database, plugins: Plugins) -> None:
    document = samples.archive()
    document["boards"][0]["links"].append({"id": "rengas", "kind": "follows", "source": "askel-2", "target": "askel"})
    with pytest.raises(Invalid, match="Steps may not form a ring"):
        read(database, plugins, document)
    document = samples.archive()
    document["boards"][0]["links"].append({"id": "kaksonen", "kind": "leads", "source": "lappu", "target": "askel"})
    with pytest.raises(
        Invalid, match=r"boards\[0\]\.links\[\d\]: There is already a link “leads to” between these two"
    ):
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
        (
            b"a: &a [1, 1]\n"
            + b"".join(b"%c: &%c [*%c, *%c, *%c, *%c]\n" % (c + 1, c + 1, c, c, c, c) for c in range(97, 117)),
            "more than 2000000 parts",
        ),
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
        board = session.scalars(
            select(m.Board).where(m.Board.programme_id == programme, m.Board.key == "b-yhteinen")
        ).one()
        picture = build_board(session, without, board.id)
        now_there = build_board(session, plugins, board.id)
        assert [item.text for item in now_there.of("step")] == ["Askel", "Toinen askel"]
        return sorted(item.text for item in picture.items)

    assert "Askel" in database.now(look)
    read(database, without, whole)
    whole["boards"][0]["items"][1]["values"] = {"text": "Muuttui", "free": {"any": ["thing"]}}
    read(database, without, whole)
    assert json.loads(written(database, programme)) == whole


def test_what_was_read_without_its_method_gets_its_short_ids_with_it(database: Database, plugins: Plugins) -> None:
    document = samples.archive()
    for item in document["boards"][0]["items"]:
        item.pop("code", None)
    programme = read(database, samples.plugins("sampler"), document)
    assert not [item for item in json.loads(written(database, programme))["boards"][0]["items"] if "code" in item]
    assert database.now(lambda session: upgrade_stored(session, plugins)) == ["koe"]
    codes = [item["code"] for item in json.loads(written(database, programme))["boards"][0]["items"]]
    assert sorted(codes) == ["TL-1", "TN-1", "TN-2", "TS-1", "TS-2"]
    before = everything(database)
    assert database.now(lambda session: upgrade_stored(session, plugins)) == []
    read(database, plugins, document)
    assert everything(database) == before


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
