"""A drawing part by part, for the big screen: whatever is shown at once can be read from the back row."""

import math
import re
from dataclasses import dataclass

from kehittamo_core.scene.shapes import Part, Scene

SHARE_X, SHARE_Y = 1824.0, 820.0
"""Pixels that a drawing has on a screen of 1920 x 1080."""
SMALL_SHARE = (1216.0, 540.0)
"""Pixels that a drawing has on a projector of 1280 x 720, the smallest that is led part by part."""
LETTER = 28.0
"""Pixels that a label is at least high."""
LABEL_MM = 3.2
_VIEW_BOX = re.compile(r'viewBox="[^"]*" width="[^"]*" height="[^"]*"')


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
    part: Part | None, x: float, y: float, width: float, height: float, share: tuple[float, float]
) -> list[tuple[str, float, float, float, float]]:
    """A part, cut into as many tiles as it needs to be readable on a screen that has so many pixels for them."""
    scale = LETTER / LABEL_MM
    columns = max(1, math.ceil(width * scale / share[0] - 0.15))
    rows = max(1, math.ceil(height * scale / share[1] - 0.15))
    label = part.label if part else ""
    step_x, step_y = width / columns, height / rows
    overlap_x, overlap_y = (step_x * 0.06 if columns > 1 else 0.0), (step_y * 0.06 if rows > 1 else 0.0)
    tiles = []
    for row in range(rows):
        for column in range(columns):
            left, top = x + column * step_x - overlap_x, y + row * step_y - overlap_y
            number = row * columns + column + 1
            name = label if rows * columns == 1 else f"{label} {number}/{rows * columns}".strip()
            tiles.append((name, left, top, step_x + 2 * overlap_x, step_y + 2 * overlap_y))
    return tiles


def pieces(scene: Scene, share: tuple[float, float] = (SHARE_X, SHARE_Y)) -> tuple[Piece, ...]:
    """The whole first, then its parts: the method's own, else tiles of the whole; one that is readable whole has none."""
    x, y, width, height = scene.bounds
    whole = Piece(0, "", x, y, width, height)
    tiles: list[tuple[str, float, float, float, float]] = []
    for part in scene.parts:
        tiles += _tiles(part, part.x, part.y, part.width, part.height, share)
    if not tiles:
        tiles = _tiles(None, x, y, width, height, share)
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
