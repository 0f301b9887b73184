"""Which chapters a report has and in which order: those that the document gives, as its composer left them.

A report's plan is a part of the saved version (`programme.report`, docs/exchange-format.md): chapters in order, some left
out, some with an introduction, free pages between them. What the plan does not name stands where it would without one.
"""

import functools
import itertools
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kehittamo_core.api import Board, ExportRequest, Method, Outlined, Problem, Workers, WorkFailed
from kehittamo_exports.chapters import after, process, programme
from kehittamo_exports.chapters.board import BoardJob, Part
from kehittamo_exports.chapters.cards import Card, card_of
from kehittamo_exports.chapters.pages import free_page
from kehittamo_exports.chapters.programme import Presented
from kehittamo_exports.chapters.votes import overruled_rows
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.known import key_of, texts
from kehittamo_exports.reading import Entry, Said, Version

log = logging.getLogger("kehittamo.exports")

Write = Callable[[Draft], None]
SECONDS = 60.0
"""The wall limit of one chapter."""
ALONE_STYLES = frozenset({"finding", "section", "thanks"})
"""Chapters that keep a page of their own."""


@dataclass(frozen=True)
class Chapter:
    """A chapter: `write` fills a draft, or `job` is a board's; `stage` is the meeting that a board belongs to.

    A free page of the style `section` divides the report: it has no number, and `subtitle` stands below its title.
    `card` is printed at the foot of its pages.
    """

    id: str
    title: str
    write: Write | None = None
    job: BoardJob | None = None
    number: int | None = 0
    stage: str = ""
    style: str = ""
    subtitle: str = ""
    card: Card | None = None

    @property
    def divides(self) -> bool:
        """Whether it is the page between two sections."""
        return self.style == "section"

    @property
    def alone(self) -> bool:
        """Whether it shares no page with another."""
        return self.style in ALONE_STYLES or self.card is not None


class Composition:
    """The chapters of one saved version."""

    def __init__(self, version: Version, cache: str = "") -> None:
        self.version = version
        self._cache = cache
        self._plan: Sequence[Entry] = version.entries("report")

    def chapters(self, problems: Mapping[str, Sequence[Problem]]) -> list[Chapter]:
        """All of them in their order, numbered from 1; `problems` are what the rules found, by board."""
        given = {chapter.id: chapter for chapter in (*self._before(), *self._boards(), *self._after(problems))}
        entries = [self._planned.get(id_, {"id": id_}) for id_ in self._order(list(given))]
        printed = [
            given.get(str(entry["id"])) or self._page(entry, entries) for entry in entries if not entry.get("left_out")
        ]
        numbers: dict[str, int | None] = {}
        for chapter in printed:
            numbers[chapter.id] = None if chapter.divides else 1 + sum(one is not None for one in numbers.values())
        presented = self._presented(printed, numbers)
        return [self._finished(chapter, numbers[chapter.id], presented) for chapter in printed]

    def _finished(self, chapter: Chapter, number: int | None, presented: Mapping[str, Presented]) -> Chapter:
        """A chapter with its number, its introduction, and the card at the foot of its pages."""
        entry = self._planned.get(chapter.id, {})
        card = card_of(self.version, entry)
        introduction = self.version.said(entry, "introduction")
        job = chapter.job
        if job is not None:
            first = job.parts[0]
            where = " · ".join(part for part in (first.where, card.called if card else "") if part)
            job = replace(
                job, number=number or 0, introduction=introduction, carded=card is not None,
                parts=(replace(first, where=where), *job.parts[1:]),
            )  # fmt: skip
        write = chapter.write
        if chapter.id == "day":
            write = functools.partial(programme.the_day, self.version, presented=presented)
        if write and introduction:
            write = functools.partial(_introduced, introduction, write)
        return replace(chapter, number=number, job=job, write=write, card=card)

    def presented(self) -> dict[str, Presented]:
        """Where the report tells of each item of the result day's agenda, whatever the rules find."""
        printed = self.chapters({})
        return self._presented(printed, {chapter.id: chapter.number for chapter in printed})

    def _presented(self, printed: Sequence[Chapter], numbers: Mapping[str, int | None]) -> dict[str, Presented]:
        """Where the report tells of each item of the result day's agenda: as its composer said, else by its boards or its name."""
        said = {
            str(entry.get("agenda")): id_ for id_, entry in reversed(list(self._planned.items())) if entry.get("agenda")
        }
        titles = {_alike(chapter.title): chapter.id for chapter in reversed(printed)}
        found: dict[str, Presented] = {}
        for item in self.version.result_day.get("agenda") or ():
            boards = (f"board-{board}" for board in item.get("boards") or ())
            wanted = (said.get(str(item.get("id"))), *boards, titles.get(_alike(self.version.said(item).text)))
            id_ = next((one for one in wanted if one in numbers), None)
            if id_ is not None:
                found[str(item.get("id"))] = Presented(id_, _range(printed, numbers, id_))
        return found

    def outlined(self, problems: Mapping[str, Sequence[Problem]]) -> list[Outlined]:
        """Every chapter as its composer sees it, those that are left out too."""
        given = {chapter.id: chapter for chapter in (*self._before(), *self._boards(), *self._after(problems))}
        made: list[Outlined] = []
        for id_ in self._order(list(given)):
            entry, chapter = self._planned.get(id_, {}), given.get(id_)
            job = chapter.job if chapter is not None else None
            made.append(
                Outlined(
                    id=id_, title=(chapter or self._page(entry)).title, kind="page" if chapter is None else "board" if job else "chapter",
                    perspective=str(entry.get("perspective") or ""), images=tuple(entry.get("images") or ()), agenda=str(entry.get("agenda") or ""),
                    where=job.parts[0].where if job else "", board=job.parts[0].board.id if job else "",
                    left_out=bool(entry.get("left_out")), introduction=str(entry.get("introduction") or ""),
                    text=str(entry.get("text") or ""), style=str(entry.get("style") or "text"), by=str(entry.get("by") or ""),
                )
            )  # fmt: skip
        return made

    @functools.cached_property
    def _planned(self) -> Mapping[str, Entry]:
        return {str(entry["id"]): entry for entry in self._plan if entry.get("id")}

    def _order(self, given: Sequence[str]) -> list[str]:
        """The plan's order; a chapter that it does not name comes after the one that it follows without a plan."""
        placed = {id_: entry for id_, entry in self._planned.items() if not entry.get("unplaced")}
        planned = [id_ for id_, entry in placed.items() if id_ in given or entry.get("kind") == "page"]
        order = list(planned)
        for index, id_ in enumerate(given):
            if id_ in order:
                continue
            before = next((one for one in reversed(given[:index]) if one in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, id_)
        return order

    def _page(self, entry: Entry, all_entries: Sequence[Entry] = ()) -> Chapter:
        """A free page; findings are numbered in their order."""
        title = self.version.said(entry, "title").text or self.version.voice("Page")
        style = str(entry.get("style") or "text")
        subtitle = self.version.said(entry).text if style == "section" else ""
        findings = [str(one["id"]) for one in all_entries if one.get("style") == "finding" and not one.get("left_out")]
        place = findings.index(str(entry["id"])) + 1 if len(findings) > 1 and str(entry["id"]) in findings else 0
        write = functools.partial(free_page, self.version, entry=entry, place=place)
        return Chapter(str(entry["id"]), title, write, style=style, subtitle=subtitle)

    # What the document gives

    def _before(self) -> Iterator[Chapter]:
        version, voice = self.version, self.version.voice
        day = voice("Programme of the day") if version.result_day.get("agenda") else voice("Meetings")
        given = (
            (programme.has_starting_points(version), "start", voice("Starting points"), programme.starting_points),
            (programme.has_day(version), "day", day, programme.the_day),
            (
                programme.has_challenge_and_goal(version),
                "goal",
                voice("Challenge and goal"),
                programme.challenge_and_goal,
            ),
            (bool(version.entries("terms")), "terms", voice("Terms"), programme.terms),
            (bool(version.entries("perspectives")), "perspectives", voice("Perspectives"), programme.perspectives),
            *process.given_before(version),
        )
        for there, id_, title, write in given:
            if there:
                yield Chapter(id_, title, functools.partial(write, version))

    def _after(self, problems: Mapping[str, Sequence[Problem]]) -> Iterator[Chapter]:
        version, voice = self.version, self.version.voice
        talked = bool(version.rows("decisions") or version.rows("questions") or overruled_rows(version))
        thanked = bool(version.programme.get("acknowledgement") or version.entries("credits"))
        given: Sequence[tuple[bool, str, str, Callable[[Version, Draft], None]]] = (
            (any(problems.values()), "gaps", voice("Gaps found"), functools.partial(after.gaps, problems=problems)),
            *process.given_after(version),
            (talked, "decisions", voice("Decisions and open questions"), after.decisions),
            (True, "next", voice("Next steps"), after.next_steps),
            (bool(version.rows("interim_tasks")), "tasks", voice("Tasks between meetings"), after.interim_tasks),
            (bool(version.rows("participants")), "people", voice("Participants"), after.participants),
            (after.has_sources(version), "sources", voice("Sources and uncertainty"), after.sources),
            (thanked, "thanks", voice("Thanks"), after.thanks),
        )
        for there, id_, title, write in given:
            if there:
                # Without words of thanks its few lines need no page of their own.
                style = "thanks" if id_ == "thanks" and version.programme.get("acknowledgement") else ""
                yield Chapter(id_, title, functools.partial(write, version), style=style)

    def _boards(self) -> Iterator[Chapter]:
        """The common boards in the order of their stages, groups' boards as sections of the one they belong to."""
        homes: list[tuple[Entry, list[Entry]]] = []
        for entry in self.version.boards:
            home = next((own for own in homes if entry.get("group") and _belongs(entry, own[0])), None)
            if home is not None:
                home[1].append(entry)
            else:
                homes.append((entry, []))
        for entry, groups in homes:
            job = BoardJob(
                id=f"board-{entry['id']}",
                number=0,
                language=self.version.language,
                parts=(self._part(entry), *(self._part(group) for group in groups)),
                cache=self._cache,
            )
            yield Chapter(job.id, job.parts[0].title, job=job, stage=str(entry.get("stage") or ""))

    def _part(self, entry: Entry) -> Part:
        version = self.version
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

    # What the rules say

    def ask_rules(self, workers: Workers) -> dict[str, tuple[Problem, ...]]:
        """What the rules of every board find, asked side by side; a rule that cannot be asked says so."""
        return self.answers(self.sent_rules(workers))

    def sent_rules(self, workers: Workers) -> "dict[str, Future[tuple[Problem, ...]]]":
        """The rules of every board on their way to the workers."""
        asked: dict[str, Future[tuple[Problem, ...]]] = {}
        for entry in self.version.boards:
            method = self.version.methods.get(entry["method"])
            if method is not None and method.rules:
                board = self.version.board(entry["id"])
                asked[entry["id"]] = workers.submit(
                    known_problems, method, board, self._cache, name=board.title, rank=-100_000
                )
        return asked

    def answers(self, asked: "Mapping[str, Future[tuple[Problem, ...]]]") -> dict[str, tuple[Problem, ...]]:
        """What the rules said."""
        return {id_: self._found(future) for id_, future in asked.items()}

    def _found(self, future: "Future[tuple[Problem, ...]]") -> tuple[Problem, ...]:
        try:
            return future.result()
        except WorkFailed as error:
            text = self.version.voice("The rules could not be asked: {reason}", reason=str(error))
            return (Problem(message=text),)


_CREWS: dict[tuple[int, float, int], Workers] = {}
"""The crews of this process: they stay for the next export, warm, with what they know of words and their widths."""


@contextmanager
def crew_of(request: ExportRequest) -> Iterator[Workers]:
    """The processes that share an export's chapters: as many as it asks for, as patient as we are ourselves.

    Low in a worker of the web's, normal on the command line.
    """
    patience = float(request.options.get("patience", SECONDS))
    key = (int(request.options.get("workers", 2)), patience, os.nice(0))
    crew = _CREWS.get(key)
    if crew is None:
        crew = _CREWS[key] = Workers(count=key[0], exports=0, memory=1024, seconds=patience, priority=key[2])
    crew.open()
    yield crew


def _alike(text: str) -> str:
    """A title as it is compared with an agenda item."""
    return " ".join(plain(text).casefold().split())


def _range(printed: Sequence[Chapter], numbers: Mapping[str, int | None], id_: str) -> tuple[int, int]:
    """The numbers of a chapter, or of the first and last chapter of a section; (0, 0) where it has none."""
    number = numbers[id_]
    if number is not None:
        return number, number
    at = next(index for index, chapter in enumerate(printed) if chapter.id == id_)
    inside = [numbers[chapter.id] for chapter in itertools.takewhile(lambda one: not one.divides, printed[at + 1 :])]
    own = [one for one in inside if one is not None]
    return (own[0], own[-1]) if own else (0, 0)


def _introduced(introduction: Said, write: Write, draft: Draft) -> None:
    """A chapter of the programme below its introduction."""
    draft.quote(introduction, "lead")
    write(draft)


def _belongs(group: Entry, common: Entry) -> bool:
    """Whether a group's board is a section of a chapter: of the same method and meeting as its first board."""
    return bool(group["method"] == common["method"] and group.get("stage") == common.get("stage"))


def known_problems(method: Method, board: Board, cache: str) -> tuple[Problem, ...]:
    """What a method's rules find on a board, remembered in a folder; runs in a worker."""
    return tuple(Problem(message=message) for _, message in known_places(method, board, cache))


def known_places(method: Method, board: Board, cache: str) -> Sequence[tuple[str, str]]:
    """The same as messages, each after the id of the item that it names first, "" for none."""

    def ask() -> list[str]:
        found = find_problems(method, board)
        return [f"{problem.items[0].id if problem.items else ''}\t{problem.message}" for problem in found]

    told = (line.partition("\t") for line in texts(cache, key_of(method, board, "rules") if cache else "", ask))
    return [(item, message) for item, _, message in told]


def find_problems(method: Method, board: Board) -> tuple[Problem, ...]:
    """What a method's rules find on a board; a rule that fails is left out."""
    found: list[Problem] = []
    for rule in method.rules:
        try:
            found.extend(rule(board))
        except MemoryError:
            raise
        except Exception:
            log.exception("the rule %s of %s failed on board %s", rule.__name__, method.id, board.id)
    return tuple(found)
