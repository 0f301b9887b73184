"""Which votes count, and what is left of everybody's points: asked wherever votes are summed, stored or brought back."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m


def counted() -> ColumnElement[bool]:
    """The votes that may be seen: those of no ballot, and of ballots that are closed."""
    return or_(m.Vote.ballot == "", m.Vote.ballot.in_(select(m.Ballot.id).where(m.Ballot.state == "closed")))


def open_ballot(session: Session, board: m.Board) -> m.Ballot | None:
    """The ballot in which the items of a board are voted on now."""
    rows = session.scalars(
        select(m.Ballot)
        .where(m.Ballot.programme_id == board.programme_id, m.Ballot.state == "open")
        .order_by(m.Ballot.opened_at.desc())
    )
    return next((row for row in rows if board.key in row.boards), None)


def given(session: Session, ballot_id: str, column: str, voter: str, but: str = "") -> int:
    """The points that a voter gave to living items in a ballot, without those for the item `but`."""
    found = session.scalar(
        select(func.coalesce(func.sum(m.Vote.points), 0))
        .join(m.Element, m.Element.id == m.Vote.element_id)
        .where(
            m.Vote.ballot == ballot_id, getattr(m.Vote, column) == voter, m.Element.deleted_at.is_(None),
            m.Vote.element_id != but,
        )
    )  # fmt: skip
    return int(found or 0)


def voters(session: Session, ballot_id: str) -> set[str]:
    """The participants who have given points to living items in a ballot, themselves or by their secretary."""
    return set(
        session.scalars(
            select(m.Vote.participant_id)
            .join(m.Element, m.Element.id == m.Vote.element_id)
            .where(m.Vote.ballot == ballot_id, m.Vote.participant_id.is_not(None), m.Element.deleted_at.is_(None))
        )
    ) - {None}  # type: ignore[return-value]


def entitled(session: Session, programme_id: str, group_id: str | None = None) -> set[str]:
    """The participants who may vote, in the programme or at one table."""
    rows = select(m.Participant.id).where(
        m.Participant.programme_id == programme_id, m.Participant.role != "observer", m.Participant.closed_at.is_(None)
    )
    if group_id is not None:
        rows = rows.where(m.Participant.group_id == group_id)
    return set(session.scalars(rows))


def waiting(session: Session, ballot: m.Ballot, group_id: str, but: str = "") -> int:
    """How many at a table have not voted themselves, nor had their votes entered by name; `but` counts as one who has."""
    return len(entitled(session, ballot.programme_id, group_id) - voters(session, ballot.id) - {but})


def trim(session: Session, element_ids: Iterable[str]) -> None:
    """After items came back: nobody has more points in an open ballot than they may have, so some of these votes go.

    Somebody whose votes were meanwhile entered on paper is not counted a second time.
    """
    wanted = sorted(set(element_ids))
    rows = session.scalars(
        select(m.Vote)
        .join(m.Ballot, m.Ballot.id == m.Vote.ballot)
        .where(m.Vote.element_id.in_(wanted), m.Ballot.state == "open")
        .order_by(m.Vote.group_id.is_not(None), m.Vote.id)
    ).all()
    for row in rows:
        ballot = session.get_one(m.Ballot, row.ballot)
        if row.participant_id is not None:
            others = given(session, ballot.id, "participant_id", row.participant_id, row.element_id)
            keep = min(row.points, max(ballot.points - others, 0))
            if not others and _on_paper(session, ballot, row.participant_id):
                keep = 0
        elif row.group_id is not None:
            others = given(session, ballot.id, "group_id", row.group_id, row.element_id)
            keep = min(row.points, max(ballot.points * waiting(session, ballot, row.group_id) - others, 0))
        else:
            continue
        if keep < row.points:
            row.points = keep
            if keep == 0:
                session.delete(row)
            session.flush()


def _on_paper(session: Session, ballot: m.Ballot, participant_id: str) -> bool:
    """Whether the votes on paper of somebody's table take up what this person would vote."""
    person = session.get(m.Participant, participant_id)
    if person is None or person.group_id is None:
        return False
    paper = given(session, ballot.id, "group_id", person.group_id)
    return paper > ballot.points * waiting(session, ballot, person.group_id, but=participant_id)
