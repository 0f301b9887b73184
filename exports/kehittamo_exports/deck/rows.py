"""Tables measured for a slide: columns' widths, rows' heights, rows that are higher than a slide in several."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from kehittamo_core.api import Cell
from kehittamo_exports.deck.lines import Weight, counted
from kehittamo_exports.deck.model import BELOW, CELL, FULL, HALF, POINT, Piece
from kehittamo_exports.page.tables import SIZE, at_least

MOST_ROWS = 400
HALVINGS = 6
"""So many times a row that is higher than a slide is divided."""
COLUMNS = 4
"""From so many columns on."""
LEFT_OVER = 2
HIGH_ROW, SAVED = 26.0, 0.75
"""A table goes over the whole width where its rows are higher in half of it, in millimetres, and that saves so much."""


def is_wide(piece: Piece, language: str) -> bool:
    """Whether something needs the whole width: many columns or numbers, cells that would run down a narrow one."""
    if piece.role == "numbers":
        return len(piece.texts) > 4
    if piece.role != "table":
        return False
    if len(piece.columns) >= COLUMNS:
        return True
    narrow, wide = sized(piece, HALF, language), sized(piece, FULL, language)
    rows = max(len(piece.rows), 1)
    return sum(narrow.heights) / rows > HIGH_ROW and sum(wide.heights) < SAVED * sum(narrow.heights)


def sized(piece: Piece, width: float, language: str) -> Piece:
    """A table with its columns' widths and its rows' heights in millimetres, the headings' first."""
    rows = piece.rows[:MOST_ROWS]
    given = piece.widths if len(piece.widths) == len(piece.columns) else ()
    widths = at_least(given, piece.columns, rows, width * SIZE / (piece.size * POINT), language)
    factor = width / sum(widths)
    widths = tuple(one * factor for one in widths)
    size = piece.size * POINT
    line = size * piece.leading

    def height(cells: Sequence[Cell], weight: Weight) -> float:
        most = max(
            (
                sum(counted(text, max(wide - CELL * 2 - (3 if len(texts_of(cell)) > 1 else 0), 6), size, weight if not index else 400)
                    for text in texts_of(cell)) or 1
            )
            for index, (cell, wide) in enumerate(zip(cells, widths, strict=True))
        )  # fmt: skip
        return most * line + 2 * CELL

    heights = (height(piece.columns, 400), *(height(row, 700) for row in rows))
    return replace(piece, rows=tuple(rows), widths=widths, heights=heights, height=sum(heights) + BELOW["table"])


def fitted(piece: Piece, width: float, language: str, room: float) -> Piece:
    """The same with no row that is higher than `room`: lists in cells are divided over several rows."""
    whole = sized(piece, width, language)
    for _ in range(HALVINGS):
        most = room - whole.heights[0] - BELOW["table"]
        tall = [height > most for height in whole.heights[1:]]
        if not any(tall):
            break
        parts = [_halves(row) if long else (row,) for row, long in zip(whole.rows, tall, strict=True)]
        links = whole.links or ("",) * len(whole.rows)
        whole = sized(
            replace(
                whole, rows=tuple(chain.from_iterable(parts)),
                links=tuple(link for link, own in zip(links, parts, strict=False) for _ in own) if whole.links else (),
            ), width, language,
        )  # fmt: skip
    most = room - whole.heights[0] - BELOW["table"]
    return _rows(whole, tuple(min(height, most) for height in whole.heights[1:]), 0, len(whole.rows))


def parted(piece: Piece, room: float, *, forced: bool) -> tuple[Piece | None, Piece | None]:
    """As many rows of a fitted table as `room` takes, and the rest under the same headings; `forced`: one row at least."""
    heights = piece.heights[1:]
    left = room - piece.heights[0] - BELOW["table"]
    count = 0
    while count < len(heights) and heights[count] <= left + 0.01:
        left -= heights[count]
        count += 1
    if len(heights) - count == 1 and count > LEFT_OVER:
        count -= 1  # a last row does not stand alone
    if forced:
        count = max(count, 1)
    if not count or (count == 1 < len(heights) and not forced):
        return None, piece
    taken = _rows(piece, heights, 0, count)
    return taken, _rows(piece, heights, count, len(heights)) if count < len(heights) else None


def _rows(piece: Piece, heights: tuple[float, ...], start: int, end: int) -> Piece:
    own = (piece.heights[0], *heights[start:end])
    return replace(
        piece, rows=piece.rows[start:end], links=piece.links[start:end], heights=own, height=sum(own) + BELOW["table"]
    )


def texts_of(cell: Cell) -> tuple[str, ...]:
    """A cell's texts: one, or those of its list."""
    return (cell,) if isinstance(cell, str) else cell


def _halves(row: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], ...]:
    """A row that is higher than a slide as two: lists are divided, other texts stay in the first."""
    if not any(len(texts_of(cell)) > 1 for cell in row):
        return (row,)
    middles = [(len(texts_of(cell)) + 1) // 2 for cell in row]
    first = tuple(texts_of(cell)[:middle] for cell, middle in zip(row, middles, strict=True))
    rest = tuple(texts_of(cell)[middle:] for cell, middle in zip(row, middles, strict=True))
    return first, (rest[0] or row[0], *rest[1:])
