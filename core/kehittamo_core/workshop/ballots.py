"""Votes by ballot: so many points for each person, hidden from everybody until the facilitator closes the vote.

Nobody is counted twice: who votes themselves takes the place of what a secretary entered for them, and a table's votes on paper
are at most those of its people who have not voted. Points and caps are asked in the transaction that stores the vote.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete, select

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.normal import clean
from kehittamo_core.errors import Invalid, NotAllowed, NotFound
from kehittamo_core.fields import TEXT_LIMIT
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import hidden_commands as hc
from kehittamo_core.workshop.access import element_for, look_up, programme_for
from kehittamo_core.workshop.activities import activity_in, boards_of, tell
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.counting import entitled, given, open_ballot, voters, waiting
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import board_room
from kehittamo_core.workshop.taking_back import RESTORERS, taken_back

MOST_POINTS = 100
VOTERS = ("participant_id", "group_id", "account_id")


def ballot_of(doing: Doing, activity_id: str) -> m.Ballot | None:
    """The open ballot of an activity."""
    return doing.session.scalars(
        select(m.Ballot).where(m.Ballot.activity_id == activity_id, m.Ballot.state == "open")
    ).first()


def _turned(doing: Doing, activity: m.Activity, ballot: m.Ballot) -> None:
    """Tell the boards that their vote has begun or ended; all notes are shown anew, for their sums have changed."""
    for board in boards_of(doing, activity):
        doing.log.add(board_room(board.id), "ballot.turned", f"ballot:{board.id}", echo=True)
        voted = select(m.Vote.element_id).join(m.Element, m.Element.id == m.Vote.element_id).where(
            m.Vote.ballot == ballot.id, m.Element.board_id == board.id, m.Element.deleted_at.is_(None)
        )  # fmt: skip
        for element_id in sorted(set(doing.session.scalars(voted))):
            doing.log.add(board_room(board.id), "ballot.counted", element_id, echo=True)


def open_voting(doing: Doing, command: hc.OpenBallot) -> Done:
    """Open a vote on an activity's boards."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    activity = activity_in(doing, command.activity)
    for value in (command.points, command.cap):
        if value is not None and (type(value) is not int or not 1 <= value <= MOST_POINTS):
            raise Invalid("{points} are not points between 1 and {limit}.", points=str(value)[:20], limit=MOST_POINTS)
    if activity.state != "open":
        raise Invalid("{title} is not open now. Open it first.", title=activity.title)
    if activity.hidden and activity.revealed_at is None:
        raise Invalid("Reveal what was written alone first; then everybody can vote on it.")
    if not activity.boards:
        raise Invalid("{title} has no boards to vote on.", title=activity.title)
    if ballot_of(doing, activity.id) is not None or any(
        open_ballot(doing.session, board) is not None for board in boards_of(doing, activity)
    ):
        raise Invalid("A vote is open on these boards already. Close it first.")
    id_ = new_id()
    ballot = m.Ballot(
        id=id_, programme_id=doing.programme.id, key=f"aanestys-{id_[-8:]}", activity_id=activity.id, title=activity.title,
        boards=list(activity.boards), points=command.points, cap=command.cap, state="open", overruled={},
    )  # fmt: skip
    with taken_back(doing, "ballot", {"ballot": id_}):
        doing.session.add(ballot)
        doing.session.flush()
    _turned(doing, activity, ballot)
    tell(doing, "activity.ballot", activity.id, None, {"state": "open", "points": command.points, "cap": command.cap})
    return done(doing, id_, refs=(activity.id,))


def close_voting(doing: Doing, command: hc.CloseBallot) -> Done:
    """Close a vote: its sums are shown."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    activity = activity_in(doing, command.activity)
    ballot = ballot_of(doing, activity.id)
    if ballot is None:
        raise Invalid("No vote is open in {title}.", title=activity.title)
    with taken_back(doing, "ballot", {"ballot": ballot.id}):
        ballot.state, ballot.closed_at = "closed", m.now().replace(microsecond=0)
        ballot.voters = len(voters(doing.session, ballot.id))
        doing.session.flush()
    _turned(doing, activity, ballot)
    tell(doing, "activity.ballot", activity.id, None, {"state": "closed"})
    return done(doing, ballot.id, refs=(activity.id,))


def _ballot_back(doing: Doing, more: Mapping[str, Any]) -> None:
    """Open again what was closed; take away what was opened, unless somebody has voted."""
    ballot = doing.session.get(m.Ballot, more["ballot"])
    if ballot is None:
        return
    activity = doing.session.get(m.Activity, ballot.activity_id) if ballot.activity_id else None
    if ballot.state == "closed":
        ballot.state, ballot.closed_at, ballot.voters = "open", None, None
        ballot.overruled = {}
        doing.session.flush()
        if activity is not None:
            _turned(doing, activity, ballot)
        return
    if doing.session.execute(select(m.Vote.id).where(m.Vote.ballot == ballot.id).limit(1)).first() is not None:
        raise Invalid("Somebody has already voted, so the vote stays open. Close it instead.")
    if activity is not None:
        _turned(doing, activity, ballot)
    doing.session.delete(ballot)
    doing.session.flush()


RESTORERS["ballot"] = _ballot_back


# Voting


def cast(doing: Doing, command: c.Vote, row: m.Element, ballot: m.Ballot) -> Done:
    """Give points in an open ballot: one's own, a person's for whom it is written down, or a table's on paper."""
    session = doing.session
    session.execute(select(m.Ballot.id).where(m.Ballot.id == ballot.id).with_for_update())
    if row.is_link:
        raise Invalid("Points are given to notes, not to links.")
    if type(command.points) is not int or not 0 <= command.points <= ballot.points * 1000:
        raise Invalid(
            "{points} are not points between 0 and {limit}.", points=str(command.points)[:20], limit=ballot.points
        )
    said = ""
    by: str | None
    if command.group is not None:
        column, voter, by = "group_id", _paper(doing, command, row, ballot), doing.who.person_id
    else:
        column = "participant_id"
        voter, by, said = _person(doing, command, row, ballot)
    stored = session.scalars(
        select(m.Vote).where(m.Vote.element_id == row.id, m.Vote.ballot == ballot.id, getattr(m.Vote, column) == voter)
    ).one_or_none()
    if stored is None and command.points:
        session.add(
            m.Vote(
                programme_id=doing.programme.id,
                element_id=row.id,
                points=command.points,
                ballot=ballot.id,
                proxy_by=by,
                **{column: voter},
            )
        )
    elif stored is not None and command.points:
        stored.points, stored.proxy_by = command.points, by
    elif stored is not None:
        session.delete(stored)
    session.flush()
    # Not of the item: which one it was is nobody's business before the vote is closed.
    doing.log.add(board_room(row.board_id or ""), "ballot.voted", row.board_id or "")
    return done(doing, row.id, said)


def _person(doing: Doing, command: c.Vote, row: m.Element, ballot: m.Ballot) -> tuple[str, str | None, str]:
    """Whose points they are, who enters them for that person (None for oneself), and what is to be said of it."""
    session, who = doing.session, doing.who
    proxy = command.behalf is not None and command.behalf != who.person_id
    person = look_up(session, m.Participant, command.behalf if proxy else who.person_id)
    if proxy:
        if (
            person is None
            or person.programme_id != doing.programme.id
            or person.id not in entitled(session, doing.programme.id)
        ):
            raise NotFound("There is no such person in this programme.")
        own_table = who.role == "secretary" and who.group_id is not None and who.group_id == person.group_id
        if not (own_table or who.may("facilitate")):
            raise NotAllowed("Only the table's secretary and facilitators enter votes for others.")
    elif who.account or person is None:
        raise NotAllowed("Whoever leads does not vote. Enter votes for a person or for a table.")
    mine = session.scalars(select(m.Vote).where(m.Vote.ballot == ballot.id, m.Vote.participant_id == person.id)).all()
    said = ""
    if proxy and any(vote.proxy_by is None for vote in mine):
        raise NotAllowed("{name} has voted already, so nothing is entered for them.", name=person.name)
    if not proxy and any(vote.proxy_by is not None for vote in mine):
        session.execute(
            delete(m.Vote).where(
                m.Vote.ballot == ballot.id, m.Vote.participant_id == person.id, m.Vote.proxy_by.is_not(None)
            )
        )
        session.expire_all()
        said = doing.word("Your own votes now take the place of those that were entered for you.")
    _refuse_over(
        doing, ballot, command.points, given(session, ballot.id, "participant_id", person.id, row.id), ballot.points
    )
    if ballot.cap is not None and command.points > ballot.cap:
        raise Invalid("At most {cap} points may go to one note in this vote.", cap=ballot.cap)
    if command.points and person.group_id is not None and person.id not in voters(session, ballot.id):
        paper = given(session, ballot.id, "group_id", person.group_id)
        if paper > ballot.points * waiting(session, ballot, person.group_id, but=person.id):
            raise NotAllowed(
                "The votes on paper of this table were entered for everybody who had not voted, {name} too. Ask the "
                "secretary to take some of them out first.",
                name=person.name,
            )
    return person.id, who.person_id if proxy else None, said


def _paper(doing: Doing, command: c.Vote, row: m.Element, ballot: m.Ballot) -> str:
    """The table whose votes on paper they are: at most those of its people who have not voted."""
    session, who = doing.session, doing.who
    group = look_up(session, m.Group, command.group)
    if group is None or group.programme_id != doing.programme.id:
        raise NotFound("There is no such group in this programme.")
    if not ((who.role == "secretary" and who.group_id == group.id) or who.may("facilitate")):
        raise NotAllowed("Only the table's secretary and facilitators vote for a whole table.")
    people = waiting(session, ballot, group.id)
    _refuse_over(
        doing, ballot, command.points, given(session, ballot.id, "group_id", group.id, row.id), ballot.points * people
    )
    if ballot.cap is not None and command.points > ballot.cap * people:
        raise Invalid("At most {cap} points may go to one note in this vote.", cap=ballot.cap * people)
    return group.id


def _refuse_over(doing: Doing, ballot: m.Ballot, points: int, others: int, limit: int) -> None:
    """Refuse more points than there are.

    Raises:
        Invalid: see the message.
    """
    if points and others + points > limit:
        raise Invalid(
            "{points} points are too many: {left} of {limit} are left for this note.", points=points,
            left=max(limit - others, 0), limit=limit,
        )  # fmt: skip


def overrule(doing: Doing, command: hc.Overrule) -> Done:
    """Set a result beside the counted one, with who and why; the counted number stays."""
    row = element_for(doing.session, doing.who, command.element, "facilitate")
    board = doing.session.get_one(m.Board, row.board_id) if row.board_id else None
    ballots = doing.session.scalars(
        select(m.Ballot)
        .where(m.Ballot.programme_id == doing.programme.id, m.Ballot.state == "closed")
        .order_by(m.Ballot.closed_at.desc(), m.Ballot.key)
    )
    ballot = next((one for one in ballots if board is not None and board.key in one.boards), None)
    if ballot is None or board is None:
        raise Invalid("Only the result of a closed vote can be overruled.")
    before = ballot.overruled.get(row.key)
    kept = {key: part for key, part in ballot.overruled.items() if key != row.key}
    if command.points is not None:
        reason = " ".join(str(clean(command.reason)).split())
        if not reason:
            raise Invalid("Say why the result is overruled: the reason is kept with it.")
        if len(reason) > TEXT_LIMIT:
            raise Invalid("{count} characters are too many; at most {limit} fit.", count=len(reason), limit=TEXT_LIMIT)
        if type(command.points) is not int or not 0 <= command.points <= 10_000:
            raise Invalid(
                "{points} are not points between 0 and {limit}.", points=str(command.points)[:20], limit=10_000
            )
        kept[row.key] = {
            "points": command.points, "reason": reason, "name": doing.who.name,
            "at": m.now().replace(microsecond=0).isoformat().replace("+00:00", "Z"),
        }  # fmt: skip
    ballot.overruled = kept
    doing.session.flush()
    doing.log.add(board_room(board.id), "ballot.overruled", row.id, before, kept.get(row.key))
    doing.log.add(board_room(board.id), "ballot.turned", f"ballot:{board.id}", echo=True)
    return done(doing, row.id, refs=(row.id,))


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    hc.OpenBallot: open_voting,
    hc.CloseBallot: close_voting,
    hc.Overrule: overrule,
}
