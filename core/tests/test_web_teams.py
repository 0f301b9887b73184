"""Material that only a team sees: what is restricted does not exist for others, at any route, in any list, link, file or frame."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.tests import web_kit
from core.tests.process_kit import add, document
from core.tests.test_web_rights import ROUTES, acquaint
from core.tests.web_kit import World, words
from kehittamo_core.database.engine import Database
from kehittamo_core.document.published import published
from kehittamo_core.web.fragments import Fragments
from kehittamo_core.workshop import jobs, joining
from kehittamo_core.workshop.events import board_room
from kehittamo_core.workshop.live_store import rights_in

SECRET = "Vain asiakasymmärrystiimille"
OUTSIDE = ("secretary", "observer")


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    """The common board is the team's: Aino (the expert) sits at the table that sees it, Eero (the secretary) does not."""
    with web_kit.opened(sqlite_template, tmp_path) as world:
        acquaint(world)
        world.ids["person"] = world.ids["person_aino"]
        seat(world, "aino", "group_r1")
        seat(world, "eero", "group_r2")
        world.post("expert", "/b/{board}/items/{lappu}/fields/text", {"v.text": SECRET})
        world.post("facilitator", "/b/{board}/rename", {"title": "Tiimin aineisto"})
        done = world.post("facilitator", "/b/{board}/shown", {"restricted": "1", "group": "{group_r1}"})
        assert done.status_code == 303
        yield world


def seat(world: World, who: str, group: str) -> None:
    person = world.ids[f"person_{who}"]
    form = {"person": person, "zone": world.ids[group]}
    assert world.post("facilitator", "/p/{programme}/groups/seat", form).status_code == 303


def test_the_board_is_there_for_its_team_and_for_nobody_else_at_any_of_its_routes(world: World) -> None:
    assert SECRET in world.get("expert", "/b/{board}").text
    assert "näkyy vain: Ryhmä 1" in words(world.get("expert", "/p/{programme}/boards").text)
    assert SECRET in world.get("facilitator", "/b/{board}").text
    events = "SELECT count(*) FROM event"
    before = world.one(events)
    asked = [row for row in ROUTES if row[2].startswith("/b/{board}")]
    assert len(asked) > 30
    for _, method, address, form, _ in asked:
        for role in OUTSIDE:
            answer = world.ask(role, method, address, data=form or None, htmx=True)
            assert answer.status_code in (403, 404), f"{method} {address} as {role}: {answer.status_code}"
            assert SECRET not in answer.text, address
            assert "Tiimin aineisto" not in answer.text, address
            if method == "GET" and "/settings" not in address:
                assert answer.status_code == 404, address
    # The id of its note, named at another board, opens it no more than its own address.
    for method, address, form in (
        ("GET", "/b/{drawn}/items/{lappu}", {}),
        ("GET", "/b/{drawn}/items/{lappu}/history", {}),
        ("POST", "/b/{drawn}/items/{lappu}/vote", {"points": "1"}),
        ("POST", "/b/{drawn}/items/{pala_1}/links", {"choice": "core:thread:out", "end": "{lappu}"}),
    ):
        answer = world.ask("secretary", method, address, data=form or None, htmx=True)
        assert answer.status_code in (403, 404, 422), f"{method} {address}: {answer.status_code}"
        assert SECRET not in answer.text
    assert world.one(events) == before
    # A facilitator who looks as that table does sees what it sees.
    look = f"kehittamo_look={world.ids['programme']}.{world.ids['group_r2']}"
    assert world.get("facilitator", "/b/{board}", cookie=look).status_code == 404


def test_no_page_list_search_or_link_names_it(world: World) -> None:
    tie = {"choice": "core:thread:out", "end": world.ids["lappu"]}
    assert world.post("facilitator", "/b/{drawn}/items/{pala_1}/links", tie).status_code == 303
    add(world, "facilitator", "decisions", text="Päätös siitä", elements="TN-7")
    agenda = world.one("SELECT key FROM agenda_item WHERE programme_id = ? LIMIT 1", world.ids["programme"])
    world.post("facilitator", f"/p/{{programme}}/lists/agenda/{agenda}", {"v.text": "Kohta", "v.boards": "b-yhteinen"})
    pages = [
        "/p/{programme}", "/p/{programme}/boards", "/p/{programme}/plan", "/p/{programme}/plan/v2/sheet", "/p/{programme}/follow",
        "/p/{programme}/about", "/p/{programme}/process", "/p/{programme}/groups", "/p/{programme}/report", "/p/{programme}/versions",
        "/p/{programme}/versions?from={version}&to=now", "/b/{drawn}", "/b/{drawn}/table", "/b/{drawn}/findings", "/b/{drawn}/items/{pala_1}",
        "/b/{drawn}/items/{pala_1}/links/new?choice=core:thread:out&find=tiimi", "/b/{drawn}/drawing/column.svg", "/b/{drawn}/files/lines",
        "/p/{programme}/result-day",
    ]  # fmt: skip
    for page in pages:
        for role in OUTSIDE:
            answer = world.get(role, page)
            if role == "observer" and answer.status_code == 403:
                continue
            assert answer.status_code == 200, page
            for secret in (SECRET, "Tiimin aineisto", "TN-7", "b-yhteinen", world.ids["board"], world.ids["lappu"]):
                assert secret not in answer.text, f"{secret} on {page} for {role}"
    assert SECRET in words(world.get("facilitator", "/b/{drawn}/items/{pala_1}").text)
    assert "TN-7" in words(world.get("facilitator", "/p/{programme}/follow").text)


def test_what_is_made_for_all_leaves_it_out_and_the_archive_keeps_it(world: World) -> None:
    image = io.BytesIO()
    from PIL import Image

    Image.new("RGB", (40, 20), "red").save(image, "PNG")
    form = {"credit": "Kuva: tiimi", "alt": SECRET, "restricted": "1", "group": world.ids["group_r1"]}
    sent = world.post("facilitator", "/p/{programme}/images", form, files={"file": ("k.png", image.getvalue())})
    assert sent.status_code == 303, words(sent.text)
    stored = document(world)
    picture = stored["programme"]["images"][-1]
    assert picture["shown_to"] == ["r1"]
    assert world.get("expert", f"/p/{{programme}}/images/{picture['id']}").status_code == 200
    for role in OUTSIDE:
        assert world.get(role, f"/p/{{programme}}/images/{picture['id']}").status_code == 404
        assert "Kuva: tiimi" not in world.get(role, "/p/{programme}/about").text
    board = next(part for part in stored["boards"] if part["id"] == "b-yhteinen")
    assert (board["restricted"], board["shown_to"]) == (True, ["r1"])
    cut = json.dumps(published(stored), ensure_ascii=False)
    assert "b-yhteinen" not in cut
    for board in (part for part in stored["boards"] if part["id"] != "b-yhteinen"):
        assert f'"id": "{board["id"]}"' in cut
    lost = {part["id"] for name in ("items", "links") for part in stored["boards"][0].get(name) or []}
    assert [key for key in lost if f'"{key}"' in cut] == []
    # A version from before it was restricted is no way around: not in a report, not by going back to it.
    job = world.post(
        "facilitator", "/p/{programme}/report", {"format": "pdf", "language": "fi", "snapshot": "{version}"}
    )
    id_ = job.headers["location"].rsplit("/", 1)[1]
    _, _, printed = world.database.now(lambda session: jobs.job_document(session, id_))
    assert "b-yhteinen" not in json.dumps(printed)
    assert world.post("facilitator", "/p/{programme}/versions/{version}/restore").status_code == 303
    assert world.get("secretary", "/b/{board}").status_code == 404
    # The table to which it is shown stays while it is.
    world.post("facilitator", "/p/{programme}/groups/seat", {"person": world.ids["person_aino"], "zone": ""})
    assert world.post("facilitator", "/p/{programme}/groups/{group_r1}/remove").status_code == 403
    again = json.loads(json.dumps(document(world)))
    again["programme"]["id"] = "koe-3"
    read = world.post("coordinator", "/programmes/import", {"text": json.dumps(again), "sure": "1"})
    world.ids["third"] = read.headers["location"].rsplit("/", 1)[1]
    assert {**document(world, "third"), "programme": 0} == {**again, "programme": 0}
    wrong = {**again, "boards": [{**again["boards"][0], "shown_to": ["olematon"]}, *again["boards"][1:]]}
    refused = world.post("coordinator", "/programmes/import", {"text": json.dumps(wrong), "sure": "1"})
    assert refused.status_code == 422
    assert "shown_to[0]" in refused.text


async def test_its_room_is_shut_to_others_and_its_frames_are_the_teams(world: World) -> None:
    room = board_room(world.ids["board"])

    def rights(role: str) -> frozenset[str]:
        token = world.cookies[role]
        return world.database.now(lambda session: rights_in(session, joining.sign_in(session, token), room))

    assert "write" in rights("expert")
    for role in (*OUTSIDE, "stranger"):
        assert rights(role) == frozenset()
    database = Database(f"sqlite:///{world.database.path}")
    await database.start(watch=False)
    pages = Fragments(database, world.app.state.plugins, world.app.state.templates)
    shown = [dict(op) for op in await pages.render(room, {world.ids["lappu"]}, "fi", "expert")]
    assert SECRET in json.dumps(shown, ensure_ascii=False)
    told = list(await pages.render(f"programme:{world.ids['programme']}", {world.ids["board"]}, "fi", "expert"))
    await database.close()
    assert told == []
    # Whoever leaves the team's table is shut out from then on.
    seat(world, "aino", "group_r2")
    assert rights("expert") == frozenset()
    assert not re.search(SECRET, world.get("expert", "/p/{programme}").text)
