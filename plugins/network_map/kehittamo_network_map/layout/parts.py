"""What a layout is made of: nodes with the room that they take, ties, areas, and the finished plan."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

Point = tuple[float, float]
Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in millimetres."""

GAP = 2.0
"""The least room between two nodes with their labels, in millimetres."""


@dataclass(frozen=True)
class Node:
    """An actor as the layout sees it: half its symbol's size, and its label's width and height below (or above) it."""

    id: str
    radius: float
    label_width: float
    label_height: float
    above: bool = False

    @property
    def height(self) -> float:
        """Symbol and label together."""
        return 2 * self.radius + 1.2 + self.label_height

    @property
    def width(self) -> float:
        """The wider of symbol and label."""
        return max(2 * self.radius, self.label_width)

    def rect(self, at: Point, gap: float = 0.0) -> Rect:
        """The room that it takes with its symbol's middle at a point."""
        x, y = at
        half = self.width / 2 + gap / 2
        top = y + self.radius - self.height if self.above else y - self.radius
        return x - half, top - gap / 2, x + half, top + self.height + gap / 2

    def label(self, at: Point) -> Rect:
        """The room that its label takes."""
        x, y = at
        top = y - self.radius - 1.2 - self.label_height if self.above else y + self.radius + 1.2
        return x - self.label_width / 2, top, x + self.label_width / 2, top + self.label_height


@dataclass(frozen=True)
class Tie:
    """Two nodes that should stand near each other, the more the heavier."""

    first: str
    second: str
    weight: float = 1.0


@dataclass(frozen=True)
class Area:
    """A given group and its members, in order."""

    id: str
    members: tuple[str, ...]
    label_width: float = 0.0


@dataclass(frozen=True)
class Plan:
    """The middle of every node's symbol, and a rectangle round every area."""

    spots: Mapping[str, Point]
    areas: Mapping[str, Rect] = field(default_factory=dict)


def meet(first: Rect, second: Rect) -> bool:
    """Whether two rectangles cover each other."""
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def union(rects: Iterable[Rect]) -> Rect:
    """The rectangle round rectangles."""
    found = list(rects)
    return (
        min(rect[0] for rect in found),
        min(rect[1] for rect in found),
        max(rect[2] for rect in found),
        max(rect[3] for rect in found),
    )


def spiral(step: float) -> Iterator[Point]:
    """Offsets outwards from a point, near ones first, without an end."""
    yield 0.0, 0.0
    for index in count(1):
        reach, angle = step * math.sqrt(index), index * 2.399963
        yield reach * math.cos(angle), reach * math.sin(angle)


def settle(nodes: Iterable[Node], spots: Mapping[str, Point], kept: Iterable[str] = ()) -> dict[str, Point]:
    """The spots moved just so far that no two nodes cover each other; `kept` ones move only from each other.

    Nodes are set down in their order, so one that comes later gives way to one that was there before.
    """
    first = set(kept)
    ordered = sorted(nodes, key=lambda node: node.id not in first)
    down: dict[tuple[int, int], list[Rect]] = {}
    found: dict[str, Point] = {}

    def cells(rect: Rect) -> Iterator[tuple[int, int]]:
        for column in range(math.floor(rect[0] / 40), math.floor(rect[2] / 40) + 1):
            for row in range(math.floor(rect[1] / 40), math.floor(rect[3] / 40) + 1):
                yield column, row

    for node in ordered:
        x, y = spots[node.id]
        for dx, dy in spiral(3.0):
            rect = node.rect((x + dx, y + dy), GAP)
            if not any(meet(rect, other) for cell in cells(rect) for other in down.get(cell, ())):
                break
        found[node.id] = (x + dx, y + dy)
        for cell in cells(rect):
            down.setdefault(cell, []).append(rect)
    return found


def length(first: Point, second: Point) -> float:
    """The distance of two points."""
    return math.dist(first, second)


def off_line(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    share = 0.0 if square == 0 else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / square
    share = min(max(share, 0.0), 1.0)
    return math.dist(point, (start[0] + share * dx, start[1] + share * dy))


def cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the line a-b crosses the line c-d; lines that share an end do not."""
    if a in (c, d) or b in (c, d):
        return False

    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
