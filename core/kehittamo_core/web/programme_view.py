"""A programme's home as its page shows it: the journey with its boards, figures, people and lists, in the reader's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kehittamo_core.loading import Plugins
from kehittamo_core.web import journey
from kehittamo_core.web.boardview import May
from kehittamo_core.web.language import day, hours, number, say
from kehittamo_core.web.templating import words_of
from kehittamo_core.workshop.boards import BoardRow
from kehittamo_core.workshop.overview import Overview
from kehittamo_core.workshop.snapshots import SnapshotRow


@dataclass(frozen=True, kw_only=True)
class BoardCard:
    """A board in a list; `only` says to whom it is shown where not everybody sees it."""

    id: str
    title: str
    glyph: str
    state: str
    stage_id: str | None
    group: str
    items: int
    installed: bool
    only: str = ""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting with its boards."""

    id: str
    title: str
    when: str
    state: str
    boards: Sequence[BoardCard]


@dataclass(frozen=True)
class Figure:
    """One of the planned figures; without a value its words say it all."""

    value: Any
    words: str


@dataclass(frozen=True)
class TargetView:
    """A target of the goal in one line."""

    direction: str | None
    words: str


@dataclass(frozen=True)
class SubChange:
    """A part of the shared change goal."""

    href: str
    code: str
    text: str
    glyph: str = "triangle"


@dataclass(frozen=True)
class Organisation:
    """An organisation and how many of its people take part."""

    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A task, a decision, a question or a next step: the parts that its list shows, "" where nothing is known."""

    text: str
    uncertain: str = ""
    owner: str = ""
    due: str = ""
    date: str = ""
    reason: str = ""
    stage: str = ""
    answer: str = ""
    done: bool = False
    answered: bool = False


@dataclass(frozen=True)
class Texts:
    """A part of the programme's frame that is only read: its heading and its texts."""

    title: str
    texts: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ProgrammePage:
    """Everything on the page."""

    id: str
    may: May
    goal: str
    goal_key: str
    targets: Sequence[TargetView]
    figures: Sequence[Figure]
    sub_changes: Sequence[SubChange]
    journey: journey.Journey
    meetings: Sequence[Meeting]
    loose: Sequence[BoardCard]
    people_count: int
    organisations: Sequence[Organisation]
    most: int
    tasks: Sequence[Entry]
    decisions: Sequence[Entry]
    next_steps: Sequence[Entry]
    questions: Sequence[Entry]
    background: Sequence[Texts]
    snapshot: SnapshotRow | None
    join: Mapping[str, Any]


def may_of(rights: frozenset[str]) -> May:
    """What somebody may do, from the rights of a room."""
    return May(
        see="see" in rights, comment="comment" in rights, vote="vote" in rights, write="write" in rights,
        facilitate="facilitate" in rights, coordinate="coordinate" in rights,
    )  # fmt: skip


def only_for(restricted: bool, groups: Sequence[str]) -> str:
    """To whom something is shown, in words; "" where it is shown to everybody."""
    if not restricted:
        return ""
    return say("shown only to {names}", names=", ".join(groups)) if groups else say("shown only to facilitators")


def board_card(row: BoardRow, plugins: Plugins) -> BoardCard:
    """A board for a list."""
    method = plugins.methods.get(row.method)
    return BoardCard(
        id=row.id, title=row.title or (words_of(method.package, method.title) if method else row.method),
        glyph=method.glyph if method else "", state=row.state, stage_id=row.stage_id, group=row.group, items=row.items,
        installed=row.installed, only=only_for(row.restricted, row.shown_to),
    )  # fmt: skip


def when_of(stage: Any) -> str:
    """When a meeting is: its day and hours, or "päivä avoin"."""
    if not stage.date and stage.date_text:
        return str(stage.date_text)
    if not stage.date and stage.kind == "interim":
        return ""
    date = day(stage.date) if stage.date else say("day open")
    time = hours(stage.start, stage.end)
    return f"{date} {say('at')} {time}" if time else date


def short_when(stage: Any) -> str:
    """When a meeting is, for the journey: its day only."""
    if stage.date:
        return day(stage.date)
    if stage.date_text:
        return str(stage.date_text)
    return "" if stage.kind == "interim" else say("day open")


def stage_title(stage: Any) -> str:
    """A meeting's title; one without is called after its kind."""
    if stage.title:
        return str(stage.title)
    words = {"start_day": say("Start day"), "result_day": say("Result day"), "interim": say("Work between meetings")}
    return words.get(stage.kind) or say("Workshop {number}", number=stage.number or "").strip()


def meetings_of(stages: Sequence[Any], boards: Sequence[BoardCard]) -> tuple[list[Meeting], list[BoardCard]]:
    """The meetings with their boards; boards of the work between two meetings stand with the meeting before it."""
    home: dict[str, str] = {}
    last = next((stage.id for stage in stages if stage.kind != "interim"), None)
    for stage in stages:
        if stage.kind != "interim":
            last = stage.id
        if last is not None:
            home[stage.id] = last
    found: dict[str, list[BoardCard]] = {}
    loose = []
    for board in boards:
        place = home.get(board.stage_id or "")
        if place is None:
            loose.append(board)
        else:
            found.setdefault(place, []).append(board)
    meetings = [
        Meeting(
            id=stage.id,
            title=stage_title(stage),
            when=when_of(stage),
            state=stage.state,
            boards=found.get(stage.id, []),
        )
        for stage in stages
        if stage.kind != "interim"
    ]
    return meetings, loose


def journey_of(stages: Sequence[Any]) -> journey.Journey:
    """The journey's picture."""
    return journey.draw(
        [
            journey.Stop(
                title=stage_title(stage), when=short_when(stage), state=stage.state, interim=stage.kind == "interim"
            )
            for stage in stages
        ]
    )


def _target(target: Mapping[str, Any]) -> TargetView:
    parts = [str(target.get("text") or "")]
    if target.get("amount") is not None:
        parts.append(f"{number(target['amount'])} {target.get('unit') or ''}".strip())
    if target.get("group"):
        parts.append(str(target["group"]))
    if target.get("deadline"):
        parts.append(say("by {day}", day=day(target["deadline"], weekday=False)))
    direction = target.get("direction")
    return TargetView(
        direction if direction in ("increase", "decrease", "keep") else None, " · ".join(filter(None, parts))
    )


def figures_of(frame: Mapping[str, Any], counted: Mapping[str, int] | None = None) -> list[Figure]:
    """The planned figures: the number large, what it counts beside it, and what there is by now."""
    found = []
    for part in frame.get("figures") or []:
        value, words = part.get("value"), str(part.get("text") or part.get("unit") or "")
        shown = number(value)
        if value is not None and words.startswith(shown):
            words = words[len(shown) :].strip()
        elif value is not None and shown and shown in words.split():
            value = None
        now = (counted or {}).get(str(part.get("counted")))
        if now is not None and value is None:
            value = now
        elif now is not None and now != value:
            words = f"{words} · {say('now {number}', number=number(now))}"
        found.append(Figure(value, words or str(part.get("unit") or "")))
    return found


def _doubt(row: Any) -> str:
    return "; ".join(note for note in (row.uncertain or {}).values() if note)


def _texts(parts: Any) -> list[str]:
    """The texts of a list of the frame, whatever form its parts have."""
    found = []
    for part in parts or []:
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, Mapping):
            text = str(part.get("text") or part.get("goal") or part.get("term") or "")
            if part.get("heading"):
                text = f"{part['heading']}: {text}"
            if part.get("benefits"):
                text = (
                    f"{text} ({part.get('benefit_heading') or say('benefit')}: {', '.join(map(str, part['benefits']))})"
                )
            if text:
                found.append(text)
    return found


def background_of(frame: Mapping[str, Any]) -> list[Texts]:
    """The parts of the programme's frame that are only read here."""
    area = frame.get("area") or {}
    parts = [
        Texts(say("Background"), _texts(frame.get("background"))),
        Texts(say("Target group"), [frame["target_group"]] if frame.get("target_group") else []),
        Texts(say("Area"), [str(area["text"])] if isinstance(area, Mapping) and area.get("text") else []),
        Texts(say("Challenge"), _texts(frame.get("challenge"))),
        Texts(say("Principles"), _texts(frame.get("principles"))),
        Texts(say("Functional goal and benefit"), _texts(frame.get("perspectives"))),
    ]
    return [part for part in parts if part.texts]


def programme_page(found: Overview, plugins: Plugins, language: str, join: Mapping[str, Any]) -> ProgrammePage:
    """The page of a programme."""
    frame = found.programme.frame or {}
    cards = [board_card(row, plugins) for row in found.boards]
    meetings, loose = meetings_of(found.stages, cards)
    titles = {stage.key: stage_title(stage) for stage in found.stages}
    actors = {key: actor.name for key, actor in found.actors.items()}
    return ProgrammePage(
        id=found.programme.id, may=may_of(found.rights), goal=found.goal, goal_key=f"{found.programme.id}:goal:{language}",
        targets=[_target(target) for target in found.programme.targets], figures=figures_of(frame, found.counted),
        sub_changes=[
            SubChange(f"/b/{board}/items/{id_}", code, text) for id_, board, code, text in found.sub_changes
        ],
        journey=journey_of(found.stages), meetings=meetings, loose=loose, people_count=found.people,
        organisations=[Organisation(name, number_) for name, number_ in found.organisations],
        most=max((number_ for _, number_ in found.organisations), default=1),
        tasks=[
            Entry(text=row.text or "", uncertain=_doubt(row), owner=row.owner or "", due=day(row.due, year=False) if row.due else "",
                  stage=titles.get(row.stage or "", ""), done=row.done)
            for row in found.tasks
        ],
        decisions=[
            Entry(text=row.text or "", uncertain=_doubt(row), owner=actors.get(row.owner or "", row.owner or ""), date=row.date or "",
                  reason=row.reason or "")
            for row in found.decisions
        ],
        next_steps=[
            Entry(text=row.text or "", uncertain=_doubt(row), owner=actors.get(row.owner or "", row.owner or ""), due=row.due or "")
            for row in found.next_steps
        ],
        questions=[
            Entry(text=row.text or "", uncertain=_doubt(row), answer=row.answer or "", answered=row.state == "answered")
            for row in found.questions
        ],
        background=background_of(frame), snapshot=found.snapshots[0] if found.snapshots else None, join=join,
    )  # fmt: skip
