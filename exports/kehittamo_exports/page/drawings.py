"""Drawings on the pages of a chapter: the paper they need, what they take along, and when they may stand.

A drawing that needs a page of its own takes along what opens its page, or comes between the pages of the text, which flows
past it, so that no page is left half empty; drawings too large for any paper are cut into parts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kehittamo_core.api import Figure, Mark, Scene, lower
from kehittamo_exports.page.draft import Draft, lines
from kehittamo_exports.page.paper import (
    LARGE,
    UPRIGHT,
    WIDE,
    Fit,
    Paper,
    fit,
    parts,
    scale_on,
    shown,
    smallest_scale,
)
from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.painter import Art

WISHES: Mapping[str, Paper] = {"portrait": UPRIGHT, "landscape": WIDE, "a3": LARGE}
"""Where a method wishes its drawing; a larger paper is taken only where the words would become too small."""
SMALL = 120.0
"""A drawing no higher and no wider than the upright page stays on it, whatever its method wished."""
FILLED = 140.0
"""A page is well filled from here on, in millimetres."""
SMALLEST_OVERVIEW = 0.3
MOST_OF_A_PAGE = 0.6

Draw = Callable[[str], tuple[Scene, str]]
"""A drawing's scene and its wished paper, by the drawing's id; raises where the method's function fails."""


@dataclass(frozen=True)
class Waiting:
    """A drawing that has been numbered and waits for its page."""

    scene: Scene
    marks: tuple[Mark, ...]
    caption: str
    label: str
    least: float
    wish: Paper


class Drawings:
    """Places the drawings of a draft."""

    def __init__(self, draft: Draft, draw: Draw, foreign: Callable[[str], str]) -> None:
        self._draft = draft
        self._draw = draw
        self._foreign = foreign
        self._waiting: Waiting | None = None

    def add(self, block: Figure) -> str:
        """Put a drawing here, or on its own page later; gives the reason where it cannot be drawn, else ""."""
        self.flush()
        draft = self._draft
        draft.figures += 1
        label = f"{draft.number}.{draft.figures}" if draft.number is not None else str(draft.figures)
        try:
            scene, wish = self._draw(block.drawing)
            if block.part is not None and block.part < len(scene.parts):
                scene = scene.only(scene.parts[block.part])
        except MemoryError:
            raise
        except Exception as error:
            return str(error) or type(error).__name__
        marks = tuple(lower(scene))
        _, _, width, height = scene.bounds
        small = width <= UPRIGHT.across and height <= SMALL
        paper = UPRIGHT if small else WISHES.get(wish, UPRIGHT)
        self._waiting = Waiting(scene, marks, block.caption, label, smallest_scale(marks), paper)
        if not self._now():
            return ""
        self.flush()
        return ""

    def before(self, *, heading: bool) -> None:
        """Called before other blocks: a waiting drawing comes when its section ends or the page is well filled."""
        if self._waiting is None:
            return
        if self._draft.goes_on and self._on_this_page(self._waiting) is None:
            self.flush()
            return
        filled = self._draft.used() % self._draft.room() >= FILLED - self._draft.foot
        if (filled and not self._draft.last_headings()) or (heading and not self._draft.is_opening):
            self.flush()

    def flush(self) -> None:
        """Place the waiting drawing now."""
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._put(waiting)

    def _now(self) -> bool:
        """Whether the waiting drawing goes right here: on this page, or on the next with all that stands above it."""
        assert self._waiting is not None
        one = self._waiting
        here = self._on_this_page(one)
        if here is not None:
            return self._has_room(one, here) or (self._draft.goes_on and self._fills(one, here))
        return self._draft.goes_on or self._with(one, len(self._draft.runs[-1].pieces)) is not None

    def _on_this_page(self, one: Waiting) -> Fit | None:
        """The fit of a drawing in the flow of the upright page; the layout moves it to the next page where it must."""
        _, _, width, height = one.scene.bounds
        if one.wish is not UPRIGHT:
            return None
        found = fit(width, height, one.least, UPRIGHT, lambda _: self._draft.foot)
        return found if found is not None and found.paper is UPRIGHT else None

    def _has_room(self, one: Waiting, here: Fit) -> bool:
        """Whether the rest of the upright page takes the drawing, made smaller where its words stay readable."""
        if self._draft.paper is not UPRIGHT:
            return True
        _, _, width, height = one.scene.bounds
        taken = self._draft.used() % self._draft.room()
        return scale_on(UPRIGHT, width, height, taken + 4 + self._draft.foot) >= min(one.least, here.scale)

    def _fills(self, one: Waiting, here: Fit) -> bool:
        """Whether an upright drawing fills most of a page, so that the text had better flow past it."""
        _, _, _, height = one.scene.bounds
        return height * here.scale >= MOST_OF_A_PAGE * self._draft.room()

    def _with(self, one: Waiting, along: int) -> Fit | None:
        """The fit on a page of its own together with the last `along` pieces, where they all may move."""
        pieces = self._draft.runs[-1].pieces[len(self._draft.runs[-1].pieces) - along :]
        if not all(piece.moves for piece in pieces) or sum(piece.on(UPRIGHT) for piece in pieces) > 110:
            return None
        _, _, width, height = one.scene.bounds
        start = one.wish if one.wish is not UPRIGHT else WIDE
        return fit(
            width, height, one.least, start, lambda paper: self._draft.foot + sum(piece.on(paper) for piece in pieces)
        )

    def _put(self, one: Waiting) -> None:
        draft = self._draft
        here = self._on_this_page(one)
        if here is not None and draft.goes_on and self._fills(one, here) and not self._has_room(one, here):
            with draft.aside(UPRIGHT):
                self._place(Art(one.marks, one.scene.bounds), one.scene.alt, one.caption, one.label, here.scale)
            return
        if here is not None:
            if draft.paper is not UPRIGHT:
                draft.turn(UPRIGHT, along=draft.last_headings())
            _, _, width, height = one.scene.bounds
            scale = here.scale
            if self._has_room(one, here):
                scale = min(scale, scale_on(UPRIGHT, width, height, draft.used() % draft.room() + 4 + draft.foot))
            self._place(Art(one.marks, one.scene.bounds), one.scene.alt, one.caption, one.label, scale)
            return
        whole = len(draft.runs[-1].pieces)
        if draft.goes_on and (not draft.is_opening or self._with(one, whole) is None):
            self._aside(one)
            return
        trailing = draft.trailing() if draft.paper is UPRIGHT or draft.is_opening else []
        for along in sorted({len(trailing), draft.last_headings()}, reverse=True):
            if 0 < along < len(draft.runs[-1].pieces) and draft.runs[-1].pieces[-along - 1].is_heading:
                continue  # a heading must not lose the text below it
            found = self._with(one, along)
            if found is not None:
                draft.turn(found.paper, along=along)
                self._place(Art(one.marks, one.scene.bounds), one.scene.alt, one.caption, one.label, found.scale)
                return
        self._in_parts(one)

    def _aside(self, one: Waiting) -> None:
        """On pages of their own that come between those of the text, which goes on."""
        draft = self._draft
        found = self._with(one, 0)
        if found is not None:
            with draft.aside(found.paper):
                self._place(Art(one.marks, one.scene.bounds), one.scene.alt, one.caption, one.label, found.scale)
            return
        paper, _ = parts(one.scene, one.least, 0.0, draft.foot)
        if paper is UPRIGHT:
            self._in_parts(one)
            return
        with draft.aside(paper):
            self._in_parts(one)

    def _in_parts(self, one: Waiting) -> None:
        """An overview where the parts go on sideways, then the parts at readable size."""
        draft, voice, scene = self._draft, self._draft.voice, one.scene
        _, _, width, height = scene.bounds
        opening = len(draft.trailing()) if draft.is_opening else draft.last_headings()
        taken = draft.runs[-1].pieces[len(draft.runs[-1].pieces) - opening :]
        above = sum(piece.on(WIDE) for piece in taken)
        paper, windows = parts(scene, one.least, above, draft.foot)
        begun = draft.used()  # of the first page only: over several, estimates say nothing of where one ends
        if (
            paper is UPRIGHT
            and draft.paper is UPRIGHT
            and 0 < begun < FILLED
            and parts(scene, one.least, begun, draft.foot)[0] is UPRIGHT
        ):
            paper, windows = parts(
                scene, one.least, begun, draft.foot
            )  # the first part goes on below what stands on this page
            above = draft.used()
        sideways = len({part.x for part in windows}) > 1 and len({part.y for part in windows}) > 1
        scale = min(scale_on(WIDE, width, height, above + draft.foot), 1.0)
        if sideways and scale > SMALLEST_OVERVIEW:
            draft.turn(WIDE, along=opening)
            opening = 0
            overview = voice("{caption} Overview; the parts follow on the next pages.", caption=_sentence(one.caption))
            self._place(Art(one.marks, scene.bounds), scene.alt, overview, one.label, scale)
            paper, windows = parts(scene, one.least, 0.0, draft.foot)
        for number, part in enumerate(windows, 1):
            if number > 1 or draft.paper is not paper or draft.used() > above + 1:
                draft.turn(paper, along=opening)
            opening = 0
            caption = voice(
                "{caption} Part {number}/{all}.", caption=_sentence(one.caption), number=number, all=len(windows)
            )
            window = (part.x, part.y, part.width, part.height)
            alt = f"{caption} {scene.alt}" if number == 1 else caption
            scale = min(1.0, scale_on(paper, part.width, part.height, draft.used() % draft.room(paper) + draft.foot))
            art = Art(shown(one.marks, part, windows), window, clipped=True)
            self._place(art, alt, caption, one.label, max(scale, one.least * 0.97))

    def _place(self, art: Art, alt: str, caption: str, label: str, scale: float) -> None:
        draft, pen = self._draft, self._draft.pen
        name = f"art:{draft.id}-{len(draft.art) + 1}"
        draft.art[name] = art
        _, _, width, height = art.window
        wide = width * scale
        style = f"width:{wide:.2f}mm;height:{height * scale:.2f}mm"
        if wide > draft.paper.width:
            beyond = draft.paper.width - wide
            style += f";margin-left:{beyond if draft.paper is UPRIGHT else beyond / 2:.2f}mm"
        words = pen("b", draft.voice("Figure {number}.", number=label))
        words.tail = " "
        node = pen(
            "figure", pen.image(name, alt, style),
            pen("figcaption", words, pen("span", caption, lang=self._foreign(caption))),
        )  # fmt: skip
        draft.add(node, height * scale + 9.5 + lines(plain(caption) + " " * 12, 8.5, draft.paper) * 4.3)


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."
