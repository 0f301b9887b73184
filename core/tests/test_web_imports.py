"""Files that are read into a board: looked at first, stored all or nothing, not checked until somebody says so."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from core.tests import web_kit
from core.tests.web_kit import World

FILE = {"file": ("rivit.txt", b"eka rivi\ntoka rivi")}
ADDRESS = "/b/{board}/files/lines"


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("imports")) as world:
        yield world


def carried(page: str) -> dict[str, str]:
    """What the form that confirms a preview sends."""
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}


def test_a_preview_stores_nothing_and_its_form_does(world: World) -> None:
    """Preview, confirm, see doubt and source, confirm the value, take the import back."""
    before = world.one("SELECT count(*) FROM element")
    page = world.ask("facilitator", "POST", ADDRESS + "/preview", htmx=True, files=FILE).text
    assert "eka rivi" in page
    assert "toka rivi" in page
    assert "Lappu: 2" in page
    assert world.one("SELECT count(*) FROM element") == before
    done = world.post("facilitator", ADDRESS, carried(page), htmx=True)
    assert done.status_code == 200
    assert world.one("SELECT count(*) FROM element") == before + 2
    note = world.one("SELECT id FROM element WHERE sources LIKE '%rivit.txt%' ORDER BY id")
    panel = world.get("expert", "/b/{board}/items/" + note, htmx=True).text
    assert "Tuotu, tarkistamatta" in panel
    assert "rivit.txt" in panel
    checked = world.post("expert", "/b/{board}/items/" + note + "/doubts", {"field": "", "note": ""}, htmx=True).text
    assert "Tuotu, tarkistamatta" not in checked
    assert world.one("SELECT uncertain FROM element WHERE id = ?", note) == "{}"
    world.post("facilitator", "/b/{board}/undo", {}, htmx=True)
    assert world.one("SELECT count(*) FROM element WHERE deleted_at IS NULL AND sources LIKE '%rivit.txt%'") == 0


def test_a_wrong_file_is_refused_in_the_preview(world: World) -> None:
    before = world.one("SELECT count(*) FROM element")
    sent = {"file": ("rivit.txt", b"eka\n\ntoka")}
    answer = world.ask("facilitator", "POST", ADDRESS + "/preview", htmx=True, files=sent)
    assert answer.status_code == 200
    assert "Line 2 is empty." in answer.text
    assert "Mitään ei tallennettu" in answer.text
    assert 'name="data"' not in answer.text
    assert world.one("SELECT count(*) FROM element") == before


def test_without_scripts_the_preview_is_a_page(world: World) -> None:
    page = world.ask("facilitator", "POST", ADDRESS + "/preview", files=FILE).text
    assert "<html" in page
    assert "eka rivi" in page
    assert world.post("facilitator", ADDRESS, carried(page)).status_code == 303


def test_what_carries_no_file_is_told_so(world: World) -> None:
    for data in ({}, {"data": "%%%"}, {"data": "é"}):
        answer = world.post("facilitator", ADDRESS, data, htmx=True)
        assert answer.status_code == 422
        assert "Valitse ensin tiedosto" in answer.text
