"""The chapters of a deck: drawings on slides of their own, part by part where they are dense, then what is said of them.

`board_slides` runs in a worker: the method's functions and the composition of one chapter are one job.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kehittamo_core.api import Chapter, Figure, Scene, lower
from kehittamo_exports.chapters.board import BoardJob, Part, chapter_of, drawer, left_unsaid
from kehittamo_exports.deck.gather import Recorder, from_blocks, without_loose_heads
from kehittamo_exports.deck.layout import flow
from kehittamo_exports.deck.model import FULL, LEFT, WIDTH, Drawn, Piece, Slide, Words
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.paper import Part as Window
from kehittamo_exports.page.paper import smallest_scale, windows
from kehittamo_exports.page.text import paragraphs, plain
from kehittamo_exports.words import Voice

FIGURE_TOP, FIGURE_BOTTOM = 36.0, 168.0
FIGURE_ROOM = FIGURE_BOTTOM - FIGURE_TOP
CARD = 7.0
"""What a perspective's card at the foot takes from a drawing's height."""
LARGEST = 1.7
"""How much larger than drawn a small drawing may be shown."""
WHOLE = 0.8
"""A drawing is shown whole where its words are at least this share of 8 points; a page on paper is read from nearer."""
OVERVIEW = 0.22
"""A drawing that would be smaller than this is shown in parts only."""


@dataclass(frozen=True)
class Shown:
    """One drawing of a chapter: its scene and caption, and the language of the caption."""

    scene: Scene
    caption: str
    lang: str = ""


def board_slides(job: BoardJob) -> tuple[Slide, ...]:
    """The slides of a board's chapter, its groups' boards after it."""
    voice = Voice(job.language)
    made: list[Slide] = []
    for part in job.parts:
        own = _part_slides(job, part, voice)
        made += own
    return tuple(replace(slide, carded=job.carded) for slide in _numbered(made, job.id, job.number))


def _numbered(slides: Sequence[Slide], id_: str, number: int | None) -> list[Slide]:
    """Ids, and titles that tell the slides of one chapter apart."""
    return [
        replace(slide, id=id_ if not index else f"{id_}-{index + 1}", number=number)
        for index, slide in enumerate(slides)
    ]


def _part_slides(job: BoardJob, part: Part, voice: Voice) -> list[Slide]:
    chapter, drawings = chapter_of(part, voice)
    draw = drawer(part, drawings)
    figures: list[Shown] = []
    failed: list[Piece] = []
    for block in chapter.blocks:
        if isinstance(block, Figure):
            try:
                scene, _ = draw(block.drawing)
            except MemoryError:
                raise
            except Exception as error:
                said = voice(
                    "The drawing «{caption}» could not be made: {reason}", caption=block.caption, reason=str(error)
                )
                failed.append(Piece("note", (Words(said),), tone="gap"))
                continue
            figures.append(Shown(scene, plain(block.caption), part.foreign(block.caption)))
    said_blocks = (*chapter.blocks, *left_unsaid(part.board, chapter, voice))
    pieces = [*failed, *from_blocks(said_blocks, part.foreign)]
    if part.untranslated:
        name = voice.name_of(part.source_language)
        note = voice("Some of this board's content is only in {language}.", language=name)
        pieces.insert(0, Piece("meta", (Words(note),)))
    if job.introduction and part is job.parts[0]:
        words, lang = job.introduction
        pieces.insert(0, Piece("lead", tuple(Words(text, lang) for text in paragraphs(words))))
    title, where = plain(part.title), part.where
    notes = _spoken(chapter, where)
    slides = [
        slide
        for index, shown in enumerate(figures)
        for slide in _figure(shown, title, part, voice, notes if not index else "", foot=CARD if job.carded else 0.0)
    ]
    return [*slides, *text_slides(title, where, without_loose_heads(pieces), voice.language, lang=part.title_lang)]


def _spoken(chapter: Chapter, where: str) -> str:
    """What the speaker may read beside the first drawing: the chapter's first words."""
    said = [
        text
        for piece in from_blocks(chapter.blocks, lambda _: "")
        if piece.role in ("lead", "points", "note", "text")
        for text in (one.text for one in piece.texts)
    ]
    return "\n".join([*([where] if where else []), *said[:8]])


def _figure(shown: Shown, title: str, part: Part, voice: Voice, notes: str, foot: float = 0.0) -> list[Slide]:
    """One drawing: whole where it can be read, else an overview and its parts; `foot` millimetres are kept free below."""
    tall = FIGURE_ROOM - foot
    scene = shown.scene
    marks = tuple(lower(scene))
    least = smallest_scale(marks)
    x, y, width, height = scene.bounds
    scale = min(LARGEST, FULL / width, tall / height)

    def slide(window: tuple[float, float, float, float], scale: float, caption: str, alt: str, *, whole: bool) -> Slide:
        wide, high = window[2] * scale, window[3] * scale
        left = max((WIDTH - wide) / 2, LEFT)
        top = FIGURE_TOP + max((tall - high) / 2.6, 0.0)
        drawn = Drawn(scene, window, left, top, scale, alt, whole)
        return Slide(
            id="", title=title, title_lang=part.title_lang, where=part.where, drawn=drawn, caption=caption,
            caption_lang=shown.lang, notes="\n".join(one for one in (notes, scene.alt) if one),
        )  # fmt: skip

    if scale >= least * WHOLE:
        return [slide((x, y, width, height), scale, shown.caption, scene.alt, whole=True)]
    made = []
    if scale >= OVERVIEW:
        caption = voice("{caption} The whole; its parts follow.", caption=_sentence(shown.caption))
        made.append(slide((x, y, width, height), scale, caption, scene.alt, whole=True))
    pieces = _parts(scene, least, tall)
    for number, (window, label) in enumerate(pieces, 1):
        box = (window.x, window.y, window.width, window.height)
        said = voice(
            "{caption} Part {number}/{all}.", caption=_sentence(label or shown.caption), number=number, all=len(pieces)
        )
        own = min(LARGEST, FULL / window.width, tall / window.height)
        made.append(slide(box, own, said, said if made else f"{said} {scene.alt}", whole=False))
    return made


def _parts(scene: Scene, least: float, tall: float) -> list[tuple[Window, str]]:
    """Windows of the slide's size; the method's own parts where they can be read and are no more."""
    room = (FULL / least, tall / least)
    cut = [(window, "") for window in windows(scene, *room)]
    own = [
        (Window(max(one.x, scene.bounds[0]), max(one.y, scene.bounds[1]), one.width, one.height), one.label)
        for one in scene.parts
    ]
    fits = all(window.width <= room[0] * 1.15 and window.height <= room[1] * 1.15 for window, _ in own)
    return own if 1 < len(own) <= len(cut) and fits else cut


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def text_slides(title: str, where: str, pieces: Sequence[Piece], language: str, *, lang: str = "") -> list[Slide]:
    """Slides of what is said."""
    return [
        Slide(id="", title=title, title_lang=lang, where=where, columns=columns) for columns in flow(pieces, language)
    ]


def programme_slides(
    id_: str, title: str, number: int | None, voice: Voice, write: Callable[[Draft], None]
) -> tuple[Slide, ...]:
    """The slides of a chapter of the programme, written by the same function as the report's."""
    draft = Recorder(id_, title, voice, number=number)
    write(draft)
    slides = text_slides(title, "", without_loose_heads(draft.pieces), voice.language)
    return tuple(_numbered(slides or [Slide(id="", title=title)], id_, number))


def failed_slides(id_: str, title: str, number: int | None, voice: Voice, reason: str) -> tuple[Slide, ...]:
    """A slide in the place of a chapter that could not be made."""
    said = (voice("This chapter could not be made. The rest of the report is whole."), reason[:600])
    pieces = [Piece("note", tuple(Words(text) for text in said if text), tone="gap")]
    return tuple(_numbered(text_slides(title, "", pieces, voice.language), id_, number))


def pages_of(chapters: Sequence[Sequence[Slide]], first: int) -> Mapping[str, int]:
    """The number of the first slide of every chapter; `first` slides stand before them."""
    found, page = {}, first + 1
    for slides in chapters:
        if slides:
            found[slides[0].id] = page
        page += len(slides)
    return found
