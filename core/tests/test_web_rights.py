"""Who may do what over HTTP: every route of the application, asked as every role, and what nobody may."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.routes import HTTPRoute

from core.tests import web_kit
from core.tests.web_kit import World

ROLES = ("", "observer", "expert", "secretary", "facilitator", "coordinator", "stranger")
LEVELS = {
    "anybody": set(ROLES),
    "see": {"observer", "expert", "secretary", "facilitator", "coordinator"},
    "write": {"expert", "secretary", "facilitator", "coordinator"},
    "part": {"expert", "secretary"},
    "own": {"expert", "facilitator", "coordinator"},
    "facilitate": {"facilitator", "coordinator"},
    "coordinate": {"coordinator"},
}
B, P, N = "/b/{board}", "/p/{programme}", "/b/{board}/items/{lappu}"

ROUTES: list[tuple[str, str, str, dict[str, Any], str]] = [
    # route, method, address, form, who may
    ("/", "GET", "/", {}, "anybody"),
    ("/health", "GET", "/health", {}, "anybody"),
    ("/static/{name:path}", "GET", "/static/css/kehittamo.css", {}, "anybody"),
    ("/preferences", "POST", "/preferences", {"language": "sv"}, "anybody"),
    ("/p/{programme:str}", "GET", P, {}, "see"),
    ("/p/{programme:str}/boards", "GET", P + "/boards", {}, "see"),
    ("/p/{programme:str}/boards", "POST", P + "/boards", {"start": "drawn/"}, "facilitate"),
    ("/p/{programme:str}/boards/new", "GET", P + "/boards/new", {}, "facilitate"),
    ("/p/{programme:str}/goal", "POST", P + "/goal", {"text": "Tavoite {n}"}, "write"),
    ("/p/{programme:str}/joining", "POST", P + "/joining", {"joining": "1"}, "facilitate"),
    ("/p/{programme:str}/report", "GET", P + "/report", {}, "see"),
    ("/p/{programme:str}/report", "POST", P + "/report", {"format": "pdf", "language": "fi"}, "facilitate"),
    ("/p/{programme:str}/report/jobs/{job:str}", "GET", P + "/report/jobs/{job}", {}, "see"),
    ("/p/{programme:str}/report/jobs/{job:str}/file", "GET", P + "/report/jobs/{job}/file", {}, "see"),
    ("/p/{programme:str}/snapshots", "POST", P + "/snapshots", {"name": "Versio"}, "facilitate"),
    ("/p/{programme:str}/plan", "GET", P + "/plan", {}, "see"),
    ("/p/{programme:str}/plan/dates", "POST", P + "/plan/dates", {"date.v1": "2026-09-01"}, "facilitate"),
    ("/p/{programme:str}/plan/shift", "POST", P + "/plan/shift", {"entry": "ak1", "minutes": "5"}, "facilitate"),
    ("/p/{programme:str}/plan/{stage:str}/state", "POST", P + "/plan/v2/state", {"state": "now"}, "facilitate"),
    ("/p/{programme:str}/plan/{stage:str}/sheet", "GET", P + "/plan/v2/sheet", {}, "see"),
    ("/p/{programme:str}/follow", "GET", P + "/follow", {}, "see"),
    ("/p/{programme:str}/follow/reminder", "GET", P + "/follow/reminder", {}, "facilitate"),
    ("/p/{programme:str}/follow/tasks/{task:str}", "POST", P + "/follow/tasks/t-1", {"done": "1"}, "write"),
    ("/p/{programme:str}/support", "POST", P + "/support", {"stand": "support"}, "part"),
    ("/p/{programme:str}/about", "GET", P + "/about", {}, "see"),
    ("/p/{programme:str}/about", "POST", P + "/about", {"website": "www.example.org/{n}"}, "facilitate"),
    ("/p/{programme:str}/process", "GET", P + "/process", {}, "see"),
    ("/p/{programme:str}/lists/{list_id:str}", "POST", P + "/lists/decisions", {"v.text": "Päätös {n}"}, "facilitate"),
    ("/p/{programme:str}/lists/{list_id:str}", "POST", P + "/lists/questions", {"v.text": "Kysymys {n}"}, "write"),
    ("/p/{programme:str}/lists/{list_id:str}/new", "GET", P + "/lists/decisions/new", {}, "facilitate"),
    ("/p/{programme:str}/lists/{list_id:str}/{entry:str}", "GET", P + "/lists/decisions/p-1", {}, "facilitate"),
    ("/p/{programme:str}/lists/{list_id:str}/{entry:str}", "POST", P + "/lists/questions/q-1", {"v.text": "Mikä {n}?"}, "facilitate"),
    ("/p/{programme:str}/lists/{list_id:str}/{entry:str}/move", "POST", P + "/lists/actors/oma/move", {"step": "up"}, "facilitate"),
    ("/p/{programme:str}/lists/{list_id:str}/{entry:str}/remove", "POST", P + "/lists/credits/k1/remove", {}, "facilitate"),
    ("/p/{programme:str}/lists/{list_id:str}/{entry:str}/restore", "POST", P + "/lists/credits/k1/restore", {}, "facilitate"),
    ("/p/{programme:str}/images", "POST", P + "/images", {"credit": "K {n}"}, "facilitate"),
    ("/p/{programme:str}/images/{picture:str}", "GET", P + "/images/ku-1", {}, "see"),
    ("/p/{programme:str}/images/{picture:str}", "POST", P + "/images/ku-1", {"credit": "K {n}"}, "facilitate"),
    ("/p/{programme:str}/versions", "GET", P + "/versions", {}, "see"),
    ("/p/{programme:str}/versions", "POST", P + "/versions", {"name": "Versio {n}"}, "facilitate"),
    ("/p/{programme:str}/versions/{version:str}/restore", "POST", P + "/versions/{version}/restore", {}, "facilitate"),
    ("/p/{programme:str}/result-day", "GET", P + "/result-day", {}, "see"),
    ("/p/{programme:str}/result-day/screen", "GET", P + "/result-day/screen", {}, "see"),
    ("/p/{programme:str}/state", "POST", P + "/state", {"state": ""}, "facilitate"),
    ("/p/{programme:str}/copy", "POST", P + "/copy", {"title": "Kopio {n}"}, "coordinate"),
    ("/b/{board:str}/merge", "GET", B + "/merge", {}, "write"),
    ("/b/{board:str}/merge", "POST", B + "/merge", {"item": "{aukko}"}, "write"),
    ("/b/{board:str}/items/{element:str}/split", "POST", N + "/split", {"text": "yksi"}, "write"),
    ("/b/{board:str}", "GET", B, {}, "see"),
    ("/b/{board:str}/table", "GET", B + "/table", {}, "see"),
    ("/b/{board:str}/findings", "GET", B + "/findings", {}, "see"),
    ("/b/{board:str}/screen", "GET", "/b/{drawn}/screen", {}, "see"),
    ("/b/{board:str}/drawing/{name:str}", "GET", "/b/{drawn}/drawing/column.svg", {}, "see"),
    ("/b/{board:str}/settings", "GET", B + "/settings", {}, "facilitate"),
    ("/b/{board:str}/settings/{setting:str}", "POST", B + "/settings/mode", {"v.mode": "two"}, "facilitate"),
    ("/b/{board:str}/actions/{action:str}", "POST", B + "/actions/clear", {}, "facilitate"),
    ("/b/{board:str}/files/{codec:str}", "GET", "/b/{drawn}/files/lines", {}, "see"),
    ("/b/{board:str}/files/{codec:str}", "POST", B + "/files/lines", {}, "write"),
    ("/b/{board:str}/files/{codec:str}/preview", "POST", B + "/files/lines/preview", {}, "write"),
    ("/b/{board:str}/undo", "POST", B + "/undo", {}, "write"),
    ("/b/{board:str}/rename", "POST", B + "/rename", {"title": "Toinen nimi {n}"}, "facilitate"),
    ("/b/{board:str}/assign", "POST", B + "/assign", {"stage": "{stage_v1}"}, "facilitate"),
    ("/b/{board:str}/lock", "POST", B + "/lock", {"locked": "0"}, "facilitate"),
    ("/b/{board:str}/items", "POST", B + "/items", {"zone": "left", "text": "Uusi"}, "write"),
    ("/b/{board:str}/items", "POST", "/b/{own}/items", {"zone": "left", "text": "Uusi"}, "own"),
    ("/b/{board:str}/items/{element:str}", "GET", N, {}, "see"),
    ("/b/{board:str}/items/{element:str}/history", "GET", N + "/history", {}, "see"),
    ("/b/{board:str}/items/{element:str}/links/new", "GET", N + "/links/new", {}, "write"),
    ("/b/{board:str}/items/{element:str}/links", "POST", N + "/links", {"choice": "sampler:near:out", "end": "{askel}"}, "write"),
    ("/b/{board:str}/items/{element:str}/fields/{field:str}", "POST", N + "/fields/title", {"v.title": "Nimi {n}"}, "write"),
    ("/b/{board:str}/items/{element:str}/fields/{field:str}", "POST", "/b/{board}/items/{kaista}/fields/text", {"v.text": "K {n}"}, "facilitate"),
    ("/b/{board:str}/items/{element:str}/fields/{field:str}/restore", "POST", N + "/fields/title/restore", {"at": "x"}, "write"),
    ("/b/{board:str}/items/{element:str}/move", "POST", N + "/move", {"zone": "left"}, "write"),
    ("/b/{board:str}/items/{element:str}/place", "POST", N + "/place", {"x": "1", "y": "2"}, "write"),
    ("/b/{board:str}/items/{element:str}/doubts", "POST", N + "/doubts", {"note": "Onko {n}?"}, "write"),
    ("/b/{board:str}/items/{element:str}/vote", "POST", N + "/vote", {"points": "more"}, "write"),
    ("/b/{board:str}/items/{element:str}/comments", "POST", N + "/comments", {"text": "Huomio"}, "see"),
    ("/b/{board:str}/items/{element:str}/comments/{comment:str}", "POST", N + "/comments/{k_1}", {"done": "1"}, "write"),
    ("/b/{board:str}/items/{element:str}/remove", "POST", "/b/{board}/items/{askel_2}/remove", {}, "write"),
    ("/b/{board:str}/items/{element:str}/restore", "POST", "/b/{board}/items/{askel_2}/restore", {}, "write"),
    ("/b/{board:str}/delete", "POST", "/b/{own}/delete", {}, "facilitate"),
    ("/b/{board:str}/restore", "POST", "/b/{own}/restore", {}, "facilitate"),
]  # fmt: skip
ELUSIVE = ("/fields/", "/file", "/lists/credits/", "/result-day/screen", "/follow/tasks/", "/plan/shift")
"""What may be asked for and may not be there."""
ELSEWHERE = {
    "/out": "test_web_doors",
    "/ws": "the socket has tests of its own",
    "/plugin-static/{method:str}/{name:path}": "test_web_pages",
    "/l/{token:str}": "test_web_doors",
    "/j": "test_web_doors",
    "/j/{code:str}": "test_web_doors",
    "/demo": "test_web_doors",
    "/programmes": "test_web_doors",
    "/programmes/new": "test_web_process",
    "/programmes/import": "test_web_process",
}


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("rights")) as world:
        answer = world.post("coordinator", "/p/{programme}/report", {"format": "pdf", "language": "fi"})
        world.ids["job"] = answer.headers["location"].rsplit("/", 1)[1]
        world.ids["version"] = world.one("SELECT id FROM snapshot LIMIT 1")
        yield world


def test_every_route_of_the_application_is_asked(world: World) -> None:
    declared = {
        (route.path_format, method)
        for route in world.app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods - {"OPTIONS", "HEAD"}
    }
    plain = {(path.replace(":str", "").replace(":path", ""), method) for path, method, *_ in ROUTES}
    elsewhere = {path.replace(":str", "").replace(":path", "") for path in ELSEWHERE}
    assert {(path, method) for path, method in declared if path not in elsewhere} == plain


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
@pytest.mark.parametrize("row", ROUTES, ids=lambda row: f"{row[1]} {row[2]}")
def test_who_may(world: World, row: tuple[str, str, str, dict[str, Any], str], htmx: bool) -> None:
    _, method, address, form, level = row
    for number, role in enumerate(ROLES):
        data = {name: value.replace("{n}", f"{number}{htmx}") for name, value in form.items()}
        prepare(world, address)
        answer = world.ask(role, method, address, htmx=htmx, data=data or None)
        said = f"{method} {address} as {role or 'nobody'}: {answer.status_code} {web_kit.words(answer.text)[:200]}"
        if role in LEVELS[level]:
            assert answer.status_code not in (401, 403), said
            assert answer.status_code < 500, said
            assert answer.status_code != 404 or any(part in address for part in ELUSIVE), said
        elif role == "":
            assert answer.status_code == 401, said
        elif role == "stranger":
            assert answer.status_code == 404, said
        else:
            assert answer.status_code == 403, said


def prepare(world: World, address: str) -> None:
    """What is to be deleted must be there, and what is to be brought back must be deleted."""
    base, _, last = address.rpartition("/")
    if last in ("remove", "delete"):
        world.post("coordinator", f"{base}/restore")
    elif last == "restore" and "/fields/" not in base:
        world.post("coordinator", f"{base}/{'remove' if '/items/' in base else 'delete'}")


def test_an_observer_changes_nothing_but_comments(world: World) -> None:
    kinds = """SELECT group_concat(DISTINCT e.kind) FROM event e JOIN participant p ON p.id = e.actor_id
               WHERE p.role = 'observer' AND e.kind NOT IN ('people', 'echo')"""
    assert world.one(kinds) in (None, "commented")


def test_a_board_of_another_programme_takes_no_command(world: World) -> None:
    before = world.one("SELECT count(*) FROM element WHERE board_id = ?", world.ids["other_board"])
    answer = world.post("expert", "/b/{other_board}/items", {"zone": "left", "text": "Väärä"}, htmx=True)
    assert answer.status_code == 404
    assert "ei kuulu sinulle" in web_kit.words(answer.text)
    assert world.one("SELECT count(*) FROM element WHERE board_id = ?", world.ids["other_board"]) == before


def test_a_locked_board_takes_comments_and_nothing_else(world: World) -> None:
    answer = world.post("expert", "/b/{locked}/items", {"zone": "thing", "text": "Ei käy"}, htmx=True)
    assert answer.status_code == 409
    assert "lukittu" in web_kit.words(answer.text)
    page = web_kit.words(world.post("expert", "/b/{locked}/items", {"zone": "thing", "text": "Ei käy"}).text)
    assert "Mitään ei tallennettu. Lukea voi edelleen." in page
    assert "Joku ehti ensin" not in page
    assert world.post("expert", "/b/{locked}/items/{asia}/comments", {"text": "Käy"}, htmx=True).status_code == 200


def test_the_pages_of_a_group_board_offer_writing_to_its_own_people_only(world: World) -> None:
    world.post("coordinator", "/b/{own}/restore")
    assert 'class="add"' in world.get("expert", "/b/{own}").text
    assert 'class="add"' not in world.get("secretary", "/b/{own}").text
