"""Linking two elements, and the sentences that a wrong link is answered with."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from kehittamo_core.board import Item, Link
from kehittamo_core.database import models as m
from kehittamo_core.document import links as rules
from kehittamo_core.errors import Fault, Invalid
from kehittamo_core.method import LinkKind
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.events import board_room
from kehittamo_core.workshop.kinds import link_kind
from kehittamo_core.workshop.rounds import refuse_rated
from kehittamo_core.workshop.values import checked_fields


def connect(
    doing: Doing, kind_id: str, source: m.Element, target: m.Element, method_id: str, values: Mapping[str, Any],
    board: m.Board | None,
) -> m.Element:  # fmt: skip
    """Link two living elements; without a board the link is the programme's."""
    kind = link_kind(doing.plugins, method_id, kind_id)
    if kind is None:
        method = doing.plugins.methods.get(method_id)
        known = ", ".join(link.id for link in method.links) if method is not None else "-"
        raise Invalid(
            "There is no link kind {kind} in this method; known are {known}.", kind=kind_id, known=known or "-"
        )
    doing.may_set_up(kind.setup)
    refuse_rated(doing.session, board.id if board is not None else None, kind.id)
    fields = checked_fields(doing.session, doing.programme.id, kind.fields, values)
    refuse_link(doing, kind, method_id, source, target, board, fields)
    row = doing.new_element(
        kind, board_id=board.id if board is not None else None, is_link=True, method=method_id, source_id=source.id,
        target_id=target.id, author_id=doing.author_id,
    )  # fmt: skip
    doing.write_first(row, kind.fields, fields, doing.programme.languages[0])
    doing.log.add(doing.room_of(row), "link.added", row.id, None, doing.picture(row))
    tell_ends(doing, row)
    doing.echo_new(row)
    return row


def tell_ends(doing: Doing, row: m.Element) -> None:
    """Tell the boards on which the ends of a link across boards stand."""
    if row.board_id is not None or not row.is_link:
        return
    boards = doing.session.scalars(
        select(m.Element.board_id).where(
            m.Element.id.in_([row.source_id, row.target_id]), m.Element.board_id.is_not(None)
        )
    )
    for board_id in sorted({board for board in boards if board is not None}):
        doing.log.add(board_room(board_id), "echo", row.id, echo=True)


def refuse_link(
    doing: Doing, kind: LinkKind, method_id: str, source: m.Element, target: m.Element, board: m.Board | None,
    values: Mapping[str, Any], id_: str = "",
) -> None:  # fmt: skip
    """Refuse a link that its kind does not allow.

    Raises:
        Invalid: with the sentence of the method, in the person's language.
    """
    language = doing.who.language
    ends = as_element(source), as_element(target)
    said = rules.refuse_ends(doing.plugins, method_id, kind, *ends, language)
    candidate = Link(id=id_, kind=kind.id, method=method_id, source=source.id, target=target.id, values=dict(values))
    if said is None and kind.once:
        others = doing.session.scalars(
            select(m.Element).where(
                m.Element.programme_id == doing.programme.id, m.Element.is_link, m.Element.deleted_at.is_(None),
                m.Element.method == method_id, m.Element.kind == kind.id, m.Element.source_id.in_([source.id, target.id]),
            )
        )  # fmt: skip
        twins = [as_element(row) for row in others]
        said = rules.refuse_twin(
            doing.plugins, method_id, kind, candidate, [link for link in twins if isinstance(link, Link)], language
        )
    if said is None and kind.check is not None:
        home = board.id if board is not None else _home(method_id, source, target)
        if home is not None:
            said = rules.refuse_more(kind, doing.build(home), candidate)
    if said is not None:
        raise Invalid("{said}", said=said, faults=[Fault("link", "{said}", {"said": said})])


def as_element(row: m.Element) -> Item | Link:
    """What a link rule needs of a stored element."""
    common: dict[str, Any] = {
        "id": row.id,
        "kind": row.kind,
        "method": row.method,
        "board": row.board_id or "",
        "code": row.code,
    }
    if row.is_link:
        return Link(**common, source=row.source_id or "", target=row.target_id or "")
    return Item(**common, zone=row.zone)


def _home(method_id: str, source: m.Element, target: m.Element) -> str | None:
    """The board on which a link across boards is judged: the one of its own method, else that of its source."""
    ends = (source, target)
    return next(
        (end.board_id for end in ends if end.method == method_id and end.board_id), source.board_id or target.board_id
    )
