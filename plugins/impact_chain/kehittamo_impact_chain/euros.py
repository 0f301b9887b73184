"""Euros that a controller accepts: totals with their range, per-unit figures kept apart, who pays and who saves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kehittamo_core.api import Board, Item, euros, number

NEAR = 0.05
"""A stated volume may differ this much from what total and unit price imply before it is asked about: they are rounded."""


@dataclass(frozen=True)
class Amount:
    """An amount of euros with its range; `approximate` keeps the source's "≈"."""

    base: float
    low: float
    high: float
    approximate: bool = False

    def plus(self, other: "Amount") -> "Amount":
        """The sum: lows to lows, highs to highs, which is the widest range that the parts allow."""
        return Amount(
            self.base + other.base,
            self.low + other.low,
            self.high + other.high,
            self.approximate or other.approximate,
        )

    def times(self, factor: float) -> "Amount":
        """The amount taken `factor` times."""
        low, high = sorted((self.low * factor, self.high * factor))
        return Amount(self.base * factor, low, high, self.approximate)


def amount_of(value: Any, kind: str = "total") -> Amount | None:
    """A money value as an amount, None for a gap or for the other kind of money.

    Without a base the middle of low and high stands for it; without low or high the base does.
    """
    if not isinstance(value, Mapping) or (value.get("kind") or kind) != kind:
        return None
    low, base, high = (value.get(part) for part in ("low", "base", "high"))
    known = [part for part in (low, base, high) if part is not None]
    if not known:
        return None
    if base is None:
        base = (known[0] + known[-1]) / 2
    return Amount(
        float(base),
        float(min(base, low if low is not None else base)),
        float(max(base, high if high is not None else base)),
        bool(value.get("approximate")),
    )


def total_of(item: Item) -> Amount | None:
    """The total of a cost line: the stated one, else unit price times volume where both have the same unit."""
    stated = amount_of(item.get("total"))
    return stated if stated is not None else computed_total(item)


def computed_total(item: Item) -> Amount | None:
    """Unit price times volume, None where one is missing or the units differ."""
    price, volume = item.get("per_unit") or {}, item.get("volume") or {}
    each = amount_of(price, "per_unit")
    amount = volume.get("amount")
    if each is None or amount is None or (price.get("unit") or "") != (volume.get("unit") or ""):
        return None
    return each.times(amount)


def implied_volume(item: Item) -> tuple[float, str] | None:
    """How many units a stated total and a stated unit price imply, with the unit: a check, never a fact."""
    price = item.get("per_unit") or {}
    total, each = amount_of(item.get("total")), amount_of(price, "per_unit")
    if total is None or each is None or not each.base:
        return None
    return total.base / each.base, price.get("unit") or ""


def volume_differs(item: Item) -> bool:
    """Whether the stated volume is not what total and unit price imply, beyond rounding."""
    implied, volume = implied_volume(item), item.get("volume") or {}
    stated = volume.get("amount")
    if implied is None or stated is None or (volume.get("unit") or "") != implied[1]:
        return False
    return bool(abs(stated - implied[0]) > NEAR * max(abs(stated), abs(implied[0])))


def is_saving(item: Item) -> bool:
    """Whether a line is a saving; a line that does not say is a cost."""
    return bool(item.get("direction") == "saving")


@dataclass(frozen=True)
class Sum:
    """A sum over lines: those counted, those without a total, and how many of the counted have no label."""

    amount: Amount
    counted: tuple[Item, ...]
    without: tuple[Item, ...]
    unlabelled: int


def sum_of(items: Iterable[Item]) -> Sum | None:
    """The totals of lines added up; None where no line has one. Per-unit figures are never added."""
    counted: list[Item] = []
    without: list[Item] = []
    whole: Amount | None = None
    for item in items:
        amount = total_of(item)
        if amount is None:
            without.append(item)
        else:
            counted.append(item)
            whole = amount if whole is None else whole.plus(amount)
    if whole is None:
        return None
    return Sum(whole, tuple(counted), tuple(without), sum(1 for item in counted if not item.text))


def lines(board: Board, *, saving: bool, yearly: bool) -> tuple[Item, ...]:
    """The lines of one sort: costs or savings, once or every year. Different sorts are never added together."""
    return tuple(item for item in board.of("cost") if is_saving(item) == saving and bool(item.get("yearly")) == yearly)


def units(items: Iterable[Item]) -> dict[str, list[Item]]:
    """The lines with a unit price, by unit, in order of appearance."""
    found: dict[str, list[Item]] = {}
    for item in items:
        price = item.get("per_unit") or {}
        if amount_of(price, "per_unit") is not None:
            found.setdefault(price.get("unit") or "", []).append(item)
    return found


@dataclass(frozen=True)
class Share:
    """What one organisation pays and saves; `actor` "" gathers the lines that do not say whose they are."""

    actor: str
    pays: Amount | None
    saves: Amount | None


def shares(board: Board, *, yearly: bool = False) -> tuple[Share, ...]:
    """Who pays and who saves, by the organisation's name; the unknown last."""
    pays: dict[str, Amount] = {}
    saves: dict[str, Amount] = {}
    for saving, book, field in ((False, pays, "payer"), (True, saves, "saver")):
        for item in lines(board, saving=saving, yearly=yearly):
            amount = total_of(item)
            if amount is not None:
                actor = item.get(field) or ""
                book[actor] = book[actor].plus(amount) if actor in book else amount
    ids = sorted({*pays, *saves}, key=lambda actor: (not actor, board.actor(actor)))
    return tuple(Share(actor, pays.get(actor), saves.get(actor)) for actor in ids)


def in_words(board: Board, amount: Amount) -> str:
    """An amount as text: «≈ 11 010 000 € (10 000 000–12 500 000 €)»; the range only where there is one."""
    text = euros(amount.base, board.language)
    if amount.low != amount.base or amount.high != amount.base:
        low, high = number(amount.low, board.language), euros(amount.high, board.language)
        text = f"{text} ({low}–{high})"
    return f"≈\u00a0{text}" if amount.approximate else text
