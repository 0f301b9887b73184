"""How many lines words take, and how high the pieces of a slide are; no layout engine is asked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from kehittamo_core.api import break_lines, text_width
from kehittamo_exports.deck.model import ABOVE, BELOW, POINT, Piece, Words
from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.photo import Photo

Weight = Literal[400, 600, 700]

CAUTION = 1.07
"""Lines are counted a little too wide: a presentation program may have another font."""
LETTERS = 6000
APART = {"points": 1.4, "numbered": 1.4}
INSET = {"points": 6.0, "numbered": 8.0, "note": 6.0, "quote": 8.0}
NUMBERS = 4
"""Large numbers beside each other in half a slide; six in a whole one."""


def counted(text: str, width: float, size: float, weight: Weight = 400) -> int:
    """About how many lines a text takes: words are put one by one, as every program does."""
    count, used, space = 1, 0.0, text_width(" ", size)
    parted = False
    for word in plain(text)[:LETTERS].split():
        wide = text_width(word, size, weight) * CAUTION
        if used and used + space + wide > width:
            count, used = count + 1, 0.0
        used += wide + (space if used else 0.0)
        if used > width:
            count, used, parted = count + int(used // width), used % width, True
    # where a word is divided by syllables, its lines are not full
    return max(count, len(break_lines(text[:LETTERS], width, size, weight))) if parted else count


def beside(piece: Piece, width: float) -> int:
    """How many large numbers stand beside each other."""
    return max(2, min(6 if width > 200 else NUMBERS, len(piece.texts)))


def shown_size(photo: Photo, width: float, most: float) -> tuple[float, float]:
    """Width and height of an image in a column."""
    scale = min(width / photo.width, most / photo.height)
    return photo.width * scale, photo.height * scale


def measured(piece: Piece, width: float) -> Piece:
    """A piece with the height that it takes in a column; a list with the heights of its points too."""
    size = piece.size * POINT
    line = size * piece.leading
    if piece.role == "numbers":
        each = beside(piece, width)
        rows = -(-len(piece.texts) // each)
        words = max(counted(one.text.partition("\n")[2], width / each - 4, 14 * POINT) for one in piece.texts)
        return replace(piece, height=rows * (line + words * 14 * POINT * 1.35 + 4) + BELOW["numbers"])
    if piece.photo is not None:
        credit = sum(counted(one.text, width, size) for one in piece.texts) * line
        return replace(piece, height=shown_size(piece.photo, width, piece.most)[1] + 2 + credit + BELOW["image"])
    inner = width - INSET.get(piece.role, 0.0)
    weight: Weight = 700 if piece.role in ("head", "sub", "quote") else 400
    heights = tuple(counted(one.text, inner, size, weight) * line for one in piece.texts)
    return stacked(piece, heights)


def stacked(piece: Piece, heights: Sequence[float]) -> Piece:
    """A piece as high as its texts one below the other."""
    height = sum(heights) + APART.get(piece.role, 1.8) * (len(heights) - 1)
    height += 2.4 if piece.role == "note" and piece.tone == "chosen" else 0.0
    high = ABOVE.get(piece.role, 0.0) + height + BELOW.get(piece.role, 3.2)
    return replace(piece, heights=tuple(heights), height=high)


def shortened(piece: Piece, width: float, room: float) -> list[Piece]:
    """A list or text that is higher than a slide, as several."""
    if piece.height <= room or piece.role in ("numbers", "image"):
        return [piece]
    if len(piece.texts) < 2:
        words = piece.texts[0].text.split()
        middle = len(words) // 2
        if middle == 0:
            return [replace(piece, height=room)]
        halves = (" ".join(words[:middle]), " ".join(words[middle:]))
        cut: list[tuple[Words, ...]] = [(replace(piece.texts[0], text=half),) for half in halves]
    else:
        middle = len(piece.texts) // 2
        cut = [piece.texts[:middle], piece.texts[middle:]]
    made: list[Piece] = []
    for texts in cut:
        first = piece.first + (len(piece.texts) // 2 if made and len(piece.texts) > 1 else 0)
        made += shortened(measured(replace(piece, texts=texts, first=first), width), width, room)
    return made
