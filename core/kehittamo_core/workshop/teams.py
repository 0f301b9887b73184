"""Material that only some see: boards and images that are shown to chosen groups, and to facilitators.

A restricted board does not exist for anybody else: not by its address, in no list, no room, no search, no report. What is
rendered once for all of a role (fragments, pictures, rules) cannot ask who looks, so a board shows what stands on a
restricted one only where everybody who sees the first sees the second.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.errors import NotFound
from kehittamo_core.workshop.people import Identity

if TYPE_CHECKING:
    from kehittamo_core.workshop.doing import Doing


class Shown(Protocol):
    """What says to whom it is shown: `shown_to` are ids of groups, and count where it is `restricted`."""

    restricted: bool
    shown_to: list[str]


class Tied(Protocol):
    """An element's row, as far as its ties go."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def board_id(self) -> str | None: ...  # noqa: D102
    @property
    def is_link(self) -> bool: ...  # noqa: D102
    @property
    def source_id(self) -> str | None: ...  # noqa: D102
    @property
    def target_id(self) -> str | None: ...  # noqa: D102


T = TypeVar("T", bound=Tied)


def may_see(who: Identity, shown: Shown) -> bool:
    """Whether somebody is shown a board or an image; facilitators are shown everything."""
    return not shown.restricted or who.may("facilitate") or who.group_id in shown.shown_to


def _restricted(session: Session, programme_id: str) -> list[m.Board]:
    return list(
        session.scalars(select(m.Board).where(m.Board.programme_id == programme_id, m.Board.restricted.is_(True)))
    )


def hidden_from(session: Session, who: Identity | None, programme_id: str) -> set[str]:
    """The ids of a programme's boards that somebody is not shown."""
    return {row.id for row in _restricted(session, programme_id) if who is None or not may_see(who, row)}


def hidden_beside(session: Session, programme_id: str, audience: str, *boards: m.Board) -> set[str]:
    """The ids of boards of which nothing is shown on pictures of `boards` to a role: not all who see these see them."""
    if audience in ("facilitator", "coordinator"):
        return set()
    own = {board.id for board in boards}

    def seen(row: m.Board) -> bool:
        return any(board.restricted and set(board.shown_to) <= set(row.shown_to) for board in boards)

    return {row.id for row in _restricted(session, programme_id) if row.id not in own and not seen(row)}


def elements_of(session: Session, boards: Collection[str]) -> set[str]:
    """The ids of what stands on boards."""
    if not boards:
        return set()
    return set(session.scalars(select(m.Element.id).where(m.Element.board_id.in_(boards))))


def without(rows: Iterable[T], hidden: Collection[str]) -> list[T]:
    """Rows without those that are hidden, without links to such, and without links to these."""
    left, lost = list(rows), set(hidden)
    while True:
        kept = [
            row
            for row in left
            if row.id not in lost and not (row.is_link and (row.source_id in lost or row.target_id in lost))
        ]
        if len(kept) == len(left):
            return kept
        lost |= {row.id for row in left} - {row.id for row in kept}
        left = kept


def boards_of_ends(session: Session, row: m.Element) -> list[m.Board]:
    """The boards on which the ends of a link across boards stand, also where an end is itself such a link."""
    found: list[m.Board] = []
    waiting, seen = [row], {row.id}
    while waiting:
        one = waiting.pop()
        if one.board_id is not None:
            found.append(session.get_one(m.Board, one.board_id))
            continue
        for end in (one.source_id, one.target_id):
            other = session.get(m.Element, end) if end and end not in seen else None
            if other is not None:
                seen.add(other.id)
                waiting.append(other)
    return found


def shown_names(session: Session, row: Shown) -> list[str]:
    """The names of the groups to which something is shown, in their order; empty where it is not restricted to groups."""
    if not row.restricted or not row.shown_to:
        return []
    groups = session.scalars(
        select(m.Group).where(m.Group.id.in_(row.shown_to)).order_by(m.Group.position, m.Group.key)
    )
    return [group.name or str(group.number or "") for group in groups]


def groups_chosen(doing: "Doing", ids: Iterable[str]) -> list[str]:
    """Chosen groups of the programme, each once, in their order.

    Raises:
        NotFound: one of them is no group of it.
    """
    wanted = set(ids)
    rows = doing.session.scalars(
        select(m.Group).where(m.Group.programme_id == doing.programme.id).order_by(m.Group.position, m.Group.key)
    )
    found = [row.id for row in rows if row.id in wanted]
    if len(found) != len(wanted):
        raise NotFound("There is no such group in this programme.")
    return found


def restricted_keys(session: Session, programme_id: str) -> set[str]:
    """The archive ids of the boards and images of a programme that are restricted now."""
    made: set[str] = set()
    for table in (m.Board, m.Picture):
        query = select(table.key).where(table.programme_id == programme_id, table.restricted.is_(True))
        made.update(session.scalars(query))
    return made


def as_archived(row: Shown, groups: Mapping[str, str]) -> dict[str, Any]:
    """To whom something is shown, as the archive writes it; `groups` are archive ids by id."""
    if not row.restricted:
        return {}
    return {"restricted": True, "shown_to": [groups[id_] for id_ in row.shown_to if id_ in groups]}


def as_stored(part: Mapping[str, Any], groups: Mapping[str, str]) -> dict[str, Any]:
    """The columns of what an archive says; `groups` are ids by archive id."""
    wanted = part.get("shown_to") or []
    return {
        "restricted": bool(part.get("restricted") or wanted),
        "shown_to": [groups[key] for key in wanted if key in groups],
    }
