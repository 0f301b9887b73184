"""Commands on a process: its dates, its clock, tasks between meetings, support for the goal, its result day and its end."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from kehittamo_core.database import models as m
from kehittamo_core.document.form import LONG, PROGRAMME_STATES, STANDS
from kehittamo_core.document.normal import clean
from kehittamo_core.errors import Invalid, NotAllowed, NotFound
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop.access import look_up, programme_for
from kehittamo_core.workshop.agenda import clock_of, minutes_of
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.entries import rows_of
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.keys import by_key
from kehittamo_core.workshop.lists import BY_ID
from kehittamo_core.workshop.programme_commands import change_programme, change_stage
from kehittamo_core.workshop.snapshots import save_snapshot
from kehittamo_core.workshop.values import refuse

LONGEST_SHIFT = 12 * 60


def change_head(doing: Doing, command: p.ChangeHead) -> Done:
    """Set several plain fields of the programme."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    for name, value in command.values.items():
        one = c.ChangeProgramme(command_id=command.command_id, programme=command.programme, field=name, value=value)
        change_programme(doing, one)
    return done(doing, command.programme, refs=(command.programme,))


def _stage(doing: Doing, key: str) -> m.Stage:
    row = by_key(doing.session, m.Stage, doing.programme.id, key)
    if row is None:
        raise NotFound("There is no such meeting (any more).")
    return row


def set_dates(doing: Doing, command: p.SetDates) -> Done:
    """Set dates and times of several meetings."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    for key, values in command.dates.items():
        wrong = set(values) - {"date", "end_date", "date_text", "start", "end"}
        if wrong:
            raise Invalid(
                "There is no field {field} here; known are {known}.", field=min(wrong), known="date, start, end"
            )
        row = _stage(doing, key)
        change_stage(doing, c.ChangeStage(command_id=command.command_id, stage=row.id, values=values))
        if row.start and row.end and row.end <= row.start and not row.end_date:
            raise Invalid(
                "{title} ends at {end}, before it begins at {start}.", title=row.title, end=row.end, start=row.start
            )
    return done(doing, command.programme, refs=(command.programme,))


def shift_agenda(doing: Doing, command: p.ShiftAgenda) -> Done:
    """Move the stated times from an item on."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    if not -LONGEST_SHIFT <= command.minutes <= LONGEST_SHIFT or not command.minutes:
        raise Invalid("{minutes} minutes cannot be shifted; say between 1 and 720.", minutes=command.minutes)
    item = by_key(doing.session, m.AgendaItem, doing.programme.id, command.entry)
    if item is None:
        raise NotFound("There is no such entry (any more).")
    rows = rows_of(doing.session, BY_ID["agenda"], doing.programme.id, item.stage_id)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for row in rows[rows.index(item) :]:
        at = minutes_of(row.time)
        if at is not None:
            moved = clock_of(at + command.minutes)
            if not moved:
                raise Invalid("{time} and {minutes} minutes is past midnight.", time=row.time, minutes=command.minutes)
            before[row.key], after[row.key] = row.time, moved
            row.time = moved
    if not after:
        raise Invalid("No item from this one on has a stated time; give this one a time first.")
    doing.session.flush()
    doing.log.add(
        programme_room(doing.programme.id), "list.changed", "list:agenda", {"times": before}, {"times": after}
    )
    return done(doing, command.entry, refs=(command.entry,))


def mark_task(doing: Doing, command: p.MarkTask) -> Done:
    """Say that a task is done, or is not."""
    programme_for(doing.session, doing.who, command.programme, "write")
    task = by_key(doing.session, m.InterimTask, doing.programme.id, command.task)
    if task is None:
        raise NotFound("There is no such task (any more).")
    before = {"done": task.done, "done_by": list(task.done_by)}
    if command.whole:
        if not doing.who.may("facilitate"):
            raise NotAllowed("Only facilitators may do this; ask yours.")
        task.done = command.done
    else:
        person = look_up(doing.session, m.Participant, command.person or doing.who.person_id)
        if person is None or person.programme_id != doing.programme.id:
            raise NotFound("There is no such person in this programme.")
        if person.id != doing.who.person_id and not doing.who.may("facilitate"):
            raise NotAllowed("Only facilitators may do this; ask yours.")
        others = [key for key in task.done_by if key != person.key]
        task.done_by = [*others, person.key] if command.done else others
    after = {"done": task.done, "done_by": list(task.done_by)}
    if before != after:
        doing.session.flush()
        room = programme_room(doing.programme.id)
        doing.log.add(
            room, "list.changed", "list:interim_tasks", {"task": task.key, **before}, {"task": task.key, **after}
        )
    return done(doing, task.key, refs=(task.key,))


def take_stand(doing: Doing, command: p.TakeStand) -> Done:
    """Say what one thinks of the shared goal."""
    programme_for(doing.session, doing.who, command.programme, "comment")
    who = doing.who
    if who.account or not who.may("vote"):
        raise NotAllowed("Support and reservations are for those who take part: experts and table secretaries.")
    if command.stand not in ("", *STANDS):
        raise Invalid("{value} is not one of {known}", value=command.stand[:40], known=", ".join(STANDS))
    reason = str(clean(command.reason)).strip() or None
    if reason is not None:
        refuse(LONG.check(reason, "reason"))
    if command.stand == "reservation" and reason is None:
        raise Invalid("Say in a few words what your reservation is; otherwise nobody can answer it.")
    row = doing.session.scalars(
        select(m.Stand).where(m.Stand.programme_id == doing.programme.id, m.Stand.participant_id == who.person_id)
    ).one_or_none()
    before = {"stand": row.stand, "reason": row.reason} if row is not None else None
    after = {"stand": command.stand, "reason": reason} if command.stand else None
    if before == after:
        return done(doing, doing.programme.id)
    if after is None and row is not None:
        doing.session.delete(row)
    elif after is not None:
        row = row or m.Stand(programme_id=doing.programme.id, participant_id=who.person_id)
        row.stand, row.reason = command.stand, reason
        doing.session.add(row)
    doing.session.flush()
    doing.log.add(programme_room(doing.programme.id), "list.changed", "list:support", before, after)
    return done(doing, doing.programme.id, refs=(doing.programme.id,))


def set_state(doing: Doing, command: p.SetState) -> Done:
    """Run the programme, hold its result day, or end it."""
    programme = doing.programme
    right = "coordinate" if programme.state == "ended" else "facilitate"
    programme_for(doing.session, doing.who, command.programme, right, afterwards=True)  # type: ignore[arg-type]
    if command.state not in ("", *PROGRAMME_STATES):
        raise Invalid("{value} is not one of {known}", value=command.state[:40], known=", ".join(PROGRAMME_STATES))
    wanted = command.state or None
    before = {"state": programme.state, "shown": programme.shown_id}
    if wanted == "result_day":
        programme.shown_id = _version(doing, command.snapshot, doing.word("For the result day")).id
    elif wanted == "ended" and programme.state != "ended":
        _version(doing, None, doing.word("When the programme ended"))
        programme.joining = False
    programme.state = wanted
    doing.session.flush()
    after = {"state": programme.state, "shown": programme.shown_id}
    if before != after:
        doing.log.add(programme_room(programme.id), "programme.state", programme.id, before, after)
    return done(doing, programme.id, refs=(programme.id,))


def _version(doing: Doing, id_: str | None, name: str) -> Any:
    """A saved version of this programme, or a new one under a name."""
    if id_:
        row = look_up(doing.session, m.Snapshot, id_)
        if row is None or row.programme_id != doing.programme.id:
            raise NotFound("There is no such saved version.")
        return row
    saved = save_snapshot(doing.session, doing.programme.id, name[:200], doing.who.person_id)
    room = programme_room(doing.programme.id)
    doing.log.add(room, "snapshot", saved.id, None, {"name": saved.name, "sha256": saved.sha256})
    return saved


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    p.ChangeHead: change_head,
    p.SetDates: set_dates,
    p.ShiftAgenda: shift_agenda,
    p.MarkTask: mark_task,
    p.TakeStand: take_stand,
    p.SetState: set_state,
}
