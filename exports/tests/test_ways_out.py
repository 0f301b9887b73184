"""The other ways out: the archive, single drawings, one board as PDF; and every word of the report in three languages."""

import ast
import io
import json
import zipfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from exports.tests import documents
from exports.tests.pdf_checker import faults
from exports.tests.reading import pages
from kehittamo_core.api import ExportRequest, MissingPart
from kehittamo_core.loading import load_plugins
from kehittamo_core.words import is_translated
from kehittamo_exports import archive, drawing


def asked(**more: object) -> ExportRequest:
    return ExportRequest(document=documents.programme(), plugins=documents.PLUGINS, **more)  # type: ignore[arg-type]


def test_the_ways_out_are_found_by_their_entry_point() -> None:
    exports = load_plugins().exports
    assert {"pdf", "archive", "svg", "board-pdf"} <= set(exports)
    assert exports["board-pdf"].scope == "board"
    assert exports["pdf"].media_type == "application/pdf"


def test_the_archive_is_the_document_in_its_canonical_form() -> None:
    data = archive.write(asked())
    assert data.endswith(b"}\n")
    assert json.loads(data)["programme"]["title"] == documents.programme()["programme"]["title"]
    again = ExportRequest(document=json.loads(data), plugins=documents.PLUGINS)
    assert archive.write(again) == data


def test_one_drawing_is_an_svg_that_stands_alone() -> None:
    data = drawing.write_svg(asked(board="syykartta", drawing="row"))
    root = ElementTree.fromstring(data)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Palvelutarpeen syyt: Rivi"
    assert "Tieto ei kulje" in (root.findtext("{http://www.w3.org/2000/svg}desc") or "")
    assert b"class=" not in data.replace(b'class="scene"', b"")
    # The fonts are in it, for every weight that stands there; where a program takes none, it is told which others do.
    rules = root.findtext("{http://www.w3.org/2000/svg}style") or ""
    families = {(root.get("font-family") or "", "400")}
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        families.add((text.get("font-family") or root.get("font-family") or "", text.get("font-weight") or "400"))
    families.discard((root.get("font-family") or "", "400"))
    assert families
    for family, weight in families:
        first, *others = family.split(", ")
        assert f"font-family:'{first}';font-weight:{weight};src:url(data:font/woff2;base64,d09GMg" in rules
        assert others[-1] == "sans-serif"
    assert "http" not in rules


def test_all_drawings_come_in_one_archive() -> None:
    told: list[int] = []
    data = drawing.write_svg(asked(progress=lambda done, total, what: told.append(done)))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.namelist() == ["01-palvelutarpeen-syyt-row.svg", "02-ryhman-syyt-row.svg"]
        for name in file.namelist():
            ElementTree.fromstring(file.read(name))
    assert told
    assert drawing.write_svg(asked()) == data


@pytest.mark.parametrize(("board", "drawn"), [("absent", None), ("vieras", None), ("syykartta", "absent")])
def test_what_is_not_there_is_said(board: str, drawn: str | None) -> None:
    with pytest.raises(MissingPart):
        drawing.write_svg(asked(board=board, drawing=drawn))


def test_one_board_fills_a_sheet_of_a3_and_its_tables_follow() -> None:
    data = drawing.write_board_pdf(asked(board="syykartta"))
    assert faults(data) == []
    text = " ".join(pages(data))
    for words in ("Palvelutarpeen syyt", "Tieto ei kulje", "Järjestelmät ovat erillään", "ZS-2"):
        assert words in text
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sides = sorted(round(float(pdf.pages[0].mediabox[index])) for index in (2, 3))
        assert sides == [842, 1191]
        assert len(pdf.pages) == 2


def messages() -> Iterator[str]:
    """Every English message that the package speaks."""
    root = Path(str(resources.files("kehittamo_exports")))
    for file in root.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            speaks = name in ("voice", "many") or (file.name == "words.py" and name == "self")
            first = node.args[0]
            if speaks and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
    from kehittamo_exports import kehittamo_exports

    yield from (way.title for way in kehittamo_exports())


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_message_has_its_words(language: str) -> None:
    found = set(messages())
    assert len(found) > 80
    missing = {message for message in found if not is_translated("kehittamo_exports", language, message)}
    assert missing == set()


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_catalogue_keeps_words_that_nobody_says(language: str) -> None:
    from kehittamo_core.words import catalogue

    book = catalogue("kehittamo_exports", language)
    assert book is not None
    known = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in book if entry.id}
    assert known - set(messages()) == set()
