"""A stretch of time in words, as insights and tables of paths say it."""

from kehittamo_core.api import Board


def span_in_words(board: Board, low: float, high: float) -> str:
    """A stretch of time in whole days, in hours where it is shorter than two days."""
    if high < 2:
        return board.say("{low}–{high} hours", low=round(low * 24, 1), high=round(high * 24, 1)).replace(".0", "")
    return board.say("{low}–{high} days", low=round(low), high=round(high))
