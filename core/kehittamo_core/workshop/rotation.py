"""Whose turn is where: the boards of an activity, and the one on which a table works after so many bells."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m


def boards_in(session: Session, activity: m.Activity) -> list[m.Board]:
    """The living boards of an activity, in its order."""
    rows = {
        row.key: row
        for row in session.scalars(
            select(m.Board).where(
                m.Board.programme_id == activity.programme_id, m.Board.key.in_(activity.boards), m.Board.deleted_at.is_(None)
            )
        )
    }  # fmt: skip
    return [rows[key] for key in activity.boards if key in rows]


def tables_in(session: Session, activity: m.Activity) -> list[m.Group]:
    """The tables that take part in an activity, in the programme's order; without named ones, all."""
    rows = session.scalars(
        select(m.Group).where(m.Group.programme_id == activity.programme_id).order_by(m.Group.position, m.Group.key)
    ).all()
    return [row for row in rows if not activity.groups or row.key in activity.groups]


def board_at(
    activity: m.Activity, boards: Sequence[m.Board], tables: Sequence[m.Group], table: m.Group | None
) -> m.Board | None:
    """The board on which a table works now; None where there is none for it.

    A table has its own board, or without one a common one. Where tables rotate, each moves `shift` boards on: from its own,
    or (where the boards are common stations) from the one that its number gives it.
    """
    if not boards:
        return None
    at = next((n for n, board in enumerate(boards) if table is not None and board.group_id == table.id), None)
    stations = all(board.group_id is None for board in boards)
    if at is None and activity.rotates and stations and table is not None:
        at = next((n for n, one in enumerate(tables) if one.id == table.id), None)
    if at is None:
        return next((board for board in boards if board.group_id is None), None)
    return boards[(at + activity.shift) % len(boards)] if activity.rotates else boards[at]


def visited(session: Session, programme_id: str, group_id: str | None) -> frozenset[str]:
    """The ids of the boards on which a table works now because the tables have moved on."""
    if group_id is None:
        return frozenset()
    going = session.scalars(
        select(m.Activity).where(
            m.Activity.programme_id == programme_id, m.Activity.rotates, m.Activity.state == "open", m.Activity.shift > 0
        )
    ).all()  # fmt: skip
    table = session.get(m.Group, group_id) if going else None
    found = (board_at(one, boards_in(session, one), tables_in(session, one), table) for one in going)
    return frozenset(board.id for board in found if board is not None)
