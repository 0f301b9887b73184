"""Who may do what over HTTP: every route of the table in docs/rights.md, asked as every role, and what nobody may.

Long because: every route of the product stands here once, with what is sent to it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.routes import HTTPRoute
from sqlalchemy import update

from core.tests import web_kit
from core.tests.web_kit import World
from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.workshop import joining

ROLES = ("", "observer", "expert", "secretary", "facilitator", "coordinator", "stranger")
LEVELS = {
    "anybody": set(ROLES),
    "signed in": set(ROLES) - {""},
    "see": {"observer", "expert", "secretary", "facilitator", "coordinator"},
    "write": {"expert", "secretary", "facilitator", "coordinator"},
    "part": {"expert", "secretary"},
    "own": {"expert", "facilitator", "coordinator"},
    "facilitate": {"facilitator", "coordinator"},
    "coordinate": {"coordinator"},
}
RIGHTS = Path(__file__).parents[2] / "docs/rights.md"
B, P, N = "/b/{board}", "/p/{programme}", "/b/{board}/items/{lappu}"
A, NO_ACTIVITY = "/p/{programme:str}/activities/{activity:str}", "/activities/" + "0" * 32

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
    ("/p/{programme:str}/report/jobs/{job:str}/cancel", "POST", P + "/report/jobs/{job}/cancel", {}, "facilitate"),
    ("/p/{programme:str}/report/jobs/{job:str}/pages/{page:str}", "GET", P + "/report/jobs/{job}/pages/1", {}, "see"),
    ("/p/{programme:str}/report/jobs/{job:str}/file", "GET", P + "/report/jobs/{job}/file", {}, "see"),
    ("/p/{programme:str}/snapshots", "POST", P + "/snapshots", {"name": "Versio"}, "facilitate"),
    ("/p/{programme:str}/report/plan", "POST", P + "/report/plan", {}, "facilitate"),
    (A + "/alone", "GET", P + NO_ACTIVITY + "/alone?board={board}", {}, "see"),
    (A + "/alone", "POST", P + NO_ACTIVITY + "/alone", {"board": "{board}", "text": "Yksin"}, "write"),
    (A + "/alone/{note:str}", "POST", P + NO_ACTIVITY + "/alone/" + "0" * 32, {"board": "{board}", "text": "T"}, "write"),
    (A + "/ballot", "GET", P + NO_ACTIVITY + "/ballot?board={board}", {}, "see"),
    (A + "/ballot", "POST", P + NO_ACTIVITY + "/ballot", {"what": "vote", "element": "{lappu}", "board": "{board}", "points": "1"}, "write"),
    (A + "/ballot", "POST", P + NO_ACTIVITY + "/ballot", {"what": "open"}, "facilitate"),
    (A + "/reveal", "POST", P + NO_ACTIVITY + "/reveal", {}, "facilitate"),
    ("/in", "GET", "/in", {}, "anybody"),
    ("/in", "POST", "/in", {"email": "nobody@k.example", "password": "wrong"}, "anybody"),
    ("/j", "GET", "/j?code={code}", {}, "anybody"),
    ("/j/{code:str}", "GET", "/j/{code}", {}, "anybody"),
    ("/j/{code:str}", "POST", "/j/{code}", {"name": "Tulija"}, "anybody"),
    ("/l/{token:str}", "GET", "/l/{token}", {}, "anybody"),
    ("/l/{token:str}", "POST", "/l/{token}", {}, "anybody"),
    ("/me", "GET", "/me", {}, "signed in"),
    ("/me/link", "POST", "/me/link", {}, "signed in"),
    ("/me/mail", "POST", "/me/mail", {"email": ""}, "signed in"),
    ("/look", "POST", "/look", {"programme": "{programme}"}, "facilitate"),
    ("/look/end", "POST", "/look/end", {}, "anybody"),
    ("/accounts", "GET", "/accounts", {}, "coordinate"),
    ("/accounts", "POST", "/accounts", {"name": "Uusi", "role": "facilitator"}, "coordinate"),
    ("/accounts/{account:str}/link", "POST", "/accounts/{account}/link", {}, "coordinate"),
    ("/accounts/{account:str}/revoke", "POST", "/accounts/{account}/revoke", {}, "coordinate"),
    ("/accounts/{account:str}/close", "POST", "/accounts/{account}/close", {}, "coordinate"),
    ("/programmes", "POST", "/programmes", {"title": "Uusi {n}"}, "coordinate"),
    ("/p/{programme:str}/people", "GET", P + "/people", {}, "facilitate"),
    ("/p/{programme:str}/people/invite", "GET", P + "/people/invite", {}, "facilitate"),
    ("/p/{programme:str}/people/invite", "POST", P + "/people/invite", {"text": "Kutsuttu {n}", "invite": "1"}, "facilitate"),
    ("/p/{programme:str}/people/remind", "POST", P + "/people/remind", {"person": "{guest}"}, "facilitate"),
    ("/p/{programme:str}/people/{person:str}", "GET", P + "/people/{guest}", {}, "facilitate"),
    ("/p/{programme:str}/people/{person:str}", "POST", P + "/people/{guest}", {"name": "Vieras", "group": "{group_r1}"}, "facilitate"),
    ("/p/{programme:str}/people/{person:str}/link", "POST", P + "/people/{guest}/link", {}, "facilitate"),
    ("/p/{programme:str}/people/{person:str}/revoke", "POST", P + "/people/{guest}/revoke", {}, "facilitate"),
    ("/p/{programme:str}/people/{person:str}/remove", "POST", P + "/people/{guest}/remove", {}, "facilitate"),
    ("/p/{programme:str}/groups", "GET", P + "/groups", {}, "see"),
    ("/p/{programme:str}/groups/print", "GET", P + "/groups/print", {}, "facilitate"),
    ("/p/{programme:str}/groups/arrange", "POST", P + "/groups/arrange", {"tables": "3", "keep": "1"}, "facilitate"),
    ("/p/{programme:str}/groups/seat", "POST", P + "/groups/seat", {"person": "{guest}", "zone": "{group_r1}"}, "facilitate"),
    ("/p/{programme:str}/groups/together", "POST", P + "/groups/together", {"person": "{guest}", "other": "{person_olli}"}, "facilitate"),
    ("/p/{programme:str}/groups/add", "POST", P + "/groups/add", {}, "facilitate"),
    ("/p/{programme:str}/groups/{group:str}", "POST", P + "/groups/{table}", {"name": "Pöytä", "task": "Tehkää näin"}, "facilitate"),
    ("/p/{programme:str}/groups/{group:str}/remove", "POST", P + "/groups/{table}/remove", {}, "facilitate"),
    ("/p/{programme:str}/plan", "GET", P + "/plan", {}, "see"),
    ("/p/{programme:str}/plan/dates", "POST", P + "/plan/dates", {"date.v1": "2026-09-01"}, "facilitate"),
    ("/p/{programme:str}/plan/shift", "POST", P + "/plan/shift", {"entry": "ak1", "minutes": "5"}, "facilitate"),
    ("/p/{programme:str}/plan/{stage:str}/state", "POST", P + "/plan/v2/state", {"state": "now"}, "facilitate"),
    ("/p/{programme:str}/plan/{stage:str}/sheet", "GET", P + "/plan/v2/sheet", {}, "see"),
    ("/p/{programme:str}/activities", "GET", P + "/activities", {}, "facilitate"),
    ("/p/{programme:str}/activities", "POST", P + "/activities", {"title": "Tehtävä {n}"}, "facilitate"),
    ("/p/{programme:str}/activities/{activity:str}", "POST", P + "/activities/{activity}", {"title": "Tehtävä {n}"}, "facilitate"),
    ("/p/{programme:str}/activities/{activity:str}/remove", "POST", P + "/activities/{activity}/remove", {}, "facilitate"),
    ("/p/{programme:str}/now", "GET", P + "/now", {}, "see"),
    ("/p/{programme:str}/harvest", "GET", P + "/harvest", {}, "facilitate"),
    ("/p/{programme:str}/harvest", "POST", P + "/harvest", {"pick": "1:{lappu}", "board": "{drawn}"}, "facilitate"),
    ("/p/{programme:str}/follow", "GET", P + "/follow", {}, "see"),
    ("/p/{programme:str}/follow/reminder", "GET", P + "/follow/reminder", {}, "facilitate"),
    ("/p/{programme:str}/follow/reminder", "POST", P + "/follow/reminder", {"send": "0"}, "facilitate"),
    ("/p/{programme:str}/follow/tasks/{task:str}", "POST", P + "/follow/tasks/t-1", {"done": "1"}, "write"),
    ("/p/{programme:str}/support", "POST", P + "/support", {"stand": "support"}, "part"),
    ("/p/{programme:str}/about", "GET", P + "/about", {}, "see"),
    ("/p/{programme:str}/about", "POST", P + "/about", {"website": "www.example.org/{n}"}, "facilitate"),
    ("/p/{programme:str}/process", "GET", P + "/process", {}, "see"),
    ("/p/{programme:str}/lists/{list_id:str}", "POST", P + "/lists/questions", {"v.text": "Kysymys {n}"}, "write"),
    ("/p/{programme:str}/lists/{list_id:str}", "POST", P + "/lists/decisions", {"v.text": "Päätös {n}"}, "facilitate"),
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
    ("/p/{programme:str}/lead", "GET", P + "/lead", {}, "facilitate"),
    ("/p/{programme:str}/lead/news", "GET", P + "/lead/news", {}, "facilitate"),
    ("/p/{programme:str}/activities/{activity:str}/state", "POST", P + "/activities/{activity}/state", {"state": "open"}, "facilitate"),
    ("/p/{programme:str}/activities/{activity:str}/round", "POST", P + "/activities/{activity}/round", {}, "facilitate"),
    ("/p/{programme:str}/activities/{activity:str}/clock", "POST", P + "/activities/{activity}/clock", {"what": "more", "minutes": "5"}, "facilitate"),
    ("/p/{programme:str}/hall/gather", "POST", P + "/hall/gather", {"mode": "soft"}, "facilitate"),
    ("/p/{programme:str}/hall/message", "POST", P + "/hall/message", {"text": "Kahvi on valmis"}, "facilitate"),
    ("/p/{programme:str}/hall/help", "POST", P + "/hall/help", {"text": "Apua"}, "write"),
    ("/p/{programme:str}/hall/screen", "POST", P + "/hall/screen", {"what": "join"}, "facilitate"),
    ("/p/{programme:str}/hall/back", "POST", P + "/hall/back", {}, "facilitate"),
    ("/p/{programme:str}/screen", "GET", P + "/screen", {}, "see"),
    ("/b/{board:str}/merge", "GET", B + "/merge", {}, "write"),
    ("/b/{board:str}/merge", "POST", B + "/merge", {"item": "{aukko}"}, "write"),
    ("/b/{board:str}/items/{element:str}/split", "POST", N + "/split", {"text": "yksi"}, "write"),
    ("/b/{board:str}", "GET", B, {}, "see"),
    ("/b/{board:str}/quick", "GET", B + "/quick", {}, "write"),
    ("/b/{board:str}/quick", "POST", B + "/quick", {"zone": "left:note", "text": "Nopea"}, "write"),
    ("/b/{board:str}/paper", "GET", B + "/paper", {}, "see"),
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
    ("/b/{board:str}/shown", "POST", B + "/shown", {"restricted": "0", "group": "{group_r1}"}, "facilitate"),
    ("/b/{board:str}/lock", "POST", B + "/lock", {"locked": "0"}, "facilitate"),
    ("/b/{board:str}/ratings", "GET", B + "/ratings", {}, "see"),
    ("/b/{board:str}/ratings", "POST", B + "/ratings", {"kind": "leads", "what": "open"}, "facilitate"),
    ("/b/{board:str}/ratings/{element:str}/{target:str}", "POST", B + "/ratings/{lappu}/{askel}", {"kind": "leads", "v.weight": "3"}, "write"),
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
    ("/b/{board:str}/items/{element:str}/asked/{kind:str}/{target:str}", "POST", N + "/asked/leads/{askel}", {}, "write"),
    ("/b/{board:str}/items/{element:str}/remove", "POST", "/b/{board}/items/{askel_2}/remove", {}, "write"),
    ("/b/{board:str}/items/{element:str}/restore", "POST", "/b/{board}/items/{askel_2}/restore", {}, "write"),
    ("/b/{board:str}/delete", "POST", "/b/{own}/delete", {}, "facilitate"),
    ("/b/{board:str}/restore", "POST", "/b/{own}/restore", {}, "facilitate"),
]  # fmt: skip
ELUSIVE = (
    "/asked/",
    "/report/plan",
    "/fields/",
    "/file",
    "/pages/",
    "/lists/credits/",
    "/result-day/screen",
    "/follow/tasks/",
    "/plan/shift",
    "/alone",
    "/reveal",
    "/ballot",
)
"""What may be asked for and may not be there."""
ELSEWHERE = {
    "/out": "test_web_doors: it ends the session that asks",
    "/me/revoke": "test_web_people: it ends all sessions of who asks",
    "/me/password": "test_web_people: participants have none",
    "/ws": "tests/live/test_live_rights: its frames have a table of their own",
    "/plugin-static/{method:str}/{name:path}": "test_web_pages",
    "/demo": "test_web_doors",
    "/programmes/new": "test_web_process",
    "/programmes/import": "test_web_process",
}
"""Routes that another test asks, because asking them changes who asks."""


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("rights")) as world:
        answer = world.post("coordinator", "/p/{programme}/report", {"format": "pdf", "language": "fi"})
        world.ids["job"] = answer.headers["location"].rsplit("/", 1)[1]
        acquaint(world)
        # These three stay at their tables, whatever is mixed around them.
        world.database.now(lambda session: session.execute(update(m.Participant).values(by_hand=True)))
        yield world


def link_of_aino(session: Any) -> str:
    row = session.query(m.Participant).filter_by(name="Aino").first()
    return joining.make_link(session, joining.identity_of(session, None, row.id))  # type: ignore[arg-type]


def plain(path: str) -> str:
    """A route without the types of its parts."""
    return path.replace(":str", "").replace(":path", "")


def declared(world: World) -> set[tuple[str, str]]:
    """Every route and method of the application."""
    return {
        (route.path_format, method)
        for route in world.app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods - {"OPTIONS", "HEAD"}
    }


def table_of_rights() -> dict[tuple[str, str], set[str]]:
    """The table in docs/rights.md: for each route and method the roles that may ("" is nobody, stranger another programme's)."""
    columns = ("", "stranger", "observer", "expert", "secretary", "facilitator", "coordinator")
    found: dict[tuple[str, str], set[str]] = {}
    for method, path, cells in re.findall(r"^\| `(GET|POST) ([^`]+)` \|(.*)\|$", RIGHTS.read_text(), re.MULTILINE):
        marks = [cell.strip() for cell in cells.split("|")]
        assert len(marks) == len(columns) + 1, f"{method} {path}: {len(marks)} cells"
        assert set(marks[:-1]) <= {"yes", "–"}, f"{method} {path}: cells say yes or –"
        assert marks[-1], f"{method} {path}: what it does is missing"
        assert (path, method) not in found, f"{method} {path} stands twice"
        found[path, method] = {role for role, mark in zip(columns, marks, strict=False) if mark == "yes"}
    return found


def test_every_route_is_in_the_table_of_rights_and_is_asked(world: World) -> None:
    listed = table_of_rights()
    there = declared(world)
    assert sorted(there - set(listed)) == [], "docs/rights.md lacks these routes: add a row for each"
    assert sorted(set(listed) - there) == [], "docs/rights.md lists routes that are gone"
    asked = {(plain(path), method) for path, method, *_ in ROUTES}
    elsewhere = {plain(path) for path in ELSEWHERE}
    assert sorted((path, method) for path, method in there - asked if path not in elsewhere) == [], (
        "add these to ROUTES"
    )


def test_the_table_says_what_is_asked_of_the_server() -> None:
    listed = table_of_rights()
    seen: set[tuple[str, str]] = set()
    for path, method, address, _, level in ROUTES:
        key = (plain(path), method)
        # Where a route is asked twice, the later rows are narrower: a setup item, another table's board.
        wrong = LEVELS[level] - listed[key] if key in seen else LEVELS[level] ^ listed[key]
        assert not wrong, f"{method} {address}: docs/rights.md differs for {sorted(wrong)}"
        seen.add(key)


def acquaint(world: World) -> None:
    """The ids that the rows' addresses and forms name: the code, a link, people and saved versions of both programmes."""
    for prefix in ("", "other_"):
        world.post("coordinator", f"/p/{{{prefix}programme}}/snapshots", {"name": "Versio"})
        query = "SELECT id FROM snapshot WHERE programme_id = ? LIMIT 1"
        world.ids[f"{prefix}version"] = world.one(query, world.ids[f"{prefix}programme"])
    world.post("facilitator", "/p/{programme}/joining", {"joining": "1"})
    world.ids["code"] = world.one("SELECT join_code FROM programme WHERE id = ?", world.ids["programme"])
    world.ids["token"] = world.database.now(link_of_aino)
    for key in ("aino", "eero", "olli"):
        for prefix, name in (("", "programme"), ("other_", "other_programme")):
            query = "SELECT id FROM participant WHERE key = ? AND programme_id = ?"
            world.ids[f"{prefix}person_{key}"] = world.one(query, key, world.ids[name])
    world.ids["other_activity"] = world.database.now(lambda session: activity_in(session, world.ids["other_programme"]))
    world.ids["other_guest"], world.ids["other_table"] = world.ids["other_person_aino"], world.ids["other_group_r2"]


def activity_in(session: Any, programme_id: str) -> str:
    row = m.Activity(programme_id=programme_id, key=f"tehtava-{new_id()}", title="Tehtävä", position=1.0)
    session.add(row)
    session.flush()
    return str(row.id)


def fresh(world: World, address: str, form: dict[str, str]) -> None:
    """A guest, a table and an account to do it to: what is done to them cannot be done twice."""
    wanted = address + " ".join(form.values())

    def make(session: Any) -> None:
        programme = session.get(m.Programme, world.ids["programme"])
        if "{guest}" in wanted:
            row = m.Participant(programme_id=programme.id, key=f"vieras-{new_id()}", name="Vieras", invited_at=m.now())
            session.add(row)
            session.flush()
            world.ids["guest"] = row.id
        if "{table}" in wanted:
            table = m.Group(programme_id=programme.id, key=f"ryhma-{new_id()}", name="Uusi")
            session.add(table)
            session.flush()
            world.ids["table"] = table.id
        if "{account}" in wanted:
            account = m.Account(name="Toinen", role="facilitator")
            session.add(account)
            session.flush()
            world.ids["account"] = account.id
        if "{activity}" in wanted:
            world.ids["activity"] = activity_in(session, programme.id)

    if {"{guest}", "{table}", "{account}", "{activity}"} & set(re.findall(r"\{\w+\}", wanted)):
        world.database.now(make)


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
@pytest.mark.parametrize("row", ROUTES, ids=lambda row: f"{row[1]} {row[2]}")
def test_who_may(world: World, row: tuple[str, str, str, dict[str, Any], str], htmx: bool) -> None:
    _, method, address, form, level = row
    for number, role in enumerate(ROLES):
        data = {name: value.replace("{n}", f"{number}{htmx}") for name, value in form.items()}
        prepare(world, address)
        fresh(world, address, form)
        answer = world.ask(role, method, address, htmx=htmx, data=data or None)
        said = f"{method} {address} as {role or 'nobody'}: {answer.status_code} {web_kit.words(answer.text)[:200]}"
        if role in LEVELS[level]:
            assert answer.status_code not in (401, 403), said
            assert answer.status_code < 500, said
            assert answer.status_code != 404 or any(part in address for part in ELUSIVE), said
        elif role == "":
            assert answer.status_code == 401, said
        elif role == "stranger" and (address.startswith(("/p/", "/b/")) or "programme" in form):
            assert answer.status_code == 404, said
        else:
            assert answer.status_code == 403, said


INNER = [
    (method, address, form, name)
    for _, method, address, form, level in ROUTES
    if level != "anybody"
    for name in re.findall(r"\{([a-z_0-9]+)\}", address)[1:]
    + [n for v in form.values() for n in re.findall(r"\{([a-z_0-9]+)\}", v)]
    if name not in ("n", "job", "programme")
]


@pytest.mark.parametrize(("method", "address", "form", "name"), INNER, ids=lambda value: str(value)[:60])
def test_ids_of_the_programme_next_to_it_are_refused(
    world: World, method: str, address: str, form: dict[str, str], name: str
) -> None:
    """Somebody who may do it here names something of the other programme: there is no such thing, and nothing changes there."""
    swapped = {key: value.replace(f"{{{name}}}", f"{{other_{name}}}") for key, value in form.items()}
    fresh(world, address, form)
    before = world.one("SELECT count(*) FROM event WHERE programme_id = ?", world.ids["other_programme"])
    there = address.replace(f"{{{name}}}", f"{{other_{name}}}")
    for role in ("expert", "facilitator"):
        answer = world.ask(
            role, method, there, data={k: v.replace("{n}", "1") for k, v in swapped.items()} or None, htmx=True
        )
        assert answer.status_code in (403, 404), f"{method} {there} as {role}: {answer.status_code}"
    assert answer.status_code == 404
    assert world.one("SELECT count(*) FROM event WHERE programme_id = ?", world.ids["other_programme"]) == before


def test_a_report_of_the_programme_next_to_it_is_refused(world: World) -> None:
    answer = world.post("coordinator", "/p/{other_programme}/report", {"format": "pdf", "language": "fi"})
    job = answer.headers["location"].rsplit("/", 1)[1]
    for end in ("", "/file"):
        assert world.get("facilitator", f"/p/{{programme}}/report/jobs/{job}{end}").status_code == 404
        assert world.get("stranger", f"/p/{{programme}}/report/jobs/{job}{end}").status_code == 404


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
