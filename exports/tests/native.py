"""PowerPoint's side of a drawing: what stands where, and whether it is what the scene says."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from kehittamo_core.api import Connector, Group, Mark, Path, Run, Scene, Words, lower
from kehittamo_exports.deck.model import Drawn
from kehittamo_exports.powerpoint.shapes import Painter

MM = 36_000
SCALE, LEFT, TOP = 0.5, 10.0, 10.0
TOLERANCE = 0.06
"""Millimetres on the slide."""


@cache
def _file() -> Any:
    return Presentation()


def shapes_of(holder: Any) -> Iterator[Any]:
    for shape in holder:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shapes_of(shape.shapes)


def painted(scene: Scene) -> list[Any]:
    """The native shapes of a drawing, at half its size, 10 mm from the corner."""
    file = _file()
    slide = file.slides.add_slide(file.slide_layouts[6])
    Painter(slide.shapes, Drawn(scene, scene.bounds, LEFT, TOP, SCALE, scene.alt), "kuva").paint()
    return [shape for shape in shapes_of(slide.shapes) if shape.shape_type != MSO_SHAPE_TYPE.GROUP]


def runs(marks: tuple[Mark, ...]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, Group):
            yield from runs(mark.marks)
        elif isinstance(mark, Run):
            yield mark.text


def said_of(text: str) -> str:
    return re.sub(r"[\s\u00ad\-]+", "", text)


def native(scene: Scene) -> int:
    """Every box at its place with its words, every line with its ends, every text: gives how many were compared."""
    shapes = painted(scene)
    left, top, _, _ = scene.bounds
    told = {id(shape): said_of(shape.text_frame.text) if shape.has_text_frame else "" for shape in shapes}
    drawn = "".join(sorted("".join(told.values())))
    assert drawn == "".join(sorted("".join(said_of(run) for run in runs(tuple(lower(scene))))))
    places = [(shape, *(one / MM for one in (shape.left, shape.top, shape.width, shape.height))) for shape in shapes]

    def at(x: float, y: float, width: float | None = None, height: float | None = None) -> list[Any]:
        wanted = (LEFT + (x - left) * SCALE, TOP + (y - top) * SCALE, width, height)
        sizes = [None if one is None else one * SCALE for one in wanted[2:]]
        return [
            shape
            for shape, *place in places
            if all(
                one is None or abs(one - other) < TOLERANCE
                for one, other in zip((*wanted[:2], *sizes), place, strict=True)
            )
        ]

    for box in scene.boxes:
        code = box.item.code if box.code and box.item is not None else ""
        words = said_of("".join((code, *(box.lines or (box.text,)), *box.second_lines)))
        found = [told[id(shape)] for shape in at(box.x, box.y, box.width, box.height)]
        assert any(words == one for one in found) or not box.lines, (box, found)
    for words_ in (shape for shape in scene.shapes if isinstance(shape, Words)):
        across = words_.line_width * 1.15 + 0.4
        x = words_.x - across * {"start": 0, "middle": 0.5, "end": 1}[words_.anchor]
        assert said_of("".join(words_.lines)) in [told[id(shape)] for shape in at(x, words_.y)], words_
    lines = [shape for shape in scene.shapes if isinstance(shape, Connector)]
    free: list[Any] = [shape for shape in shapes if shape._element.tag == qn("p:cxnSp") or shape.name == "Line"]
    for line in lines:
        found = [shape for shape in free if _follows(shape, line, left, top)]
        assert found, line
        free.remove(found[0])
    return len(scene.boxes) + len(lines) + sum(isinstance(shape, Words) for shape in scene.shapes)


def _follows(shape: Any, line: Connector, left: float, top: float) -> bool:
    """Whether a native line begins and ends where the scene's does, or a free form has its extent."""
    if shape._element.tag == qn("p:cxnSp"):
        ends = [(shape.begin_x, shape.begin_y), (shape.end_x, shape.end_y)]
        wanted = [line.points[0], line.points[-1]]
    else:
        path = next(mark for mark in _paths(tuple(lower(Scene(shapes=(line,), alt="-")))))
        points = [(x, y) for _, numbers in path.segments for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        ends = [(shape.left, shape.top), (shape.left + shape.width, shape.top + shape.height)]
        wanted = [
            (min(x for x, _ in points), min(y for _, y in points)),
            (max(x for x, _ in points), max(y for _, y in points)),
        ]
    return all(
        abs(x / MM - LEFT - (wx - left) * SCALE) < TOLERANCE and abs(y / MM - TOP - (wy - top) * SCALE) < TOLERANCE
        for (x, y), (wx, wy) in zip(ends, wanted, strict=True)
    )


def _paths(marks: tuple[Mark, ...]) -> Iterator[Path]:
    for mark in marks:
        if isinstance(mark, Group):
            yield from _paths(mark.marks)
        elif isinstance(mark, Path):
            yield mark
