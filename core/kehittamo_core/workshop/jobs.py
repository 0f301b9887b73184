"""Reports under way and reports that are ready: what the pages show of them, and what their maker writes down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.normal import Document
from kehittamo_core.document.published import published
from kehittamo_core.errors import NotFound
from kehittamo_core.workshop.access import programme_for, writing
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.snapshots import SnapshotRow, snapshot_document
from kehittamo_core.workshop.teams import restricted_keys

NO_JOB = "There is no such report."
KEPT = 20
UNDER_WAY = ("queued", "running")
CANCELLED = "cancelled"
"""So many ready reports of a programme are kept; older files are let go."""


@dataclass(frozen=True, kw_only=True)
class JobRow:
    """A report without its file."""

    id: str
    programme_id: str
    snapshot_id: str | None
    format: str
    language: str
    state: str
    done: int
    total: int
    step: str
    message: str | None
    made_at: datetime
    finished_at: datetime | None
    options: Mapping[str, Any]
    actor_id: str | None = None


_COLUMNS = (
    m.ReportJob.id, m.ReportJob.programme_id, m.ReportJob.snapshot_id, m.ReportJob.format, m.ReportJob.language,
    m.ReportJob.state, m.ReportJob.done, m.ReportJob.total, m.ReportJob.step, m.ReportJob.message, m.ReportJob.made_at,
    m.ReportJob.finished_at, m.ReportJob.options, m.ReportJob.actor_id,
)  # fmt: skip


def _row(row: Any) -> JobRow:
    return JobRow(**{column.key: getattr(row, column.key) for column in _COLUMNS})


def start_job(
    session: Session, who: Identity, programme_id: str, snapshot_id: str, format_: str, language: str,
    options: Mapping[str, Any] = MappingProxyType({}),
) -> JobRow:  # fmt: skip
    """Write down that a report is wanted.

    Raises:
        NotFound, NotAllowed: see `access`; or the saved version is of another programme.
    """
    programme_for(session, who, programme_id, "see")
    snapshot = session.get(m.Snapshot, snapshot_id)
    if snapshot is None or snapshot.programme_id != programme_id:
        raise NotFound("There is no such saved version.")
    row = m.ReportJob(
        id=new_id(), programme_id=programme_id, snapshot_id=snapshot_id, format=format_, language=language, options=dict(options),
        state="queued", done=0, total=0, step="", actor_id=who.person_id or None, made_at=m.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _row(row)


def job_of(session: Session, who: Identity | None, programme_id: str, job_id: str) -> JobRow:
    """A report for somebody who may see its programme."""
    programme_for(session, who, programme_id, "see")
    row = session.execute(
        select(*_COLUMNS).where(m.ReportJob.id == job_id, m.ReportJob.programme_id == programme_id)
    ).one_or_none()
    if row is None:
        raise NotFound(NO_JOB)
    return _row(row)


def jobs_of(session: Session, who: Identity | None, programme_id: str) -> Sequence[JobRow]:
    """A programme's reports, newest first."""
    programme_for(session, who, programme_id, "see")
    rows = session.execute(
        select(*_COLUMNS)
        .where(m.ReportJob.programme_id == programme_id)
        .order_by(m.ReportJob.made_at.desc(), m.ReportJob.id.desc())
        .limit(KEPT)
    )
    return [_row(row) for row in rows]


def actors_of(session: Session, who: Identity | None, programme_id: str) -> Sequence[tuple[str, str]]:
    """Key and name of a programme's actors, for the files that are made for one of them."""
    programme_for(session, who, programme_id, "see")
    rows = session.execute(
        select(m.Actor.key, m.Actor.name)
        .where(m.Actor.programme_id == programme_id)
        .order_by(m.Actor.name, m.Actor.key)
    )
    return [(row.key, row.name or row.key) for row in rows]


def job_file(session: Session, who: Identity | None, programme_id: str, job_id: str) -> tuple[JobRow, bytes]:
    """A ready report's file."""
    row = job_of(session, who, programme_id, job_id)
    data = session.scalar(select(m.ReportJob.result).where(m.ReportJob.id == job_id))
    if data is None:
        raise NotFound("This report is not ready.")
    return row, data


def job_document(session: Session, job_id: str) -> tuple[JobRow, SnapshotRow, Document]:
    """What a report is made of: the job, its saved version and what of that version's document everybody may see."""
    row = session.execute(select(*_COLUMNS).where(m.ReportJob.id == job_id)).one()
    snapshot, document = snapshot_document(session, row.snapshot_id)
    return _row(row), snapshot, published(document, restricted_keys(session, row.programme_id))


def cancel_job(session: Session, who: Identity, programme_id: str, job_id: str) -> JobRow:
    """Write down that a report is not wanted any more; one that is done or has failed stays as it is.

    Raises:
        NotFound, NotAllowed: see `access`; or it was asked for by somebody else.
    """
    row = job_of(session, who, programme_id, job_id)
    if row.actor_id != (who.person_id or None) or row.actor_id is None:
        programme_for(session, who, programme_id, "facilitate", afterwards=True)
    writing(who)
    session.execute(
        update(m.ReportJob)
        .where(m.ReportJob.id == job_id, m.ReportJob.state.in_(UNDER_WAY))
        .values(state=CANCELLED, finished_at=m.now())
    )
    return job_of(session, who, programme_id, job_id)


def tell_job(session: Session, job_id: str, values: Mapping[str, Any]) -> bool:
    """Write down how far a report is, or what became of it; False where it is not under way any more."""
    told = session.execute(
        update(m.ReportJob).where(m.ReportJob.id == job_id, m.ReportJob.state.in_(UNDER_WAY)).values(**values)
    )
    return bool(told.rowcount)  # type: ignore[attr-defined]


def finish_job(session: Session, job_id: str, data: bytes) -> None:
    """Keep a report's file, unless it was cancelled; the oldest files of its programme are let go."""
    now = m.now()
    session.execute(
        update(m.ReportJob)
        .where(m.ReportJob.id == job_id, m.ReportJob.state.in_(UNDER_WAY))
        .values(state="done", result=data, finished_at=now, message=None)
    )
    programme_id = session.scalar(select(m.ReportJob.programme_id).where(m.ReportJob.id == job_id))
    old = session.scalars(
        select(m.ReportJob.id)
        .where(m.ReportJob.programme_id == programme_id)
        .order_by(m.ReportJob.made_at.desc(), m.ReportJob.id.desc())
        .offset(KEPT)
    ).all()
    if old:
        session.execute(update(m.ReportJob).where(m.ReportJob.id.in_(old)).values(result=None, state="old"))


def fail_interrupted(session: Session) -> None:
    """Reports that were under way when the server stopped will not come: say so."""
    session.execute(
        update(m.ReportJob)
        .where(m.ReportJob.state.in_(UNDER_WAY))
        .values(state="failed", message="The server was stopped meanwhile. Make the report again.", finished_at=m.now())
    )
