"""Tables of boards and what stands on them: items, links, votes, comments, and what the programme decides and plans."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from kehittamo_core.database.base import Base, Id, Json, Key, Marks, Part, Utc, now
from kehittamo_core.database.ids import new_id


class Board(Part, Marks, Base):
    """One use of a method. `version` is the form of the method that its elements are stored in.

    A `restricted` one is shown to the groups of `shown_to` (their ids) and to facilitators only.
    """

    __tablename__ = "board"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    method: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer, default=1)
    title: Mapped[str] = mapped_column(String(400), default="")
    stage_id: Mapped[str | None] = mapped_column(Id, ForeignKey("stage.id", ondelete="SET NULL"))
    group_id: Mapped[str | None] = mapped_column(Id, ForeignKey("group_.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    restricted: Mapped[bool] = mapped_column(Boolean, default=False)
    shown_to: Mapped[list[str]] = mapped_column(Json, default=list)
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(Utc)


class Element(Marks, Base):
    """An item or a link. A link across boards has no board; `values` holds all fields but the co-edited texts.

    `signed` is the table's name under which it was written; it is shown then, and its author is not.
    """

    __tablename__ = "element"
    __table_args__ = (
        UniqueConstraint("programme_id", "key"),
        Index("ix_element_programme_code", "programme_id", "code"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"))
    board_id: Mapped[str | None] = mapped_column(Id, ForeignKey("board.id", ondelete="CASCADE"), index=True)
    is_link: Mapped[bool] = mapped_column(Boolean, default=False)
    method: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(Key)
    code: Mapped[str] = mapped_column(String(16), default="")
    zone: Mapped[str] = mapped_column(String(64), default="")
    order: Mapped[float] = mapped_column("order_", Float, default=0.0)
    x: Mapped[float | None] = mapped_column(Float)
    y: Mapped[float | None] = mapped_column(Float)
    source_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("element.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"), index=True
    )
    target_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("element.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"), index=True
    )
    values: Mapped[dict[str, Any]] = mapped_column("values_", Json, default=dict)
    translations: Mapped[dict[str, dict[str, Any]]] = mapped_column(Json, default=dict)
    revision: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    origins: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    author_id: Mapped[str | None] = mapped_column(Id, ForeignKey("participant.id", ondelete="SET NULL"))
    signed: Mapped[str | None] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(Utc)
    deleted_by: Mapped[str | None] = mapped_column(Id)


class CodeCounter(Base):
    """The last number given to a prefix of short ids; a number is never given twice."""

    __tablename__ = "code_counter"

    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(8), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, default=0)


class Vote(Base):
    """Points that a participant, a group or an account gave to an element.

    `signed` is the voter's name where an archive brought the vote of somebody who has no account here. `ballot` is the id of
    the ballot that it was given in, "" for none; a group's are its votes on paper then, and `proxy_by` is who entered a person's.
    """

    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("element_id", "participant_id", "ballot"),
        UniqueConstraint("element_id", "group_id", "ballot"),
        UniqueConstraint("element_id", "account_id", "ballot"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    element_id: Mapped[str] = mapped_column(Id, ForeignKey("element.id", ondelete="CASCADE"))
    participant_id: Mapped[str | None] = mapped_column(Id, ForeignKey("participant.id", ondelete="CASCADE"))
    group_id: Mapped[str | None] = mapped_column(Id, ForeignKey("group_.id", ondelete="CASCADE"))
    account_id: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id", ondelete="CASCADE"))
    signed: Mapped[str | None] = mapped_column(String(200))
    points: Mapped[int] = mapped_column(Integer, default=0)
    ballot: Mapped[str] = mapped_column(Id, default="", server_default="")
    proxy_by: Mapped[str | None] = mapped_column(Id)


class Comment(Base):
    """A remark on an item or a link. `signed` is the name it was written under; None is anonymous."""

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Key)
    element_id: Mapped[str] = mapped_column(Id, ForeignKey("element.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[str | None] = mapped_column(Id)
    signed: Mapped[str | None] = mapped_column(String(200))
    written: Mapped[datetime | None] = mapped_column(Utc)
    done: Mapped[bool] = mapped_column(Boolean, default=False)
    deleted_at: Mapped[datetime | None] = mapped_column(Utc)


class Decision(Part, Marks, Base):
    """A decision with its reason, date, owner and the elements it is about (their keys)."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    text: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    date: Mapped[str | None] = mapped_column(String(10))
    owner: Mapped[str | None] = mapped_column(Key)
    elements: Mapped[list[str]] = mapped_column(Json, default=list)


class Question(Part, Marks, Base):
    """A question put aside for later."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    text: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Key)


class NextStep(Part, Marks, Base):
    """What happens after the result day."""

    __tablename__ = "next_step"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    text: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Key)
    due: Mapped[str | None] = mapped_column(String(10))
    done: Mapped[bool] = mapped_column(Boolean, default=False)


class InterimTask(Part, Marks, Base):
    """A task between two meetings; `done_by` are the keys of the people who have done their share."""

    __tablename__ = "interim_task"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    text: Mapped[str | None] = mapped_column(Text)
    stage: Mapped[str | None] = mapped_column(Key)
    owner: Mapped[str | None] = mapped_column(String(200))
    due: Mapped[str | None] = mapped_column(String(10))
    done: Mapped[bool] = mapped_column(Boolean, default=False)
    done_by: Mapped[list[str]] = mapped_column(Json, default=list)
