"""The report's plan as it is stored: a plain field of the programme, with its revision and what it is a plan of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.document.normal import Document
from kehittamo_core.document.published import published
from kehittamo_core.errors import NotFound
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.archive_export import export_document
from kehittamo_core.workshop.carrying import execute
from kehittamo_core.workshop.commands import ChangeProgramme, Done
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.process_commands import AddPicture
from kehittamo_core.workshop.report_texts import plan_alone


@dataclass(frozen=True)
class StoredPlan:
    """The programme's document as it is now and everybody may see it, the plan's entries without their co-edited texts and their
    revision, the boards' ids by their keys, and the programme's languages.
    """

    document: Document
    plan: Sequence[Mapping[str, Any]]
    revision: int
    boards: Mapping[str, str]
    languages: Sequence[str]


def stored_plan(session: Session, who: Identity | None, programme_id: str) -> StoredPlan:
    """A programme's plan, for those who may see the programme.

    Raises:
        NotFound, NotAllowed: see `access`.
    """
    programme = programme_for(session, who, programme_id, "see")
    rows = session.execute(
        select(m.Board.key, m.Board.id).where(m.Board.programme_id == programme_id, m.Board.deleted_at.is_(None))
    )
    return StoredPlan(
        published(export_document(session, programme_id)),
        plan_alone((programme.frame or {}).get("report") or [], programme.languages),
        (programme.revision or {}).get("report", 0), {row.key: row.id for row in rows}, programme.languages,
    )  # fmt: skip


def add_picture_to_page(
    session: Session, plugins: Plugins, who: Identity | None, command: AddPicture, page: str
) -> Done:
    """Keep an image and put it on a free page of the report, both or neither.

    Raises:
        NotFound: there is no such page; and what the two commands refuse.
    """
    done = execute(session, plugins, who, command)
    programme = programme_for(session, who, command.programme, "facilitate")
    plan = [dict(one) for one in programme.frame.get("report") or ()]
    entry = next((one for one in plan if one.get("id") == page and one.get("kind") == "page"), None)
    if entry is None:
        raise NotFound("There is no chapter {chapter} in this report.", chapter=page[:80])
    if done.ref not in (before := entry.get("images") or []):
        entry["images"] = [*before, done.ref]
        change = ChangeProgramme(
            command_id=f"{command.command_id[:56]}.page", programme=command.programme, field="report", value=plan
        )
        execute(session, plugins, who, change)
    return done


def items_of(session: Session, programme_id: str, keys: Sequence[str]) -> dict[str, str]:
    """The ids of a programme's items by their keys, for links to them."""
    if not keys:
        return {}
    rows = session.execute(
        select(m.Element.key, m.Element.id).where(
            m.Element.programme_id == programme_id, m.Element.key.in_(set(keys)), m.Element.deleted_at.is_(None)
        )
    )
    return {row.key: row.id for row in rows}
