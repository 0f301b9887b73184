"""A board's chapter, given as plain blocks by its method, laid out: drawings on the paper they need, tables, notes."""

from collections.abc import Callable, Mapping
from typing import Any

from kehittamo_core.api import (
    Chapter,
    Figure,
    Heading,
    Note,
    Paragraph,
    Points,
    Scene,
    Table,
    lower,
)
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.paper import LARGE, UPRIGHT, WIDE, Fit, Paper, fit, parts, scale_on, shown, smallest_scale
from kehittamo_exports.page.tables import column_shares, is_crowded, table
from kehittamo_exports.page.text import paragraphs, plain
from kehittamo_exports.pdf.painter import Art

WISHES: Mapping[str, Paper] = {"portrait": UPRIGHT, "landscape": WIDE, "a3": WIDE}
"""Where a method wishes its drawing; a larger paper is taken only where the words would become too small."""

SMALLEST_OVERVIEW = 0.3
SMALL = 120.0
"""A drawing no higher and no wider than the upright page stays on it, whatever its method wished."""

Draw = Callable[[str], tuple[Scene, str]]
"""A drawing's scene and its wished paper, by the drawing's id; raises where the method's function fails."""


class Blocks:
    """Writes blocks into a draft; `shift` moves headings down where a board is part of another chapter."""

    def __init__(self, draft: Draft, draw: Draw, *, foreign: Callable[[str], str], shift: int = 0) -> None:
        self._draft = draft
        self._draw = draw
        self._foreign = foreign
        self._shift = shift

    def write(self, chapter: Chapter) -> None:
        """All blocks of a chapter, in their order."""
        for block in chapter.blocks:
            if not isinstance(block, Figure) and self._draft.paper is not UPRIGHT and not self._stays(block):
                self._draft.turn(UPRIGHT)
            match block:
                case Paragraph():
                    self._paragraph(block)
                case Heading():
                    self._draft.head(block.text, block.level + self._shift, lang=self._foreign(block.text))
                case Points():
                    self._points(block)
                case Table():
                    self._table(block)
                case Figure():
                    self._figure(block)
                case Note():
                    self._note(block)
        if self._draft.paper is not UPRIGHT:
            self._draft.turn(UPRIGHT)

    def _stays(self, block: Any) -> bool:
        """Whether a short text fits below the drawing on its own page."""
        draft = self._draft
        if not isinstance(block, Paragraph | Note):
            return False
        return draft.used() + draft.text_height(block.text) + 4 <= draft.paper.height

    def _paragraph(self, block: Paragraph) -> None:
        for text in paragraphs(block.text):
            self._draft.say(text, "lead" if block.lead else "", lang=self._foreign(block.text))

    def _points(self, block: Points) -> None:
        draft, pen = self._draft, self._draft.pen
        texts = [text for text in block.texts if text.strip()]
        if texts:
            height = sum(draft.text_height(text) - 1.4 for text in texts) + 3
            tag = "ol" if block.numbered else "ul"
            draft.add(pen(tag, [pen("li", text, lang=self._foreign(text)) for text in texts]), height)

    def _note(self, block: Note) -> None:
        pen = self._draft.pen
        inner = [pen("p", text) for text in paragraphs(block.text)]
        node = pen("div", inner, class_=f"note {block.tone}", lang=self._foreign(block.text))
        self._draft.add(node, self._draft.text_height(block.text) + 2)

    def _table(self, block: Table) -> None:
        draft = self._draft
        if not block.rows:
            return
        paper = UPRIGHT
        shares = block.widths or column_shares(block.columns, block.rows, UPRIGHT.width, draft.voice.language)
        if not block.widths and (sum(shares) > UPRIGHT.width + 1 or is_crowded(block.columns, block.rows, shares)):
            paper = WIDE
            shares = column_shares(block.columns, block.rows, WIDE.width, draft.voice.language)
            draft.turn(WIDE, along=40)
        for made in table(
            draft.pen, block.caption, block.columns, block.rows, width=paper.width, shares=shares,
            more=draft.voice("part {number}/{all}", number="{number}", all="{all}"), lang=self._foreign,
        ):  # fmt: skip
            draft.add(made, 10 + 6 * len(block.rows))
        if paper is WIDE:
            draft.turn(UPRIGHT)

    # Drawings

    def _figure(self, block: Figure) -> None:
        draft = self._draft
        draft.figures += 1
        number = draft.figures
        label = f"{draft.number}.{number}" if draft.number is not None else str(number)
        try:
            scene, wish = self._draw(block.drawing)
        except MemoryError:
            raise
        except Exception as error:
            text = draft.voice(
                "The drawing «{caption}» could not be made: {reason}", caption=block.caption, reason=str(error)
            )
            self._note(Note(text, "gap"))
            return
        marks = tuple(lower(scene))
        least = smallest_scale(marks)
        _, _, width, height = scene.bounds
        small = width <= UPRIGHT.width and height <= SMALL
        found = fit(width, height, least, UPRIGHT if small else WISHES.get(wish, UPRIGHT))
        if found is None:
            self._in_parts(block, scene, least, label)
        elif found.paper is UPRIGHT:
            if draft.paper is not UPRIGHT:
                draft.turn(UPRIGHT)
            self._place(Art(marks, scene.bounds), scene.alt, block.caption, label, found.scale)
        else:
            self._on_its_page(Art(marks, scene.bounds), scene.alt, block.caption, label, found, least)

    def _on_its_page(self, art: Art, alt: str, caption: str, label: str, found: Fit, least: float) -> None:
        """A landscape page, with the heading and short text before it where they leave enough room."""
        draft = self._draft
        _, _, width, height = art.window
        paper = found.paper
        free = paper.height - 12 - height * least
        draft.turn(paper, along=max(min(free, 70.0), 0.0))
        if draft.used() > 0 or free > 0:
            scale = scale_on(paper, width, height, draft.used())
        else:
            scale = found.scale
        self._place(art, alt, caption, label, max(scale, min(least, found.scale)))

    def _in_parts(self, block: Figure, scene: Scene, least: float, label: str) -> None:
        """An overview, then the parts at readable size."""
        draft, voice = self._draft, self._draft.voice
        marks = tuple(lower(scene))
        _, _, width, height = scene.bounds
        paper, windows = parts(scene, least, min(draft.trailing(), 60.0))
        sideways = len({part.x for part in windows}) > 1 and len({part.y for part in windows}) > 1
        scale = min(scale_on(WIDE, width, height, min(draft.trailing(), 50.0)), 1.0)
        if sideways and scale > SMALLEST_OVERVIEW:
            draft.turn(WIDE, along=50)
            overview = voice(
                "{caption} Overview; the parts follow on the next pages.", caption=_sentence(block.caption)
            )
            self._place(Art(marks, scene.bounds), scene.alt, overview, label, scale)
            paper, windows = parts(scene, least)
        for number, part in enumerate(windows, 1):
            if number > 1 or draft.paper is not paper:
                draft.turn(paper, along=60 if number == 1 else 0)
            caption = voice(
                "{caption} Part {number}/{all}.", caption=_sentence(block.caption), number=number, all=len(windows)
            )
            window = (part.x, part.y, part.width, part.height)
            alt = f"{caption} {scene.alt}" if number == 1 else caption
            scale = min(1.0, scale_on(paper, part.width, part.height, draft.used() if number == 1 else 0))
            art = Art(shown(marks, part, windows), window, clipped=True)
            self._place(art, alt, caption, label, max(scale, least * 0.97))

    def _place(self, art: Art, alt: str, caption: str, label: str, scale: float) -> None:
        draft, pen = self._draft, self._draft.pen
        name = f"art:{draft.id}-{len(draft.art) + 1}"
        draft.art[name] = art
        _, _, width, height = art.window
        size = f"width:{width * scale:.2f}mm;height:{height * scale:.2f}mm"
        words = pen("b", draft.voice("Figure {number}.", number=label))
        words.tail = " "
        node = pen(
            "figure",
            pen.image(name, alt, size),
            pen("figcaption", words, pen("span", caption, lang=self._foreign(caption))),
        )
        lines = draft.lines(plain(caption) + " " * 8, 8.5)
        draft.add(node, height * scale + 5 + lines * 4.3 + 4.5)


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


__all__ = ["LARGE", "Blocks"]
