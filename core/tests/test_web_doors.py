"""How people come in and go out over HTTP: links, codes, examples, sessions, and where a form may come from."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.tests import web_kit
from core.tests.web_kit import BASE, World
from kehittamo_core.database import models as m
from kehittamo_core.web.security import MaskLinks, comes_from_elsewhere
from kehittamo_core.workshop import joining


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("doors")) as world:
        yield world


def link_of(world: World, name: str = "Aino", role: str = "expert") -> str:
    def make(session: Any) -> str:
        programme = session.get(m.Programme, world.ids["programme"])
        return joining.make_link(session, joining.person_named(session, programme, name, role))

    token: str = world.database.now(make)
    return token


def sessions(world: World) -> int:
    return int(world.one("SELECT count(*) FROM session_token"))


def cookie_of(answer: Any) -> str:
    found = next((part for part in answer.headers.get_list("set-cookie") if part.startswith("kehittamo=")), "")
    return str(found)


# Personal links


def test_looking_at_a_personal_link_opens_nothing(world: World) -> None:
    token, before = link_of(world), sessions(world)
    for _ in range(3):
        answer = world.get("", f"/l/{token}")
        assert answer.status_code == 200
        assert "Jatka nimellä Aino" in web_kit.words(answer.text)
        assert not cookie_of(answer)
    assert sessions(world) == before


def test_a_personal_link_opens_a_session_when_it_is_sent(world: World) -> None:
    answer = world.post("", f"/l/{link_of(world)}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/p/{world.ids['programme']}"
    cookie = cookie_of(answer).lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    token = cookie_of(answer).split(";")[0].partition("=")[2]
    assert world.get("", answer.headers["location"], cookie=f"kehittamo={token}").status_code == 200


def test_the_cookie_is_secure_where_the_browser_speaks_tls(world: World) -> None:
    answer = world.post("", f"/l/{link_of(world)}", headers={"X-Forwarded-Proto": "https"})
    assert "secure" in cookie_of(answer).lower()


@pytest.mark.parametrize("token", ["nonsense", "a" * 5000, "..%2f..", "%00", "%F0%9F%8E%88"])
def test_a_wrong_link_opens_nothing_and_says_so(world: World, token: str) -> None:
    for method in ("GET", "POST"):
        answer = world.ask("", method, f"/l/{token}")
        assert answer.status_code == 404
        assert not cookie_of(answer)


def test_a_revoked_link_ends_its_session(world: World) -> None:
    token = link_of(world, "Pirkko")
    session_token = cookie_of(world.post("", f"/l/{token}")).split(";")[0]
    assert world.get("", "/p/{programme}", cookie=session_token).status_code == 200

    def revoke(session: Any) -> None:
        programme = session.get(m.Programme, world.ids["programme"])
        joining.revoke_links(session, joining.person_named(session, programme, "Pirkko", "expert"))

    world.database.now(revoke)
    assert world.get("", "/p/{programme}", cookie=session_token).status_code == 401
    assert world.post("", f"/l/{token}").status_code == 404


def test_signing_out_ends_the_session(world: World) -> None:
    cookie = cookie_of(world.post("", f"/l/{link_of(world)}")).split(";")[0]
    answer = world.post("", "/out", cookie=cookie)
    assert answer.status_code == 303
    assert "max-age=0" in cookie_of(answer).lower()
    assert world.get("", "/p/{programme}", cookie=cookie).status_code == 401


# Joining by code


@pytest.fixture(scope="module")
def code(world: World) -> str:
    world.post("facilitator", "/p/{programme}/joining", {"joining": "1"})
    return str(world.one("SELECT join_code FROM programme WHERE id = ?", world.ids["programme"]))


def test_joining_gives_a_table_a_session_and_an_own_link(world: World, code: str) -> None:
    asked = world.get("", f"/j?code={code[:3].lower()}%20{code[3:]}")
    assert asked.headers["location"] == f"/j/{code}"
    page = world.get("", f"/j/{code}")
    assert "Koeohjelma" in page.text
    assert "Kehittämö 1" in web_kit.words(page.text)
    answer = world.post("", f"/j/{code}", {"name": "Uusi Ihminen", "organisation": "Lukio", "kind": "customer"})
    assert answer.status_code == 200
    said = web_kit.words(answer.text)
    assert re.search(r"Paikkasi pöytä [12]", said)
    link = re.search(rf"{BASE}(/l/[\w-]+)", answer.text)
    assert link
    cookie = cookie_of(answer).split(";")[0]
    assert world.get("", "/p/{programme}", cookie=cookie).status_code == 200
    again = world.get("", link[1])
    assert "Jatka nimellä Uusi Ihminen" in web_kit.words(again.text)
    row = world.one("SELECT organisation || '/' || role || '/' || kind FROM participant WHERE name = 'Uusi Ihminen'")
    assert row == "Lukio/expert/customer"


def test_a_table_card_joins_its_own_table(world: World, code: str) -> None:
    assert 'name="group" value="r2"' in world.get("", f"/j/{code}?table=r2").text
    answer = world.post("", f"/j/{code}", {"name": "Pöydän Väki", "group": "r2"})
    assert "Paikkasi pöytä 2" in web_kit.words(answer.text)


def test_whoever_joins_while_a_task_is_open_starts_at_it(world: World, code: str) -> None:
    door = f'href="/p/{world.ids["programme"]}'
    assert f'{door}">Aloita' in world.post("", f"/j/{code}", {"name": "Aikainen"}).text
    made = world.post("facilitator", "/p/{programme}/activities", {"title": "Kipupisteet", "boards": "b-yhteinen"})
    path = "/p/{programme}/activities/" + made.headers["location"].rpartition("-")[2] + "/state"
    assert world.post("facilitator", path, {"state": "open"}, htmx=True).status_code == 200
    assert f'{door}/now">Aloita' in world.post("", f"/j/{code}", {"name": "Myöhäinen"}).text
    assert world.post("facilitator", path, {"state": "done", "even": "1"}, htmx=True).status_code == 200


def test_joining_without_a_name_keeps_what_was_written(world: World, code: str) -> None:
    answer = world.post("", f"/j/{code}", {"name": " ", "organisation": "Mielenpiha ry"})
    assert answer.status_code == 422
    assert "Kirjoita nimesi." in web_kit.words(answer.text)
    assert "Mielenpiha ry" in answer.text


def test_an_unknown_or_closed_code_opens_nothing(world: World, code: str) -> None:
    answer = world.get("", "/j?code=QQQQQQ")
    assert answer.status_code == 404
    assert "QQQQQQ" in answer.text
    assert world.post("", "/j/QQQQQQ", {"name": "Joku"}).status_code == 404
    world.post("facilitator", "/p/{programme}/joining", {"joining": "0"})
    assert world.get("", f"/j/{code}").status_code == 404
    assert world.post("", f"/j/{code}", {"name": "Joku"}).status_code == 404
    world.post("facilitator", "/p/{programme}/joining", {"joining": "1"})


# New programmes and the examples


def test_only_coordinators_start_programmes(world: World) -> None:
    assert world.post("", "/programmes", {"title": "Uusi"}).status_code == 401
    for role in ("observer", "expert", "secretary", "facilitator", "stranger"):
        assert world.post(role, "/programmes", {"title": "Uusi"}).status_code == 403, role
    answer = world.post("coordinator", "/programmes", {"title": "Uusi kehittämö", "workshops": "2"})
    assert answer.status_code == 303
    assert "Uusi kehittämö" in world.get("coordinator", answer.headers["location"]).text


def test_the_examples_cannot_be_stepped_into_where_there_are_none(world: World) -> None:
    assert world.post("", "/demo", {"person": "coordinator-1"}).status_code == 403
    assert "Astu sisään" not in world.get("", "/").text


# Where a form comes from


def scope(method: str = "POST", **headers: str) -> Any:
    pairs = [
        (name.replace("_", "-").encode(), value.encode())
        for name, value in {"host": "k.example:8000", **headers}.items()
    ]
    return {"type": "http", "method": method, "headers": pairs}


@pytest.mark.parametrize(
    ("headers", "elsewhere"),
    [
        ({}, False),
        ({"sec_fetch_site": "same-origin"}, False),
        ({"sec_fetch_site": "same-origin", "origin": "null"}, False),
        ({"sec_fetch_site": "none"}, False),
        ({"sec_fetch_site": "cross-site"}, True),
        ({"sec_fetch_site": "same-site"}, True),
        ({"sec_fetch_site": "cross-site", "hx_request": "true"}, True),
        ({"origin": "http://k.example:8000"}, False),
        ({"origin": "https://pohja.example"}, False),
        ({"origin": "http://k.example"}, True),
        ({"origin": "https://evil.example"}, True),
        ({"origin": "null"}, True),
        ({"origin": "null", "hx_request": "true"}, False),
        ({"origin": "null", "cookie": "theme=dark; kehittamo=abc"}, False),
        ({"origin": "null", "cookie": "kehittamo_door=1"}, False),
        ({"origin": "null", "cookie": "other=kehittamo"}, True),
    ],
)
def test_forms_of_other_sites_are_told_apart(headers: dict[str, str], elsewhere: bool) -> None:
    assert comes_from_elsewhere(scope(**headers), "https://pohja.example") is elsewhere
    assert comes_from_elsewhere(scope("GET", **headers)) is False


def test_a_form_of_another_site_does_nothing(world: World) -> None:
    before = world.one("SELECT count(*) FROM element")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = world.post("expert", "/b/{board}/items", {"zone": "left", "text": "Vieras"}, headers=headers)
        assert answer.status_code == 403
        assert "toisen sivuston" in web_kit.words(answer.text)
    assert world.one("SELECT count(*) FROM element") == before
    assert world.get("expert", "/b/{board}", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


# What every answer bears


@pytest.mark.parametrize("path", ["/", "/nowhere", "/b/{board}", "/static/css/kehittamo.css", "/l/nonsense", "/health"])
def test_every_answer_is_strict(world: World, path: str) -> None:
    headers = world.get("expert", path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


def test_pages_are_not_kept_by_browsers_but_stamped_files_are(world: World) -> None:
    page = world.get("expert", "/b/{board}")
    assert page.headers["cache-control"] == "no-store"
    address = re.search(r'href="(/static/css/kehittamo.css\?v=\w+)"', page.text)
    assert address
    assert "immutable" in world.get("", address[1]).headers["cache-control"]


def test_pages_hold_no_inline_script_or_style(world: World) -> None:
    for path in (
        "/",
        "/b/{board}",
        "/p/{programme}",
        "/p/{programme}/report",
        "/b/{board}/items/{lappu}",
        "/b/{drawn}/screen",
    ):
        html = world.get("facilitator", path).text
        assert " style=" not in html, path
        assert not re.search(r"<style|javascript:| on[a-z]+=", html), path
        scripts = re.findall(r"<script([^>]*)>", html)
        assert all("src=" in one or 'type="application/json"' in one for one in scripts), path


def test_personal_links_do_not_stand_in_logs() -> None:
    record = logging.LogRecord(
        "uvicorn.access", 20, "", 0, '%s - "%s %s"', ("1.2.3.4", "POST", "/l/abc_def-123?x=1"), None
    )
    MaskLinks().filter(record)
    assert record.getMessage() == '1.2.3.4 - "POST /l/…?x=1"'


# What readers choose


def test_the_language_is_chosen_and_kept(world: World) -> None:
    assert 'lang="fi"' in world.get("", "/", headers={"Accept-Language": "en"}).text
    answer = world.post("", "/preferences", {"language": "sv", "back": "/p/{programme}"})
    assert answer.headers["location"] == f"/p/{world.ids['programme']}"
    cookie = answer.headers["set-cookie"].split(";")[0]
    assert cookie == "language=sv"
    assert 'lang="sv"' in world.get("expert", "/p/{programme}", cookie=cookie).text


@pytest.mark.parametrize(
    "back", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "", "/x\r\nSet-Cookie: a=b"]
)
def test_preferences_lead_nowhere_else(world: World, back: str) -> None:
    answer = world.post("", "/preferences", {"theme": "dark", "back": back})
    assert answer.headers["location"] == "/"


def test_the_theme_is_on_the_page_from_the_first_byte(world: World) -> None:
    assert 'data-theme="dark"' in world.get("", "/", cookie="theme=dark").text
    assert "data-theme=" not in world.get("", "/", cookie="theme=%22%3E").text.split("<body")[0]


def test_plain_language_shows_the_plain_questions(world: World) -> None:
    assert "Which pieces?" in world.get("expert", "/b/{drawn}").text
    cookie = world.post("expert", "/preferences", {"plain": "1"}).headers["set-cookie"].split(";")[0]
    assert '<p class="ask">What?</p>' in world.get("expert", "/b/{drawn}", cookie=cookie).text
