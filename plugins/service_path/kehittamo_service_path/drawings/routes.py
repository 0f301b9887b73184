"""Arrows that bend round boxes: a few likely ways for each, the one taken that hits and crosses least.

A way is a list of corners; x is in millimetres, y is a place on the sheet (a strip and where in it), because heights
are not known yet. Orthogonal channel routing as in the layout of circuits (Hashimoto and Stevens 1971): what runs side by
side in a channel gets tracks of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from kehittamo_core.api import Link, Words
from kehittamo_service_path.drawings.grid import Interval, Sheet, Spot, Track, under_spans

Where = Literal["top", "mid", "bottom", "track"]
BESIDE: tuple[tuple[Where, int], ...] = (("top", -1), ("bottom", 1))
"""The sides of a box that a channel lies beside, and where the channel's strip is counted from the box's."""
_OFFSET = {"top": -0.35, "mid": 0.0, "bottom": 0.35, "track": 0.0}
SMALL = 2.82
LABEL_WIDTH = 46.0
SHORT_LABEL = 14.0
ARROW = 4.5
"""A shorter last stretch would be all arrow head."""
PORT = 0.73
"""Where arrows from below enter a step: right of its tools, left of the next meeting."""


@dataclass(frozen=True)
class Level:
    """A height on a sheet: in a strip, at a box's top, middle or bottom, or on a track of a channel."""

    strip: int
    where: Where
    track: int = -1

    @property
    def rough(self) -> float:
        """A number that sorts heights before they are known."""
        return self.strip + _OFFSET[self.where]


Corner = tuple[float, Level]


@dataclass(frozen=True, kw_only=True)
class Way:
    """A line from box to box; `words` stand above its longest stretch in a channel, or above its start."""

    link: Link
    corners: tuple[Corner, ...]
    back: bool = False
    words: Words | None = None
    words_at: Corner | None = None


@dataclass
class _Taken:
    """The stretches of the ways chosen so far, for counting crossings."""

    across: list[tuple[float, float, float]] = field(default_factory=list)
    """rough height, left, right"""
    down: list[tuple[float, float, float]] = field(default_factory=list)
    """x, upper, lower"""


def ways(
    sheet: Sheet, arrows: Sequence[tuple[Link, Spot, Spot]], labels: dict[str, str], language: str
) -> tuple[Way, ...]:
    """A way for every arrow of a sheet; returns go last and the longest first, so that loops nest."""

    def turn(arrow: tuple[Link, Spot, Spot]) -> tuple[bool, float]:
        link, source, target = arrow
        back = link.kind == "returns"
        return back, -abs(target.middle - source.middle) if back else source.left

    taken, found = _Taken(), []
    for link, source, target in sorted(arrows, key=turn):
        options = list(_loops(source, target) if link.kind == "returns" else _options(sheet, source, target))
        costs = [(_cost(sheet, option, taken) + 0.4 * number, number) for number, option in enumerate(options)]
        best = options[min(costs)[1]]
        way = Way(link=link, corners=best, back=link.kind == "returns")
        way = _on_tracks(sheet, way, labels.get(link.id, ""), language)
        for (x1, y1), (x2, y2) in pairwise(way.corners):
            if x1 == x2:
                taken.down.append((x1, min(y1.rough, y2.rough), max(y1.rough, y2.rough)))
            else:
                taken.across.append((y1.rough, min(x1, x2), max(x1, x2)))
        found.append(way)
    return tuple(found)


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
        for port in _ports(source, (PORT, 0.5, 0.86)):
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
        for port in _ports(target, (0.72, 0.5, 0.28)):
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


def _cost(sheet: Sheet, corners: Sequence[Corner], taken: _Taken) -> float:
    cost = 3.0 * len(corners)
    if corners[-2][1] == corners[-1][1] and abs(corners[-1][0] - corners[-2][0]) < ARROW:
        cost += 6.0
    for (x1, y1), (x2, y2) in pairwise(corners):
        if x1 == x2:
            top, bottom = sorted((y1.rough, y2.rough))
            cost += 1000 * _hit_down(sheet, x1, top, bottom) + 2 * (bottom - top)
            cost += 30 * sum(1 for y, a, b in taken.across if top < y < bottom and a < x1 < b)
            cost += 8 * sum(1 for x, a, b in taken.down if abs(x - x1) < 0.8 and min(b, bottom) - max(a, top) > 0.1)
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


def _on_tracks(sheet: Sheet, way: Way, label: str, language: str) -> Way:
    """The way with tracks of its own in the channels, and its words above its line."""
    for index, ((x1, y1), (x2, y2)) in enumerate(pairwise(way.corners)):
        if y1.where != "track" or y1 != y2 or x1 == x2:
            continue
        words = _label(label, LABEL_WIDTH, language) or _label(label and way.link.code, LABEL_WIDTH, language)
        left, right = sorted((x1, x2))
        where = max((left + right - (words.line_width if words else 0.0)) / 2, 0.0)
        text = (where, where + words.line_width) if words else None
        ups = [(x, other.rough < y1.rough) for x, other in (way.corners[index - 1], way.corners[index + 2])]
        track = _free_track(sheet, y1.strip, (left, right), text, ups)
        if words is not None:
            lane = sheet.strips[y1.strip].tracks[track]
            lane.height = max(lane.height, words.height + 2.6)
        level = replace(y1, track=track)
        corners = [(x, level if y == y1 else y) for x, y in way.corners]
        return replace(way, corners=tuple(corners), words=words, words_at=(where, level) if words else None)
    (x1, y1), (x2, y2) = way.corners[0], way.corners[1]
    words = _label(label, SHORT_LABEL, language, 2) or _label(label and way.link.code, SHORT_LABEL, language, 2)
    if words is not None and y1 == y2 and x2 - x1 > 9:
        return replace(way, words=words, words_at=(x1 + 1.2, y1))
    return way


def _label(text: str, width: float, language: str, lines: int = 4) -> Words | None:
    """Words of at most so many lines; None where there is nothing to say or no room to say it."""
    if not text:
        return None
    words = Words(x=0, y=0, text=text, width=width, size=SMALL, role="ink-2", language=language)
    return words if len(words.lines) <= lines else None


def _free_track(
    sheet: Sheet, strip: int, line: Interval, text: Interval | None, drops: list[tuple[float, bool]]
) -> int:
    """The first track where a line and its words touch nothing and no other line falls through the words."""
    tracks = sheet.strips[strip].tracks
    mine = (min(line[0], text[0]), max(line[1], text[1])) if text else line
    for number, track in enumerate(tracks):
        if all(mine[1] + 2 < a or b + 2 < mine[0] for a, b in track.taken) and not _cut(tracks, number, text, drops):
            break
    else:
        number = len(tracks)
        tracks.append(Track())
    tracks[number].taken.append(mine)
    tracks[number].drops.extend(drops)
    if text:
        tracks[number].words.append(text)
    return number


def _cut(tracks: Sequence[Track], number: int, text: Interval | None, drops: Sequence[tuple[float, bool]]) -> bool:
    """Whether words on this track would be crossed by lines of others, or this line would cross others' words."""
    for other, track in enumerate(tracks):
        if text and any(text[0] < x < text[1] for x, up in track.drops if up == (other > number) and other != number):
            return True
        if any(a < x < b for a, b in track.words for x, up in drops if up == (other < number) and other != number):
            return True
    return False
