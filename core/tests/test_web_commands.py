"""What forms do to a board over HTTP: adding, changing every field type, linking, moving, and the refusals.

Long because: every form of a board is posted here, one after the other, against one programme.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.tests import web_kit
from core.tests.web_kit import World, words


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("commands")) as world:
        yield world


def values_of(world: World, element: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(world.one("SELECT values_ FROM element WHERE id = ?", element))
    return found


def text_of(world: World, element: str, field: str = "text") -> str:
    return str(
        world.one("SELECT plain FROM text WHERE owner_id = ? AND field = ? AND language = 'fi'", element, field) or ""
    )


def add(world: World, **form: Any) -> str:
    answer = world.post("expert", "/b/{board}/items", {"zone": "left", "text": "Uusi", **form}, htmx=True)
    assert answer.status_code == 200, words(answer.text)
    return str(json.loads(answer.headers["HX-Trigger"])["kehittamo:done"]["ref"])


def state(world: World) -> tuple[Any, ...]:
    tables = ("element", "event", "text", "text_update", "vote", "comment", "board")
    return tuple(world.one(f"SELECT count(*) FROM {table}") for table in tables)


# Adding


def test_a_note_is_added_with_its_words_and_its_author(world: World) -> None:
    element = add(world, text="  Ensimmäinen\r\nrivi  ")
    assert text_of(world, element) == "Ensimmäinen\nrivi"
    author = world.one("SELECT p.name FROM element e JOIN participant p ON p.id = e.author_id WHERE e.id = ?", element)
    assert author == "Aino"


def test_without_scripts_a_form_leads_back_to_the_board(world: World) -> None:
    answer = world.post("expert", "/b/{board}/items", {"zone": "left", "text": "Ilman skriptejä"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/b/{world.ids['board']}"
    assert "Ilman skriptejä" in world.get("expert", answer.headers["location"]).text


def test_pasted_lines_become_notes_in_their_order(world: World) -> None:
    answer = world.post(
        "expert", "/b/{board}/items", {"zone": "right", "text": ["a-rivi", "b-rivi", " ", "c-rivi"]}, htmx=True
    )
    assert "3 lappua lisätty" in words(answer.text)
    page = world.get("expert", "/b/{board}").text
    assert page.index("a-rivi") < page.index("b-rivi") < page.index("c-rivi")


def test_a_command_that_comes_twice_is_carried_out_once(world: World) -> None:
    form = {"zone": "left", "text": "Vain kerran", "command_id": "sama-1"}
    first = world.post("expert", "/b/{board}/items", form, htmx=True)
    second = world.post(
        "expert", "/b/{board}/items", {**form, "command_id": "toinen"}, htmx=True, headers={"X-Command-Id": "sama-1"}
    )
    assert first.headers["HX-Trigger"] == second.headers["HX-Trigger"]
    assert world.one("SELECT count(*) FROM text WHERE plain = 'Vain kerran'") == 1


def test_a_secretary_writes_for_others(world: World) -> None:
    aino = world.one("SELECT id FROM participant WHERE name = 'Aino' AND programme_id = ?", world.ids["programme"])
    answer = world.post(
        "secretary", "/b/{board}/items", {"zone": "left", "text": "Ainon sana", "behalf": aino}, htmx=True
    )
    assert answer.status_code == 200
    refused = world.post(
        "expert", "/b/{board}/items", {"zone": "left", "text": "Ei käy", "behalf": world.ids["lappu"]}, htmx=True
    )
    assert refused.status_code == 403


# Fields

FORMS: list[tuple[str, dict[str, Any], Any]] = [
    ("title", {"v.title": "  Uusi   nimi "}, "Uusi nimi"),
    ("title", {"v.title": ""}, None),
    ("amount", {"v.amount": "1 020,5"}, 1020.5),
    ("amount", {"v.amount": "\u22123"}, -3),
    ("amount", {"v.amount": ""}, None),
    ("size", {"v.size.amount": "12", "v.size.unit": "kpl"}, {"amount": 12, "unit": "kpl"}),
    (
        "cost",
        {
            "v.cost.kind": "per_unit",
            "v.cost.unit": "asiakas",
            "v.cost.low": "9 000",
            "v.cost.base": "10000",
            "v.cost.approximate": "1",
        },
        {"kind": "per_unit", "unit": "asiakas", "low": 9000, "base": 10000, "approximate": True},
    ),
    ("cost", {"v.cost.kind": "total"}, None),
    ("day", {"v.day": "2026-10-07"}, "2026-10-07"),
    ("mood", {"v.mood": "bad"}, "bad"),
    ("mood", {"v.mood": ""}, None),
    ("level", {"v.level": "50"}, 50),
    ("level", {"v.level": "50", "v.level.unset": "1"}, None),
    ("effect", {"v.effect": "+/-"}, "+/-"),
    ("owner", {"v.owner": "oma"}, "oma"),
    ("others", {"v.others": ["", "oma", "asiakas"]}, ["oma", "asiakas"]),
    ("others", {"v.others": [""]}, None),
    ("grade", {"v.grade": "observed"}, "observed"),
    (
        "points",
        {
            "v.points.0.date": "2018-01-01",
            "v.points.0.value": "3,1",
            "v.points.0.n": "40",
            "v.points.7.value": "3,3",
            "v.points.9.date": "",
        },
        [{"date": "2018-01-01", "value": 3.1, "n": 40}, {"value": 3.3}],
    ),
    ("ready", {"v.ready": "yes"}, True),
    ("ready", {"v.ready": "no"}, False),
    ("ready", {"v.ready": ""}, None),
    ("tags", {"v.tags": "yksi\r\n\r\nkaksi kolme"}, ["yksi", "kaksi kolme"]),
]


@pytest.mark.parametrize(("field", "form", "value"), FORMS, ids=lambda part: str(part)[:40])
def test_every_field_type_is_written_by_its_form(world: World, field: str, form: dict[str, Any], value: Any) -> None:
    path = f"/b/{{board}}/items/{{lappu}}/fields/{field}"
    answer = world.post("expert", path, form, htmx=True)
    assert answer.status_code == 200, words(answer.text)
    assert f'id="sf-{world.ids["lappu"]}-{field}"' in answer.text
    assert values_of(world, world.ids["lappu"]).get(field) == value


def test_a_revised_target_keeps_the_old_one_and_asks_why(world: World) -> None:
    path = "/b/{board}/items/{lappu}/fields/aim"
    before = values_of(world, world.ids["lappu"])["aim"]
    refused = world.post("expert", path, {"v.aim.amount": "5"}, htmx=True)
    assert refused.status_code == 422
    assert "Kerro, miksi tavoitetta muutetaan" in words(refused.text)
    assert values_of(world, world.ids["lappu"])["aim"] == before
    world.post(
        "expert", path, {"v.aim.amount": "5", "v.aim.date": "2019-01-01", "v.aim.reason": "uusi tieto"}, htmx=True
    )
    aim = values_of(world, world.ids["lappu"])["aim"]
    assert aim["amount"] == 5
    assert aim["revisions"][0] == before["revisions"][0]
    assert aim["revisions"][1]["amount"] == before["amount"]
    assert aim["revisions"][1]["reason"] == "uusi tieto"
    assert "uusi tieto" in world.get("expert", "/b/{board}/items/{lappu}", htmx=True).text


def test_a_wrong_value_says_so_in_its_place_and_keeps_what_was_there(world: World) -> None:
    world.post("expert", "/b/{board}/items/{lappu}/fields/amount", {"v.amount": "7"}, htmx=True)
    answer = world.post("expert", "/b/{board}/items/{lappu}/fields/amount", {"v.amount": "paljon"}, htmx=True)
    assert answer.status_code == 422
    assert '"paljon" ei ole luku' in words(answer.text)
    assert "HX-Retarget" not in answer.headers
    assert values_of(world, world.ids["lappu"])["amount"] == 7


def test_a_stale_write_shows_both_values_and_loses_neither(world: World) -> None:
    path = "/b/{board}/items/{lappu}/fields/title"
    world.post("expert", path, {"v.title": "Alku"}, htmx=True)
    panel = world.get("expert", "/b/{board}/items/{lappu}", htmx=True).text
    form = re.search(rf'<form id="sf-{world.ids["lappu"]}-title".*?</form>', panel, re.DOTALL)
    assert form
    revision = re.search(r'name="revision" value="(\d+)"', form[0])
    assert revision
    world.post("secretary", path, {"v.title": "Toisen nimi", "revision": revision[1]}, htmx=True)
    answer = world.post("expert", path, {"v.title": "Minun nimi", "revision": revision[1]}, htmx=True)
    assert answer.status_code == 409
    said = words(answer.text)
    assert "Sinun Minun nimi" in said
    assert "Toisen, joka on nyt tallennettuna Toisen nimi" in said
    assert 'value="Minun nimi"' in answer.text
    assert values_of(world, world.ids["lappu"])["title"] == "Toisen nimi"
    again = re.search(r'name="revision" value="(\d+)"', answer.text)
    assert again
    kept = world.post("expert", path, {"v.title": "Minun nimi", "revision": again[1]}, htmx=True)
    assert kept.status_code == 200
    assert values_of(world, world.ids["lappu"])["title"] == "Minun nimi"


def test_a_stale_write_without_scripts_gets_a_page_with_both(world: World) -> None:
    answer = world.post("expert", "/b/{board}/items/{lappu}/fields/title", {"v.title": "Myöhäinen", "revision": "0"})
    assert answer.status_code == 409
    assert "Myöhäinen" in answer.text
    assert "Minun nimi" in answer.text


def test_a_text_over_its_limit_is_refused_whole(world: World) -> None:
    before = text_of(world, world.ids["askel"])
    for length, status in ((2000, 200), (2001, 422)):
        answer = world.post("expert", "/b/{board}/items/{askel}/fields/text", {"v.text": "a" * length}, htmx=True)
        assert answer.status_code == status
    assert text_of(world, world.ids["askel"]) == "a" * 2000 != before


def test_a_doubt_is_noted_and_taken_away(world: World) -> None:
    answer = world.post("expert", "/b/{board}/items/{askel}/doubts", {"note": "Onko näin?"}, htmx=True)
    assert "Onko näin?" in answer.text
    world.post("expert", "/b/{board}/items/{askel}/doubts", {"note": ""}, htmx=True)
    assert world.one("SELECT uncertain FROM element WHERE id = ?", world.ids["askel"]) == "{}"


# Links


def test_a_link_is_made_by_choosing_its_kind_and_its_end(world: World) -> None:
    note = add(world, text="Linkittyy")
    form = world.get("expert", f"/b/{{board}}/items/{note}/links/new?choice=sampler:leads:out", htmx=True)
    ends = re.findall(r'name="end" value="(\w+)"', form.text)
    assert world.ids["askel"] in ends
    assert world.ids["lappu"] not in ends
    answer = world.post(
        "expert",
        f"/b/{{board}}/items/{note}/links",
        {"choice": "sampler:leads:out", "end": "{askel}", "v.weight": "2"},
        htmx=True,
    )
    assert answer.status_code == 200
    assert "Yhteys on lisätty" in words(answer.text)
    link = world.one("SELECT id FROM element WHERE source_id = ? AND target_id = ?", note, world.ids["askel"])
    assert values_of(world, link)["weight"] == 2
    assert "leads to" in words(world.get("expert", f"/b/{{board}}/items/{link}", htmx=True).text)


def test_the_ends_are_found_by_searching(world: World) -> None:
    path = "/b/{board}/items/{aukko}/links/new?choice=sampler:near:out&find="
    assert world.ids["askel_2"] in world.get("expert", path + "toinen+askel", htmx=True).text
    assert world.ids["askel_2"] not in world.get("expert", path + "zzz", htmx=True).text


def test_a_link_across_boards_shows_on_both(world: World) -> None:
    answer = world.post(
        "expert", "/b/{board}/items/{askel}/links", {"choice": "core:thread:out", "end": "{pala_1}"}, htmx=True
    )
    assert answer.status_code == 200, words(answer.text)
    assert "Yksi pala" in world.get("expert", "/b/{board}/items/{askel}", htmx=True).text
    other = world.get("expert", "/b/{drawn}/items/{pala_1}", htmx=True).text
    assert "Yhteinen työpohja" in other
    assert "is-thread" in world.get("expert", "/b/{drawn}").text


REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("/b/{board}/items/{askel}/links", {"choice": "sampler:leads:out", "end": "{lappu}"}, 422, "may not lead to"),
    ("/b/{board}/items/{lappu}/links", {"choice": "sampler:nothing:out", "end": "{askel}"}, 422, "nothing"),
    ("/b/{board}/items/{lappu}/links", {"choice": "nobody:leads:out", "end": "{askel}"}, 422, "Yhteyden"),
    (
        "/b/{board}/items/{lappu}/links",
        {"choice": "sampler:leads:out", "end": "{other_askel}"},
        404,
        "ei kuulu sinulle",
    ),
    ("/b/{board}/items/{lappu}/links", {"choice": "sampler:leads:out"}, 422, "Valitse, mihin yhteys johtaa"),
    ("/b/{board}/items/{lappu}/links", {}, 422, "Valitse, mitä yhteys sanoo"),
    ("/b/{board}/items", {"zone": "left", "kind": "unheard", "text": "x"}, 422, "unheard"),
    ("/b/{board}/items", {"zone": "nowhere", "text": "x"}, 422, "nowhere"),
    ("/b/{board}/items", {"zone": "right", "kind": "step", "text": "x"}, 422, "ei ota"),
    ("/b/{board}/items", {"zone": "left", "kind": "lane", "text": "x"}, 422, "ei ota"),
    ("/b/{board}/items", {"zone": "lanes", "kind": "lane", "text": "x"}, 403, "fasilitaattori"),
    ("/b/{board}/items", {"zone": "left", "text": "  "}, 422, "Kirjoita ensin jotain"),
    ("/b/{board}/items", {"zone": "left", "text": "y" * 2001}, 422, "enintään 2000"),
    ("/b/{board}/items/{lappu}/fields/nothing", {"v.nothing": "1"}, 422, "nothing"),
    ("/b/{board}/items/{lappu}/fields/owner", {"v.owner": "nobody"}, 422, "toimija"),
    ("/b/{board}/items/{lappu}/vote", {"points": "many"}, 422, "many"),
    ("/b/{board}/items/{lappu}/vote", {"points": "999"}, 422, "999"),
    ("/b/{board}/items/{lappu}/comments", {"text": ""}, 422, "kommentti on tyhjä"),
    ("/b/{board}/items/{lappu}/move", {"zone": "nowhere"}, 422, "nowhere"),
    ("/b/{board}/items/{lappu}/place", {"x": "far", "y": "1"}, 422, "Paikka tarvitsee"),
    ("/b/{other_board}/items/{other_lappu}/fields/title", {"v.title": "x"}, 404, "ei kuulu sinulle"),
    ("/b/{board}/items/{other_lappu}/remove", {}, 404, "ei kuulu sinulle"),
    ("/b/{board}/actions/clear", {}, 403, "fasilitaattori"),
    ("/b/{board}/actions/nothing", {}, 404, "työkalua"),
    ("/b/{board}/actions/fail", {}, 422, "ei onnistunut"),
]


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: f"{row[0]} {str(row[1])[:50]}")
def test_what_is_wrong_is_refused_with_a_sentence_and_nothing_is_stored(
    world: World, row: tuple[str, dict[str, Any], int, str]
) -> None:
    path, form, status, sentence = row
    before = state(world)
    answer = world.post("expert", path, form, htmx=True)
    assert answer.status_code == status, words(answer.text)
    assert sentence in words(answer.text)
    assert state(world) == before
    page = world.post("expert", path, form)
    assert page.status_code == status
    assert sentence in words(page.text)
    assert "Traceback" not in page.text


# Moving, voting, commenting, deleting


def test_a_note_is_moved_to_a_zone_before_another(world: World) -> None:
    first, second = add(world, text="Siirto 1", zone="right"), add(world, text="Siirto 2", zone="right")
    world.post("expert", f"/b/{{board}}/items/{second}/move", {"zone": "right", "before": first}, htmx=True)
    page = world.get("expert", "/b/{board}").text
    assert page.index("Siirto 2") < page.index("Siirto 1")
    world.post("expert", f"/b/{{board}}/items/{second}/move", {"step": "down"}, htmx=True)
    page = world.get("expert", "/b/{board}").text
    assert page.index("Siirto 1") < page.index("Siirto 2")


def test_votes_are_given_and_taken_back(world: World) -> None:
    note = add(world, text="Äänestettävä")
    for said, points in (("more", 1), ("more", None), ("less", None)):
        world.post("expert", f"/b/{{board}}/items/{note}/vote", {"points": said}, htmx=True)
        assert world.one("SELECT points FROM vote WHERE element_id = ?", note) == points
    world.post("expert", f"/b/{{board}}/items/{note}/vote", {"points": "3"}, htmx=True)
    world.post("secretary", f"/b/{{board}}/items/{note}/vote", {"points": "more"}, htmx=True)
    assert world.one("SELECT sum(points) FROM vote WHERE element_id = ?", note) == 4
    mine, other = (world.get(role, "/b/{board}").text for role in ("expert", "facilitator"))
    assert re.search(rf'id="v-{note}".*?aria-pressed="true"', mine, re.DOTALL)
    assert re.search(rf'id="v-{note}"[^§]*?aria-pressed="false"', other)


def test_a_comment_is_written_and_dealt_with(world: World) -> None:
    world.post("observer", "/b/{board}/items/{askel_2}/comments", {"text": "Hyvä huomio & <b>tärkeä</b>"}, htmx=True)
    panel = world.get("expert", "/b/{board}/items/{askel_2}", htmx=True).text
    assert "Hyvä huomio &amp; &lt;b&gt;tärkeä&lt;/b&gt;" in panel
    comment = re.search(r"/comments/(\w{32})", panel)
    assert comment
    world.post("expert", f"/b/{{board}}/items/{{askel_2}}/comments/{comment[1]}", {"done": "1"}, htmx=True)
    assert "käsitelty" in words(world.get("expert", "/b/{board}/items/{askel_2}", htmx=True).text)


def test_what_was_deleted_is_brought_back_by_the_toast(world: World) -> None:
    note = add(world, text="Poistettava")
    answer = world.post("expert", f"/b/{{board}}/items/{note}/remove", htmx=True)
    assert "Poistettu." in words(answer.text)
    assert f"/items/{note}/restore" in answer.text
    assert world.get("expert", f"/b/{{board}}/items/{note}").status_code == 404
    assert world.post("expert", f"/b/{{board}}/items/{note}/restore", htmx=True).status_code == 200
    assert "Poistettava" in world.get("expert", "/b/{board}").text


def test_the_last_change_is_taken_back(world: World) -> None:
    note = add(world, text="Perutaan")
    assert "Otettu takaisin" in words(world.post("expert", "/b/{board}/undo", htmx=True).text)
    assert world.get("expert", f"/b/{{board}}/items/{note}").status_code == 404


def test_the_history_tells_who_and_brings_values_back(world: World) -> None:
    note = add(world, text="Historia")
    for role, title in (("expert", "Eka"), ("secretary", "Toka")):
        world.post(role, f"/b/{{board}}/items/{note}/fields/title", {"v.title": title}, htmx=True)
    history = world.get("expert", f"/b/{{board}}/items/{note}/history", htmx=True)
    said = words(history.text)
    assert "Eero" in said
    assert "Eka → Toka" in said
    at = re.search(r'name="at" value="([^"]+)"', history.text)
    assert at
    world.post(
        "expert", f"/b/{{board}}/items/{note}/fields/title/restore", {"at": at[1].replace("&#43;", "+")}, htmx=True
    )
    assert values_of(world, note)["title"] == "Eka"


# Boards


def test_a_board_is_made_from_a_starter_renamed_locked_and_deleted(world: World) -> None:
    made = world.post(
        "facilitator", "/p/{programme}/boards", {"start": "sampler/small", "title": "Alusta", "stage": "{stage_v2}"}
    )
    address = made.headers["location"]
    assert "Aloitus" in world.get("expert", address).text
    world.post("facilitator", f"{address}/rename", {"title": "Uusi nimi"}, htmx=True)
    assert "Uusi nimi" in world.get("expert", "/p/{programme}").text
    locked = world.post("facilitator", f"{address}/lock", {"locked": "1"}, htmx=True)
    assert "Avaa työpohja" in words(locked.text)
    page = world.get("expert", address).text
    assert "Lukittu" in words(page)
    assert 'class="add"' not in page
    assert "readonly" in world.get("expert", address + "/items/" + re.findall(r'data-element="(\w+)"', page)[0]).text
    gone = world.post("facilitator", f"{address}/delete")
    home = world.get("facilitator", gone.headers["location"])
    assert "Poistettu: Uusi nimi" in words(home.text)
    assert f"{address}/restore" in home.text
    assert world.get("expert", address).status_code == 404
    assert "Uusi nimi" in world.get("facilitator", "/p/{programme}/boards").text
    back = world.post("facilitator", f"{address}/restore")
    assert world.get("expert", back.headers["location"]).status_code == 200


def test_settings_parameters_and_tools_stand_in_the_settings(world: World) -> None:
    panel = world.get("facilitator", "/b/{board}/settings", htmx=True).text
    assert "Kaista" in panel
    changed = world.post("facilitator", "/b/{board}/settings/mode", {"v.mode": "two"}, htmx=True)
    assert re.search(r'value="two" checked', changed.text)
    added = world.post(
        "facilitator", "/b/{board}/items", {"kind": "lane", "text": "Uusi kaista", "panel": "settings"}, htmx=True
    )
    assert "Uusi kaista" in added.text
    read = world.ask(
        "facilitator",
        "POST",
        "/b/{board}/files/lines",
        htmx=True,
        files={"file": ("rivit.txt", b"eka rivi\ntoka rivi")},
    )
    assert read.status_code == 200, words(read.text)
    assert "eka rivi" in world.get("expert", "/b/{board}").text


def test_a_tool_offers_the_items_of_its_board(world: World) -> None:
    page = world.get("expert", "/b/{board}").text
    assert re.search(r'type="checkbox" name="v.notes" value="[^"]+"', page)
    assert re.search(r'<select id="oa-praise-mine" name="v.mine">.*?<option value="(?!")', page, re.DOTALL)


def test_everybody_who_writes_may_use_the_open_tools(world: World) -> None:
    assert "/actions/double" in world.get("expert", "/b/{board}").text
    assert "/actions/double" not in world.get("observer", "/b/{board}").text
    assert world.post("facilitator", "/b/{board}/actions/clear", htmx=True).status_code == 200
