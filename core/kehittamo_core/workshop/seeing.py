"""Which other boards see a change: through links across boards, through what is brought along, or by standing beside."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.loading import Plugins


def boards_that_show(session: Session, element: m.Element) -> set[str]:
    """The other boards that show an element because a link across boards leads to it."""
    links = session.execute(
        select(m.Element.source_id, m.Element.target_id).where(
            m.Element.programme_id == element.programme_id,
            m.Element.board_id.is_(None),
            m.Element.deleted_at.is_(None),
            or_(m.Element.source_id == element.id, m.Element.target_id == element.id),
        )
    ).all()
    ends = {end for link in links for end in link} - {element.id, None}
    if not ends:
        return set()
    boards = session.scalars(select(m.Element.board_id).where(m.Element.id.in_(ends), m.Element.board_id.is_not(None)))
    return {board for board in boards if board is not None} - {element.board_id or ""}


def boards_by_bringing(session: Session, plugins: Plugins, element: m.Element) -> set[str]:
    """The further boards that see an element or a link because an element of another board brings it along (`Kind.brings`)."""
    kinds = {
        (method.id, kind.id): kind.brings for method in plugins.methods.values() for kind in method.kinds if kind.brings
    }
    names = {name for some in kinds.values() for name in some}
    if element.is_link:
        pairs = {(element.kind, end) for end in (element.source_id, element.target_id) if element.kind in names}
    elif not names:
        pairs = set()
    else:
        links = session.execute(
            select(m.Element.kind, m.Element.source_id, m.Element.target_id).where(
                m.Element.programme_id == element.programme_id, m.Element.kind.in_(names), m.Element.is_link,
                m.Element.deleted_at.is_(None), or_(m.Element.source_id == element.id, m.Element.target_id == element.id),
            )
        )  # fmt: skip
        pairs = {(row.kind, end) for row in links for end in (row.source_id, row.target_id) if end != element.id}
    if not pairs:
        return set()
    ends = session.scalars(select(m.Element).where(m.Element.id.in_({end for _, end in pairs})))
    found: set[str] = set()
    for end in ends:
        if any((name, end.id) in pairs for name in kinds.get((end.method, end.kind), ())):
            found |= boards_that_show(session, end)
    return found


def boards_looking(session: Session, plugins: Plugins, element: m.Element, *, new: bool = False) -> set[str]:
    """All the boards but its own that see an element; no link leads to a `new` one yet, unless it is a link itself."""
    method = plugins.methods.get(element.method)
    found: set[str] = set()
    if method is not None and element.board_id and any(setting.type == "board" for setting in method.settings):
        found |= boards_beside(session, element.board_id)
    if not new:
        found |= boards_that_show(session, element)
    if not new or element.is_link:
        found |= boards_by_bringing(session, plugins, element)
    return found


def boards_beside(session: Session, board_id: str) -> set[str]:
    """The boards whose settings chose a board to stand beside them: they are drawn anew when it changes."""
    board = session.get(m.Board, board_id)
    if board is None:
        return set()
    rows = session.execute(
        select(m.Board.id, m.Board.settings).where(
            m.Board.programme_id == board.programme_id, m.Board.method == board.method, m.Board.id != board.id,
            m.Board.deleted_at.is_(None),
        )
    )  # fmt: skip
    return {row.id for row in rows if board.key in row.settings.values()}
