"""The task that belongs to a board, and where every table works now, for those who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.workshop.access import board_for, programme_for
from kehittamo_core.workshop.hall_reading import ActivityRow, activity_row, read_now
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.rotation import board_at, boards_in, tables_in


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a table works now. `order` counts the programme's tables from 1; without a board it has none in this task."""

    order: int
    key: str
    number: int | None
    name: str
    board: str | None = None
    board_title: str = ""


@dataclass(frozen=True, kw_only=True)
class Task:
    """An activity with the places of its tables; `common` is the board for whoever sits at no table."""

    activity: ActivityRow
    places: Sequence[Place]
    common: tuple[str, str] | None = None


def places_of(session: Session, activity: m.Activity) -> Task:
    """Where the tables of an activity work now."""
    boards, tables = boards_in(session, activity), tables_in(session, activity)
    order = {row.id: at for at, row in enumerate(_tables(session, activity.programme_id), 1)}
    places = []
    for table in tables:
        board = board_at(activity, boards, tables, table)
        places.append(
            Place(
                order=order[table.id], key=table.key, number=table.number, name=table.name,
                board=board.id if board is not None else None, board_title=board.title if board is not None and not board.restricted else "",
            )
        )  # fmt: skip
    common = next((board for board in boards if board.group_id is None and not board.restricted), None)
    return Task(
        activity=activity_row(activity), places=places, common=(common.id, common.title) if common is not None else None
    )


def _tables(session: Session, programme_id: str) -> Sequence[m.Group]:
    return session.scalars(
        select(m.Group).where(m.Group.programme_id == programme_id).order_by(m.Group.position, m.Group.key)
    ).all()


def table_order(session: Session, who: Identity) -> int:
    """The place of somebody's table among the programme's tables, from 1; 0 for nobody's."""
    if who.group_id is None or who.programme_id is None:
        return 0
    ids = [row.id for row in _tables(session, who.programme_id)]
    return ids.index(who.group_id) + 1 if who.group_id in ids else 0


def task_of(session: Session, who: Identity | None, board_id: str) -> Task | None:
    """The task that is done on a board now: the open one, else one that is locked; None where there is none.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access`.
    """
    board = board_for(session, who, board_id, "see")
    rows = session.scalars(
        select(m.Activity)
        .where(m.Activity.programme_id == board.programme_id, m.Activity.state.in_(("open", "locked")))
        .order_by(m.Activity.position.desc(), m.Activity.key)
    ).all()
    own = [row for row in rows if board.key in row.boards]
    found = next((row for row in own if row.state == "open"), own[0] if own else None)
    return places_of(session, found) if found is not None else None


def task_now(session: Session, who: Identity | None, programme_id: str) -> Task | None:
    """What goes on in the hall for somebody, with where the tables work."""
    now = read_now(session, who, programme_id)
    row = session.get(m.Activity, now.activity.id) if now.activity is not None else None
    return places_of(session, row) if row is not None and row.state != "draft" else None


def coming(session: Session, who: Identity | None, programme_id: str) -> m.AgendaItem | None:
    """The agenda item that follows what goes on; None where nothing says."""
    programme_for(session, who, programme_id, "see")
    hall = session.get(m.Hall, programme_id)
    activity = session.get(m.Activity, hall.activity_id) if hall is not None and hall.activity_id else None
    if activity is None or activity.agenda_item is None:
        return None
    item = session.scalars(
        select(m.AgendaItem).where(m.AgendaItem.programme_id == programme_id, m.AgendaItem.key == activity.agenda_item)
    ).one_or_none()
    if item is None:
        return None
    return session.scalars(
        select(m.AgendaItem)
        .where(m.AgendaItem.stage_id == item.stage_id, m.AgendaItem.position > item.position)
        .order_by(m.AgendaItem.position, m.AgendaItem.key)
        .limit(1)
    ).first()


def boards_of(session: Session, programme_id: str, activities: Sequence[str]) -> list[str]:
    """The ids of the living boards of some activities."""
    rows = session.scalars(
        select(m.Activity).where(m.Activity.programme_id == programme_id, m.Activity.id.in_(activities))
    )
    return list(dict.fromkeys(board.id for row in rows for board in boards_in(session, row)))


def activities_among(session: Session, programme_id: str, refs: set[str]) -> list[str]:
    """Those of some ids that name activities of a programme."""
    rows = session.scalars(
        select(m.Activity.id).where(m.Activity.programme_id == programme_id, m.Activity.id.in_(refs))
    )
    return sorted(rows)
