"""What the numbers on the map stand for, in columns below it: number, place and the items, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kehittamo_core.api import Badge, Board, Element, Item, Words
from kehittamo_network_map.drawings.badges import SIZE, Form, mark
from kehittamo_network_map.drawings.key import LOOKS, TEXT
from kehittamo_network_map.graph import place_name
from kehittamo_network_map.marks import Mark, waiting
from kehittamo_network_map.types import Colour

MOST = 90
"""Beyond this many items the list gives short ids only; the tables carry the words."""
LONG = 220
COLUMN = 74.0
OPEN: tuple[Form, Colour] = ("square", "rust")
"""How a number is drawn where something is lacking: another form, not only another colour."""


@dataclass(frozen=True)
class Block:
    """One number: its title, its lines, which name the item that they belong to, and what is said of all of them.

    `open` draws the number in an outlined square in rust: something is lacking here.
    """

    mark: Mark | None
    title: str
    lines: tuple[tuple[Element | None, str], ...]
    open: bool = False
    remark: str = ""

    def shapes(self, board: Board, width: float) -> tuple[list[Badge | Words], float]:
        """The block from 0, 0 on, and its height with the room below it."""
        made: list[Badge | Words] = []
        if self.mark is not None:
            form, role = LOOKS[self.mark.sort]
            if self.open:
                form, role = OPEN
            made.append(mark((SIZE / 2, 2.6), str(self.mark.number), form, role, filled=not self.open))
        title = Words(x=7.2, y=0.6, text=self.title, width=width - 7.2, weight=600, language=board.language)
        made.append(title)
        top = title.y + title.height + 0.4
        for item, text in self.lines:
            words = Words(x=7.2, y=top, text=text, width=width - 7.2, size=TEXT, language=board.language, item=item)
            made.append(words)
            top += words.height + 0.5
        if self.remark:
            words = Words(
                x=7.2, y=top, text=self.remark, width=width - 7.2, size=TEXT, role="rust", language=board.language
            )
            made.append(words)
            top += words.height + 0.5
        return made, top + 3.2


def blocks_of(board: Board, found: Sequence[Mark]) -> list[Block]:
    """The blocks of marks, and of the solutions that wait for a place."""
    short = sum(len(each.items) for each in found) > MOST
    made = []
    for each in found:
        if short and all(item.code for item in each.items):
            lines: tuple[tuple[Element | None, str], ...] = (
                (each.items[0], ", ".join(item.code for item in each.items)),
            )
        else:
            lines = tuple((item, entry(item)) for item in each.items)
        made.append(Block(each, title(board, each), lines))
    rest = waiting(board)
    if rest:
        made.append(Block(None, board.label("tray"), tuple((item, entry(item)) for item, _ in rest)))
    return made


def missing_block(board: Board, found: Sequence[tuple[Element | None, str]]) -> list[Block]:
    """Why each tie that is drawn as missing is missed; nothing where nobody said it."""
    told = tuple((element, text) for element, text in found if text)
    return [Block(None, board.say("Missing ties"), told)] if told else []


def title(board: Board, found: Mark) -> str:
    """The place's name, marked where it was inferred."""
    place = place_name(board, found.place)
    return board.say("{place} (inferred)", place=place) if found.inferred else place


def entry(item: Item) -> str:
    """Short id and text, its end left out only where a whole page would not do."""
    text = " ".join(item.text.split()) or "–"
    if len(text) > LONG:
        text = text[: LONG - 1].rstrip() + "…"
    return f"{item.code} {text}".strip()


def columns(
    board: Board, blocks: Sequence[Block], x: float, y: float, width: float
) -> tuple[list[Badge | Words], float]:
    """Blocks in columns of equal height, in reading order; the shapes, and the y below them."""
    if not blocks:
        return [], y
    count = max(1, min(3, int((width + 5) // COLUMN), len(blocks)))
    each_width = (width - 5 * (count - 1)) / count
    sized = [block.shapes(board, each_width) for block in blocks]
    target = sum(height for _, height in sized) / count
    shapes: list[Badge | Words] = []
    column, top, low = 0, y, y
    for made, height in sized:
        if top > y and top - y + height / 2 > target and column < count - 1:
            column, top = column + 1, y
        left = x + column * (each_width + 5)
        shapes.extend(replace(shape, x=shape.x + left, y=shape.y + top) for shape in made)
        top += height
        low = max(low, top)
    return shapes, low
