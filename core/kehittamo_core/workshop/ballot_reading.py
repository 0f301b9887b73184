"""A vote as somebody is shown it: while it is open their own points and how many have voted, afterwards the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.workshop.access import board_for
from kehittamo_core.workshop.counting import entitled, given, open_ballot, voters, waiting
from kehittamo_core.workshop.people import Identity


@dataclass(frozen=True, kw_only=True)
class Result:
    """What an item got: the counted points, its places (from, to: several where they are equal), and what overrules them."""

    id: str
    key: str
    counted: int
    first: int
    last: int
    paper: int = 0
    overruled: int | None = None
    reason: str = ""
    by: str = ""

    @property
    def points(self) -> int:
        """What holds."""
        return self.counted if self.overruled is None else self.overruled


@dataclass(frozen=True, kw_only=True)
class TableVotes:
    """What a secretary may enter for a table: its people who have not voted themselves, and the votes on paper so far."""

    group: str
    name: str
    people: Sequence[tuple[str, str]]
    waiting: int
    left: int
    paper: Mapping[str, int]
    entered: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, kw_only=True)
class BallotNow:
    """A vote on a board. `mine` and `left` are the reader's own; `rows` are empty while it is open, for everybody."""

    id: str
    activity: str | None
    open: bool
    points: int
    cap: int | None
    voted: int
    people: int
    left: int = 0
    may: bool = False
    mine: Mapping[str, int] = field(default_factory=dict)
    rows: Sequence[Result] = ()
    table: TableVotes | None = None


def last_closed(session: Session, board: m.Board) -> m.Ballot | None:
    """The vote on a board that was closed last."""
    rows = session.scalars(
        select(m.Ballot)
        .where(m.Ballot.programme_id == board.programme_id, m.Ballot.state == "closed")
        .order_by(m.Ballot.closed_at.desc(), m.Ballot.key)
    )
    return next((row for row in rows if board.key in row.boards), None)


def read_ballot(session: Session, who: Identity, board_id: str) -> BallotNow | None:
    """The open vote on a board, else the result of the last one; None where there was none.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access.board_for`.
    """
    board = board_for(session, who, board_id, "see")
    ballot = open_ballot(session, board)
    if ballot is not None:
        return _open(session, who, ballot)
    ballot = last_closed(session, board)
    if ballot is None:
        return None
    return BallotNow(
        id=ballot.id, activity=ballot.activity_id, open=False, points=ballot.points, cap=ballot.cap,
        voted=ballot.voters or 0, people=len(entitled(session, board.programme_id)), rows=results(session, ballot, board.id),
    )  # fmt: skip


def _open(session: Session, who: Identity, ballot: m.Ballot) -> BallotNow:
    own = not who.account and who.may("vote") and bool(who.person_id)
    mine = _by_item(session, ballot, "participant_id", who.person_id, proxies=False) if own else {}
    return BallotNow(
        id=ballot.id, activity=ballot.activity_id, open=True, points=ballot.points, cap=ballot.cap,
        voted=len(voters(session, ballot.id)), people=len(entitled(session, ballot.programme_id)),
        left=ballot.points - sum(mine.values()), may=own, mine=mine,
        table=_table(session, ballot, who.group_id) if who.role == "secretary" and who.group_id else None,
    )  # fmt: skip


def _by_item(session: Session, ballot: m.Ballot, column: str, voter: str, *, proxies: bool = True) -> dict[str, int]:
    rows = (
        select(m.Vote.element_id, m.Vote.points)
        .join(m.Element, m.Element.id == m.Vote.element_id)
        .where(m.Vote.ballot == ballot.id, getattr(m.Vote, column) == voter, m.Element.deleted_at.is_(None))
    )
    if not proxies:
        rows = rows.where(m.Vote.proxy_by.is_(None))
    return {row.element_id: row.points for row in session.execute(rows)}


def _table(session: Session, ballot: m.Ballot, group_id: str) -> TableVotes | None:
    group = session.get(m.Group, group_id)
    if group is None:
        return None
    own = set(
        session.scalars(
            select(m.Vote.participant_id).where(
                m.Vote.ballot == ballot.id, m.Vote.participant_id.is_not(None), m.Vote.proxy_by.is_(None)
            )
        )
    )
    people = session.execute(
        select(m.Participant.id, m.Participant.name)
        .where(m.Participant.id.in_(entitled(session, ballot.programme_id, group_id) - own))
        .order_by(m.Participant.name)
    ).all()
    free = waiting(session, ballot, group_id)
    return TableVotes(
        group=group.id, name=group.name or group.key, people=tuple((row.id, row.name) for row in people), waiting=free,
        left=ballot.points * free - given(session, ballot.id, "group_id", group_id),
        paper=_by_item(session, ballot, "group_id", group_id),
        entered={row.id: _by_item(session, ballot, "participant_id", row.id) for row in people},
    )  # fmt: skip


def results(session: Session, ballot: m.Ballot, board_id: str | None = None) -> tuple[Result, ...]:
    """The items of a closed vote (of one board), most points first; equal ones share their places."""
    if ballot.state != "closed":
        return ()
    rows = (
        select(m.Vote.element_id, m.Element.key, func.sum(m.Vote.points), func.sum(m.Vote.points).filter(m.Vote.group_id.is_not(None)))
        .join(m.Element, m.Element.id == m.Vote.element_id)
        .where(m.Vote.ballot == ballot.id, m.Element.deleted_at.is_(None))
        .group_by(m.Vote.element_id, m.Element.key)
    )  # fmt: skip
    if board_id is not None:
        rows = rows.where(m.Element.board_id == board_id)
    found = {row[0]: (row[1], int(row[2]), int(row[3] or 0)) for row in session.execute(rows)}
    more = select(m.Element.id, m.Element.key).where(
        m.Element.programme_id == ballot.programme_id,
        m.Element.key.in_(ballot.overruled),
        m.Element.deleted_at.is_(None),
    )
    if board_id is not None:
        more = more.where(m.Element.board_id == board_id)
    for id_, key in session.execute(more):
        found.setdefault(id_, (key, 0, 0))
    holds = {id_: ballot.overruled.get(key, {}).get("points", counted) for id_, (key, counted, _) in found.items()}
    ranked = sorted(found, key=lambda id_: (-holds[id_], found[id_][0]))
    made = []
    for id_ in ranked:
        key, counted, paper = found[id_]
        over = ballot.overruled.get(key, {})
        better = sum(points > holds[id_] for points in holds.values())
        same = sum(points == holds[id_] for points in holds.values())
        made.append(
            Result(
                id=id_, key=key, counted=counted, first=better + 1, last=better + same, paper=paper,
                overruled=over.get("points"), reason=over.get("reason", ""), by=over.get("name", ""),
            )
        )  # fmt: skip
    return tuple(made)
