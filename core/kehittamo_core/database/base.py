"""What all tables have in common: names of constraints, times in UTC, JSON, and marks of where a thing came from."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    DateTime,
    Float,
    ForeignKey,
    MetaData,
    String,
    TypeDecorator,
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


class Part:
    """What belongs to one programme and has a key and a place in its list."""

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(Id, ForeignKey("programme.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Key)
    position: Mapped[float] = mapped_column(Float, default=0.0)
