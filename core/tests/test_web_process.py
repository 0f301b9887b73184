"""A process over HTTP: from a template to its end, with dates, agenda, tasks, decisions, versions and the result day."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.tests import web_kit
from core.tests.post_office import post_office
from core.tests.process_kit import add, document, made, rows
from core.tests.web_kit import World, words
from kehittamo_core.workshop.agenda import slots
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


# From a template


def test_a_programme_is_made_from_the_template_and_dated_at_once(shared: World) -> None:
    address = made(shared, template="kehittamo", workshops="4")
    page = words(shared.get("coordinator", f"{address}/plan").text)
    titles = ("Starttipäivä", "Kehittämö 1", "Kehittämö 2", "Kehittämö 3", "Kehittämö 4", "Tulospäivä")
    assert all(title in page for title in titles)
    assert page.count("päivä avoin") >= 6
    stages = [stage for stage in document(shared, "made")["stages"] if stage["kind"] != "interim"]
    days = ("24.1.2018", "2018-01-31", "2018-02-14", "2018-02-28", "2018-03-14", "")
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
    assert (
        shared.post("coordinator", f"{address}/plan/dates", {f"date.{stages[0]['id']}": "31.2.2018"}).status_code == 422
    )


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
    kind: str | None

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
    assert f'value="{one}"' in form.text or f">{one}<" in form.text
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
        shared,
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
    assert "1/2 on tehnyt" in words(world.get("facilitator", "/p/{programme}/follow").text)


def test_reminders_of_tasks_go_by_mail_to_the_late_ones_only(world: World, unused_tcp_port: int) -> None:
    for one, mail in (("aino", "aino@k.example"), ("eero", "eero@k.example")):
        person = world.one("SELECT id FROM participant WHERE key = ? AND programme_id = ?", one, world.ids["programme"])
        world.ids[one] = person
        world.post("facilitator", f"/p/{{programme}}/people/{person}", {"email": mail})
    first = add(world, "facilitator", "interim_tasks", text="Haastattele asiakkaita", due="2026-01-01")
    add(world, "facilitator", "interim_tasks", text="Lue <raportti>")
    assert world.post("secretary", f"/p/{{programme}}/follow/tasks/{first}", {"done": "1"}).status_code == 303
    copied = world.post("facilitator", "/p/{programme}/follow/reminder", {"task": first})
    assert re.findall(r'<pre class="letter"[^>]*>(.*?)</pre>', copied.text, re.DOTALL)
    assert "Eero" not in words(copied.text)
    assert "Lue <raportti>" not in words(copied.text)
    world.app.state.settings = replace(
        world.app.state.settings, smtp=f"smtp://127.0.0.1:{unused_tcp_port}", mail_from="kehittamo@k.example"
    )
    assert "Muistuta heitä sähköpostilla" in words(world.get("facilitator", "/p/{programme}/follow/reminder").text)
    with post_office(unused_tcp_port) as letters:
        form = {"send": "1", "command_id": "muistutus"}
        answer = world.post("facilitator", "/p/{programme}/follow/reminder", form)
        assert "2 viestiä lähetettiin" in words(answer.text)
        assert sorted(letters) == ["aino@k.example", "eero@k.example"]
        for asked, wanted in (("aino", True), ("eero", False)):
            letter = letters[f"{asked}@k.example"]
            assert ("Haastattele asiakkaita (to 1.1.2026 mennessä)" in letter) is wanted
            assert "Lue <raportti>" in letter
            assert re.search(rf"{web_kit.BASE}/l/[\w-]{{20,}}", letter)
        letters.clear()
        # Sent twice by the same form: shown again, not sent again.
        assert "tehtiin jo" in words(world.post("facilitator", "/p/{programme}/follow/reminder", form).text)
        assert letters == {}
    for task in document(world)["interim_tasks"]:
        world.post("facilitator", f"/p/{{programme}}/follow/tasks/{task['id']}", {"done": "1", "whole": "1"})
    assert world.post("facilitator", "/p/{programme}/follow/reminder", {"send": "1"}).status_code == 422


def test_the_archive_stays_whole_when_somebody_leaves_who_owned_things(world: World) -> None:
    lists = ("decisions", "questions", "next_steps", "interim_tasks", "deliverables")
    for list_id in lists:
        add(world, "facilitator", list_id, text=f"Ainon {list_id}", owner="aino")
    assert json.dumps(document(world)).count('"owner": "aino"') == len(lists) + 1
    aino = world.one("SELECT id FROM participant WHERE key = 'aino' AND programme_id = ?", world.ids["programme"])
    assert world.post("facilitator", f"/p/{{programme}}/people/{aino}/remove").status_code == 303
    left = document(world)
    assert '"owner": "aino"' not in json.dumps(left)
    left["programme"]["id"] = "lahteneet"
    answer = world.post("coordinator", "/programmes/import", {"text": json.dumps(left), "sure": "1"})
    assert answer.status_code == 303, words(answer.text)
    page = words(world.get("facilitator", "/p/{programme}/follow").text)
    assert "Ainon decisions" in page
    assert "Vastuutaho aino" not in page


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
