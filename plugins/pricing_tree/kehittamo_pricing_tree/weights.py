"""Weights, off until the group turns them on: swing weights, stated values of the signs, and how far the choice holds.

Swing weights: von Winterfeldt and Edwards, Decision Analysis and Behavioral Research (1986), ch. 8. The additive value of an
alternative is the sum over the criteria of weight x value of its sign; the signs themselves are never added up. How far a
choice holds is found by trying every combination of weights on a grid, so that nothing depends on the stated points.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import comb, lcm
from operator import mul

from kehittamo_core.api import Board, Item
from kehittamo_pricing_tree import tree

STEPS = (20, 10, 5, 4, 2)
"""How finely the grid is divided: the finest of these that stays within MOST points."""
MOST = 4000


def values_of_signs(board: Board) -> Mapping[str, Fraction] | None:
    """What +, +/- and - are worth as the group stated it; None where one is missing or they are not in this order."""
    stated = [board.settings.get(id_) for id_ in ("value_plus", "value_even", "value_minus")]
    numbers = [_exact(value) for value in stated]
    if any(value is None for value in numbers):
        return None
    plus, even, minus = (value for value in numbers if value is not None)
    return {"+": plus, "+/-": even, "-": minus} if plus > even > minus else None


def swing(criterion: Item) -> Fraction | None:
    """A criterion's points; None where there are none or they are below zero."""
    points = _exact(criterion.get("swing"))
    return points if points is not None and points >= 0 else None


def _exact(value: object) -> Fraction | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Fraction(str(value)) if is_number else None


@dataclass(frozen=True)
class Weighing:
    """The remaining alternatives that are rated on every criterion, weighed.

    `weights` sum to 1; `columns` holds for each alternative the values of its signs in the order of `criteria`.
    """

    criteria: tuple[Item, ...]
    alternatives: tuple[Item, ...]
    weights: tuple[Fraction, ...]
    columns: tuple[tuple[Fraction, ...], ...]

    def totals(self, weights: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        """The additive value of each alternative with these weights."""
        return tuple(
            sum((weight * value for weight, value in zip(weights, column, strict=True)), Fraction(0))
            for column in self.columns
        )

    @cached_property
    def order(self) -> tuple[tuple[Item, Fraction], ...]:
        """The alternatives by their value with the stated weights, the greatest first."""
        pairs = zip(self.alternatives, self.totals(self.weights), strict=True)
        return tuple(sorted(pairs, key=lambda pair: -pair[1]))

    @cached_property
    def steps(self) -> int:
        """How many steps the whole weight is divided into on the grid; 0 where even the coarsest has too many points."""
        return next((steps for steps in STEPS if comb(steps + len(self.criteria) - 1, steps) <= MOST), 0)

    @cached_property
    def points(self) -> int:
        """How many combinations of weights the grid has."""
        return comb(self.steps + len(self.criteria) - 1, self.steps) if self.steps else 0

    @cached_property
    def wins(self) -> Mapping[str, int]:
        """Alternative id -> on how many points of the grid none is better than it (equals count for both)."""
        return {item.id: len(best) for item, best in zip(self.alternatives, self._best, strict=True)}

    def range_of(self, alternative: Item, criterion: int) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest weight of a criterion at which none is better than the alternative."""
        best = self._best[self.alternatives.index(alternative)]
        if not best:
            return None
        units = [combination[criterion] for combination in best]
        return Fraction(min(units), self.steps), Fraction(max(units), self.steps)

    @cached_property
    def _best(self) -> tuple[list[tuple[int, ...]], ...]:
        found: tuple[list[tuple[int, ...]], ...] = tuple([] for _ in self.alternatives)
        # Whole numbers, so that equals are equal and thousands of points take milliseconds.
        scale = lcm(*(value.denominator for column in self.columns for value in column))
        columns = [[int(value * scale) for value in column] for column in self.columns]
        for combination in _grid(len(self.criteria), self.steps) if self.steps else ():
            totals = [sum(map(mul, combination, column)) for column in columns]
            top = max(totals)
            for number, total in enumerate(totals):
                if total == top:
                    found[number].append(combination)
        return found


def _grid(parts: int, steps: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide `steps` among `parts`."""
    if parts == 1:
        yield (steps,)
        return
    for first in range(steps + 1):
        for rest in _grid(parts - 1, steps - first):
            yield (first, *rest)


def weighing(board: Board) -> Weighing | None:
    """The board's weighing; None where weights are off, incomplete, or fewer than two alternatives can be weighed."""
    values = values_of_signs(board)
    criteria = board.of("criterion")
    points = [swing(criterion) for criterion in criteria]
    if not board.settings.get("weights") or values is None or not criteria or any(part is None for part in points):
        return None
    known = [part for part in points if part is not None]
    if not sum(known):
        return None
    rated = {item.id: tree.ratings(board, item) for item in tree.remaining(board)}
    among = tuple(
        item for item in tree.remaining(board) if all(criterion.id in rated[item.id] for criterion in criteria)
    )
    if len(among) < 2:
        return None
    columns = tuple(tuple(values[rated[item.id][criterion.id]] for criterion in criteria) for item in among)
    return Weighing(criteria, among, tuple(part / sum(known) for part in known), columns)


def subject(board: Board, found: Weighing) -> Item:
    """Whose firmness is told: the one that was chosen, where it is weighed; else the first with the stated weights."""
    picked = tree.chosen(board)
    return picked[0] if len(picked) == 1 and picked[0] in found.alternatives else found.order[0][0]
