"""A board's chapter, given as plain blocks by its method, laid out: texts, notes, tables, and drawings on their paper."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any

from kehittamo_core.api import Cell, Chapter, Figure, Heading, Note, Paragraph, Points, Table
from kehittamo_exports.limits import MOST_BLOCKS, MOST_POINTS
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.drawings import Draw, Drawings
from kehittamo_exports.page.paper import UPRIGHT, WIDE, Paper
from kehittamo_exports.page.tables import (
    MOST_ROWS,
    at_least,
    beside,
    column_shares,
    is_crowded,
    least_width,
    mean_lines,
    table,
    table_height,
)
from kehittamo_exports.page.text import paragraphs


class Blocks:
    """Writes blocks into a draft; `shift` moves headings down where a board is part of another chapter."""

    def __init__(self, draft: Draft, draw: Draw, *, foreign: Callable[[str], str], shift: int = 0) -> None:
        self._draft = draft
        self._drawings = Drawings(draft, draw, foreign)
        self._foreign = foreign
        self._shift = shift

    def write(self, chapter: Chapter) -> None:
        """All blocks of a chapter, in their order."""
        blocks = chapter.blocks[:MOST_BLOCKS]
        for block, following in zip_longest(blocks, blocks[1:]):
            if not isinstance(block, Figure):
                self._drawings.before(heading=isinstance(block, Heading))
                if self._draft.paper is not UPRIGHT and not self._stays(block):
                    self._draft.turn(UPRIGHT)
            match block:
                case Paragraph():
                    for text in paragraphs(block.text):
                        self._draft.say(text, "lead" if block.lead else "", lang=self._foreign(block.text))
                case Heading():
                    self._draft.head(block.text, block.level + self._shift, lang=self._foreign(block.text))
                case Points():
                    self._points(block)
                case Table():
                    self._table(block, followed=isinstance(following, Paragraph | Points | Table | Note))
                case Note():
                    self._note(block)
                case Figure():
                    reason = self._drawings.add(block)
                    if reason:
                        said = self._draft.voice(
                            "The drawing «{caption}» could not be made: {reason}", caption=block.caption, reason=reason
                        )
                        self._note(Note(said, "gap"))
        self._drawings.flush()
        self._cut(MOST_BLOCKS, len(chapter.blocks))
        if self._draft.paper is not UPRIGHT:
            self._draft.turn(UPRIGHT)

    def _cut(self, shown: int, whole: int) -> None:
        """Say that something was longer than what is printed of it."""
        if shown < whole:
            said = self._draft.voice(
                "Only the first {shown} of {all} are printed here; the exports as data hold them all.",
                shown=shown, all=whole,
            )  # fmt: skip
            self._note(Note(said, "gap"))

    def _stays(self, block: Any) -> bool:
        """Whether a short text fits below the drawing on its own page."""
        draft = self._draft
        if not isinstance(block, Paragraph | Note):
            return False
        return draft.used() + draft.text_height(block.text) + 4 <= draft.room(draft.paper)

    def _points(self, block: Points) -> None:
        draft, pen = self._draft, self._draft.pen
        given = [text for text in block.texts if text.strip()]
        texts = given[:MOST_POINTS]
        if texts:
            height = sum(draft.text_height(text) - 1.4 for text in texts) + 3
            tag = "ol" if block.numbered else "ul"
            draft.add(pen(tag, [pen("li", text, lang=self._foreign(text)) for text in texts]), height)
        self._cut(len(texts), len(given))

    def _note(self, block: Note) -> None:
        pen = self._draft.pen
        inner = [pen("p", text) for text in paragraphs(block.text)]
        node = pen("div", inner, class_=f"note {block.tone}", lang=self._foreign(block.text))
        self._draft.add(node, 5, text=block.text, moves=True)

    def _table(self, block: Table, *, followed: bool) -> None:
        draft = self._draft
        if not block.rows:
            return
        paper, rows = UPRIGHT, block.rows[:MOST_ROWS]
        language = draft.voice.language
        shares = column_shares(block.columns, rows, UPRIGHT.width, language)
        wished = at_least(block.widths, block.columns, rows, UPRIGHT.width, language)
        if mean_lines(rows, wished) <= mean_lines(rows, shares) * 1.2:
            shares = wished  # the method's own widths, unless they make the table much longer
        wider = column_shares(block.columns, rows, WIDE.width, language)
        least = least_width(block.columns, rows, language)
        if least > UPRIGHT.width + 1 or is_crowded(rows, shares, wider):
            paper, shares = WIDE, wider
        height = table_height(rows, shares, titled=bool(block.caption)) if paper is WIDE else 0.0
        with self._across(height, followed=followed):
            self._whole(block, rows, paper, shares, least)
        self._cut(len(rows), len(block.rows))

    @contextmanager
    def _across(self, height: float, *, followed: bool) -> Iterator[None]:
        """For a table of a height on wide paper: a page between those of the text, or the next page with what opens it.

        A heading stays with the text where it is `followed` by more than the table.
        """
        draft = self._draft
        if not height:
            yield
        elif draft.may_pass(followed=followed) and not draft.is_opening and height < 2 * WIDE.height:
            with draft.aside(WIDE):
                yield
        else:
            draft.turn(WIDE, along=len(draft.trailing()) if draft.is_opening else draft.last_headings())
            yield
            draft.turn(UPRIGHT)

    def _whole(
        self, block: Table, rows: Sequence[Sequence[Cell]], paper: Paper, shares: Sequence[float], least: float
    ) -> None:
        """A table, side by side in several where all of its columns are wider than the paper."""
        language = self._draft.voice.language
        groups = beside(block.columns, rows, paper.width, language) if least > paper.width else [()]
        for number, group in enumerate(groups, 1):
            self._rows(block, rows, paper, shares, group, f" {number}/{len(groups)}" if len(groups) > 1 else "")

    def _rows(
        self, block: Table, rows: Sequence[Sequence[Cell]], paper: Paper, shares: Sequence[float], group: Sequence[int], told: str
    ) -> None:  # fmt: skip
        """A table, or some of its columns (`group`) where all of them are wider than the paper."""
        draft, columns = self._draft, block.columns
        if group:
            columns = tuple(columns[index] for index in group)
            rows = tuple(tuple(row[index] for index in group) for row in rows)
            shares = column_shares(columns, rows, paper.width, draft.voice.language)
        for made in table(
            draft.pen, f"{block.caption}{told}".strip(), columns, rows, width=paper.width, shares=shares,
            more=draft.voice("part {number}/{all}", number="{number}", all="{all}"), lang=self._foreign,
        ):  # fmt: skip
            draft.add(made, table_height(rows, shares, titled=bool(block.caption)))
