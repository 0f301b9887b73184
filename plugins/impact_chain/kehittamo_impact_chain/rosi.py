"""Return on Social Intervention and present value, with every assumption in the open.

ROSI = (savings - costs) / costs, in per cent; it may be negative, and costs of zero are refused. Present value of equal
yearly amounts: amount x (1 - (1 + r)^-n) / r (the annuity factor of any finance table; 5 % over 10 years is 7.7217).
"""

from dataclasses import dataclass

from kehittamo_core.api import Board, Item, number
from kehittamo_impact_chain.euros import Amount, amount_of


def annuity(rate: float, years: float) -> float:
    """The present value of one euro a year at the end of each of `years` years; `rate` in per cent. Without a rate: years."""
    if not rate:
        return years
    r = rate / 100
    return float((1 - (1 + r) ** -years) / r)


@dataclass(frozen=True)
class Rosi:
    """A computed ROSI in per cent: base, low and high, the savings counted as due to this, and the costs."""

    base: float
    low: float
    high: float
    savings: Amount
    costs: Amount


@dataclass(frozen=True)
class Driver:
    """How ROSI moves when one part goes from its low to its high and the rest stays at its base."""

    part: str
    low: float
    high: float

    @property
    def swing(self) -> float:
        """The width of the move."""
        return abs(self.high - self.low)


def rate_of(board: Board) -> float | None:
    """The board's discount rate in per cent, None where none is stated or it cannot be used."""
    rate = board.settings.get("rate")
    return float(rate) if isinstance(rate, int | float) and -50 < rate < 100 else None


def factor(item: Item, recurs: str, rate: float | None) -> float:
    """How many euros one euro of savings or costs stands for over the period: years, or their present value."""
    years = item.get("period")
    if not item.get(recurs) or not isinstance(years, int | float) or not 0 < years <= 100:
        return 1.0
    return annuity(rate or 0.0, years)


def _share(item: Item, field: str = "share") -> float | None:
    value = item.get(field)
    return value / 100 if isinstance(value, int | float) else None


def parts_of(item: Item, rate: float | None) -> tuple[Amount, Amount, float] | None:
    """Savings and costs over the period and the share due to this; None where savings or costs are a gap."""
    savings, costs = amount_of(item.get("savings")), amount_of(item.get("costs"))
    if savings is None or costs is None:
        return None
    share = _share(item)
    return (
        savings.times(factor(item, "savings_yearly", rate)),
        costs.times(factor(item, "costs_yearly", rate)),
        1.0 if share is None else share,
    )


def percent(savings: float, costs: float) -> float | None:
    """(savings - costs) / costs in per cent, None where the costs are zero or less."""
    return (savings - costs) / costs * 100 if costs > 0 else None


def compute(board: Board, item: Item) -> Rosi | None:
    """The ROSI of an item's own savings and costs; None where one is a gap or the costs are not above zero."""
    found = parts_of(item, rate_of(board))
    if found is None:
        return None
    savings, costs, share = found
    due = savings.times(share)
    least, most = (_share(item, field) for field in ("share_low", "share_high"))
    ends = [savings.low * (least if least is not None else share), savings.high * (most if most is not None else share)]
    base = percent(due.base, costs.base)
    if base is None:
        return None
    known = [
        base,
        *(value for value in (percent(min(ends), costs.high), percent(max(ends), costs.low)) if value is not None),
    ]
    return Rosi(base, min(known), max(known), due, costs)


def refused(item: Item) -> bool:
    """Whether savings and costs are both given and still there is no ROSI, because the costs are not above zero."""
    found = parts_of(item, None)
    return found is not None and found[1].base <= 0


def drivers(board: Board, item: Item) -> tuple[Driver, ...]:
    """What makes the range wide, one part at a time, the widest first; only parts that have a range."""
    found = parts_of(item, rate_of(board))
    if found is None or compute(board, item) is None:
        return ()
    savings, costs, share = found
    least, most = _share(item, "share_low"), _share(item, "share_high")
    moves = [
        ("savings", savings.low * share, costs.base, savings.high * share, costs.base),
        ("costs", savings.base * share, costs.high, savings.base * share, costs.low),
        (
            "share",
            savings.base * (least if least is not None else share),
            costs.base,
            savings.base * (most if most is not None else share),
            costs.base,
        ),
    ]
    rows = []
    for part, low_savings, low_costs, high_savings, high_costs in moves:
        low, high = percent(low_savings, low_costs), percent(high_savings, high_costs)
        if low is not None and high is not None and low != high:
            rows.append(Driver(part, low, high))
    return tuple(sorted(rows, key=lambda driver: -driver.swing))


def per_cent(board: Board, value: float) -> str:
    """A percentage as it is written: «-112 %», at most one decimal."""
    return f"{number(value, board.language, 1)}\u00a0%"


def in_words(board: Board, item: Item) -> str:
    """An item's ROSI: the value stated in the source, the computed one, or both; "" where there is neither."""
    stated, computed = item.get("stated"), compute(board, item)
    parts = []
    if stated is not None:
        parts.append(board.say("{value} (as stated in the source)", value=per_cent(board, stated)))
    if computed is not None:
        value = per_cent(board, computed.base)
        if computed.low != computed.high:
            value = f"{value} ({per_cent(board, computed.low)} – {per_cent(board, computed.high)})"
        parts.append(board.say("{value} (computed)", value=value))
    return "; ".join(parts)


def qualities(board: Board, item: Item) -> tuple[str, ...]:
    """What must stand beside a ROSI: its comparison, the share due to this, the period, whose saving, the rate."""
    said = []
    if item.get("comparison"):
        said.append(board.say("compared to: {what}", what=item.get("comparison")))
    else:
        said.append(board.say("an estimate without a comparison"))
    share = _share(item)
    if share is not None:
        said.append(board.say("{share} of the savings is counted as due to this", share=per_cent(board, share * 100)))
    elif compute(board, item) is not None:
        said.append(board.say("all of the savings is counted as due to this"))
    years = item.get("period")
    if years is not None:
        said.append(
            board.say_many("over {number} year", "over {years} years", int(years), years=number(years, board.language))
        )
    if item.get("savings_yearly") or item.get("costs_yearly"):
        rate = rate_of(board)
        if rate is None:
            said.append(board.say("yearly amounts added up without discounting"))
        else:
            said.append(
                board.say(
                    "yearly amounts as present value at a rate of {rate}, paid at the end of each year",
                    rate=per_cent(board, rate),
                )
            )
    whose = ", ".join(board.actor(actor) for actor in item.get("whose") or ())
    if whose:
        said.append(board.say("the saving is that of: {actors}", actors=whose))
    return tuple(said)
