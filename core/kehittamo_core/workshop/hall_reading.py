"""What goes on in the hall as somebody is shown it: the activity, its clock, their table's board, calls, messages, requests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.controls import clock_end
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.rotation import board_at, boards_in, tables_in


@dataclass(frozen=True, kw_only=True)
class ActivityRow:
    """An activity as it stands; `groups` and `boards` are keys, moments are UTC."""

    id: str
    key: str
    stage: str | None
    agenda_item: str | None
    number: int | None
    title: str
    instruction: str
    plain: str
    state: str
    signing: str
    hidden: bool
    revealed: bool
    per_group: bool
    rotates: bool
    shift: int
    method: str | None
    starter: str | None
    model: str | None
    view: str | None
    minutes: float | None
    ends_at: datetime | None
    left: float | None
    opened_at: datetime | None = None
    groups: Sequence[str] = ()
    boards: Sequence[str] = ()
    rounds: Sequence[dict[str, Any]] = ()
    round: int = 0
    extra: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Now:
    """What goes on; `board` is the id of the board on which the reader works, `ends_at` their own table's clock."""

    activity: ActivityRow | None = None
    board: str | None = None
    table: str | None = None
    ends_at: datetime | None = None
    gather: dict[str, Any] | None = None
    message: dict[str, Any] | None = None
    help: dict[str, dict[str, Any]] = field(default_factory=dict)
    screen: dict[str, Any] | None = None
    undo: dict[str, Any] | None = None


def activity_row(row: m.Activity) -> ActivityRow:
    """An activity as it is read."""
    return ActivityRow(
        id=row.id, key=row.key, stage=row.stage_id, agenda_item=row.agenda_item, number=row.number, title=row.title,
        instruction=row.instruction or "", plain=row.plain or "", state=row.state, signing=row.signing, hidden=row.hidden,
        revealed=row.revealed_at is not None, per_group=row.per_group, rotates=row.rotates, shift=row.shift, method=row.method,
        starter=row.starter, model=row.model, view=row.view, minutes=row.minutes, ends_at=row.ends_at, left=row.left,
        opened_at=row.opened_at, groups=tuple(row.groups), boards=tuple(row.boards), rounds=tuple(row.rounds), round=row.round, extra=dict(row.extra),
    )  # fmt: skip


def activities_of(session: Session, who: Identity | None, programme_id: str) -> list[ActivityRow]:
    """A programme's activities in order; drafts only for facilitators."""
    programme_for(session, who, programme_id, "see")
    rows = session.scalars(
        select(m.Activity).where(m.Activity.programme_id == programme_id).order_by(m.Activity.position, m.Activity.key)
    )
    return [activity_row(row) for row in rows if row.state != "draft" or (who is not None and who.may("facilitate"))]


def board_of(session: Session, activity: m.Activity, group: m.Group | None) -> str | None:
    """The id of the board on which a table works now: its own, after `shift` bells another's, or the common one."""
    found = board_at(activity, boards_in(session, activity), tables_in(session, activity), group)
    return found.id if found is not None else None


def _going_on(session: Session, hall: m.Hall, table: str | None) -> m.Activity | None:
    """What goes on in the hall, or for a table that does not take part in it, what goes on beside it."""
    activity = session.get(m.Activity, hall.activity_id) if hall.activity_id else None
    if table is None or activity is None or not activity.groups or table in activity.groups:
        return activity
    others = session.scalars(
        select(m.Activity)
        .where(m.Activity.programme_id == hall.programme_id, m.Activity.state == "open")
        .order_by(m.Activity.position, m.Activity.key)
    )
    return next((one for one in others if table in one.groups), activity)


def read_now(session: Session, who: Identity | None, programme_id: str) -> Now:
    """What goes on in a programme's hall for somebody; requests for help and what can be taken back only for facilitators."""
    programme_for(session, who, programme_id, "see")
    hall = session.get(m.Hall, programme_id)
    group = session.get(m.Group, who.group_id) if who is not None and who.group_id else None
    table = group.key if group is not None else None
    if who is None or hall is None:
        return Now(table=table)
    leads = who.may("facilitate")
    activity = _going_on(session, hall, table)
    asked = hall.help if leads else {key: part for key, part in hall.help.items() if key == table}
    return Now(
        activity=activity_row(activity) if activity is not None else None,
        board=board_of(session, activity, group) if activity is not None else None,
        table=table,
        ends_at=clock_end(activity, table) if activity is not None else None,
        gather=hall.gather,
        message=hall.message,
        help=dict(asked),
        screen=hall.screen,
        undo=hall.undo if leads else None,
    )
