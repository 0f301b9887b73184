"""The chapters on the process itself: phases, activities and counts, the concept, cases and evidence, deliverables, support."""

from collections import Counter
from collections.abc import Callable, Sequence

from kehittamo_core.api import Cell
from kehittamo_exports.chapters.photos import images, other_photos
from kehittamo_exports.chapters.programme import Foreign
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.reading import Entry, Said, Version


def _lines(version: Version, entry: Entry, name: str) -> list[Said]:
    """The lines of a field, each in the language in which it was written."""
    return [version.own(text) for text in entry.get(name) or () if isinstance(text, str) and text.strip()]


def process(version: Version, draft: Draft) -> None:
    """Phases with their task and results, what was done in them and by whom, and counts beside what was stated."""
    voice = version.voice
    phases = {entry["id"]: version.said(entry, "title").text for entry in version.entries("phases")}
    rows: list[Sequence[Cell]] = [
        (
            f"{entry.get('number') or ''} {phases[entry['id']]}".strip(), entry.get("when") or "", version.said(entry, "task").text,
            tuple(said.text for said in _lines(version, entry, "results")),
        )
        for entry in version.entries("phases")
    ]  # fmt: skip
    _table(version, draft, voice("Phases"), [voice("Phase"), voice("When"), voice("Task"), voice("Results")], rows)
    stages = {stage["id"]: version.stage_name(stage) for stage in version.stages}
    rows = [
        (
            version.said(entry).text, phases.get(entry.get("phase") or "", ""), stages.get(entry.get("stage") or "", ""),
            tuple(said.text for said in _lines(version, entry, "takes_part")),
        )
        for entry in version.entries("activities")
    ]  # fmt: skip
    columns = [voice("Activity"), voice("Phase"), voice("Meeting"), voice("Who takes part")]
    _table(version, draft, voice("Activities"), columns, rows)
    counts = version.entries("counts")
    if counts:
        draft.head(voice("Counts of material and people"), 2)
    for entry in counts:
        _count(version, draft, entry)


def _count(version: Version, draft: Draft, entry: Entry) -> None:
    """A count: its parts, their sum, and the stated total where it is another one; nothing is evened out."""
    voice = version.voice
    parts = [part for part in entry.get("parts") or () if part.get("text")]
    numbers = [part["value"] for part in parts if isinstance(part.get("value"), int | float)]
    stated = entry.get("stated")
    draft.head(version.said(entry).text or voice("not known"), 3)
    if parts:
        rows: list[Sequence[Cell]] = [
            (part["text"], voice.number(part["value"]) if part.get("value") is not None else "–") for part in parts
        ]
        rows.append((voice("In all"), voice.number(sum(numbers))))
        draft.rows("", [voice("Part"), voice("Number")], rows, shares=(130, 40), lang=Foreign(version))
    if stated is None:
        return
    draft.say(voice("Stated: {number}.", number=voice.number(stated)))
    if numbers and sum(numbers) != stated:
        said = voice(
            "The parts are {sum} in all: a difference of {difference} from what was stated, not explained.",
            sum=voice.number(sum(numbers)), difference=voice.number(abs(stated - sum(numbers))),
        )  # fmt: skip
        draft.add(draft.pen("div", draft.pen("p", said), class_="note gap"), 12)


def has_process(version: Version) -> bool:
    """Whether phases, activities or counts were written down."""
    return any(version.entries(name) for name in ("phases", "activities", "counts"))


def concepts(version: Version, draft: Draft) -> None:
    """The chosen concept as a card: what it is, why, for whom, its value, barriers, principles and how it is brought about."""
    voice = version.voice
    for entry in version.entries("concepts"):
        title = version.said(entry, "title")
        draft.head(title.text or voice("not known"), 2, lang=title.lang)
        if entry.get("date"):
            draft.say(voice.day(entry["date"]), "meta")
        draft.quote(version.said(entry))
        why = version.said(entry, "why")
        if why:
            draft.head(voice("Why it was chosen"), 3)
            draft.quote(why)
        for name, heading in (
            ("profiles", voice("For which customers")), ("value", voice("Value")), ("barriers", voice("Barriers")),
            ("principles", voice("Principles")),
        ):  # fmt: skip
            if lines := _lines(version, entry, name):
                draft.head(heading, 3)
                draft.points(lines)
        if lines := _lines(version, entry, "phases"):
            draft.head(voice("Phases of realisation"), 3)
            draft.points(lines, numbered=True)


def cases(version: Version, draft: Draft) -> None:
    """Where the like was done elsewhere, and the sources of evidence."""
    voice = version.voice
    rows: list[Sequence[Cell]] = [
        (version.said(entry, "title").text, entry.get("place") or "", version.said(entry).text, entry.get("link") or "")
        for entry in version.entries("cases")
    ]
    columns = [voice("Case"), voice("Place"), voice("What was done"), voice("Address")]
    _table(version, draft, voice("Reference cases"), columns, rows)
    rows = [
        (
            version.said(entry, "title").text, " ".join(filter(None, (entry.get("author"), entry.get("year")))),
            version.said(entry).text, entry.get("link") or "",
        )
        for entry in version.entries("evidence")
    ]  # fmt: skip
    columns = [voice("Source"), voice("Author and year"), voice("What it shows"), voice("Address")]
    _table(version, draft, voice("Evidence sources"), columns, rows)


def has_cases(version: Version) -> bool:
    """Whether cases or evidence were written down."""
    return bool(version.entries("cases") or version.entries("evidence"))


def deliverables(version: Version, draft: Draft) -> None:
    """What is to come of it: done, begun or missing, with whose it is and where it is found."""
    voice = version.voice
    states = {"done": voice("done"), "begun": voice("begun"), "missing": voice("missing")}
    rows: list[Sequence[Cell]] = [
        (
            version.said(entry).text, states.get(entry.get("state") or "", ""), version.owner(entry.get("owner")),
            voice.day(entry.get("due")), entry.get("link") or "",
        )
        for entry in version.entries("deliverables")
    ]  # fmt: skip
    columns = [voice("Deliverable"), voice("State"), voice("Owner"), voice("By"), voice("Address")]
    _table(version, draft, "", columns, rows)


def support(version: Version, draft: Draft) -> None:
    """How many support the shared goal and how many have a reservation, with the reservations' words and no names."""
    voice = version.voice
    stands = Counter(entry.get("stand") for entry in version.rows("support"))
    draft.say(voice.many("{number} supports the goal.", "{number} support the goal.", stands["support"]), "lead")
    draft.say(voice.many("{number} has a reservation.", "{number} have a reservation.", stands["reservation"]), "lead")
    reasons = sorted(
        entry["reason"]
        for entry in version.rows("support")
        if entry.get("stand") == "reservation" and entry.get("reason")
    )
    if reasons:
        draft.head(voice("Reservations"), 2)
        draft.points(version.own(reason) for reason in reasons)


def _table(
    version: Version, draft: Draft, heading: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> None:
    """A table without the columns that nobody filled, under its heading."""
    if not rows:
        return
    if heading:
        draft.head(heading, 2)
    kept = [0, *(index for index in range(1, len(columns)) if any(row[index] for row in rows))]
    draft.rows(
        "", [columns[index] for index in kept], [[row[index] for index in kept] for row in rows], lang=Foreign(version)
    )


Given = tuple[bool, str, str, Callable[[Version, Draft], None]]


def given_before(version: Version) -> Sequence[Given]:
    """The chapters that stand before the boards: (whether there is one, id, title, what writes it)."""
    voice = version.voice
    return (
        (has_process(version), "process", voice("The process"), process),
        (has_cases(version), "cases", voice("Reference cases and evidence"), cases),
    )


def given_after(version: Version) -> Sequence[Given]:
    """Those that stand after the boards."""
    voice = version.voice
    return (
        (bool(version.entries("concepts")), "concepts", voice("The chosen concept"), concepts),
        (bool(version.rows("support")), "support", voice("Support for the goal"), support),
        (bool(version.entries("deliverables")), "deliverables", voice("Deliverables"), deliverables),
        (bool(other_photos(version)), "images", voice("Images"), images),
    )
