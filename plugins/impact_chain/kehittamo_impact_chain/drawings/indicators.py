"""Mittarit: a card for each indicator with its measurements over time and the path to its target.

The path is the dashed line from baseline through milestones to target; measurements are the solid line, the comparison
group the second one, and measured groups further ones, each with a mark of its own form and its name below. Time runs to scale where every point has a date, else the points stand one step apart.
"""

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kehittamo_core.api import Area, Badge, Board, Item, Part, Scene, Stroke, Words, number
from kehittamo_impact_chain.drawings.parts import Role, Shape, empty, head, note
from kehittamo_impact_chain.measures import (
    Point,
    missing,
    part_label,
    percent_change,
    points,
    revisions,
    signed,
    target_amount,
    value,
)
from kehittamo_impact_chain.naming import kind_many, name, once, sentence, shorten

WIDE = 82.0
GAP = 6.0
PLOT = 30.0
LEFT = 15.0
RIGHT = 13.0
GROUP_LOOKS: tuple[tuple[Literal["diamond", "ring", "square", "pill"], Role], ...] = (
    ("diamond", "amber"), ("ring", "heather"), ("square", "moss"), ("pill", "rust"),
)  # fmt: skip
"""How measured groups are told apart: by the form of their marks first, by colour too."""


def draw_indicators(board: Board) -> Scene:
    """The indicator cards, two in a row."""
    items = board.of("indicator")
    if not items:
        return Scene(
            shapes=empty(board, board.say("No indicator has been written yet. How would we know that it happened?")),
            alt=board.say("No indicator cards."),
        )
    shapes: list[Shape] = list(head(board, kind_many(board, "indicator"), 0, 0, len(items)))
    parts: list[Part] = []
    y = _legend(board, [graph for item in items if (graph := Graph.of(item)) is not None], shapes, 8.0)
    for start in range(0, len(items), 2):
        row = items[start : start + 2]
        cards = [_card(board, item, index * (WIDE + GAP), y) for index, item in enumerate(row)]
        height = max(bottom for _, bottom in cards) - y + 3.0
        for index, (item, (card, _)) in enumerate(zip(row, cards, strict=True)):
            area = Area(x=index * (WIDE + GAP), y=y, width=WIDE, height=height, item=item, language=board.language)
            shapes.append(area)
            shapes.extend(card)
            parts.append(Part(label=name(board, item), x=area.x - 2, y=y - 2, width=WIDE + 4, height=height + 4))
        y += height + GAP
    measured = sum(1 for item in items if points(item))
    return Scene(
        shapes=tuple(shapes),
        alt=board.say(
            "{cards} indicator cards, {measured} of them with measurements, each with its baseline and target where known.",
            cards=len(items),
            measured=measured,
        ),
        parts=tuple(parts),
    )


def _legend(board: Board, graphs: list["Graph"], shapes: list[Shape], y: float) -> float:
    """What lines and marks mean, of those that the cards show; gives the y below."""
    samples: list[tuple[str, Badge | None]] = []
    at = y + 1.9
    if any(graph.measured for graph in graphs):
        samples.append((board.say("measured"), Badge(x=0, y=at, text="", form="disc", role="lake", size=2.6)))
    if any(len(graph.path) > 1 for graph in graphs):
        samples.append((board.say("the path to the target"), None))
    if any(graph.path for graph in graphs):
        samples.append((board.say("target"), Badge(x=0, y=at, text="", form="ring", role="lake", size=3.6)))
    if any(graph.old for graph in graphs):
        samples.append((board.say("earlier target"), Badge(x=0, y=at, text="", form="ring", role="edge", size=3.2)))
    x = 0.0
    for text, mark in samples:
        if mark is not None:
            shapes.append(replace(mark, x=x + 1.8))
            x += 4.6
        else:
            shapes.append(Stroke(points=((x, at), (x + 7.0, at)), role="lake", width=0.6, dashed=True))
            x += 8.6
        words = note(board, text, x, y, 50.0)
        shapes.append(words)
        x += words.line_width + 6.0
    return y + 6.5 if samples else y


def _card(board: Board, item: Item, x: float, y: float) -> tuple[list[Shape], float]:
    """The shapes of one card without its edge, and the y below them."""
    inner = WIDE - 6.0
    shapes: list[Shape] = []
    title = Words(
        x=x + 3, y=y + 3, text=name(board, item), width=inner, weight=700, size=3.4, item=item, language=board.language
    )
    shapes.append(title)
    y = title.y + title.height + 1.0
    about = [words for words in (item.get("unit"), item.get("group"), _says_leading(board, item)) if words]
    if about:
        line = note(board, " · ".join(map(str, about)), x + 3, y, inner)
        shapes.append(line)
        y += line.height + 1.0
    graph = Graph.of(item, groups_shown(board, item))
    if graph is not None:
        shapes += _plot(board, item, graph, x + 3.0 + LEFT, y + 4.0, inner - LEFT - RIGHT)
        y += PLOT + 13.0
        y = _key(board, item, shapes, x + 3, y, inner)
    for text, role in _facts(board, item):
        words = note(board, text, x + 3, y, inner, role=role)
        shapes.append(words)
        y += words.height + 0.8
    return shapes, y


def _says_leading(board: Board, item: Item) -> str:
    return board.say("leading indicator") if item.get("leading") else ""


@dataclass(frozen=True)
class Mark:
    """A point of the graph: its place on the axis of time (0 to 1), its value, n."""

    at: float
    value: float
    n: float | None = None


@dataclass(frozen=True)
class Graph:
    """What is plotted, on one axis of time from 0 to 1 and one of values."""

    measured: tuple[Mark, ...]
    comparison: tuple[Mark, ...]
    groups: tuple[tuple[Mark, ...], ...]
    path: tuple[Mark, ...]
    old: tuple[Mark, ...]
    levels: tuple[float, ...]
    dates: tuple[tuple[float, str], ...]

    @property
    def low(self) -> float:
        """The value at the foot of the plot."""
        return self.levels[0]

    @property
    def high(self) -> float:
        """The value at its top."""
        return self.levels[-1]

    @classmethod
    def of(cls, item: Item, groups: tuple[Item, ...] = ()) -> "Graph | None":
        """The graph of a card, None where there is nothing to plot."""
        target = item.get("target") or {}
        goal = target_amount(item)
        start = item.get("baseline")
        first = [Point(str(item.get("baseline_date") or ""), float(start))] if start is not None else []
        last = [Point(str(target.get("date") or ""), goal)] if goal is not None else []
        measured, comparison = [*first, *points(item)], list(points(item, "comparison"))
        path = [*first, *points(item, "milestones"), *last] if first and last else last
        old = [
            Point(str(part.get("date") or ""), float(part["amount"]))
            for part in target.get("revisions") or ()
            if part.get("amount") is not None
        ]
        others = [_points_of(group) for group in groups]
        everything = [*measured, *comparison, *path, *old, *(point for other in others for point in other)]
        if not everything:
            return None
        at = _axis([measured, comparison, path, *([point] for point in old), *others], [*last, *old])
        values = [point.value for point in everything]
        levels = _levels(min(values), max(values))
        return cls(
            measured=tuple(_mark(point, at) for point in measured),
            comparison=tuple(_mark(point, at) for point in comparison),
            groups=tuple(tuple(_mark(point, at) for point in other) for other in others),
            path=tuple(_mark(point, at) for point in path),
            old=tuple(_mark(point, at) for point in old),
            levels=levels,
            dates=tuple(sorted({(at[id(point)], point.date) for point in everything if point.date})),
        )


def _levels(low: float, high: float) -> tuple[float, ...]:
    """Two to four round steps of the axis that hold all values with some air: 0, 10, 20; 17, 20, 23 never."""
    pad = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
    low, high = low - pad if low < 0 or low >= pad else 0.0, high + pad
    rough = (high - low) / 3
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(part * power for part in (1, 2, 2.5, 5, 10) if part * power >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(number * step, 9) for number in range(first, last + 1))


def groups_shown(board: Board, item: Item) -> tuple[Item, ...]:
    """The measured groups that a card draws; the table holds them all."""
    found = once(board.before(item, "compares"))
    return tuple(group for group in found if _points_of(group))[: len(GROUP_LOOKS)]


def _points_of(group: Item) -> list[Point]:
    """A group's baseline and measurements."""
    start = group.get("baseline")
    first = [Point(str(group.get("baseline_date") or ""), float(start))] if start is not None else []
    return [*first, *points(group)]


def _mark(point: Point, at: dict[int, float]) -> Mark:
    return Mark(at[id(point)], point.value, point.n)


def _axis(lines: list[list[Point]], ends: list[Point]) -> dict[int, float]:
    """Each point's place on the axis, by `id`: by its date where all have one, else one step apart in order of time.

    One step apart, a point without a day comes right after the one before it in its line, so that a baseline comes first;
    one of `ends` (a target) comes last. Points of the same day share their step.
    """
    days = {id(point): _day(point.date) for line in lines for point in line}
    known = [day for day in days.values() if day is not None]
    if len(known) == len(days) and max(known) > min(known):
        first, span = min(known), max(known) - min(known)
        return {key: (day - first) / span for key, day in days.items() if day is not None}
    last = {id(point) for point in ends}
    order: dict[int, tuple[int, int]] = {}
    for line in lines:
        after = (0, -1)
        for point in line:
            found = days[id(point)]
            if found is None and id(point) in last:
                after = (date.max.toordinal(), 0)
            else:
                after = (found, 0) if found is not None else (after[0], after[1] + 1)
            order[id(point)] = after
    steps = {step: number for number, step in enumerate(sorted({*order.values()}))}
    return {key: steps[step] / max(len(steps) - 1, 1) for key, step in order.items()}


def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def _plot(board: Board, item: Item, graph: Graph, x: float, y: float, width: float) -> list[Shape]:
    shapes: list[Shape] = []

    def place(mark: Mark) -> tuple[float, float]:
        return x + mark.at * width, y + PLOT - (mark.value - graph.low) / (graph.high - graph.low) * PLOT

    for level in graph.levels:
        line = y + PLOT * (1 - (level - graph.low) / (graph.high - graph.low))
        shapes.append(Stroke(points=((x, line), (x + width, line)), role="line", width=0.25))
        shapes.append(
            Words(x=x - 2.5, y=line - 1.8, text=_short(board, level, graph), size=2.85, role="ink-3", anchor="end")
        )
    lines: tuple[tuple[tuple[Mark, ...], Role, float], ...] = (
        (graph.path, "lake", 0.6),
        (graph.comparison, "edge", 0.6),
        (graph.measured, "lake", 0.9),
    )
    for marks, role, thick in lines:
        if len(marks) > 1:
            dashed = marks is graph.path
            shapes.append(Stroke(points=tuple(map(place, marks)), role=role, width=thick, dashed=dashed))
    for marks, (form, role) in zip(graph.groups, GROUP_LOOKS, strict=False):
        if len(marks) > 1:
            shapes.append(Stroke(points=tuple(map(place, marks)), role=role, width=0.6))
        for mark in marks:
            px, py = place(mark)
            shapes.append(Badge(x=px, y=py, text="", form=form, role=role, size=2.6))
    for mark in graph.old:
        px, py = place(mark)
        shapes.append(Badge(x=px, y=py, text="", form="ring", role="edge", size=3.2))
    for mark in graph.comparison:
        px, py = place(mark)
        shapes.append(Badge(x=px, y=py, text="", form="square", role="edge", size=2.0))
    for mark in graph.measured:
        px, py = place(mark)
        shapes.append(Badge(x=px, y=py, text="", form="disc", role="lake", size=2.6))
    if graph.path and target_amount(item) is not None:
        px, py = place(graph.path[-1])
        shapes.append(Badge(x=px, y=py, text="", form="ring", role="lake", size=3.6))
        text = number(graph.path[-1].value, board.language)
        shapes.append(Words(x=px + 2.6, y=py - 2.0, text=text, width=RIGHT, size=3.2, weight=700))
    shapes += _labels(board, graph, [place(mark) for mark in graph.measured], x, width, y)
    return shapes


def _short(board: Board, level: float, graph: Graph) -> str:
    """A mark on the axis of values, as short as its span allows."""
    span = graph.high - graph.low
    for limit, sign, size in ((1e9, "G", 1e9), (1e6, "M", 1e6), (1e4, "k", 1e3)):
        if abs(level) >= limit:
            return f"{number(level / size, board.language, 1)} {sign}"
    return number(level, board.language, 0 if span >= 10 else 1 if span >= 0.5 else 3)


def _labels(
    board: Board, graph: Graph, places: list[tuple[float, float]], x: float, width: float, y: float
) -> list[Shape]:
    """Values over the first and the last measurement, and the first and last date under the axis."""
    shapes: list[Shape] = []
    ends = [0, len(places) - 1] if len(places) > 1 else list(range(len(places)))
    for index in ends:
        px, py = places[index]
        text = number(graph.measured[index].value, board.language)
        near = px - x < 4.0
        shapes.append(
            Words(
                x=px + (2.0 if near else 0.0), y=py - 5.4, text=text, size=3.2, weight=700,
                anchor="start" if near else "middle",
            )
        )  # fmt: skip
    if graph.dates:
        first, last = graph.dates[0], graph.dates[-1]
        for when, anchor in ((first[1], "start"), (last[1], "end")):
            if when and (when != first[1] or anchor == "start"):
                shapes.append(
                    Words(
                        x=x + (width if anchor == "end" else 0), y=y + PLOT + 2.0, text=_month(when), size=2.85,
                        role="ink-3", anchor="end" if anchor == "end" else "start",
                    )
                )  # fmt: skip
    return shapes


def _month(when: str) -> str:
    """A date as month and year: «9/2026»."""
    try:
        day = date.fromisoformat(when)
    except ValueError:
        return when[:10]
    return f"{day.month}/{day.year}"


def _group_key(board: Board, item: Item, shapes: list[Shape], x: float, y: float, width: float) -> float:
    """The measured groups' marks and names, and how many the card leaves to the table."""
    shown = groups_shown(board, item)
    for group, (form, role) in zip(shown, GROUP_LOOKS, strict=False):
        shapes.append(Badge(x=x + 1.5, y=y + 1.9, text="", form=form, role=role, size=2.6))
        area = f" ({group.get('area')})" if group.get("area") else ""
        words = note(board, shorten(f"{name(board, group)}{area}", 120), x + 4.5, y, width - 4.5)
        shapes.append(words)
        y += words.height + 0.8
    rest = len(once(board.before(item, "compares"))) - len(shown)
    if rest > 0:
        words = note(board, board.say_many("and {number} more", "and {number} more", rest), x + 4.5, y, width - 4.5)
        shapes.append(words)
        y += words.height + 0.8
    return y


def _key(board: Board, item: Item, shapes: list[Shape], x: float, y: float, width: float) -> float:
    """What the lines are, where there are several."""
    if not points(item, "comparison"):
        return _group_key(board, item, shapes, x, y, width)
    group = item.get("group") or board.say("measured group")
    other = item.get("comparison_group") or board.say("comparison group")
    shapes.append(Badge(x=x + 1.5, y=y + 1.9, text="", form="disc", role="lake", size=2.6))
    first = note(board, str(group), x + 4.5, y, width / 2 - 6)
    shapes.append(Badge(x=x + width / 2 + 1.5, y=y + 1.9, text="", form="square", role="edge", size=2.0))
    second = note(board, str(other), x + width / 2 + 4.5, y, width / 2 - 6)
    shapes += [first, second]
    return _group_key(board, item, shapes, x, y + max(first.height, second.height) + 1.0, width)


def _facts(board: Board, item: Item) -> list[tuple[str, Role]]:
    """The lines under the graph: baseline, target, last n, and what the card lacks."""
    lines: list[tuple[str, Role]] = []
    if item.get("baseline") is not None:
        lines.append((board.say("Baseline {amount}", amount=value(board, item, item.get("baseline"))), "ink-2"))
    goal, relative = target_amount(item), item.get("change_percent")
    if goal is not None:
        lines.append((board.say("Target {amount}", amount=value(board, item, goal)), "ink-2"))
    elif relative is not None:
        change = percent_change(board, signed(item, relative))
        lines.append((board.say("Target {amount}", amount=change), "ink-2"))
    lines += [(sentence(old), "ink-2") for old in revisions(board, item)]
    counted = [point for point in points(item) if point.n is not None]
    if counted:
        lines.append((f"n = {', '.join(number(point.n or 0, board.language) for point in counted)}", "ink-3"))
    lacking = missing(item)
    if lacking:
        parts = ", ".join(part_label(board, part) for part in lacking)
        lines.append((board.say("Missing: {parts}", parts=parts), "rust"))
    return lines
