"""The shapes of a drawing, in millimetres: what a method's `draw(board)` returns.

The origin is where the method likes it; x goes right, y goes down. A shape breaks its own text into lines when it is
made, by measuring the built fonts, so every painter breaks alike. A label that does not fit a given height becomes its
element's short id, which the table beside the drawing explains: nothing overlaps and nothing is clipped.

Long because: the closed list of shapes is read as one page, with the scene that holds them.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from kehittamo_core.board import Element
from kehittamo_core.scene.measure import Family, Weight, break_lines, text_height, text_width
from kehittamo_core.scene.palette import Role
from kehittamo_core.zones import Glyph, Tone

Point = tuple[float, float]
Side = Literal["left", "right", "top", "bottom"]
Form = Literal["rounded", "square", "pill", "hexagon", "circle", "cut", "cylinder", "note", "tab", "diamond", "plain"]

TEXT_SIZE = 3.2
"""9.1 pt: the size of labels; printed drawings keep 8 pt (2.82 mm) at least."""
SECOND_SIZE = 2.85
CODE_SIZE = 2.85
"""8 pt: a short id is what a table and a thread refer to, so it is printed no smaller than other words."""
CODE_ROOM = 3.6
"""How much higher a box is with its short id above the label."""
GLYPH_SIZE = 3.4


@dataclass(frozen=True, kw_only=True)
class Box:
    """A labelled box. `height` 0 grows to fit its text; `second` is a smaller text under the label.

    `item` links the box to its element (selection, thread knot, short id); `text` is the label, by default the item's.
    `code` shows the short id in the corner. `strong` doubles the edge, `struck` crosses the label out (ruled out, kept).
    `forms`: rounded = deed or own step, pill = meeting, cut = supporting service, cylinder = data, hexagon = solution,
    circle = impact, tab = tool, note = a written note, plain = no edge.
    """

    x: float
    y: float
    item: Element | None = None
    text: str = ""
    width: float = 50.0
    height: float = 0.0
    form: Form = "rounded"
    tone: Tone = "kivi"
    glyph: Glyph = ""
    second: str = ""
    code: bool = False
    size: float = TEXT_SIZE
    weight: Weight = 600
    align: Literal["start", "middle"] = "start"
    dashed: bool = False
    strong: bool = False
    struck: bool = False
    language: str = "fi"
    lines: tuple[str, ...] = field(default=())
    second_lines: tuple[str, ...] = field(default=())
    shortened: bool = False

    def __post_init__(self) -> None:
        """Break the label into lines and find the height that it needs."""
        if self.lines:
            return
        label = self.text or (self.item.text if self.item is not None else "")
        if not label and self.item is not None:
            label = self.item.code
        inner = max(self.width - 2 * self.pad_x - self._glyph_room, self.size)
        lines = break_lines(label, inner, self.size, self.weight, language=self.language) or ("",)
        second = break_lines(self.second, inner, SECOND_SIZE, 400, language=self.language) if self.second else ()
        needed = self._needed(len(lines), len(second))
        if not self.height:
            set_ = object.__setattr__
            set_(self, "height", max(needed, self.width if self.form == "circle" else 0.0))
        elif needed > self.height + 0.01:
            second = ()
            if self._needed(len(lines), 0) > self.height + 0.01:
                short = self.item.code if self.item is not None and self.item.code else label[:1]
                lines = (short,)
            object.__setattr__(self, "shortened", True)
        object.__setattr__(self, "lines", lines)
        object.__setattr__(self, "second_lines", second)

    @property
    def pad_x(self) -> float:
        """Room left and right of the text."""
        match self.form:
            case "pill":
                return 5.5
            case "hexagon":
                return 8.0
            case "circle":
                return self.width * 0.16
            case "diamond":
                return self.width * 0.22
            case "plain":
                return 0.4
        return 2.6

    @property
    def pad_y(self) -> float:
        """Room above and below the text."""
        match self.form:
            case "cylinder":
                return 4.4
            case "circle":
                return self.width * 0.2
            case "hexagon":
                return 3.4
            case "diamond":
                return self.height * 0.28
            case "plain":
                return 0.2
        return 2.4

    @property
    def _glyph_room(self) -> float:
        return GLYPH_SIZE + 1.8 if self.glyph and self.glyph_beside else 0.0

    @property
    def glyph_beside(self) -> bool:
        """Whether the glyph stands beside the label; in hexagons and circles it stands above."""
        return self.form not in ("hexagon", "circle")

    def _content_height(self, lines: int, second: int) -> float:
        above = 0.0 if not self.glyph or self.glyph_beside else GLYPH_SIZE + 1.4
        height = above + text_height(lines, self.size) + (text_height(second, SECOND_SIZE) + 0.6 if second else 0.0)
        return max(height, GLYPH_SIZE if self.glyph else 0.0) + (CODE_ROOM if self.code else 0.0)

    def _needed(self, lines: int, second: int) -> float:
        content = self._content_height(lines, second)
        # a rectangle inside a rhombus: its share of the width and its share of the height add up to one
        return content / 0.44 if self.form == "diamond" else content + 2 * self.pad_y

    @property
    def content_height(self) -> float:
        """The height of glyph, label and second text together."""
        return self._content_height(len(self.lines), len(self.second_lines))

    @property
    def right(self) -> float:
        """x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """y of the bottom edge."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """The middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def port(self, side: Side, at: float = 0.5) -> Point:
        """A point on an edge; `at` goes from 0 (top or left) to 1."""
        match side:
            case "left":
                return self.x, self.y + self.height * at
            case "right":
                return self.right, self.y + self.height * at
            case "top":
                return self.x + self.width * at, self.y
        return self.x + self.width * at, self.bottom

    def at(self, x: float, y: float) -> "Box":
        """The same box elsewhere."""
        return replace(self, x=x, y=y)


@dataclass(frozen=True, kw_only=True)
class Connector:
    """A line through `points`, for a link or for the eye.

    `curve`: flow leaves and lands horizontally, fall vertically, straight goes point to point, round rounds its corners.
    `missing` draws the rust dashes with a question mark of a tie that is not there.
    """

    points: tuple[Point, ...]
    link: Element | None = None
    curve: Literal["flow", "fall", "straight", "round"] = "flow"
    role: Role = "edge"
    width: float = 0.45
    dashed: bool = False
    arrow: Literal["none", "end", "both"] = "none"
    ring: bool = False
    missing: bool = False
    label: str = ""
    label_at: float = 0.5
    label_width: float = 34.0


@dataclass(frozen=True, kw_only=True)
class Words:
    """Free text with its top left corner at x, y (its top middle with anchor=middle, top right with anchor=end)."""

    x: float
    y: float
    text: str
    width: float = 400.0
    size: float = TEXT_SIZE
    weight: Weight = 400
    family: Family = "text"
    role: Role = "ink"
    anchor: Literal["start", "middle", "end"] = "start"
    language: str = "fi"
    item: Element | None = None
    lines: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Break the text into lines."""
        if not self.lines:
            lines = break_lines(self.text, self.width, self.size, self.weight, self.family, self.language)
            object.__setattr__(self, "lines", lines or ("",))

    @property
    def height(self) -> float:
        """The height of its lines."""
        return text_height(len(self.lines), self.size)

    @property
    def line_width(self) -> float:
        """The width of its longest line."""
        return max(text_width(line, self.size, self.weight, self.family) for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Area:
    """A field behind other shapes: a lane with its head, a dashed hull round a group, a panel.

    `head` is the width of a lane's tinted head (left), in which `label` and `second` are broken; without a head the
    label stands at the top left inside a panel, on the edge of a hull.
    """

    x: float
    y: float
    width: float
    height: float
    item: Element | None = None
    label: str = ""
    second: str = ""
    tone: Tone = "plain"
    form: Literal["panel", "lane", "hull"] = "panel"
    head: float = 0.0
    dashed: bool = False
    strong: bool = False
    size: float = TEXT_SIZE
    language: str = "fi"


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A small mark with a letter, number or sign: callouts, monitoring marks, votes, signs. x, y is its middle."""

    x: float
    y: float
    text: str
    form: Literal["disc", "ring", "diamond", "square", "pill"] = "disc"
    role: Role = "amber"
    size: float = 5.0
    item: Element | None = None
    filled: bool = True


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """Any line or filled outline: axes, slider lines, curves, hulls. `closed` joins the ends, `fill` paints inside."""

    points: tuple[Point, ...]
    role: Role = "edge"
    width: float = 0.35
    dashed: bool = False
    closed: bool = False
    fill: Role | None = None
    smooth: bool = False


@dataclass(frozen=True, kw_only=True)
class Sign:
    """A glyph of the closed list, centred at x, y."""

    x: float
    y: float
    glyph: Glyph
    role: Role = "ink-2"
    size: float = GLYPH_SIZE


Shape = Box | Connector | Words | Area | Badge | Stroke | Sign


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the drawing that the projector shows by itself."""

    label: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A whole drawing: shapes painted in the order area, line, box, mark; `alt` is its alternative text, required.

    `placed` says of which items people may choose the place by hand, and where each stands now: item id -> x and y in
    millimetres, as `Item.place` would have them. `step` is how far a key or a button moves them, across and down; without
    one it is the same short way for both.
    """

    shapes: tuple[Shape, ...]
    alt: str
    parts: tuple[Part, ...] = ()
    margin: float = 4.0
    placed: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    step: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        """Refuse a drawing that says nothing to those who cannot see it."""
        if not self.alt.strip():
            raise ValueError("a drawing needs an alternative text (alt)")

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """x, y, width and height of everything, margins included; 60 x 20 mm when empty."""
        corners = [corner for shape in self.shapes for corner in extent(shape)]
        if not corners:
            return 0.0, 0.0, 60.0, 20.0
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
        margin = self.margin
        return left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes, in order."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Box))

    def only(self, part: Part) -> "Scene":
        """One part of the drawing by itself: the shapes that stand inside it. Its alternative text names it first."""
        left, top, right, bottom = part.x - 0.5, part.y - 0.5, part.x + part.width + 0.5, part.y + part.height + 0.5
        inside = tuple(
            shape for shape in self.shapes if all(left <= x <= right and top <= y <= bottom for x, y in extent(shape))
        )
        return replace(self, shapes=inside, alt=f"{part.label}. {self.alt}", parts=())

    def ordered(self) -> Iterable[Shape]:
        """The shapes in painting order: areas, strokes, connectors, boxes, words, badges and signs."""
        rank = {Area: 0, Stroke: 1, Connector: 2, Box: 3, Words: 4, Badge: 5, Sign: 6}
        return sorted(self.shapes, key=lambda shape: rank[type(shape)])


def extent(shape: Shape) -> tuple[Point, ...]:
    """Corner points that enclose a shape, in millimetres."""
    match shape:
        case Box():
            return (shape.x, shape.y), (shape.right, shape.bottom)
        case Area():
            above = shape.size if shape.form == "hull" and shape.label else 0.0
            return (shape.x, shape.y - above), (shape.x + shape.width, shape.y + shape.height)
        case Words():
            wide = shape.line_width
            start = {"start": shape.x, "middle": shape.x - wide / 2, "end": shape.x - wide}[shape.anchor]
            return (start, shape.y), (start + wide, shape.y + shape.height)
        case Badge() | Sign():
            half = shape.size / 2
            if isinstance(shape, Badge) and shape.form == "pill":
                half = max(half, text_width(shape.text, shape.size * 0.62, 700) / 2 + 1.6)
            return (shape.x - half, shape.y - shape.size / 2), (shape.x + half, shape.y + shape.size / 2)
        case Connector() | Stroke():
            return shape.points
    raise TypeError(f"unknown shape {shape!r}")


def connect(
    start: Box, end: Box, *, link: Element | None = None, role: Role = "edge", width: float = 0.45, dashed: bool = False,
    arrow: Literal["none", "end", "both"] = "none", ring: bool = False, label: str = "", missing: bool = False,
) -> Connector:  # fmt: skip
    """A connector between the facing sides of two boxes: horizontally where they stand side by side, else vertically."""
    if end.x >= start.right - 0.01:
        points, curve = (start.port("right"), end.port("left")), "flow"
    elif start.x >= end.right - 0.01:
        points, curve = (start.port("left"), end.port("right")), "flow"
    elif end.y >= start.bottom - 0.01:
        points, curve = (start.port("bottom"), end.port("top")), "fall"
    else:
        points, curve = (start.port("top"), end.port("bottom")), "fall"
    return Connector(
        points=points, curve=curve, link=link, role=role, width=width, dashed=dashed, arrow=arrow, ring=ring,  # type: ignore[arg-type]
        label=label, missing=missing,
    )  # fmt: skip


def overlaps(first: Box, second: Box, tolerance: float = 0.1) -> bool:
    """Whether two boxes cover each other by more than a tolerance in millimetres."""
    return (
        min(first.right, second.right) - max(first.x, second.x) > tolerance
        and min(first.bottom, second.bottom) - max(first.y, second.y) > tolerance
    )


def distance(first: Point, second: Point) -> float:
    """The distance of two points."""
    return math.hypot(first[0] - second[0], first[1] - second[1])
