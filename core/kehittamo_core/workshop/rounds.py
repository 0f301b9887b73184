"""Whether a kind of link is rated alone on a board now: then the group's rating has to wait, for it would lead the others."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.errors import Locked


def round_of(session: Session, board_id: str | None, kind: str) -> m.RatingRound | None:
    """The round of a kind of link on a board."""
    if board_id is None:
        return None
    return session.scalars(
        select(m.RatingRound).where(m.RatingRound.board_id == board_id, m.RatingRound.kind == kind)
    ).one_or_none()


def refuse_rated(session: Session, board_id: str | None, kind: str) -> None:
    """Refuse the group's rating while everybody rates alone.

    Raises:
        Locked: see the message.
    """
    found = round_of(session, board_id, kind)
    if found is not None and found.state == "open":
        raise Locked("Everybody rates alone now. The group agrees on its rating when the spread is shown.")
