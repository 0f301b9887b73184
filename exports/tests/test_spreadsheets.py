"""Boards as workbooks, CSV, graphs and pictures: typed, complete, never a formula, and silent about people."""

import csv
import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest
from PIL import Image

from exports.tests import documents
from kehittamo_core.api import ExportRequest, MissingPart
from kehittamo_exports import drawing, graph, spreadsheet

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DANGEROUS = '=HYPERLINK("http://example.org";"klikkaa")'


def asked(document: dict[str, Any] | None = None, **more: Any) -> ExportRequest:
    return ExportRequest(document=document or documents.programme(), plugins=documents.PLUGINS, **more)


def dangerous() -> dict[str, Any]:
    document = documents.programme()
    document["boards"][0]["items"][0]["values"]["text"] = DANGEROUS
    document["decisions"][0]["text"] = "+358 40 123"
    return document


def sheets(data: bytes) -> dict[str, list[list[str | float]]]:
    """The cells of every sheet by its name; a formula fails."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        shared = [
            "".join(part.text or "" for part in one.iter(f"{SHEET}t"))
            for one in ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
        ]
        names = [
            one.get("name", "") for one in ElementTree.fromstring(file.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
        ]
        found = {}
        for number, name in enumerate(names, 1):
            root = ElementTree.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(root.iter(f"{SHEET}f"))
            assert not list(root.iter(f"{SHEET}hyperlink"))
            rows = []
            for row in root.iter(f"{SHEET}row"):
                cells = [(cell.get("t"), cell.findtext(f"{SHEET}v") or "") for cell in row.iter(f"{SHEET}c")]
                rows.append([shared[int(value)] if kind == "s" else float(value) for kind, value in cells if value])
            found[name] = rows
        return found


def test_a_workbook_has_a_sheet_for_each_kind_with_numbers_as_numbers() -> None:
    found = sheets(spreadsheet.write_xlsx(asked()))
    assert {"Ohjelma", "Päätökset", "Osallistujat"} <= set(found)
    goal = next(row for row in found["Ohjelma"] if "Hyvinvointi" in row)
    assert 20.0 in goal
    assert 43830.0 in goal  # 31.12.2019 as a day of the spreadsheet's calendar
    words = {cell for rows in found.values() for row in rows for cell in row}
    for said in (
        "Tieto ei kulje",
        "Järjestelmät ovat erillään",
        "ZS-1",
        "Irrallinen ajatus",
        "Säilynyt sisältö",
        "Kunta",
    ):
        assert said in words, said


def test_nobodys_words_become_a_formula() -> None:
    found = sheets(spreadsheet.write_xlsx(asked(dangerous())))
    assert DANGEROUS in {cell for rows in found.values() for row in rows for cell in row}
    text = spreadsheet.write_csv(asked(dangerous(), board="syykartta")).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert f"'{DANGEROUS}" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@")]


def test_one_board_is_one_table_and_all_are_a_zip() -> None:
    rows = list(
        csv.reader(io.StringIO(spreadsheet.write_csv(asked(board="syykartta")).decode("utf-8-sig")), delimiter=";")
    )
    assert rows[0][:5] == ["Tunnus", "Laji", "Teksti", "Mistä", "Mihin"]
    assert ["ZS-1 Tieto ei kulje", "ZS-2 Asiakas odottaa"] in [row[3:5] for row in rows]
    with zipfile.ZipFile(io.BytesIO(spreadsheet.write_csv(asked()))) as file:
        assert len(file.namelist()) == 4
    with pytest.raises(MissingPart):
        spreadsheet.write_csv(asked(board="absent"))


def test_a_graph_is_read_by_others() -> None:
    made = networkx.read_graphml(io.BytesIO(graph.write_graphml(asked(board="syykartta"))))
    assert {data["label"] for _, data in made.nodes(data=True)} == {"Tieto ei kulje", "Asiakas odottaa"}
    assert list(made.edges) == [("syy-1", "syy-2")]
    with zipfile.ZipFile(io.BytesIO(graph.write_graphml(asked()))) as file:
        for name in file.namelist():
            networkx.read_graphml(io.BytesIO(file.read(name)))


def test_a_link_that_a_link_ends_at_is_a_node_between_two_edges() -> None:
    document = documents.programme()
    links = document["boards"][0]["links"]
    links.append({"id": "y2", "kind": "leads", "source": "syy-2", "target": "y1"})
    made = networkx.read_graphml(io.BytesIO(graph.write_graphml(asked(document, board="syykartta"))))
    assert set(made.edges) == {("syy-1", "y1"), ("y1", "syy-2"), ("syy-2", "y1")}


def test_a_picture_shows_the_whole_drawing() -> None:
    scene = (
        documents.PLUGINS.methods["small_causes"].drawings[0].draw(drawing._board(asked(), "syykartta")[0])
    )  # the drawing whose picture is asked for
    picture = Image.open(io.BytesIO(drawing.write_png(asked(board="syykartta", drawing="row"))))
    _, _, width, height = scene.bounds
    assert picture.width / picture.height == pytest.approx(width / height, rel=0.02)
    assert picture.width == pytest.approx(width / 25.4 * 200, rel=0.02)
    assert len(picture.convert("RGB").getcolors(maxcolors=100_000) or ()) > 8
