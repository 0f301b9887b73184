"""What goes on in the hall over HTTP: the strip on every page, the console with its controls, what is taken back, the projector."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from core.tests import web_kit
from core.tests.web_kit import World, words
from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.web.fragments import Fragments
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop.carrying import execute
from kehittamo_core.workshop.events import hall_ref
from kehittamo_core.workshop.people import OPERATOR

ACTS = "/p/{programme}/activities/{activity}"


@pytest.fixture
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("hall")) as world:
        yield world


def prepare(world: World, title: str, **values: Any) -> str:
    """An activity with a drawn board for each table; its id, which `{activity}` stands for from now on."""
    plugins = world.app.state.plugins
    given = {"title": title, "method": "drawn", "minutes": 45, "instruction": "Mitä asiakas tekee itse?", **values}
    command = h.AddActivity(command_id=new_id(), programme=world.ids["programme"], values=given)
    world.ids["activity"] = world.database.now(lambda session: execute(session, plugins, OPERATOR, command)).ref
    return world.ids["activity"]


def news(world: World, boards: str = "") -> dict[str, str]:
    """The words of each part of the console."""
    answer = world.get("facilitator", f"/p/{{programme}}/lead/news?boards={boards}")
    return {op["id"]: op["html"] for op in json.loads(answer.text)["ops"]}


def strip(page: str) -> str:
    found = re.search(r'<aside class="strip".*?</aside>', page, re.DOTALL)
    assert found
    return found[0]


def test_the_strip_is_on_every_page_and_tells_each_role_its_own(world: World) -> None:
    home = strip(world.get("expert", "/p/{programme}").text)
    assert "hidden" in home.split(">")[0]
    prepare(world, "Palvelupolun vaiheet", number=1)
    world.post("facilitator", ACTS + "/state", {"state": "open"})
    for address in ("/p/{programme}", "/p/{programme}/plan", "/b/{board}", "/b/{board}/table", "/p/{programme}/groups"):
        page = world.get("expert", address).text
        assert "Palvelupolun vaiheet" in words(strip(page)), address
        assert re.search(r"data-ends=\"\d{13}\"", strip(page)), address
        assert re.search(r"\b4[45]:\d\d\b", words(strip(page))), address
        assert 'data-table="r1"' in page
        assert "data-rooms" in page, "a page that has no room of its own follows the programme's"
    assert "Pyydä apua" in words(strip(world.get("secretary", "/p/{programme}").text))
    assert "Pyydä apua" not in words(strip(world.get("observer", "/p/{programme}").text))
    assert "Fasilitointi" in words(strip(world.get("facilitator", "/b/{board}").text))
    world.post("facilitator", ACTS + "/clock", {"what": "more", "minutes": "5", "table": "r1"})
    assert re.search(r"\b(49|50):\d\d\b", words(strip(world.get("expert", "/p/{programme}").text)))
    assert re.search(r"\b4[45]:\d\d\b", words(strip(world.get("secretary", "/p/{programme}").text)))


def test_what_changes_is_sent_to_a_role_in_the_same_words(world: World) -> None:
    prepare(world, "Palvelupolun vaiheet")
    world.post("facilitator", ACTS + "/state", {"state": "open"})
    world.post("facilitator", "/p/{programme}/hall/message", {"text": "Kahvi <b>on</b> valmis"})
    world.post("facilitator", "/p/{programme}/hall/gather", {"mode": "soft"})
    world.post("expert", "/p/{programme}/hall/help", {"text": "Salainen kysymys"})
    state = world.app.state
    renderer = Fragments(state.database, state.plugins, state.templates)
    room = f"programme:{world.ids['programme']}"
    sent = {}
    for role in ("expert", "facilitator"):
        found = world.client.blocking_portal.call(renderer.render, room, {hall_ref(world.ids["programme"])}, "fi", role)
        assert [op["id"] for op in found] == [f"hall-{world.ids['programme']}"]
        sent[role] = next(iter(found))["html"]
    assert "Kahvi &lt;b&gt;on" in sent["expert"]
    assert "Fasilitaattori kutsuu: Palvelupolun vaiheet Siirry" in words(sent["expert"])
    # Which table asks is no secret in a hall, with what words is for those who help.
    assert 'data-asks="r1"' in sent["expert"]
    assert "Salainen" not in sent["expert"] + sent["facilitator"]
    assert "Salainen kysymys" in news(world)["lead-asks"]
    world.post("facilitator", "/p/{programme}/hall/help", {"table": "r1", "done": "1"})
    assert "Kukaan ei pyydä apua" in words(news(world)["lead-asks"])


def test_the_console_shows_the_tables_and_every_control_is_taken_back(world: World) -> None:
    first = prepare(world, "Palvelupolun vaiheet")
    page = words(world.get("facilitator", "/p/{programme}/lead").text)
    assert "Aloita seuraava: Vaiheet" in page
    world.post("facilitator", ACTS + "/state", {"state": "open", "from": "lead"}, htmx=True)
    shown = news(world)
    assert "Peru" in words(shown["lead-undo"])
    cards = shown["lead-tables"]
    thumbs = re.findall(r'data-thumb="(/b/[0-9a-f]+/drawing/column.svg)"', cards)
    assert len(thumbs) == cards.count("<article") >= 2
    assert world.get("facilitator", thumbs[0]).status_code == 200
    boards = re.search(r'data-boards="([^"]+)"', cards)
    assert boards
    assert "lead-tables" not in news(world, boards[1]), "cards that the page has are not sent again"
    own = world.one(
        "SELECT id FROM board WHERE title LIKE '%: Palvelupolun vaiheet' AND group_id = ?", world.ids["group_r1"]
    )
    world.post("expert", f"/b/{own}/items", {"zone": "pieces", "text": "Kartoitus"})
    assert "1 lappu" in words(news(world)["lt-foot-r1"])
    assert "Uusi lappu: Kartoitus" in words(news(world)["lead-news"])

    state = "SELECT state FROM activity WHERE id = ?"
    locked = world.post("facilitator", ACTS + "/state", {"state": "locked"}, htmx=True)
    assert "Tehtävä lukittiin" in words(locked.text)
    assert world.post("expert", f"/b/{own}/items", {"zone": "pieces", "text": "Myöhässä"}).status_code == 409
    back = world.post("facilitator", "/p/{programme}/hall/back", htmx=True)
    assert back.status_code == 200, back.text
    assert world.one(state, first) == "open"
    assert world.post("expert", f"/b/{own}/items", {"zone": "pieces", "text": "Ehdin"}).status_code < 400
    assert world.post("facilitator", "/p/{programme}/hall/back").status_code == 422


def test_more_minutes_for_all_shift_what_follows_and_are_taken_back(world: World) -> None:
    times = "SELECT group_concat(time, ' ') FROM (SELECT time FROM agenda_item WHERE stage_id = ? ORDER BY position)"
    stage = world.one("SELECT stage_id FROM agenda_item WHERE key = 'ak1' AND programme_id = ?", world.ids["programme"])
    later = update(m.AgendaItem).where(m.AgendaItem.key == "ak2").values(time="13:30")
    world.database.now(lambda session: session.execute(later))
    before = world.one(times, stage)
    key = world.one("SELECT key FROM stage WHERE id = ?", stage)
    prepare(world, "Alku", stage=key, agenda_item="ak1")
    world.post("facilitator", ACTS + "/state", {"state": "open"})
    world.post("facilitator", ACTS + "/clock", {"what": "more", "minutes": "5"})
    after = world.one(times, stage)
    assert (before, after) == ("12:30 13:30", "12:30 13:35")
    world.post("facilitator", "/p/{programme}/hall/back")
    assert world.one(times, stage) == before


def test_the_projector_shows_one_thing_and_follows_part_by_part(world: World) -> None:
    prepare(world, "Palvelupolun vaiheet")
    world.post("facilitator", ACTS + "/state", {"state": "open"})
    screen = "/p/{programme}/hall/screen"
    board = world.one(
        "SELECT key FROM board WHERE title LIKE '%: Palvelupolun vaiheet' AND group_id = ?", world.ids["group_r1"]
    )
    own = world.one("SELECT id FROM board WHERE key = ?", board)
    for number in range(24):
        world.post("expert", f"/b/{own}/items", {"zone": "pieces", "text": f"Pala {number}"})
    shown = lambda role="observer": world.get(role, "/p/{programme}/screen").text  # noqa: E731
    world.post("facilitator", screen, {"what": "activity"})
    assert "Mitä asiakas tekee itse?" in words(shown())
    world.post("facilitator", screen, {"what": "board", "board": board})
    assert f'data-drawing="/b/{own}/drawing/column.svg?share=small"' in shown()
    last = re.search(r"/ (\d+)</span></footer>", shown().replace("\n", "")) or re.search(r"Koko kuva", shown())
    assert last
    world.post("facilitator", screen, {"step": "next"})
    assert "share=small&amp;part=1" in shown()
    for _ in range(40):
        world.post("facilitator", screen, {"step": "next"})
    numbers = re.search(r"(\d+) / (\d+)</span>", shown())
    assert numbers
    assert numbers[1] == numbers[2], "the last part is the last"
    world.post("facilitator", screen, {"step": "previous"})
    assert f"part={int(numbers[1]) - 1}" in shown()
    answer = world.get("facilitator", "/p/{programme}/screen", htmx=True).text
    assert answer.lstrip().startswith('<div class="beam')
    world.post("facilitator", screen, {"what": "clock"})
    assert re.search(r"\b4[45]:\d\d\b", words(shown()))


@pytest.mark.parametrize(
    ("address", "form", "status", "message"),
    [
        (ACTS + "/clock", {"what": "more", "minutes": "paljon"}, 422, "paljon ei ole minuuttien määrä"),
        (ACTS + "/clock", {"what": "dance"}, 422, "dance"),
        (ACTS + "/state", {"state": "asleep", "even": "1"}, 422, "asleep"),
        ("/p/{programme}/hall/gather", {"mode": "soft", "board": "ei-ole"}, 404, "työpohja"),
        ("/p/{programme}/hall/screen", {"what": "board"}, 422, "Valitse työpohja"),
        ("/p/{programme}/hall/screen", {"what": "join", "part": "x"}, 422, "osaa x"),
        ("/p/{programme}/hall/help", {"text": "Apua"}, 422, "mikä pöytä"),
    ],
)
def test_what_cannot_be_is_said_in_words(
    world: World, address: str, form: dict[str, str], status: int, message: str
) -> None:
    prepare(world, "Tehtävä")
    world.post("facilitator", ACTS + "/state", {"state": "open"})
    answer = world.post("facilitator", address, form)
    assert answer.status_code == status, words(answer.text)
    assert message in words(answer.text)
