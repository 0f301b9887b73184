"""How a board is written now: alone or together, and under which name, as the activities that are open on it say.

Anonymous writing keeps no author: such commands and texts have no actor, the hour only, and nobody is seen at a field.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.errors import Locked

GOING_ON = ("open", "locked")


def hour(moment: datetime) -> datetime:
    """The hour of a moment: all that is kept of when something anonymous was written."""
    return moment.replace(minute=0, second=0, microsecond=0)


def activities_on(session: Session, board: m.Board) -> list[m.Activity]:
    """The activities that go on on a board, the last opened first."""
    rows = session.scalars(
        select(m.Activity)
        .where(m.Activity.programme_id == board.programme_id, m.Activity.state.in_(GOING_ON))
        .order_by(m.Activity.opened_at.desc(), m.Activity.key)
    )
    return [row for row in rows if board.key in row.boards]


def alone_on(session: Session, board: m.Board) -> m.Activity | None:
    """The activity in which everybody writes alone on a board now, before it is revealed."""
    return next((row for row in activities_on(session, board) if row.hidden and row.revealed_at is None), None)


def signing_on(session: Session, board: m.Board) -> str:
    """name, group or anonymous; a board on which nothing goes on is signed with names. Anonymous goes before all else."""
    found = [row.signing for row in activities_on(session, board)]
    return "anonymous" if "anonymous" in found else found[0] if found else "name"


def nameless(session: Session, board_id: str | None) -> bool:
    """Whether what is written on a board now is nobody's."""
    board = session.get(m.Board, board_id) if board_id is not None else None
    return board is not None and signing_on(session, board) == "anonymous"


def refuse_alone(session: Session, board: m.Board) -> None:
    """Refuse adding to a board that all can read while everybody writes alone.

    Raises:
        Locked: see the message.
    """
    activity = alone_on(session, board)
    if activity is not None:
        raise Locked(
            "In {title} everybody writes alone first. Write in your own notes above; all are shown when the facilitator "
            "reveals them.",
            title=activity.title,
        )


def table_name(session: Session, board: m.Board, group_id: str | None) -> str | None:
    """The name under which a table writes: the board's own table, else the writer's; None where there is neither."""
    group = session.get(m.Group, board.group_id or group_id) if board.group_id or group_id else None
    if group is None:
        return None
    return group.name or group.key
