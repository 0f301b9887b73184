"""Small marks on actors and ties, set where they cover nothing: questions, numbers, the letters of types."""

import math
from collections.abc import Iterable
from typing import Literal

from kehittamo_core.api import Badge, Element
from kehittamo_network_map.drawings.ties import Line
from kehittamo_network_map.layout.parts import Point, Rect, meet

SIZE = 4.8
Form = Literal["disc", "ring", "diamond", "square", "pill"]

ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)
ROUND = (-45, -20, -75, 20, 160, 200, -110, 110, 70, 45, 135, -135)
"""Degrees round a symbol, upper right first: the name stands below."""


class Free:
    """What is taken on the paper, and the nearest spot that is not."""

    def __init__(self, taken: Iterable[Rect]) -> None:
        self.taken = list(taken)

    def _fits(self, at: Point, half_width: float, half_height: float) -> bool:
        rect = at[0] - half_width, at[1] - half_height, at[0] + half_width, at[1] + half_height
        return not any(meet(rect, other) for other in self.taken)

    def take(self, at: Point, half_width: float, half_height: float) -> None:
        """Mark a spot as taken."""
        self.taken.append((at[0] - half_width, at[1] - half_height, at[0] + half_width, at[1] + half_height))

    def on_line(self, line: Line, half_width: float, half_height: float) -> Point:
        """A spot on a line, near its middle, else beside it."""
        for share in ALONG:
            at = line.at(share)
            if self._fits(at, half_width, half_height):
                self.take(at, half_width, half_height)
                return at
        return self.near(line.at(0.5), 2 * half_height, half_width, half_height)

    def near(self, middle: Point, away: float, half_width: float, half_height: float) -> Point:
        """A spot about a point, at a distance or a little farther."""
        for step in range(12):
            for angle in ROUND:
                reach = away + step * half_height
                turn = math.radians(angle)
                at = middle[0] + reach * math.cos(turn), middle[1] + reach * math.sin(turn)
                if self._fits(at, half_width, half_height):
                    self.take(at, half_width, half_height)
                    return at
        self.take(middle, half_width, half_height)
        return middle


def mark(
    at: Point, text: str, form: Form, role: str, item: Element | None = None, *, filled: bool = True, size: float = SIZE
) -> Badge:
    """A mark at a spot."""
    return Badge(x=at[0], y=at[1], text=text, form=form, role=role, size=size, item=item, filled=filled)  # type: ignore[arg-type]
