"""What a chapter says, gathered as pieces: a board's from its method's blocks, the programme's as its draft is written."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from kehittamo_core.api import Block, Cell, Figure, Heading, Note, Paragraph, Points, Table
from kehittamo_exports.deck.model import Piece, Words
from kehittamo_exports.limits import MOST_BLOCKS, MOST_COLUMNS, MOST_POINTS
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.tables import MOST_ROWS
from kehittamo_exports.page.text import paragraphs, plain
from kehittamo_exports.pdf.photo import Photo
from kehittamo_exports.reading import Said

HIGHEST = 84.0
"""An image is no higher, in millimetres."""
Foreign = Callable[[str], str]


def from_blocks(blocks: Sequence[Block], foreign: Foreign) -> Iterator[Piece]:
    """The pieces of a board's chapter, its drawings left out: they have slides of their own."""
    for block in blocks[:MOST_BLOCKS]:
        match block:
            case Paragraph():
                role = "lead" if block.lead else "text"
                for text in paragraphs(block.text):
                    yield Piece(role, (Words(text, foreign(block.text)),))  # type: ignore[arg-type]
            case Heading():
                yield Piece("head" if block.level == 2 else "sub", (Words(plain(block.text), foreign(block.text)),))
            case Points():
                texts = tuple(Words(plain(text), foreign(text)) for text in block.texts[:MOST_POINTS] if text.strip())
                if texts:
                    yield Piece("numbered" if block.numbered else "points", texts)
            case Note():
                texts = tuple(Words(text, foreign(block.text)) for text in paragraphs(block.text))
                yield Piece("note", texts, tone=block.tone)
            case Table():
                if block.rows:
                    if block.caption:
                        yield Piece("sub", (Words(plain(block.caption), foreign(block.caption)),))
                    yield from _tables(block)
            case Figure():
                continue


def _tables(block: Table) -> Iterator[Piece]:
    """A table, or several that each begin with the first column where it has more columns than a slide can show."""
    rows = block.rows[:MOST_ROWS]
    if len(block.columns) <= MOST_COLUMNS:
        yield Piece("table", columns=block.columns, rows=rows, widths=block.widths)
        return
    for start in range(1, len(block.columns), MOST_COLUMNS - 1):
        own = (0, *range(start, min(start + MOST_COLUMNS - 1, len(block.columns))))
        yield Piece(
            "table", columns=tuple(block.columns[index] for index in own),
            rows=tuple(tuple(row[index] for index in own) for row in rows),
        )  # fmt: skip


def without_loose_heads(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without headings that nothing stands below."""
    kept: list[Piece] = []
    for piece in reversed(pieces):
        rank = {"head": 2, "sub": 1}.get(piece.role, 0)
        below = {"head": 2, "sub": 1}.get(kept[-1].role, 0) if kept else 9
        if rank and below >= rank:
            continue
        kept.append(piece)
    return kept[::-1]


class Recorder(Draft):
    """A draft that remembers what is written as pieces, so that one function writes a chapter for both formats."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.pieces: list[Piece] = []

    def open(self, *, where: str = "", lang: str = "") -> None:
        """The slide has its title already."""

    def head(self, text: str, level: int, *, id_: str = "", lang: str = "") -> None:
        """A heading inside the chapter."""
        self.pieces.append(Piece("head" if level == 2 else "sub", (Words(plain(text), lang),)))

    def say(self, text: str, class_: str = "", *, lang: str = "") -> None:
        """A paragraph."""
        role = class_ if class_ in ("lead", "meta") else "text"
        self.pieces.append(Piece(role, (Words(plain(text), lang),)))  # type: ignore[arg-type]

    def quote(self, said: Said, class_: str = "") -> None:
        """Somebody's words."""
        large = class_ in ("thanks", "goal")
        role = "quote" if large else "lead" if class_ in ("lead", "claim") else "text"
        for text in paragraphs(said.text):
            self.pieces.append(Piece(role, (self._marked(Said(text, said.lang)),)))  # type: ignore[arg-type]

    def points(self, entries: Any, *, numbered: bool = False) -> None:
        """A list of texts."""
        texts = tuple(self._marked(said) for said in entries if said)
        if texts:
            self.pieces.append(Piece("numbered" if numbered else "points", texts))

    def rows(self, caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], **options: Any) -> None:
        """A table; `links` lead its rows, by their numbers, to chapters."""
        if rows:
            if caption:
                self.pieces.append(Piece("sub", (Words(plain(caption)),)))
            table = tuple(tuple(row) for row in rows)
            links: Mapping[int, str] = options.get("links") or {}
            led = tuple(links.get(number, "") for number in range(len(table))) if links else ()
            self.pieces.append(Piece("table", columns=tuple(columns), rows=table, links=led))

    def add(self, node: Element, height: float = 6.0, **_options: Any) -> None:
        """What is made for paper alone: large numbers, cards, the goal, notes and linked headings."""
        kind = (node.get("class") or "").partition(" ")[0]
        if kind == "photo":
            self._photo(node)
        elif kind == "figures":
            pairs = [(_text(one.find("b")), _text(one.find("span"))) for one in node]
            self.pieces.append(Piece("numbers", tuple(Words(f"{value}\n{words}") for value, words in pairs)))
        elif kind == "cards":
            for card in node:
                self._card(card)
        elif kind == "goal":
            texts = tuple(Words(_text(one), one.get("lang") or "") for one in node)
            self.pieces.append(Piece("quote", texts))
        elif kind == "note":
            self.pieces.append(Piece("note", tuple(Words(_text(one)) for one in node), tone="gap"))
        elif node.tag in ("ul", "ol"):
            texts = tuple(Words(text) for item in node for text in _points(item))
            self.pieces.append(Piece("points" if node.tag == "ul" else "numbered", texts))
        elif node.tag in ("h2", "h3"):
            self.pieces.append(Piece("head" if node.tag == "h2" else "sub", (Words(_text(node)),)))
        elif _text(node):
            self.pieces.append(Piece("text", (Words(_text(node)),)))

    def _photo(self, node: Element) -> None:
        """An image with its credit."""
        image = node.find("img")
        photo = self.art.get(image.get("src", "")) if image is not None else None
        if image is not None and isinstance(photo, Photo):
            credit = _text(node.find("figcaption"))
            texts = (Words(credit),) if credit else ()
            self.pieces.append(Piece("image", texts, photo=photo, alt=image.get("alt", ""), most=_high(image)))

    def _card(self, card: Element) -> None:
        for node in card:
            match node.tag:
                case "h2":
                    self.pieces.append(Piece("head", (Words(_text(node)),)))
                case "h3":
                    self.pieces.append(Piece("sub", (Words(_text(node), node.get("lang") or ""),)))
                case "ul":
                    self.pieces.append(Piece("points", tuple(Words(_text(one)) for one in node)))
                case _:
                    self.pieces.append(Piece("text", (Words(_text(node)),)))

    def _marked(self, said: Said) -> Words:
        if not said.lang:
            return Words(plain(said.text))
        name = self.voice("in {language}", language=self.voice.name_of(said.lang))
        return Words(f"{plain(said.text)} ({name})", said.lang)


def _high(image: Element) -> float:
    """How high an image is on paper, in millimetres; a slide has less room."""
    height = re.search(r"height:([\d.]+)mm", image.get("style", ""))
    return min(float(height.group(1)) if height else HIGHEST, HIGHEST)


def _points(item: Element) -> Iterator[str]:
    """A point, and those of the second level below it."""
    yield plain((item.text or "") + "".join(_text(one) + (one.tail or "") for one in item if one.tag != "ul"))
    for inner in item.findall("ul/li"):
        yield f"– {_text(inner)}"


def _text(node: Element | None) -> str:
    return plain("".join(node.itertext())) if node is not None else ""
