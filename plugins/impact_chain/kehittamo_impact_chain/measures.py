"""Indicator cards as numbers: what is missing, where the last measurement stands on the way to the target."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kehittamo_core.api import Board, Item, day, number

ASKED = (
    "unit", "direction", "baseline", "baseline_date", "target", "target_date", "source", "frequency", "measured_by",
    "owner",
)  # fmt: skip
"""What a whole card tells. `target` is its amount (or a relative target), `target_date` its date."""


@dataclass(frozen=True)
class Point:
    """One measurement: ISO date or "", value, n or None."""

    date: str
    value: float
    n: float | None = None


def missing(item: Item) -> tuple[str, ...]:
    """The parts of a card that are gaps, in the card's order."""
    target = item.get("target") or {}
    has: dict[str, bool] = {name: item.get(name) not in (None, "") for name in ASKED}
    has["target"] = target.get("amount") is not None or item.get("change_percent") is not None
    has["target_date"] = bool(target.get("date"))
    return tuple(name for name in ASKED if not has[name])


def part_label(board: Board, part: str) -> str:
    """A card's part by its label."""
    if part == "target_date":
        return board.say("date of the target")
    label = board.label(f"indicator.{part}")
    return label[:1].lower() + label[1:]


def points(item: Item, field: str = "series") -> tuple[Point, ...]:
    """The measurements that have a value, dated ones in order of date, after those without."""
    found = [
        Point(str(point.get("date") or ""), float(point["value"]), point.get("n"))
        for point in item.get(field) or ()
        if isinstance(point, Mapping) and point.get("value") is not None
    ]
    return tuple(sorted(found, key=lambda point: point.date))


def target_amount(item: Item) -> float | None:
    """The target: its amount, else the baseline changed by the relative target; None while either is a gap."""
    amount = (item.get("target") or {}).get("amount")
    if amount is not None:
        return float(amount)
    baseline, change = item.get("baseline"), item.get("change_percent")
    if baseline is None or change is None:
        return None
    return float(baseline * (1 + signed(item, change) / 100))


def signed(item: Item, change: float) -> float:
    """A relative target with its direction: 20 % with "decrease" is -20 %."""
    return -abs(change) if item.get("direction") == "decrease" else change


def start(item: Item) -> Point | None:
    """The baseline as a point; else the first measurement."""
    if item.get("baseline") is not None:
        return Point(str(item.get("baseline_date") or ""), float(item.get("baseline")))
    found = points(item)
    return found[0] if found else None


def latest(item: Item) -> Point | None:
    """The last measurement, None before the first."""
    found = points(item)
    return found[-1] if found else None


def progress(item: Item) -> float | None:
    """How much of the way from baseline to target is done, in per cent; negative when it went the other way.

    None while the baseline, the target or a measurement is missing, or baseline and target are the same.
    """
    baseline, target, last = item.get("baseline"), target_amount(item), latest(item)
    if baseline is None or target is None or last is None or target == baseline:
        return None
    return float((last.value - baseline) / (target - baseline) * 100)


def response_rate(item: Item, point: Point) -> float | None:
    """n / asked in per cent, None where one is a gap."""
    asked = item.get("asked")
    if not asked or asked < 0 or point.n is None:
        return None
    return float(point.n / asked * 100)


def change(item: Item, field: str = "series") -> tuple[Point, Point] | None:
    """The first and the last measurement, None with fewer than two: what was before, and what is after."""
    found = points(item, field)
    if field == "series" and item.get("baseline") is not None:
        found = (Point(str(item.get("baseline_date") or ""), float(item.get("baseline"))), *found)
    return (found[0], found[-1]) if len(found) > 1 else None


def value(board: Board, item: Item, amount: float) -> str:
    """A value with the indicator's unit."""
    return f"{number(amount, board.language)} {item.get('unit') or ''}".strip()


def target_words(board: Board, item: Item) -> str:
    """The target: an amount with its date, or the relative one, and that it stays relative without a baseline."""
    amount, stated = target_amount(item), item.get("target") or {}
    date = day(stated["date"], board.language) if stated.get("date") else ""
    relative = item.get("change_percent")
    if amount is None and relative is None:
        return date
    if amount is None:
        text = board.say(
            "{change} from the baseline (the baseline is missing, so no amount can be computed)",
            change=percent_change(board, signed(item, relative)),
        )
    else:
        text = value(board, item, amount)
        if stated.get("amount") is None and relative is not None:
            change_ = percent_change(board, signed(item, relative))
            text = board.say("{amount} ({change} from the baseline)", amount=text, change=change_)
    return f"{text}, {date}" if date else text


def percent_change(board: Board, change: float) -> str:
    """A relative change with its sign: «+50 %»."""
    return f"{'+' if change > 0 else ''}{number(change, board.language)}\u00a0%"


def revisions(board: Board, item: Item) -> tuple[str, ...]:
    """The targets that were revised, each with what it was, when it was revised and why."""
    said = []
    for old in (item.get("target") or {}).get("revisions") or ():
        was = ", ".join(
            part
            for part in (
                value(board, item, old["amount"]) if old.get("amount") is not None else "",
                day(old["date"], board.language) if old.get("date") else "",
            )
            if part
        )
        said.append(
            board.say(
                "earlier target: {was}; revised {when}; reason: {reason}",
                was=was or board.say("not known"),
                when=day(old["revised"], board.language) if old.get("revised") else board.say("on an unknown day"),
                reason=old.get("reason") or board.say("not given"),
            )
        )
    return tuple(said)


def series_words(board: Board, item: Item, field: str = "series") -> tuple[str, ...]:
    """Each measurement: its day, value, n and response rate."""
    said = []
    for point in points(item, field):
        text = value(board, item, point.value)
        if point.date:
            text = f"{day(point.date, board.language)}: {text}"
        if point.n is not None:
            text += f" (n = {number(point.n, board.language)}"
            rate = response_rate(item, point) if field == "series" else None
            if rate is not None:
                share = number(rate, board.language, 0)
                text += board.say(", {share} % of those asked", share=share)
            text += ")"
        said.append(text)
    return tuple(said)


def targets_of(board: Board) -> Mapping[str, Any]:
    """The programme's targets by id."""
    return {target.id: target for target in board.goal.targets}
