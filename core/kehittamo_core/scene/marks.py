"""Shapes lowered to marks: paths and runs of text with colour roles. Painters know nothing else.

SVG, PDF and later PPTX paint the same marks, which is why they agree; a golden test compares them.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kehittamo_core.scene import glyphs, outlines
from kehittamo_core.scene.measure import ASCENT, LINE_HEIGHT, Family, Weight, text_width
from kehittamo_core.scene.palette import Role, edge_of, fill_of
from kehittamo_core.scene.shapes import (
    CODE_ROOM,
    CODE_SIZE,
    GLYPH_SIZE,
    SECOND_SIZE,
    Area,
    Badge,
    Box,
    Connector,
    Point,
    Scene,
    Sign,
    Stroke,
    Words,
)

Segment = tuple[Literal["M", "L", "C", "Z"], tuple[float, ...]]


@dataclass(frozen=True)
class Path:
    """An outline: absolute segments M x y, L x y, C x1 y1 x2 y2 x y, Z; `dash` are lengths in millimetres."""

    segments: tuple[Segment, ...]
    fill: Role | None = None
    stroke: Role | None = None
    width: float = 0.35
    dash: tuple[float, float] | None = None


@dataclass(frozen=True)
class Run:
    """One line of text from x on its baseline y; `size` in millimetres."""

    x: float
    y: float
    text: str
    size: float
    weight: Weight
    role: Role
    family: Family = "text"


@dataclass(frozen=True)
class Group:
    """What belongs to one element: selecting any of it selects the element."""

    element: str
    name: str
    marks: tuple[Path | Run, ...]


Mark = Path | Run | Group


def lower(scene: Scene) -> Iterator[Mark]:
    """The marks of a scene, in painting order."""
    for shape in scene.ordered():
        match shape:
            case Box():
                marks, element = tuple(_box(shape)), shape.item
            case Connector():
                marks, element = tuple(_connector(shape)), shape.link
            case Area():
                marks, element = tuple(_area(shape)), shape.item
            case Badge():
                marks, element = tuple(_badge(shape)), shape.item
            case Words():
                marks, element = tuple(_words(shape)), shape.item
            case Stroke():
                marks, element = tuple(_stroke(shape)), None
            case Sign():
                marks, element = glyphs.marks(shape.glyph, shape.x, shape.y, shape.size, shape.role), None
        if element is None:
            yield from marks
        else:
            yield Group(element.id, f"{element.code} {element.text}".strip(), marks)


def _line_of(
    text: str, x: float, top: float, width: float, size: float, weight: Weight, role: Role, anchor: str,
    family: Family = "text",
) -> Run:  # fmt: skip
    if anchor != "start":
        room = width - text_width(text, size, weight, family)
        x += room / 2 if anchor == "middle" else room
    return Run(x, top + size * (LINE_HEIGHT - 1) / 2 + size * ASCENT, text, size, weight, role, family)


DASH = (1.6, 1.2)


def _box(box: Box) -> Iterator[Path | Run]:
    fill, edge = fill_of(box.tone), edge_of(box.tone)
    dash = DASH if box.dashed else None
    if box.form != "plain":
        width = 0.7 if box.strong else 0.45
        yield Path(outlines.box(box), fill, edge, width, dash)
        if box.form in ("pill", "circle"):  # the double edge of meetings and impacts
            yield Path(outlines.box(box, inset=0.9), None, edge, 0.25, dash)
        if box.form == "cylinder":
            yield Path(outlines.cylinder_lid(box), fill, edge, width, dash)
    top = box.y + (box.height - box.content_height) / 2 + (1.0 if box.form == "cylinder" else 0.0)
    inner_x, inner_width = box.x + box.pad_x, box.width - 2 * box.pad_x
    if box.code and box.item is not None and box.item.code:
        yield _line_of(box.item.code, inner_x, top, inner_width, CODE_SIZE, 400, "ink-3", box.align)
        top += CODE_ROOM
    if box.glyph and box.glyph_beside:
        label_height = len(box.lines) * box.size * LINE_HEIGHT
        yield from glyphs.marks(
            box.glyph, inner_x + GLYPH_SIZE / 2, top + min(label_height, box.size * LINE_HEIGHT) / 2, GLYPH_SIZE, edge
        )
        inner_x += GLYPH_SIZE + 1.8
        inner_width -= GLYPH_SIZE + 1.8
    elif box.glyph:
        yield from glyphs.marks(box.glyph, box.x + box.width / 2, top + GLYPH_SIZE / 2, GLYPH_SIZE, edge)
        top += GLYPH_SIZE + 1.4
    align = "middle" if box.form in ("hexagon", "circle", "pill", "diamond") else box.align
    for line in box.lines:
        run = _line_of(
            line, inner_x, top, inner_width, box.size, box.weight, "n-ink" if box.form != "plain" else "ink", align
        )
        yield run
        if box.struck:
            middle = run.y - box.size * 0.25
            end = run.x + text_width(line, box.size, box.weight)
            yield Path((("M", (run.x, middle)), ("L", (end, middle))), None, "rust", 0.35)
        top += box.size * LINE_HEIGHT
    top += 0.6
    for line in box.second_lines:
        role: Role = "ink-2" if box.form == "plain" or box.tone == "plain" else "n-ink"
        yield _line_of(line, inner_x, top, inner_width, SECOND_SIZE, 400, role, align)
        top += SECOND_SIZE * LINE_HEIGHT
    if box.item is not None and box.item.on_thread:
        yield Path(outlines.disc(box.x, box.y + box.height / 2, 1.5), "surface", "thread", 0.7)


def _connector(line: Connector) -> Iterator[Path | Run]:
    segments = outlines.route(line.points, line.curve)
    role: Role = "rust" if line.missing else line.role
    dash = DASH if line.dashed or line.missing else None
    yield Path(segments, None, role, line.width, dash)
    if line.arrow in ("end", "both"):
        yield Path(outlines.arrow_head(segments, line.width), role, role, 0.2)
    if line.arrow == "both":
        yield Path(outlines.arrow_head(outlines.reverse(segments), line.width), role, role, 0.2)
    if line.ring:
        x, y = line.points[-1]
        yield Path(outlines.disc(x, y, 0.9), "surface", role, 0.4)
    if line.missing:
        x, y = outlines.point_along(segments, 0.5)
        yield Path(outlines.disc(x, y, 2.3), "surface", "rust", 0.4)
        yield _line_of("?", x - 3, y - 3.0 * LINE_HEIGHT / 2, 6, 3.0, 700, "rust", "middle")
    elif line.label:
        yield from _line_label(line, segments)


def _line_label(line: Connector, segments: tuple[Segment, ...]) -> Iterator[Path | Run]:
    words = Words(x=0, y=0, text=line.label, width=line.label_width, size=SECOND_SIZE)
    x, y = outlines.point_along(segments, line.label_at)
    width, height = words.line_width + 2.0, words.height + 0.8
    yield Path(outlines.rounded(x - width / 2, y - height / 2, width, height, 1.0), "surface")
    top = y - words.height / 2
    for text in words.lines:
        yield _line_of(text, x - width / 2, top, width, SECOND_SIZE, 400, "ink-2", "middle")
        top += SECOND_SIZE * LINE_HEIGHT


def _area(area: Area) -> Iterator[Path | Run]:
    fill, edge = fill_of(area.tone), edge_of(area.tone)
    if area.form == "lane":
        yield Path(outlines.rounded(area.x, area.y, area.width, area.height, 2.2), "surface", "line", 0.35)
        yield Path(outlines.rounded(area.x, area.y, area.head, area.height, 2.2), fill, None)
        yield Path(outlines.rounded(area.x, area.y + 2, 1.0, max(area.height - 4, 1), 0.5), edge, None)
        head = Box(
            x=area.x + 2.2, y=area.y + 2.6, width=area.head - 2.8, text=area.label, second=area.second, form="plain",
            weight=700, size=area.size, language=area.language,
        )  # fmt: skip
        yield from _box(head)
        return
    yield Path(
        outlines.rounded(area.x, area.y, area.width, area.height, 8.0 if area.form == "hull" else 2.2),
        fill, edge if area.form == "hull" or area.dashed or area.strong else "line", 0.9 if area.strong else 0.35,
        DASH if area.form == "hull" or area.dashed else None,
    )  # fmt: skip
    if not area.label:
        return
    if area.form == "hull":
        width = text_width(area.label, area.size, 600) + 5
        left, top = area.x + 6, area.y - area.size * 0.75
        yield Path(outlines.rounded(left, top, width, area.size * 1.5, area.size * 0.75), "surface", edge, 0.35)
        yield _line_of(area.label, left, top + area.size * 0.125, width, area.size, 600, "ink", "middle")
    else:
        head = Box(
            x=area.x + 2.2, y=area.y + 1.8, width=area.width - 4.4, text=area.label, second=area.second, form="plain",
            weight=700, size=area.size, language=area.language,
        )  # fmt: skip
        yield from _box(head)


_ON: dict[Role, Role] = {"spruce": "on-spruce"}


def _badge(badge: Badge) -> Iterator[Path | Run]:
    size = badge.size
    text_size = size * 0.62
    width = max(size, text_width(badge.text, text_size, 700) + 3.2) if badge.form == "pill" else size
    left, top = badge.x - width / 2, badge.y - size / 2
    match badge.form:
        case "disc" | "ring":
            outline = outlines.disc(badge.x, badge.y, size / 2)
        case "diamond":
            outline = outlines.polygon(
                ((badge.x, top), (left + width, badge.y), (badge.x, top + size), (left, badge.y))
            )
        case "square":
            outline = outlines.rounded(left, top, width, size, 0.8)
        case "pill":
            outline = outlines.rounded(left, top, width, size, size / 2)
    solid = badge.filled and badge.form != "ring"
    yield Path(outline, badge.role if solid else "surface", badge.role, 0.4)
    role: Role = _ON.get(badge.role, "surface") if solid else badge.role
    yield _line_of(badge.text, left, badge.y - text_size * LINE_HEIGHT / 2, width, text_size, 700, role, "middle")


def _words(words: Words) -> Iterator[Path | Run]:
    top, width = words.y, words.line_width
    left = {"start": words.x, "middle": words.x - width / 2, "end": words.x - width}[words.anchor]
    for line in words.lines:
        yield _line_of(line, left, top, width, words.size, words.weight, words.role, words.anchor, words.family)
        top += words.size * LINE_HEIGHT


def _stroke(stroke: Stroke) -> Iterator[Path | Run]:
    if len(stroke.points) < 2:
        return
    if stroke.smooth:
        segments = outlines.smooth(stroke.points)
    else:
        segments = outlines.polygon(stroke.points, closed=stroke.closed)
    yield Path(segments, stroke.fill, stroke.role, stroke.width, DASH if stroke.dashed else None)


def painted_points(marks: Iterator[Mark]) -> Iterator[Point]:
    """Every absolute point of every path and run, for tests of what lies inside a page."""
    for mark in marks:
        if isinstance(mark, Group):
            yield from painted_points(iter(mark.marks))
        elif isinstance(mark, Run):
            yield mark.x, mark.y
            yield mark.x + text_width(mark.text, mark.size, mark.weight, mark.family), mark.y
        else:
            for _, numbers in mark.segments:
                yield from zip(numbers[::2], numbers[1::2], strict=True)


def is_finite(marks: Iterator[Mark]) -> bool:
    """Whether every number of every mark is finite."""
    return all(math.isfinite(x) and math.isfinite(y) for x, y in painted_points(marks))
