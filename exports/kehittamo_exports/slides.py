"""The result day's slides as one tagged PDF in 16:9: the report's chapters, composed anew for the format.

document -> chapters -> slides, composed and laid out in workers -> contents with slide numbers -> joined file
"""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import groupby, takewhile

from kehittamo_core.api import ExportRequest, MissingPart, Workers
from kehittamo_exports.chapters.board import BoardJob
from kehittamo_exports.chapters.cards import Card
from kehittamo_exports.composition import Chapter, Composition, crew_of
from kehittamo_exports.deck import pages
from kehittamo_exports.deck.chapters import board_slides, failed_slides, programme_slides
from kehittamo_exports.deck.cover import cover
from kehittamo_exports.deck.model import Slide
from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.cache import cached, tidy
from kehittamo_exports.pdf.merge import Description, join
from kehittamo_exports.pdf.sheet import Rendered
from kehittamo_exports.pdf.stamp import Heads
from kehittamo_exports.public import version_of
from kehittamo_exports.reading import Version

log = logging.getLogger("kehittamo.exports")
LINES = 22
"""Lines of contents on one slide."""


@dataclass(frozen=True)
class Piece:
    """A chapter or divider on its way."""

    chapter: Chapter | None
    future: "Future[Rendered]"
    dark: bool = False


def rendered_board(job: BoardJob) -> Rendered:
    """Compose and lay out a board's slides; runs in a worker."""
    return cached(pages.sheet(board_slides(job), job.language), job.cache)


def write(request: ExportRequest) -> bytes:
    """The slides as PDF; the options are the report's.

    Raises:
        MissingPart: Pango is not installed, or the fonts have not been built.
    """
    version = version_of(request)
    with crew_of(request) as workers:
        return _Deck(version, request, workers).make()


class _Deck:
    """One deck in the making."""

    def __init__(self, version: Version, request: ExportRequest, workers: Workers) -> None:
        self._version = version
        self._request = request
        self._workers = workers
        self._cache = str(request.options.get("cache") or "")

    def make(self) -> bytes:
        version, voice = self._version, self._version.voice
        final = bool(self._request.options.get("final"))
        composition = Composition(version, self._cache)
        chapters = composition.chapters(composition.ask_rules(self._workers))
        front = self._workers.submit(cached, cover(version, final=final), self._cache, name=voice("Cover"))
        pieces = [self._sent(chapter) for chapter in with_dividers(version, chapters)]
        made: list[Rendered] = [front.result()]
        bare = {0}
        page = 1 + len(contents_slides(version, chapters, {}))
        numbers: dict[str, int] = {}
        cards: dict[int, Card] = {}
        for done, piece in enumerate(pieces, 1):
            rendered = self._collected(piece)
            if piece.dark:
                bare.add(page)
            elif piece.chapter is not None:
                numbers[piece.chapter.id] = page + 1
                if piece.chapter.card is not None:
                    cards |= dict.fromkeys(range(page, page + rendered.pages), piece.chapter.card)
            page += rendered.pages
            made.append(rendered)
            title = piece.chapter.title if piece.chapter is not None else ""
            self._request.progress(done, len(pieces) + 1, title)
        listed = pages.sheet(contents_slides(version, chapters, numbers), version.language, contents=True)
        made.insert(1, self._workers.submit(cached, listed, self._cache, name=voice("Contents")).result())
        state = voice("final") if final else voice("draft")
        heads = Heads(
            version.title.text,
            f"{voice('version')} {version.short_id} · {state}",
            version.banner,
            low=True,
            foot=version.foot,
        )
        description = Description(
            title=f"{plain(version.title.text)} – {voice('Slides')}", language=version.language,
            subject=plain(version.said(version.programme.get("goal") or {}).text)[:500],
            created=str(version.snapshot.get("when") or ""),
        )  # fmt: skip
        joined = join(made, description, heads, frozenset(bare), cards)
        tidy(self._cache)
        self._request.progress(len(pieces) + 1, len(pieces) + 1, voice("Joined"))
        return joined

    def _sent(self, one: "Chapter | Slide") -> Piece:
        if isinstance(one, Slide):
            sheet = pages.sheet((one,), self._version.language)
            return Piece(None, self._workers.submit(cached, sheet, self._cache, name=one.title), dark=True)
        if one.job is not None:
            size = sum(len(part.board.items) for part in one.job.parts)
            return Piece(one, self._workers.submit(rendered_board, one.job, name=one.title, rank=-size))
        sheet = pages.sheet(slides_of(self._version, one), self._version.language)
        return Piece(one, self._workers.submit(cached, sheet, self._cache, name=one.title, rank=1))

    def _collected(self, piece: Piece) -> Rendered:
        try:
            return piece.future.result()
        except MissingPart:
            raise
        except Exception as error:
            chapter = piece.chapter
            log.warning("the slides of %s could not be made: %s", chapter.id if chapter else "a divider", error)
            slides = failed_slides(
                chapter.id if chapter else "divider", chapter.title if chapter else "", chapter.number if chapter else None,
                self._version.voice, str(error),
            )  # fmt: skip
            return self._workers.submit(cached, pages.sheet(slides, self._version.language), "").result()


def slides_of(version: Version, chapter: Chapter) -> Sequence[Slide]:
    """The slides of a chapter of the programme."""
    assert chapter.write is not None
    return programme_slides(
        chapter.id, chapter.title, chapter.number, version.voice, chapter.write, carded=chapter.card is not None
    )


def with_dividers(version: Version, chapters: Sequence[Chapter]) -> Iterator["Chapter | Slide"]:
    """The chapters, with a slide before each section; without sections, before the boards that were made at one meeting."""
    if any(one.divides for one in chapters):
        for place, one in enumerate(chapters):
            yield _section(one, chapters[place + 1 :]) if one.divides else one
        return
    stages = {stage["id"]: stage for stage in version.stages}
    for (is_board, stage_id), run in groupby(chapters, key=lambda one: (one.job is not None, one.stage)):
        own = list(run)
        stage = stages.get(stage_id)
        if is_board and stage is not None:
            theme = version.said(stage, "theme").text
            when = version.voice.day(stage.get("date"))
            yield Slide(
                id=f"divider-{own[0].id}", title=version.stage_name(stage), look="divider",
                where=" · ".join(part for part in (theme, when) if part),
                links=tuple((f"{one.number}\t{one.title}", one.id) for one in own),
            )  # fmt: skip
        yield from own


def _section(one: Chapter, after: Sequence[Chapter]) -> Slide:
    """The slide before a section: what it is about, and the chapters up to the next one."""
    below = list(takewhile(lambda chapter: not chapter.divides, after))
    links = tuple((f"{chapter.number}\t{chapter.title}", chapter.id) for chapter in below)
    return Slide(id=one.id, title=one.title, look="divider", where=plain(one.subtitle), links=links)


def contents_slides(version: Version, chapters: Sequence[Chapter], numbers: "dict[str, int]") -> list[Slide]:
    """The contents with the number of each chapter's first slide."""
    title = version.voice("Contents")
    made = []
    listed = [one for one in chapters if not one.divides]
    for start in range(0, len(listed), LINES):
        some = listed[start : start + LINES]
        links = tuple((f"{one.number}\t{one.title}\t{numbers.get(one.id, '')}", one.id) for one in some)
        made.append(Slide(id="contents" if not start else f"contents-{start}", title=title, links=links))
    return made
