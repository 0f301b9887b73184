"""Arrows that bend round boxes: a few likely ways for each, the one taken that hits and crosses least.

A way is a list of corners; x is in millimetres, y is a place on the sheet (a strip and where in it), because heights
are not known yet. Orthogonal channel routing as in the layout of circuits (Hashimoto and Stevens 1971): what runs
side by side in a channel gets tracks of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kehittamo_core.api import Link
from kehittamo_service_path.drawings.grid import Sheet, Spot, under_spans
from kehittamo_service_path.drawings.tracks import LABEL_WIDTHS, best_place, fitting, on_tracks
from kehittamo_service_path.drawings.ways import Corner, Level, Way, Where

BESIDE: tuple[tuple[Where, int], ...] = (("top", -1), ("bottom", 1))
"""The sides of a box that a channel lies beside, and where the channel's strip is counted from the box's."""
ARROW = 4.5
"""A shorter last stretch would be all arrow head."""
PORT = 0.73
"""Where arrows from below enter a step: right of its tools, left of the next meeting."""


@dataclass
class _Taken:
    """The stretches of the ways chosen so far, for counting crossings."""

    across: list[tuple[float, float, float]] = field(default_factory=list)
    """rough height, left, right"""
    down: list[tuple[float, float, float]] = field(default_factory=list)
    """x, upper, lower"""


def ways(
    sheet: Sheet, arrows: Sequence[tuple[Link, Spot, Spot]], labels: Mapping[str, str], language: str
) -> tuple[Way, ...]:
    """A way for every arrow of a sheet, with its words: ties of two paths first, returns last and the longest first, so that they nest."""

    def turn(arrow: tuple[Link, Spot, Spot]) -> tuple[int, float]:
        link, source, target = arrow
        back = link.kind == "returns"
        rank = ("shared", "then", "returns").index(link.kind)
        return rank, -abs(target.middle - source.middle) if back else source.left

    taken, found = _Taken(), []
    for link, source, target in sorted(arrows, key=turn):
        options = list(_ways_of(link.kind, sheet, source, target))
        words = fitting(labels.get(link.id, ""), LABEL_WIDTHS[0], language)
        said = words.line_width if words is not None else 0.0
        costs = [
            (_cost(sheet, option, taken) + _words_cost(option, taken, said) + 0.4 * number, number)
            for number, option in enumerate(options)
        ]
        best = options[min(costs)[1]]
        for (x1, y1), (x2, y2) in pairwise(best):
            if x1 == x2:
                taken.down.append((x1, min(y1.rough, y2.rough), max(y1.rough, y2.rough)))
            else:
                taken.across.append((y1.rough, min(x1, x2), max(x1, x2)))
        found.append(Way(link=link, corners=best))
    return on_tracks(sheet, found, labels, language)


def _ways_of(kind: str, sheet: Sheet, source: Spot, target: Spot) -> Iterator[tuple[Corner, ...]]:
    match kind:
        case "returns":
            yield from _loops(source, target)
        case "shared":
            yield from _upright(source, target)
            yield from _options(sheet, source, target)
        case _:
            yield from _options(sheet, source, target)


def _upright(source: Spot, target: Spot) -> Iterator[tuple[Corner, ...]]:
    """Straight down or up between boxes that stand below one another."""
    upper, lower = sorted((source, target), key=lambda spot: spot.strip)
    for share in (0.5, 0.7, 0.3) if upper.strip != lower.strip else ():
        x = max(upper.left, lower.left) + share * min(upper.station.box.width, lower.station.box.width)
        if all(spot.left + 1 < x < spot.right - 1 for spot in (upper, lower)):
            ends = {upper.strip: Level(upper.strip, "bottom"), lower.strip: Level(lower.strip, "top")}
            yield (x, ends[source.strip]), (x, ends[target.strip])


def _options(sheet: Sheet, source: Spot, target: Spot) -> Iterator[tuple[Corner, ...]]:
    """Ways forward: straight on, one bend, two bends in a gap, through the channel beside the target."""
    start, end = Level(source.strip, "mid"), Level(target.strip, "mid")
    same, right = source.strip == target.strip, target.left >= source.right + 3
    if same and right:
        yield (source.right, start), (target.left, end)
    if not same:
        falling = target.strip > source.strip
        side: Where = "top" if falling else "bottom"
        ports = (0.5, 0.3, 0.7) if falling else (PORT, 0.5, 0.86)
        for port in _ports(target, ports):
            if port > source.right + 2:
                yield (source.right, start), (port, start), (port, Level(target.strip, side))
        out: Where = "bottom" if falling else "top"
        for port in _ports(source, (PORT, 0.5, 0.86, 0.34)):
            if port < target.left - 2:
                yield (port, Level(source.strip, out)), (port, end), (target.left, end)
        if target.left - source.right > 5:
            for x in (source.right + 3, target.left - 4, (source.right + target.left) / 2):
                yield (source.right, start), (x, start), (x, end), (target.left, end)
    for into, channel in BESIDE:
        level, tip = Level(target.strip + channel, "track"), Level(target.strip, into)
        for port in _ports(target, (0.5, 0.3) if into == "top" else (PORT, 0.86)):
            for x in (source.right + 3, source.right + 5.5):
                if abs(x - port) > 1:
                    yield (source.right, start), (x, start), (x, level), (port, level), (port, tip)


def _loops(source: Spot, target: Spot) -> Iterator[tuple[Corner, ...]]:
    """Ways back: over the top of the target, or below it, never through the flow's own side."""
    for into, channel in BESIDE:
        level = Level(target.strip + channel, "track")
        out: Where = "top" if level.strip < source.strip else "bottom"
        for port in _ports(target, (0.72, 0.5, 0.28) if into == "top" else (0.72, 0.5, 0.28, 0.9)):
            end = (port, Level(target.strip, into))
            for x in _ports(source, (0.8, 0.66, 0.34, 0.2)):
                if abs(x - port) > 1:
                    yield (x, Level(source.strip, out)), (x, level), (port, level), end
            for x in (source.right + 3.5, source.right + 6, source.left - 3.5):
                leave = source.right if x > source.middle else source.left
                if abs(x - port) > 1:
                    yield (
                        (leave, Level(source.strip, "mid")),
                        (x, Level(source.strip, "mid")),
                        (x, level),
                        (port, level),
                        end,
                    )


def _ports(spot: Spot, shares: Sequence[float]) -> Iterator[float]:
    return (spot.left + share * spot.station.box.width for share in shares)


def _words_cost(corners: Sequence[Corner], taken: _Taken, width: float) -> float:
    """What it costs to say something on a way: lines that already run where its words would stand."""
    for (x1, y1), (x2, y2) in pairwise(corners):
        if width and y1.where == "track" and y1 == y2:
            bars = [x for x, a, b in taken.down if a < y1.strip < b]
            return 40.0 * best_place((min(x1, x2), max(x1, x2)), width, bars, ())[1]
    return 0.0


def _cost(sheet: Sheet, corners: Sequence[Corner], taken: _Taken) -> float:
    """What a way costs: bends, boxes that it hits, lines that it crosses."""
    cost = 3.0 * len(corners)
    if corners[-2][1] == corners[-1][1] and abs(corners[-1][0] - corners[-2][0]) < ARROW:
        cost += 6.0
    for (x1, y1), (x2, y2) in pairwise(corners):
        if x1 == x2:
            top, bottom = sorted((y1.rough, y2.rough))
            cost += 1000 * _hit_down(sheet, x1, top, bottom) + 2 * (bottom - top)
            cost += 30 * sum(1 for y, a, b in taken.across if top < y < bottom and a < x1 < b)
            cost += 40 * sum(1 for x, a, b in taken.down if abs(x - x1) < 0.8 and min(b, bottom) - max(a, top) > 0.1)
        else:
            left, right = sorted((x1, x2))
            cost += 1000 * _hit_across(sheet, y1, left, right) + 0.05 * (right - left)
            cost += 30 * sum(1 for x, a, b in taken.down if left < x < right and a < y1.rough < b)
    return cost


def _hit_down(sheet: Sheet, x: float, top: float, bottom: float) -> int:
    """How many boxes and things under boxes an upright line passes through."""
    hits = 0
    for strip, spots in sheet.rows.items():
        if bottom <= strip - 0.35 or top >= strip + 0.5:
            continue
        for spot in spots:
            if min(bottom, strip + 0.35) - max(top, strip - 0.35) > 0.01 and spot.left - 0.8 < x < spot.right + 0.8:
                hits += 1
            if bottom > strip + 0.36:
                hits += sum(1 for a, b in under_spans(spot.station, spot.left) if a - 0.6 < x < b + 0.6)
    return hits


def _hit_across(sheet: Sheet, level: Level, left: float, right: float) -> int:
    """How many boxes a level line passes through; channels are free."""
    if level.where == "track":
        return 0
    return sum(1 for spot in sheet.rows.get(level.strip, ()) if spot.left < right - 0.5 and spot.right > left + 0.5)
