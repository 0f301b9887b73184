"""Which paper a drawing needs so that its words stay readable, and how one that fits no paper is cut into parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kehittamo_core.api import Badge, Box, Group, Mark, Run, Scene, Words

READABLE = 8 * 25.4 / 72
"""8 pt in millimetres: labels are never printed smaller."""
LABEL = 2.8
"""Texts drawn smaller than this are small by design (short ids, letters in badges) and do not ask for larger paper."""
LARGEST_SCALE = 1.12
CAPTION = 12.0
OVERLAP = 8.0


@dataclass(frozen=True)
class Paper:
    """A page by the name of its style, with the room inside its margins in millimetres."""

    name: str
    width: float
    height: float


UPRIGHT = Paper("upright", 170.0, 255.0)
WIDE = Paper("wide", 265.0, 173.0)
LARGE = Paper("large", 388.0, 260.0)
PAPERS = {paper.name: paper for paper in (UPRIGHT, WIDE, LARGE)}


@dataclass(frozen=True)
class Fit:
    """A paper, and the scale at which a drawing is printed on it."""

    paper: Paper
    scale: float


@dataclass(frozen=True)
class Part:
    """A part of a drawing that gets a page of its own: its window in millimetres of the drawing."""

    x: float
    y: float
    width: float
    height: float


def texts(marks: Iterable[Mark]) -> Iterable[Run]:
    """Every run of text."""
    for mark in marks:
        if isinstance(mark, Group):
            yield from texts(mark.marks)
        elif isinstance(mark, Run):
            yield mark


def smallest_scale(marks: Iterable[Mark]) -> float:
    """The scale below which a label would be printed smaller than 8 pt."""
    sizes = [run.size for run in texts(marks) if run.size >= LABEL]
    return min(1.0, READABLE / min(sizes)) if sizes else 0.5


def scale_on(paper: Paper, width: float, height: float, reserved: float = 0.0) -> float:
    """The scale at which a drawing of this size fits, beside `reserved` millimetres of other things above it."""
    return min(LARGEST_SCALE, paper.width / width, max(paper.height - CAPTION - reserved, 10.0) / height)


def fit(width: float, height: float, least: float, preferred: Paper = UPRIGHT, reserved: float = 0.0) -> Fit | None:
    """The smallest paper on which a drawing stays readable, from the preferred one on; None where none is large enough."""
    papers = (UPRIGHT, WIDE, LARGE)
    for paper in papers[papers.index(preferred) :]:
        scale = scale_on(paper, width, height, reserved if paper is not UPRIGHT else max(reserved, 30.0))
        if scale >= least - 1e-6:
            return Fit(paper, scale)
    return None


def parts(scene: Scene, least: float) -> tuple[Paper, tuple[Part, ...]]:
    """A drawing cut into windows that are readable on one page each, between boxes where there is a gap to cut in."""
    x, y, width, height = scene.bounds
    boxes = [_extent(shape) for shape in scene.shapes if isinstance(shape, Box | Words | Badge)]
    for paper in (WIDE, LARGE):
        room = paper.width / least, (paper.height - CAPTION - 12) / least
        columns = _cuts(x, width, room[0], [(box[0], box[2]) for box in boxes])
        rows = _cuts(y, height, room[1], [(box[1], box[3]) for box in boxes])
        if len(columns) * len(rows) <= 8 or paper is LARGE:
            windows = tuple(Part(left, top, wide, high) for top, high in rows for left, wide in columns)
            return paper, tuple(part for part in windows if _holds_any(part, boxes)) or windows
    raise AssertionError("the last paper always answers")


def _extent(shape: Box | Words | Badge) -> tuple[float, float, float, float]:
    match shape:
        case Box():
            return shape.x, shape.y, shape.right, shape.bottom
        case Words():
            return shape.x, shape.y, shape.x + shape.line_width, shape.y + shape.height
    return shape.x - shape.size / 2, shape.y - shape.size / 2, shape.x + shape.size / 2, shape.y + shape.size / 2


def _holds_any(part: Part, boxes: Iterable[tuple[float, float, float, float]]) -> bool:
    right, bottom = part.x + part.width, part.y + part.height
    return any(box[0] < right and box[2] > part.x and box[1] < bottom and box[3] > part.y for box in boxes)


def _cuts(start: float, length: float, room: float, spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Pieces of at most `room`: cut in the last gap between boxes, else with an overlap so that no box is lost."""
    pieces, at, end = [], start, start + length
    while end - at > room + 0.01:
        limit = at + room
        edges = sorted({high for _, high in spans if at + room * 0.5 < high < limit - 1})
        gap = next((edge for edge in reversed(edges) if not any(low < edge + 0.5 < high for low, high in spans)), None)
        if gap is None:
            pieces.append((at, room))
            at = limit - min(OVERLAP, room / 4)
        else:
            pieces.append((at, gap + 1 - at))
            at = gap + 1
    pieces.append((at, end - at))
    return pieces
