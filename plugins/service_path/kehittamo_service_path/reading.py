"""A trial's measurements read the safe way round: factor margins first, then the interaction, the cells last."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from kehittamo_core.api import Board, Item
from kehittamo_service_path.trial import Factor, factors_of, group_of, level_of

FEW = 20
"""Fewer people than this on a level are called few; a convention for reading aloud, not a test."""


@dataclass(frozen=True, kw_only=True)
class Mean:
    """A mean with the number of people behind it; `n` is 0 where it was not written down."""

    value: float
    n: int


def cells(board: Board, measurement: Item) -> Mapping[str, Mean]:
    """The measured mean of each group by the group's id; groups without a mean are left out."""
    return {
        link.target: Mean(value=float(link.get("mean")), n=max(int(link.get("n", 0)), 0))
        for link in board.outgoing(measurement, "measured")
        if link.get("mean") is not None
    }


def margin(board: Board, measurement: Item, factor: Factor) -> Mapping[str, Mean]:
    """The mean of each level of a factor over its groups, weighted by n where every group has one; by level id.

    Weighted mean: sum(n * mean) / sum(n) (the plain mean of the groups where some n is missing).
    """
    known = cells(board, measurement)
    found: dict[str, Mean] = {}
    for level in factor.levels:
        mine = [
            known[group.id] for group in board.of("trial_group")
            if group.id in known and (has := level_of(board, group, factor)) is not None and has.id == level.id
        ]  # fmt: skip
        if mine:
            n = sum(mean.n for mean in mine)
            weights = [mean.n if all(other.n for other in mine) else 1 for mean in mine]
            value = sum(mean.value * weight for mean, weight in zip(mine, weights, strict=True)) / sum(weights)
            found[level.id] = Mean(value=value, n=n)
    return found


def interaction(board: Board, measurement: Item) -> float | None:
    """How the second factor's difference depends on the first: (a1b2 - a1b1) - (a2b2 - a2b1); None unless 2 x 2."""
    factors = factors_of(board)
    if len(factors) != 2 or any(len(factor.levels) != 2 for factor in factors):
        return None
    known, differences = cells(board, measurement), []
    for first in factors[0].levels:
        groups = [group_of(board, (first, second)) for second in factors[1].levels]
        means = [known[group.id].value for group in groups if group is not None and group.id in known]
        if len(means) != 2:
            return None
        differences += [after - before for before, after in pairwise(means)]
    return differences[0] - differences[1]
