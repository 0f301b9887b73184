"""Tables with a caption, header cells with their scope, columns as wide as their words need, and at most 500 rows each."""

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from kehittamo_core.api import Cell, text_width
from kehittamo_exports.page.markup import Pen
from kehittamo_exports.page.text import CELL, clean, unbreakable

ROWS = 500
MOST_ROWS = 1_000
"""Longer tables are cut and say so: nobody reads them on paper, and laying out a row takes milliseconds."""
SIZE = 9 * 25.4 / 72
GAP = 2.6
LONGEST_WORD = 46.0
SHORT = 90.0
"""A table no higher than this, in millimetres, is not turned on its side for narrow columns alone."""
TALL = 900
"""A row with a cell of more letters than this may be broken over pages."""

_CODE = re.compile(r"(?:[A-ZÅÄÖ]{1,3}-\d+)?")
"""A short id; a table that begins with them has its names in the second column."""

Language = Callable[[str], str]


def _home(_text: str) -> str:
    return ""


def table(
    pen: Pen, caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, width: float = 170.0,
    shares: Sequence[float] = (), more: str = "({number}/{all})", lang: Language = _home,
) -> list[Element]:  # fmt: skip
    """One table, or several of 500 rows; `lang` tells the language of a text that is not in the pen's."""
    pen = Pen(pen.language, CELL)
    shares = at_least(shares, columns, rows, width, pen.language)
    pieces = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)] or [rows]
    coded = len(columns) > 1 and all(isinstance(row[0], str) and _CODE.fullmatch(row[0]) for row in rows)
    made = []
    for number, piece in enumerate(pieces, 1):
        title = caption if len(pieces) == 1 else f"{caption} {more.format(number=number, all=len(pieces))}".strip()
        made.append(
            pen(
                "table",
                pen("caption", title, lang=lang(caption)) if title else None,
                pen("colgroup", [pen("col", style=f"width:{100 * share / sum(shares):.2f}%") for share in shares]),
                pen("thead", pen("tr", [pen("th", column, scope="col", lang=lang(column)) for column in columns])),
                pen("tbody", [_row(pen, row, lang, coded=coded) for row in piece]),
            )
        )
    return made


def _row(pen: Pen, row: Sequence[Cell], lang: Language, *, coded: bool) -> Element:
    tall = any(sum(len(text) for text in _texts(cell)) > TALL for cell in row)
    first, *others = row
    head = pen("th", _content(pen, first, lang), scope="row", class_="id" if coded else "", lang=_language(first, lang))
    cells = [
        pen("td", _content(pen, cell, lang), lang=_language(cell, lang), class_="name" if coded and not index else "")
        for index, cell in enumerate(others)
    ]
    return pen("tr", head, cells, class_="tall" if tall else "")


def _texts(cell: Cell) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) else cell


def _language(cell: Cell, lang: Language) -> str:
    languages = {lang(text) for text in _texts(cell) if text.strip()}
    return languages.pop() if len(languages) == 1 else ""


def _content(pen: Pen, cell: Cell, lang: Language) -> list[Element | str]:
    texts = [text for text in _texts(cell) if text.strip()]
    language = _language(cell, lang) or pen.language
    if len(texts) > 1:
        return [pen("ul", [pen("li", text, lang=lang(text) if language == pen.language else "") for text in texts])]
    lines = [line for text in texts for line in clean(text).split("\n") if line.strip()]
    inner = Pen(language, CELL)
    if len(lines) > 1:
        return [inner("p", line) for line in lines]
    return [*lines[:1]]


def at_least(
    shares: Sequence[float], columns: Sequence[str], rows: Sequence[Sequence[Cell]], width: float, language: str
) -> tuple[float, ...]:
    """Wished widths in millimetres, none narrower than its longest unbreakable word; computed where none are wished."""
    if not shares:
        return column_shares(columns, rows, width, language)
    least = column_least(columns, rows, language)
    wished = [width * share / sum(shares) for share in shares]
    short = sum(max(low - wish, 0.0) for low, wish in zip(least, wished, strict=True))
    spare = sum(max(wish - low, 0.0) for low, wish in zip(least, wished, strict=True))
    if not short or spare < short:
        return tuple(wished)
    part = 1 - short / spare
    return tuple(low + max(wish - low, 0.0) * part for low, wish in zip(least, wished, strict=True))


def column_least(columns: Sequence[str], rows: Sequence[Sequence[Cell]], language: str) -> list[float]:
    """The width of each column's longest unbreakable word."""
    least = []
    for index, column in enumerate(columns):
        cells = [*(text for row in rows[:60] for text in _texts(row[index])), column]
        pieces = [piece for text in cells for piece in unbreakable(text[:600], language, CELL)]
        widest = max((text_width(piece, SIZE, 600) for piece in pieces), default=6.0)
        listed = 3.6 if any(len(_texts(row[index])) > 1 for row in rows[:60]) else 0.0
        least.append(min(widest + GAP + listed, LONGEST_WORD))
    return least


def column_shares(
    columns: Sequence[str], rows: Sequence[Sequence[Cell]], width: float, language: str
) -> tuple[float, ...]:
    """Widths in millimetres: each column gets its longest unbreakable word, the rest goes where the words are."""
    least, wanted = column_least(columns, rows, language), []
    for index, column in enumerate(columns):
        cells = [*(text for row in rows[:60] for text in _texts(row[index])), column]
        lengths = sorted(text_width(clean(text)[:400], SIZE) for text in cells if text)
        typical = lengths[int(len(lengths) * 0.8)] if lengths else 6.0
        wanted.append(max(min(typical + GAP, width * 0.8), least[index]))
    total = sum(least)
    if total >= width:
        return tuple(least)
    if sum(wanted) <= width:
        spare = width - sum(wanted)
        return tuple(want + spare * want / sum(wanted) for want in wanted)
    extra = [want - low for want, low in zip(wanted, least, strict=True)]
    # long columns get less than their share: the square root keeps short ones on one line
    weights = [value**0.7 for value in extra]
    room = width - total
    return tuple(low + room * weight / (sum(weights) or 1) for low, weight in zip(least, weights, strict=True))


def least_width(columns: Sequence[str], rows: Sequence[Sequence[Cell]], language: str) -> float:
    """The width in millimetres below which words would run over the next column."""
    return sum(column_least(columns, rows, language))


def beside(
    columns: Sequence[str], rows: Sequence[Sequence[Cell]], width: float, language: str
) -> list[tuple[int, ...]]:
    """The columns of tables that fit the width: all in one, or several that each begin with the first column."""
    first, *others = column_least(columns, rows, language)
    groups: list[tuple[int, ...]] = []
    own: list[int] = []
    used = first
    for index, least in enumerate(others, 1):
        if own and used + least > width:
            groups.append((0, *own))
            own, used = [], first
        own.append(index)
        used += least
    return [*groups, (0, *own)]


def is_crowded(
    rows: Sequence[Sequence[Cell]], shares: Sequence[float], wider: Sequence[float], most: float = 4.0
) -> bool:
    """Whether many columns are so narrow that texts run down the page, and `wider` ones would mend it; never for a few rows."""
    if len(shares) < 6 or not rows:
        return False
    if table_height(rows, shares) < SHORT:
        return False
    now, then = mean_lines(rows, shares), mean_lines(rows, wider)
    return now > most and then < 0.75 * now


def mean_lines(rows: Sequence[Sequence[Cell]], shares: Sequence[float]) -> float:
    """How many lines a row has on the average."""
    sample = rows[:60]
    return sum(_lines(row, shares) for row in sample) / max(len(sample), 1)


def _lines(row: Sequence[Cell], shares: Sequence[float]) -> int:
    """About how many lines a row takes: those of its longest cell."""
    return max(
        sum(1 + int(text_width(clean(text)[:800], SIZE) * 1.06 / max(share - GAP, 4)) for text in _texts(cell))
        for cell, share in zip(row, shares, strict=True)
    )


def table_height(rows: Sequence[Sequence[Cell]], shares: Sequence[float], *, titled: bool = True) -> float:
    """About how high a table is, header and (where it is `titled`) caption included, in millimetres."""
    sample = rows[:120]
    lines = sum(_lines(row, shares) for row in sample)
    return (20 if titled else 15) + (lines * SIZE * 1.35 + len(sample) * 3.3) * len(rows) / max(len(sample), 1)
