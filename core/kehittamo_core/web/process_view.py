"""The pages of a process in the reader's words: agenda with its times, tasks with who is late, support in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kehittamo_core.web.language import clock, count, day, hours, say
from kehittamo_core.web.lists_view import EntryView, ListView, entry_view
from kehittamo_core.web.programme_view import stage_title
from kehittamo_core.workshop.process_reading import Meanwhile, PlanPart, Support, TaskRow

HOME = ZoneInfo("Europe/Helsinki")
DONE_WORDS = {
    "changed": "changed", "commented": "commented on", "moved": "moved", "deleted": "deleted", "merged": "merged with others",
}  # fmt: skip


def today() -> str:
    """This day in Finland, as an ISO date."""
    return datetime.now(HOME).date().isoformat()


def meeting_days(stage: Any) -> str:
    """When a meeting is: its day or days and hours, the day in words, or "päivä avoin"."""
    if not stage.date:
        if stage.date_text:
            return str(stage.date_text)
        return "" if stage.kind == "interim" else say("day open")
    days = day(stage.date)
    if stage.end_date and stage.end_date != stage.date:
        days = f"{day(stage.date)}–{day(stage.end_date)}"
    time = hours(stage.start, stage.end)
    return f"{days} {say('at')} {time}" if time else days


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """An agenda item with its time. `stated` tells a set time from one that follows from the lengths before it."""

    key: str
    when: str
    stated: bool
    minutes: str
    text: str
    kind: str
    pause: bool
    session: int | None
    presenter: str
    parallel: bool
    groups: str
    takes_part: str
    boards: str
    works: bool = False


@dataclass(frozen=True, kw_only=True)
class MeetingView:
    """A meeting on the plan."""

    key: str
    title: str
    kind: str
    state: str
    when: str
    open: bool
    date: str
    start: str
    end: str
    theme: str
    sessions: int
    lines: Sequence[AgendaLine]
    change: bool


def plan_view(parts: Sequence[PlanPart], change: bool) -> list[MeetingView]:
    """The meetings with their agendas."""
    return [meeting_view(part, change) for part in parts]


def with_work_between(meetings: Sequence[MeetingView]) -> list[list[MeetingView]]:
    """Each meeting together with the work that follows it until the next one."""
    found: list[list[MeetingView]] = []
    for meeting in meetings:
        if meeting.kind == "interim" and found:
            found[-1].append(meeting)
        else:
            found.append([meeting])
    return found


def meeting_view(part: PlanPart, change: bool) -> MeetingView:
    """One meeting."""
    stage = part.stage
    names = part.agenda.names
    lines = []
    for row, slot in zip(part.rows, part.slots, strict=True):
        view = entry_view(part.agenda, next(entry for entry in part.agenda.entries if entry.key == row.key))
        kinds = {one.id: one.words for one in view.details}
        lines.append(
            AgendaLine(
                key=row.key, when=f"{clock(slot.start)}–{clock(slot.end)}" if slot.start and slot.end else clock(slot.start),
                stated=slot.stated, minutes=say("{minutes} min", minutes=int(row.minutes)) if row.minutes else "", text=view.name,
                kind=kinds.get("kind", ""), pause=slot.session is None, session=slot.session, presenter=row.presenter or "",
                parallel=row.parallel, groups=", ".join(names["groups"].get(key, key) for key in row.groups),
                takes_part=", ".join(row.takes_part), boards=", ".join(names["boards"][key] for key in row.boards if key in names["boards"]),
                works=row.kind == "activity",
            )
        )  # fmt: skip
    return MeetingView(
        key=stage.key, title=stage_title(stage), kind=stage.kind, state=stage.state, when=meeting_days(stage),
        open=not stage.date and stage.kind != "interim", date=stage.date or "", start=stage.start or "", end=stage.end or "",
        theme=stage.theme or "", sessions=sum(slot.session is not None for slot in part.slots), lines=lines, change=change,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TaskView:
    """A task between meetings."""

    key: str
    entry: EntryView
    done: bool
    ended: bool
    overdue: bool
    mine: bool
    done_by_me: bool
    count: str
    late: Sequence[Any]
    names: str


def task_views(rows: ListView, tasks: Sequence[TaskRow]) -> list[TaskView]:
    """The tasks with who has done them."""
    entries = {entry.key: entry for entry in rows.entries}
    made = []
    for row in tasks:
        ready = len(row.people) - len(row.late)
        said = say("{ready} of {all} have done it", ready=ready, all=len(row.people)) if len(row.people) > 1 else ""
        names = ", ".join(person.name for person in row.late[:12])
        if len(row.late) > 12:
            names += " " + count("and {number} more", "and {number} more", len(row.late) - 12)
        made.append(
            TaskView(
                key=row.task.key, entry=entries[row.task.key], done=row.task.done or bool(row.people and not row.late), ended=row.task.done,
                overdue=row.overdue, mine=row.mine, done_by_me=row.done_by_me, count=said, late=row.late, names=names,
            )
        )  # fmt: skip
    return made


def support_view(found: Support, programme: str) -> dict[str, Any]:
    """Support and reservations for their panel."""
    return {
        "programme": programme, "support": found.support, "reservation": found.reservation, "reasons": found.reasons,
        "mine": found.mine, "my_reason": found.my_reason, "may": found.may,
    }  # fmt: skip


def meanwhile_view(found: Meanwhile | None) -> dict[str, Any] | None:
    """What happened since the reader was last here."""
    if not found:
        return None
    return {
        "since": found.since,
        "touched": [
            {"href": f"/b/{one.board}/items/{one.element}", "code": one.code, "text": one.text,
             "what": ", ".join(say(DONE_WORDS[name]) for name in one.what)}
            for one in found.touched
        ],
        "questions": [row.text or "" for row in found.questions],
        "decisions": [row.text or "" for row in found.decisions],
        "tasks": [(row.text or "", day(row.due) if row.due else "") for row in found.tasks],
    }  # fmt: skip
