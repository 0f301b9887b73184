"""What live pages are sent: the changes of a room as operations on the page, the same for everybody of a role and language."""

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.tests import web_kit
from core.tests.web_kit import World, words
from kehittamo_core.web.fragments import Fragments
from kehittamo_core.workshop import joining


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("fragments")) as world:
        yield world


def ops_of(world: World, room: str, *refs: str, language: str = "fi", role: str = "expert") -> dict[str, Any]:
    state = world.app.state
    renderer = Fragments(state.database, state.plugins, state.templates)
    # The application's own loop.
    found = world.client.blocking_portal.call(renderer.render, room, set(refs), language, role)
    return {op["id"]: op for op in found}


def mine_of(world: World, room: str, *refs: str, role: str = "expert") -> list[Any]:
    state = world.app.state
    renderer = Fragments(state.database, state.plugins, state.templates)
    who = world.database.now(lambda session: joining.sign_in(session, world.cookies[role]))
    return list(world.client.blocking_portal.call(renderer.mine, room, set(refs), who))


def board(world: World) -> str:
    return f"board:{world.ids['board']}"


def add(world: World, text: str, zone: str = "left") -> str:
    answer = world.post("expert", "/b/{board}/items", {"zone": zone, "text": text}, htmx=True)
    return str(json.loads(answer.headers["HX-Trigger"])["kehittamo:done"]["ref"])


def test_an_added_note_is_put_in_its_zone_before_the_next(world: World) -> None:
    first, second = add(world, "Ensin"), add(world, "Sitten")
    ops = ops_of(world, board(world), first)
    op = ops[f"e-{first}"]
    assert op["op"] == "upsert"
    assert op["parent"] == f"z-{world.ids['board']}-left"
    assert op["before"] == f"e-{second}"
    assert ops_of(world, board(world), second)[f"e-{second}"]["before"] is None
    page = world.get("expert", "/b/{board}").text
    assert op["html"] in page


def test_the_counts_of_all_zones_come_along(world: World) -> None:
    note = add(world, "Laskettava", "right")
    ops = ops_of(world, board(world), note)
    count = int(words(ops[f"zc-{world.ids['board']}-right"]["html"]))
    page = world.get("expert", "/b/{board}").text
    zone = re.search(rf'id="z-{world.ids["board"]}-right".*?</ol>', page, re.DOTALL)
    assert zone
    assert zone[0].count("<li ") == count


def test_a_deleted_note_is_taken_away(world: World) -> None:
    note = add(world, "Poistuva")
    world.post("expert", f"/b/{{board}}/items/{note}/remove", htmx=True)
    assert ops_of(world, board(world), note)[f"e-{note}"] == {"op": "delete", "id": f"e-{note}"}


def test_a_new_link_is_told_to_the_panels_of_both_ends(world: World) -> None:
    note = add(world, "Yhdistyvä")
    answer = world.post(
        "expert", f"/b/{{board}}/items/{note}/links", {"choice": "sampler:leads:out", "end": "{askel}"}, htmx=True
    )
    link = json.loads(answer.headers["HX-Trigger"])["kehittamo:done"]["ref"]
    ops = ops_of(world, board(world), link)
    assert "Askel" in ops[f"sl-{note}"]["html"]
    assert "Yhdistyvä" in ops[f"sl-{world.ids['askel']}"]["html"]
    assert "parent" not in ops[f"sl-{note}"]


def test_a_comment_and_a_changed_field_are_told_to_open_panels(world: World) -> None:
    note = add(world, "Kommentoitava")
    world.post("observer", f"/b/{{board}}/items/{note}/comments", {"text": "Huomio"}, htmx=True)
    world.post("expert", f"/b/{{board}}/items/{note}/fields/title", {"v.title": "Otsikko"}, htmx=True)
    ops = ops_of(world, board(world), note)
    assert "Huomio" in ops[f"sc-{note}"]["html"]
    assert 'value="Otsikko"' in ops[f"sf-{note}-title"]["html"]
    assert f"sf-{note}-text" not in ops
    assert "Otsikko: Otsikko" in ops[f"e-{note}"]["html"]


def test_a_fragment_is_made_for_a_role_and_a_language(world: World) -> None:
    note = add(world, "Kielet")
    finnish = ops_of(world, board(world), note)[f"e-{note}"]["html"]
    swedish = ops_of(world, board(world), note, language="sv")[f"e-{note}"]["html"]
    observer = ops_of(world, board(world), note, role="observer")[f"e-{note}"]["html"]
    assert "asiantuntijoiden äänet" in finnish
    assert "experternas röster" in swedish
    assert "/vote" in finnish
    assert "/vote" not in observer
    assert "data-movable" not in observer


def test_nothing_personal_stands_in_a_shared_fragment(world: World) -> None:
    note = add(world, "Yhteinen")
    world.post("expert", f"/b/{{board}}/items/{note}/vote", {"points": "more"}, htmx=True)
    shared = ops_of(world, board(world), note)[f"e-{note}"]["html"]
    assert 'aria-pressed="false"' in shared
    own = mine_of(world, board(world), note)
    assert [op["id"] for op in own] == [f"v-{note}"]
    assert 'aria-pressed="true"' in own[0]["html"]
    assert mine_of(world, board(world), note, role="facilitator") == []
    assert mine_of(world, board(world), note, role="stranger") == []


def test_a_locked_board_loses_its_forms(world: World) -> None:
    own = f"board:{world.ids['own']}"
    world.post("facilitator", "/b/{own}/lock", {"locked": "1"}, htmx=True)
    ops = ops_of(world, own, world.ids["own"], world.ids["oma_lappu"])
    assert "Lukittu" in ops[f"bl-{world.ids['own']}"]["html"]
    assert "data-movable" not in ops[f"e-{world.ids['oma_lappu']}"]["html"]
    world.post("facilitator", "/b/{own}/lock", {"locked": "0"}, htmx=True)
    assert "data-movable" in ops_of(world, own, world.ids["oma_lappu"])[f"e-{world.ids['oma_lappu']}"]["html"]


def test_a_renamed_and_a_deleted_board_on_their_own_pages_and_at_home(world: World) -> None:
    made = world.post(
        "facilitator", "/p/{programme}/boards", {"start": "drawn/", "title": "Uusi", "stage": "{stage_v2}"}
    ).headers["location"]
    id_ = made.rsplit("/", 1)[1]
    home = f"programme:{world.ids['programme']}"
    op = ops_of(world, home, id_)[f"pb-{id_}"]
    assert op["parent"] == f"ps-{world.ids['stage_v2']}"
    assert "Uusi" in op["html"]
    world.post("facilitator", made + "/rename", {"title": "Toinen <b>"}, htmx=True)
    assert "Toinen &lt;b&gt;" in ops_of(world, f"board:{id_}", id_)[f"bt-{id_}"]["html"]
    world.post("facilitator", made + "/delete")
    assert ops_of(world, home, id_)[f"pb-{id_}"]["op"] == "delete"
    assert "poistettiin" in ops_of(world, f"board:{id_}", id_)[f"bl-{id_}"]["html"]


def test_unknown_rooms_and_things_give_nothing_that_fails(world: World) -> None:
    assert ops_of(world, "board:" + "0" * 32, "x") == {}
    assert ops_of(world, "programme:" + "0" * 32, "x") == {}
    assert f"e-{'0' * 32}" in ops_of(world, board(world), "0" * 32)


def test_many_changes_at_once_are_rendered_in_time(world: World) -> None:
    async def many() -> float:
        loop = asyncio.get_running_loop()
        start = loop.time()
        state = world.app.state
        renderer = Fragments(state.database, state.plugins, state.templates)
        await renderer.render(board(world), {note}, "fi", "expert")
        return loop.time() - start

    note = add(world, "Nopea")
    portal = world.client.blocking_portal
    portal.call(many)
    assert min(portal.call(many) for _ in range(3)) < 1.0
