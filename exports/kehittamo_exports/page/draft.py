"""A chapter while it is composed: its nodes on sheets of paper, its drawings, and how much room is left."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from kehittamo_core.api import Cell, text_width
from kehittamo_exports.page.markup import Pen
from kehittamo_exports.page.paper import UPRIGHT, Paper
from kehittamo_exports.page.tables import table
from kehittamo_exports.page.text import paragraphs, plain
from kehittamo_exports.pdf.painter import Art
from kehittamo_exports.pdf.sheet import Sheet
from kehittamo_exports.reading import Said
from kehittamo_exports.words import Voice

POINT = 25.4 / 72


@dataclass
class Piece:
    """A node with its estimated height in millimetres; `moves`: a following drawing may take it along to its page."""

    node: Element
    height: float
    moves: bool = False


@dataclass
class Run:
    """The pieces on one kind of paper."""

    paper: Paper
    pieces: list[Piece] = field(default_factory=list)

    @property
    def height(self) -> float:
        """The estimated height of all pieces."""
        return sum(piece.height for piece in self.pieces)


class Draft:
    """A chapter of the report; `id` names its first page for links."""

    def __init__(self, id_: str, title: str, voice: Voice, *, number: int | None = None, subtitle: str = "") -> None:
        self.id = id_
        self.title = plain(title)
        self.subtitle = subtitle
        self.number = number
        self.voice = voice
        self.pen = Pen(voice.language)
        self.art: dict[str, Art] = {}
        self.runs: list[Run] = [Run(UPRIGHT)]
        self.figures = 0

    # Adding

    def add(self, node: Element, height: float = 6.0, *, moves: bool = False) -> None:
        """Put a node at the end."""
        self.runs[-1].pieces.append(Piece(node, height, moves))

    def open(self, *, where: str = "", lang: str = "") -> None:
        """The chapter's heading, with its number in a knot of the thread."""
        label = f"{self.number} {self.title}" if self.number is not None else self.title
        number = None
        if self.number is not None:
            number = self.pen.verbatim("span", str(self.number), class_="no long" if self.number > 99 else "no")
            number.tail = " "
        title = self.pen.headline("span", self.title, 25, lang=lang)
        self.add(self.pen("h1", number, title, id=self.id, data_label=label), 16, moves=True)
        if where:
            self.add(self.pen("p", where, class_="where"), 6, moves=True)

    def head(self, text: str, level: int, *, id_: str = "", lang: str = "") -> None:
        """A heading inside the chapter."""
        size = {2: 14.5, 3: 11.5}.get(level, 10.5)
        height = self.lines(text, size, 600) * size * POINT * 1.25 + {2: 9.2, 3: 6.6}.get(level, 5.2)
        node = self.pen.headline(f"h{level}", text, size, lang=lang, id=id_, data_label=plain(text))
        self.add(node, height, moves=True)

    def say(self, text: str, class_: str = "", *, lang: str = "") -> None:
        """A paragraph in the report's own words or in somebody's."""
        size = 11.5 if class_ == "lead" else 10.5
        self.add(self.pen("p", text, class_=class_, lang=lang), self.text_height(text, size), moves=True)

    def quote(self, said: Said, class_: str = "") -> None:
        """Somebody's words, paragraph by paragraph; what is not in the report's language says which it is in."""
        for text in paragraphs(said.text):
            node = self.pen("p", self.words(Said(text, said.lang)), class_=class_)
            self.add(node, self.text_height(text, 11.5 if class_ == "lead" else 10.5), moves=True)

    def words(self, said: Said) -> list[Element]:
        """Somebody's words as inline nodes, with the name of their language where it is another."""
        if not said.lang:
            return [self.pen("span", said.text)]
        text = self.pen("span", said.text, lang=said.lang)
        text.tail = " "
        return [
            text,
            self.pen(
                "span", f"({self.voice('in {language}', language=self.voice.name_of(said.lang))})", class_="foreign"
            ),
        ]

    def points(self, entries: Iterable[Said], *, numbered: bool = False) -> None:
        """A list of texts."""
        nodes = [(self.pen("li", self.words(said)), said.text) for said in entries if said]
        if nodes:
            height = sum(self.text_height(text) - 1.4 for _, text in nodes) + 3
            self.add(self.pen("ol" if numbered else "ul", [node for node, _ in nodes]), height)

    def rows(self, caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], **options: Any) -> None:
        """A table, where it has rows."""
        if rows:
            more = self.voice("part {number}/{all}", number="{number}", all="{all}")
            for made in table(self.pen, caption, columns, rows, more=more, **options):
                self.add(made, 10 + 6 * len(rows))

    def lines(self, text: str, size: float = 10.5, weight: int = 400) -> int:
        """About how many lines a text takes on the present paper."""
        width = text_width(plain(text)[:4000], size * POINT, 600 if weight >= 600 else 400)
        return max(1, -int(-width * 1.04 // self.paper.width))

    def text_height(self, text: str, size: float = 10.5) -> float:
        """About how high a paragraph is, its margin included."""
        return self.lines(text, size) * size * POINT * 1.45 + 2.6

    # Paper

    @property
    def paper(self) -> Paper:
        """The paper that is written on."""
        return self.runs[-1].paper

    def turn(self, paper: Paper, *, along: float = 0.0) -> None:
        """Go on on another paper; headings and short texts at the end, up to `along` millimetres, come with it."""
        taken: list[Piece] = []
        pieces = self.runs[-1].pieces
        while pieces and pieces[-1].moves and sum(piece.height for piece in taken) + pieces[-1].height <= along:
            taken.insert(0, pieces.pop())
        while taken and not _is_heading(taken[0]) and any(_is_heading(piece) for piece in pieces[-1:]):
            pieces.append(taken.pop(0))  # a heading must not lose its first paragraph
        if not pieces:
            self.runs.pop()
        self.runs.append(Run(paper, taken))

    def trailing(self) -> float:
        """The height of the headings and short texts at the end, which a drawing takes along to its page."""
        height = 0.0
        for piece in reversed(self.runs[-1].pieces):
            if not piece.moves:
                break
            height += piece.height
        return height

    def used(self) -> float:
        """The estimated height of what stands on the present paper."""
        return self.runs[-1].height

    # Done

    @property
    def is_empty(self) -> bool:
        """Whether nothing but headings has been written."""
        return all(_is_heading(piece) for run in self.runs for piece in run.pieces)

    @property
    def height(self) -> float:
        """The estimated height of a chapter that needs upright paper only, infinite for others."""
        return self.runs[0].height if len(self.runs) == 1 and self.paper is UPRIGHT else math.inf

    def sections(self, *, follows: bool = False) -> list[Element]:
        """The chapter's sections, one for each change of paper; `follows`: it may begin in the middle of a page."""
        made = []
        for run in self.runs:
            if run.pieces:
                section = Element("section", {"class": f"{run.paper.name} follows" if follows else run.paper.name})
                section.extend(piece.node for piece in run.pieces)
                made.append(section)
        return made

    def sheet(self, *, contents: bool = False) -> Sheet:
        """The chapter ready to be laid out."""
        return bind((self,), contents=contents)


def bind(drafts: Sequence[Draft], *, contents: bool = False) -> Sheet:
    """Chapters on one sheet: the first begins a page, the others follow it."""
    first = drafts[0]
    body = Element("body")
    art: dict[str, Art] = {}
    for draft in drafts:
        body.extend(draft.sections(follows=draft is not first))
        art.update(draft.art)
    title = ", ".join(draft.title for draft in drafts)
    return Sheet(first.id, title, first.voice.language, body, art, contents)


def together(drafts: Sequence[Draft], most: float = 232.0) -> list[list[Draft]]:
    """Short chapters that stand after one another put on common sheets, so that no page is left almost empty."""
    groups: list[list[Draft]] = []
    used = math.inf
    for draft in drafts:
        if used + draft.height + 12 <= most:
            groups[-1].append(draft)
            used += draft.height + 12
        else:
            groups.append([draft])
            used = draft.height
    return groups


def _is_heading(piece: Piece) -> bool:
    return piece.node.tag in ("h1", "h2", "h3", "h4")
