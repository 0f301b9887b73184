"""The chapters after the boards: gaps, decisions and questions, next steps, tasks, people, sources, thanks."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kehittamo_core.api import Cell, Problem
from kehittamo_exports.chapters.programme import Foreign
from kehittamo_exports.chapters.votes import overruled
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.merge import LINK
from kehittamo_exports.reading import Entry, Said, Version

Problems = Mapping[str, Sequence[Problem]]
"""What the rules found, by the id of the board."""


def gaps(version: Version, draft: Draft, problems: Problems) -> None:
    """What the rules ask to look at again, board by board."""
    pen, voice = draft.pen, version.voice
    total = sum(len(found) for found in problems.values())
    draft.say(
        voice.many(
            "{number} place that the methods' rules ask to look at again. A gap is said, never filled in.",
            "{number} places that the methods' rules ask to look at again. Gaps are said, never filled in.",
            total,
        ),
        "lead",
    )
    for entry in version.boards:
        found = problems.get(entry["id"]) or ()
        if not found:
            continue
        title = version.said(entry, "title").text or entry["id"]
        link = pen("a", title, href=f"{LINK}board-{entry['id']}", title=plain(title))
        draft.add(pen("h2", link, data_label=plain(title)), 14, moves=True)
        draft.points(Said(problem.message) for problem in found)


def decisions(version: Version, draft: Draft) -> None:
    """Decisions with reason, date and owner; open questions with their state; results of votes that were overruled."""
    voice = version.voice
    rows: list[Sequence[Cell]] = [
        (
            version.said(entry).text, version.said(entry, "reason").text or voice("The reason is missing."),
            voice.day(entry.get("date")), version.owner(entry.get("owner")),
        )
        for entry in version.rows("decisions")
    ]  # fmt: skip
    if rows:
        draft.rows(
            voice("Decisions"), [voice("Decision"), voice("Reason"), voice("Date"), voice("Owner")], rows,
            lang=Foreign(version),
        )  # fmt: skip
    asked: list[Sequence[Cell]] = [
        (
            version.said(entry).text, voice("answered") if entry.get("state") == "answered" else voice("open"),
            version.said(entry, "answer").text,
        )
        for entry in version.rows("questions")
    ]  # fmt: skip
    if asked:
        draft.rows(
            voice("Questions"), [voice("Question"), voice("State"), voice("Answer")], asked, lang=Foreign(version)
        )
    overruled(version, draft)


def next_steps(version: Version, draft: Draft) -> None:
    """Who does what next; an empty list is said, not hidden."""
    voice = version.voice
    rows: list[Sequence[Cell]] = [
        (version.said(entry).text, version.owner(entry.get("owner")), voice.day(entry.get("due")))
        for entry in version.rows("next_steps")
    ]
    if rows:
        draft.rows("", [voice("Next step"), voice("Owner"), voice("By")], rows, lang=Foreign(version))
    else:
        note = draft.pen("p", voice("No next steps were recorded in this version."))
        draft.add(draft.pen("div", note, class_="note gap"), 12)


def interim_tasks(version: Version, draft: Draft) -> None:
    """The tasks between meetings."""
    voice = version.voice
    stages = {stage["id"]: version.stage_name(stage) for stage in version.stages}
    rows: list[Sequence[Cell]] = [
        (
            version.said(entry).text, stages.get(entry.get("stage") or "", ""), version.owner(entry.get("owner")),
            voice.day(entry.get("due")), voice("done") if entry.get("done") else voice("not done"),
        )
        for entry in version.rows("interim_tasks")
    ]  # fmt: skip
    columns = [voice("Task"), voice("Meeting"), voice("Owner"), voice("By"), voice("State")]
    draft.rows("", columns, rows, lang=Foreign(version))


def participants(version: Version, draft: Draft) -> None:
    """How many took part from each organisation; their names only where the coordinator asked for them."""
    voice, names = version.voice, version.names
    unknown = voice("no organisation given")
    by: dict[str, list[str]] = {}
    for entry in version.rows("participants"):
        by.setdefault(entry.get("organisation") or unknown, []).append(entry.get("name") or "")
    draft.say(
        voice.many(
            "{number} person took part.", "{number} people took part.", sum(len(people) for people in by.values())
        ),
        "lead",
    )
    order = sorted(by, key=lambda name: (name == unknown, name.casefold()))
    rows: list[Sequence[Cell]] = [
        (name, str(len(by[name])), *([tuple(sorted(filter(None, by[name]), key=str.casefold))] if names else []))
        for name in order
    ]
    columns = [voice("Organisation"), voice("People"), *([voice("Names")] if names else [])]
    draft.rows("", columns, rows)


def sources(version: Version, draft: Draft) -> None:
    """Where the content comes from, what is uncertain in it, and what was read out of order or layout."""
    voice = version.voice
    boards = {version.said(board, "title").text or board["id"] for board in version.boards}
    counted = Counter(source for _, entry in _all(version) for source in entry.get("sources") or ())
    if counted:
        draft.head(voice("Sources"), 2)
        rows: list[Sequence[Cell]] = [(name, str(count)) for name, count in sorted(counted.items())]
        draft.rows("", [voice("Source"), voice("Places")], rows, shares=(145, 25))
    names = _Names(version)
    uncertain: dict[str, list[str]] = {}
    counted_by: dict[str, Counter[str]] = {}
    for where, entry in _all(version):
        notes = entry.get("uncertain") or {}
        given = [
            note for note in (notes.values() if isinstance(notes, Mapping) else [notes]) if str(note or "").strip()
        ]
        board = where in boards
        if board:
            counter = counted_by.setdefault(where, Counter())
            counter["uncertain"] += len(given)
            counter["inferred"] += len(entry.get("inferred") or ())
        else:
            for note in given:
                uncertain.setdefault(str(note), []).append(names.of(entry))
    if uncertain:
        draft.head(voice("Uncertain places"), 2)
        rows = [(tuple(dict.fromkeys(items)), note) for note, items in uncertain.items()]
        draft.rows("", [voice("Item"), voice("Uncertainty")], rows, shares=(66, 104))
    told = [(title, str(n["uncertain"]), str(n["inferred"])) for title, n in counted_by.items() if n.total()]
    if told:
        draft.head(voice("Uncertain and inferred on the boards"), 2)
        draft.say(
            voice(
                "Each board's chapter tells its uncertain places. Inferred is what was read out of the order, the layout or "
                "the content of the source and never stated in words."
            )
        )
        draft.rows("", [voice("Board"), voice("Uncertain"), voice("Inferred")], told, shares=(110, 30, 30))


class _Names:
    """What an element is called in a list of sources: its short id, its words, its two ends."""

    def __init__(self, version: Version) -> None:
        self._known = {entry["id"]: entry for _, entry in _all(version) if entry.get("id")}

    def of(self, entry: Entry, depth: int = 0) -> str:
        """The name of one element."""
        values = entry.get("values") or {}
        said = (values.get(name) or entry.get(name) for name in WORDS)
        text = next((found for found in said if found and isinstance(found, str)), "")
        if not text and entry.get("source") and depth < 2:
            ends = (self._known.get(entry[end], {"id": entry[end]}) for end in ("source", "target"))
            return " → ".join(self.of(end, depth + 1) for end in ends)
        code = entry.get("code") or ""
        if code and depth:
            return str(code)
        return f"{code} {_short(text, 34 if depth else 90)}".strip() or str(entry.get("id") or "")


WORDS = ("text", "term", "title", "name", "goal", "meaning")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _all(version: Version) -> Iterator[tuple[str, Entry]]:
    """Everything that can carry sources, with where it stands."""
    programme = version.programme
    here = version.voice("Programme")
    for name in (
        "figures",
        "background",
        "challenge",
        "principles",
        "perspectives",
        "credits",
        "terms",
        "actors",
        "phases",
        "activities",
        "counts",
        "concepts",
        "cases",
        "evidence",
        "deliverables",
        "report",
    ):
        for entry in programme.get(name) or ():
            yield here, entry
    if programme.get("area"):
        yield here, programme["area"]
    for stage in version.stages:
        yield here, stage
        for entry in stage.get("agenda") or ():
            yield version.stage_name(stage), entry
    for board in version.boards:
        title = version.said(board, "title").text or board["id"]
        for entry in (*(board.get("items") or ()), *(board.get("links") or ())):
            yield title, entry
    for entry in version.rows("links"):
        yield version.voice("links between boards"), entry
    for name in ("decisions", "questions", "next_steps", "interim_tasks"):
        for entry in version.rows(name):
            yield here, entry


def has_sources(version: Version) -> bool:
    """Whether anything names a source or an uncertainty."""
    return any(entry.get("sources") or entry.get("uncertain") or entry.get("inferred") for _, entry in _all(version))


def thanks(version: Version, draft: Draft) -> None:
    """The acknowledgement, and whose pictures and work are shown."""
    said = version.said(version.programme, "acknowledgement")
    if said:
        draft.quote(said, "thanks")
    rest = [version.said(entry) for entry in version.entries("credits")]
    if rest:
        draft.head(version.voice("Credits"), 2)
        draft.points(rest)
