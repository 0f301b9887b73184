"""Pieces measured and put on slides: two columns, or one for wide tables, with no slide left almost empty.

The letters of a chapter that is short are made larger as long as it takes no more slides; a table goes on on the next
slide with its headings repeated; a heading never stands last.
"""

from collections.abc import Sequence
from dataclasses import replace

from kehittamo_core.api import Cell, text_width
from kehittamo_exports.deck.gather import without_loose_heads
from kehittamo_exports.deck.model import CELL, FULL, GAP, HALF, LEFT, POINT, ROOM, Column, Piece
from kehittamo_exports.page.tables import at_least
from kehittamo_exports.page.text import plain

BELOW = {"head": 1.6, "sub": 1.2, "lead": 4.0, "table": 5.0, "quote": 7.0, "numbers": 7.0}
ABOVE = {"head": 3.0, "sub": 1.5}
SCALES = (1.5, 1.3, 1.15, 1.0)
CAUTION = 1.07
"""Lines are counted a little too wide: a presentation program may have another font."""
MOST_ROWS = 400
HALVINGS = 6
"""So many times a row that is higher than a slide is divided."""
SPREAD = 0.6
"""A column that is filled less, alone on its slide, takes the whole width."""


def flow(pieces: Sequence[Piece], language: str) -> list[tuple[Column, ...]]:
    """The pieces on as few slides as they need, in the largest letters that need no more."""
    best: list[tuple[Column, ...]] = []
    fewest = len(_flow(pieces, 1.0, language))
    for scale in SCALES:
        best = _flow(pieces, scale, language)
        if len(best) <= fewest:
            break
    return [_spread(columns, language) for columns in best]


def _spread(columns: tuple[Column, ...], language: str) -> tuple[Column, ...]:
    """A slide whose few pieces stand in its left half alone, over its whole width."""
    if len(columns) != 1 or columns[0].width > HALF:
        return columns
    if sum(piece.height for piece in columns[0].pieces) > SPREAD * ROOM:
        return columns
    pieces = tuple(
        _table(replace(piece, widths=()), FULL, language) if piece.role == "table" else measured(piece, FULL)
        for piece in columns[0].pieces
    )
    return (Column(LEFT, FULL, pieces),)


class _Filling:
    """The slide that is being filled."""

    def __init__(self) -> None:
        self.slides: list[tuple[Column, ...]] = []
        self._columns: list[list[Piece]] = [[]]
        self.wide = False

    @property
    def used(self) -> float:
        return sum(piece.height for piece in self._columns[-1])

    @property
    def is_empty(self) -> bool:
        return not any(self._columns)

    def turn(self, *, wide: bool) -> None:
        """Begin a slide of the kind, unless an empty one is at hand."""
        if not self.is_empty:
            self._close()
        self.wide = wide

    def next(self) -> None:
        """The next column, or the next slide; headings that stand last come along."""
        taken: list[Piece] = []
        column = self._columns[-1]
        while column and column[-1].role in ("head", "sub") and len(column) > 1:
            taken.insert(0, column.pop())
        if self.wide or len(self._columns) == 2:
            self._close()
        else:
            self._columns.append([])
        self._columns[-1].extend(taken)

    def put(self, piece: Piece) -> None:
        self._columns[-1].append(piece)

    def _close(self) -> None:
        if self.wide:
            made: tuple[Column, ...] = (Column(LEFT, FULL, tuple(self._columns[0])),)
        else:
            made = tuple(
                Column(LEFT + index * (HALF + GAP), HALF, tuple(column)) for index, column in enumerate(self._columns)
            )
        if any(column.pieces for column in made):
            self.slides.append(made)
        self._columns = [[]]

    def done(self) -> list[tuple[Column, ...]]:
        if not self.is_empty:
            self._close()
        return self.slides


def _flow(pieces: Sequence[Piece], scale: float, language: str) -> list[tuple[Column, ...]]:
    """What is read in two columns first, then the wide tables, so that no slide changes from one to the other."""
    narrow, wide = _apart(pieces, language)
    filling = _Filling()
    _fill(filling, narrow, scale, HALF, language)
    if wide:
        filling.turn(wide=True)
        _fill(filling, wide, scale, FULL, language)
    return filling.done()


def _fill(filling: _Filling, pieces: Sequence[Piece], scale: float, width: float, language: str) -> None:
    for index, piece in enumerate(pieces):
        if piece.role == "table":
            _put_table(filling, replace(piece, scale=min(scale, 1.3)), width, language)
            continue
        made = measured(replace(piece, scale=_scale(piece, scale)), width)
        if piece.role in ("points", "numbered"):
            _put_list(filling, made, width)
            continue
        after = _least_after(pieces, index, scale, width, language)
        if filling.used + made.height + after > ROOM and filling.used:
            filling.next()
        for part in _in_parts(made, width):
            if filling.used + part.height > ROOM and filling.used:
                filling.next()
            filling.put(part)


def _apart(pieces: Sequence[Piece], language: str) -> tuple[list[Piece], list[Piece]]:
    """The pieces for two columns, and the wide tables with the headings that they stand under."""
    narrow: list[Piece] = []
    wide: list[Piece] = []
    head: Piece | None = None
    told: Piece | None = None
    for piece in pieces:
        if piece.role == "head":
            head = piece
        if piece.role == "table" and _is_wide(piece, language):
            own = [narrow.pop()] if narrow and narrow[-1].role == "sub" else []
            if head is not None and told is not head:
                wide.append(head)
                told = head
            wide += [*own, piece]
        else:
            narrow.append(piece)
    return without_loose_heads(narrow), wide


def _put_list(filling: _Filling, piece: Piece, width: float) -> None:
    """As many points as fit, then on in the next column."""
    texts = piece.texts
    start = 0
    while start < len(texts):
        end = start + 1
        part = measured(replace(piece, texts=texts[start:end]), width)
        while end < len(texts):
            more = measured(replace(piece, texts=texts[start : end + 1]), width)
            if filling.used + more.height > ROOM:
                break
            part, end = more, end + 1
        if filling.used + part.height > ROOM and filling.used:
            filling.next()
            continue
        for one in _in_parts(part, width):
            filling.put(replace(one, first=start + 1))
        start = end


def _scale(piece: Piece, scale: float) -> float:
    return 1.0 if piece.role in ("quote", "numbers", "meta") else min(scale, 1.3) if piece.role == "head" else scale


def _least_after(pieces: Sequence[Piece], index: int, scale: float, width: float, language: str) -> float:
    """How much must fit below a heading for it to stand here: the first lines of what follows."""
    if pieces[index].role not in ("head", "sub"):
        return 0.0
    least = 0.0
    for piece in pieces[index + 1 : index + 3]:
        if piece.role == "table":
            first = replace(piece, scale=min(scale, 1.3), rows=piece.rows[:2])
            return least + sum(_table(first, width, language).heights) + 2
        made = measured(replace(piece, scale=_scale(piece, scale), texts=piece.texts[:1]), width)
        if piece.role not in ("head", "sub"):
            return least + min(made.height, 22.0)
        least += made.height
    return least


def measured(piece: Piece, width: float) -> Piece:
    """A piece with the height that it takes in a column."""
    size = piece.size * POINT
    line = size * piece.leading
    if piece.role == "numbers":
        each = max(2, min(4, len(piece.texts)))
        rows = -(-len(piece.texts) // each)
        words = max(_lines(one.text.partition("\n")[2], width / each - 4, 14 * POINT) for one in piece.texts)
        height = rows * (line + words * 14 * POINT * 1.35 + 4)
    else:
        inner = width - {"points": 6.0, "numbered": 8.0, "note": 6.0, "quote": 8.0}.get(piece.role, 0.0)
        weight = 700 if piece.role in ("head", "sub", "quote") else 400
        counts = [_lines(one.text, inner, size, weight) for one in piece.texts]
        apart = 1.4 if piece.role in ("points", "numbered") else 1.8
        height = sum(counts) * line + apart * (len(counts) - 1)
        height += 2.4 if piece.role == "note" and piece.tone == "chosen" else 0.0
    return replace(piece, height=ABOVE.get(piece.role, 0.0) + height + BELOW.get(piece.role, 3.2))


def _lines(text: str, width: float, size: float, weight: int = 400) -> int:
    """About how many lines a text takes: words are put one by one, as every program does."""
    count, used, space = 1, 0.0, text_width(" ", size)
    for word in plain(text)[:6000].split():
        wide = text_width(word, size, 700 if weight >= 700 else 400) * CAUTION
        if used and used + space + wide > width:
            count, used = count + 1, 0.0
        used += wide + (space if used else 0.0)
        if used > width:
            count, used = count + int(used // width), used % width
    return count


def _in_parts(piece: Piece, width: float) -> list[Piece]:
    """A list or text that is higher than a slide, as several."""
    if piece.height <= ROOM or len(piece.texts) < 2:
        if piece.height <= ROOM or piece.role == "numbers":
            return [piece]
        words = piece.texts[0].text.split()
        middle = len(words) // 2
        if middle == 0:
            return [replace(piece, height=ROOM)]
        halves = (" ".join(words[:middle]), " ".join(words[middle:]))
        return [
            part
            for half in halves
            for part in _in_parts(measured(replace(piece, texts=(replace(piece.texts[0], text=half),)), width), width)
        ]
    middle = len(piece.texts) // 2
    return [
        part
        for texts in (piece.texts[:middle], piece.texts[middle:])
        for part in _in_parts(measured(replace(piece, texts=texts), width), width)
    ]


# Tables


def _is_wide(piece: Piece, language: str) -> bool:
    """Whether a table needs the whole width: many columns, or cells that would run down a narrow one."""
    if piece.role != "table":
        return False
    if len(piece.columns) > 4:
        return True
    narrow, wide = _table(piece, HALF, language), _table(piece, FULL, language)
    rows = max(len(piece.rows), 1)
    return sum(narrow.heights) / rows > 26 and sum(wide.heights) < 0.75 * sum(narrow.heights)


def _table(piece: Piece, width: float, language: str) -> Piece:
    """A table with its columns' widths and its rows' heights in millimetres, the headings' first."""
    rows = piece.rows[:MOST_ROWS]
    widths = at_least(
        piece.widths if len(piece.widths) == len(piece.columns) else (), piece.columns, rows, width, language
    )
    factor = width / sum(widths)
    widths = tuple(one * factor for one in widths)
    size = piece.size * POINT
    line = size * piece.leading

    def height(cells: Sequence[Cell]) -> float:
        most = max(
            (sum(_lines(text, max(wide - CELL * 2 - (3 if len(_texts(cell)) > 1 else 0), 6), size) for text in _texts(cell)) or 1)
            for cell, wide in zip(cells, widths, strict=True)
        )  # fmt: skip
        return most * line + 2 * CELL

    heights = (height(piece.columns), *(height(row) for row in rows))
    return replace(piece, rows=tuple(rows), widths=widths, heights=heights, height=sum(heights) + BELOW["table"])


def _texts(cell: Cell) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) else cell


def _halves(row: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], ...]:
    """A row that is higher than a slide as two: lists are divided, other texts stay in the first."""
    if not any(len(_texts(cell)) > 1 for cell in row):
        return (row,)
    middles = [(len(_texts(cell)) + 1) // 2 for cell in row]
    first = tuple(_texts(cell)[:middle] for cell, middle in zip(row, middles, strict=True))
    rest = tuple(_texts(cell)[middle:] for cell, middle in zip(row, middles, strict=True))
    return first, (rest[0] or row[0], *rest[1:])


def _put_table(filling: _Filling, piece: Piece, width: float, language: str) -> None:
    """As many rows as fit, then on in the next column under the same headings."""
    whole = _table(piece, width, language)
    for _ in range(HALVINGS):
        most = ROOM - whole.heights[0] - BELOW["table"]
        if all(height <= most for height in whole.heights[1:]):
            break
        tall = [height > most for height in whole.heights[1:]]
        rows = tuple(
            part for row, long in zip(whole.rows, tall, strict=True) for part in (_halves(row) if long else (row,))
        )
        whole = _table(replace(whole, rows=rows), width, language)
    head, heights, rows = whole.heights[0], whole.heights[1:], whole.rows
    start = 0
    while start < len(rows):
        room = ROOM - filling.used - head - BELOW["table"] / 2
        end, taken = start, 0.0
        while end < len(rows) and taken + heights[end] <= room:
            taken += heights[end]
            end += 1
        if end == start:
            if filling.used > 0:
                filling.next()
                if filling.used + head + heights[start] <= ROOM or filling.used == 0:
                    continue
            end, taken = start + 1, min(heights[start], ROOM - head - filling.used)
        part = replace(
            whole, rows=rows[start:end], heights=(head, *heights[start:end]), height=head + taken + BELOW["table"]
        )
        filling.put(part)
        start = end
        if start < len(rows):
            filling.next()
