"""Tables of a programme and its people: meetings, groups, who may come in, actors and terms."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from kehittamo_core.database.base import Base, Id, Json, Key, Marks, Part, Utc, now
from kehittamo_core.database.ids import new_id


class Account(Base):
    """A coordinator or a facilitator of this instance; of a password only its Argon2 hash is stored."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="fi")
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)


class Programme(Base):
    """The whole process around one shared goal. `frame` holds the parts that are only shown, in the archive's form.

    `state` is None while it runs, then `result_day`, then `ended`; `shown_id` is the saved version of the result day.
    """

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
    state: Mapped[str | None] = mapped_column(String(12))
    shown_id: Mapped[str | None] = mapped_column(Id)
    made_at: Mapped[datetime] = mapped_column(Utc, default=now)


class Stage(Part, Marks, Base):
    """A meeting, or the work between two of them."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(400), default="")
    theme: Mapped[str | None] = mapped_column(Text)
    date: Mapped[str | None] = mapped_column(String(10))
    end_date: Mapped[str | None] = mapped_column(String(10))
    date_text: Mapped[str | None] = mapped_column(String(200))
    start: Mapped[str | None] = mapped_column(String(5))
    end: Mapped[str | None] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10), default="coming")


class AgendaItem(Part, Marks, Base):
    """A point of a meeting's programme; a `parallel` one begins together with the point before it.

    `groups` and `boards` are keys; `takes_part` says in words who takes part.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    stage_id: Mapped[str] = mapped_column(Id, ForeignKey("stage.id", ondelete="CASCADE"), index=True)
    text: Mapped[str | None] = mapped_column(Text)
    time: Mapped[str | None] = mapped_column(String(5))
    minutes: Mapped[float | None] = mapped_column(Float)
    kind: Mapped[str | None] = mapped_column(String(20))
    presenter: Mapped[str | None] = mapped_column(String(200))
    parallel: Mapped[bool] = mapped_column(Boolean, default=False)
    groups: Mapped[list[str]] = mapped_column(Json, default=list)
    takes_part: Mapped[list[str]] = mapped_column(Json, default=list)
    boards: Mapped[list[str]] = mapped_column(Json, default=list)


class Group(Part, Marks, Base):
    """People at one table, with a task of their own and the customer profile (an item's key) that they work on."""

    __tablename__ = "group_"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    number: Mapped[int | None] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200), default="")
    task: Mapped[str | None] = mapped_column(Text)
    profile: Mapped[str | None] = mapped_column(Key)


class Participant(Part, Marks, Base):
    """A person of one programme.

    Who was entered has neither `invited_at` nor `joined_at`; an invitation sets the first, the first visit the second.
    `together` are the keys of people to be seated at the same table; `by_hand` marks a place that mixing leaves alone.
    """

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20), default="expert")
    kind: Mapped[str | None] = mapped_column(String(20))
    group_id: Mapped[str | None] = mapped_column(Id, ForeignKey("group_.id", ondelete="SET NULL"))
    email: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="fi")
    together: Mapped[list[str]] = mapped_column(Json, default=list)
    by_hand: Mapped[bool] = mapped_column(Boolean, default=False)
    invited_at: Mapped[datetime | None] = mapped_column(Utc)
    reminded_at: Mapped[datetime | None] = mapped_column(Utc)
    joined_at: Mapped[datetime | None] = mapped_column(Utc)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)


class Picture(Part, Marks, Base):
    """An image of a programme as it was made anew from what was sent, with whom to credit; `restricted` as on a board."""

    __tablename__ = "picture"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    credit: Mapped[str] = mapped_column(String(200))
    alt: Mapped[str | None] = mapped_column(Text)
    use: Mapped[str | None] = mapped_column(String(8))
    media_type: Mapped[str] = mapped_column(String(20))
    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    restricted: Mapped[bool] = mapped_column(Boolean, default=False)
    shown_to: Mapped[list[str]] = mapped_column(Json, default=list)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ReportEntry(Base):
    """A chapter or a free page of the report as the owner of its co-edited texts; `key` is its id in the plan.

    A free page that was taken out of the plan is `deleted_at`: nobody writes in it any more.
    """

    __tablename__ = "report_entry"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Key)
    deleted_at: Mapped[datetime | None] = mapped_column(Utc)


class Stand(Base):
    """What a participant thinks of the shared goal: support, or a reservation with its reason."""

    __tablename__ = "stand"
    __table_args__ = (UniqueConstraint("programme_id", "participant_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"))
    participant_id: Mapped[str] = mapped_column(Id, ForeignKey("participant.id", ondelete="CASCADE"))
    stand: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(Text)


class Visit(Base):
    """When somebody was last on a programme's pages, and when before that."""

    __tablename__ = "visit"

    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc, default=now)
    before: Mapped[datetime | None] = mapped_column(Utc)


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
