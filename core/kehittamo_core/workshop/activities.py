"""Commands on activities: prepare them, open them with their boards, go on round by round, lock and end them."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.form import TASK_ROUNDS as ROUNDS
from kehittamo_core.document.form import TASK_SIGNING as SIGNING
from kehittamo_core.document.form import TASK_STATES as STATES
from kehittamo_core.document.normal import clean
from kehittamo_core.errors import Fault, Invalid, NotAllowed, NotFound
from kehittamo_core.fields import LINE_LIMIT, TEXT_LIMIT
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop.access import look_up, programme_for
from kehittamo_core.workshop.board_commands import create
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.copying import copy_content
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.keys import by_key
from kehittamo_core.workshop.kinds import method_of
from kehittamo_core.workshop.rotation import boards_in, tables_in
from kehittamo_core.workshop.taking_back import hall_of, set_board_state, taken_back, tell_writers

LONGEST = 12 * 60
MOST_ROUNDS = 12

FIELDS: Mapping[str, str] = {
    "title": "line", "instruction": "text", "plain": "text", "number": "whole", "stage": "key", "agenda_item": "key",
    "method": "line", "starter": "line", "model": "key", "per_group": "flag", "groups": "keys", "boards": "keys",
    "view": "line", "rounds": "rounds", "rotates": "flag", "signing": "signing", "hidden": "flag", "minutes": "minutes",
}  # fmt: skip
"""The fields that are set before an activity opens, and of what form each is."""
WHILE_OPEN = frozenset({"title", "instruction", "plain", "minutes"})
"""What may still change once it has been opened: nobody's writing depends on it."""


def activity_in(doing: Doing, id_: str) -> m.Activity:
    """An activity of this programme.

    Raises:
        NotFound: there is none.
    """
    row = look_up(doing.session, m.Activity, id_)
    if row is None or row.programme_id != doing.programme.id:
        raise NotFound("There is no such activity (any more).")
    return row


def tell(doing: Doing, kind: str, ref: str, before: Any = None, after: Any = None) -> None:
    """An event of the hall in the programme's room."""
    doing.session.flush()
    doing.log.add(programme_room(doing.programme.id), kind, ref, before, after)


def checked_activity(doing: Doing, values: Mapping[str, Any]) -> dict[str, Any]:
    """The stored form of an activity's fields.

    Raises:
        Invalid, NotFound: see the message.
    """
    found: dict[str, Any] = {}
    wrong: dict[str, Invalid] = {}
    for name, given in values.items():
        if name not in FIELDS:
            raise Invalid("There is no field {field} here; known are {known}.", field=name, known=", ".join(FIELDS))
        try:
            found["stage_id" if name == "stage" else name] = _value(doing, name, clean(given))
        except Invalid as error:
            wrong[name] = error
    if wrong:
        first = next(iter(wrong.values()))
        faults = [Fault(name, error.message, error.values) for name, error in wrong.items()]
        raise Invalid(first.message, faults=faults, **first.values) from first
    return found


def _value(doing: Doing, name: str, value: Any) -> Any:
    form = FIELDS[name]
    if form == "flag":
        return bool(value)
    if form in ("line", "text"):
        words = str(value or "").strip()
        limit = TEXT_LIMIT if form == "text" else LINE_LIMIT
        if len(words) > limit:
            raise Invalid("{count} characters are too many; at most {limit} fit.", count=len(words), limit=limit)
        if name == "title" and not words:
            raise Invalid("Write a title first.")
        if name == "method" and words:
            method_of(doing.plugins, words)
        return " ".join(words.split()) if name == "title" else words or None
    if form in ("whole", "minutes"):
        return _number(name, value)
    if form == "signing":
        if value not in SIGNING:
            raise Invalid("There is no signing {value}; known are {known}.", value=value, known=", ".join(SIGNING))
        return value
    if form == "rounds":
        return _rounds(value)
    if form == "keys":
        return [_key(doing, name, key) for key in dict.fromkeys(value or ())]
    return _key(doing, name, value) if value else None


def _number(name: str, value: Any) -> int | float | None:
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LONGEST:
        raise Invalid(
            "{value} does not do for {field}: a number up to {limit}.", value=value, field=name, limit=LONGEST
        )
    return int(value) if name == "number" else float(value)


def _rounds(value: Any) -> list[dict[str, Any]]:
    rounds = []
    for part in value or ():
        kind = part.get("kind") if isinstance(part, Mapping) else part
        if kind not in ROUNDS:
            raise Invalid("There is no round {value}; known are {known}.", value=kind, known=", ".join(ROUNDS))
        minutes = _number("minutes", part.get("minutes")) if isinstance(part, Mapping) else None
        rounds.append({"kind": kind, "minutes": minutes})
    if len(rounds) > MOST_ROUNDS:
        raise Invalid("{count} rounds are too many; at most {limit} fit.", count=len(rounds), limit=MOST_ROUNDS)
    return rounds


_NAMED: Mapping[str, tuple[Any, str]] = {
    "stage": (m.Stage, "There is no such meeting (any more)."),
    "agenda_item": (m.AgendaItem, "There is no such agenda item (any more)."),
    "groups": (m.Group, "There is no such group in this programme."),
    "boards": (m.Board, "There is no such board, or it is not yours."),
    "model": (m.Board, "There is no such board, or it is not yours."),
}


def _key(doing: Doing, name: str, key: Any) -> str:
    table, missing = _NAMED[name]
    row = by_key(doing.session, table, doing.programme.id, str(key))
    if row is None:
        raise NotFound(missing)
    return str(row.id if name == "stage" else row.key)


def add_activity(doing: Doing, command: h.AddActivity) -> Done:
    """Prepare an activity."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    values = checked_activity(doing, {"title": "", **command.values})
    last = doing.session.scalar(
        select(func.max(m.Activity.position)).where(m.Activity.programme_id == doing.programme.id)
    )
    id_ = new_id()
    row = m.Activity(
        id=id_, programme_id=doing.programme.id, key=f"tehtava-{id_[-8:]}", position=(last or 0.0) + 1,
        **{"state": "draft", "rounds": [], "groups": [], "boards": [], "extra": {}, **values},
    )  # fmt: skip
    doing.session.add(row)
    tell(doing, "activity.added", id_, None, {"title": row.title})
    return done(doing, id_, refs=(id_,))


def change_activity(doing: Doing, command: h.ChangeActivity) -> Done:
    """Set fields of an activity."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    row = activity_in(doing, command.activity)
    values = checked_activity(doing, command.values)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    fixed = sorted(set(changed) - WHILE_OPEN)
    if fixed and row.opened_at is not None:
        raise NotAllowed(
            "{title} has been opened, so {field} stays as people were told. Prepare a new activity instead.",
            title=row.title, field=fixed[0],
        )  # fmt: skip
    before = {name: str(getattr(row, name)) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        tell(doing, "activity.changed", row.id, before, {name: str(value) for name, value in changed.items()})
    return done(doing, row.id, refs=(row.id,))


def remove_activity(doing: Doing, command: h.RemoveActivity) -> Done:
    """Take an activity away that was never opened."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    row = activity_in(doing, command.activity)
    if row.opened_at is not None:
        raise NotAllowed("{title} has been opened, so it stays in the process. End it instead.", title=row.title)
    doing.session.delete(row)
    tell(doing, "activity.removed", row.id, {"title": row.title}, None)
    return done(doing, doing.programme.id)


def place_activity(doing: Doing, command: h.PlaceActivity) -> Done:
    """Change places with the activity before or after it in its meeting; the first and the last stay where they are."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    row = activity_in(doing, command.activity)
    rows = doing.session.scalars(
        select(m.Activity)
        .where(m.Activity.programme_id == doing.programme.id, m.Activity.stage_id == row.stage_id)
        .order_by(m.Activity.position, m.Activity.key)
    ).all()
    at = rows.index(row) + (-1 if command.step < 0 else 1)
    if 0 <= at < len(rows):
        other = rows[at]
        row.position, other.position = other.position, row.position
        if row.number is not None and other.number is not None:
            row.number, other.number = other.number, row.number
        tell(doing, "activity.changed", row.id)
        tell(doing, "activity.changed", other.id)
    return done(doing, row.id, refs=(row.id,))


# Carrying it through


def boards_of(doing: Doing, activity: m.Activity) -> list[m.Board]:
    """The living boards of an activity, in its order."""
    return boards_in(doing.session, activity)


def groups_of(doing: Doing, activity: m.Activity) -> list[m.Group]:
    """The tables that take part; without named ones, all."""
    return tables_in(doing.session, activity)


def make_boards(doing: Doing, activity: m.Activity) -> None:
    """The boards of an activity that has none yet: one for each table, or one for all; of a starter, or copies of a board."""
    model = _model(doing, activity)
    method = model.method if model is not None else activity.method
    if activity.boards or not method:
        return
    groups: list[m.Group | None] = list(groups_of(doing, activity)) if activity.per_group else []
    for group in groups or [None]:
        title = f"{group.name}: {activity.title}" if group is not None else activity.title
        made = create(
            doing,
            c.CreateBoard(
                command_id=doing.command_id, programme=doing.programme.id, method=method, title=title[:400],
                starter=activity.starter if model is None else None, stage=activity.stage_id, group=group.id if group is not None else None,
            ),
        )  # fmt: skip
        board = doing.session.get_one(m.Board, made.ref)
        if model is not None:
            copy_content(doing, model, board)
        activity.boards = [*activity.boards, board.key]


def _model(doing: Doing, activity: m.Activity) -> m.Board | None:
    """The board that every table gets a copy of, as long as it is there."""
    return by_key(doing.session, m.Board, doing.programme.id, activity.model)


def minutes_now(activity: m.Activity) -> float | None:
    """How long the present round takes, else the whole activity; None where nothing says."""
    rounds = activity.rounds
    own = rounds[activity.round].get("minutes") if activity.round < len(rounds) else None
    return own if own is not None else activity.minutes


def start_clock(activity: m.Activity, minutes: float | None) -> None:
    """Start the clock anew; without minutes there is none."""
    activity.left, activity.extra = None, {}
    activity.ends_at = m.now() + timedelta(minutes=minutes) if minutes is not None else None


def set_state(doing: Doing, activity: m.Activity, state: str) -> None:
    """Bring an activity and its boards to a state."""
    activity.state = state
    for board in boards_of(doing, activity):
        set_board_state(doing, board, "open" if state == "open" else "locked")
    if state in ("locked", "done"):
        activity.ends_at, activity.left = None, None
    tell_writers(doing, activity)


def move_activity(doing: Doing, command: h.MoveActivity) -> Done:
    """Open, lock or end an activity."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    row = activity_in(doing, command.activity)
    if command.state not in STATES[1:]:
        raise Invalid("There is no state {value}; known are {known}.", value=command.state, known=", ".join(STATES[1:]))
    if row.state == command.state:
        return done(doing, row.id)
    if row.state == "draft" and command.state != "open":
        raise Invalid("{title} has not been opened yet. Open it first.", title=row.title)
    before = row.state
    with taken_back(doing, command.state):
        hall = hall_of(doing)
        if command.state == "open":
            earlier = look_up(doing.session, m.Activity, hall.activity_id)
            if (
                earlier is not None
                and earlier.id != row.id
                and not command.beside
                and earlier.state in ("open", "locked")
            ):
                set_state(doing, earlier, "done")
                tell(doing, "activity.state", earlier.id, None, {"state": "done"})
            make_boards(doing, row)
            refuse_closed_doors(doing, row)
            if row.opened_at is None or before == "done":
                start_clock(row, minutes_now(row))
            row.opened_at = row.opened_at or m.now()
            hall.activity_id = row.id
        elif command.state == "done" and hall.activity_id == row.id:
            hall.activity_id = None
        set_state(doing, row, command.state)
    tell(doing, "activity.state", row.id, {"state": before}, {"state": command.state})
    return done(doing, row.id, refs=(row.id,))


def refuse_closed_doors(doing: Doing, activity: m.Activity) -> None:
    """Refuse a rotation to a board that one of its tables is not shown.

    Raises:
        Invalid: see the message.
    """
    tables = groups_of(doing, activity) if activity.rotates else []
    for board in boards_of(doing, activity) if activity.rotates else ():
        if board.restricted and not {table.id for table in tables} <= set(board.shown_to):
            raise Invalid(
                "The tables go round, but {board} is shown only to some of them. Show it to all, or take it out of the task.",
                board=board.title,
            )


def next_round(doing: Doing, command: h.NextRound) -> Done:
    """Go on to the next round; tables that rotate move one board on."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    row = activity_in(doing, command.activity)
    if row.state != "open":
        raise Invalid("{title} is not open now. Open it first.", title=row.title)
    last = row.round + 1 >= len(row.rounds)
    if last and not row.rotates:
        raise Invalid("{title} has no further round.", title=row.title)
    refuse_closed_doors(doing, row)
    with taken_back(doing, "round"):
        if row.rotates:
            row.shift += 1
        if not last:
            row.round += 1
        start_clock(row, minutes_now(row))
    tell(doing, "activity.round", row.id, None, {"round": row.round, "shift": row.shift})
    return done(doing, row.id, refs=(row.id,))


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    h.AddActivity: add_activity,
    h.ChangeActivity: change_activity,
    h.RemoveActivity: remove_activity,
    h.PlaceActivity: place_activity,
    h.MoveActivity: move_activity,
    h.NextRound: next_round,
}
