"""A chapter while it is composed: its nodes on sheets of paper, its drawings, and how much room is left."""

import math
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from kehittamo_core.api import Cell, text_width
from kehittamo_exports.page.markup import Pen
from kehittamo_exports.page.paper import UPRIGHT, Paper
from kehittamo_exports.page.tables import at_least, table, table_height
from kehittamo_exports.page.text import paragraphs, plain
from kehittamo_exports.pdf.asides import AFTER as ASIDE_AFTER
from kehittamo_exports.pdf.asides import MARK as ASIDE_MARK
from kehittamo_exports.pdf.merge import LINK
from kehittamo_exports.pdf.painter import Art
from kehittamo_exports.pdf.photo import Photo
from kehittamo_exports.pdf.sheet import Sheet
from kehittamo_exports.reading import Said
from kehittamo_exports.words import Voice

POINT = 25.4 / 72
THIN = 80.0
"""Below so little, in millimetres, even a chapter that goes on over the page may begin."""
AIRY = 90.0
"""A chapter that has a page to itself and needs no more of it, in millimetres, is set larger."""
LONG = 4.0
"""About so many pages of a chapter are laid out as one job."""


@dataclass
class Piece:
    """A node and what it takes to estimate its height; `moves`: a following drawing may take it along to its page."""

    node: Element
    height: float
    moves: bool = False
    text: str = ""
    size: float = 0.0
    line: float = 1.45

    def on(self, paper: Paper) -> float:
        """About how high it is on a paper, in millimetres; `height` is its margins where it has a text."""
        if not self.text:
            return self.height
        size = min(self.size, 19.0) if paper is not UPRIGHT else self.size
        return lines(self.text, size, paper) * size * POINT * self.line + self.height

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading, which may not stand last on a page."""
        return self.node.tag in ("h1", "h2", "h3", "h4")


def lines(text: str, size: float, paper: Paper) -> int:
    """About how many lines a text of a size in points takes on a paper."""
    width = text_width(plain(text)[:4000], size * POINT, 600 if size > 11.5 else 400)
    return max(1, -int(-width * 1.04 // paper.width))


@dataclass
class Run:
    """The pieces on one kind of paper; `asides` are pages that come between its own, each after that of the piece `after`."""

    paper: Paper
    pieces: list[Piece] = field(default_factory=list)
    after: str = ""
    asides: "list[Run]" = field(default_factory=list)

    @property
    def height(self) -> float:
        """The estimated height of all pieces."""
        return sum(piece.on(self.paper) for piece in self.pieces)

    def pages(self, foot: float) -> float:
        """About how many pages it takes, those between its own included; at least one."""
        own = max(self.height / (self.paper.height - foot), 1.0)
        return own + sum(aside.pages(foot) for aside in self.asides)


class Draft:
    """A chapter of the report; `id` names its first page for links, `foot` is kept free at the foot of every page."""

    def __init__(
        self, id_: str, title: str, voice: Voice, *, number: int | None = None, subtitle: str = "", foot: float = 0.0
    ) -> None:
        self.id = id_
        self.title = plain(title)
        self.subtitle = subtitle
        self.foot = foot
        self.number = number
        self.voice = voice
        self.pen = Pen(voice.language)
        self.art: dict[str, Art | Photo] = {}
        self.runs: list[Run] = [Run(UPRIGHT)]
        self.figures = 0
        self._level = 1

    # Adding

    def add(
        self, node: Element, height: float = 6.0, *, moves: bool = False, text: str = "", size: float = 10.5
    ) -> None:
        """Put a node at the end; `height` in millimetres, only its margins where a `text` of a size in points is given."""
        self.runs[-1].pieces.append(
            Piece(node, height, moves, text, size if text else 0.0, 1.25 if size > 11.5 else 1.45)
        )

    def open(self, *, where: str = "", lang: str = "") -> None:
        """The chapter's heading, with its number in a knot of the thread."""
        label = f"{self.number} {self.title}" if self.number is not None else self.title
        number = None
        if self.number is not None:
            number = self.pen.verbatim("span", str(self.number), class_="no long" if self.number > 99 else "no")
            number.tail = " "
        title = self.pen.headline("span", self.title, 25, lang=lang)
        heading = self.pen("h1", number, title, id=self.id, data_label=label)
        self.add(heading, 3, moves=True, text=self.title, size=25)
        if where:
            self.add(self.pen("p", where, class_="where"), 2, moves=True, text=where, size=9.5)

    def head(self, text: str, level: int, *, id_: str = "", lang: str = "") -> None:
        """A heading inside the chapter; no level is skipped, so that a screen reader's outline holds."""
        level = self._level = min(level, self._level + 1)
        size = {2: 14.5, 3: 11.6}.get(level, 11.6)
        node = self.pen.headline(f"h{level}", text, size, lang=lang, id=id_, data_label=plain(text))
        self.add(node, {2: 9.2, 3: 6.6}.get(level, 5.2), moves=True, text=text, size=size)

    def say(self, text: str, class_: str = "", *, lang: str = "") -> None:
        """A paragraph in the report's own words or in somebody's."""
        size = 11.5 if class_ == "lead" else 10.5
        self.add(self.pen("p", text, class_=class_, lang=lang), 2.6, moves=True, text=text, size=size)

    def quote(self, said: Said, class_: str = "") -> None:
        """Somebody's words, paragraph by paragraph; what is not in the report's language says which it is in."""
        size = {"lead": 11.5, "thanks": 21, "claim": 12.5}.get(class_, 10.5)
        for text in paragraphs(said.text):
            node = self.pen("p", self.words(Said(text, said.lang), large=size == 21), class_=class_)
            self.add(node, 2.6, moves=True, text=text, size=size)

    def words(self, said: Said, *, large: bool = False) -> list[Element]:
        """Somebody's words as inline nodes, with the name of their language where it is another; `large` ones stay whole."""
        text = (
            self.pen.headline("span", said.text, 28, lang=said.lang)
            if large
            else self.pen("span", said.text, lang=said.lang)
        )
        if not said.lang:
            return [text]
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
        """A table, where it has rows; `links` lead the first cells of rows, by their numbers, to anchors."""
        if rows:
            more = self.voice("part {number}/{all}", number="{number}", all="{all}")
            shares = at_least(options.pop("shares", ()), columns, rows, self.paper.width, self.voice.language)
            links: Mapping[int, str] = options.pop("links", {})
            for made in table(self.pen, caption, columns, rows, more=more, shares=shares, **options):
                if links:
                    _link_rows(made, rows, links)
                self.add(made, table_height(rows, shares, titled=bool(caption)))

    def text_height(self, text: str, size: float = 10.5) -> float:
        """About how high a paragraph is on the present paper, its margin included."""
        return lines(text, size, self.paper) * size * POINT * 1.45 + 2.6

    # Paper

    @property
    def paper(self) -> Paper:
        """The paper that is written on."""
        return self.runs[-1].paper

    def room(self, paper: Paper = UPRIGHT) -> float:
        """The height of a page of the chapter, in millimetres."""
        return paper.height - self.foot

    def turn(self, paper: Paper, *, along: int = 0) -> None:
        """Go on on another paper; the last `along` pieces come with it."""
        pieces = self.runs[-1].pieces
        taken = [pieces.pop() for _ in range(min(along, len(pieces)))][::-1]
        if not pieces:
            self.runs.pop()
        self.runs.append(Run(paper, taken))

    @property
    def goes_on(self) -> bool:
        """Whether a page of its own may come between the pages of what is written on here."""
        return self.may_pass() and not self.last_headings()

    def may_pass(self, *, followed: bool = True) -> bool:
        """Whether text stands here that something may be set aside of; after a heading where it is `followed` by more."""
        return self.paper is UPRIGHT and bool(self.runs[-1].pieces) and (followed or not self.last_headings())

    @contextmanager
    def aside(self, paper: Paper) -> Iterator[None]:
        """What is added meanwhile stands on pages of its own, after the page on which the last piece ends.

        What is written before and after flows past it, so that no page is left half empty for it.
        """
        here, count = self.runs[-1], len(self.runs)
        node = here.pieces[-1].node
        name = node.get(ASIDE_MARK) or f"{self.id}-{len(list(self._set_beside())) + 1}"
        node.set(ASIDE_MARK, name)
        self.runs.append(Run(paper))
        yield
        here.asides += [Run(run.paper, run.pieces, name) for run in self.runs[count:] if run.pieces]
        del self.runs[count:]

    def _set_beside(self) -> Iterator[Piece]:
        return (piece for run in self.runs for piece in run.pieces if piece.node.get(ASIDE_MARK))

    def trailing(self) -> list[Piece]:
        """The headings and short texts at the end, which a drawing may take along to its page."""
        found: list[Piece] = []
        for piece in reversed(self.runs[-1].pieces):
            if not piece.moves:
                break
            found.insert(0, piece)
        return found

    def last_headings(self) -> int:
        """How many headings stand last, with nothing below them yet."""
        count = 0
        for piece in reversed(self.runs[-1].pieces):
            if not piece.is_heading:
                break
            count += 1
        return count

    @property
    def is_opening(self) -> bool:
        """Whether nothing but headings and short texts stand on the present page."""
        return all(piece.moves for piece in self.runs[-1].pieces) and self.used() < 80

    def used(self) -> float:
        """The estimated height of what stands on the present paper."""
        return self.runs[-1].height

    # Done

    @property
    def is_empty(self) -> bool:
        """Whether nothing but headings has been written."""
        return all(piece.is_heading for run in self.runs for piece in run.pieces)

    @property
    def height(self) -> float:
        """The estimated height of a chapter that needs upright paper only, infinite for others."""
        (first, *more) = self.runs
        return first.height if not more and not first.asides and self.paper is UPRIGHT else math.inf

    def sections(self, *, follows: bool = False) -> list[Element]:
        """The chapter's sections, one for each change of paper; `follows`: it may begin in the middle of a page."""
        return [section for run in self.runs for section in _section(run, follows=follows, carded=bool(self.foot))]

    def sheets(self, most: float = LONG) -> list[Sheet]:
        """The chapter ready to be laid out, a long one in several sheets that each begin on a page of their own."""
        groups: list[list[Run]] = []
        pages = math.inf
        for run in self.runs:
            if not run.pieces:
                continue
            if pages >= most:
                groups.append([])
                pages = 0.0
            groups[-1].append(run)
            pages += run.pages(self.foot)
        made = []
        for number, runs in enumerate(groups, 1):
            body = Element("body")
            body.extend(section for run in runs for section in _section(run, carded=bool(self.foot)))
            art = {name: self.art[name] for img in body.iter("img") if (name := img.get("src", "")) in self.art}
            id_ = self.id if number == 1 else f"{self.id}.{number}"
            made.append(Sheet(id_, self.title, self.voice.language, body, art))
        return made

    def sheet(self, *, contents: bool = False) -> Sheet:
        """The chapter ready to be laid out."""
        return bind((self,), contents=contents)


def _section(run: Run, *, follows: bool = False, carded: bool = False) -> list[Element]:
    """The section of a run, where there is anything on it, and those of the pages that come between its own."""
    if not run.pieces:
        return []
    names = (run.paper.name, "carded" if carded else "", "follows" if follows else "")
    section = Element("section", {"class": " ".join(filter(None, names))})
    if run.after:
        section.set(ASIDE_AFTER, run.after)
    section.extend(piece.node for piece in run.pieces)
    return [section, *(made for aside in run.asides for made in _section(aside, carded=carded))]


def _link_rows(made: Element, rows: Sequence[Sequence[Cell]], links: Mapping[int, str]) -> None:
    """Make the first cell of some rows of a table a link; a table of several parts is not linked."""
    found = made.findall("tbody/tr")
    if len(found) != len(rows):
        return
    for number, target in links.items():
        cell = found[number][0]
        link = Element("a", {"href": LINK + target, "title": plain("".join(cell.itertext()))})
        link.text, link[:] = cell.text, list(cell)
        cell.text, cell[:] = None, [link]


def bind(drafts: Sequence[Draft], *, contents: bool = False) -> Sheet:
    """Chapters on one sheet: the first begins a page, the others follow it."""
    first = drafts[0]
    body = Element("body")
    art: dict[str, Art | Photo] = {}
    for draft in drafts:
        body.extend(draft.sections(follows=draft is not first))
        art.update(draft.art)
    if len(drafts) == 1 and first.height < AIRY:
        body.set("class", "airy")
    title = ", ".join(draft.title for draft in drafts)
    return Sheet(first.id, title, first.voice.language, body, art, contents)


def together(drafts: Sequence[Draft], alone: Container[str] = (), most: float = 280.0) -> list[list[Draft]]:
    """Chapters that end high on a page followed by short ones, so that no page is left almost empty.

    `alone` are ids of chapters that keep a page of their own; `most` is above a page's height, for heights are estimated high.
    """
    groups: list[list[Draft]] = []
    used = math.inf
    for draft in drafts:
        needed = draft.height + 14 if draft.height < UPRIGHT.height else math.inf
        goes_on = used < THIN and draft.height != math.inf
        if draft.id not in alone and (used + needed <= most or goes_on):
            groups[-1].append(draft)
            used = _end_of(used + 14 + draft.height)
        else:
            groups.append([draft])
            used = _end_of(draft.height) if draft.id not in alone else math.inf
    return groups


def _end_of(height: float) -> float:
    """Where on its last page a chapter ends, with some caution for an estimate over several pages."""
    if height <= UPRIGHT.height or height == math.inf:
        return height
    return height % UPRIGHT.height + 0.03 * UPRIGHT.height * (height // UPRIGHT.height)
