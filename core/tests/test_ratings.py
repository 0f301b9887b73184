"""Ratings alone and then together: no byte of anybody's rating reaches others before the spread, and no average after it."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.tests import web_kit
from core.tests.test_hidden import everything_for
from core.tests.web_kit import World, words
from kehittamo_core.errors import PluginError
from kehittamo_core.exchange import validate
from kehittamo_core.fields import Field
from kehittamo_core.method import LinkKind
from kehittamo_core.workshop.archive import import_document
from kehittamo_core.workshop.archive_export import export_document
from kehittamo_core.workshop.people import OPERATOR

CELL = "/b/{board}/ratings/{lappu}/{askel}"
MINE = 731964.25
"""A rating that stands nowhere else."""


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("ratings")) as world:
        world.ids["activity"] = "0" * 32
        yield world


def archive(world: World) -> dict[str, Any]:
    return world.database.now(lambda session: export_document(session, world.ids["programme"]))


def spreads(world: World) -> list[dict[str, Any]]:
    return [part for board in archive(world)["boards"] for part in board.get("spreads", [])]


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

    assert spreads(world) == []
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


def test_the_spread_stays_when_its_round_ends_and_goes_when_a_new_one_begins(world: World) -> None:
    """In the table, on the board that plugins see, and in the archive, which another instance reads to the same spread."""
    assert lead(world, "open") == 200
    assert [rate(world, who, value) for who, value in (("expert", 7), ("secretary", 12), ("facilitator", 12))] == [
        200
    ] * 3
    table = words(world.get("observer", "/b/{board}/table").text)
    assert "Yksin arvioituna" not in table
    assert lead(world, "show") == 200
    # What was shown by mistake is hidden again.
    assert world.post("facilitator", "/p/{programme}/hall/back", htmx=True).status_code == 200
    assert (spreads(world), world.one("SELECT count(*) FROM rating")) == ([], 3)
    assert [lead(world, what) for what in ("show", "end")] == [200, 200]
    assert re.search(r"7: 1, 12: 2", words(world.get("observer", "/b/{board}/table").text))
    (spread,) = spreads(world)
    assert spread["counts"] == [{"value": 12, "count": 2}, {"value": 7, "count": 1}]
    copied = archive(world)
    copied["programme"]["id"] += "-2"

    def read(session: Any) -> dict[str, Any]:
        return export_document(session, import_document(session, world.app.state.plugins, OPERATOR, copied))

    assert [part for board in world.database.now(read)["boards"] for part in board.get("spreads", [])] == [spread]
    (board,) = [part for part in copied["boards"] if part.get("spreads")]
    for wrong, said in (
        ({**spread, "target": "ei-ole"}, "spreads[0].target"), ({**spread, "field": "reason"}, "leads.weight"),
        ({**spread, "counts": [{"value": "monta", "count": 1}]}, "counts[0].value"),
        ({**spread, "counts": spread["counts"][:1] * 2}, "spreads[0].counts"),
    ):  # fmt: skip
        faults = validate({**copied, "boards": [{**board, "spreads": [wrong]}]}, world.app.state.plugins)
        assert any(said in f"{fault.place} {fault.values}" for fault in faults), said
    assert lead(world, "open") == 200
    assert spreads(world) == []
    assert lead(world, "end") == 200


def test_a_link_that_has_nothing_to_count_is_not_rated_alone() -> None:
    with pytest.raises(PluginError, match="has no sign, choice, number or scale"):
        LinkKind(
            id="x", label="x", source=("a",), target=("b",), fields=(Field(id="why", label="Why"),), rated_alone=True
        )
