"""Tables measured for a slide: columns' widths, rows' heights, rows that are higher than a slide in several."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from kehittamo_core.api import Cell
from kehittamo_exports.deck.lines import CAUTION, Weight, counted
from kehittamo_exports.deck.model import BELOW, CELL, FULL, HALF, POINT, Piece
from kehittamo_exports.page.tables import SIZE, at_least, column_least

MOST_ROWS = 400
HALVINGS = 6
"""So many times a row that is higher than a slide is divided."""
COLUMNS = 4
"""From so many columns on."""
LEFT_OVER = 2
EVENED, HIGH, TURNS, STEP = 60, 20.0, 14, 5.0
"""Tables of so few rows that are so high on average, in millimetres, have their widths moved by a step so many times."""
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
    size = piece.size * POINT
    share = SIZE / (size * CAUTION)  # widths of words are known in the size of paper
    widths = at_least(given, piece.columns, rows, width * share, language)
    factor = width / sum(widths)
    widths = tuple(one * factor for one in widths)
    table = (piece.columns, *rows)
    heights = _heights(table, widths, size, piece.leading)
    if len(rows) <= EVENED and sum(heights) > HIGH * len(heights):
        floor = column_least(piece.columns, rows, language)
        widths, heights = _evened(table, widths, heights, [one / share for one in floor], size, piece.leading)
    return replace(piece, rows=tuple(rows), widths=widths, heights=heights, height=sum(heights) + BELOW["table"])


def _heights(
    table: Sequence[Sequence[Cell]], widths: Sequence[float], size: float, leading: float
) -> tuple[float, ...]:
    """The height of every row."""
    return tuple(max(one) for one in _cells(table, widths, size, leading))


def _cells(table: Sequence[Sequence[Cell]], widths: Sequence[float], size: float, leading: float) -> list[list[float]]:
    """The height of every cell."""
    return [
        [_cell(cell, wide, size, leading, 700 if number and not index else 400) for index, (cell, wide) in enumerate(zip(row, widths, strict=True))]
        for number, row in enumerate(table)
    ]  # fmt: skip


def _cell(cell: Cell, width: float, size: float, leading: float, weight: Weight) -> float:
    texts = texts_of(cell)
    inner = max(width - CELL * 2 - (3 if len(texts) > 1 else 0), 6)
    return (sum(counted(text, inner, size, weight) for text in texts) or 1) * size * leading + 2 * CELL


def _evened(
    table: Sequence[Sequence[Cell]], widths: tuple[float, ...], heights: tuple[float, ...], least: Sequence[float],
    size: float, leading: float,
) -> tuple[tuple[float, ...], tuple[float, ...]]:  # fmt: skip
    """Widths that make a table of long cells lower: what its highest column lacks is taken from the emptiest."""
    for _ in range(TURNS):
        cells = _cells(table, widths, size, leading)
        sums = [sum(row[index] for row in cells) for index in range(len(widths))]
        high = max(range(len(widths)), key=lambda index: sums[index])
        given = [index for index in range(len(widths)) if index != high and widths[index] - STEP >= least[index]]
        better: tuple[tuple[float, ...], tuple[float, ...]] | None = None
        for index in sorted(given, key=lambda index: sums[index])[:2]:
            tried = list(widths)
            tried[index] -= STEP
            tried[high] += STEP
            lower = _heights(table, tried, size, leading)
            if sum(lower) <= sum(better[1] if better else heights):
                better = tuple(tried), lower
        if better is None:
            break
        widths, heights = better
    return widths, heights


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
