"""Shorter cuts of the report: a note of two pages for those who decide, and the page of one organisation.

Both are made of the same saved version as the report and say which; what does not fit is counted and said to be in the report.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Any

from kehittamo_core.api import Cell, ExportRequest, Item, Method, MissingPart, Workers, WorkFailed
from kehittamo_exports.chapters.cover import figure_parts
from kehittamo_exports.chapters.programme import Foreign
from kehittamo_exports.composition import crew_of
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.paper import UPRIGHT
from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.merge import Description, join
from kehittamo_exports.pdf.sheet import Rendered, render
from kehittamo_exports.pdf.stamp import Heads
from kehittamo_exports.public import version_of
from kehittamo_exports.reading import Entry, Said, Version

NOTE_PAGES = 2
LENGTHS = (12, 9, 7, 5, 4, 3, 2, 1)
"""So many entries of each list are tried, until the note has its two pages."""
LETTERS = 420
"""A longer text of the note is cut at a word."""
SECONDS = 20.0


def write_note(request: ExportRequest) -> bytes:
    """The note: goal, planned figures, findings, what was decided and is open, next steps; always two pages at most.

    Raises:
        MissingPart: Pango is not installed, or the fonts have not been built.
    """
    version = version_of(request)
    request.progress(0, 2, version.voice("Note for decision makers"))
    with crew_of(request) as workers:
        findings = list(_findings(version, workers))
        request.progress(1, 2, version.voice("Findings"))
        made = _fitting(version, findings, workers)
    request.progress(2, 2, version.voice("Joined"))
    return _finished(version, request, made, version.voice("Note for decision makers"))


def write_own(request: ExportRequest) -> bytes:
    """One organisation's own cut (`options["actor"]`): what it aims at, what it does on each board, what it answers for.

    Raises:
        MissingPart: no actor is named, or there is no such one; says which there are.
    """
    version = version_of(request)
    actor = str(request.options.get("actor") or "")
    if actor not in version.actors:
        known = ", ".join(version.actors) or "-"
        if actor:
            raise MissingPart(f"There is no actor {actor}; known are {known}.")
        raise MissingPart(f"Name an actor of the programme for its own page; known are {known}.")
    draft = _own(version, actor)
    with crew_of(request) as workers:
        made = workers.submit(render, draft.sheet(), name=draft.title).result()
    request.progress(1, 1, draft.title)
    return _finished(version, request, made, draft.title)


def _finished(version: Version, request: ExportRequest, made: Rendered, name: str) -> bytes:
    voice = version.voice
    state = voice("final") if request.options.get("final") else voice("draft")
    heads = Heads(version.title.text, f"{voice('version')} {version.short_id} · {state}", version.banner)
    description = Description(
        title=f"{plain(version.title.text)} – {name}", language=version.language,
        subject=plain(version.said(version.programme.get("goal") or {}).text)[:500],
        created=str(version.snapshot.get("when") or ""),
    )  # fmt: skip
    return join([made], description, heads, frozenset())


# The note


def _findings(version: Version, workers: Workers) -> Iterator[Said]:
    """The findings that the composer wrote on pages of their own, then the first one of every board."""
    for entry in version.entries("report"):
        if entry.get("kind") == "page" and entry.get("style") == "finding" and not entry.get("left_out"):
            yield version.said(entry) or version.said(entry, "title")
    asked: list[Future[str]] = []
    for entry in version.boards:
        method = version.methods.get(entry["method"])
        if method is not None and method.find_insights is not None and not entry.get("group"):
            board = version.board(entry["id"])
            asked.append(workers.submit(first_insight, method, board, seconds=SECONDS, name=board.title))
    for future in asked:
        try:
            sentence = future.result()
        except WorkFailed:
            continue
        if sentence:
            yield Said(sentence)


def first_insight(method: Method, board: Any) -> str:
    """The first thing that a method finds on a board; "" where it finds nothing or fails. Runs in a worker."""
    assert method.find_insights is not None
    try:
        return next((insight.finding for insight in method.find_insights(board)), "")
    except MemoryError:
        raise
    except Exception:
        return ""


def _fitting(version: Version, findings: Sequence[Said], workers: Workers) -> Rendered:
    """The note with as many entries of each list as two pages hold."""
    for most in LENGTHS:
        draft = _note(version, findings, most)
        if draft.height > NOTE_PAGES * UPRIGHT.height and most != LENGTHS[-1]:
            continue
        made = workers.submit(render, draft.sheet(), name=draft.title).result()
        if made.pages <= NOTE_PAGES or most == LENGTHS[-1]:
            break
    return made


def _note(version: Version, findings: Sequence[Said], most: int) -> Draft:
    voice = version.voice
    draft = Draft("note", version.title.text, voice)
    day = version.result_day
    where = " · ".join(part for part in (voice("Note for decision makers"), voice.day(day.get("date"))) if part)
    draft.open(where=where, lang=version.title.lang)
    goal = version.said(version.programme.get("goal") or {})
    if goal:
        draft.head(voice("Shared goal of change"), 2)
        draft.quote(_short(goal), "lead")
    _figures(version, draft)
    _listed(draft, voice("Findings"), findings, most)
    decided: list[Sequence[Cell]] = [
        (_short(version.said(one)).text, _short(version.said(one, "reason")).text or voice("The reason is missing."))
        for one in version.rows("decisions")
    ]
    _tabled(version, draft, voice("Decisions"), (voice("Decision"), voice("Reason")), decided, most)
    asked = [one for one in version.rows("questions") if one.get("state") != "answered"]
    _listed(draft, voice("Open questions"), [_short(version.said(one)) for one in asked], most)
    steps: list[Sequence[Cell]] = [
        (_short(version.said(one)).text, version.owner(one.get("owner")), voice.day(one.get("due")))
        for one in version.rows("next_steps")
    ]
    columns = (voice("Next step"), voice("Owner"), voice("By"))
    if steps:
        _tabled(version, draft, voice("Next steps"), columns, steps, most)
    else:
        draft.head(voice("Next steps"), 2)
        draft.say(voice("No next steps were recorded in this version."))
    draft.say(
        voice("The whole is told in the result report of the version {version}.", version=version.short_id), "meta"
    )
    return draft


def _figures(version: Version, draft: Draft) -> None:
    """The planned figures, four at most."""
    pen = draft.pen
    parts = [figure_parts(version, one) for one in version.entries("figures")[:4]]
    nodes = [pen("p", pen.verbatim("b", value) if value else None, pen("span", rest)) for value, rest in parts]
    if nodes:
        columns = f"grid-template-columns:repeat({len(nodes)},1fr)"
        draft.add(pen("div", nodes, class_="figures many", style=columns), 29)


def _listed(draft: Draft, title: str, texts: Sequence[Said], most: int) -> None:
    if texts:
        draft.head(title, 2)
        draft.points([_short(one) for one in texts[:most]])
        _more(draft, len(texts) - most)


def _tabled(
    version: Version, draft: Draft, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], most: int
) -> None:  # fmt: skip
    if rows:
        draft.head(title, 2)
        draft.rows("", columns, rows[:most], lang=Foreign(version))
        _more(draft, len(rows) - most)


def _more(draft: Draft, rest: int) -> None:
    if rest > 0:
        draft.say(draft.voice.many("{number} more in the report.", "{number} more in the report.", rest), "meta")


def _short(said: Said) -> Said:
    text = " ".join(said.text.split())
    if len(text) <= LETTERS:
        return Said(text, said.lang)
    return Said(text[:LETTERS].rsplit(" ", 1)[0].rstrip(",;:") + " …", said.lang)


# One organisation


def _own(version: Version, actor: str) -> Draft:
    voice = version.voice
    names = {actor, *_parts_of(version, actor)}
    draft = Draft("own", version.actor(actor), voice)
    draft.open(where=f"{version.title.text} · {voice('Our part')}")
    goal = version.said(version.programme.get("goal") or {})
    if goal:
        draft.head(voice("Shared goal of change"), 2)
        draft.quote(goal, "lead")
    for entry in version.entries("perspectives"):
        if entry.get("actor") in names:
            _perspective(version, draft, entry)
    empty = True
    columns: tuple[str, ...]
    shares: tuple[float, ...]
    for entry in version.boards:
        rows: list[Sequence[Cell]] = list(_ours(version, entry, names))
        if rows:
            empty = False
            draft.head(version.said(entry, "title").text or str(entry["id"]), 2)
            columns, shares = (voice("Id"), voice("Kind"), voice("Text")), (20, 46, 104)
            if not any(code for code, *_ in rows):
                columns, rows, shares = columns[1:], [row[1:] for row in rows], shares[1:]
            draft.rows("", columns, rows, lang=Foreign(version), shares=shares)
    mine: Callable[[str], list[Entry]] = lambda name: [one for one in version.rows(name) if one.get("owner") in names]  # noqa: E731
    for name, title in (
        ("decisions", voice("Decisions")), ("next_steps", voice("Next steps")), ("interim_tasks", voice("Tasks between meetings")),
        ("questions", voice("Open questions")),
    ):  # fmt: skip
        owned = mine(name)
        if owned:
            empty = False
            draft.head(title, 2)
            draft.points(
                Said(
                    f"{said.text} ({when})" if (when := voice.day(one.get("due") or one.get("date"))) else said.text,
                    said.lang,
                )
                for one in owned
                if (said := version.said(one))
            )
    if empty:
        note = draft.pen("p", voice("Nothing on the boards or in the lists names {actor}.", actor=version.actor(actor)))
        draft.add(draft.pen("div", note, class_="note gap"), 12)
    return draft


def _parts_of(version: Version, actor: str) -> Iterator[str]:
    """The actors that are part of one, at any depth."""
    for id_, entry in version.actors.items():
        seen, above = set(), entry.get("part_of")
        while above and above not in seen:
            if above == actor:
                yield id_
                break
            seen.add(above)
            above = (version.actors.get(above) or {}).get("part_of")


def _perspective(version: Version, draft: Draft, entry: Entry) -> None:
    """The operational goal and the benefit."""
    voice, goal = version.voice, version.said(entry, "goal")
    if goal:
        draft.head(voice("Operational goal"), 2)
        draft.quote(goal)
    benefits = [version.own(text) for text in entry.get("benefits") or () if isinstance(text, str)]
    if benefits:
        draft.head(version.said(entry, "benefit_heading").text or voice("Benefit"), 2)
        draft.points(benefits)


def _ours(version: Version, entry: Entry, names: set[str]) -> Iterator[Sequence[Cell]]:
    """Short id, kind and words of every item of a board that names one of the actors."""
    method = version.methods.get(entry["method"])
    if method is None:
        return
    board = version.board(entry["id"])
    for kind in method.kinds:
        fields = [field.id for field in kind.fields if field.type == "actor"]
        for item in board.of(kind.id):
            if any(_names(item, field) & names for field in fields):
                yield item.code, board.label(kind.id), item.text


def _names(item: Item, field: str) -> set[str]:
    value = item.values.get(field)
    return {str(one) for one in value} if isinstance(value, list | tuple) else {str(value)}
