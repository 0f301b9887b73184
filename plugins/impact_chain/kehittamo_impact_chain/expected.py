"""Anticipation: an outcome is expected first, on a named pathway, and then set beside what its indicators have shown."""

from dataclasses import dataclass

from kehittamo_core.api import Board, Item
from kehittamo_impact_chain.naming import once


@dataclass(frozen=True)
class Expectation:
    """One outcome with the pathways that pass it and the indicators that measure it."""

    outcome: Item
    pathways: tuple[Item, ...]
    indicators: tuple[Item, ...]


def expectations(board: Board) -> tuple[Expectation, ...]:
    """Every outcome that a pathway passes or an indicator measures, in the board's order."""
    rows = []
    for outcome in board.of("outcome"):
        pathways = once(board.before(outcome, "passes"))
        indicators = once(board.before(outcome, "measures"))
        if pathways or indicators:
            rows.append(Expectation(outcome, pathways, indicators))
    return tuple(rows)


def reviews(board: Board) -> tuple[tuple[str, Item], ...]:
    """Review dates of pathways and indicators as ISO dates, the nearest first."""
    found = [(str(item.get("review")), item) for item in board.of("pathway", "indicator") if item.get("review")]
    return tuple(sorted(found, key=lambda row: (row[0], row[1].code, row[1].id)))
