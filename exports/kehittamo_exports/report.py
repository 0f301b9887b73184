"""The result-day report: a saved version's document becomes one tagged PDF.

    document -> chapters -> one job per chapter in workers, cached by content -> contents with page numbers -> joined file

A chapter whose job fails, runs out of time or memory is tried once more, then becomes a page that says so; the others
do not notice. Nothing here runs in the web process: an export runs in a worker of its own, or in the command line.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from itertools import groupby

from kehittamo_core.api import ExportRequest, MissingPart, Workers
from kehittamo_exports.chapters.board import BoardJob, board_sheet
from kehittamo_exports.chapters.contents import Entry as Line
from kehittamo_exports.chapters.contents import contents
from kehittamo_exports.chapters.cover import cover
from kehittamo_exports.composition import ALONE, Chapter, Composition, crew_of
from kehittamo_exports.page.draft import Draft, bind, together
from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.cache import cached, tidy
from kehittamo_exports.pdf.merge import Description, anchors, join
from kehittamo_exports.pdf.sheet import Rendered, Sheet
from kehittamo_exports.pdf.stamp import Heads
from kehittamo_exports.public import version_of
from kehittamo_exports.reading import Version

log = logging.getLogger("kehittamo.exports")

Lines = Sequence[tuple[str, int | None, str, str]]


@dataclass
class Planned:
    """A sheet on its way: the chapters on it, and its pages when they are there."""

    drafts: "tuple[Draft, ...]"
    job: BoardJob | None
    future: "Future[Rendered]"
    rendered: Rendered | None = None

    @property
    def lines(self) -> tuple[tuple[str, int | None, str, str], ...]:
        """Id, number, title and subtitle of each chapter on the sheet."""
        if self.job is not None:
            first = self.job.parts[0]
            return ((self.job.id, self.job.number, first.title, first.where),)
        return tuple((draft.id, draft.number, draft.title, draft.subtitle) for draft in self.drafts)

    @property
    def title(self) -> str:
        """What it is called when it is done."""
        return ", ".join(title for _, _, title, _ in self.lines)


def write(request: ExportRequest) -> bytes:
    """The report as PDF.

    Options: `final` stamps it as final, `names` prints participants' names, `cache` is a folder for rendered chapters,
    `workers` how many processes share the chapters (2).

    Raises:
        MissingPart: Pango is not installed, or the fonts have not been built.
    """
    version = version_of(request)
    with crew_of(request) as workers:
        return _Report(version, request, workers).make()


class _Report:
    """One report in the making."""

    def __init__(self, version: Version, request: ExportRequest, workers: Workers) -> None:
        self._version = version
        self._request = request
        self._workers = workers
        self._cache = str(request.options.get("cache") or "")
        self._done = 0
        self._total = 0

    def make(self) -> bytes:
        """All of it."""
        version, voice = self._version, self._version.voice
        final = bool(self._request.options.get("final"))
        composition = Composition(version, self._cache)
        front = self._submit(cover(version, final=final), rank=1)
        planned = self._plan(composition.chapters(composition.ask_rules(self._workers)))
        self._total = len(planned) + 3
        self._watch([(voice("Cover"), front), *((sheet.title, sheet.future) for sheet in planned)])
        first = self._collect(((("cover", None, voice("Cover"), "")),), front)
        for sheet in planned:
            sheet.rendered = self._collect(sheet.lines, sheet.future)
        return self._join(first, planned, final=final)

    def _watch(self, awaited: Sequence[tuple[str, "Future[Rendered]"]]) -> None:
        """Tell of every sheet when it is done, in whatever order they come."""
        titles = {future: title for title, future in awaited}
        for future in as_completed(titles):
            self._tell(titles[future])

    # Chapters

    def _plan(self, chapters: Sequence[Chapter]) -> list[Planned]:
        """Every chapter on its way: boards first, the longest first; short chapters between boards share their sheets."""
        boards = {chapter.id: self._plan_board(chapter.job) for chapter in chapters if chapter.job is not None}
        planned: list[Planned] = []
        for is_board, run in groupby(chapters, key=lambda chapter: chapter.job is not None):
            if is_board:
                planned += [boards[chapter.id] for chapter in run]
                continue
            drafts = [self._drafted(chapter) for chapter in run]
            planned += [
                Planned(tuple(group), None, self._submit(bind(group), rank=1)) for group in together(drafts, ALONE)
            ]
        return planned

    def _drafted(self, chapter: Chapter) -> Draft:
        draft = Draft(chapter.id, chapter.title, self._version.voice, number=chapter.number)
        draft.open()
        if chapter.write is not None:
            chapter.write(draft)
        return draft

    def _submit(self, sheet: Sheet, rank: int = 0) -> "Future[Rendered]":
        return self._workers.submit(cached, sheet, self._cache, name=sheet.title, rank=rank)

    def _plan_board(self, job: BoardJob) -> Planned:
        size = sum(len(part.board.items) for part in job.parts)  # the longest chapter first
        future = self._workers.submit(board_sheet, job, name=job.parts[0].title, rank=-size)
        return Planned((), job, future)

    # Together

    def _collect(self, lines: "Lines", future: "Future[Rendered]") -> Rendered:
        """A sheet's pages, or a page that says why there are none."""
        try:
            return future.result()
        except MissingPart:
            raise
        except Exception as error:
            log.warning("the chapter %s could not be made: %s", lines[0][0], error)
            return self._placeholder(lines, error)

    def _placeholder(self, lines: "Lines", error: Exception) -> Rendered:
        voice = self._version.voice
        reasons = {
            "time": voice("It took longer than it may."),
            "memory": voice("It needed more memory than it may have."),
            "killed": voice("Its process was ended."),
        }
        reason = reasons.get(getattr(error, "reason", ""), str(error))
        drafts = []
        for id_, number, title, _ in lines:
            draft = Draft(id_, title, voice, number=number)
            draft.open()
            said = voice("This chapter could not be made. The rest of the report is whole.")
            draft.add(draft.pen("div", draft.pen("p", said), draft.pen("p", reason[:600]), class_="failed"), 30)
            drafts.append(draft)
        return self._workers.submit(cached, bind(drafts), "").result()

    def _join(self, first: Rendered, planned: Sequence[Planned], *, final: bool) -> bytes:
        version, voice = self._version, self._version.voice
        chapters = [sheet.rendered for sheet in planned if sheet.rendered is not None]
        lines = self._contents(first, planned)
        self._tell(voice("Contents"))
        state = voice("final") if final else voice("draft")
        heads = Heads(
            left=version.title.text,
            right=f"{voice('Result report')} · {voice('version')} {version.short_id} · {state}",
            banner=version.banner,
        )
        description = Description(
            title=f"{plain(version.title.text)} – {voice('Result report')}",
            language=version.language,
            subject=plain(version.said(version.programme.get("goal") or {}).text)[:500],
            created=str(version.snapshot.get("when") or ""),
        )
        joined = join([first, lines, *chapters], description, heads)
        tidy(self._cache)
        self._tell(voice("Joined"))
        return joined

    def _tell(self, what: str) -> None:
        self._done += 1
        self._request.progress(self._done, max(self._total, self._done), what)

    def _contents(self, first: Rendered, planned: Sequence[Planned]) -> Rendered:
        """Rendered again until its own length agrees with the page numbers in it; once is the rule."""
        parts = [sheet.rendered for sheet in planned if sheet.rendered is not None]
        places = anchors(parts)
        length = 1
        for _ in range(4):
            offset = first.pages + length + 1
            lines = [
                Line(id_, number, title, subtitle, places[id_][0] + offset)
                for sheet in planned
                for id_, number, title, subtitle in sheet.lines
            ]
            rendered = self._submit(contents(self._version, lines)).result()
            if rendered.pages == length:
                break
            length = rendered.pages
        return rendered
