"""Panels of headed paragraphs, for drawings that must say more than their boxes."""

from collections.abc import Sequence
from dataclasses import replace

from kehittamo_core.api import Area, Board, Item, Words

Paragraphs = Sequence[tuple[str, str, Item | None]]
"""heading or "", text, and the element that they speak of"""

SIZE = 3.0
LONGEST = 9
"""More lines than this are left to the table, under the element's short id."""


def panel(
    board: Board, heading: str, paragraphs: Paragraphs, x: float, y: float, width: float
) -> tuple[Area, list[Words]]:
    """A white panel with a heading and paragraphs below one another."""
    language = board.language
    title = Words(x=x + 3, y=y + 2.6, text=heading, width=width - 6, size=3.4, weight=700, language=language)
    at = title.y + title.height + 1.4
    words = [title]
    for name, text, item in paragraphs:
        if name:
            head = _fitting(
                Words(x=x + 3, y=at, text=name, width=width - 6, size=SIZE, weight=600, item=item, language=language),
                item,
            )
            words.append(head)
            at += head.height + 0.3
        if text:
            body = _fitting(
                Words(x=x + 3, y=at, text=text, width=width - 6, size=SIZE, role="ink-2", item=item, language=language),
                item,
            )
            words.append(body)
            at += body.height
        at += 1.8
    return Area(x=x, y=y, width=width, height=at - y + 0.6), words


def side_by_side(
    board: Board, panels: Sequence[tuple[str, Paragraphs]], y: float, width: float, gap: float = 4.0
) -> list[Area | Words]:
    """Panels of equal width and height in one row."""
    if not panels:
        return []
    each = (width - gap * (len(panels) - 1)) / len(panels)
    drawn = [panel(board, head, texts, index * (each + gap), y, each) for index, (head, texts) in enumerate(panels)]
    highest = max(area.height for area, _ in drawn)
    shapes: list[Area | Words] = []
    for area, words in drawn:
        shapes.append(replace(area, height=highest))
        shapes.extend(words)
    return shapes


def _fitting(words: Words, item: Item | None) -> Words:
    if len(words.lines) <= LONGEST:
        return words
    return replace(words, text=item.code if item is not None and item.code else "…", lines=())
