"""Present value of yearly cost lines: what they are worth today over their years, only at a rate that the board states.

Amounts fall due at the end of each year: amount x (1 - (1 + r)^-n) / r, the annuity of any finance table. Without a rate
nothing is discounted and the sentence says so; a line without its number of years is left out and counted.
"""

from dataclasses import dataclass

from kehittamo_core.api import Board, Item, number
from kehittamo_impact_chain.euros import Amount, in_words, is_saving, total_of
from kehittamo_impact_chain.rosi import annuity, per_cent, rate_of

MOST_YEARS = 100


@dataclass(frozen=True)
class Present:
    """The yearly lines of one sort over their years: their worth today, and those that say no number of years."""

    amount: Amount
    counted: tuple[Item, ...]
    without: tuple[Item, ...]


def years_of(item: Item) -> float | None:
    """For how many years a yearly line runs; None for a gap or a number that cannot be used."""
    years = item.get("years")
    return float(years) if isinstance(years, int | float) and 0 < years <= MOST_YEARS else None


def present_value(item: Item, rate: float | None) -> Amount | None:
    """What a yearly line is worth today over its years; None where its amount or its years are a gap."""
    amount, years = total_of(item), years_of(item)
    if amount is None or years is None or not item.get("yearly"):
        return None
    return amount.times(annuity(rate or 0.0, years))


def present_of(board: Board, *, saving: bool) -> Present | None:
    """The yearly costs or savings of a board over their years; None where no line says for how many."""
    rate = rate_of(board)
    counted, without = [], []
    whole: Amount | None = None
    for item in board.of("cost"):
        if is_saving(item) != saving or not item.get("yearly") or total_of(item) is None:
            continue
        amount = present_value(item, rate)
        if amount is None:
            without.append(item)
        else:
            counted.append(item)
            whole = amount if whole is None else whole.plus(amount)
    return Present(whole, tuple(counted), tuple(without)) if whole is not None else None


def _for_years(board: Board, item: Item) -> str:
    years = years_of(item) or 0.0
    return board.say_many(
        "{code} for {number} year", "{code} for {years} years", 1 if years == 1 else 2, code=item.code,
        years=number(years, board.language),
    )  # fmt: skip


def present_values(board: Board) -> list[str]:
    """The sums over the years in words, with the rate and the time of payment."""
    rate = rate_of(board)
    said = []
    for saving in (False, True):
        found = present_of(board, saving=saving)
        if found is None:
            continue
        amount = in_words(board, found.amount)
        if rate is None:
            text = (
                board.say("Yearly savings over their years: {amount}, added up without discounting", amount=amount)
                if saving
                else board.say("Yearly costs over their years: {amount}, added up without discounting", amount=amount)
            )
        else:
            shown = per_cent(board, rate)
            text = (
                board.say(
                    "Yearly savings over their years: {amount} as present value at a rate of {rate}, paid at the end of each year",
                    amount=amount, rate=shown,
                )
                if saving
                else board.say(
                    "Yearly costs over their years: {amount} as present value at a rate of {rate}, paid at the end of each year",
                    amount=amount, rate=shown,
                )
            )  # fmt: skip
        lines = ", ".join(_for_years(board, item) for item in found.counted)
        text = f"{text} ({lines})."
        if found.without:
            text += " " + board.say_many(
                "{number} yearly line does not say for how many years and is not in it.",
                "{number} yearly lines do not say for how many years and are not in it.",
                len(found.without),
            )
        said.append(text)
    return said
