"""Slides: every page is 16:9 and accessible, says what the report says, and nothing runs out of it."""

import base64
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from exports.tests import documents
from exports.tests.native import painted, shapes_of
from exports.tests.pdf_checker import faults
from exports.tests.reading import bookmarks, pages, squeezed
from kehittamo_core.api import Box, ExportRequest, Scene
from kehittamo_exports import powerpoint, slides
from kehittamo_exports.deck.layout import flow
from kehittamo_exports.deck.model import ROOM, TOP, Piece, Words
from kehittamo_exports.powerpoint.forms import site

SECRETS = ("SALAINEN KOMMENTTI", "Elina Esimerkki", "Matti Malli", "Sara Salainen")


def picture() -> str:
    """A small image, as the archive holds it."""
    target = io.BytesIO()
    Image.new("RGB", (160, 90), "#14594C").save(target, "PNG")
    return base64.b64encode(target.getvalue()).decode()


def asked(**more: Any) -> ExportRequest:
    snapshot = {"id": "v1", "name": "Tulospäivä", "sha256": "abcdef0123456789", "when": "2018-03-28T12:00:00"}
    document = documents.programme()
    document["programme"]["report"] = [{"id": "board-syykartta", "perspective": "n1"}]
    document["programme"]["images"] = [
        {"id": "kuva-1", "data": picture(), "alt": "Ihmisiä pöydän ääressä", "credit": "Kuva: Päivi Puhakka"}
    ]
    return ExportRequest(document=document, plugins=documents.PLUGINS, snapshot=snapshot, **more)


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
    assert all(sum(piece.height for piece in column.pieces) <= ROOM + TOP - column.y + 0.1 for column in columns)
    assert sum(len(piece.texts) for column in columns for piece in column.pieces if piece.role == "points") == 60
    assert sum(len(piece.rows) for column in columns for piece in column.pieces) == 50
    assert not any(column.pieces and column.pieces[-1].role == "head" for column in columns)


# PowerPoint


def test_slides_are_told_apart_by_their_titles_and_drawings_have_their_text(book: bytes) -> None:
    file = Presentation(io.BytesIO(book))
    titles = [slide.shapes.title.text_frame.text for slide in file.slides]
    assert all(title.strip() for title in titles)
    assert len(set(titles)) == len(titles)
    drawings = 0
    for slide in file.slides:
        for shape in slide.shapes:
            if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
                drawings += 1
                assert shape._element.nvGrpSpPr.cNvPr.get("descr")
                assert slide.has_notes_slide
    assert drawings == 4  # two of the boards, the sign and the way on the cover
    words = " ".join(said for slide in file.slides for said in said_on(slide))
    for said in ("Palvelut kohtaavat", "Tieto ei kulje"):
        assert said in words


def said_on(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in shapes_of(slide.shapes) if shape.has_text_frame]


def test_the_agenda_leads_to_its_chapters_in_both_files(deck: bytes, book: bytes) -> None:
    file = Presentation(io.BytesIO(book))
    named = {slide.part.partname: slide.shapes.title.text_frame.text for slide in file.slides}
    led = [
        (run.text, named[slide.part.related_part(link.get(qn("r:id"))).partname])
        for slide in file.slides
        for shape in slide.shapes
        if shape.has_table
        for cell in shape.table.iter_cells()
        for run in cell.text_frame.paragraphs[0].runs
        if (link := run._r.find(qn("a:rPr")).find(qn("a:hlinkClick"))) is not None
    ]
    assert [(words, re.sub(r"^\d+\s*", "", title)) for words, title in led] == [("Seuraavat askeleet",) * 2]
    marks = {re.sub(r"^\d+\s*", "", title): page for _, title, page in bookmarks(deck)}
    with pikepdf.open(io.BytesIO(deck)) as pdf:
        places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        day = pdf.pages[marks["Päivän ohjelma"] - 1]
        assert [places[link.Dest[0].objgen] for link in day.Annots] == [marks["Seuraavat askeleet"]]


def test_a_perspective_stands_at_the_foot_of_its_slides(deck: bytes, book: bytes) -> None:
    carded = [text for text in pages(deck) if "Saa tehdä omia päätöksiä" in text and "Hyöty asiakkaalle" in text]
    native = [
        said for slide in Presentation(io.BytesIO(book)).slides for said in said_on(slide)
        if said.startswith("Toiminnallinen tavoite  Saa tehdä omia päätöksiä")
    ]  # fmt: skip
    assert len(carded) - 1 == len(native) > 1  # one slide tells of the perspectives themselves
    assert all("Osallisuus · Tieto" in said for said in native)


def test_images_stand_on_slides_with_their_credits(deck: bytes, book: bytes) -> None:
    with_image = [text for text in pages(deck) if "Kuva: Päivi Puhakka" in text]
    assert len(with_image) == 1
    pictures = [
        (shape._element.nvPicPr.cNvPr.get("descr"), "Kuva: Päivi Puhakka" in " ".join(said_on(slide)))
        for slide in Presentation(io.BytesIO(book)).slides for shape in slide.shapes
        if shape.shape_type == MSO_SHAPE_TYPE.PICTURE
    ]  # fmt: skip
    assert pictures == [("Ihmisiä pöydän ääressä", True)]


def test_the_file_needs_no_repair(book: bytes) -> None:
    """What PowerPoint stops at: parts without a type, relations to nothing, numbers given twice."""
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        names = set(file.namelist())
        assert len(names) == len(file.namelist())
        types = etree.fromstring(file.read("[Content_Types].xml"))
        known = {one.get("PartName", "").lstrip("/") for one in types} | {one.get("Extension") for one in types}
        assert all(name in known or name.rpartition(".")[2] in known for name in names - {"[Content_Types].xml"})
        assert not any("thumbnail" in name for name in names)
        for name in names:
            if name.endswith(".rels"):
                folder = Path(name).parent.parent
                for relation in etree.fromstring(file.read(name)):
                    target = relation.get("Target")
                    path = target.lstrip("/") if target.startswith("/") else str(folder / target)
                    assert relation.get("TargetMode") == "External" or str(Path("/", path).resolve())[1:] in names
            elif name.endswith(".xml") and "/slides/" in name:
                tree = etree.fromstring(file.read(name))
                ids = [one.get("id") for one in tree.iter(qn("p:cNvPr"))]
                assert len(set(ids)) == len(ids)
                held = {one.get("id") for kind in ("a:stCxn", "a:endCxn") for one in tree.iter(qn(kind))}
                assert held <= set(ids)
                assert all(run.get("lang") for run in tree.iter(qn("a:rPr")) if run.getparent().tag == qn("a:r"))


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


def test_nobodys_secrets_are_in_the_files(deck: bytes, book: bytes) -> None:
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


def test_a_connector_holds_on_to_the_side_where_it_ends() -> None:
    """A circle has eight places and a hexagon six: where LibreOffice leads a line anew, it must find the right one."""
    box = {form: Box(text="a", x=0, y=0, width=40, height=40, form=form) for form in ("rounded", "circle", "hexagon")}
    ends = ((20, 0), (0, 20), (20, 40), (40, 20))
    found = {form: tuple(site(one, end) for end in ends) for form, one in box.items()}
    assert found == {"rounded": (0, 1, 2, 3), "circle": (0, 2, 4, 6), "hexagon": (4, 3, 1, 0)}


def test_a_box_that_is_too_small_keeps_its_short_id() -> None:
    from kehittamo_core.api import Item

    item = Item(id="a", kind="k", code="K-1", values={"text": "Hyvin pitkä teksti joka ei mahdu laatikkoon mitenkään"})
    scene = Scene(shapes=(Box(item=item, x=0, y=0, width=20, height=9),), alt="-")
    assert [shape.text_frame.text for shape in painted(scene)] == ["K-1"]
