"""Pieces measured and put on slides: bands of two columns or of one, so that no slide is left almost empty.

What is said stays in its order. The two columns of a band that ends are made equally high; below it goes on what needs
the whole width. The letters of a chapter that is short are made larger as long as it takes no more slides; a table goes
on on the next slide with its headings repeated; a heading never stands last.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from kehittamo_exports.deck.lines import measured, shortened, stacked
from kehittamo_exports.deck.model import FULL, GAP, HALF, LEFT, ROOM, TOP, Column, Piece
from kehittamo_exports.deck.rows import fitted, is_wide, parted

SCALES = (1.5, 1.3, 1.15, 1.0)
CLOSER = 0.9
"""Letters may be so much smaller where that saves a slide with little on it."""
THIN = 0.35
"""The share of a slide's height up to which it has little on it."""
LEAST = 36.0
"""A band begins only where so many millimetres are left."""
FEW_ROWS, FEW_POINTS = 9, 3
"""A table of no more rows, a list of no more points is not divided only to make two columns equally high."""
FIRST_LINES = 22.0
"""What must at least fit below a heading, in millimetres."""
HEADS = ("head", "sub")
HEADROOM = 24.0
"""Nothing is so high that no headings fit above it."""
_KEPT = ("quote", "numbers", "meta", "image")

Columns = tuple[Column, ...]


def flow(pieces: Sequence[Piece], language: str, room: float = ROOM) -> list[Columns]:
    """The pieces on as few slides as they need, in the largest letters that need no more; `room` is a slide's height."""
    plainly = _flow(pieces, 1.0, language, room)
    if len(plainly) > 1 and _height(plainly[-1]) < THIN * room:
        closer = _flow(pieces, CLOSER, language, room)
        if len(closer) < len(plainly):
            return closer
    for scale in SCALES[:-1]:
        larger = _flow(pieces, scale, language, room)
        if len(larger) <= len(plainly):
            return larger
    return plainly


def _height(columns: Columns) -> float:
    return max((column.y - TOP + sum(piece.height for piece in column.pieces) for column in columns), default=0.0)


def _flow(pieces: Sequence[Piece], scale: float, language: str, room: float) -> list[Columns]:
    filling = _Filling(room)
    for wide, own in _bands(pieces, language):
        _fill(filling, _ready(own, scale, FULL if wide else HALF, language, room), scale, language, wide=wide)
    return filling.done()


class _Filling:
    """The slide that is being filled; `used` millimetres of it are taken."""

    def __init__(self, room: float) -> None:
        self.room = room
        self.used = 0.0
        self._slides: list[Columns] = []
        self._columns: list[Column] = []

    @property
    def free(self) -> float:
        return self.room - self.used

    def put(self, columns: Sequence[Sequence[Piece]], width: float) -> None:
        """A band below what stands here."""
        y = TOP + self.used
        made = [Column(LEFT + place * (width + GAP), width, tuple(own), y) for place, own in enumerate(columns) if own]
        self.used = max(self.used, _height(tuple(made)))
        self._columns += made

    def turn(self) -> None:
        """Go on on the next slide."""
        if self._columns:
            self._slides.append(tuple(self._columns))
        self._columns, self.used = [], 0.0

    def done(self) -> list[Columns]:
        self.turn()
        return self._slides


def _bands(pieces: Sequence[Piece], language: str) -> list[tuple[bool, list[Piece]]]:
    """Runs of what is read in two columns and of what needs the whole width, headings with what stands below them."""
    kinds: list[bool] = []
    for piece in reversed(pieces):
        wide = kinds[-1] if piece.role in HEADS and kinds else is_wide(piece, language)
        kinds.append(wide)
    pairs = zip(kinds[::-1], pieces, strict=True)
    return [(wide, [piece for _, piece in own]) for wide, own in groupby(pairs, key=lambda pair: pair[0])]


def _ready(pieces: Sequence[Piece], scale: float, width: float, language: str, room: float) -> list[Piece]:
    """The pieces in their size, measured, none of them higher than a slide."""
    made: list[Piece] = []
    room -= HEADROOM
    for piece in pieces:
        if piece.role == "table":
            made.append(fitted(replace(piece, scale=min(max(scale, 1.0), 1.3)), width, language, room))
        else:
            own = 1.0 if piece.role in _KEPT else min(scale, 1.3) if piece.role == "head" else scale
            made += shortened(measured(replace(piece, scale=own), width), width, room)
    return made


def _fill(filling: _Filling, pieces: list[Piece], scale: float, language: str, *, wide: bool) -> None:
    """A band, over as many slides as it needs."""
    width = FULL if wide else HALF
    rest = pieces
    while rest:
        if filling.used and filling.free < LEAST:
            filling.turn()
        columns, left = _poured(rest, filling.free, 1 if wide else 2, forced=not filling.used)
        if left:
            if any(columns):
                filling.put(columns, width)
            filling.turn()
            rest = left
            continue
        if not wide:
            columns = _balanced(rest, columns, filling.free)
            if len([own for own in columns if own]) == 1:
                # few words alone in the left half of a slide go over its whole width
                over = _ready(rest, scale, FULL, language, filling.room)
                if sum(one.height for one in over) <= filling.free:
                    columns, width = [over], FULL
        filling.put(columns, width)
        rest = []


def _balanced(pieces: list[Piece], columns: list[list[Piece]], room: float) -> list[list[Piece]]:
    """Two columns that are about equally high, as low as they can be."""
    total = sum(piece.height for piece in pieces)
    low, high, best = total / 2 - 1, min(room, total + 0.1), columns
    made, left = _poured(pieces, high, 2, forced=False, whole=True)
    if not left:
        best = made
    for _ in range(9):
        middle = (low + high) / 2
        made, left = _poured(pieces, middle, 2, forced=False, whole=True)
        if left:
            low = middle
        else:
            best, high = made, middle
    return best


def _poured(
    pieces: Sequence[Piece], room: float, count: int, *, forced: bool, whole: bool = False
) -> tuple[list[list[Piece]], list[Piece]]:
    """Columns of at most `room` millimetres, and what is left; `forced`: the first column takes something in any case."""
    columns: list[list[Piece]] = []
    rest = list(pieces)
    for place in range(count):
        own, rest = _column(rest, room, forced=forced and place == 0, whole=whole)
        columns.append(own)
    return columns, rest


def _column(pieces: list[Piece], room: float, *, forced: bool, whole: bool) -> tuple[list[Piece], list[Piece]]:
    placed: list[Piece] = []
    used = 0.0
    rest = list(pieces)
    while rest:
        piece, free = rest[0], room - used
        if piece.role in HEADS and used and piece.height + _below(rest) > free:
            break
        if piece.height <= free + 0.01:
            placed.append(rest.pop(0))
            used += piece.height
            continue
        first, after = _divided(
            piece, free, forced=forced and not any(one.role not in HEADS for one in placed), whole=whole
        )
        if first is not None:
            placed.append(first)
            rest[:1] = [after] if after is not None else []
        break
    while placed and rest and placed[-1].role in HEADS and (len(placed) > 1 or not forced):
        rest.insert(0, placed.pop())
    return placed, rest


def _divided(piece: Piece, room: float, *, forced: bool, whole: bool) -> tuple[Piece | None, Piece | None]:
    """The part of a list or table that still fits, and the rest of it."""
    if piece.role == "table":
        if whole and len(piece.rows) <= FEW_ROWS:
            return None, piece
        return parted(piece, room, forced=forced)
    if whole and len(piece.texts) <= FEW_POINTS:
        return None, piece
    if piece.role in ("points", "numbered") and len(piece.texts) > 1:
        for count in range(len(piece.texts) - 1, 0, -1):
            first = stacked(replace(piece, texts=piece.texts[:count]), piece.heights[:count])
            if first.height <= room + 0.01:
                after = replace(piece, texts=piece.texts[count:], first=piece.first + count)
                return first, stacked(after, piece.heights[count:])
    return (piece, None) if forced else (None, piece)


def _below(pieces: Sequence[Piece]) -> float:
    """How much must fit below a heading for it to stand here: the first lines of what follows."""
    least = 0.0
    for piece in pieces[1:3]:
        if piece.role == "table":
            return least + sum(piece.heights[:3]) + 2
        if piece.role not in HEADS:
            first = stacked(piece, piece.heights[:1]).height if piece.heights else piece.height
            return least + min(first, FIRST_LINES)
        least += piece.height
    return least
