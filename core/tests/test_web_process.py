"""A process over HTTP: from a template to its end, with dates, agenda, tasks, decisions, versions and the result day."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.tests import web_kit
from core.tests.web_kit import World, words
from kehittamo_core.document.comparing import compare
from kehittamo_core.workshop.agenda import slots
from kehittamo_core.workshop.archive_export import export_document
from kehittamo_core.workshop.lists import LISTS


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One application for the tests that only add to it."""
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("process")) as world:
        yield world


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path) as world:
        yield world


def document(world: World, programme: str = "programme") -> dict[str, Any]:
    return world.database.now(lambda session: export_document(session, world.ids[programme]))


def made(world: World, **form: str) -> str:
    """A programme made from the page of templates; its address."""
    answer = world.post("coordinator", "/programmes", {"title": "Siun soten Vaikuttavuuskehittämö", **form})
    assert answer.status_code == 303, words(answer.text)
    address = str(answer.headers["location"]).removesuffix("/plan")
    world.ids["made"] = address.rsplit("/", 1)[1]
    return address


def add(world: World, role: str, list_id: str, programme: str = "programme", **values: str) -> str:
    """An entry added by its form; its key."""
    form = {f"v.{name}": value for name, value in values.items() if name != "parent"}
    form.update({"parent": values["parent"]} if "parent" in values else {})
    answer = world.post(role, f"/p/{world.ids[programme]}/lists/{list_id}", form)
    assert answer.status_code == 303, words(answer.text)
    return str(answer.headers["location"].rpartition(f"#{list_id}-")[2])


# From a template


def test_a_programme_is_made_from_the_template_and_dated_at_once(shared: World) -> None:
    address = made(shared, template="kehittamo", workshops="4")
    page = words(shared.get("coordinator", f"{address}/plan").text)
    titles = ("Starttipäivä", "Kehittämö 1", "Kehittämö 2", "Kehittämö 3", "Kehittämö 4", "Tulospäivä")
    assert all(title in page for title in titles)
    assert page.count("päivä avoin") >= 6
    stages = [stage for stage in document(shared, "made")["stages"] if stage["kind"] != "interim"]
    days = ("2018-01-24", "2018-01-31", "2018-02-14", "2018-02-28", "2018-03-14", "")
    form = {f"date.{stage['id']}": day for stage, day in zip(stages, days, strict=True)}
    form.update({f"start.{stages[0]['id']}": "12.30", f"end.{stages[0]['id']}": "16"})
    assert shared.post("coordinator", f"{address}/plan/dates", form).status_code == 303
    page = words(shared.get("coordinator", f"{address}/plan").text)
    assert "ke 24.1.2018 klo 12.30–16.00" in page
    assert "Tulospäivä päivä avoin" in page
    assert "12.30–12.45 Avaus" in page
    wrong = shared.post("coordinator", f"{address}/plan/dates", {f"start.{stages[0]['id']}": "iltapäivä"})
    assert wrong.status_code == 422
    assert "iltapäivä" in words(wrong.text)


@pytest.mark.parametrize("template", ["kehittamo", "service_design", "four_phases", ""])
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_template_is_whole_in_its_language(shared: World, template: str, language: str) -> None:
    address = made(shared, template=template, language=language)
    content = json.dumps(document(shared, "made"), ensure_ascii=False)
    assert not re.search(r"\b(Workshop I|Opening|Customer|Start day)\b", content) or language == "sv"
    assert "{" not in document(shared, "made")["stages"][0]["title"]
    for page in ("plan", "follow", "about", "process", "versions", "result-day"):
        assert shared.get("coordinator", f"{address}/{page}").status_code == 200, page


def test_a_copy_has_the_form_and_neither_people_nor_content(shared: World) -> None:
    answer = shared.post("coordinator", "/p/{programme}/copy", {"title": "Toinen kierros"})
    shared.ids["copy"] = answer.headers["location"].split("/")[2]
    copy, original = document(shared, "copy"), document(shared)
    assert [stage["title"] for stage in copy["stages"]] == [stage["title"] for stage in original["stages"]]
    assert copy["programme"]["title"] == "Toinen kierros"
    assert [board["title"] for board in copy["boards"]] == [board["title"] for board in original["boards"]]
    assert not any(board.get("items") for board in copy["boards"])
    for name in ("participants", "groups", "decisions", "comments", "votes", "support", "interim_tasks"):
        assert name not in copy
    assert "Maija" not in json.dumps(copy)


def test_a_file_is_looked_at_before_it_is_read(shared: World) -> None:
    good = web_kit.document("kolmas")
    bad = json.loads(json.dumps(good))
    bad["stages"][1]["start"] = "puoli yksi"
    before = shared.one("SELECT count(*) FROM programme")
    answer = shared.post("coordinator", "/programmes/import", files={"file": ("a.json", json.dumps(bad).encode())})
    assert answer.status_code == 422
    assert "stages[1].start" in answer.text
    assert "puoli yksi" in words(answer.text)
    seen = shared.post("coordinator", "/programmes/import", files={"file": ("a.json", json.dumps(good).encode())})
    assert seen.status_code == 200
    assert "Koeohjelma" in words(seen.text)
    assert shared.one("SELECT count(*) FROM programme") == before
    read = shared.post("coordinator", "/programmes/import", {"text": json.dumps(good), "sure": "1"})
    assert read.status_code == 303
    assert shared.one("SELECT count(*) FROM programme") == before + 1
    assert shared.post("facilitator", "/programmes/import", {"text": "{}"}).status_code == 403
    assert shared.get("facilitator", "/programmes/new").status_code == 403


# Agenda


class Point:
    def __init__(
        self, kind: str, minutes: float | None = None, time: str | None = None, parallel: bool = False
    ) -> None:
        self.kind, self.minutes, self.time, self.parallel = kind, minutes, time, parallel


def test_a_break_shifts_the_times_and_is_no_session() -> None:
    points = [
        Point("speech", 20),
        Point("break", 10),
        Point("activity", 30),
        Point("activity", 45, parallel=True),
        Point("closing"),
    ]
    found = slots(points, "12:30")
    assert [slot.start for slot in found] == ["12:30", "12:50", "13:00", "13:00", "13:45"]
    assert [slot.session for slot in found] == [1, None, 2, 3, 4]
    assert [
        slot.start for slot in slots([Point("speech"), Point("speech", 5), Point("speech", time="14:00")], "12:00")
    ] == ["12:00", "", "14:00"]


def test_five_minutes_late_shift_the_rest(world: World) -> None:
    add(
        world,
        "facilitator",
        "agenda",
        text="Kokeilun esittely",
        time="14.00",
        minutes="20",
        presenter="Maija",
        parent="v2",
    )
    assert world.post("facilitator", "/p/{programme}/plan/shift", {"entry": "ak1", "minutes": "5"}).status_code == 303
    agenda = document(world)["stages"][1]["agenda"]
    assert [item.get("time") for item in agenda] == ["12:35", None, "14:05"]
    sheet = words(world.get("expert", "/p/{programme}/plan/v2/sheet").text)
    assert "14.05–14.25" in sheet
    assert "Maija" in sheet
    assert "Ryhmä 1" in sheet
    late = world.post("facilitator", "/p/{programme}/plan/shift", {"entry": "ak1", "minutes": "700"})
    assert late.status_code == 422


# Lists

SAMPLES = {"kind": "workshop", "date": "2026-11-03", "number": "3", "time": "9.30", "start": "9.30", "end": "16"}


@pytest.mark.parametrize("declared", LISTS, ids=lambda one: one.id)
def test_an_entry_is_added_changed_moved_removed_and_brought_back(shared: World, declared: Any) -> None:
    first = declared.fields[0].id
    one, two, three = f"Ensimmäinen {declared.id}", f"Toinen {declared.id}", f"<b>Muutettu</b> {declared.id}"
    escaped = three.replace("<", "&lt;").replace(">", "&gt;")
    base = f"/p/{shared.ids['programme']}/lists/{declared.id}"
    parent = {"parent": "v2"} if declared.parent else {}
    key = add(shared, "facilitator", declared.id, **{first: one, **parent})
    other = add(shared, "facilitator", declared.id, **{first: two, **parent})
    address = f"/p/{shared.ids['programme']}/{declared.page}"
    assert one in words(shared.get("expert", address).text)
    form = shared.get("facilitator", f"{base}/{key}")
    assert "value=one" in form.text or f">{one}<" in form.text
    stamp = re.search(r'name="stamp" value="(\w+)"', form.text)
    assert stamp is not None
    change = {f"v.{first}": three, "stamp": stamp.group(1)}
    assert shared.post("facilitator", f"{base}/{key}", change).status_code == 303
    page = shared.get("expert", address).text
    assert escaped in page
    stale = shared.post("facilitator", f"{base}/{key}", {f"v.{first}": "Myöhäinen", "stamp": stamp.group(1)})
    assert stale.status_code == 409
    assert "Myöhäinen" in words(stale.text)
    assert three in words(stale.text)
    assert shared.post("facilitator", f"{base}/{other}/move", {"step": "up"}).status_code == 303
    page = shared.get("expert", address).text
    assert page.index(two) < page.index(escaped)
    assert shared.post("expert", f"{base}/{key}", {f"v.{first}": "Ei käy"}).status_code == 403
    removed = shared.post("facilitator", f"{base}/{key}/remove")
    if not declared.removable:
        assert removed.status_code == 422
        return
    assert removed.status_code == 303
    assert escaped not in shared.get("expert", address).text
    assert shared.post("facilitator", f"{base}/{key}/restore").status_code == 303
    assert escaped in shared.get("expert", address).text
    assert shared.post("facilitator", base, {f"v.{first}": "  ", **parent}).status_code == 422
    assert shared.get("facilitator", f"/p/{shared.ids['other_programme']}/lists/{declared.id}/{key}").status_code == 404


def test_a_command_that_comes_twice_adds_one_entry(shared: World) -> None:
    form = {"v.text": "Kerran vain", "command_id": "sama-1"}
    for _ in range(2):
        assert shared.post("facilitator", "/p/{programme}/lists/decisions", form).status_code == 303
    assert sum(part["text"] == "Kerran vain" for part in document(shared)["decisions"]) == 1


def test_a_decision_names_its_notes_by_short_id(shared: World) -> None:
    key = add(
        world,
        "facilitator",
        "decisions",
        text="Aloitetaan",
        reason="Rahat ovat",
        date="2026-11-03",
        owner="oma",
        elements="tn-7",
    )
    stored = next(part for part in document(shared)["decisions"] if part["id"] == key)
    assert stored["elements"] == ["lappu"]
    assert stored["owner"] == "oma"
    page = words(shared.get("observer", "/p/{programme}/follow").text)
    assert "Rahat ovat" in page
    assert "TN-7" in page
    wrong = shared.post("facilitator", "/p/{programme}/lists/decisions", {"v.text": "x", "v.elements": "ZZ-99"})
    assert wrong.status_code == 422
    assert "ZZ-99" in words(wrong.text)
    nobody = shared.post("facilitator", "/p/{programme}/lists/decisions", {"v.text": "x", "v.owner": "eikukaan"})
    assert nobody.status_code == 422


def test_what_is_named_elsewhere_is_not_removed(shared: World) -> None:
    answer = shared.post("facilitator", "/p/{programme}/lists/stages/v2/remove")
    assert answer.status_code == 422
    assert "Välitehtävät" in words(answer.text)


# Between the meetings


def test_only_those_who_have_not_done_a_task_are_reminded(world: World) -> None:
    key = add(world, "facilitator", "interim_tasks", text="Haastattele viisi asiakasta", due="2026-01-01", owner="r1")
    reminder = words(world.get("facilitator", "/p/{programme}/follow/reminder").text)
    assert "Haastattele viisi asiakasta" in reminder
    assert "Aino" in reminder
    assert "Eero" not in reminder
    aino = next(
        row for row in rows(world, "SELECT id, key FROM participant WHERE key = 'aino' AND programme_id = ?") if row
    )
    done = world.post(
        "facilitator", f"/p/{world.ids['programme']}/follow/tasks/{key}", {"done": "1", "person": aino[0]}
    )
    assert done.status_code == 303
    reminder = words(world.get("facilitator", "/p/{programme}/follow/reminder").text)
    assert "Haastattele viisi asiakasta" not in reminder
    stored = next(task for task in document(world)["interim_tasks"] if task["id"] == key)
    assert stored["done_by"] == ["aino"]
    others = world.post(
        "secretary", f"/p/{world.ids['programme']}/follow/tasks/{key}", {"done": "0", "person": aino[0]}
    )
    assert others.status_code == 403
    everybody = add(world, "facilitator", "interim_tasks", text="Lue raportti")
    assert (
        world.post("expert", f"/p/{world.ids['programme']}/follow/tasks/{everybody}", {"done": "1"}).status_code == 303
    )
    assert "1/4 on tehnyt" in words(world.get("facilitator", "/p/{programme}/follow").text)


def rows(world: World, query: str) -> list[Any]:
    import sqlite3

    with sqlite3.connect(world.database.path) as connection:
        return connection.execute(query, (world.ids["programme"],)).fetchall()


def test_since_you_were_last_here_tells_of_ones_own_notes_and_of_decisions(world: World) -> None:
    assert "Viime käyntisi jälkeen" not in words(world.get("expert", "/p/{programme}").text)
    world.post("expert", "/b/{board}/items", {"zone": "left", "text": "Ainon oma ajatus"})
    mine = world.one("SELECT owner_id FROM text WHERE plain = 'Ainon oma ajatus'")
    world.database.now(lambda session: _back_in_time(session))
    world.post("facilitator", f"/b/{world.ids['board']}/items/{mine}/comments", {"text": "Tarkenna tätä"})
    add(world, "facilitator", "decisions", text="Kokeilu alkaa keväällä")
    page = words(world.get("expert", "/p/{programme}").text)
    assert "Viime käyntisi jälkeen" in page
    assert "Ainon oma ajatus kommentoitu" in page
    assert "Kokeilu alkaa keväällä" in page
    assert "Ainon oma ajatus kommentoitu" not in words(world.get("secretary", "/p/{programme}").text)


def _back_in_time(session: Any) -> None:
    from datetime import timedelta

    from sqlalchemy import select

    from kehittamo_core.database import models as m

    for row in session.scalars(select(m.Visit)):
        row.at -= timedelta(days=14)


def test_support_and_reservations_are_counted_without_names(world: World) -> None:
    assert world.post("expert", "/p/{programme}/support", {"stand": "reservation"}).status_code == 422
    assert (
        world.post("expert", "/p/{programme}/support", {"stand": "reservation", "reason": "Raha puuttuu"}).status_code
        == 303
    )
    assert world.post("secretary", "/p/{programme}/support", {"stand": "support"}).status_code == 303
    page = world.get("facilitator", "/p/{programme}/follow").text
    text = words(page)
    assert "1 tukee tavoitetta" in text
    assert "1:llä on varaus" in text
    assert "Raha puuttuu" in text
    assert world.post("expert", "/p/{programme}/support", {"stand": ""}).status_code == 303
    assert "0:llä on varaus" in words(world.get("facilitator", "/p/{programme}/follow").text)


def test_what_is_written_between_meetings_is_marked(world: World) -> None:
    world.post("facilitator", "/p/{programme}/plan/v2/state", {"state": "now"})
    world.post("expert", "/b/{board}/items/{lappu}/fields/title", {"v.title": "Kokouksessa"})
    world.post("facilitator", "/p/{programme}/plan/v2/state", {"state": "done"})
    world.post("expert", "/b/{board}/items/{lappu}/fields/title", {"v.title": "Välissä"})
    history = words(world.get("expert", "/b/{board}/items/{lappu}/history").text)
    assert history.count("(välityöskentely)") == 1
    assert history.index("(välityöskentely)") < history.index("Kokouksessa")


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
