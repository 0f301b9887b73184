"""The result-day report: a saved version's document becomes one tagged PDF.

    document -> chapters -> one job per chapter in workers, cached by content -> contents with page numbers -> joined file

A chapter whose job fails, runs out of time or memory is tried once more, then becomes a page that says so; the others
do not notice. Nothing here runs in the web process: an export runs in a worker of its own, or in the command line.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile
from typing import Any

from kehittamo_core.api import ExportRequest, MissingPart, Workers
from kehittamo_exports.chapters.board import BoardJob, board_sheets
from kehittamo_exports.chapters.cards import FOOT, Card
from kehittamo_exports.chapters.contents import Entry as Line
from kehittamo_exports.chapters.contents import contents, pages_of
from kehittamo_exports.chapters.cover import cover
from kehittamo_exports.chapters.dividers import divider
from kehittamo_exports.composition import Chapter, Composition, crew_of
from kehittamo_exports.page.draft import Draft, bind, together
from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.cache import cached, tidy
from kehittamo_exports.pdf.merge import Description, Joiner, anchors
from kehittamo_exports.pdf.sheet import Rendered, Sheet
from kehittamo_exports.pdf.stamp import Heads
from kehittamo_exports.public import version_of
from kehittamo_exports.reading import Version

log = logging.getLogger("kehittamo.exports")

Lines = Sequence[tuple[str, int | None, str, str]]


@dataclass
class Planned:
    """What is laid out as one job or several: the chapters on it, and its pages as they come."""

    drafts: "tuple[Draft, ...]"
    job: BoardJob | None
    future: "Future[Any]"
    parts: "list[Rendered | None]" = field(default_factory=list)
    divides: Chapter | None = None
    card: Card | None = None

    @property
    def lines(self) -> tuple[tuple[str, int | None, str, str], ...]:
        """Id, number, title and subtitle of each chapter on the sheet."""
        if self.divides is not None:
            return ((self.divides.id, None, self.divides.title, self.divides.subtitle),)
        if self.job is not None:
            first = self.job.parts[0]
            return ((self.job.id, self.job.number, first.title, first.where),)
        return tuple((draft.id, draft.number, draft.title, draft.subtitle) for draft in self.drafts)

    @property
    def is_whole(self) -> bool:
        """Whether all of it is there."""
        return bool(self.parts) and None not in self.parts

    @property
    def rendered(self) -> list[Rendered]:
        """Its pages."""
        return [part for part in self.parts if part is not None]


def write(request: ExportRequest) -> bytes:
    """The report as PDF.

    Options: `final` stamps it as final, `names` prints participants' names, `cache` is a folder for rendered chapters,
    `workers` how many processes share the chapters (2), `patience` the seconds that one job of theirs may take (60).

    Raises:
        MissingPart: Pango is not installed, or the fonts have not been built.
    """
    version = version_of(request)
    with crew_of(request) as workers:
        return _Report(version, request, workers).make()


def lowered(part: Rendered) -> Rendered:
    """A sheet whose bookmarks stand below those of its section."""
    return replace(part, bookmarks=tuple(replace(mark, level=mark.level + 1) for mark in part.bookmarks))


def _kind(chapter: Chapter) -> str:
    """What is laid out in its own way: a board, the page before a section, or a chapter of the programme."""
    return "section" if chapter.divides else "board" if chapter.job is not None else "own"


class _Report:
    """One report in the making."""

    def __init__(self, version: Version, request: ExportRequest, workers: Workers) -> None:
        self._version = version
        self._request = request
        self._workers = workers
        self._cache = str(request.options.get("cache") or "")
        self._done = 0
        self._total = 0
        self._joiner = Joiner(version.language)

    def make(self) -> bytes:
        """All of it: boards are sent at once, while the rules are asked; what is short is laid out meanwhile."""
        version, voice = self._version, self._version.voice
        final = bool(self._request.options.get("final"))
        composition = Composition(version, self._cache)
        front = self._submit(cover(version, final=final), rank=-1_000_000)
        asked = composition.sent_rules(self._workers)
        expected = composition.chapters({})
        boards = {one.id: self._plan_board(one.job) for one in expected if one.job is not None}
        self._total = len(expected) + 3 + bool(asked)
        first = self._collect(((("cover", None, voice("Cover"), "")),), front)
        self._tell(voice("Cover"))
        self._joiner.add(first)
        problems = composition.answers(asked)
        if asked:
            self._tell(voice("Gaps found"))
        planned = self._plan(composition.chapters(problems), boards)
        self._gather(planned)
        return self._join(first, planned, final=final)

    def _gather(self, planned: Sequence[Planned]) -> None:
        """Take everything as it comes, send on the sheets of long chapters, and tell of every chapter that is whole.

        What stands next in the report is copied into it while the workers go on.
        """
        pending: dict[Future[Any], tuple[Planned, int | None]] = {one.future: (one, None) for one in planned}
        ready = self._in_order(planned)
        while pending:
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                one, place = pending.pop(future)
                given = self._collect(one.lines, future, first=not place)
                if place is not None:
                    one.parts[place] = given
                else:
                    parts = given if isinstance(given, tuple) else (given,)
                    one.parts = [part if isinstance(part, Rendered) else None for part in parts]
                    for number, part in enumerate(parts):
                        if isinstance(part, Sheet):
                            sent = self._submit(part, rank=-50_000)
                            pending[sent] = (one, number)
                if one.is_whole:
                    for id_, _, title, _ in one.lines:
                        if id_ != "gaps":
                            self._tell(title)
            next(ready, None)

    def _in_order(self, planned: Sequence[Planned]) -> Iterator[None]:
        """Copies every sheet in its turn; pauses where one is not there yet."""
        inside = False
        for one in planned:
            while not one.is_whole:
                yield
            inside = inside or one.divides is not None
            for part in one.rendered:
                self._joiner.add(lowered(part) if inside and one.divides is None else part)

    # Chapters

    def _plan(self, chapters: Sequence[Chapter], boards: Mapping[str, Planned]) -> list[Planned]:
        """Every chapter on its way; short chapters between boards share their sheets."""
        planned: list[Planned] = []
        for kind, run in groupby(chapters, key=_kind):
            if kind == "section":
                planned += [self._plan_divider(chapter, chapters) for chapter in run]
                continue
            if kind == "board":
                for chapter in run:
                    sent = boards.get(chapter.id)
                    # What the rules found may have moved its number.
                    is_same = (
                        sent is not None
                        and sent.job is not None
                        and chapter.job is not None
                        and sent.job.number == chapter.job.number
                    )
                    one = sent if sent is not None and is_same else self._plan_board(chapter.job)
                    one.card = chapter.card
                    planned.append(one)
                continue
            own = {chapter.id: chapter for chapter in run}
            drafts = [self._drafted(chapter) for chapter in own.values()]
            planned += [
                Planned(tuple(group), None, self._submit(bind(group), rank=-40_000), card=own[group[0].id].card)
                for group in together(drafts, {id_ for id_, chapter in own.items() if chapter.alone})
            ]
        return planned

    def _plan_divider(self, chapter: Chapter, chapters: Sequence[Chapter]) -> Planned:
        """The page before a section, with the chapters up to the next one."""
        after = takewhile(lambda one: not one.divides, chapters[chapters.index(chapter) + 1 :])
        below = [(one.id, one.number, one.title) for one in after]
        sheet = divider(self._version, chapter.id, chapter.title, chapter.subtitle, below)
        return Planned((), None, self._submit(sheet, rank=-40_000), divides=chapter)

    def _drafted(self, chapter: Chapter) -> Draft:
        foot = FOOT if chapter.card is not None else 0.0
        draft = Draft(chapter.id, chapter.title, self._version.voice, number=chapter.number, foot=foot)
        draft.open()
        if chapter.write is not None:
            chapter.write(draft)
        return draft

    def _submit(self, sheet: Sheet, rank: int = 0) -> "Future[Rendered]":
        return self._workers.submit(cached, sheet, self._cache, name=sheet.title, rank=rank)

    def _plan_board(self, job: BoardJob | None) -> Planned:
        assert job is not None
        size = sum(len(part.board.items) for part in job.parts)  # the longest chapter first
        future = self._workers.submit(board_sheets, job, name=job.parts[0].title, rank=-size)
        return Planned((), job, future)

    # Together

    def _collect(self, lines: "Lines", future: "Future[Any]", *, first: bool = True) -> Any:
        """What a job gave, or a page that says why there is nothing."""
        try:
            return future.result()
        except MissingPart:
            raise
        except Exception as error:
            log.warning("the chapter %s could not be made: %s", lines[0][0], error)
            return self._placeholder(lines, error, first=first)

    def _placeholder(self, lines: "Lines", error: Exception, *, first: bool) -> Rendered:
        voice = self._version.voice
        reasons = {
            "time": voice("It took longer than it may."),
            "memory": voice("It needed more memory than it may have."),
            "killed": voice("Its process was ended."),
        }
        reason = reasons.get(getattr(error, "reason", ""), str(error))
        drafts = []
        for id_, number, title, _ in lines:
            draft = Draft(id_ if first else f"{id_}.{self._done}", title, voice, number=number if first else None)
            draft.open()
            said = voice("This chapter could not be made. The rest of the report is whole.")
            draft.add(draft.pen("div", draft.pen("p", said), draft.pen("p", reason[:600]), class_="failed"), 30)
            drafts.append(draft)
        return self._workers.submit(cached, bind(drafts), "").result()

    def _join(self, first: Rendered, planned: Sequence[Planned], *, final: bool) -> bytes:
        version, voice = self._version, self._version.voice
        lines = self._contents(first, planned)
        bare, cards, page = {0}, dict[int, Card](), first.pages + lines.pages
        for one in planned:
            for part in one.rendered:
                if one.divides is not None:
                    bare |= set(range(page, page + part.pages))
                if one.card is not None:
                    cards |= dict.fromkeys(range(page, page + part.pages), one.card)
                page += part.pages
        self._tell(voice("Contents"))
        state = voice("final") if final else voice("draft")
        heads = Heads(
            left=version.title.text,
            right=f"{voice('Result report')} · {voice('version')} {version.short_id} · {state}",
            banner=version.banner,
            foot=version.foot,
        )
        description = Description(
            title=f"{plain(version.title.text)} – {voice('Result report')}",
            language=version.language,
            subject=plain(version.said(version.programme.get("goal") or {}).text)[:500],
            created=str(version.snapshot.get("when") or ""),
        )
        self._joiner.add(lines, 1)
        joined = self._joiner.finish(description, heads, frozenset(bare), cards)
        tidy(self._cache)
        self._tell(voice("Joined"))
        return joined

    def _tell(self, what: str) -> None:
        self._done += 1
        self._request.progress(self._done, self._total, what)

    def _contents(self, first: Rendered, planned: Sequence[Planned]) -> Rendered:
        """Rendered again until its own length agrees with the page numbers in it; once is the rule."""
        places = anchors([part for one in planned for part in one.rendered])

        def lines(length: int) -> list[Line]:
            offset = first.pages + length + 1
            return [
                Line(id_, number, title, subtitle, places[id_][0] + offset, divides=sheet.divides is not None)
                for sheet in planned
                for id_, number, title, subtitle in sheet.lines
            ]

        length = pages_of(self._version, lines(1))
        for _ in range(4):
            rendered = self._submit(contents(self._version, lines(length))).result()
            if rendered.pages == length:
                break
            length = rendered.pages
        return rendered
