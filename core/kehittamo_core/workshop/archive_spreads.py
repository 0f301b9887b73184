"""How people rated alone, to and from an archive: a round that has ended, with its counts and nobody's own rating."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.workshop.rounds import ENDED, SHOWN, spreads_of


def spread_documents(session: Session, board_id: str, keys: Mapping[str, str]) -> list[dict[str, Any]]:
    """How people rated alone on a board, once it was shown, with the `keys` of its elements by their ids; what they rate now is nobody's yet."""
    return [
        {
            "kind": one.kind, "source": keys[one.source], "target": keys[one.target], "field": one.field,
            "counts": [{"value": value, "count": count} for value, count in one.counts],
        }
        for one in spreads_of(session, board_id, keys)
    ]  # fmt: skip


def write_spreads(session: Session, board: m.Board, parts: Iterable[Mapping[str, Any]], ids: Mapping[str, str]) -> None:
    """Make the spreads of a board read as these parts do; `ids` are the elements' by their keys.

    A round that goes on now stays as it is: what the archive says of its kind is older, and would lead those who rate.
    """
    wanted: dict[str, list[dict[str, Any]]] = {}
    for part in parts:
        wanted.setdefault(part["kind"], []).append(
            {
                "source": ids[part["source"]], "target": ids[part["target"]], "field": part["field"],
                "counts": [[one["value"], one["count"]] for one in part["counts"]],
            }
        )  # fmt: skip
    for row in session.scalars(select(m.RatingRound).where(m.RatingRound.board_id == board.id)).all():
        spread = wanted.pop(row.kind, None)
        if row.state not in (SHOWN, ENDED) or _same(row.spread, spread or ()):
            continue
        if spread is None:
            session.delete(row)
            continue
        session.execute(delete(m.Rating).where(m.Rating.round_id == row.id))
        row.state, row.spread = ENDED, spread
    for kind, spread in wanted.items():
        session.add(
            m.RatingRound(programme_id=board.programme_id, board_id=board.id, kind=kind, state=ENDED, spread=spread)
        )
    session.flush()


def _same(one: Iterable[Mapping[str, Any]], other: Iterable[Mapping[str, Any]]) -> bool:
    """Whether two spreads tell the same, in whatever order."""

    def told(spread: Iterable[Mapping[str, Any]]) -> list[str]:
        return sorted(
            repr((part["source"], part["target"], part["field"], [*map(tuple, part["counts"])])) for part in spread
        )

    return told(one) == told(other)
