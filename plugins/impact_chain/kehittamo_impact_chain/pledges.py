"""Resurssilupaukset against needs: what an input takes, what is confirmed and promised of it, and what nobody gives.

Only pledges in the need's own unit are counted, so that hours are never added to euros.
"""

from dataclasses import dataclass

from kehittamo_core.api import Board, Item, number
from kehittamo_impact_chain.naming import actors_of, once


@dataclass(frozen=True)
class Need:
    """One input with a known amount: `confirmed` and `promised` of it, in its own unit; `other` are pledges in other units."""

    item: Item
    unit: str
    needed: float
    confirmed: float
    promised: float
    pledges: tuple[Item, ...]
    other: tuple[Item, ...]

    @property
    def pledged(self) -> float:
        """What is promised in all, confirmed or not."""
        return self.confirmed + self.promised

    @property
    def missing(self) -> float:
        """What nobody gives."""
        return max(self.needed - self.pledged, 0.0)

    @property
    def covered(self) -> bool:
        """Whether all of it is pledged."""
        return self.pledged >= self.needed


def need_of(board: Board, item: Item) -> Need | None:
    """What an input needs and has been promised; None where the need has no amount."""
    amount = item.get("amount") or {}
    if amount.get("amount") is None:
        return None
    unit = amount.get("unit") or ""
    own, other = [], []
    sums = {True: 0.0, False: 0.0}
    for pledge in once(board.before(item, "covers")):
        given = pledge.get("amount") or {}
        if given.get("amount") is None or (given.get("unit") or "") != unit:
            other.append(pledge)
            continue
        own.append(pledge)
        sums[pledge.get("state") == "confirmed"] += given["amount"]
    return Need(item, unit, float(amount["amount"]), sums[True], sums[False], tuple(own), tuple(other))


def needs(board: Board) -> tuple[Need, ...]:
    """Every input whose amount is known, in the board's order."""
    return tuple(found for item in board.of("input") if (found := need_of(board, item)) is not None)


def for_solutions(board: Board) -> tuple[tuple[Item, tuple[Need, ...], tuple[Item, ...]], ...]:
    """Each solution with the needs of the inputs it directs and the pledges to itself; those with neither are left out."""
    by_id = {need.item.id: need for need in needs(board)}
    rows = []
    for solution in board.of("solution"):
        own = tuple(by_id[item.id] for item in once(board.after(solution, "directs")) if item.id in by_id)
        given = once(board.before(solution, "covers"))
        if own or given:
            rows.append((solution, own, given))
    return tuple(rows)


def in_unit(board: Board, need: Need, amount: float) -> str:
    """An amount of a need with its unit."""
    return f"{number(amount, board.language)} {need.unit}".strip()


def givers(board: Board, need: Need) -> str:
    """Who has pledged, by name."""
    return ", ".join(dict.fromkeys(name for pledge in need.pledges for name in actors_of(board, pledge)))


def before_and_after(board: Board, need: Need) -> str:
    """How much was uncovered before the pledges, and how much is now."""
    if need.covered:
        return board.say("before the pledges {needed} uncovered, now covered", needed=in_unit(board, need, need.needed))
    return board.say(
        "before the pledges {needed} uncovered, now {missing}",
        needed=in_unit(board, need, need.needed),
        missing=in_unit(board, need, need.missing),
    )
