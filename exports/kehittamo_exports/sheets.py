"""What the sheets of a workbook hold: the programme, each kind of note and link, series of measurements, decisions and steps."""

from collections.abc import Iterator
from dataclasses import dataclass

from kehittamo_core.api import Board
from kehittamo_exports.grid import Column, Grid, Value, day, items, links, number, series, whole_board
from kehittamo_exports.reading import Version


@dataclass(frozen=True)
class Part:
    """One sheet: its table, and the method or list that it belongs to; parts of one `group` stand together."""

    grid: Grid
    group: str


def parts_of(version: Version) -> list[Part]:
    """The sheets that hold something, in their order."""
    return [part for part in _parts(version) if part.grid.rows]


def _parts(version: Version) -> Iterator[Part]:
    voice = version.voice
    yield Part(_programme(version), voice("Programme"))
    boards: dict[str, list[Board]] = {}
    for entry in version.boards:
        boards.setdefault(entry["method"], []).append(version.board(entry["id"]))
    titles = {entry["id"]: version.said(entry, "title").text or entry["id"] for entry in version.boards}
    for method_id, own in boards.items():
        method = version.methods.get(method_id)
        if method is None:
            yield from (Part(whole_board(board, None, voice), method_id) for board in own)
            continue
        group = own[0].labels.get("method", method_id)
        for kind in method.kinds:
            yield Part(items(own, method, kind, voice, titles), group)
        yield Part(series(own, method, voice, titles), group)
        yield Part(links(own, method, voice, titles), group)
    yield from (Part(grid, voice("Programme")) for grid in _lists(version))


def _programme(version: Version) -> Grid:
    voice, goal = version.voice, version.programme.get("goal") or {}
    rows: list[tuple[Value, ...]] = [
        (voice("Programme"), version.title.text, None, None, None),
        (voice("Version"), f"{version.snapshot.get('name') or ''} {version.short_id}".strip(), None, None, None),
    ]
    if version.banner:
        rows.append((voice("Note"), version.banner, None, None, None))
    if version.said(goal):
        rows.append((voice("Shared goal"), version.said(goal).text, None, None, None))
    for target in goal.get("targets") or ():
        amount, unit, by = number(target.get("amount")), target.get("unit"), day(target.get("deadline"))
        rows.append((voice("Target"), version.said(target).text, amount, unit, by))
    for entry in version.entries("figures"):
        rows.append((voice("Planned"), version.said(entry).text, number(entry.get("value")), None, None))
    columns = (
        Column(voice("What")), Column(voice("Text")), Column(voice("Amount"), "number"), Column(voice("Unit")),
        Column(voice("By"), "date"),
    )  # fmt: skip
    return Grid(voice("Programme"), columns, tuple(rows))


def _lists(version: Version) -> Iterator[Grid]:
    """Meetings, decisions, questions, next steps, tasks, how many came from where."""
    voice = version.voice
    text, owner, by = Column(voice("Text")), Column(voice("Owner")), Column(voice("By"), "date")
    stages = {stage["id"]: version.stage_name(stage) for stage in version.stages}
    yield Grid(
        voice("Meetings"), (Column(voice("Meeting")), Column(voice("Theme")), Column(voice("Date"), "date")),
        tuple((stages[one["id"]], version.said(one, "theme").text, day(one.get("date"))) for one in version.stages),
    )  # fmt: skip
    yield Grid(
        voice("Decisions"), (text, Column(voice("Reason")), Column(voice("Date"), "date"), owner),
        tuple(
            (version.said(one).text, version.said(one, "reason").text, day(one.get("date")), version.owner(one.get("owner")))
            for one in version.rows("decisions")
        ),
    )  # fmt: skip
    yield Grid(
        voice("Questions"), (text, Column(voice("State")), Column(voice("Answer"))),
        tuple(
            (version.said(one).text, voice("answered") if one.get("state") == "answered" else voice("open"), version.said(one, "answer").text)
            for one in version.rows("questions")
        ),
    )  # fmt: skip
    yield Grid(
        voice("Next steps"), (text, owner, by),
        tuple((version.said(one).text, version.owner(one.get("owner")), day(one.get("due"))) for one in version.rows("next_steps")),
    )  # fmt: skip
    yield Grid(
        voice("Tasks between meetings"), (text, Column(voice("Meeting")), owner, by, Column(voice("State"))),
        tuple(
            (
                version.said(one).text, stages.get(one.get("stage") or ""), version.owner(one.get("owner")), day(one.get("due")),
                voice("done") if one.get("done") else voice("not done"),
            )
            for one in version.rows("interim_tasks")
        ),
    )  # fmt: skip
    counted: dict[str, float] = {}
    for one in version.rows("participants"):
        name = one.get("organisation") or voice("no organisation given")
        counted[name] = counted.get(name, 0.0) + 1
    columns = (Column(voice("Organisation")), Column(voice("People"), "number"))
    yield Grid(voice("Participants"), columns, tuple(sorted(counted.items())))
