"""Small marks on actors and ties, set where they cover nothing: questions, numbers, the letters of types."""

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from kehittamo_core.api import Badge, Element
from kehittamo_network_map.drawings.ties import Line
from kehittamo_network_map.layout.parts import Point, Rect, meet, off_line
from kehittamo_network_map.types import Colour

SIZE = 5.2
"""A mark whose number is printed as large as labels."""
LETTER = 4.2
"""A small mark for the letter of a type."""
CELL = 20.0
"""The side of a square by which taken spots are looked up, in millimetres: about a name's width."""
Form = Literal["disc", "ring", "diamond", "square", "pill"]

ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.27, 0.73, 0.22, 0.78)
ROUND = (-45, -20, -75, 20, 160, 200, -110, -135, 110, 70, 45, 135)
"""Degrees round a symbol, upper right first."""


class Free:
    """What is taken on the paper, and the nearest spot that is not."""

    def __init__(self, taken: Iterable[Rect], lines: Iterable[Line] = ()) -> None:
        self.cells: dict[tuple[int, int], list[Rect]] = {}
        for rect in taken:
            self._keep(rect)
        self.pieces = [piece for line in lines for piece in pairwise(line.points)]

    def _fits(self, at: Point, half_width: float, half_height: float) -> bool:
        rect = at[0] - half_width, at[1] - half_height, at[0] + half_width, at[1] + half_height
        return not any(meet(rect, other) for cell in _cells(rect) for other in self.cells.get(cell, ()))

    def _keep(self, rect: Rect) -> None:
        """Remember what is taken by the squares of the paper that it touches: only neighbours are asked later."""
        for cell in _cells(rect):
            self.cells.setdefault(cell, []).append(rect)

    def _beside_lines(self, at: Point, half: float) -> bool:
        return all(off_line(at, *piece) > half for piece in self.pieces)

    def take(self, at: Point, half_width: float, half_height: float) -> None:
        """Mark a spot as taken."""
        self._keep((at[0] - half_width, at[1] - half_height, at[0] + half_width, at[1] + half_height))

    def on_line(self, line: Line, half: float) -> Point | None:
        """A spot on a line, near its middle; None where the whole line is taken."""
        for share in ALONG:
            at = line.at(share)
            if self._fits(at, half, half):
                self.take(at, half, half)
                return at
        return None

    def near(self, middle: Point, away: float, half: float) -> Point:
        """A spot about a point, at a distance or a little farther, beside the ties where there is room."""
        for beside in (True, False):
            for step in range(8 if beside else 14):
                for angle in ROUND:
                    reach, turn = away + step * half, math.radians(angle)
                    at = middle[0] + reach * math.cos(turn), middle[1] + reach * math.sin(turn)
                    if self._fits(at, half, half) and (not beside or self._beside_lines(at, half)):
                        self.take(at, half, half)
                        return at
        self.take(middle, half, half)
        return middle


def _cells(rect: Rect) -> Iterator[tuple[int, int]]:
    for column in range(math.floor(rect[0] / CELL), math.floor(rect[2] / CELL) + 1):
        for row in range(math.floor(rect[1] / CELL), math.floor(rect[3] / CELL) + 1):
            yield column, row


def mark(
    at: Point,
    text: str,
    form: Form,
    role: Colour,
    item: Element | None = None,
    *,
    filled: bool = True,
    size: float = SIZE,
) -> Badge:
    """A mark at a spot."""
    return Badge(x=at[0], y=at[1], text=text, form=form, role=role, size=size, item=item, filled=filled)
