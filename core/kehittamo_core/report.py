"""A report chapter as plain values: what a method writes, before anybody decides about pages.

A chapter knows no page, no font and no PDF; the exports lay it out. Every text is plain text in the board's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Cell = str | tuple[str, ...]
"""A table's cell: one text, or several texts printed as a short list."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text; `lead` is set larger, as a chapter's first sentence."""

    text: str
    lead: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading inside the chapter; level 2 is a section, 3 a part of a section."""

    text: str
    level: Literal[2, 3] = 2


@dataclass(frozen=True)
class Points:
    """A list of short texts, `numbered` where their order says something."""

    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with a caption, one header row and, in its first column, row headers.

    `columns` are the headings, each row has as many cells. `widths` are relative and optional.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the headings."""
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"table {self.caption!r}: row {number} has {len(row)} cells, there are {len(self.columns)} columns"
                )


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One of the method's drawings, by its id. `caption` is printed, the alternative text comes from the scene.

    `part` prints one part of the drawing by itself (its number in `Scene.parts`, from 0), such as one card on its page.
    """

    drawing: str
    caption: str
    part: int | None = None


@dataclass(frozen=True)
class Note:
    """A remark set apart: a gap in the source, an assumption, a limit."""

    text: str
    tone: Literal["info", "gap", "chosen", "excluded"] = "info"


Block = Paragraph | Heading | Points | Table | Figure | Note


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A board's chapter in the report: its title, its blocks in reading order."""

    title: str
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, title: str, blocks: Sequence[Block]) -> "Chapter":
        """A chapter from any sequence of blocks."""
        return cls(title=title, blocks=tuple(blocks))
