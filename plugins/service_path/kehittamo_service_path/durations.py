"""How long the path takes at least and at most, along its longest way."""

from dataclasses import dataclass

from kehittamo_core.api import Board, Item
from kehittamo_service_path.flow import longest, walk
from kehittamo_service_path.kinds import DAYS
from kehittamo_service_path.path import inside


@dataclass(frozen=True, kw_only=True)
class LeadTime:
    """The longest way with its shortest and longest duration in days, and the steps on it without a duration."""

    way: tuple[Item, ...]
    low: float
    high: float
    unknown: tuple[Item, ...]


def days(item: Item) -> tuple[float, float] | None:
    """The duration of a step in days, at least and at most; None where no duration or no unit is known."""
    unit = DAYS.get(item.get("duration_unit", ""))
    known = [
        value for value in (item.get("duration_min"), item.get("duration_max")) if value is not None and value >= 0
    ]
    return (min(known) * unit, max(known) * unit) if unit is not None and known else None


def lead_time(board: Board, without: str = "removed") -> LeadTime | None:
    """The way through the arrows that takes longest at most; None where no step on the path has a duration.

    Steps whose field «Compared with today» is `without` are passed by: "removed" gives the target path, "new" today's.
    Critical path (Kelley and Walker 1959) over the arrows that go forward; returns are not counted.
    """
    steps = {item.id: item for item in walk(board) if item.get("change") != without}
    known = {id_: span for id_, item in steps.items() if (span := days(item)) is not None}
    arrows = [
        (source.id, target.id)
        for _, source, target in inside(board, "then")
        if source.id in steps and target.id in steps
    ]
    if not known or not arrows:
        return None
    way = [steps[id_] for id_ in longest(tuple(steps), arrows, {id_: span[1] for id_, span in known.items()})]
    on_way = [known[item.id] for item in way if item.id in known]
    if not on_way:
        return None
    return LeadTime(
        way=tuple(way), low=sum(low for low, _ in on_way), high=sum(high for _, high in on_way),
        unknown=tuple(item for item in way if item.id not in known),
    )  # fmt: skip
