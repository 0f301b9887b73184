"""The boxes of a path, measured before they are placed: each with the tools and the people that stand under it."""

from dataclasses import dataclass, replace
from typing import Literal

from kehittamo_core.api import Board, Box, Item, Tone, Words, text_height
from kehittamo_service_path.path import Lane, participants

Form = Literal["rounded", "pill", "cut", "cylinder", "square", "tab"]

FORMS: dict[str, Form] = {
    "step": "rounded", "meeting": "pill", "support": "cut", "data": "cylinder", "ground": "square", "tool": "tab",
}  # fmt: skip
WIDTHS = {"step": 40.0, "meeting": 36.0, "support": 40.0, "data": 40.0, "ground": 40.0}
TAB_WIDTH = 27.0
SMALL = 2.82
"""8 pt: the size of second lines."""
UNDER_GAP = 1.6
HIGHEST = {"pill": text_height(4, 3.2) + 8.0}
"""A label that needs more becomes its short id; a pill's round ends would cut longer ones."""
HIGHEST_BOX = text_height(7, 3.2) + 8.0


@dataclass(frozen=True, kw_only=True)
class Station:
    """A thing in a lane before it has a place: its box at the origin, and what hangs under it."""

    item: Item
    lane: Lane
    box: Box
    under: tuple[Box | Words, ...] = ()
    """Shapes whose x and y count from the left bottom corner of the box."""

    @property
    def hang(self) -> float:
        """How far the things under the box reach down from its bottom edge, in millimetres."""
        return max((shape.y + shape.height for shape in self.under), default=0.0)

    @property
    def overhang(self) -> float:
        """How far the things under the box reach out on either side of it, in millimetres."""
        return max((-shape_left(shape) for shape in self.under), default=0.0)


def shape_left(shape: Box | Words) -> float:
    """The left edge of a box or of words."""
    if isinstance(shape, Words) and shape.anchor == "middle":
        return shape.x - shape.line_width / 2
    return shape.x


def shape_right(shape: Box | Words) -> float:
    """The right edge of a box or of words."""
    if isinstance(shape, Words):
        return shape_left(shape) + shape.line_width
    return shape.right


def fitted(box: Box) -> Box:
    """The box, or one with its short id where its label needs too much room."""
    highest = HIGHEST.get(box.form, HIGHEST_BOX)
    if box.height <= highest:
        return box
    return replace(box, height=highest, lines=(), second_lines=())


def words_of(item: Item, note: str) -> tuple[str, str]:
    """What a box says, large and small: a data group's items stand below its name, or alone; then a note."""
    if item.kind != "data":
        return item.text, note
    rows = "\n".join(f"· {line}" for line in item.get("items", ()) if line)
    return (item.text, f"{rows}\n{note}".strip()) if item.text else (rows, note)


def is_loose(item: Item) -> bool:
    """Whether what the thing is, or where it belongs, is not sure: its edge is dashed."""
    doubted = item.inferred | item.uncertain.keys()
    return bool(doubted & {"", "kind", "zone"})


def main_box(board: Board, item: Item, tone: Tone, note: str = "") -> Box:
    """The box of a step, meeting, service, data group or ground, as high as its label and its small note need."""
    text, second = words_of(item, note)
    return fitted(
        Box(
            x=0, y=0, item=item, text=text, second=second, width=WIDTHS[item.kind], form=FORMS[item.kind], tone=tone,
            weight=400 if item.kind == "data" and not item.text else 600, code=True, dashed=is_loose(item),
            size=3.0 if item.kind == "data" else 3.2, align="middle" if item.kind == "meeting" else "start",
            language=board.language,
        )
    )  # fmt: skip


def tab(board: Board, tool: Item, x: float, y: float, width: float = TAB_WIDTH) -> Box:
    """A tool as a tab under a step."""
    box = Box(
        x=x, y=y, item=tool, width=width, form="tab", tone="plain", size=SMALL, weight=400, dashed=is_loose(tool),
        language=board.language,
    )  # fmt: skip
    return fitted(box)


def people(board: Board, item: Item, middle: float, y: float, width: float) -> Words | None:
    """Who takes part in a meeting, under it."""
    who = ", ".join(participants(board, item))
    if not who:
        return None
    words = Words(
        x=middle, y=y, text=who, width=width, size=SMALL, role="ink-2", anchor="middle", language=board.language
    )
    if len(words.lines) > 3:
        words = Words(
            x=middle,
            y=y,
            text=board.say_many("{number} participant", "{number} participants", len(item.get("participants", ()))),
            width=width,
            size=SMALL,
            role="ink-2",
            anchor="middle",
            language=board.language,
        )
    return words


def station(board: Board, item: Item, lane: Lane, note: str = "") -> Station:
    """A thing in a lane with what hangs under it: people under a meeting, tools under any step."""
    box = main_box(board, item, lane.tone, note)
    under: list[Box | Words] = []
    y = UNDER_GAP
    if item.kind == "meeting":
        words = people(board, item, box.width / 2, y, box.width + 2)
        if words is not None:
            under.append(words)
            y += words.height + 1.0
    left = 5.0 if item.kind == "meeting" else 0.0
    for tool in board.after(item, "uses"):
        piece = tab(board, tool, left, y)
        under.append(piece)
        y = piece.bottom + 1.2
    return Station(item=item, lane=lane, box=box, under=tuple(under))
