"""The result-day report: a saved version's document becomes one tagged PDF.

    document -> chapters -> one job per chapter in workers, cached by content -> contents with page numbers -> joined file

A chapter whose job fails, runs out of time or memory is tried once more, then becomes a page that says so; the others
do not notice. Nothing here runs in the web process: an export runs in a worker of its own, or in the command line.
"""

import functools
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from kehittamo_core.api import Board, ExportRequest, Method, MissingPart, Problem, Workers, WorkFailed
from kehittamo_exports.chapters import after, programme
from kehittamo_exports.chapters.board import BoardJob, Part, board_sheet
from kehittamo_exports.chapters.contents import Entry as Line
from kehittamo_exports.chapters.contents import contents
from kehittamo_exports.chapters.cover import cover
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf import engine
from kehittamo_exports.pdf.cache import cached, tidy
from kehittamo_exports.pdf.merge import Description, join
from kehittamo_exports.pdf.sheet import Rendered, Sheet
from kehittamo_exports.pdf.stamp import Heads
from kehittamo_exports.reading import Entry, Version

log = logging.getLogger("kehittamo.exports")

SECONDS = 60.0
"""The wall limit of one chapter."""


@dataclass(frozen=True)
class Chapter:
    """A chapter of the programme itself: `write` fills a draft."""

    id: str
    title: str
    write: Callable[[Draft], None]


@dataclass
class Planned:
    """A chapter on its way: what it is called, and its pages when they are there."""

    id: str
    number: int
    title: str
    subtitle: str
    future: "Future[Rendered]"
    rendered: Rendered | None = None


def write(request: ExportRequest) -> bytes:
    """The report as PDF.

    Options: `final` stamps it as final, `names` prints participants' names, `cache` is a folder for rendered chapters,
    `workers` how many processes share the chapters (2).

    Raises:
        MissingPart: Pango is not installed, or the fonts have not been built.
    """
    engine.setting()  # says at once what is missing
    version = Version(request.document, request.plugins.methods, request.language, request.snapshot)
    with Workers(count=int(request.options.get("workers", 2)), exports=0, memory=1024, seconds=SECONDS) as workers:
        return _Report(version, request, workers).make()


class _Report:
    """One report in the making."""

    def __init__(self, version: Version, request: ExportRequest, workers: Workers) -> None:
        self._version = version
        self._request = request
        self._workers = workers
        self._cache = str(request.options.get("cache") or "")
        self._number = 0
        self._done = 0
        self._total = 0

    def make(self) -> bytes:
        """All of it."""
        version, voice = self._version, self._version.voice
        final = bool(self._request.options.get("final"))
        boards = self._board_jobs(len(list(self._before())))
        problems = self._problems()
        self._total = len(boards) + len(list(self._before())) + 8
        front = self._submit_sheet(cover(version, final=final))
        planned = [self._plan(chapter) for chapter in self._before()]
        planned += [self._plan_board(job) for job in boards]
        found = {id_: self._found(id_, future) for id_, future in problems.items()}
        planned += [self._plan(chapter) for chapter in self._after(found)]
        self._total = len(planned) + 3
        first = self._collect("cover", voice("Cover"), front)
        for chapter in planned:
            chapter.rendered = self._collect(chapter.id, chapter.title, chapter.future, chapter.number)
        return self._join(first, planned, final=final)

    # Chapters of the programme

    def _before(self) -> Sequence[Chapter]:
        version, voice = self._version, self._version.voice
        given = (
            (programme.has_starting_points(version), "start", "Starting points", programme.starting_points),
            (programme.has_day(version), "day", "Programme of the day", programme.the_day),
            (programme.has_challenge_and_goal(version), "goal", "Challenge and goal", programme.challenge_and_goal),
            (bool(version.entries("terms")), "terms", "Terms", programme.terms),
            (bool(version.entries("perspectives")), "perspectives", "Perspectives", programme.perspectives),
        )
        return [
            Chapter(id_, voice(title), functools.partial(write, version)) for there, id_, title, write in given if there
        ]

    def _after(self, problems: Mapping[str, Sequence[Problem]]) -> Sequence[Chapter]:
        version, voice = self._version, self._version.voice
        names = bool(self._request.options.get("names"))
        talked = bool(version.rows("decisions") or version.rows("questions"))
        thanked = bool(version.programme.get("acknowledgement") or version.entries("credits"))
        people = functools.partial(after.participants, names=names)
        given: Sequence[tuple[bool, str, str, Callable[[Version, Draft], None]]] = (
            (any(problems.values()), "gaps", "Gaps found", functools.partial(after.gaps, problems=problems)),
            (talked, "decisions", "Decisions and open questions", after.decisions),
            (True, "next", "Next steps", after.next_steps),
            (bool(version.rows("interim_tasks")), "tasks", "Tasks between meetings", after.interim_tasks),
            (bool(version.rows("participants")), "people", "Participants", people),
            (after.has_sources(version), "sources", "Sources and uncertainty", after.sources),
            (thanked, "thanks", "Thanks", after.thanks),
        )
        return [
            Chapter(id_, voice(title), functools.partial(write, version)) for there, id_, title, write in given if there
        ]

    def _plan(self, chapter: Chapter) -> Planned:
        self._number += 1
        draft = Draft(chapter.id, chapter.title, self._version.voice, number=self._number)
        draft.open()
        chapter.write(draft)
        return Planned(chapter.id, self._number, chapter.title, "", self._submit_sheet(draft.sheet()))

    def _submit_sheet(self, sheet: Sheet) -> "Future[Rendered]":
        return self._workers.submit(cached, sheet, self._cache, name=sheet.title, rank=1)

    # Boards

    def _board_jobs(self, before: int) -> list[BoardJob]:
        """The common boards in the order of their stages, groups' boards as sections of the one they belong to."""
        chapters: list[tuple[Entry, list[Entry]]] = []
        for entry in self._version.boards:
            home = next((own for own in chapters if entry.get("group") and _belongs(entry, own[0])), None)
            if home is not None:
                home[1].append(entry)
            else:
                chapters.append((entry, []))
        return [
            BoardJob(
                id=f"board-{entry['id']}",
                number=before + index,
                language=self._version.language,
                parts=(self._part(entry), *(self._part(group) for group in groups)),
                cache=self._cache,
            )
            for index, (entry, groups) in enumerate(chapters, 1)
        ]

    def _part(self, entry: Entry) -> Part:
        version = self._version
        board = version.board(entry["id"])
        method = version.methods.get(entry["method"])
        stage = next((stage for stage in version.stages if stage["id"] == entry.get("stage")), None)
        label = board.labels.get("method", "") if method is not None else str(entry["method"])
        group = version.group_name(entry["group"]) if entry.get("group") else ""
        said = version.said(entry, "title")
        title = said.text or label
        return Part(
            board=board, method=method, title=plain(title), title_lang=said.lang,
            where=" · ".join(part for part in (version.stage_name(stage) if stage else "", group, label) if part != title and part),
            source_language=version.source_language, untranslated=version.untranslated(entry),
        )  # fmt: skip

    def _plan_board(self, job: BoardJob) -> Planned:
        self._number = job.number
        first = job.parts[0]
        future = self._workers.submit(board_sheet, job, name=first.title, rank=0)
        return Planned(job.id, job.number, first.title, first.where, future)

    def _problems(self) -> "dict[str, Future[tuple[Problem, ...]]]":
        found = {}
        for entry in self._version.boards:
            method = self._version.methods.get(entry["method"])
            if method is not None and method.rules:
                board = self._version.board(entry["id"])
                found[entry["id"]] = self._workers.submit(find_problems, method, board, name=board.title, rank=-1)
        return found

    def _found(self, board_id: str, future: "Future[tuple[Problem, ...]]") -> tuple[Problem, ...]:
        try:
            return future.result()
        except WorkFailed as error:
            text = self._version.voice("The rules could not be asked: {reason}", reason=str(error))
            return (Problem(message=text),)

    # Together

    def _collect(self, id_: str, title: str, future: "Future[Rendered]", number: int | None = None) -> Rendered:
        """A chapter's pages, or a page that says why there are none."""
        try:
            rendered = future.result()
        except MissingPart:
            raise
        except Exception as error:
            log.warning("the chapter %s could not be made: %s", id_, error)
            rendered = self._placeholder(id_, title, number, error)
        self._done += 1
        self._request.progress(self._done, self._total, title)
        return rendered

    def _placeholder(self, id_: str, title: str, number: int | None, error: Exception) -> Rendered:
        voice = self._version.voice
        draft = Draft(id_, title, voice, number=number)
        draft.open()
        reasons = {
            "time": voice("It took longer than it may."),
            "memory": voice("It needed more memory than it may have."),
            "killed": voice("Its process was ended."),
        }
        reason = reasons.get(getattr(error, "reason", ""), str(error))
        box = draft.pen(
            "div", draft.pen("p", voice("This chapter could not be made. The rest of the report is whole.")),
            draft.pen("p", reason[:600]), class_="failed",
        )  # fmt: skip
        draft.add(box, 30)
        return self._workers.submit(cached, draft.sheet(), "").result()

    def _join(self, first: Rendered, planned: Sequence[Planned], *, final: bool) -> bytes:
        version, voice = self._version, self._version.voice
        chapters = [chapter.rendered for chapter in planned if chapter.rendered is not None]
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
        length = 1
        for _ in range(4):
            page, lines = first.pages + length, []
            for chapter in planned:
                lines.append(Line(chapter.id, chapter.number, chapter.title, chapter.subtitle, page + 1))
                page += chapter.rendered.pages if chapter.rendered is not None else 0
            rendered = self._workers.submit(cached, contents(self._version, lines), self._cache).result()
            if rendered.pages == length:
                break
            length = rendered.pages
        return rendered


def _belongs(group: Entry, common: Entry) -> bool:
    """Whether a group's board is a section of a chapter: of the same method and meeting as its first board."""
    return bool(group["method"] == common["method"] and group.get("stage") == common.get("stage"))


def find_problems(method: Method, board: Board) -> tuple[Problem, ...]:
    """What a method's rules find; a rule that fails is left out and logged."""
    found: list[Problem] = []
    for rule in method.rules:
        try:
            found.extend(rule(board))
        except MemoryError:
            raise
        except Exception:
            log.exception("the rule %s of %s failed on board %s", rule.__name__, method.id, board.id)
    return tuple(found)
