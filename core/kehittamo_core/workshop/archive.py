"""Reading an archive into the database: all of it or nothing, and nothing where nothing differs.

The document is read over what stands (`merge`), checked as a whole, and then only the differences are written: a text as
a difference of its letters, an element with an event that remembers what it was.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core import exchange
from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.form import DOCUMENT
from kehittamo_core.errors import Fault, NotAllowed
from kehittamo_core.exchange import Document
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop.access import refuse_ended
from kehittamo_core.workshop.archive_elements import ElementWriter
from kehittamo_core.workshop.archive_export import export_document
from kehittamo_core.workshop.archive_rows import RowWriter
from kehittamo_core.workshop.events import Log, lock_rooms, open_room, programme_room
from kehittamo_core.workshop.kinds import kind_of
from kehittamo_core.workshop.people import OPERATOR, Identity

__all__ = ["export_document", "import_document", "upgrade_stored"]


def import_document(
    session: Session,
    plugins: Plugins,
    who: Identity,
    document: Mapping[str, Any],
    replace: bool = False,
    *,
    again: bool = False,
) -> str:
    """Read an archive; the id of its programme.

    What the document holds is added or changed, what it lacks stays; with `replace` it is removed. Reading the same
    document again changes nothing; `again` looks at every element even where the document says nothing new.

    Raises:
        Invalid: something is wrong with it; every fault names its place.
        NotAllowed: the programme's id is another coordinator's, or one is no coordinator.
    """
    if not (who.account and who.may("coordinate")):
        raise NotAllowed("Only coordinators may do this; ask yours.")
    given = formed(plugins, document)
    key = given["programme"]["id"]
    programme = session.scalars(select(m.Programme).where(m.Programme.key == key)).one_or_none()
    if programme is not None:
        if programme.owner_id not in (None, who.person_id) and who is not OPERATOR:
            raise NotAllowed("The id {key} belongs to another coordinator's programme; give yours another id.", key=key)
        if who is not OPERATOR:
            refuse_ended(programme, who, "facilitate")
    return bring_in(session, plugins, who, given, programme, replace, again=again)


def formed(plugins: Plugins, document: Mapping[str, Any]) -> Document:
    """A document of the right form, brought to the methods' present ones.

    Raises:
        Invalid: a part has not the form of an archive.
    """
    given: Document = exchange.clean(dict(document))
    exchange.refuse_faults(list(DOCUMENT.check(given, "")))
    return exchange.upgraded(given, plugins)


def bring_in(
    session: Session,
    plugins: Plugins,
    who: Identity,
    given: Document,
    programme: m.Programme | None,
    replace: bool,
    *,
    again: bool = False,
    command_id: str | None = None,
) -> str:
    """Write a document of the right form over a programme, or as a new one; the programme's id. Rights are asked before.

    Raises:
        Invalid: something is wrong with it; every fault names its place.
    """
    existing: Document | None = None
    if programme is not None:
        lock_rooms(session, [programme_room(programme.id)])
        existing = export_document(session, programme.id)
    exchange.refuse_faults(exchange.validate(given, plugins, None if replace else existing))
    target = _target(given, existing, plugins, replace)
    if existing is not None and programme is not None:
        _refuse_other_language(existing, target)
        if target == existing and not again:
            return programme.id
    if programme is None:
        programme = m.Programme(
            id=new_id(),
            key=given["programme"]["id"],
            title=target["programme"]["title"],
            owner_id=who.person_id or None,
        )
        session.add(programme)
        session.flush()
        open_room(session, programme_room(programme.id))
    log = Log(session, programme.id, who.person_id, command_id)
    rows = RowWriter(session, programme, log, existing or {}, target)
    rows.write()
    elements = ElementWriter(session, plugins, programme, log, existing or {}, target)
    elements.write()
    rows.remove_missing()
    session.flush()
    return programme.id


def _target(given: Document, existing: Document | None, plugins: Plugins, replace: bool) -> Document:
    """What shall stand afterwards, in the same normal form that an export has."""
    versions = {method.id: method.version for method in plugins.methods.values()}
    if existing is None:
        merged = given
    elif replace:
        merged = _with_known(given, existing)
    else:
        merged = exchange.merge(existing, given)
    target: Document = exchange.prune(exchange.clean(exchange.in_order(exchange.with_defaults(merged, versions))))
    return target


def _with_known(given: Document, existing: Document) -> Document:
    """With the short ids and orders that were given to elements earlier, where the file leaves them out."""
    known = {
        element["id"]: (element, board.get("id"))
        for board in [*existing.get("boards", []), {"items": existing.get("links", [])}]
        for name in ("items", "links")
        for element in board.get(name, [])
    }

    def fill(part: Document) -> Document:
        old, _ = known.get(part["id"], ({}, None))
        made = dict(part)
        if not made.get("code") and old.get("kind") == made["kind"] and old.get("code"):
            made["code"] = old["code"]
        if "order" in old and made.get("order") is None and (old.get("zone") or "") == (made.get("zone") or ""):
            made["order"] = old["order"]
        return made

    boards = [
        {**board, **{name: [fill(part) for part in board[name]] for name in ("items", "links") if board.get(name)}}
        for board in given.get("boards") or []
    ]
    return {**given, "boards": boards, "links": [fill(part) for part in given.get("links") or []]}


def _refuse_other_language(existing: Document, target: Document) -> None:
    old, new = existing["programme"]["languages"], target["programme"]["languages"]
    if old[0] != new[0]:
        fault = Fault(
            "programme.languages[0]", "the first language of a programme cannot change from {old} to {new}",
            {"old": old[0], "new": new[0]},
        )  # fmt: skip
        exchange.refuse_faults([fault])


def upgrade_stored(session: Session, plugins: Plugins) -> list[str]:
    """Bring boards that are stored in an older form of their method to the present one; the ids of their programmes.

    Elements that were read while their method was missing get their short ids.
    """
    old = {
        row.programme_id
        for row in session.execute(
            select(m.Board.programme_id, m.Board.method, m.Board.version).where(m.Board.deleted_at.is_(None))
        )
        if row.method in plugins.methods and row.version < plugins.methods[row.method].version
    }
    for row in session.scalars(select(m.Element).where(m.Element.code == "", m.Element.deleted_at.is_(None))):
        kind = kind_of(plugins, row)
        if kind is not None and kind.code:
            old.add(row.programme_id)
    done = []
    for programme_id in sorted(old):
        document = export_document(session, programme_id)
        import_document(session, plugins, OPERATOR, document, replace=True, again=True)
        done.append(str(document["programme"]["id"]))
    return done
