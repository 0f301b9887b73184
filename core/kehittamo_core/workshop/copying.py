"""The content of a board copied to another of the same method: what stands there, and nobody's votes, comments or name."""

from typing import Any

from sqlalchemy import select

from kehittamo_core.database import models as m
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.kinds import kind_of
from kehittamo_core.workshop.texts import plain_texts


def copy_content(doing: Doing, source: m.Board, target: m.Board) -> None:
    """Copy settings, items and the links between them; zones, order and places stay, short ids and keys are new.

    What the installed method does not know any more is left out.
    """
    rows = doing.session.scalars(
        select(m.Element)
        .where(m.Element.board_id == source.id, m.Element.deleted_at.is_(None))
        .order_by(m.Element.zone, m.Element.order, m.Element.id)
    ).all()
    texts = plain_texts(doing.session, [row.id for row in rows])
    target.settings = dict(source.settings)
    target.version = source.version
    copies: dict[str, m.Element] = {}
    for row in (row for row in rows if not row.is_link):
        _copy(doing, row, target, copies, zone=row.zone, order=row.order, x=row.x, y=row.y)
    links = [row for row in rows if row.is_link]
    # A link may lead to another link, which has to be there first.
    while ready := [row for row in links if row.source_id in copies and row.target_id in copies]:
        for row in ready:
            ends = {"source_id": copies[row.source_id or ""].id, "target_id": copies[row.target_id or ""].id}
            _copy(doing, row, target, copies, **ends)
        links = [row for row in links if row not in ready]
    for old, new in copies.items():
        new.values = {name: _renamed(value, copies) for name, value in new.values.items()}
        for field, languages in texts.get(old, {}).items():
            for language, words in languages.items():
                doing.write_text(new.id, field, language, words)
    doing.session.flush()


def _copy(doing: Doing, row: m.Element, board: m.Board, copies: dict[str, m.Element], **parts: Any) -> None:
    kind = kind_of(doing.plugins, row)
    if kind is None:
        return
    made = doing.new_element(
        kind, board_id=board.id, is_link=row.is_link, method=row.method, values=dict(row.values),
        translations={language: dict(words) for language, words in row.translations.items()}, sources=list(row.sources),
        uncertain=dict(row.uncertain), inferred=list(row.inferred), **parts,
    )  # fmt: skip
    copies[row.id] = made


def _renamed(value: Any, copies: dict[str, m.Element]) -> Any:
    """A value that names an item of the copied board names its copy."""
    if isinstance(value, str):
        return copies[value].id if value in copies else value
    if isinstance(value, list):
        return [_renamed(part, copies) for part in value]
    return value
