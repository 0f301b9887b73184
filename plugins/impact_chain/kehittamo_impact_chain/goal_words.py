"""A target of the goal in words: direction, amount, unit, group and deadline; a gap is said as a gap."""

from kehittamo_core.api import Board, Target, day, number
from kehittamo_impact_chain.naming import choice


def target_words(board: Board, target: Target) -> str:
    """A target of the goal: direction, amount, unit, group, deadline; a gap is said."""
    parts = []
    if target.direction:
        parts.append(choice(board, "indicator", "direction", target.direction))
    if target.amount is not None:
        parts.append(f"{number(target.amount, board.language)} {target.unit or ''}".strip())
    else:
        parts.append(board.say("no measure yet"))
    if target.group:
        parts.append(target.group)
    if target.deadline:
        parts.append(board.say("by {day}", day=day(target.deadline, board.language)))
    return ", ".join(parts)
