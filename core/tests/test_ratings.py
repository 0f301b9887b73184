"""Ratings alone and then together: no byte of anybody's rating reaches others before the spread, and no average after it."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.tests import web_kit
from core.tests.test_hidden import everything_for
from core.tests.web_kit import World, words
from kehittamo_core.errors import PluginError
from kehittamo_core.fields import Field
from kehittamo_core.method import LinkKind

CELL = "/b/{board}/ratings/{lappu}/{askel}"
MINE = 731964.25
"""A rating that stands nowhere else."""


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("ratings")) as world:
        world.ids["activity"] = "0" * 32
        yield world


def lead(world: World, what: str, role: str = "facilitator") -> int:
    return int(world.post(role, "/b/{board}/ratings", {"kind": "leads", "what": what}, htmx=True).status_code)


def rate(world: World, role: str, value: float | str) -> int:
    form = {"kind": "leads", "v.weight": str(value)}
    return int(world.post(role, CELL, form, htmx=True).status_code)


def test_nobody_gets_a_byte_of_a_rating_before_the_spread(world: World) -> None:
    assert rate(world, "expert", MINE) == 422
    assert (lead(world, "open", "expert"), lead(world, "open")) == (403, 200)
    assert (rate(world, "observer", 1), rate(world, "stranger", 1)) == (403, 404)
    assert rate(world, "expert", MINE) == 200
    assert rate(world, "secretary", 12) == 200
    assert rate(world, "facilitator", 12) == 200
    said = re.compile(r"731.?964|731964")
    for role in ("secretary", "facilitator"):
        assert [where for where, text in everything_for(world, role) if said.search(text)] == []
        panel = world.get(role, "/b/{board}/ratings", htmx=True).text
        assert not said.search(panel)
        assert "3 ihmistä on arvioinut" in words(panel)
    assert said.search(world.get("expert", "/b/{board}/ratings", htmx=True).text)
    with sqlite3.connect(world.database.path) as connection:
        events = json.dumps(connection.execute("SELECT * FROM event").fetchall(), default=str)
        commands = json.dumps(connection.execute("SELECT * FROM command").fetchall(), default=str)
    assert not said.search(events + commands)
    # The group's rating would lead the others, so it waits; afterwards it is an act of its own.
    link = {"choice": "sampler:leads:out", "end": "{askel}", "v.weight": "5"}
    assert world.post("expert", "/b/{board}/items/{lappu}/links", link).status_code == 409
    assert rate(world, "expert", MINE) == 200

    assert lead(world, "show") == 200
    shown = words(world.get("secretary", "/b/{board}/ratings", htmx=True).text)
    assert said.search(shown)
    assert re.search(r"12 2\b", shown)
    assert "Ryhmän arvio: ei vielä sovittu" in shown
    assert "Aino" not in shown
    agreed = world.post("expert", "/b/{board}/items/{lappu}/asked/leads/{askel}", {"v.weight": "40"}, htmx=True)
    assert agreed.status_code == 200, words(agreed.text)
    assert "Ryhmän arvio: 40" in words(world.get("secretary", "/b/{board}/ratings", htmx=True).text)
    assert rate(world, "expert", 3) == 422
    assert lead(world, "end") == 200
    assert world.one("SELECT count(*) FROM rating") == 0
    assert "Ryhmän arvio" not in words(world.get("expert", "/b/{board}").text)


def test_a_link_that_has_nothing_to_count_is_not_rated_alone() -> None:
    with pytest.raises(PluginError, match="has no sign, choice, number or scale"):
        LinkKind(
            id="x", label="x", source=("a",), target=("b",), fields=(Field(id="why", label="Why"),), rated_alone=True
        )
