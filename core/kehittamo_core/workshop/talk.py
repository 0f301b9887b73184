"""Votes and comments: on any item and any link, by whoever may."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import id_of, new_id
from kehittamo_core.document.normal import clean
from kehittamo_core.errors import Invalid, NotAllowed, NotFound
from kehittamo_core.fields import TEXT_LIMIT
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop.access import element_for, look_up
from kehittamo_core.workshop.ballots import cast
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.counting import open_ballot
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.signing import hour

MOST_POINTS = 100


def vote(doing: Doing, command: c.Vote) -> Done:
    """Give points, in one's own name or for a table."""
    row = element_for(doing.session, doing.who, command.element, "vote")
    board = doing.session.get(m.Board, row.board_id) if row.board_id else None
    if board is not None and (ballot := open_ballot(doing.session, board)) is not None:
        return cast(doing, command, row, ballot)
    if type(command.points) is not int or not 0 <= command.points <= MOST_POINTS:
        raise Invalid(
            "{points} are not points between 0 and {limit}.", points=str(command.points)[:20], limit=MOST_POINTS
        )
    voter: dict[str, str | None] = {"participant_id": None, "group_id": None, "account_id": None}
    if command.group is not None:
        group = look_up(doing.session, m.Group, command.group)
        if group is None or group.programme_id != doing.programme.id:
            raise NotFound("There is no such group in this programme.")
        own = doing.who.role == "secretary" and doing.who.group_id == group.id
        if not (own or doing.who.may("facilitate")):
            raise NotAllowed("Only the table's secretary and facilitators vote for a whole table.")
        voter["group_id"] = group.id
    elif not doing.who.person_id:
        raise NotAllowed("The command line does not vote.")
    else:
        voter["account_id" if doing.who.account else "participant_id"] = doing.who.person_id
    column = next(name for name, value in voter.items() if value is not None)
    stored = doing.session.scalars(
        select(m.Vote).where(m.Vote.element_id == row.id, m.Vote.ballot == "", getattr(m.Vote, column) == voter[column])
    ).one_or_none()
    before = stored.points if stored is not None else 0
    if before == command.points:
        return done(doing, row.id)
    set_points(doing, row, voter, stored, command.points)
    doing.log.add(doing.room_of(row), "voted", row.id, {**voter, "points": before}, {**voter, "points": command.points})
    doing.echo(row)
    return done(doing, row.id, refs=(row.id,))


def set_points(
    doing: Doing, row: m.Element, voter: dict[str, str | None], stored: m.Vote | None, points: int, ballot: str = ""
) -> None:
    """Store a voter's points on an element; 0 takes the vote away."""
    if points == 0:
        if stored is not None:
            doing.session.delete(stored)
    elif stored is not None:
        stored.points = points
    else:
        doing.session.add(
            m.Vote(programme_id=doing.programme.id, element_id=row.id, points=points, ballot=ballot, **voter)
        )
    doing.session.flush()


def comment(doing: Doing, command: c.Comment) -> Done:
    """Write a remark."""
    row = element_for(doing.session, doing.who, command.element, "comment")
    words = str(clean(command.text)).strip()
    if not words:
        raise Invalid("Write something first: the comment is empty.")
    if len(words) > TEXT_LIMIT:
        raise Invalid("{count} characters are too many; at most {limit} fit.", count=len(words), limit=TEXT_LIMIT)
    id_ = id_of(hour(m.now())) if doing.nameless else new_id()
    doing.session.add(
        m.Comment(
            id=id_, programme_id=doing.programme.id, key=f"kommentti-{id_[-12:]}", element_id=row.id, text=words,
            author_id=doing.actor_id, signed=None if doing.nameless else doing.who.name,
            written=hour(m.now()) if doing.nameless else m.now().replace(microsecond=0),
        )
    )  # fmt: skip
    doing.session.flush()
    doing.log.add(doing.room_of(row), "commented", row.id, None, {"comment": id_, "text": words})
    doing.echo(row)
    return done(doing, id_, refs=(row.id,))


def _comment(doing: Doing, id_: str) -> tuple[m.Comment, m.Element]:
    stored = look_up(doing.session, m.Comment, id_)
    if stored is None or stored.deleted_at is not None or stored.programme_id != doing.programme.id:
        raise NotFound("There is no such comment (any more).")
    return stored, element_for(doing.session, doing.who, stored.element_id, "comment")


def _own_or_helper(doing: Doing, stored: m.Comment) -> None:
    mine = stored.author_id is not None and stored.author_id == doing.who.person_id
    if not (mine or doing.who.may("facilitate")):
        raise NotAllowed("This comment is somebody else's; only they and facilitators may do this.")


def resolve(doing: Doing, command: c.ResolveComment) -> Done:
    """Mark a remark as dealt with, or open it again."""
    stored, row = _comment(doing, command.comment)
    if not doing.who.may("write"):
        _own_or_helper(doing, stored)
    if stored.done != command.done:
        stored.done = command.done
        doing.session.flush()
        doing.log.add(
            doing.room_of(row), "comment.changed", row.id, {"comment": stored.id, "done": not command.done},
            {"comment": stored.id, "done": command.done},
        )  # fmt: skip
    return done(doing, stored.id, refs=(row.id,))


def delete_comment(doing: Doing, command: c.DeleteComment) -> Done:
    """Delete a remark."""
    stored, row = _comment(doing, command.comment)
    _own_or_helper(doing, stored)
    stored.deleted_at = m.now()
    doing.session.flush()
    doing.log.add(doing.room_of(row), "comment.changed", row.id, {"comment": stored.id, "text": stored.text}, None)
    return done(doing, stored.id, refs=(row.id,))


HANDLERS: dict[type[Command], Callable[[Doing, Any], Done]] = {
    c.Vote: vote,
    c.Comment: comment,
    c.ResolveComment: resolve,
    c.DeleteComment: delete_comment,
}
