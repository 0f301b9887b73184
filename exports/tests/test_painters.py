"""The painters agree: SVG and PDF on every path and word and its place, PowerPoint on every box, line and text."""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest

from exports.tests.native import native
from exports.tests.pdf_checker import elements
from kehittamo_core.api import (
    Area,
    Badge,
    Box,
    Connector,
    Item,
    Path,
    Scene,
    Sign,
    Stroke,
    Words,
    board_from_document,
    connect,
    lower,
    paint_svg,
    rgb,
)
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.pdf.painter import Art
from kehittamo_exports.pdf.sheet import Sheet, render
from kehittamo_exports.words import Voice

TOLERANCE = 0.03
"""Millimetres; SVG is written with two decimals."""


@dataclass
class Painted:
    """One painted thing: its points in millimetres of the drawing, or its words with the place of their baseline."""

    points: list[tuple[float, float]]
    words: str = ""
    fill: str = ""
    stroke: str = ""
    size: float = 0.0


# SVG


def from_svg(svg: str) -> list[Painted]:
    """What an SVG paints, in order."""
    found = []
    for node in ElementTree.fromstring(svg).iter():
        name = node.tag.rpartition("}")[2]
        if name == "path":
            numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", node.get("d", ""))]
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
            fill, stroke = node.get("fill", "none").lower(), node.get("stroke", "none").lower()
            found.append(Painted(points, fill=fill, stroke=stroke))
        elif name == "text" and (node.text or "").strip():
            place = float(node.get("x", 0)), float(node.get("y", 0))
            found.append(
                Painted([place], node.text or "", node.get("fill", "").lower(), size=float(node.get("font-size", 0)))
            )
    return found


# PDF


def unicode_of(font: Any) -> dict[int, str]:
    """Glyph number to letters, from a font's own table."""
    table = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    return {
        int(glyph, 16): bytes.fromhex(letters).decode("utf-16-be")
        for glyph, letters in re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", table)
    }


def multiplied(a: list[float], b: list[float]) -> list[float]:
    return [
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    ]  # fmt: skip


def hexed(colour: list[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def from_pdf(data: bytes, window: tuple[float, float, float, float]) -> list[Painted]:
    """What the only figure of a PDF's first page paints, in order, in millimetres of its window."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        figure = next(element for element, _ in elements(pdf.Root.StructTreeRoot.K) if str(element.S) == "/Figure")
        x1, y1, x2, y2 = (float(value) for value in figure.A.BBox)
        left, top, wide, high = window
        fonts = {str(name): unicode_of(font) for name, font in page.Resources.Font.items()}

        def millimetres(matrix: list[float], x: float, y: float) -> tuple[float, float]:
            across = matrix[0] * x + matrix[2] * y + matrix[4]
            up = matrix[1] * x + matrix[3] * y + matrix[5]
            return left + (across - x1) / (x2 - x1) * wide, top + (y2 - up) / (y2 - y1) * high

        return list(_painted(page, int(figure.K[0]), fonts, millimetres))


def _painted(page: Any, mcid: int, fonts: dict[str, dict[int, str]], place: Any) -> Iterator[Painted]:
    matrix, kept = [1.0, 0, 0, 1, 0, 0], []
    text_matrix = list(matrix)
    points: list[tuple[float, float]] = []
    fill, stroke, font, size, words = "", "", {}, 0.0, ""
    inside = False
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        numbers = [float(value) for value in operands] if operator in ("cm", "m", "l", "c", "Tm", "rg", "RG") else []
        match operator:
            case "BDC":
                inside = isinstance(operands[1], pikepdf.Dictionary) and int(operands[1].get("/MCID", -1)) == mcid
            case "EMC":
                inside = False
            case "q":
                kept.append(list(matrix))
            case "Q":
                matrix = kept.pop()
            case "cm":
                matrix = multiplied(numbers, matrix)
            case "rg":
                fill = hexed(numbers)
            case "RG":
                stroke = hexed(numbers)
            case "m" | "l" | "c":
                points += [place(matrix, *pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
            case "f" | "S" | "B":
                if inside:
                    yield Painted(
                        points, "", fill if operator != "S" else "none", stroke if operator != "f" else "none"
                    )
                points = []
            case "Tf":
                font, size = fonts[str(operands[0])], float(operands[1])
            case "Tm":
                text_matrix = numbers
            case "TJ" | "Tj":
                strings = operands[0] if operator == "TJ" else operands
                glyphs = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
                words = "".join(
                    font.get(int.from_bytes(glyphs[at : at + 2], "big"), "") for at in range(0, len(glyphs), 2)
                )
                if inside and words.strip():
                    yield Painted([place(multiplied(text_matrix, matrix), 0, 0)], words, fill, size=size)


# Together


def alike(scene: Scene) -> int:
    """Paint a scene both ways and compare; gives how many things were painted."""
    draft = Draft("d", "Kuva", Voice("fi"))
    _, _, width, height = scene.bounds
    image = draft.pen.image("art:1", scene.alt, f"display:block;width:{width}mm;height:{height}mm")
    body = draft.pen("body", draft.pen("section", image, class_="fitted"))
    fitted = (width + 24, height + 26)
    made = render(Sheet("d", "Kuva", "fi", body, {"art:1": Art.of(scene)}, fitted=fitted))
    svg, pdf = from_svg(paint_svg(scene, "print")), from_pdf(made.pdf, scene.bounds)
    pdf = joined(pdf, svg)
    assert len(svg) == len(pdf)
    for one, other in zip(svg, pdf, strict=True):
        assert squeezed(one.words) == squeezed(other.words)
        assert (one.fill, one.stroke or "none") == (other.fill, other.stroke or "none"), one
        assert len(one.points) == len(other.points), (one, other)
        for (ax, ay), (bx, by) in zip(one.points, other.points, strict=True):
            assert abs(ax - bx) < TOLERANCE, (one, other)
            assert abs(ay - by) < TOLERANCE, (one, other)
        if one.words:
            assert one.size == pytest.approx(other.size, abs=0.01)
    return len(svg)


def joined(pdf: list[Painted], svg: list[Painted]) -> list[Painted]:
    """A line set in several fonts (fallback letters) comes in several pieces: put them together."""
    made: list[Painted] = []
    expected = iter(svg)
    at = 0
    for one in expected:
        if at >= len(pdf):
            break
        piece = pdf[at]
        at += 1
        while one.words and squeezed(piece.words) != squeezed(one.words) and at < len(pdf) and pdf[at].words:
            piece = Painted(piece.points, piece.words + pdf[at].words, piece.fill, piece.stroke, piece.size)
            at += 1
        made.append(piece)
    return [*made, *pdf[at:]]


def squeezed(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()))


def item(number: int, text: str) -> Item:
    return Item(id=f"i{number}", kind="note", code=f"ZZ-{number}", values={"text": text}, on_thread=number == 1)


FORMS = ("rounded", "square", "pill", "hexagon", "circle", "cut", "cylinder", "note", "tab", "diamond", "plain")
GLYPHS = (
    "disc",
    "square",
    "hexagon",
    "triangle",
    "star",
    "bolt",
    "heart",
    "ring",
    "person",
    "gear",
    "cylinder",
    "eye",
    "pin",
)


def every_shape() -> Scene:
    """One of each shape in each form."""
    boxes = tuple(
        Box(
            item=item(number, "Asiakkaan tietoiset päätökset"), x=(number % 3) * 62.0, y=(number // 3) * 62.0, form=form,  # type: ignore[arg-type]
            width=54, tone="lakka" if number % 2 else "jarvi", glyph=GLYPHS[number], second="mitä siitä seuraa", code=number == 4,
            dashed=number == 2, strong=number == 3, struck=number == 5,
        )
        for number, form in enumerate(FORMS)
    )  # fmt: skip
    return Scene(
        alt="Kaikki muodot",
        shapes=(
            Area(x=-5, y=-8, width=200, height=260, label="Alue", second="toinen rivi"),
            Area(x=-30, y=260, width=220, height=30, label="Kaista", form="lane", head=26, tone="sammal"),
            Area(x=-20, y=300, width=100, height=30, label="Joukko", form="hull", tone="kanerva"),
            *boxes,
            connect(boxes[0], boxes[1], arrow="end", label="johtaa", ring=True),
            connect(boxes[1], boxes[5], dashed=True, arrow="both"),
            connect(boxes[2], boxes[8], missing=True),
            Connector(points=((0, 250), (30, 250), (30, 280)), curve="round"),
            Stroke(points=((0, 0), (10, 5), (20, 0)), smooth=True),
            Stroke(points=((0, 0), (10, 5), (20, 0)), closed=True, fill="amber-tint", dashed=True),
            Badge(x=5, y=5, text="A"),
            Badge(x=15, y=5, text="+", form="diamond", filled=False),
            Badge(x=25, y=5, text="Kyllä", form="pill", role="spruce"),
            Words(
                x=0,
                y=340,
                text="Vapaata tekstiä, jonka rivit on mitattu valmiiksi",
                width=40,
                family="display",
                weight=700,
            ),
            Words(x=90, y=340, text="Keskellä", anchor="middle"),
            *(Sign(x=10.0 * number, y=360, glyph=glyph) for number, glyph in enumerate(GLYPHS)),  # type: ignore[arg-type]
        ),
    )


def test_every_shape_is_painted_alike() -> None:
    assert alike(every_shape()) > 100
    assert native(every_shape()) == 17


def test_letters_that_need_another_font_or_joining_keep_their_words() -> None:
    texts = ("Ünïcödé e\u0301 Å", "Привет Ελληνικά", "1 020 000 € ≈ – − …", "fi ffi fl –kärki")
    scene = Scene(shapes=tuple(Words(x=0, y=10.0 * n, text=text) for n, text in enumerate(texts)), alt="Kirjaimia")
    assert alike(scene) == len(texts)


def test_colours_come_from_one_palette() -> None:
    scene = every_shape()
    roles = {role for mark in lower(scene) if isinstance(mark, Path) for role in (mark.fill, mark.stroke) if role}
    assert len({rgb(role) for role in roles}) > 4


def test_a_window_shows_only_its_own_marks() -> None:
    from kehittamo_exports.page.paper import Part, shown

    scene = every_shape()
    marks = tuple(lower(scene))
    upper, below = Part(-40, -20, 260, 150), Part(-40, 120, 260, 300)
    first, second = shown(marks, upper, (upper, below)), shown(marks, below, (upper, below))
    assert len(first) < len(marks)
    assert len(second) < len(marks)
    assert set(map(id, first)) | set(map(id, second)) == set(map(id, marks))


def demo_scenes() -> Iterator[tuple[str, Scene]]:
    """Every drawing of every board of the three examples."""
    from kehittamo_core.demo import PROGRAMMES, demo_document
    from kehittamo_core.loading import load_plugins

    plugins = load_plugins()
    packages = [method.package for method in plugins.methods.values()]
    for key in PROGRAMMES:
        document = demo_document(key, packages)
        for entry in document["boards"]:
            board = board_from_document(document, plugins.methods, entry["id"], "fi")
            for drawing in plugins.methods[entry["method"]].drawings:
                yield f"{key} {entry['id']} {drawing.id}", drawing.draw(board)


@pytest.mark.slow
def test_every_drawing_of_the_examples_is_painted_alike() -> None:
    """All drawings of all boards of the three examples, by all five methods."""
    painted, natively = {}, {}
    for name, scene in demo_scenes():
        painted[name] = alike(scene)
        natively[name] = native(scene)
    assert len(painted) == 181
    assert len({name.partition(" ")[0] for name in painted}) == 3
    assert min(painted.values()) > 0
    assert sum(painted.values()) > 8_000
    assert sum(natively.values()) > 3_900
