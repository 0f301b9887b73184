"""Tables that grow with use: co-edited texts, rooms and their events, commands, saved versions and exports."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kehittamo_core.database.base import Base, Id, Json, Utc, now
from kehittamo_core.database.ids import new_id


class CoText(Base):
    """A co-edited text: what it reads now, and the number of its last update. The key is `owner:field:language`."""

    __tablename__ = "text"

    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    room: Mapped[str] = mapped_column(String(48), index=True)
    owner_id: Mapped[str] = mapped_column(Id, index=True)
    field: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    plain: Mapped[str] = mapped_column(Text, default="")
    n: Mapped[int] = mapped_column(BigInteger, default=0)


class TextUpdate(Base):
    """One Yjs update of a text."""

    __tablename__ = "text_update"

    text_key: Mapped[str] = mapped_column(String(128), ForeignKey("text.key", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    actor_id: Mapped[str | None] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(Utc, default=now)


class TextHistory(Base):
    """What one person did to a text within one minute: how it read before and after."""

    __tablename__ = "text_history"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    text_key: Mapped[str] = mapped_column(String(128), ForeignKey("text.key", ondelete="CASCADE"))
    actor_id: Mapped[str | None] = mapped_column(Id)
    minute: Mapped[datetime] = mapped_column(Utc)
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_text_history_text", "text_key", "minute"),)


class Room(Base):
    """The counter of a room, `programme:HEX` or `board:HEX`; `epoch` changes when its log starts anew."""

    __tablename__ = "room"

    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    epoch: Mapped[str] = mapped_column(String(8))


class Event(Base):
    """Something that happened in a room: the log, the history, the undo, the audit and the bus."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_ref", "ref"),
        Index("ix_event_command", "programme_id", "command_id"),
        Index("ix_event_actor", "room", "actor_id", "seq"),
    )

    room: Mapped[str] = mapped_column(String(48), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    ref: Mapped[str] = mapped_column(String(128))
    actor_id: Mapped[str | None] = mapped_column(Id)
    command_id: Mapped[str | None] = mapped_column(String(64))
    before: Mapped[Any] = mapped_column(Json, nullable=True)
    after: Mapped[Any] = mapped_column(Json, nullable=True)
    undone: Mapped[bool] = mapped_column(Boolean, default=False)
    at: Mapped[datetime] = mapped_column(Utc, default=now)


class Command(Base):
    """A command that was carried out, and its answer: the same command sent again is answered, not repeated."""

    __tablename__ = "command"

    scope: Mapped[str] = mapped_column(String(32), primary_key=True)
    command_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    actor_id: Mapped[str | None] = mapped_column(Id)
    answer: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Utc, default=now)


class Snapshot(Base):
    """A saved version: an archive document that never changes."""

    __tablename__ = "snapshot"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    document: Mapped[bytes] = mapped_column(LargeBinary)
    actor_id: Mapped[str | None] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(Utc, default=now)


class ReportJob(Base):
    """An export under way, or done: how far it is, and its file when it is ready."""

    __tablename__ = "report_job"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    snapshot_id: Mapped[str | None] = mapped_column(Id, ForeignKey("snapshot.id", ondelete="CASCADE"))
    format: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    options: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    step: Mapped[str] = mapped_column(String(400), default="")
    message: Mapped[str | None] = mapped_column(Text)
    result: Mapped[bytes | None] = mapped_column(LargeBinary)
    actor_id: Mapped[str | None] = mapped_column(Id)
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Utc)
