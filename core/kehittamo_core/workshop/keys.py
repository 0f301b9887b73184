"""What a programme calls by a key: its meetings, tables, boards and the other rows that an archive names."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m

T = TypeVar("T", bound=m.Base)


def by_key(session: Session, table: type[T], programme_id: str, key: str | None) -> T | None:
    """The living row of a programme with a key; None where there is none (any more)."""
    if not key:
        return None
    columns = table.__table__.c
    wanted = select(table).where(columns.programme_id == programme_id, columns.key == key)
    if "deleted_at" in columns:
        wanted = wanted.where(columns.deleted_at.is_(None))
    return session.scalars(wanted).one_or_none()
