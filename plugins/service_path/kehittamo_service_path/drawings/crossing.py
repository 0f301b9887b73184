"""How often the lines of a path cross one another or run through boxes: as drawn, and in plain columns."""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from kehittamo_core.api import Board, Box, Connector
from kehittamo_service_path.path import IN_LANES, inside, lane_of, lanes_of

Point = tuple[float, float]
Line = tuple[Point, ...]
Rectangle = tuple[float, float, float, float]
"""left, top, right, bottom"""

LINKS = ("then", "returns", "informs", "supports")
HALF = (0.35, 0.3)
"""Half the width and half the height of a box in plain columns, where boxes stand 1 apart."""


def counted_crossings(board: Board) -> tuple[int, int]:
    """Crossings and boxes run through: in the drawing of the path, and in plain columns with straight lines."""
    from kehittamo_service_path.drawings.path import draw_path  # the drawing is heavy; only this insight needs it

    shapes = draw_path(board).shapes
    lines = [
        (shape.points, _ends(shape)) for shape in shapes if isinstance(shape, Connector) and shape.link is not None
    ]
    boxes = {
        shape.item.id: (shape.x, shape.y, shape.right, shape.bottom)
        for shape in shapes
        if isinstance(shape, Box) and shape.item is not None and shape.form != "tab"
    }
    return count_crossings(lines, boxes), count_crossings(*_plain(board))


def _ends(shape: Connector) -> frozenset[str]:
    link = shape.link
    return frozenset((getattr(link, "source", ""), getattr(link, "target", "")))


def _plain(board: Board) -> tuple[list[tuple[Line, frozenset[str]]], Mapping[str, Rectangle]]:
    """Boxes that stand in their lanes one beside the other in order, and straight lines between their middles."""
    lanes = lanes_of(board)
    index = {lane.id: number for number, lane in enumerate(lanes)}
    used: dict[str, int] = {}
    at: dict[str, Point] = {}
    for item in sorted(board.of(*IN_LANES), key=lambda item: item.order):
        lane = lane_of(board, item, lanes)
        if lane is not None:
            at[item.id] = (float(used.get(lane.id, 0)), float(index[lane.id]))
            used[lane.id] = used.get(lane.id, 0) + 1
    lines: list[tuple[Line, frozenset[str]]] = [
        ((at[a.id], at[b.id]), frozenset((a.id, b.id)))
        for _, a, b in inside(board, *LINKS)
        if a.id in at and b.id in at
    ]
    boxes = {id_: (x - HALF[0], y - HALF[1], x + HALF[0], y + HALF[1]) for id_, (x, y) in at.items()}
    return lines, boxes


def count_crossings(lines: Sequence[tuple[Line, frozenset[str]]], boxes: Mapping[str, Rectangle]) -> int:
    """Pairs of stretches of different lines that cross inside, and boxes that a line runs through on its way."""
    framed = [(line, ends, _frame(line)) for line, ends in lines]
    total = 0
    for (first, _, one), (second, _, other) in combinations(framed, 2):
        if _apart(one, other):
            continue
        total += sum(1 for a in pairwise(first) for b in pairwise(second) if _cross(*a, *b))
    for line, ends, frame in framed:
        for id_, box in boxes.items():
            if id_ not in ends and not _apart(frame, box):
                total += any(_through(*stretch, box) for stretch in pairwise(line))
    return total


def _frame(line: Line) -> Rectangle:
    across, down = [x for x, _ in line], [y for _, y in line]
    return min(across), min(down), max(across), max(down)


def _apart(first: Rectangle, second: Rectangle) -> bool:
    return first[0] > second[2] or second[0] > first[2] or first[1] > second[3] or second[1] > first[3]


def _side(p: Point, q: Point, r: Point) -> float:
    value = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    return 0.0 if abs(value) < 1e-6 else value


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _through(a: Point, b: Point, box: Rectangle) -> bool:
    """Whether a stretch enters a box: one of its ends is inside, or it crosses a diagonal."""
    left, top, right, bottom = box
    if any(left < x < right and top < y < bottom for x, y in (a, b)):
        return True
    return _cross(a, b, (left, top), (right, bottom)) or _cross(a, b, (left, bottom), (right, top))
