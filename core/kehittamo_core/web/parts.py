"""A drawing part by part, for the big screen: whatever is shown at once can be read from the back row."""

import math
import re
from dataclasses import dataclass
from itertools import pairwise

from kehittamo_core.scene.shapes import Badge, Box, Part, Scene, Words, extent

SHARE_X, SHARE_Y = 1824.0, 820.0
"""Pixels that a drawing has on a screen of 1920 x 1080."""
SMALL_SHARE = (1216.0, 540.0)
"""Pixels that a drawing has on a projector of 1280 x 720, the smallest that is led part by part."""
LETTER = 28.0
"""Pixels that a label is at least high."""
LABEL_MM = 3.2
SLACK = 0.15
"""The share of a screen by which a part may be larger before it is cut."""
SHIFT, OVERLAP = 0.25, 0.06
"""How far a cut may stand from the even place, and what both sides of a cut that crosses a box show more, in shares of a piece."""
AIR = 1.0
"""Millimetres between a cut and the box beside it."""
_VIEW_BOX = re.compile(r'viewBox="[^"]*" width="[^"]*" height="[^"]*"')


Extent = tuple[float, float, float, float]
"""In millimetres: left and top, then width and height of a part, right and bottom of a box."""


@dataclass(frozen=True)
class Piece:
    """What is shown at once, in the drawing's millimetres; piece 0 is the whole, for orientation."""

    number: int
    label: str
    x: float
    y: float
    width: float
    height: float

    @property
    def view_box(self) -> str:
        """The attribute of the same name."""
        return f"{self.x:.2f} {self.y:.2f} {self.width:.2f} {self.height:.2f}"


def _tiles(
    boxes: list[Extent], part: Part | None, bounds: Extent, share: tuple[float, float]
) -> list[tuple[str, float, float, float, float]]:
    """A part, cut into as many tiles as it needs to be readable on a screen that has so many pixels for them.

    They are about equally large, and cut where they cross the fewest boxes; where a cut crosses one, both sides show a little more.
    """
    x, y, width, height = bounds
    inside = [
        box for box in boxes
        if box[0] < x + width and box[2] > x and box[1] < y + height and box[3] > y
    ]  # fmt: skip
    columns = _cut(x, width, share[0] * LABEL_MM / LETTER, [(box[0], box[2]) for box in inside])
    rows = _cut(y, height, share[1] * LABEL_MM / LETTER, [(box[1], box[3]) for box in inside])
    label, count = part.label if part else "", len(rows) * len(columns)
    tiles = []
    for row, (top, high) in enumerate(rows):
        for column, (left, wide) in enumerate(columns):
            name = f"{label} {row * len(columns) + column + 1}/{count}".strip() if count > 1 else label
            tiles.append((name, left, top, wide, high))
    return tiles


def _boxes(scene: Scene) -> list[Extent]:
    """What no cut should cross, as left, top, right and bottom."""
    found = []
    for shape in scene.shapes:
        if isinstance(shape, Box | Words | Badge):
            (left, top), (right, bottom) = extent(shape)
            found.append((left, top, right, bottom))
    return found


def _cut(start: float, length: float, room: float, spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Pieces of about `room` as start and length, which overlap where a span is cut; one more where one would be too large."""
    least = max(1, math.ceil(length / room - SLACK))
    edges = _edges(start, length, least, spans)
    if max(after - before for before, after in pairwise(edges)) > room * (1 + SLACK):
        edges = _edges(start, length, least + 1, spans)
    more = [OVERLAP * room if any(low < edge < high for low, high in spans) else 0.0 for edge in edges[1:-1]]
    more = [0.0, *more, 0.0]
    return [
        (before - more[number], after - before + more[number] + more[number + 1])
        for number, (before, after) in enumerate(pairwise(edges))
    ]


def _edges(start: float, length: float, count: int, spans: list[tuple[float, float]]) -> list[float]:
    """Where to cut into so many pieces: across as few spans as possible, as near to the even place as possible."""
    step = length / count
    edges = [start]
    for number in range(1, count):
        even = start + number * step
        places = (place for low, high in spans for place in (low - AIR, high + AIR))
        near = [even, *(place for place in places if abs(place - even) <= step * SHIFT)]
        edges.append(min(near, key=lambda at: (sum(low < at < high for low, high in spans), abs(at - even))))
    return [*edges, start + length]


def pieces(scene: Scene, share: tuple[float, float] = (SHARE_X, SHARE_Y)) -> tuple[Piece, ...]:
    """The whole first, then its parts: the method's own, else tiles of the whole; one that is readable whole has none."""
    x, y, width, height = scene.bounds
    whole = Piece(0, "", x, y, width, height)
    tiles: list[tuple[str, float, float, float, float]] = []
    boxes = _boxes(scene)
    for part in scene.parts:
        tiles += _tiles(boxes, part, (part.x, part.y, part.width, part.height), share)
    if not tiles:
        tiles = _tiles(boxes, None, scene.bounds, share)
    if len(tiles) == 1:
        return (whole,)
    return (whole, *(Piece(number, *tile) for number, tile in enumerate(tiles, 1)))


def show_piece(svg: str, piece: Piece) -> str:
    """The drawing with a window onto one piece of it; a screen of another shape shows nothing beside it, nor half of a box."""
    x, y, width, height = piece.view_box.split()
    name = f"piece-{x}-{y}-{width}-{height}".replace(".", "_")
    rect = f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'
    windowed = _VIEW_BOX.sub(f'viewBox="{piece.view_box}"', svg, count=1)
    head, title, body = windowed.partition("</title>" if "</title>" in windowed else ">")
    opened = f'{head}{title}<clipPath id="{name}">{rect}</clipPath><g clip-path="url(#{name})">'
    return f"{opened}{body.removesuffix('</svg>')}</g></svg>"
