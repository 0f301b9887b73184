"""Tables of what goes on in the hall: the activities in which people work, and what everybody is shown right now."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kehittamo_core.database.base import Base, Id, Json, Key, Marks, Part, Utc


class Activity(Part, Marks, Base):
    """A part of a meeting in which people work: what to do, at which tables, on which boards, until when.

    `agenda_item`, `groups` and `boards` are keys, no groups are all tables. Boards are made when it first starts: of `method`
    from `starter`, or as copies of the board `model`, one for each table where `per_group`. `rounds` are
    `{"kind": "alone" | "pairs" | "group", "minutes": n}`, `round` counts from 0. `signing` is name, group or anonymous.
    `hidden` ones are written alone until `revealed_at`. `state` is draft, open, locked or done. The clock ends at `ends_at`, or
    stands with `left` seconds; `extra` are seconds more by a table's key. `shift` counts how often the tables have moved on.
    """

    __tablename__ = "activity"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    stage_id: Mapped[str | None] = mapped_column(Id, ForeignKey("stage.id", ondelete="CASCADE"), index=True)
    agenda_item: Mapped[str | None] = mapped_column(Key)
    number: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(400), default="")
    instruction: Mapped[str | None] = mapped_column(Text)
    plain: Mapped[str | None] = mapped_column(Text)
    method: Mapped[str | None] = mapped_column(String(64))
    starter: Mapped[str | None] = mapped_column(String(64))
    model: Mapped[str | None] = mapped_column(Key)
    per_group: Mapped[bool] = mapped_column(Boolean, default=True)
    groups: Mapped[list[str]] = mapped_column(Json, default=list)
    boards: Mapped[list[str]] = mapped_column(Json, default=list)
    view: Mapped[str | None] = mapped_column(String(64))
    rounds: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    round: Mapped[int] = mapped_column(Integer, default=0)
    rotates: Mapped[bool] = mapped_column(Boolean, default=False)
    shift: Mapped[int] = mapped_column(Integer, default=0)
    signing: Mapped[str] = mapped_column(String(12), default="group")
    hidden: Mapped[bool] = mapped_column(Boolean, default=False)
    revealed_at: Mapped[datetime | None] = mapped_column(Utc)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    minutes: Mapped[float | None] = mapped_column(Float)
    ends_at: Mapped[datetime | None] = mapped_column(Utc)
    left: Mapped[float | None] = mapped_column("left_", Float)
    extra: Mapped[dict[str, float]] = mapped_column(Json, default=dict)
    opened_at: Mapped[datetime | None] = mapped_column(Utc)


class Hall(Base):
    """What everybody of a programme is shown right now; one row each, made when it is first needed.

    `activity_id` is what is going on. `gather` calls everybody to a place, `message` tells everybody something, `help` are the
    tables that ask for help by their keys, `screen` is what the projector shows. `undo` is what the last control changed,
    for as long as it can be taken back.
    """

    __tablename__ = "hall"

    programme_id: Mapped[str] = mapped_column(
        Id, ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True
    )  # fmt: skip
    activity_id: Mapped[str | None] = mapped_column(Id, ForeignKey("activity.id", ondelete="SET NULL"))
    gather: Mapped[dict[str, Any] | None] = mapped_column(Json)
    message: Mapped[dict[str, Any] | None] = mapped_column(Json)
    help: Mapped[dict[str, dict[str, Any]]] = mapped_column(Json, default=dict)
    screen: Mapped[dict[str, Any] | None] = mapped_column(Json)
    undo: Mapped[dict[str, Any] | None] = mapped_column(Json)
