"""The slides of all three examples, as they are composed: nothing is fuller than its place, no two are called alike."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pytest

from kehittamo_core.api import ExportRequest, break_lines, text_width
from kehittamo_core.demo import PROGRAMMES, demo_document
from kehittamo_core.loading import load_plugins
from kehittamo_exports.composition import Composition
from kehittamo_exports.deck.chapters import BARE_BOTTOM, board_slides
from kehittamo_exports.deck.model import BOTTOM, CARD, CELL, FULL, LEFT, POINT, WIDTH, Column, Piece, Slide
from kehittamo_exports.deck.rows import texts_of
from kehittamo_exports.public import version_of
from kehittamo_exports.slides import contents_slides, slides_of, with_dividers

SMALLEST = 12.0
"""Points: what stands on a slide is read from afar."""
INSET = {"points": 6.0, "numbered": 8.0, "note": 6.0, "quote": 8.0}


@cache
def composed(key: str) -> tuple[Slide, ...]:
    """Every slide of an example but the cover."""
    plugins = load_plugins()
    document = demo_document(key, [method.package for method in plugins.methods.values()])
    request = ExportRequest(document=document, plugins=plugins, snapshot={"id": "v1", "sha256": "abcdef0123456789"})
    version = version_of(request)
    chapters = Composition(version).chapters({})
    made: list[Slide] = contents_slides(version, chapters, {})
    for one in with_dividers(version, chapters):
        if isinstance(one, Slide):
            made.append(one)
        else:
            made += board_slides(one.job) if one.job is not None else slides_of(version, one)
    return tuple(made)


def lines(text: str, width: float, size: float, weight: Any = 400) -> float:
    return float(len(break_lines(text, width, size, weight, language="fi")) or 1)


def needed(piece: Piece, width: float) -> float:
    """How high a piece becomes with lines broken as the painters break them; the composition only counted."""
    size = piece.size * POINT
    if piece.role == "table":
        return sum(
            max(
                sum(lines(text, max(wide - 2 * CELL, 6), size, 400 if head or index else 600) for text in texts_of(cell) or ("",))
                for index, (cell, wide) in enumerate(zip(row, piece.widths, strict=True))
            ) * size * piece.leading + 2 * CELL
            for head, row in ((number == 0, row) for number, row in enumerate((piece.columns, *piece.rows)))
        )  # fmt: skip
    if piece.role == "numbers":
        return piece.height
    inner = width - INSET.get(piece.role, 0.0)
    weight = 700 if piece.role in ("head", "sub", "quote") else 400
    return sum(lines(words.text, inner, size, weight) for words in piece.texts) * size * piece.leading


def overfull(slide: Slide) -> Iterator[str]:
    """What does not fit on a slide, in words."""
    bottom = BOTTOM - (CARD if slide.carded else 0.0) + 0.1
    for column in slide.columns:
        if column.x < LEFT or column.x + column.width > LEFT + FULL + 0.1:
            yield f"{slide.title}: a column from {column.x} is {column.width} wide"
        if column.y + sum(piece.height for piece in column.pieces) > bottom:
            yield f"{slide.title}: a column is {sum(piece.height for piece in column.pieces):.1f} high from {column.y:.1f}"
        for piece in column.pieces:
            room = sum(piece.heights) if piece.role == "table" else piece.height
            if needed(piece, column.width) > room + 0.1:
                yield f"{slide.title}: {piece.role} needs {needed(piece, column.width):.1f}, has {room:.1f}"
            if piece.size < SMALLEST:
                yield f"{slide.title}: {piece.role} in {piece.size} points"
    yield from _above(slide.columns, slide.title)
    if slide.drawn is not None:
        _, _, width, height = slide.drawn.window
        right, low = slide.drawn.x + width * slide.drawn.scale, slide.drawn.y + height * slide.drawn.scale
        if right > WIDTH - 5 or low > BARE_BOTTOM - (CARD if slide.carded else 0.0) + 0.1:
            yield f"{slide.title}: its drawing ends at {right:.1f}, {low:.1f}"
        for box in slide.drawn.scene.boxes:
            wide = max((text_width(line, box.size, box.weight) for line in box.lines), default=0.0)
            if wide > box.width + 0.01:
                yield f"{slide.title}: {box.lines} are wider than their box"


def _above(columns: Sequence[Column], title: str) -> Iterator[str]:
    for one in columns:
        low = one.y + sum(piece.height for piece in one.pieces)
        for other in columns:
            across = other.x < one.x + one.width and one.x < other.x + other.width
            if other.y > one.y and across and other.y < low - 0.1:
                yield f"{title}: a band begins at {other.y:.1f}, the one above ends at {low:.1f}"


@pytest.mark.parametrize("key", PROGRAMMES)
def test_words_stay_in_their_places_and_titles_tell_the_slides_apart(key: str) -> None:
    slides = composed(key)
    assert len(slides) > 30
    assert [fault for slide in slides for fault in overfull(slide)] == []
    called = [(slide.over, slide.number, slide.title) for slide in slides if slide.look == "page"]
    assert len(set(called)) == len(called), sorted(one for one in called if called.count(one) > 1)
    assert all(slide.title.strip() for slide in slides)
    ids = [slide.id for slide in slides]
    assert len(set(ids)) == len(ids)
    assert not any(re.fullmatch(r"[\W\d]+", slide.title) for slide in slides)


def test_the_agenda_leads_to_its_chapters() -> None:
    slides = composed("siun-sote-hebu")
    links = [
        link for slide in slides for column in slide.columns for piece in column.pieces for link in piece.links if link
    ]
    assert len(links) >= 6
    assert set(links) <= {slide.id for slide in slides}


def test_few_slides_are_almost_empty() -> None:
    """What the first prototype was bad at: of the slides of text, at most one in eight fills less than a third."""
    for key in PROGRAMMES:
        texts = [slide for slide in composed(key) if slide.columns]
        low = [max(one.y + sum(piece.height for piece in one.pieces) for one in slide.columns) for slide in texts]
        thin = sum(one < 40 + 133 / 3 for one in low)
        assert thin <= len(texts) / 8, (key, thin, len(texts))
