"""Groups side by side on one indicator: what each had before and after, and what a comparison of them does not allow."""

from dataclasses import dataclass

from kehittamo_core.api import Board, Item, number
from kehittamo_impact_chain.measures import Point, change, latest, points, start
from kehittamo_impact_chain.naming import once


@dataclass(frozen=True)
class Group:
    """One group's measurements on an indicator. `item` is the group, or the indicator itself for its own two groups.

    `field` names the series that holds them; `first` and `last` are None before there is a measurement.
    """

    item: Item
    label: str
    area: str
    field: str
    first: Point | None
    last: Point | None

    @property
    def moved(self) -> float | None:
        """Last minus first, None with fewer than two points in time."""
        ends = change(self.item, self.field)
        return ends[1].value - ends[0].value if ends is not None else None


def groups_of(board: Board, indicator: Item) -> tuple[Group, ...]:
    """The groups of an indicator: its own, its comparison group, and every measured group tied to it, where they have values."""
    found = []
    if points(indicator):
        label = str(indicator.get("group") or board.say("measured group"))
        found.append(Group(indicator, label, "", "series", start(indicator), latest(indicator)))
    other = points(indicator, "comparison")
    if other:
        label = str(indicator.get("comparison_group") or board.say("comparison group"))
        found.append(Group(indicator, label, "", "comparison", other[0], other[-1]))
    for item in once(board.before(indicator, "compares")):
        if start(item) is not None:
            label = f"{item.code} {item.text}".strip() or board.say("measured group")
            found.append(Group(item, label, str(item.get("area") or ""), "series", start(item), latest(item)))
    return tuple(found)


def compared(board: Board) -> tuple[tuple[Item, tuple[Group, ...]], ...]:
    """The indicators on which at least two groups have measurements."""
    rows = ((item, groups_of(board, item)) for item in board.of("indicator"))
    return tuple((item, found) for item, found in rows if len(found) > 1)


def areas(board: Board) -> dict[str, tuple[Item, ...]]:
    """The regions and trials that groups and conclusions name, with what names them, in the board's order."""
    found: dict[str, list[Item]] = {}
    for item in board.of("measured_group", "conclusion"):
        if item.get("area"):
            found.setdefault(str(item.get("area")).strip(), []).append(item)
    return {area: tuple(items) for area, items in found.items()}


def limits(board: Board) -> tuple[str, ...]:
    """What the material does not allow, in the conclusions' own words."""
    said = (str(item.get("limit")) for item in board.of("conclusion") if item.get("limit"))
    return tuple(dict.fromkeys(said))


def moved_words(board: Board, indicator: Item, group: Group) -> str:
    """A group's change with its sign and the indicator's unit, "" without one."""
    if group.moved is None:
        return ""
    step = number(group.moved, board.language)
    signed = step if step.startswith("\u2212") or group.moved == 0 else f"+{step}"
    unit = str(indicator.get("unit") or "")
    return f"{signed} {board.say('percentage points') if unit == '%' else unit}".strip()
