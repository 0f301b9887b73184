"""Boards as workbooks, CSV, graphs and pictures: typed, complete, never a formula, and silent about people."""

import csv
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import networkx
import openpyxl
import pytest
from openpyxl.workbook import Workbook
from PIL import Image

from exports.tests import documents
from kehittamo_core.api import ExportRequest, Field, Kind, Method, MissingPart, Plugins
from kehittamo_exports import drawing, graph, spreadsheet
from kehittamo_exports.page.text import clean

SOFFICE = shutil.which("soffice")
DANGEROUS = '=HYPERLINK("http://example.org";"klikkaa")'
FORMULAS = (
    DANGEROUS,
    "=1+1",
    "+358 40 123",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "{=1+1}",
    "#REF!",
)
"""What spreadsheets reckon with when it stands in a cell, or is sent to another program (DDE)."""
STRANGE = (
    "007",
    "1e5",
    "12.3.",
    "TRUE",
    "http://example.org/",
    "mailto:a@k.example",
    "_x0041_",
    "a\x00b\x0bc",
    "x\ud800y",
    "<b>&amp;",
)
"""What spreadsheets take for something else than words, or cannot hold."""

TYPED = Method(
    id="typed", package="", title="Arvot", summary="Kentät.",
    kinds=(
        Kind(
            id="measure", code="ZM", label="Mittari", label_many="Mittarit",
            fields=(
                Field(id="share", label="Osuus", type="number", unit="%"),
                Field(id="price", label="Hinta", type="money"),
                Field(id="due", label="Päivä", type="date"),
                Field(id="work", label="Työ", type="quantity"),
                Field(id="done", label="Valmis", type="flag"),
                Field(id="series", label="Mittaukset", type="series"),
            ),
        ),
        Kind(id="long_one", code="ZN", label="Esimerkkejä käytetyistä palveluista", fields=(Field(id="note", label="Note"),)),
        Kind(id="long_two", code="ZO", label="Esimerkkejä käytetyistä: palveluista"),
        Kind(id="odd", code="ZP", label="[a]/b\\c:*?'"),
    ),
)  # fmt: skip
"""A field of every type that a spreadsheet has a type for, and names that no sheet may have."""


def asked(document: dict[str, Any] | None = None, **more: Any) -> ExportRequest:
    return ExportRequest(document=document or documents.programme(), plugins=documents.PLUGINS, **more)


def typed(*items: dict[str, Any]) -> ExportRequest:
    """A programme with one board of `TYPED`."""
    board = {"id": "arvot", "method": "typed", "version": 1, "title": "Arvot", "items": list(items)}
    plugins = Plugins(methods={**documents.PLUGINS.methods, "typed": TYPED})
    return ExportRequest(document=documents.programme(boards=[board]), plugins=plugins)


def item(number: int, kind: str, text: str, **values: Any) -> dict[str, Any]:
    return {
        "id": f"i-{number}",
        "kind": kind,
        "code": f"Z-{number}",
        "order": number,
        "values": {"text": text, **values},
    }


def opened(data: bytes) -> Workbook:
    """The workbook as a program that is not ours reads it; formulas and links that lead outside fail."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        for cell in cells(sheet):
            assert cell.data_type != "f", cell.value
            assert cell.hyperlink is None or (cell.hyperlink.target is None and cell.hyperlink.location)
    return book


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day)  # noqa: DTZ001  (a spreadsheet knows no zones)


def cells(sheet: Any) -> list[Any]:
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def words(book: Workbook) -> set[Any]:
    return {cell.value for sheet in book for cell in cells(sheet)}


def test_a_workbook_has_a_sheet_for_each_kind_and_says_what_stands_where() -> None:
    book = opened(spreadsheet.write_xlsx(asked()))
    contents = book.worksheets[0]
    listed = [[cell.value for cell in row] for row in contents.iter_rows(min_row=2)]
    assert contents.title == "Sisällys"
    assert len(listed) == len(book.sheetnames) - 1
    assert ["Syy", "Syyt", 3] in listed
    for row in contents.iter_rows(min_row=2):  # every name leads to its sheet
        name = row[0].hyperlink.location.rpartition("!")[0].strip("'")
        assert name in book.sheetnames[1:]
        assert book[name].max_row - 1 == row[2].value
    goal = next(row for row in book["Ohjelma"].iter_rows(values_only=True) if row[1] == "Hyvinvointi")
    assert goal[2:] == (20, "%", at(2019, 12, 31))
    said = words(book)
    for text in (
        "Tieto ei kulje", "Järjestelmät ovat erillään", "ZS-1", "Irrallinen ajatus", "Säilynyt sisältö", "Kunta",
    ):  # fmt: skip
        assert text in said, text
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(8 <= column.width <= 62 for column in sheet.column_dimensions.values())


def test_values_have_their_types_and_finnish_formats() -> None:
    request = typed(
        item(
            1, "measure", "Yksi", share=12.5, due="2018-03-28", done=True, work={"amount": 3, "unit": "htv"},
            price={"kind": "total", "base": 1020000, "low": 12.5},
            series=[{"date": "2018-01-31", "value": 7, "n": 84}, {"date": "2018-02-28", "value": 8.25}],
        ),
        item(2, "measure", "Kaksi", share=40, due="1850-01-01", done=False, price={"kind": "total", "base": 5}),
    )  # fmt: skip
    book = opened(spreadsheet.write_xlsx(request))
    sheet = book["Mittarit"]
    heads = [cell.value for cell in sheet[1]]
    first, second = (dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2))
    shown = {
        "Osuus (%)": (12.5, "#,##0.0"), "Hinta (€)": (1020000, '#,##0\\ "€"'), "Hinta, vähintään (€)": (12.5, '#,##0.00\\ "€"'),
        "Päivä": (at(2018, 3, 28), "d.m.yyyy"), "Työ": (3, "#,##0"), "Työ, yksikkö": ("htv", "General"),
        "Valmis": ("kyllä", "General"),
    }  # fmt: skip
    assert {head: (first[head].value, first[head].number_format) for head in shown} == shown
    assert (second["Osuus (%)"].value, second["Osuus (%)"].number_format) == (40, "#,##0")  # no comma without decimals
    assert second["Päivä"].value == "1850-01-01"  # before the calendar of spreadsheets begins
    series = [row[2:7] for row in book["Arvot – mittaussarjat"].iter_rows(min_row=2, values_only=True)]
    assert series == [
        ("Yksi", "Mittaukset", at(2018, 1, 31), 7, 84), ("Yksi", "Mittaukset", at(2018, 2, 28), 8.25, None),
    ]  # fmt: skip


def test_nobodys_words_become_a_formula_a_link_or_a_number() -> None:
    given = (*FORMULAS, *STRANGE, "ä" * 40_000, "👍" * 20_000)
    items = [item(number, "measure", text) for number, text in enumerate(given, 1)]
    items += [item(99, kind, kind) for kind in ("long_one", "long_two", "odd")]
    items[-3]["values"]["note"] = "=1+1"
    document = dict(typed(*items).document)
    document["programme"] = {**document["programme"], "title": "=2+2"}
    request = replace(typed(), document=document)
    book = opened(spreadsheet.write_xlsx(request))
    texts = [row[2] for row in book["Mittarit"].iter_rows(min_row=2)]
    assert all(cell.data_type == "s" for cell in texts)
    found = [cell.value for cell in texts]
    assert found[:-1] == [clean(text) for text in given[:-1]]
    assert found[-1].endswith("(katkaistu: soluun mahtuu 32767 merkkiä)")
    assert 32_700 < len(found[-1].encode("utf-16-le")) / 2 <= 32_767
    assert {"=1+1", "=2+2"} <= words(book)
    names = book.sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") and name.strip("'") == name for name in names)
    assert {"Esimerkkejä käytetyistä…", "a b c"} <= set(names)
    text = spreadsheet.write_csv(replace(request, board="arvot")).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert f"'{DANGEROUS}" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "＝") or cell.startswith("-1+")]
    if SOFFICE is not None:
        _as_libreoffice_reads_it(request, found[: len(FORMULAS)])


def _as_libreoffice_reads_it(request: ExportRequest, wanted: Sequence[str]) -> None:
    """Every sheet and the CSV file once more, as LibreOffice writes them out: words stay words."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "book.xlsx").write_bytes(spreadsheet.write_xlsx(request))
        subprocess.run(
            [str(SOFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--convert-to",
             "csv:Text - txt - csv (StarCalc):59,34,76,1,,1035,false,true,false,false,false,-1", "--outdir", str(folder),
             str(folder / "book.xlsx")],
            check=True, capture_output=True, timeout=110,
        )  # fmt: skip
        said = (folder / "book-Mittarit.csv").read_text("utf-8-sig")
        rows = list(csv.reader(io.StringIO(said), delimiter=";"))
        assert [row[2] for row in rows[1 : 1 + len(wanted)]] == [*wanted]
        assert len(list(folder.glob("book-*.csv"))) == len(openpyxl.load_workbook(folder / "book.xlsx").sheetnames)


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
