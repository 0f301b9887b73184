"""The tables: a programme and all that hangs from it, its events, its texts, and who may come in.

Primary keys are uuid7 as 32 hexadecimal letters. `key` is the id that the archive uses, unique within the programme.
Text fields stand only in `text.plain` (one row per owner, field and language) and are joined in when they are read, so
that a typed character never rewrites JSON. Times are UTC.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kehittamo_core.database.ids import new_id

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Key = String(64)
Id = String(32)


class Utc(TypeDecorator[datetime]):
    """A moment in UTC; SQLite gives it back with its time zone too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Names every constraint, so that one history of changes works on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Marks:
    """Where a thing came from: sources, doubts by field, and fields that were inferred and never stated."""

    sources: Mapped[list[str]] = mapped_column(Json, default=list)
    uncertain: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    inferred: Mapped[list[str]] = mapped_column(Json, default=list)


class Account(Base):
    """A coordinator or a facilitator of this instance."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="fi")
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)


class Programme(Base):
    """The whole process around one shared goal. `frame` holds the parts that are only shown, in the archive's form."""

    __tablename__ = "programme"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(Key, unique=True)
    title: Mapped[str] = mapped_column(String(400))
    languages: Mapped[list[str]] = mapped_column(Json, default=lambda: ["fi"])
    banner: Mapped[str | None] = mapped_column(String(200))
    practice: Mapped[bool] = mapped_column(Boolean, default=False)
    targets: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    goal_marks: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    frame: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    labels: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    revision: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    owner_id: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))
    join_code: Mapped[str | None] = mapped_column(String(6), unique=True)
    joining: Mapped[bool] = mapped_column(Boolean, default=False)
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)


class Part:
    """What belongs to one programme and has a key and a place in its list."""

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Key)
    position: Mapped[float] = mapped_column(Float, default=0.0)


class Stage(Part, Marks, Base):
    """A meeting, or the work between two of them."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(400), default="")
    theme: Mapped[str | None] = mapped_column(Text)
    date: Mapped[str | None] = mapped_column(String(10))
    date_text: Mapped[str | None] = mapped_column(String(200))
    start: Mapped[str | None] = mapped_column(String(5))
    end: Mapped[str | None] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10), default="coming")


class AgendaItem(Part, Marks, Base):
    """A point of a meeting's programme."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    stage_id: Mapped[str] = mapped_column(Id, ForeignKey("stage.id", ondelete="CASCADE"), index=True)
    text: Mapped[str | None] = mapped_column(Text)
    time: Mapped[str | None] = mapped_column(String(5))
    minutes: Mapped[float | None] = mapped_column(Float)
    kind: Mapped[str | None] = mapped_column(String(20))
    presenter: Mapped[str | None] = mapped_column(String(200))


class Activity(Base):
    """An agenda item in which people work: what to do, on which boards, with which rights, until when."""

    __tablename__ = "activity"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    agenda_item_id: Mapped[str] = mapped_column(Id, ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True)
    instruction: Mapped[str] = mapped_column(Text, default="")
    boards: Mapped[list[str]] = mapped_column(Json, default=list)
    rights: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    rounds: Mapped[list[Any]] = mapped_column(Json, default=list)
    timer: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    signing: Mapped[str] = mapped_column(String(12), default="name")
    state: Mapped[str] = mapped_column(String(10), default="closed")


class Group(Part, Marks, Base):
    """People at one table."""

    __tablename__ = "group_"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    number: Mapped[int | None] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200), default="")


class Participant(Part, Marks, Base):
    """A person of one programme. `joined` tells those who came by code from those whom somebody entered."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20), default="expert")
    kind: Mapped[str | None] = mapped_column(String(20))
    group_id: Mapped[str | None] = mapped_column(Id, ForeignKey("group_.id", ondelete="SET NULL"))
    email: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="fi")
    closed_at: Mapped[datetime | None] = mapped_column(Utc)


class AccessLink(Base):
    """A personal link; only the sha256 of its token is stored."""

    __tablename__ = "access_link"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[str | None] = mapped_column(Id, ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    programme_id: Mapped[str | None] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"))
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(Utc)


class SessionToken(Base):
    """An open session; only the sha256 of its token is stored, and every login makes a new one."""

    __tablename__ = "session_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[str | None] = mapped_column(Id, ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    link_id: Mapped[str | None] = mapped_column(Id, ForeignKey("access_link.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)
    expires_at: Mapped[datetime] = mapped_column(Utc)
    revoked_at: Mapped[datetime | None] = mapped_column(Utc)


class Actor(Part, Marks, Base):
    """An organisation, a role, a service or a function, defined once for the programme."""

    __tablename__ = "actor"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    name: Mapped[str | None] = mapped_column(String(200))
    kind: Mapped[str | None] = mapped_column(String(20))
    aliases: Mapped[list[str]] = mapped_column(Json, default=list)
    part_of: Mapped[str | None] = mapped_column(Key)


class Term(Part, Marks, Base):
    """A word of the programme, with its other names."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    term: Mapped[str | None] = mapped_column(String(200))
    aliases: Mapped[list[str]] = mapped_column(Json, default=list)
    meaning: Mapped[str | None] = mapped_column(Text)


class Board(Part, Marks, Base):
    """One use of a method. `version` is the form of the method that its elements are stored in."""

    __tablename__ = "board"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    method: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer, default=1)
    title: Mapped[str] = mapped_column(String(400), default="")
    stage_id: Mapped[str | None] = mapped_column(Id, ForeignKey("stage.id", ondelete="SET NULL"))
    group_id: Mapped[str | None] = mapped_column(Id, ForeignKey("group_.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(Utc)


class Element(Marks, Base):
    """An item or a link. A link across boards has no board; `values` holds all fields but the co-edited texts."""

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
    author_id: Mapped[str | None] = mapped_column(Id, ForeignKey("participant.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(Utc)
    deleted_by: Mapped[str | None] = mapped_column(Id)


class CodeCounter(Base):
    """The last number given to a prefix of short ids; a number is never given twice."""

    __tablename__ = "code_counter"

    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(8), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, default=0)


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

    text_key: Mapped[str] = mapped_column(
        String(128), ForeignKey("text.key", ondelete="CASCADE"), primary_key=True
    )
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


class Vote(Base):
    """Points that a participant, a group or an account gave to an element.

    `signed` is the voter's name where an archive brought the vote of somebody who has no account here.
    """

    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("element_id", "participant_id"),
        UniqueConstraint("element_id", "group_id"),
        UniqueConstraint("element_id", "account_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    element_id: Mapped[str] = mapped_column(Id, ForeignKey("element.id", ondelete="CASCADE"))
    participant_id: Mapped[str | None] = mapped_column(Id, ForeignKey("participant.id", ondelete="CASCADE"))
    group_id: Mapped[str | None] = mapped_column(Id, ForeignKey("group_.id", ondelete="CASCADE"))
    account_id: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id", ondelete="CASCADE"))
    signed: Mapped[str | None] = mapped_column(String(200))
    points: Mapped[int] = mapped_column(Integer, default=0)


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


class NextStep(Part, Marks, Base):
    """What happens after the result day."""

    __tablename__ = "next_step"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    text: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Key)
    due: Mapped[str | None] = mapped_column(String(10))


class InterimTask(Part, Marks, Base):
    """A task between two meetings."""

    __tablename__ = "interim_task"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    text: Mapped[str | None] = mapped_column(Text)
    stage: Mapped[str | None] = mapped_column(Key)
    owner: Mapped[str | None] = mapped_column(String(200))
    due: Mapped[str | None] = mapped_column(String(10))
    done: Mapped[bool] = mapped_column(Boolean, default=False)


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
