"""Tables of what stands on no board yet: notes written alone, votes by ballot, and ratings that each gives alone first.

Nothing that builds a board, a page, a drawing, a finding, a search, an export or a saved version reads them: what is hidden
is hidden because it is no element, no link and no counted vote.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kehittamo_core.database.base import Base, Id, Json, Key, Utc, now
from kehittamo_core.database.ids import new_id


class HiddenNote(Base):
    """A note that waits for its activity's reveal; its owner alone reads it.

    The owner is `person_id` (a participant or an account) or, in an anonymous activity, whoever holds the key whose sha256
    is `owner_hash`. The id of an anonymous one tells no time. `element_id` is what it has become, as long as that can be
    taken back; then the row goes.
    """

    __tablename__ = "hidden_note"
    __table_args__ = (Index("ix_hidden_note_activity", "activity_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str] = mapped_column(Id, ForeignKey("activity.id", ondelete="CASCADE"))
    board_id: Mapped[str] = mapped_column(Id, ForeignKey("board.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(64))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    values: Mapped[dict[str, Any]] = mapped_column("values_", Json, default=dict)
    person_id: Mapped[str | None] = mapped_column(Id)
    signed: Mapped[str | None] = mapped_column(String(200))
    owner_hash: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)
    element_id: Mapped[str | None] = mapped_column(Id)


class Ballot(Base):
    """A vote on the items of an activity's boards: so many `points` for each person, at most `cap` of them on one item.

    Its votes count nowhere until it is `closed`. `overruled` is what a facilitator set beside the count, by the item's key:
    `{"points", "reason", "name", "at"}`. `boards` are keys.
    """

    __tablename__ = "ballot"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Key)
    activity_id: Mapped[str | None] = mapped_column(Id, ForeignKey("activity.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(400), default="")
    boards: Mapped[list[str]] = mapped_column(Json, default=list)
    points: Mapped[int] = mapped_column(Integer)
    cap: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10), default="open")
    voters: Mapped[int | None] = mapped_column(Integer)
    overruled: Mapped[dict[str, dict[str, Any]]] = mapped_column(Json, default=dict)
    opened_at: Mapped[datetime] = mapped_column(Utc, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)


class RatingRound(Base):
    """A kind of link that is rated alone on a board: `open`, then `shown`, then `ended`; one row for each board and kind.

    `spread` is counted when it is shown and stays when the round ends and everybody's own ratings are deleted: a list of
    `{"source", "target", "field", "counts": [[value, how many], ...]}` with primary keys of elements.
    """

    __tablename__ = "rating_round"
    __table_args__ = (UniqueConstraint("board_id", "kind"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[str] = mapped_column(Id, ForeignKey("board.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime] = mapped_column(Utc, default=now)
    spread: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list, server_default="[]")


class Rating(Base):
    """What one person thinks of one cell of a round: the link's `values` as that person would set them."""

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("round_id", "source_id", "target_id", "person_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(Id, ForeignKey("rating_round.id", ondelete="CASCADE"))
    source_id: Mapped[str] = mapped_column(Id, ForeignKey("element.id", ondelete="CASCADE"))
    target_id: Mapped[str] = mapped_column(Id, ForeignKey("element.id", ondelete="CASCADE"))
    person_id: Mapped[str] = mapped_column(Id)
    values: Mapped[dict[str, Any]] = mapped_column("values_", Json, default=dict)
