"""Controls of whoever leads the hall: the clock, gathering, a message to all, help for a table, the big screen, taking back."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.normal import clean
from kehittamo_core.errors import Invalid, NotAllowed, NotFound
from kehittamo_core.fields import LINE_LIMIT
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.activities import LONGEST, activity_in, minutes_now, start_clock, tell
from kehittamo_core.workshop.agenda import clock_of, minutes_of
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.entries import rows_of
from kehittamo_core.workshop.events import hall_ref, programme_room
from kehittamo_core.workshop.keys import by_key
from kehittamo_core.workshop.lists import BY_ID
from kehittamo_core.workshop.taking_back import RESTORERS, hall_of, put_back, taken_back

CLOCK = ("start", "pause", "go", "stop", "more")
MODES = ("", "soft", "hard")
SCREENS = ("", "activity", "board", "join", "clock")


def _minutes(value: float | None) -> float:
    if value is None or isinstance(value, bool) or not 0 < value <= LONGEST:
        raise Invalid(
            "{value} does not do for {field}: a number up to {limit}.", value=value, field="minutes", limit=LONGEST
        )
    return float(value)


def _table(doing: Doing, key: str) -> m.Group:
    row = by_key(doing.session, m.Group, doing.programme.id, key)
    if row is None:
        raise NotFound("There is no such group in this programme.")
    return row


def _board(doing: Doing, key: str | None) -> str | None:
    if not key:
        return None
    row = by_key(doing.session, m.Board, doing.programme.id, key)
    if row is None:
        raise NotFound("There is no such board, or it is not yours.")
    return row.key


def clock_end(activity: m.Activity, table: str | None = None) -> datetime | None:
    """When the clock of a table runs out; None where none runs."""
    if activity.ends_at is None:
        return None
    return activity.ends_at + timedelta(seconds=activity.extra.get(table or "", 0.0))


def set_clock(doing: Doing, command: h.SetClock) -> Done:
    """Start, stop, pause, go on, or add minutes."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    row = activity_in(doing, command.activity)
    if command.what not in CLOCK:
        raise Invalid("There is no control {value}; known are {known}.", value=command.what, known=", ".join(CLOCK))
    if row.state != "open":
        raise Invalid("{title} is not open now. Open it first.", title=row.title)
    shifted: dict[str, Any] = {}
    with taken_back(doing, "clock", shifted):
        _turn(doing, row, command)
        if command.what == "more" and not command.table:
            shifted.update(_shift(doing, row, _minutes(command.minutes)))
    turned = {"what": command.what, "minutes": command.minutes, "table": command.table, "activity": row.id}
    tell(doing, "hall.clock", hall_ref(doing.programme.id), None, turned)
    return done(doing, row.id, refs=(row.id,))


def _turn(doing: Doing, row: m.Activity, command: h.SetClock) -> None:
    now = m.now()
    if command.what == "start":
        own = minutes_now(row)
        start_clock(row, _minutes(command.minutes if command.minutes is not None else own))
    elif command.what == "stop":
        row.ends_at, row.left, row.extra = None, None, {}
    elif command.what == "pause" and row.ends_at is not None:
        row.left, row.ends_at = max((row.ends_at - now).total_seconds(), 0.0), None
    elif command.what == "go" and row.left is not None:
        row.ends_at, row.left = now + timedelta(seconds=row.left), None
    elif command.what == "more":
        seconds = _minutes(command.minutes) * 60
        if command.table:
            key = _table(doing, command.table).key
            row.extra = {**row.extra, key: row.extra.get(key, 0.0) + seconds}
        elif row.left is not None:
            row.left += seconds
        else:
            # Added after the end, the minutes count from now.
            row.ends_at = max(row.ends_at or now, now) + timedelta(seconds=seconds)


def _shift(doing: Doing, activity: m.Activity, minutes: float) -> dict[str, Any]:
    """Move the later stated times of an activity's meeting; what they were, by the items' keys.

    Nothing is moved where a time would pass midnight: the clock in the hall goes on all the same.
    """
    if activity.agenda_item is None:
        return {}
    item = doing.session.scalars(
        select(m.AgendaItem).where(
            m.AgendaItem.programme_id == doing.programme.id, m.AgendaItem.key == activity.agenda_item
        )
    ).one_or_none()
    if item is None:
        return {}
    rows = rows_of(doing.session, BY_ID["agenda"], doing.programme.id, item.stage_id)
    later = [(row, minutes_of(row.time)) for row in rows[rows.index(item) + 1 :]]
    moved = {row.key: clock_of(at + minutes) for row, at in later if at is not None}
    if not all(moved.values()):
        return {}
    before = {row.key: row.time for row, at in later if at is not None}
    for row, at in later:
        if at is not None:
            row.time = moved[row.key]
    if moved:
        tell_times(doing, before, moved)
    return before


def tell_times(doing: Doing, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """An event of the agenda whose times have moved."""
    doing.session.flush()
    room = programme_room(doing.programme.id)
    doing.log.add(room, "list.changed", "list:agenda", {"times": dict(before)}, {"times": dict(after)}, echo=True)


def _put_times_back(doing: Doing, before: Mapping[str, Any]) -> None:
    """The times of the agenda as they were before minutes were added."""
    rows = doing.session.scalars(
        select(m.AgendaItem).where(m.AgendaItem.programme_id == doing.programme.id, m.AgendaItem.key.in_(before))
    ).all()
    now = {row.key: row.time for row in rows}
    for row in rows:
        row.time = before[row.key]
    if rows:
        tell_times(doing, now, before)


RESTORERS["clock"] = _put_times_back


def gather(doing: Doing, command: h.Gather) -> Done:
    """Call everybody to one place, or let them go again."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    if command.mode not in MODES:
        raise Invalid("There is no control {value}; known are {known}.", value=command.mode, known=", ".join(MODES[1:]))
    board = _board(doing, command.place)
    with taken_back(doing, "gather"):
        hall = hall_of(doing)
        hall.gather = {"mode": command.mode, "board": board, "id": new_id()} if command.mode else None
    tell(doing, "hall.gather", hall_ref(doing.programme.id), None, {"mode": command.mode, "board": board})
    return done(doing, doing.programme.id)


def tell_all(doing: Doing, command: h.TellAll) -> Done:
    """Show everybody a message, or take it away."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    text = _short(command.text)
    with taken_back(doing, "message"):
        hall_of(doing).message = {"text": text, "at": m.now().isoformat(), "id": new_id()} if text else None
    tell(doing, "hall.message", hall_ref(doing.programme.id), None, {"text": text})
    return done(doing, doing.programme.id)


def _short(text: str) -> str:
    words = " ".join(str(clean(text)).split())
    if len(words) > LINE_LIMIT:
        raise Invalid("{count} characters are too many; at most {limit} fit.", count=len(words), limit=LINE_LIMIT)
    return words


def ask_help(doing: Doing, command: h.AskHelp) -> Done:
    """A table asks for help, or needs none any more."""
    programme_for(doing.session, doing.who, command.programme, "write")
    if command.table is not None and doing.who.may("facilitate"):
        table = _table(doing, command.table)
    else:
        own = doing.session.get(m.Group, doing.who.group_id) if doing.who.group_id else None
        if own is None and doing.who.may("facilitate"):
            raise Invalid("Say which table asks for help.")
        if own is None or (command.table is not None and command.table != own.key):
            raise NotAllowed("You sit at no table yet. Ask a facilitator for your place.")
        table = own
    hall, text = hall_of(doing), _short(command.text)
    asked = {key: part for key, part in hall.help.items() if key != table.key}
    if not command.done:
        asked[table.key] = {"text": text, "at": m.now().isoformat()}
    hall.help = asked
    tell(doing, "hall.help", hall_ref(doing.programme.id), None, {"table": table.key, "done": command.done})
    return done(doing, doing.programme.id)


def show_on_screen(doing: Doing, command: h.ShowOnScreen) -> Done:
    """Say what the projector shows."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    if command.what not in SCREENS:
        raise Invalid(
            "There is no control {value}; known are {known}.", value=command.what, known=", ".join(SCREENS[1:])
        )
    board = _board(doing, command.place)
    if command.what == "board" and board is None:
        raise Invalid("Choose a board for the big screen.")
    if isinstance(command.part, bool) or not 0 <= command.part <= 10_000:
        raise Invalid("There is no part {value} of this drawing.", value=command.part)
    hall = hall_of(doing)
    shown = {"what": command.what, "board": board, "view": command.view, "part": command.part}
    hall.screen = shown if command.what else None
    tell(doing, "hall.screen", hall_ref(doing.programme.id), None, shown)
    return done(doing, doing.programme.id)


def take_back(doing: Doing, command: h.TakeBack) -> Done:
    """Take back the last control."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    changed = (hall_of(doing).undo or {}).get("activities", {})
    what = put_back(doing)
    for id_, parts in sorted(changed.items()):
        # What only the clock had changed gives and takes no rights: nobody is asked for theirs again.
        if not parts.keys() <= {"ends_at", "left", "extra"}:
            tell(doing, "activity.state", id_, None, {"taken_back": what})
    tell(doing, "hall.taken_back", hall_ref(doing.programme.id), None, {"what": what})
    return done(doing, doing.programme.id)


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    h.SetClock: set_clock,
    h.Gather: gather,
    h.TellAll: tell_all,
    h.AskHelp: ask_help,
    h.ShowOnScreen: show_on_screen,
    h.TakeBack: take_back,
}
