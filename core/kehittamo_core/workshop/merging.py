"""Merging items of a board into one that names its origins, and splitting one; both are taken back as one change.

A merged item has, of everybody who voted for any of its origins, the most points that they gave to one of them: nobody's
votes are doubled. Links and comments of the origins go over to it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select, update

from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid, NotFound, Refused
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop.access import board_for
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import author, done
from kehittamo_core.workshop.events import board_room
from kehittamo_core.workshop.linking import connect
from kehittamo_core.workshop.removal import remove
from kehittamo_core.workshop.signing import refuse_alone
from kehittamo_core.workshop.talk import set_points

MOST = 20
VOTERS = ("participant_id", "group_id", "account_id")


def _items(doing: Doing, board: m.Board, ids: Sequence[str]) -> list[m.Element]:
    rows = [doing.element(id_) for id_ in dict.fromkeys(ids)]
    if any(row.is_link or row.board_id != board.id for row in rows):
        raise NotFound("There is no such note or link, or it is not yours.")
    return rows


def _origin(doing: Doing, row: m.Element) -> dict[str, Any]:
    """What is kept of an item that goes up in another."""
    words = doing.stored_text(row, "text", doing.programme.languages[0])[0]
    return {"code": row.code, "text": words} if words else {"code": row.code}


def merge_items(doing: Doing, command: p.MergeItems) -> Done:
    """Make one item of several."""
    board = board_for(doing.session, doing.who, command.board, "write")
    rows = _items(doing, board, command.items)
    if len(rows) < 2:
        raise Invalid("Choose at least two notes to merge.")
    if len(rows) > MOST:
        raise Invalid("{count} notes are too many at once; at most {limit} fit.", count=len(rows), limit=MOST)
    kept, others = rows[0], rows[1:]
    if any(row.kind != kept.kind for row in others):
        raise Invalid("Only notes of one kind are merged; {first} and {second} differ.", first=kept.code,
                      second=next(row.code for row in others if row.kind != kept.kind))  # fmt: skip
    language = doing.programme.languages[0]
    texts = [doing.stored_text(row, "text", language)[0] for row in rows]
    origins = list(kept.origins)
    for row in rows:
        origins += [*row.origins, _origin(doing, row)] if row is not kept else [_origin(doing, row)]
    _take_links(doing, board, kept, others)
    _take_votes(doing, kept, others)
    words = command.text.strip() or "\n".join(dict.fromkeys(text for text in texts if text))
    doing.set_fields(kept, {"text": words}, {}, language)
    _take_comments(doing, kept, others, origins)
    for row in others:
        remove(doing, row)
    return done(doing, kept.id, refs=tuple(row.id for row in rows))


def _take_links(doing: Doing, board: m.Board, kept: m.Element, others: Sequence[m.Element]) -> None:
    """Links of the origins, as far as their kind allows them at the merged item and they are not there already."""
    gone = {row.id for row in others}
    links = doing.session.scalars(
        select(m.Element).where(
            m.Element.is_link, m.Element.deleted_at.is_(None),
            or_(m.Element.source_id.in_(gone), m.Element.target_id.in_(gone)),
        )
    ).all()  # fmt: skip
    there = doing.session.execute(
        select(m.Element.kind, m.Element.source_id, m.Element.target_id).where(
            m.Element.is_link, m.Element.deleted_at.is_(None),
            or_(m.Element.source_id == kept.id, m.Element.target_id == kept.id),
        )
    ).all()  # fmt: skip
    known = {(row.kind, row.source_id, row.target_id) for row in there}
    for link in links:
        source = kept.id if link.source_id in gone else link.source_id
        target = kept.id if link.target_id in gone else link.target_id
        if source == target or (link.kind, source, target) in known:
            continue
        known.add((link.kind, source, target))
        ends = doing.session.get_one(m.Element, source), doing.session.get_one(m.Element, target)
        home = board if link.board_id is not None else None
        try:
            with doing.session.begin_nested():
                connect(doing, link.kind, *ends, link.method, link.values, home)
        except Refused:
            continue  # what the method does not allow at the merged item stays behind, and comes back with undo


def _take_votes(doing: Doing, kept: m.Element, others: Sequence[m.Element]) -> None:
    votes = doing.session.scalars(select(m.Vote).where(m.Vote.element_id.in_([kept.id, *(row.id for row in others)])))
    most: dict[tuple[str, str, str], int] = {}
    own: dict[tuple[str, str, str], m.Vote] = {}
    entered: dict[tuple[str, str, str], str | None] = {}
    for vote in votes:
        for column in VOTERS:
            if (value := getattr(vote, column)) is not None:
                one = (vote.ballot, column, value)
                most[one] = max(most.get(one, 0), vote.points)
                entered[one] = vote.proxy_by
                if vote.element_id == kept.id:
                    own[one] = vote
    for (ballot, column, value), points in most.items():
        stored = own.get((ballot, column, value))
        before = stored.points if stored is not None else 0
        if before != points:
            voter: dict[str, str | None] = {name: value if name == column else None for name in VOTERS}
            set_points(doing, kept, voter, stored, points, ballot)
            if ballot:
                by = entered[ballot, column, value]
                doing.session.execute(
                    update(m.Vote)
                    .where(m.Vote.element_id == kept.id, m.Vote.ballot == ballot, getattr(m.Vote, column) == value)
                    .values(proxy_by=by)
                )
                voter |= {"ballot": ballot, "proxy_by": by}
            what = "ballot.carried" if ballot else "voted"
            doing.log.add(doing.room_of(kept), what, kept.id, {**voter, "points": before}, {**voter, "points": points})


def _take_comments(doing: Doing, kept: m.Element, others: Sequence[m.Element], origins: list[dict[str, Any]]) -> None:
    comments = doing.session.scalars(
        select(m.Comment).where(m.Comment.element_id.in_([row.id for row in others]), m.Comment.deleted_at.is_(None))
    ).all()
    before = {"origins": list(kept.origins), "comments": {row.id: row.element_id for row in comments}}
    for row in comments:
        row.element_id = kept.id
    kept.origins = origins
    doing.session.flush()
    doing.log.add(board_room(kept.board_id or ""), "item.merged", kept.id, before, {"origins": origins})
    doing.echo(kept)


def unmerge(doing: Doing, row: m.Element, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Take the origins back, and give them their comments."""
    row.origins = list(before["origins"])
    for id_, element_id in before["comments"].items():
        stored = doing.session.get(m.Comment, id_)
        if stored is not None:
            stored.element_id = element_id
    doing.session.flush()
    doing.log.add(doing.room_of(row), "item.changed", row.id, dict(after), {"origins": row.origins})


def split_item(doing: Doing, command: p.SplitItem) -> Done:
    """Make several items of one."""
    board = board_for(doing.session, doing.who, command.board, "write")
    (row,) = _items(doing, board, [command.item])
    refuse_alone(doing.session, board)
    texts = [text.strip() for text in command.texts if text.strip()]
    if len(texts) < 2:
        raise Invalid("Write each part on a line of its own: at least two lines.")
    if len(texts) > MOST:
        raise Invalid("{count} notes are too many at once; at most {limit} fit.", count=len(texts), limit=MOST)
    origin = _origin(doing, row)
    values = {name: value for name, value in row.values.items() if value is not None and name != "text"}
    doing.set_fields(row, {"text": texts[0]}, {}, doing.programme.languages[0])
    made, last = [row.id], row.id
    for text in texts[1:]:
        new = doing.add_item(
            board, row.kind, {**values, "text": text}, zone=row.zone or "", after=last, author_id=author(doing, None)
        )
        new.origins = [*row.origins, origin]
        last = new.id
        made.append(new.id)
    doing.session.flush()
    return done(doing, row.id, refs=tuple(made))


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    p.MergeItems: merge_items,
    p.SplitItem: split_item,
}
