"""Which paper a drawing needs so that its words stay readable, and how one that fits no paper is cut into parts."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kehittamo_core.api import Area, Badge, Box, Connector, Group, Mark, Path, Run, Scene, Stroke, Words, text_width

READABLE = 8 * 25.4 / 72
"""8 pt in millimetres: labels are never printed smaller."""
LABEL = 2.8
"""Texts drawn smaller than this are small by design (short ids, letters in badges) and do not ask for larger paper."""
CAPTION = 9.5
HEAD = 16.0
"""The top of an area, and a title, are kept together with the first box below."""


@dataclass(frozen=True)
class Paper:
    """A page by the name of its style: the room inside its margins in millimetres.

    Drawings may be a little wider than text (`across`) and, on the large papers, be made larger than drawn (`most`).
    """

    name: str
    width: float
    height: float
    across: float
    most: float


UPRIGHT = Paper("upright", 170.0, 257.0, 180.5, 1.12)
WIDE = Paper("wide", 265.0, 173.0, 277.0, 1.2)
LARGE = Paper("large", 388.0, 260.0, 394.0, 1.3)
PAPERS = (UPRIGHT, WIDE, LARGE)


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
    """The scale at which a drawing of this size fits, below `reserved` millimetres of other things."""
    return min(paper.most, paper.across / width, max(paper.height - CAPTION - reserved, 10.0) / height)


def fit(
    width: float,
    height: float,
    least: float,
    preferred: Paper = UPRIGHT,
    reserved: Callable[[Paper], float] = lambda _: 0.0,
) -> Fit | None:
    """The smallest paper on which a drawing stays readable, from the preferred one on; None where none is large enough.

    `reserved` tells how many millimetres are taken by what stands above the drawing on a paper.
    """
    for paper in PAPERS[PAPERS.index(preferred) :]:
        scale = scale_on(paper, width, height, reserved(paper))
        if scale >= least - 1e-6:
            return Fit(paper, scale)
    return None


def parts(scene: Scene, least: float, first: float = 0.0, foot: float = 0.0) -> tuple[Paper, tuple[Part, ...]]:
    """A drawing cut into windows that are readable on one page each, on the paper that needs the fewest pages.

    `first` millimetres are taken on the first page, `foot` on every one. Cuts go where they cross the fewest boxes; a box that is crossed is
    whole in the next window. A larger paper is taken only where it saves half the pages.
    """
    best: tuple[Paper, tuple[Part, ...]] | None = None
    for paper in PAPERS:
        cut = windows(scene, paper.across / least, (paper.height - foot - CAPTION) / least, first / least)
        if best is None or _cost(cut) < _cost(best[1]) * (0.5 if paper is LARGE else 1):
            best = paper, cut
    assert best is not None
    return best


def _cost(windows: Sequence[Part]) -> float:
    """Pages, and what it costs the reader when they go on sideways too."""
    return len(windows) * (1.6 if len({part.x for part in windows}) > 1 else 1.0)


def windows(scene: Scene, width: float, height: float, first: float = 0.0) -> tuple[Part, ...]:
    """A drawing cut into windows of at most this size; `first` millimetres are taken on the first."""
    x, y, own_width, own_height = scene.bounds
    boxes = [_extent(shape) for shape in scene.shapes if isinstance(shape, Box | Words | Badge)]
    heads = [
        (area.x, area.y - 1, area.x + area.width, area.y + HEAD) for area in scene.shapes if isinstance(area, Area)
    ]
    heads = [
        *heads,
        *((words.x, words.y, words.x + words.width, words.y + words.height + HEAD) for words in _titles(scene)),
    ]
    frames = [(area.y, area.y + area.height) for area in scene.shapes if isinstance(area, Area)]
    lines: list[tuple[float, float]] = []
    for line in scene.shapes:
        if isinstance(line, Connector | Stroke):
            ends = min(y for _, y in line.points), max(y for _, y in line.points)
            if isinstance(line, Connector):
                lines.append(ends)
            elif line.closed and line.fill:
                frames.append(ends)
    columns = _cuts(x, own_width, width, [(box[0], box[2]) for box in boxes])
    rows = _cuts(
        y,
        own_height,
        height,
        [(box[1], box[3]) for box in (*boxes, *heads)],
        first,
        frames,
        lines,
        [box[1] for box in heads],
    )
    cut = tuple(Part(left, top, wide, high) for top, high in rows for left, wide in columns)
    return tuple(part for part in cut if _holds_any(part, boxes)) or cut


def _titles(scene: Scene) -> Iterable[Words]:
    """Words that stand above something: bold ones."""
    return (shape for shape in scene.shapes if isinstance(shape, Words) and shape.weight >= 600)


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


def _cuts(
    start: float,
    length: float,
    room: float,
    spans: Sequence[tuple[float, float]],
    first: float = 0.0,
    frames: Sequence[tuple[float, float]] = (),
    lines: Sequence[tuple[float, float]] = (),
    tops: Sequence[float] = (),
) -> list[tuple[float, float]]:
    """Pieces of at most `room` (the first `first` shorter) as start and length; about equally long, so none is tiny.

    A cut between `frames`, and then between `lines`, is better than an even one. `tops` are where a title begins.
    """
    pieces, at, end = [], start, start + length
    limit = at + max(room - first, room / 3)
    while end > limit + 0.01:
        left = math.ceil((end - at - (limit - at)) / room)
        even = at + (end - at) / (left + 1)
        cut, crossed = _best_cut(at, min(max(even, at + (limit - at) * 0.6), limit), limit, spans, frames, lines, tops)
        pieces.append((at, cut - at))
        at = max(min([cut, *(low - 2 for low in crossed)]), at + (cut - at) * 0.3)
        limit = at + room
    pieces.append((at, end - at))
    return pieces


def _best_cut(
    at: float,
    wished: float,
    limit: float,
    spans: Sequence[tuple[float, float]],
    frames: Sequence[tuple[float, float]],
    lines: Sequence[tuple[float, float]],
    tops: Sequence[float],
) -> tuple[float, list[float]]:
    """Where to cut: across the fewest boxes, as near to the wished place as possible; and where crossed ones begin."""
    places = (*(high + 1 for _, high in (*spans, *frames, *lines)), *tops)
    candidates = [limit, *(place for place in places if at + (limit - at) * 0.4 < place < limit)]

    def cost(cut: float) -> tuple[int, bool, float]:
        broken = sum(low < cut < high for low, high in frames)
        return broken, any(low < cut < high for low, high in lines), abs(cut - wished)

    best, fewest = limit, [low for low, high in spans if low < limit < high]
    for cut in sorted(candidates, key=cost):
        crossed = [low for low, high in spans if low < cut < high]
        if len(crossed) < len(fewest) or (not crossed and best == limit and cut != limit):
            best, fewest = cut, crossed
        if not fewest:
            break
    return best, fewest


def shown(marks: Sequence[Mark], part: Part, parts_of_all: Sequence[Part]) -> tuple[Mark, ...]:
    """The marks of one window: without what lies outside, and without elements that another window shows whole."""
    kept: list[Mark] = []
    others = [other for other in parts_of_all if other != part]
    for mark in marks:
        box = _bounds(mark)
        if box is None or not _touches(box, part):
            continue
        if not _inside(box, part) and not isinstance(mark, Path) and any(_inside(box, other) for other in others):
            continue
        kept.append(mark)
    return tuple(kept)


Bounds = tuple[float, float, float, float]


def _bounds(mark: Mark) -> Bounds | None:
    match mark:
        case Run():
            return mark.x, mark.y - mark.size, mark.x + text_width(mark.text, mark.size, mark.weight), mark.y
        case Group():
            boxes = [box for inner in mark.marks if (box := _bounds(inner)) is not None]
            if not boxes:
                return None
            return (
                min(box[0] for box in boxes), min(box[1] for box in boxes),
                max(box[2] for box in boxes), max(box[3] for box in boxes),
            )  # fmt: skip
    xs = [value for _, numbers in mark.segments for value in numbers[::2]]
    ys = [value for _, numbers in mark.segments for value in numbers[1::2]]
    return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def _touches(box: Bounds, part: Part) -> bool:
    return box[0] < part.x + part.width and box[2] > part.x and box[1] < part.y + part.height and box[3] > part.y


def _inside(box: Bounds, part: Part) -> bool:
    right, bottom = part.x + part.width, part.y + part.height
    return box[0] >= part.x and box[2] <= right and box[1] >= part.y and box[3] <= bottom
