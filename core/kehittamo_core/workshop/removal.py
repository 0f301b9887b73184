"""Deleting softly, with the links that end at what is deleted, and taking it back."""

from sqlalchemy import or_, select

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.errors import Invalid
from kehittamo_core.method import Kind
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.kinds import kind_of, method_of
from kehittamo_core.workshop.linking import tell_ends


def remove(doing: Doing, row: m.Element) -> int:
    """Delete an element and the links that end at it; how many were deleted."""
    kind = kind_of(doing.plugins, row)
    doing.may_set_up(kind.setup if kind is not None else False)
    count = 0
    waiting = [row]
    gone = {row.id}
    batch = new_id()
    while waiting:
        element = waiting.pop()
        doing.echo(element)
        tell_ends(doing, element)
        element.deleted_at, element.deleted_by = m.now(), batch
        doing.session.flush()
        what = "link.removed" if element.is_link else "item.removed"
        doing.log.add(doing.room_of(element), what, element.id, doing.picture(element), None)
        count += 1
        for link in doing.session.scalars(
            select(m.Element).where(
                m.Element.deleted_at.is_(None),
                or_(m.Element.source_id == element.id, m.Element.target_id == element.id),
            )
        ):
            if link.id not in gone:
                gone.add(link.id)
                waiting.append(link)
    return count


def restore(doing: Doing, row: m.Element) -> int:
    """Take back a deletion with what was deleted along with it, as far as the ends are there; how many came back."""
    kind = kind_of(doing.plugins, row)
    doing.may_set_up(kind.setup if kind is not None else False)
    if isinstance(kind, Kind) and row.board_id is not None:
        doing.refuse_too_many(doing.session.get_one(m.Board, row.board_id), method_of(doing.plugins, row.method), kind)
    rows = list(
        doing.session.scalars(
            select(m.Element).where(
                m.Element.programme_id == row.programme_id, m.Element.deleted_by == row.deleted_by,
                m.Element.deleted_at.is_not(None),
            )
        )
    )  # fmt: skip
    back: set[str] = set()
    progress = True
    while progress:
        progress = False
        for element in rows:
            if element.id in back or not _ends_live(doing, element):
                continue
            element.deleted_at = element.deleted_by = None
            doing.session.flush()
            what = "link.restored" if element.is_link else "item.restored"
            doing.log.add(doing.room_of(element), what, element.id, None, doing.picture(element))
            doing.echo(element)
            tell_ends(doing, element)
            back.add(element.id)
            progress = True
    if row.id not in back:
        raise Invalid("What this link connects is deleted; restore that first.")
    return len(back)


def _ends_live(doing: Doing, element: m.Element) -> bool:
    if not element.is_link:
        return True
    living = doing.session.scalars(
        select(m.Element.id).where(
            m.Element.id.in_([element.source_id, element.target_id]), m.Element.deleted_at.is_(None)
        )
    ).all()
    return {element.source_id, element.target_id} == set(living)
