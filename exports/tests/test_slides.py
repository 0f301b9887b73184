"""Slides: every page is 16:9 and accessible, says what the report says, and nothing runs out of it."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from exports.tests import documents
from exports.tests.pdf_checker import faults
from exports.tests.reading import bookmarks, pages, squeezed
from exports.tests.test_painters import demo_scenes, every_shape
from kehittamo_core.api import Box, Connector, ExportRequest, Group, Mark, Run, Scene, lower
from kehittamo_exports import powerpoint, slides
from kehittamo_exports.deck.layout import flow
from kehittamo_exports.deck.model import ROOM, Drawn, Piece, Words
from kehittamo_exports.powerpoint.shapes import Painter

SECRETS = ("SALAINEN KOMMENTTI", "Elina Esimerkki", "Matti Malli", "Sara Salainen")


def asked(**more: Any) -> ExportRequest:
    snapshot = {"id": "v1", "name": "Tulospäivä", "sha256": "abcdef0123456789", "when": "2018-03-28T12:00:00"}
    return ExportRequest(document=documents.programme(), plugins=documents.PLUGINS, snapshot=snapshot, **more)


@pytest.fixture(scope="module")
def deck() -> bytes:
    return slides.write(asked())


@pytest.fixture(scope="module")
def book() -> bytes:
    return powerpoint.write(asked())


def test_the_slides_pass_every_point_of_the_checker(deck: bytes) -> None:
    assert faults(deck) == []


def test_every_slide_is_16_to_9_and_says_something(deck: bytes) -> None:
    with pikepdf.open(io.BytesIO(deck)) as pdf:
        for page in pdf.pages:
            assert float(page.mediabox[2]) / float(page.mediabox[3]) == pytest.approx(16 / 9, rel=0.01)
    assert all(len(text.split()) > 4 for text in pages(deck))


def test_what_the_report_says_is_on_the_slides(deck: bytes) -> None:
    text = squeezed(" ".join(pages(deck)))
    for words in (
        "Palvelut kohtaavat asiakkaan", "Elinvoimapalvelut", "Saa tehdä omia päätöksiä", "Tieto ei kulje", "Aikaa ei ole",
        "Irrallinen ajatus", "Säilynyt sisältö", "Valitaan vaihtoehto", "Kysy asiakkailta", "Suurkiitos kaikille",
        "abcdef01", "luonnos",
    ):  # fmt: skip
        assert squeezed(words) in text, words


def test_the_contents_carry_the_numbers_of_the_slides(deck: bytes) -> None:
    contents = pages(deck, layout=True)[1]
    marks = {re.sub(r"^\d+\s*", "", title): page for level, title, page in bookmarks(deck) if level == 1}
    for title in ("Lähtökohdat", "Palvelutarpeen syyt", "Kiitokset"):
        line = re.search(rf"{title}\s+(\d+)", contents)
        assert line is not None, title
        assert int(line.group(1)) == marks[title]


def test_no_words_leave_their_slide(deck: bytes, tmp_path: Path) -> None:
    file = tmp_path / "slides.pdf"
    file.write_bytes(deck)
    out = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True).stdout.decode()
    places = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', out)
    assert len(places) > 200
    for left, top, right, bottom in ((float(value) for value in place) for place in places):
        assert left > 20
        assert right < 960 - 20
        assert top > 10
        assert bottom < 540 - 10


def test_columns_are_never_fuller_than_the_slide() -> None:
    points = tuple(
        Words(f"Kohta {number} kertoo jotakin, mikä vie enemmän kuin yhden rivin tilaa palstalla")
        for number in range(60)
    )
    rows = tuple((f"K-{number}", "Pitkähkö teksti solussa " * (1 + number % 4)) for number in range(50))
    pieces = [
        Piece("head", (Words("Otsikko"),)), Piece("points", points), Piece("head", (Words("Taulukko"),)),
        Piece("table", columns=("Tunnus", "Teksti"), rows=rows), Piece("text", (Words("sana " * 2000),)),
    ]  # fmt: skip
    made = flow(pieces, "fi")
    columns = [column for slide in made for column in slide]
    assert all(sum(piece.height for piece in column.pieces) <= ROOM + 0.1 for column in columns)
    assert sum(len(piece.texts) for column in columns for piece in column.pieces if piece.role == "points") == 60
    assert sum(len(piece.rows) for column in columns for piece in column.pieces) == 50
    assert not any(column.pieces and column.pieces[-1].role == "head" for column in columns)


# PowerPoint


def shapes_of(holder: Any) -> Iterator[Any]:
    for shape in holder:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shapes_of(shape.shapes)


def test_every_slide_has_a_title_and_every_drawing_its_text_in_words(book: bytes) -> None:
    file = Presentation(io.BytesIO(book))
    drawings = 0
    for slide in file.slides:
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text.strip()
        for shape in slide.shapes:
            if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
                drawings += 1
                assert shape._element.nvGrpSpPr.cNvPr.get("descr")
                assert slide.has_notes_slide
    assert drawings == 2
    words = " ".join(
        shape.text_frame.text for slide in file.slides for shape in shapes_of(slide.shapes) if shape.has_text_frame
    )
    for said in ("Palvelut kohtaavat", "Tieto ei kulje"):
        assert said in words


def test_connectors_hold_on_to_their_boxes(book: bytes) -> None:
    file = Presentation(io.BytesIO(book))
    held = [
        shape
        for slide in file.slides
        for shape in shapes_of(slide.shapes)
        if shape.shape_type == MSO_SHAPE_TYPE.LINE or shape._element.tag == qn("p:cxnSp")
    ]
    assert held
    for shape in held:
        ends = shape._element.find(qn("p:nvCxnSpPr")).find(qn("p:cNvCxnSpPr"))
        assert ends.find(qn("a:stCxn")) is not None
        assert ends.find(qn("a:endCxn")) is not None


def painted(scene: Scene) -> list[Any]:
    file = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    Painter(slide.shapes, Drawn(scene, scene.bounds, 10, 10, 0.5, scene.alt), "kuva").paint()
    return [shape for shape in shapes_of(slide.shapes) if shape.shape_type != MSO_SHAPE_TYPE.GROUP]


def runs(marks: Iterator[Mark] | tuple[Mark, ...]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, Group):
            yield from runs(mark.marks)
        elif isinstance(mark, Run):
            yield mark.text


def said_of(text: str) -> str:
    return re.sub(r"[\s\u00ad\-]+", "", text)


def agrees(scene: Scene) -> None:
    """The same words, a native shape for every box at its place, a line for every link."""
    shapes = painted(scene)
    words = sorted(said_of(run) for run in runs(lower(scene)))
    texts = "".join(sorted("".join(words)))
    drawn = "".join(sorted(said_of("".join(shape.text_frame.text for shape in shapes if shape.has_text_frame))))
    assert drawn == texts
    left, top, _, _ = scene.bounds
    places = {(round(shape.left / 36000, 1), round(shape.top / 36000, 1)) for shape in shapes}
    for box in scene.boxes:
        wanted = (10 + (box.x - left) * 0.5, 10 + (box.y - top) * 0.5)
        assert any(abs(x - wanted[0]) < 0.11 and abs(y - wanted[1]) < 0.11 for x, y in places), box
    lines = [shape for shape in scene.shapes if isinstance(shape, Connector)]
    assert len([shape for shape in shapes if shape.name == "Line" or shape._element.tag == qn("p:cxnSp")]) >= len(lines)


def test_every_shape_is_painted_alike() -> None:
    agrees(every_shape())


def test_every_drawing_of_the_examples_is_painted_alike() -> None:
    names = []
    for name, scene in demo_scenes():
        agrees(scene)
        names.append(name)
    assert len(names) > 20


def test_nobodys_secrets_are_in_the_files(deck: bytes, book: bytes) -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(book)) as file:
        inside = b"".join(file.read(name) for name in file.namelist()).decode("utf-8", "ignore")
    text = " ".join(pages(deck))
    for secret in SECRETS:
        assert secret not in inside
        assert secret not in text


@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="not run: LibreOffice is not installed; nothing is said of how it opens the slides",
)
@pytest.mark.slow
def test_libreoffice_opens_the_slides(book: bytes, tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(book)
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        ["soffice", home, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "deck.pptx")],
        check=True, capture_output=True, timeout=110,
    )  # fmt: skip
    text = pages((tmp_path / "deck.pdf").read_bytes())
    assert len(text) == len(Presentation(io.BytesIO(book)).slides)
    assert any("Tieto ei kulje" in page for page in text)


def test_a_box_that_is_too_small_keeps_its_short_id() -> None:
    from kehittamo_core.api import Item

    item = Item(id="a", kind="k", code="K-1", values={"text": "Hyvin pitkä teksti joka ei mahdu laatikkoon mitenkään"})
    scene = Scene(shapes=(Box(item=item, x=0, y=0, width=20, height=9),), alt="-")
    assert [shape.text_frame.text for shape in painted(scene)] == ["K-1"]
