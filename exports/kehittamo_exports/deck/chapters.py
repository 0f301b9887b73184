"""The chapters of a deck: drawings on slides of their own, part by part where they are dense, then what is said of them.

`board_slides` runs in a worker: the method's functions and the composition of one chapter are one job.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kehittamo_core.api import Chapter, Figure, Scene, lower
from kehittamo_exports.chapters.board import BoardJob, Part, chapter_of, drawer, left_unsaid
from kehittamo_exports.deck.gather import Recorder, from_blocks, without_loose_heads
from kehittamo_exports.deck.layout import flow
from kehittamo_exports.deck.model import CARD, FULL, LEFT, ROOM, WIDTH, Drawn, Piece, Slide, Words
from kehittamo_exports.deck.titles import numbered, told, without
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.paper import Part as Window
from kehittamo_exports.page.paper import smallest_scale, windows
from kehittamo_exports.page.text import paragraphs, plain
from kehittamo_exports.words import Voice

FIGURE_TOP, FIGURE_BOTTOM = 36.0, 168.0
BARE_TOP, BARE_BOTTOM = 31.0, 175.0
"""Where no words stand below the title, none below the drawing."""
Extent = tuple[float, float, float, float]
"""Left, top, width and height in millimetres of the drawing."""
LABELS = 48
"""Letters of the labels of parts that share a slide."""
LARGEST = 1.7
"""How much larger than drawn a small drawing may be shown."""
WHOLE = 0.9
"""A drawing is shown whole where its smallest words are at least this share of 8 points; its labels are larger."""
OVERVIEW = 0.45
"""Where they would be a smaller share than this, the drawing is shown in parts only."""


@dataclass(frozen=True)
class Shown:
    """One drawing of a chapter: its scene and caption, the language of the caption, and what its slide is called."""

    scene: Scene
    caption: str
    lang: str = ""
    title: str = ""


def board_slides(job: BoardJob) -> tuple[Slide, ...]:
    """The slides of a board's chapter, its groups' boards after it."""
    voice = Voice(job.language)
    slides = [slide for part in job.parts for slide in _part_slides(job, part, voice)]
    first = job.parts[0]
    made = numbered(slides, job.id, job.number, plain(first.title), first.title_lang)
    return tuple(replace(slide, carded=job.carded) for slide in made)


def _part_slides(job: BoardJob, part: Part, voice: Voice) -> list[Slide]:
    chapter, drawings = chapter_of(part, voice)
    draw = drawer(part, drawings)
    foot = CARD if job.carded else 0.0
    title = plain(part.title)
    group = part is not job.parts[0]
    figures: list[Shown] = []
    failed: list[Piece] = []
    for block in chapter.blocks:
        if isinstance(block, Figure):
            try:
                scene, _ = draw(block.drawing)
                if block.part is not None and block.part < len(scene.parts):
                    scene = scene.only(scene.parts[block.part])
            except MemoryError:
                raise
            except Exception as error:
                said = voice(
                    "The drawing «{caption}» could not be made: {reason}", caption=block.caption, reason=str(error)
                )
                failed.append(Piece("note", (Words(said),), tone="gap"))
                continue
            caption = plain(block.caption)
            called = title if group and len(chapter.blocks) == 1 else without(caption, title)
            if group and called != title:
                called = f"{title}: {called}"
            figures.append(Shown(scene, caption, part.foreign(block.caption), called or title))
    said_blocks = (*chapter.blocks, *left_unsaid(part.board, chapter, voice))
    pieces = [*failed, *from_blocks(said_blocks, part.foreign)]
    if part.untranslated:
        name = voice.name_of(part.source_language)
        note = voice("Some of this board's content is only in {language}.", language=name)
        pieces.insert(0, Piece("meta", (Words(note),)))
    if job.introduction and not group:
        words, lang = job.introduction
        pieces.insert(0, Piece("lead", tuple(Words(text, lang) for text in paragraphs(words))))
    where = part.where
    notes = _spoken(chapter, where)
    slides = [
        slide
        for index, shown in enumerate(figures)
        for slide in _figure(shown, where, voice, notes if not index else "", foot=foot, first=not group and not index)
    ]
    first = Words(title, part.title_lang) if group else Words(voice("In short"))
    texts = text_slides(
        first, where, without_loose_heads(pieces), voice.language, foot=foot, kept=not slides and not group
    )
    if group:
        texts = [
            slide if slide.title.startswith(title) else replace(slide, title=f"{title}: {slide.title}")
            for slide in texts
        ]
    return [*slides, *texts]


def _spoken(chapter: Chapter, where: str) -> str:
    """What the speaker may read beside the first drawing: the chapter's first words."""
    said = [
        text
        for piece in from_blocks(chapter.blocks, lambda _: "")
        if piece.role in ("lead", "points", "note", "text")
        for text in (one.text for one in piece.texts)
    ]
    return "\n".join([*([where] if where else []), *said[:8]])


def _figure(
    shown: Shown, where: str, voice: Voice, notes: str, foot: float = 0.0, *, first: bool = False
) -> list[Slide]:
    """One drawing: whole where it can be read, else an overview and its parts.

    `foot` millimetres are kept free below; on the chapter's `first` slide, which bears its title, the caption stands below.
    """
    scene = shown.scene
    marks = tuple(lower(scene))
    least = smallest_scale(marks)
    x, y, width, height = scene.bounds
    named = first
    start = FIGURE_TOP if first else BARE_TOP
    tall = (FIGURE_BOTTOM if first else BARE_BOTTOM) - start - foot
    scale = min(LARGEST, FULL / width, tall / height)

    def slide(drawn: Drawn, title: str, caption: str) -> Slide:
        return Slide(
            id="", title=title, title_lang=shown.lang, where=where, drawn=drawn, caption=caption, caption_lang=shown.lang,
            notes="\n".join(one for one in (notes, shown.caption if not drawn.whole else "", scene.alt) if one),
        )  # fmt: skip

    def placed(window: Extent, scale: float, alt: str, windows: tuple[Extent, ...] = ()) -> Drawn:
        left = max((WIDTH - window[2] * scale) / 2, LEFT)
        top = start + max((tall - window[3] * scale) / 2.6, 0.0)
        return Drawn(scene, window, left, top, scale, alt, not windows, windows)

    pieces = _parts(scene, least, BARE_BOTTOM - BARE_TOP - foot)
    if scale >= least * WHOLE or len(pieces) < 2:
        return [slide(placed((x, y, width, height), scale, scene.alt), shown.title, shown.caption if first else "")]
    made = []
    if scale >= least * OVERVIEW:
        caption = voice("{caption} The whole; its parts follow.", caption=_sentence(shown.caption))
        scale = min(scale, (FIGURE_BOTTOM - start - foot) / height)
        made.append(slide(placed((x, y, width, height), scale, scene.alt), shown.title, caption))
        named, start, tall = False, BARE_TOP, BARE_BOTTOM - BARE_TOP - foot
    elif first:
        pieces = _parts(scene, least, tall)
    windows_ = tuple((window.x, window.y, window.width, window.height) for window, _ in pieces)
    for number, (box, (_, label)) in enumerate(zip(windows_, pieces, strict=True), 1):
        said = voice(
            "{caption} Part {number}/{all}.", caption=_sentence(label or shown.caption), number=number, all=len(pieces)
        )
        called = label or voice("part {number}/{all}", number=number, all=len(pieces))
        own = min(LARGEST, FULL / box[2], tall / box[3])
        drawn = placed(box, own, said if made else f"{said} {scene.alt}", windows_)
        made.append(slide(drawn, f"{shown.title}: {called}", said if named and number == 1 else ""))
    return made


def _parts(scene: Scene, least: float, tall: float) -> list[tuple[Window, str]]:
    """Windows of the slide's size; the method's own parts where they can be read and are no more."""
    room = (FULL / (least * WHOLE), tall / (least * WHOLE))
    cut = [(window, "") for window in windows(scene, *room)]
    own = [
        (Window(max(one.x, scene.bounds[0]), max(one.y, scene.bounds[1]), one.width, one.height), one.label)
        for one in scene.parts
    ]
    own = _gathered(own, *room)
    fits = all(window.width <= room[0] * 1.05 and window.height <= room[1] * 1.05 for window, _ in own)
    return own if 1 < len(own) <= len(cut) and fits else cut


def _gathered(parts: Sequence[tuple[Window, str]], width: float, height: float) -> list[tuple[Window, str]]:
    """Parts that follow each other and can be read on one slide, on one slide: about as many on each, none shown twice."""

    def divided(each: int) -> list[tuple[Window, str]] | None:
        made = [_joined(parts[start : start + each]) for start in range(0, len(parts), each)]
        fits = all(window.width <= width and window.height <= height for window, _ in made)
        return made if fits else None

    for most in range(len(parts), 1, -1):
        if divided(most) is None:
            continue
        even = -(-len(parts) // -(-len(parts) // most))
        fitting = [made for each in range(even, most + 1) if (made := divided(each)) is not None]
        return min(fitting, key=_overlaps)
    return list(parts)


def _overlaps(parts: Sequence[tuple[Window, str]]) -> int:
    """How many windows reach into the one before."""
    return sum(
        min(one.x + one.width, other.x + other.width) > max(one.x, other.x) + 1
        and min(one.y + one.height, other.y + other.height) > max(one.y, other.y) + 1
        for (one, _), (other, _) in pairwise(parts)
    )


def _joined(parts: Sequence[tuple[Window, str]]) -> tuple[Window, str]:
    """Parts as one, with their labels where these are few."""
    x, y = min(one.x for one, _ in parts), min(one.y for one, _ in parts)
    right, bottom = max(one.x + one.width for one, _ in parts), max(one.y + one.height for one, _ in parts)
    label = ", ".join(label for _, label in parts if label)
    return Window(x, y, right - x, bottom - y), label if len(parts) == 1 or len(label) <= LABELS else ""


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def text_slides(
    first: Words, where: str, pieces: Sequence[Piece], language: str, *, foot: float = 0.0, kept: bool = False
) -> list[Slide]:
    """Slides of what is said, called by their headings; `first` where there is none yet, see `titles.told`."""
    composed = flow(pieces, language, ROOM - foot)
    return [
        Slide(id="", title=title.text, title_lang=title.lang, where=where, columns=columns)
        for title, columns in told(composed, first, kept=kept)
    ]


def programme_slides(
    id_: str, title: str, number: int | None, voice: Voice, write: Callable[[Draft], None], *, carded: bool = False
) -> tuple[Slide, ...]:
    """The slides of a chapter of the programme, written by the same function as the report's."""
    draft = Recorder(id_, title, voice, number=number)
    write(draft)
    pieces = without_loose_heads(draft.pieces)
    slides = text_slides(Words(title), "", pieces, voice.language, foot=CARD if carded else 0.0, kept=True)
    made = numbered(slides or [Slide(id="", title=title)], id_, number, plain(title))
    return tuple(replace(slide, carded=carded) for slide in made)


def failed_slides(id_: str, title: str, number: int | None, voice: Voice, reason: str) -> tuple[Slide, ...]:
    """A slide in the place of a chapter that could not be made."""
    said = (voice("This chapter could not be made. The rest of the report is whole."), reason[:600])
    pieces = [Piece("note", tuple(Words(text) for text in said if text), tone="gap")]
    return tuple(numbered(text_slides(Words(title), "", pieces, voice.language, kept=True), id_, number, title))


def pages_of(chapters: Sequence[Sequence[Slide]], first: int) -> Mapping[str, int]:
    """The number of the first slide of every chapter; `first` slides stand before them."""
    found, page = {}, first + 1
    for slides in chapters:
        if slides:
            found[slides[0].id] = page
        page += len(slides)
    return found
