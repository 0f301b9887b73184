"""Insights of the cards: sums of euros, the way to the targets, pledges against needs."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Insight, Item, number
from kehittamo_impact_chain.euros import (
    Sum,
    amount_of,
    implied_volume,
    in_words,
    lines,
    shares,
    sum_of,
    units,
)
from kehittamo_impact_chain.groups import compared, limits, moved_words
from kehittamo_impact_chain.measures import latest, missing, percent_change, progress, signed, target_amount, value
from kehittamo_impact_chain.naming import name, names, once
from kehittamo_impact_chain.pledges import needs
from kehittamo_impact_chain.present import present_values


def euro_insights(board: Board) -> Iterator[Insight]:
    """The sum of each sort of line, the figures per unit kept apart, and who pays and who saves."""
    for saving in (False, True):
        for yearly in (False, True):
            items = lines(board, saving=saving, yearly=yearly)
            found = sum_of(items)
            if found is not None:
                yield _sum_insight(board, found, saving=saving, yearly=yearly)
    yield from _unit_insight(board)
    yield from _who(board)


def sum_words(board: Board, found: Sum, *, saving: bool, yearly: bool) -> str:
    """A sum as a sentence, with what must be said of it."""
    amount = in_words(board, found.amount)
    if saving and yearly:
        text = board.say("Savings in a year: {amount}, a computed sum, not in the source", amount=amount)
    elif saving:
        text = board.say("Savings in all: {amount}, a computed sum, not in the source", amount=amount)
    elif yearly:
        text = board.say("Costs in a year: {amount}, a computed sum, not in the source", amount=amount)
    else:
        text = board.say("Costs in all: {amount}, a computed sum, not in the source", amount=amount)
    if found.unlabelled == len(found.counted):
        text += "; " + board.say("the meaning of the lines has not been checked")
    elif found.unlabelled:
        text += "; " + board.say_many(
            "the meaning of {number} line has not been checked",
            "the meaning of {number} lines has not been checked",
            found.unlabelled,
        )
    text += "."
    if found.without:
        text += " " + board.say_many(
            "{number} line has no total and is not in the sum.",
            "{number} lines have no total and are not in the sum.",
            len(found.without),
        )
    return text


def _sum_insight(board: Board, found: Sum, *, saving: bool, yearly: bool) -> Insight:
    return Insight(
        finding=sum_words(board, found, saving=saving, yearly=yearly),
        items=found.counted,
        limit=board.say("Different units, costs and savings, yearly and single sums are never added together."),
        formula=board.say(
            "The totals of the lines; where a line has no total, unit price × volume. The range adds lows to lows and "
            "highs to highs, the widest that the lines allow."
        ),
        more=True,
    )


def unit_lines(board: Board, items: list[Item]) -> str:
    """The lines of one unit: each price, and the volume that total and price imply."""
    said = []
    for item in items:
        price = item.get("per_unit") or {}
        amount = amount_of(price, "per_unit")
        if amount is None:
            continue
        text = f"{in_words(board, amount)} / {price.get('unit') or board.say('unit not known')}"
        implied = implied_volume(item)
        if implied is not None:
            text += " " + board.say(
                "(implies {count} × {unit})", count=number(implied[0], board.language, 0), unit=implied[1]
            )
        said.append(f"{item.code} {text}".strip())
    return "; ".join(said)


def _unit_insight(board: Board) -> Iterator[Insight]:
    for unit, items in units(board.of("cost")).items():
        yield Insight(
            finding=board.say(
                "Per unit «{unit}»: {lines}.",
                unit=unit or board.say("unit not known"),
                lines=unit_lines(board, items),
            ),
            items=tuple(items),
            limit=board.say("An implied volume is total divided by unit price: a check, not a fact of the source."),
            formula=board.say("Volume = total / unit price"),
            more=True,
        )


def _who(board: Board) -> Iterator[Insight]:
    rows = [row for row in shares(board) if row.actor]
    if not any(row.pays for row in rows) and not any(row.saves for row in rows):
        return
    said = []
    for row in rows:
        words = []
        if row.pays is not None:
            words.append(board.say("pays {amount}", amount=in_words(board, row.pays)))
        if row.saves is not None:
            words.append(board.say("saves {amount}", amount=in_words(board, row.saves)))
        said.append(f"{board.actor(row.actor)}: {', '.join(words)}")
    yield Insight(
        finding=board.say("Who pays and who saves: {who}.", who="; ".join(said)),
        limit=board.say(
            "Single sums only; yearly ones are listed apart. A saving is money only when a cost really ends."
        ),
        more=True,
    )


def indicator_insights(board: Board) -> Iterator[Insight]:
    """How many cards are whole, and how far each measured indicator has come."""
    cards = board.of("indicator")
    if not cards:
        return
    whole = tuple(item for item in cards if not missing(item))
    yield Insight(
        finding=board.say_many(
            "{number} of {all} indicator cards is complete.",
            "{number} of {all} indicator cards are complete.",
            len(whole),
            all=len(cards),
        ),
        items=whole,
        limit=board.say("A complete card can still measure the wrong thing."),
        more=True,
    )
    for item in cards:
        yield from _progress(board, item)


def _progress(board: Board, item: Item) -> Iterator[Insight]:
    share, last, target = progress(item), latest(item), target_amount(item)
    if share is not None and last is not None and target is not None:
        where = value(board, item, last.value)
        aim = value(board, item, target)
        if share < 0:
            finding = board.say(
                "{indicator} has moved away from its target: it is {where}, the target is {aim}.",
                indicator=name(board, item), where=where, aim=aim,
            )  # fmt: skip
        else:
            finding = board.say(
                "{indicator} has come {share} % of the way: it is {where}, the target is {aim}.",
                indicator=name(board, item), share=number(share, board.language, 0), where=where, aim=aim,
            )  # fmt: skip
        if last.n is not None:
            finding += f" (n = {number(last.n, board.language)})"
        yield Insight(
            finding=finding,
            items=(item,),
            limit=board.say("A change after a deed is not yet a change because of it."),
            formula=board.say("(last measurement − baseline) / (target − baseline)"),
            more=True,
        )
    elif item.get("baseline") is None and item.get("change_percent") is not None and target is None:
        yield Insight(
            finding=board.say(
                "{indicator} should change by {change}, but without a baseline no amount can be computed.",
                indicator=name(board, item),
                change=percent_change(board, signed(item, item.get("change_percent"))),
            ),
            items=(item,),
            more=True,
        )


def group_insights(board: Board) -> Iterator[Insight]:
    """How each group changed on the same indicator, side by side and in no order of merit."""
    for indicator, groups in compared(board):
        moved = [(group, words) for group in groups if (words := moved_words(board, indicator, group))]
        if len(moved) < 2:
            continue
        yield Insight(
            finding=board.say(
                "{indicator} changed by group: {groups}.",
                indicator=name(board, indicator),
                groups="; ".join(f"{group.label} {words}" for group, words in moved),
            ),
            items=once((indicator, *(group.item for group, _ in moved))),
            limit=" ".join(
                (
                    board.say(
                        "A difference between groups is not yet an effect: the groups may differ in other ways too."
                    ),
                    *limits(board),
                )
            ),
            formula=board.say("last measurement − first measurement or baseline, group by group"),
            more=True,
        )


def present_insights(board: Board) -> Iterator[Insight]:
    """Yearly lines over their years."""
    for text in present_values(board):
        yield Insight(
            finding=text,
            items=tuple(item for item in board.of("cost") if item.get("yearly")),
            limit=board.say("A present value rests on its rate: another rate gives another value."),
            formula=board.say("amount × (1 − (1 + r)^−n) / r, paid at the end of each year"),
            more=True,
        )


def pledge_insights(board: Board) -> Iterator[Insight]:
    """How many inputs are covered by what organisations have promised."""
    if not board.of("pledge"):
        return
    found = needs(board)
    short = tuple(need.item for need in found if not need.covered)
    if not found:
        return
    finding = board.say_many(
        "Pledges cover {number} of {all} inputs whose amount is known.",
        "Pledges cover {number} of {all} inputs whose amount is known.",
        len(found) - len(short),
        all=len(found),
    )
    if short:
        finding += " " + board.say("Not covered: {inputs}.", inputs=names(board, short))
    yield Insight(
        finding=finding,
        items=short,
        limit=board.say("Only pledges in the same unit as the need are counted."),
        more=True,
    )
