"""A board's chapter: drawings, reading and tables as its method writes them, groups' boards as its sections.

`board_sheets` runs in a worker: the method's functions, the drawings and the layout of one chapter are one job.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kehittamo_core.api import (
    Block,
    Board,
    Cell,
    Chapter,
    Figure,
    Heading,
    Insight,
    Item,
    Link,
    Method,
    Note,
    Paragraph,
    Points,
    Scene,
    Table,
    plain_chapter,
)
from kehittamo_exports.chapters.cards import FOOT
from kehittamo_exports.limits import bounded
from kehittamo_exports.page.blocks import Blocks
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.pdf.cache import cached, kept, write_aside
from kehittamo_exports.pdf.known import file_of, key_of, read
from kehittamo_exports.pdf.sheet import Rendered, Sheet
from kehittamo_exports.reading import NOTHING, Said
from kehittamo_exports.words import Voice


@dataclass(frozen=True)
class Part:
    """One board: its picture, its method (None where it is not installed), and what stands above it."""

    board: Board
    method: Method | None
    title: str
    where: str = ""
    title_lang: str = ""
    source_language: str = ""
    untranslated: frozenset[str] = frozenset()

    def foreign(self, text: str) -> str:
        """The language of a text that is not in the report's own."""
        return self.source_language if text in self.untranslated else ""


@dataclass(frozen=True)
class BoardJob:
    """A chapter: the common board first, then its groups' boards; `cache` is the folder of rendered chapters.

    `carded`: the foot of its pages is kept for a card.
    """

    id: str
    number: int
    language: str
    parts: tuple[Part, ...]
    cache: str = ""
    introduction: Said = NOTHING
    carded: bool = False


def board_sheets(job: BoardJob) -> tuple[Rendered | Sheet, ...]:
    """Compose a chapter and lay it out; a long one comes back in sheets that several workers can share.

    A drawing or a text that fails says so in its place. What was rendered before comes from the cache, uncomposed.
    """
    key = job_key(job, "report")
    known = read(file_of(job.cache, key)) if job.cache else None
    if known:
        parts = [kept(one, job.cache) for one in known]
        if all(part is not None for part in parts):
            return tuple(part for part in parts if part is not None)
    sheets = compose(job)
    if job.cache:
        write_aside(file_of(job.cache, key), json.dumps([sheet.key() for sheet in sheets]))
    if len(sheets) == 1:
        return (cached(sheets[0], job.cache),)
    return tuple((kept(sheet.key(), job.cache) if job.cache else None) or sheet for sheet in sheets)


def job_key(job: BoardJob, form: str) -> str:
    """A hash of everything that a chapter is made of, in one of its forms."""
    digest = hashlib.blake2b(
        repr((form, job.id, job.number, job.language, tuple(job.introduction), job.carded)).encode(), digest_size=20
    )
    for part in job.parts:
        said = (part.title, part.where, part.title_lang, part.source_language, tuple(sorted(part.untranslated)))
        digest.update(key_of(part.method, part.board, said).encode())
    return digest.hexdigest()


def compose(job: BoardJob) -> list[Sheet]:
    """The chapter as sheets, not yet laid out."""
    voice = Voice(job.language)
    first, *groups = job.parts
    draft = Draft(job.id, first.title, voice, number=job.number, foot=FOOT if job.carded else 0.0)
    draft.open(where=first.where, lang=first.title_lang)
    if job.introduction:
        draft.quote(job.introduction, "lead")
    _write(draft, first, 0)
    for part in groups:
        draft.head(part.title, 2, id_=f"board-{part.board.id}", lang=part.title_lang)
        if part.where:
            draft.say(part.where, "where")
        _write(draft, part, 1)
    return draft.sheets()


def _write(draft: Draft, part: Part, shift: int) -> None:
    voice = draft.voice
    if part.untranslated:
        name = voice.name_of(part.source_language)
        draft.say(voice("Some of this board's content is only in {language}.", language=name), "meta")
    chapter, drawings = chapter_of(part, voice)
    chapter = Chapter(title=chapter.title, blocks=(*chapter.blocks, *left_unsaid(part.board, chapter, voice)))
    Blocks(draft, drawer(part, drawings), foreign=part.foreign, shift=shift).write(chapter)


def left_unsaid(board: Board, chapter: Chapter, voice: Voice) -> tuple[Block, ...]:
    """The uncertain places of a board that its method's chapter does not tell: a gap in the source is always printed."""
    told = " ".join(_words(chapter))
    notes: dict[str, list[str]] = {}
    elements: tuple[Item | Link, ...] = (*board.items, *board.links)
    for element in elements:
        if element.board in ("", board.id):
            for note in element.uncertain.values():
                if note.strip() and note.strip() not in told:
                    notes.setdefault(note.strip(), []).append(_called(board, element))
    if not notes:
        return ()
    rows = tuple((tuple(dict.fromkeys(items)), note) for note, items in notes.items())
    columns = (voice("Item"), voice("Uncertainty"))
    return (Heading(voice("Uncertain places")), Table(caption="", columns=columns, rows=rows, widths=(66, 104)))


def _called(board: Board, element: Item | Link) -> str:
    if isinstance(element, Link) and not element.text:
        ends = (board.find(id_) for id_ in (element.source, element.target))
        return " → ".join(end.code or end.text[:40] or end.id if end is not None else "?" for end in ends)
    text = element.text if len(element.text) <= 90 else element.text[:89].rstrip() + "…"
    return f"{element.code} {text}".strip() or element.id


def _words(chapter: Chapter) -> Iterator[str]:
    """Every text of a chapter's blocks."""
    for block in chapter.blocks:
        match block:
            case Paragraph() | Note():
                yield block.text
            case Points():
                yield from block.texts
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from (cell,) if isinstance(cell, str) else cell


def drawer(part: Part, drawings: Mapping[str, str]) -> Callable[[str], tuple[Scene, str]]:
    """A function that draws the part's drawings by their ids and tells their paper; it raises what the method raises."""

    def draw(id_: str) -> tuple[Scene, str]:
        drawing = part.method.drawing(id_) if part.method is not None else None
        if drawing is None:
            raise LookupError(id_)
        scene = drawing.draw(part.board)
        if not isinstance(scene, Scene):
            raise TypeError(f"{id_}: {type(scene).__name__}")
        return bounded(scene, Voice(part.board.language)), drawings.get(id_, drawing.paper)

    return draw


def chapter_of(part: Part, voice: Voice) -> tuple[Chapter, Mapping[str, str]]:
    """What the method writes; plain tables where it is missing or fails, with a note that says so."""
    method, board = part.method, part.board
    if method is None:
        note = Note(
            voice("The method {method} is not installed; the board's content as tables.", method=board.method), "gap"
        )
        return Chapter(title=part.title, blocks=(note, *raw_tables(board, voice))), {}
    papers = {drawing.id: drawing.paper for drawing in method.drawings}
    insights: tuple[Insight, ...] = ()
    notes: list[Note] = []
    try:
        insights = tuple(method.find_insights(board)) if method.find_insights is not None else ()
    except MemoryError:
        raise
    except Exception as error:
        notes.append(Note(voice("The observations could not be computed: {reason}", reason=_reason(error)), "gap"))
    try:
        write = method.write_chapter
        chapter = write(board, insights) if write is not None else plain_chapter(board, method, insights)
    except MemoryError:
        raise
    except Exception as error:
        notes.append(Note(voice("The method could not write its chapter: {reason}", reason=_reason(error)), "gap"))
        figures = tuple(Figure(drawing=id_, caption=board.label(f"drawing:{id_}")) for id_ in papers)
        chapter = Chapter(title=part.title, blocks=(*figures, *raw_tables(board, voice)))
    return Chapter(title=chapter.title, blocks=(*notes, *chapter.blocks)), papers


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def raw_tables(board: Board, voice: Voice) -> tuple[Table, ...]:
    """Every item of a board by kind, without the help of its method."""
    tables = []
    for kind in dict.fromkeys(item.kind for item in board.items):
        items = board.of(kind)
        names = [name for name in dict.fromkeys(name for item in items for name in item.values) if name != "text"]
        rows: list[tuple[Cell, ...]] = [
            (item.code or item.id, item.text, *(_raw(item.values.get(name)) for name in names)) for item in items
        ]
        labels = (
            voice("Id"),
            board.labels.get(kind, kind),
            *(board.labels.get(f"{kind}.{name}", name) for name in names),
        )
        tables.append(
            Table(
                caption=board.labels.get(f"{kind}+") or board.labels.get(kind, kind), columns=labels, rows=tuple(rows)
            )
        )
    return tuple(tables)


def _raw(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(_raw(part) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_raw(part)}" for name, part in value.items() if part not in (None, "", [], {}))
    return str(value)
