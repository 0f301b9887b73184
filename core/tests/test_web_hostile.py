"""Nothing that is sent breaks the server: hostile forms, addresses, bodies and headers get an answer below 500."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.tests import web_kit
from core.tests.test_web_rights import ROUTES, acquaint, fresh
from core.tests.web_kit import World, words

NASTY = (
    "", " ", "\x00", "\ud7ff", "<script>alert(1)</script>", "'; DROP TABLE element; --", "{{ 7*7 }}", "{board}", "%s%n", "../../etc/passwd",
    "9" * 400, "-0", "1e999", "NaN", "\u202e", "🎈" * 300, "a" * 20_000, "\r\n\r\nSet-Cookie: x=1", "٣", "0x1F", "١٢", "²",
)  # fmt: skip
FIELDS = (
    "title",
    "text",
    "why",
    "amount",
    "size",
    "cost",
    "day",
    "mood",
    "level",
    "effect",
    "owner",
    "others",
    "grade",
    "points",
    "aim",
    "ready",
    "tags",
)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("hostile")) as world:
        world.ids["job"] = "0" * 32
        acquaint(world)
        fresh(world, "{guest}{table}{account}{activity}", {})
        yield world


def stands(answer: Any) -> None:
    assert answer.status_code < 500, words(answer.text)[:300]
    assert "Traceback" not in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("value", NASTY, ids=lambda value: repr(value)[:20])
def test_nasty_words_in_every_form(world: World, value: str) -> None:
    for _, method, address, form, _ in ROUTES:
        if method != "POST" or address.endswith(
            ("/delete", "/report", "/snapshots", "/joining", "/lock", "/assign", "/remove")
        ):
            continue
        names = [
            *form,
            "zone",
            "kind",
            "text",
            "points",
            "before",
            "step",
            "end",
            "choice",
            "revision",
            "command_id",
            "v.x.0.y",
        ]
        stands(world.post("facilitator", address, dict.fromkeys(names, value), htmx=True))


@pytest.mark.parametrize("field", FIELDS)
def test_nasty_values_in_every_field(world: World, field: str) -> None:
    parts = (
        "",
        ".amount",
        ".unit",
        ".low",
        ".base",
        ".high",
        ".kind",
        ".stated",
        ".date",
        ".reason",
        ".0.value",
        ".0.date",
        ".99999.n",
        ".x.y",
        ".unset",
    )
    for value in NASTY:
        for part in parts:
            answer = world.post(
                "expert", f"/b/{{board}}/items/{{lappu}}/fields/{field}", {f"v.{field}{part}": value}, htmx=True
            )
            stands(answer)
    stands(world.get("expert", "/b/{board}"))
    stands(world.get("expert", "/b/{board}/items/{lappu}"))
    stands(world.get("expert", "/b/{board}/table"))


@pytest.mark.parametrize(
    "value", ["x", "0" * 32, "%00", "..", "a" * 3000, "%F0%9F%8E%88", "null", "-1", "01a201c1382976d096eca05d162e55d9"]
)
def test_nasty_ids_in_every_address(world: World, value: str) -> None:
    for _, method, address, form, _ in ROUTES:
        for name in re.findall(r"\{(\w+)\}", address):
            answer = world.ask("facilitator", method, address.replace(f"{{{name}}}", value), data=form or None)
            stands(answer)
            assert answer.status_code >= 400 or value == "..", address


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"a=1&a=2&=&&%zz=%zz", "application/x-www-form-urlencoded"),
        (b'{"text": "x"}', "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data"),
        (b"", "text/plain"),
        (b"<xml/>", "application/xml"),
        (b"text=" + b"a" * 300_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % number for number in range(3000)), "application/x-www-form-urlencoded"),
        (b"text=" + b"a" * 7_000_000, "application/x-www-form-urlencoded"),
    ],
    ids=lambda part: repr(part)[:40],
)
def test_nasty_bodies(world: World, body: bytes, kind: str) -> None:
    for address in (
        "/b/{board}/items",
        "/b/{board}/items/{lappu}/fields/title",
        "/preferences",
        "/b/{board}/files/lines",
        "/b/{board}/files/lines/preview",
        "/j/AAAAAA",
    ):
        answer = world.ask("facilitator", "POST", address, content=body, headers={"Content-Type": kind})
        stands(answer)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Command-Id": "\x01" * 10},
        {"X-Command-Id": "a" * 5000},
        {"Cookie": "kehittamo=" + "a" * 4000},
        {"Cookie": "kehittamo=%00%ff; language=<b>; theme=<b>; plain=2"},
        {"Accept-Language": "a" * 4000},
        {"HX-Request": "true", "HX-Target": "<script>alert(1)</script>"},
        {"If-None-Match": '"' * 500},
        {"Host": 'evil.example"><script>alert(1)</script>'},
        {"X-Forwarded-Proto": "javascript"},
        {"Range": "bytes=0-1,5-9999999999"},
        {"Accept-Encoding": "br, x;q=zzz"},
    ],
    ids=str,
)
def test_nasty_headers(world: World, headers: dict[str, str]) -> None:
    for path in ("/", f"/b/{world.ids['drawn']}/drawing/column.svg", "/static/css/kehittamo.css", "/nowhere"):
        world.client.cookies.clear()
        stands(world.client.get(path, headers=headers, follow_redirects=False))


@pytest.mark.parametrize(
    "query",
    [
        "?view=%00",
        "?drawing=" + "a" * 3000,
        "?part=99999999999999999999",
        "?part=-1",
        "?part=1e5",
        "?find=%27&choice=a:b:c",
        "?deleted=x",
        "?code=%F0%9F%8E%88",
        "?to=//evil",
        "?a[]=1&a=%zz",
    ],
)
def test_nasty_queries(world: World, query: str) -> None:
    for path in (
        "/",
        "/j",
        "/p/{programme}",
        "/b/{board}",
        "/b/{drawn}",
        "/b/{drawn}/screen",
        "/b/{drawn}/drawing/column.svg",
        "/b/{board}/items/{lappu}/links/new",
        "/b/{board}/findings",
    ):
        stands(world.get("facilitator", path + query))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_other_methods_do_nothing(world: World, method: str) -> None:
    before = world.one("SELECT count(*) FROM event")
    for path in ("/b/{board}", "/b/{board}/items", "/b/{board}/items/{lappu}", "/p/{programme}"):
        stands(world.ask("coordinator", method, path))
    assert world.one("SELECT count(*) FROM event") == before


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    field=st.sampled_from(FIELDS),
    form=st.dictionaries(
        st.sampled_from(["", ".amount", ".unit", ".kind", ".low", ".date", ".reason", ".stated", ".unset", ".0.value", ".1.date", ".0.n"]),
        st.text(max_size=40), max_size=4,
    ),
)  # fmt: skip
def test_any_form_of_a_field_gets_an_answer(world: World, field: str, form: dict[str, str]) -> None:
    sent = {f"v.{field}{part}": value for part, value in form.items()}
    stands(world.post("expert", f"/b/{{board}}/items/{{lappu}}/fields/{field}", sent, htmx=True))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300), zone=st.sampled_from(["left", "right", ""]))
def test_any_words_of_a_note_stand_on_the_page_as_they_were_written(world: World, text: str, zone: str) -> None:
    answer = world.post("expert", "/b/{board}/items", {"zone": zone, "text": text}, htmx=True)
    stands(answer)
    if answer.status_code == 200:
        stands(world.get("expert", "/b/{board}"))
        world.post("expert", "/b/{board}/undo", htmx=True)
