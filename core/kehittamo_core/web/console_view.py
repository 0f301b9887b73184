"""The console as it is shown: the agenda with its clock, the tables with who writes and who is quiet, who has come, what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kehittamo_core.database.models import now as this_moment
from kehittamo_core.live.presence import Presence
from kehittamo_core.loading import Plugins
from kehittamo_core.web.hall_strip import Clock, clock_of
from kehittamo_core.web.language import HOME, clock, count, just_time, say
from kehittamo_core.web.live import now_ms
from kehittamo_core.web.parts_of_people import table_name
from kehittamo_core.web.process_view import meeting_days, today
from kehittamo_core.web.programme_view import stage_title
from kehittamo_core.workshop.agenda import minutes_of
from kehittamo_core.workshop.events import board_room, programme_room
from kehittamo_core.workshop.hall_console import BUCKETS, Leading, TableState
from kehittamo_core.workshop.hall_reading import ActivityRow

QUIET_AFTER = 5
"""Minutes after which a table that has people is called quiet."""
MOST_CHIPS = 6
MOST_MISSING = 4
SHORT = 5
"""How many of the latest events stand beside the tables."""
SPARK = (46, 20)
"""Width and height of the line that shows a table's pace, in pixels."""


@dataclass(frozen=True)
class Chip:
    """Somebody who is there."""

    name: str
    hue: int
    role: str


@dataclass(frozen=True, kw_only=True)
class TableCard:
    """A table on the console. `quiet` is in minutes, 0 where it is not quiet; `spark` are the points of its pace."""

    key: str
    name: str
    href: str
    board: str
    board_title: str
    thumb: str
    room: str
    notes: int
    chips: Sequence[Chip]
    more: int
    writing: int
    quiet: int
    asks: bool
    locked: bool
    spark: str
    extra: int
    clock: Clock
    people: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """An agenda item or an activity beside it. `state` is done, now, next or ""; `late` says how late it is."""

    when: str
    text: str
    state: str
    activity: ActivityRow | None = None


@dataclass(frozen=True)
class Ask:
    """A table's request."""

    key: str
    name: str
    text: str
    since: str


@dataclass(frozen=True)
class News:
    """Something that happened, in words."""

    when: str
    table: str
    text: str


@dataclass(frozen=True)
class Missing:
    """Somebody who has not joined yet."""

    name: str
    organisation: str
    hue: int
    table: str


@dataclass(frozen=True, kw_only=True)
class Console:
    """Everything on the console."""

    programme: str
    meeting: str
    when: str
    late: str
    activity: ActivityRow | None
    clock: Clock
    lines: Sequence[Line]
    next: ActivityRow | None
    tables: Sequence[TableCard]
    notes: int
    recent: int
    news: Sequence[News]
    present: int
    invited: int
    missing: Sequence[Missing]
    missing_more: int
    asks: Sequence[Ask]
    undo: str
    undo_until: int
    screen: Mapping[str, Any] = field(default_factory=dict)
    screen_words: str = ""
    gathers: str = ""
    message: str = ""
    rounds_left: bool = False

    @property
    def boards(self) -> str:
        """Which cards there are: a page that has the same ones needs no others."""
        return " ".join(f"{table.key}:{table.board}" for table in self.tables)

    @property
    def title(self) -> str:
        """How many tables work."""
        return count("{number} table", "{number} tables", len(self.tables))


def done_words(what: str) -> str:
    """What was done, by the name under which it is taken back."""
    words = {
        "open": say("The activity was opened."),
        "locked": say("The activity was locked."),
        "done": say("The activity was ended."),
        "round": say("The next round began."),
        "clock": say("The clock was changed."),
        "gather": say("Everybody was called."),
        "message": say("The message was sent."),
    }
    return words.get(what) or say("Done.")


def spark(pace: Sequence[int]) -> str:
    """The points of a small line: notes added in each five minutes, the last one at the right edge."""
    width, height = SPARK
    parts = tuple(pace) or (0,) * BUCKETS
    most = max(*parts, 3)
    step = width / max(len(parts) - 1, 1)
    return " ".join(
        f"{index * step:.1f},{height - 3 - (height - 6) * part / most:.1f}" for index, part in enumerate(parts)
    )


def writers(presence: Presence, boards: Sequence[str], leads: Sequence[str] = ("facilitator", "coordinator")) -> int:
    """How many people write on these boards at this moment, without those who lead."""
    found = {
        one["person"]
        for board in boards
        for one in presence.here(board_room(board))
        if one["typing"] and one["role"] not in leads
    }
    return len(found)


def _chips(presence: Presence, board: str) -> tuple[list[Chip], int]:
    """Who sits at a board, each once, and how many of them write."""
    people: dict[str, dict[str, Any]] = {}
    typing: set[str] = set()
    for one in presence.here(board_room(board)) if board else ():
        if one["role"] not in ("facilitator", "coordinator"):
            people[one["person"]] = one
            if one["typing"]:
                typing.add(one["person"])
    chips = [Chip(one["name"], one["hue"], one["role"]) for one in people.values()]
    return sorted(chips, key=lambda chip: chip.name), len(typing)


def _quiet(table: TableState, activity: ActivityRow | None, writing: int, opened: datetime | None) -> int:
    if activity is None or activity.state != "open" or not table.board or writing:
        return 0
    since = max((moment for moment in (table.last, opened) if moment is not None), default=None)
    minutes = int((this_moment() - since) / timedelta(minutes=1)) if since is not None else 0
    return minutes if minutes >= QUIET_AFTER else 0


def _card(table: TableState, found: Leading, plugins: Plugins, presence: Presence, counter: Clock) -> TableCard:
    activity = found.now.activity
    method = plugins.methods.get(table.method)
    drawings = method.shown_drawings(table.settings) if method is not None else ()
    wanted = activity.view if activity is not None else None
    drawing = next((one for one in drawings if one.id == wanted), drawings[0] if drawings else None)
    chips, writing = _chips(presence, table.board)
    return TableCard(
        key=table.key, name=table_name(table.number, table.name), href=f"/b/{table.board}" if table.board else "",
        board=table.board_key, board_title=table.title, room=board_room(table.board) if table.board else "",
        thumb=f"/b/{table.board}/drawing/{drawing.id}.svg" if table.board and drawing is not None else "",
        notes=table.notes, chips=chips[:MOST_CHIPS], more=max(len(chips) - MOST_CHIPS, 0), writing=writing,
        quiet=_quiet(table, activity, writing, activity.opened_at if activity is not None else None),
        asks=table.key in found.now.help, locked=table.state == "locked", spark=spark(table.pace),
        extra=round((counter.extra or {}).get(table.key, 0.0) / 60), clock=counter, people=table.people,
    )  # fmt: skip


def _lines(found: Leading) -> list[Line]:
    """The agenda; what is done and what comes next follows from where the activity stands in it."""
    activity = found.now.activity
    by_item: dict[str, list[ActivityRow]] = {}
    loose = []
    keys = {row.key for row in found.agenda}
    stage = found.stage.id if found.stage is not None else None
    for one in found.activities:
        if one.agenda_item in keys:
            by_item.setdefault(str(one.agenda_item), []).append(one)
        elif one.stage in (None, stage):
            loose.append(one)
    at = next(
        (index for index, row in enumerate(found.agenda) if activity is not None and row.key == activity.agenda_item),
        None,
    )
    lines = []
    for index, (row, slot) in enumerate(zip(found.agenda, found.slots, strict=True)):
        own = by_item.get(row.key, [])
        here = next((one for one in own if activity is not None and one.id == activity.id), None)
        over = (at is not None and index < at) or (bool(own) and all(one.state == "done" for one in own))
        state = "now" if here is not None else "done" if over else ""
        lines.append(
            Line(when=clock(slot.start), text=row.text or "", state=state, activity=here or (own[0] if own else None))
        )
    for one in loose:
        state = "now" if activity is not None and one.id == activity.id else "done" if one.state == "done" else ""
        lines.append(Line(when="", text=one.title, state=state, activity=one))
    return lines


def _late(found: Leading, counter: Clock) -> str:
    """How much later than the agenda says the clock ends, on the very day."""
    activity, stage = found.now.activity, found.stage
    if activity is None or activity.ends_at is None or stage is None or stage.date != today():
        return ""
    slot = next(
        (slot for row, slot in zip(found.agenda, found.slots, strict=True) if row.key == activity.agenda_item), None
    )
    planned = minutes_of(slot.end) if slot is not None else None
    if planned is None:
        return ""
    ends = activity.ends_at.astimezone(HOME)
    behind = ends.hour * 60 + ends.minute - planned
    return say("{minutes} min behind", minutes=behind) if behind > 0 else ""


def _said(kind: str, text: str, code: str) -> str:
    words = text if len(text) <= 80 else f"{text[:79]}…"
    name = words or code
    sentences = {
        "item.added": say("New note: {text}", text=name),
        "item.removed": say("Deleted: {title}", title=name),
        "item.merged": say("Merged: {text}", text=name),
        "link.added": say("New link {code}", code=code),
        "commented": say("A comment on: {text}", text=name),
        "board.locked": say("Locked or opened"),
    }
    return sentences.get(kind, name)


def screen_words(screen: Mapping[str, Any] | None, tables: Sequence[TableCard]) -> str:
    """What the projector shows, in a word."""
    what = (screen or {}).get("what")
    if what == "board":
        table = next((one for one in tables if one.board == (screen or {}).get("board")), None)
        return table.name if table is not None else say("a board")
    words = {"activity": say("the activity"), "join": say("the code"), "clock": say("the clock")}
    return words.get(str(what), "")


def console_view(found: Leading, plugins: Plugins, presence: Presence) -> Console:
    """The console."""
    now, activity = found.now, found.now.activity
    counter = clock_of(activity)
    tables = [_card(table, found, plugins, presence, counter) for table in found.tables]
    names = {table.key: table.name for table in tables}
    of_board = {table.board: names[table.key] for table in found.tables if table.board}
    guests = {guest.id for guest in found.guests}
    here = {one["person"] for one in presence.here(programme_room(found.programme.id))}
    groups = {table.id: names[table.key] for table in found.tables}
    missing = [
        Missing(guest.name, guest.organisation, sum(guest.id.encode()) % 8 + 1, groups.get(guest.group_id or "", ""))
        for guest in found.guests
        if not guest.came and guest.id not in here
    ]
    undo = now.undo or {}
    until = round(datetime.fromisoformat(undo["until"]).timestamp() * 1000) if undo else 0
    return Console(
        programme=found.programme.id, meeting=stage_title(found.stage) if found.stage is not None else "",
        when=meeting_days(found.stage) if found.stage is not None else "", late=_late(found, counter), activity=activity,
        clock=counter, lines=_lines(found), next=_next(found), tables=tables, notes=sum(table.notes for table in found.tables),
        recent=sum(table.pace[-1] for table in found.tables if table.pace),
        news=[
            News(just_time(one.at), of_board.get(one.board, ""), _said(one.kind, one.text, one.code))
            for one in found.happened
        ],
        present=len(here & guests), invited=len(guests), missing=missing[:MOST_MISSING],
        missing_more=max(len(missing) - MOST_MISSING, 0),
        asks=[
            Ask(key, names.get(key, key), str(part.get("text") or ""), just_time(datetime.fromisoformat(part["at"])))
            for key, part in sorted(now.help.items(), key=lambda pair: pair[1]["at"])
        ],
        undo=done_words(str(undo.get("what"))) if until > now_ms() else "", undo_until=until, screen={"what": "", "board": None, "view": None, "part": 0, **(now.screen or {})},
        screen_words=screen_words(now.screen, tables), gathers=str((now.gather or {}).get("mode") or ""),
        message=str((now.message or {}).get("text") or ""),
        rounds_left=activity is not None and activity.state == "open"
        and (activity.rotates or activity.round + 1 < len(activity.rounds)),
    )  # fmt: skip


def _next(found: Leading) -> ActivityRow | None:
    """The next activity that was prepared: after the one that goes on, else the first."""
    drafts = [one for one in found.activities if one.state == "draft"]
    activity = found.now.activity
    if activity is None:
        return drafts[0] if drafts else None
    order = [one.id for one in found.activities]
    at = order.index(activity.id) if activity.id in order else -1
    return next((one for one in drafts if order.index(one.id) > at), drafts[0] if drafts else None)
