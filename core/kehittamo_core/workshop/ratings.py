"""Ratings given alone first and then seen together: each person's own, hidden from everybody until the spread is shown.

They are no links: no board, drawing, finding or export holds them. Once they are shown, how often each value was given is
counted, and stands on the board; when the round ends, the counts stay and everybody's own ratings are deleted. The group's
rating is the ordinary link, an act of its own after the spread, and is never computed from them.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.normal import counts_in_order
from kehittamo_core.errors import Invalid, NotFound
from kehittamo_core.loading import Plugins
from kehittamo_core.method import LinkKind
from kehittamo_core.workshop import hidden_commands as hc
from kehittamo_core.workshop.access import NO_ELEMENT, board_for
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import board_room
from kehittamo_core.workshop.kinds import method_of
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.rounds import ENDED, SHOWN, round_of
from kehittamo_core.workshop.taking_back import RESTORERS, taken_back
from kehittamo_core.workshop.values import checked_fields

WHAT = ("open", "show", "end")
Cell = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class RatingsNow:
    """A kind of link that is rated alone on a board, as somebody is shown it.

    `state` is "" where no round goes on, open or shown. `mine` are the reader's own values by cell (source, target). The
    spread stands on the board (`Board.spreads`), for everybody at once.
    """

    kind: str
    state: str
    people: int = 0
    mine: Mapping[Cell, Mapping[str, Any]] = field(default_factory=dict)


def _declared(doing: Doing, board: m.Board, kind_id: str) -> LinkKind:
    kind = method_of(doing.plugins, board.method).link(kind_id)
    if kind is None or not kind.rated_alone:
        raise Invalid("{kind} is not rated alone in this method.", kind=kind_id[:40] or "-")
    return kind


def open_ratings(doing: Doing, command: hc.OpenRatings) -> Done:
    """Begin a round anew, show its spread, or end it: what was shown stays as counts, what was not is gone."""
    board = board_for(doing.session, doing.who, command.board, "facilitate")
    kind = _declared(doing, board, command.kind)
    if command.what not in WHAT:
        raise Invalid("There is no control {value}; known are {known}.", value=command.what[:20], known=", ".join(WHAT))
    row = round_of(doing.session, board.id, kind.id)
    before = row.state if row is not None else ""
    if command.what == "open":
        if row is not None:
            doing.session.delete(row)
            doing.session.flush()
        doing.session.add(m.RatingRound(programme_id=doing.programme.id, board_id=board.id, kind=kind.id, state="open"))
    elif row is None or row.state == ENDED:
        raise Invalid("Nothing is rated alone here now. Open the round first.")
    elif command.what == "show":
        with taken_back(doing, "ratings", {"round": row.id, "state": before}):
            row.state, row.spread = SHOWN, _spread(doing.session, row)
    elif row.state == SHOWN:
        row.state = ENDED
        doing.session.execute(delete(m.Rating).where(m.Rating.round_id == row.id))
    else:
        doing.session.delete(row)
    doing.session.flush()
    doing.log.add(board_room(board.id), "rating.turned", f"ratings:{board.id}")
    return done(doing, board.id, refs=(board.id,))


def _ratings_back(doing: Doing, more: Mapping[str, Any]) -> None:
    """Hide a spread again."""
    row = doing.session.get(m.RatingRound, more["round"])
    if row is not None:
        row.state, row.spread = more["state"], []
        doing.session.flush()
        doing.log.add(board_room(row.board_id), "rating.turned", f"ratings:{row.board_id}", echo=True)


RESTORERS["ratings"] = _ratings_back


def rate(doing: Doing, command: hc.Rate) -> Done:
    """Keep somebody's own rating of a cell; no values take it back."""
    session = doing.session
    source, target = doing.element(command.element), doing.element(command.target)
    if source.board_id is None or source.board_id != target.board_id:
        raise NotFound(NO_ELEMENT)
    board = board_for(session, doing.who, source.board_id, "write")
    kind = _declared(doing, board, command.kind)
    row = round_of(session, board.id, kind.id)
    if row is None or row.state != "open":
        raise Invalid("Nothing is rated alone here now. Open the round first.")
    if source.kind not in kind.source or target.kind not in kind.target or not doing.who.person_id:
        raise NotFound(NO_ELEMENT)
    known = {one.id: one for one in kind.rated_fields}
    values = {
        name: value
        for name, value in checked_fields(session, doing.programme.id, known.values(), command.values).items()
        if value is not None
    }
    mine = session.scalars(
        select(m.Rating).where(
            m.Rating.round_id == row.id, m.Rating.source_id == source.id, m.Rating.target_id == target.id,
            m.Rating.person_id == doing.who.person_id,
        )
    ).one_or_none()  # fmt: skip
    if mine is not None:
        session.delete(mine)
        session.flush()
    if values:
        session.add(
            m.Rating(
                id=new_id(), round_id=row.id, source_id=source.id, target_id=target.id, person_id=doing.who.person_id,
                values=values,
            )
        )  # fmt: skip
    session.flush()
    doing.log.add(board_room(board.id), "rating.given", board.id)
    return done(doing, board.id)


def read_ratings(session: Session, plugins: Plugins, who: Identity, board_id: str) -> list[RatingsNow]:
    """The kinds of link that are rated alone on a board, each with its round.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access.board_for`.
    """
    board = board_for(session, who, board_id, "see")
    method = plugins.methods.get(board.method)
    found = []
    for kind in method.links if method is not None else ():
        if not kind.rated_alone:
            continue
        row = round_of(session, board.id, kind.id)
        if row is None or row.state == ENDED:
            found.append(RatingsNow(kind=kind.id, state=""))
            continue
        people = session.scalar(select(func.count(m.Rating.person_id.distinct())).where(m.Rating.round_id == row.id))
        own = session.scalars(select(m.Rating).where(m.Rating.round_id == row.id, m.Rating.person_id == who.person_id))
        found.append(
            RatingsNow(
                kind=kind.id, state=row.state, people=people or 0,
                mine={(one.source_id, one.target_id): one.values for one in own},
            )
        )  # fmt: skip
    return found


def _spread(session: Session, row: m.RatingRound) -> list[dict[str, Any]]:
    """How often each value was given, by cell and field, as a round keeps it; the most frequent first."""
    counts: dict[tuple[str, str, str], Counter[Any]] = {}
    for one in session.scalars(select(m.Rating).where(m.Rating.round_id == row.id)):
        for name, value in one.values.items():
            counts.setdefault((one.source_id, one.target_id, name), Counter())[value] += 1
    return [
        {"source": source, "target": target, "field": name, "counts": counts_in_order(counter.items())}
        for (source, target, name), counter in sorted(counts.items())
    ]


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    hc.OpenRatings: open_ratings,
    hc.Rate: rate,
}
