"""A slide as plain values, measured in millimetres: what both painters, PDF and PPTX, are given."""

from dataclasses import dataclass, field
from typing import Literal

from kehittamo_core.api import Cell, Scene
from kehittamo_exports.pdf.photo import Photo

WIDTH, HEIGHT = 338.667, 190.5
"""13.333 x 7.5 inches: 16:9 as presentation programs have it."""
LEFT, RIGHT, TOP, BOTTOM = 18.0, 18.0, 40.0, 173.0
GAP = 12.0
FULL = WIDTH - LEFT - RIGHT
HALF = (FULL - GAP) / 2
ROOM = BOTTOM - TOP
POINT = 25.4 / 72
CELL = 1.8
"""Room round the words of a table's cell."""

Role = Literal[
    "lead", "text", "head", "sub", "points", "numbered", "note", "quote", "numbers", "table", "meta", "image"
]

SIZES: dict[Role, float] = {
    "lead": 17, "text": 14, "head": 17, "sub": 14.5, "points": 14, "numbered": 14, "note": 14, "quote": 26, "numbers": 44,
    "table": 12, "meta": 12, "image": 12,
}  # fmt: skip
"""Points; nothing that is read on a slide is smaller than 12."""
LEADING: dict[Role, float] = {"head": 1.2, "sub": 1.2, "quote": 1.25, "numbers": 1.0, "table": 1.3}
SPACING = 1.35
BELOW = {"head": 1.6, "sub": 1.2, "lead": 4.0, "table": 5.0, "quote": 7.0, "numbers": 7.0, "image": 4.0}
ABOVE = {"head": 3.0, "sub": 1.5}
"""Millimetres below and above a piece."""
CARD = 8.0
"""What a perspective's card at the foot takes from a slide's height."""


@dataclass(frozen=True)
class Words:
    """A text and the language it is in where that is not the deck's own."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Piece:
    """Something that stands in a column: `texts` are paragraphs, points or pairs of number and words; or a table's rows.

    `scale` enlarges the sizes of its role; `height` is what it was measured to take, space below included.
    """

    role: Role
    texts: tuple[Words, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    widths: tuple[float, ...] = ()
    heights: tuple[float, ...] = ()
    scale: float = 1.0
    height: float = 0.0
    tone: str = ""
    first: int = 1
    """The number of the first point of a numbered list."""
    links: tuple[str, ...] = ()
    """Ids of the slides that a table's rows lead to, "" for none."""
    photo: Photo | None = None
    """An image, its credit in `texts`; `alt` is what it shows, and it is at most so many millimetres high."""
    alt: str = ""
    most: float = 0.0

    @property
    def size(self) -> float:
        """The size of its letters in points."""
        return SIZES[self.role] * self.scale

    @property
    def leading(self) -> float:
        """The height of a line in sizes."""
        return LEADING.get(self.role, SPACING)


@dataclass(frozen=True)
class Column:
    """Pieces one below the other from `y`, the top of the slide's body where no other band stands above."""

    x: float
    width: float
    pieces: tuple[Piece, ...]
    y: float = TOP


@dataclass(frozen=True)
class Drawn:
    """A drawing or a window of it, its top left corner on the slide, and the scale at which it is shown."""

    scene: Scene
    window: tuple[float, float, float, float]
    x: float
    y: float
    scale: float
    alt: str
    whole: bool = True
    windows: tuple[tuple[float, float, float, float], ...] = ()
    """All windows of a drawing that is shown in parts: what another one shows whole is left out of this one."""


@dataclass(frozen=True)
class Slide:
    """One slide. `look`: cover and divider are dark; `notes` are what the speaker may read."""

    id: str
    title: str
    look: Literal["cover", "divider", "page"] = "page"
    title_lang: str = ""
    over: str = ""
    """What stands above the title in small letters: the chapter, on its second slide and after."""
    number: int | None = None
    where: str = ""
    columns: tuple[Column, ...] = ()
    drawn: Drawn | None = None
    caption: str = ""
    caption_lang: str = ""
    notes: str = ""
    carded: bool = False
    """Whether a perspective's card stands at its foot."""
    links: tuple[tuple[str, str], ...] = field(default=())
    """Words and the id of the slide that they lead to, on contents and dividers."""
