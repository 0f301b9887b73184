"""A process over HTTP: saved versions, the result day, the end, and notes that are merged and split."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.tests import web_kit
from core.tests.process_kit import add, document, rows
from core.tests.web_kit import World, words
from kehittamo_core.document.comparing import compare


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path) as world:
        yield world


# Versions


def saved(world: World) -> list[str]:
    return [row[0] for row in rows(world, "SELECT id FROM snapshot WHERE programme_id = ? ORDER BY at, id")]


def test_the_end_of_a_meeting_saves_a_version(world: World) -> None:
    world.post("facilitator", "/p/{programme}/plan/v1/state", {"state": "now"})
    before = len(saved(world))
    world.post("facilitator", "/p/{programme}/plan/v1/state", {"state": "done"})
    assert len(saved(world)) == before + 1
    assert "Starttipäivä, päätteeksi" in words(world.get("facilitator", "/p/{programme}/versions").text)


def test_versions_are_compared_and_brought_back(world: World) -> None:
    world.post("facilitator", "/p/{programme}/versions", {"name": "K1"})
    first = saved(world)[0]
    before = document(world)
    world.post("expert", "/b/{board}/items", {"zone": "left", "text": "Uusi lappu"})
    world.post("expert", "/b/{board}/items/{lappu}/fields/title", {"v.title": "Toinen nimi"})
    world.post("expert", "/b/{board}/items/{askel_2}/remove")
    world.post("facilitator", "/p/{programme}/joining", {"joining": "1"})
    code = world.one("SELECT join_code FROM programme WHERE id = ?", world.ids["programme"])
    world.post("", f"/j/{code}", {"name": "Myöhemmin tullut"})
    page = words(world.get("expert", f"/p/{world.ids['programme']}/versions?from={first}&to=now").text)
    for said in ("1 lisätty", "1 muutettu", "poistettu", "Uusi lappu", "Toinen nimi", "Toinen askel"):
        assert said in page
    assert world.post("facilitator", f"/p/{world.ids['programme']}/versions/{first}/restore").status_code == 303
    after = document(world)
    left = [change for change in compare(before, after) if change.sort != "comments"]
    assert left == []
    assert "Myöhemmin tullut" in [person["name"] for person in after["participants"]]
    assert world.one("SELECT count(*) FROM event WHERE kind = 'version.restored'") == 1
    assert len(saved(world)) == 2
    other = world.post("facilitator", f"/p/{world.ids['other_programme']}/versions/{first}/restore")
    assert other.status_code == 404


# The result day and the end


def test_on_the_result_day_people_comment_and_the_saved_version_is_shown(world: World) -> None:
    world.post("facilitator", "/p/{programme}/versions", {"name": "Tulokset"})
    shown = saved(world)[0]
    world.post("facilitator", "/p/{programme}/state", {"state": "result_day", "snapshot": shown})
    world.post("facilitator", "/p/{programme}/goal", {"text": "Myöhempi tavoite"})
    refused = world.post("expert", "/b/{board}/items", {"zone": "left", "text": "Liian myöhään"}, htmx=True)
    assert refused.status_code == 409
    assert "tulospäivä" in words(refused.text)
    assert world.post("observer", "/b/{board}/items/{lappu}/comments", {"text": "Hieno"}, htmx=True).status_code == 200
    assert "Liian myöhään" not in world.get("expert", "/b/{board}").text
    screen = words(world.get("observer", "/p/{programme}/result-day/screen").text)
    assert "Yhteinen tavoite" in screen
    assert "Myöhempi tavoite" not in screen
    sha = world.one("SELECT sha256 FROM snapshot WHERE id = ?", shown)
    assert sha[:12] in screen
    last = world.get("observer", "/p/{programme}/result-day/screen?slide=1")
    assert "<svg" in last.text


def test_after_the_end_only_next_steps_and_measurements_go_on(world: World) -> None:
    assert world.post("facilitator", "/p/{programme}/state", {"state": "ended"}).status_code == 303
    refused = [
        ("expert", "/b/{board}/items", {"zone": "left", "text": "Ei"}),
        ("facilitator", "/b/{board}/items/{lappu}/fields/title", {"v.title": "Ei"}),
        ("expert", "/b/{board}/items/{lappu}/comments", {"text": "Ei"}),
        ("expert", "/b/{board}/items/{lappu}/vote", {"points": "more"}),
        ("facilitator", "/p/{programme}/goal", {"text": "Ei"}),
        ("facilitator", "/p/{programme}/lists/decisions", {"v.text": "Ei"}),
        ("facilitator", "/p/{programme}/lists/stages/v1", {"v.title": "Ei"}),
        ("facilitator", "/p/{programme}/about", {"website": "ei"}),
        ("facilitator", "/p/{programme}/joining", {"joining": "1"}),
        ("facilitator", "/p/{programme}/boards", {"start": "drawn/"}),
        ("facilitator", "/p/{programme}/versions", {"name": "Ei"}),
        ("facilitator", "/b/{board}/lock", {"locked": "1"}),
        ("facilitator", "/p/{programme}/state", {"state": ""}),
    ]
    before = document(world)
    for role, address, form in refused:
        answer = world.post(role, address, form, htmx=True)
        assert answer.status_code in (403, 409), address
        assert "päättynyt" in words(answer.text) or answer.status_code == 403, address
    assert document(world) == before
    add(world, "facilitator", "next_steps", text="Seurantakysely", due="2027-05-01")
    measured = {"v.points.0.date": "2027-05-01", "v.points.0.value": "3,8", "v.points.0.n": "41"}
    answer = world.post("facilitator", "/b/{board}/items/{lappu}/fields/points", measured)
    assert answer.status_code == 303, words(answer.text)
    after = document(world)
    assert [step["text"] for step in after["next_steps"]][-1] == "Seurantakysely"
    item = next(item for board in after["boards"] for item in board["items"] if item["id"] == "lappu")
    assert item["values"]["points"][0]["value"] == 3.8
    assert "Ohjelma on päättynyt" in words(world.get("expert", "/p/{programme}").text)
    assert world.post("coordinator", "/p/{programme}/state", {"state": ""}).status_code == 303
    assert world.post("expert", "/b/{board}/items", {"zone": "left", "text": "Taas"}).status_code == 303


# Merging and splitting


def test_merging_names_the_origins_counts_a_voter_once_and_is_taken_back(world: World) -> None:
    board = f"/b/{world.ids['board']}"
    for text in ("Sama asia", "Asia sama"):
        world.post("expert", board + "/items", {"zone": "left", "kind": "note", "text": text})
    first, second = (
        world.one("SELECT owner_id FROM text WHERE plain = ?", text) for text in ("Sama asia", "Asia sama")
    )
    for element, role, points in ((first, "expert", "2"), (second, "expert", "3"), (second, "secretary", "1")):
        world.post(role, f"{board}/items/{element}/vote", {"points": points})
    world.post("secretary", f"{board}/items/{second}/comments", {"text": "Kuuluu yhteen"})
    before = document(world)
    answer = world.ask("expert", "POST", board + "/merge", data={"item": [first, second], "text": "Yksi asia"})
    assert answer.status_code == 303, words(answer.text)
    merged = next(
        item
        for board_ in document(world)["boards"]
        for item in board_["items"]
        if item.get("values", {}).get("text") == "Yksi asia"
    )
    assert [origin["text"] for origin in merged["origins"]] == ["Sama asia", "Asia sama"]
    votes = {
        vote["participant"]: vote["points"] for vote in document(world)["votes"] if vote["element"] == merged["id"]
    }
    assert sorted(votes.values()) == [1, 3]
    panel = words(world.get("expert", f"{board}/items/{first}").text)
    assert "Koottu kohdista" in panel
    assert "Kuuluu yhteen" in panel
    assert world.post("expert", board + "/undo").status_code == 303
    assert document(world) == before
    wrong = world.ask("expert", "POST", board + "/merge", data={"item": [first, world.ids["askel"]]})
    assert wrong.status_code == 422


def test_splitting_makes_a_note_of_each_line_and_is_taken_back(world: World) -> None:
    board = f"/b/{world.ids['board']}"
    before = document(world)
    answer = world.post("expert", f"{board}/items/{world.ids['lappu']}/split", {"text": "Ensin tämä\nSitten tuo"})
    assert answer.status_code == 303
    items = document(world)["boards"][0]["items"]
    new = next(item for item in items if item.get("values", {}).get("text") == "Sitten tuo")
    assert [origin["code"] for origin in new["origins"]][-1] == "TN-7"
    kept = next(item for item in items if item["id"] == "lappu")
    assert kept["values"]["text"] == "Ensin tämä"
    assert [vote for vote in document(world)["votes"] if vote["element"] == new["id"]] == []
    assert world.post("expert", board + "/undo").status_code == 303
    assert document(world) == before
