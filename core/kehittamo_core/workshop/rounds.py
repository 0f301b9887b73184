"""Rounds in which a kind of link is rated alone on a board: whether one goes on now, and the spreads of those that were shown."""

from collections.abc import Container

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.board import Spread
from kehittamo_core.database import models as m
from kehittamo_core.errors import Locked

SHOWN, ENDED = "shown", "ended"
"""The states in which a spread may be seen."""


def round_of(session: Session, board_id: str | None, kind: str) -> m.RatingRound | None:
    """The round of a kind of link on a board."""
    if board_id is None:
        return None
    return session.scalars(
        select(m.RatingRound).where(m.RatingRound.board_id == board_id, m.RatingRound.kind == kind)
    ).one_or_none()


def shown_rounds(session: Session, board_id: str) -> list[m.RatingRound]:
    """The rounds of a board whose spread may be seen, by kind."""
    rows = select(m.RatingRound).where(m.RatingRound.board_id == board_id, m.RatingRound.state.in_((SHOWN, ENDED)))
    return list(session.scalars(rows.order_by(m.RatingRound.kind)))


def spreads_of(session: Session, board_id: str, alive: Container[str]) -> tuple[Spread, ...]:
    """What was rated alone on a board and shown, between elements that are there still."""
    return tuple(
        Spread(
            kind=row.kind, source=part["source"], target=part["target"], field=part["field"],
            counts=tuple((value, count) for value, count in part["counts"]),
        )
        for row in shown_rounds(session, board_id)
        for part in row.spread
        if part["source"] in alive and part["target"] in alive
    )  # fmt: skip


def refuse_rated(session: Session, board_id: str | None, kind: str) -> None:
    """Refuse the group's rating while everybody rates alone.

    Raises:
        Locked: see the message.
    """
    found = round_of(session, board_id, kind)
    if found is not None and found.state == "open":
        raise Locked("Everybody rates alone now. The group agrees on its rating when the spread is shown.")
