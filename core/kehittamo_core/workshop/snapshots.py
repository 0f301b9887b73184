"""Saved versions: archive documents with a name, a fingerprint, who and when; they never change."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.normal import Document, canonical
from kehittamo_core.errors import NotFound
from kehittamo_core.workshop.access import look_up
from kehittamo_core.workshop.archive_export import export_document


@dataclass(frozen=True)
class SnapshotRow:
    """A saved version without its document."""

    id: str
    name: str
    sha256: str
    actor_id: str | None
    at: datetime
    programme_id: str = ""

    def as_mapping(self) -> dict[str, Any]:
        """What an export prints of it."""
        return {
            "id": self.id,
            "name": self.name,
            "sha256": self.sha256,
            "who": self.actor_id,
            "when": self.at.isoformat(),
        }


def save_snapshot(session: Session, programme_id: str, name: str, actor_id: str | None) -> SnapshotRow:
    """Keep a programme as it is now."""
    data = canonical(export_document(session, programme_id))
    row = m.Snapshot(
        id=new_id(), programme_id=programme_id, name=name, sha256=hashlib.sha256(data).hexdigest(), document=data,
        actor_id=actor_id or None, at=m.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return SnapshotRow(row.id, row.name, row.sha256, row.actor_id, row.at)


def snapshots(session: Session, programme_id: str) -> list[SnapshotRow]:
    """A programme's saved versions, newest first."""
    columns = (m.Snapshot.id, m.Snapshot.name, m.Snapshot.sha256, m.Snapshot.actor_id, m.Snapshot.at)
    found = session.execute(
        select(*columns)
        .where(m.Snapshot.programme_id == programme_id)
        .order_by(m.Snapshot.at.desc(), m.Snapshot.id.desc())
    )
    return [SnapshotRow(row.id, row.name, row.sha256, row.actor_id, row.at) for row in found]


def snapshot_document(session: Session, snapshot_id: str) -> tuple[SnapshotRow, Document]:
    """A saved version and its document.

    Raises:
        NotFound: there is none.
    """
    row = look_up(session, m.Snapshot, snapshot_id)
    if row is None:
        raise NotFound("There is no such saved version.")
    document: Document = json.loads(row.document)
    return SnapshotRow(row.id, row.name, row.sha256, row.actor_id, row.at, row.programme_id), document
