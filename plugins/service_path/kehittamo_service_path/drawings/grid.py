"""One stretch of a path as rows of boxes with channels between them, where arrows and their words run.

A sheet is a list of strips from top to bottom: channel, row, channel, row, channel for each lane. Heights are found
last, when it is known how much room the arrows need in each channel.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kehittamo_core.api import text_height
from kehittamo_service_path.drawings.boxes import Station, shape_left, shape_right
from kehittamo_service_path.path import Lane

Interval = tuple[float, float]

ROOM = 4.0
"""Between two boxes of one row at least."""
EMPTY_ROW = 12.0
TOP, BETWEEN, BOTTOM = 6.2, 6.0, 3.0
"""Heights of empty channels: above a lane's first row (the marks on the boxes stand there), between rows, below."""
ROW = 28.0
"""How far down in its lane people put a box by hand to have it in the next row: about as far as rows stand apart."""
LANE_GAP, LINE_GAP = 2.4, 9.0
"""Between lanes; the wider one holds a blueprint's line and its name."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A box with its left edge and the strip that it stands in."""

    station: Station
    left: float
    strip: int

    @property
    def right(self) -> float:
        """x of the right edge."""
        return self.left + self.station.box.width

    @property
    def middle(self) -> float:
        """x of the middle."""
        return self.left + self.station.box.width / 2


@dataclass
class Track:
    """A line's place in a channel: the stretches that are taken, and the height that their words need."""

    name: int

    taken: list[Interval] = field(default_factory=list)
    drops: list[tuple[float, bool]] = field(default_factory=list)
    """x of lines that leave the track, and whether they go up."""
    words: list[Interval] = field(default_factory=list)
    height: float = 2.0


@dataclass
class Strip:
    """A row of boxes or a channel: `main` and `under` are a row's heights, `pad` a channel's."""

    lane: int
    row: bool
    main: float = 0.0
    under: float = 0.0
    pad: float = 0.0
    tracks: list[Track] = field(default_factory=list)

    @property
    def height(self) -> float:
        """The height of the whole strip, in millimetres."""
        return self.main + self.under if self.row else self.pad + sum(track.height for track in self.tracks)


@dataclass
class Sheet:
    """One stretch of the path: its lanes, its strips, its boxes."""

    lanes: tuple[Lane, ...]
    strips: list[Strip]
    spots: dict[str, Spot]
    heads: tuple[float, ...]
    """The height that each lane's head needs for its words."""

    @cached_property
    def rows(self) -> dict[int, tuple[Spot, ...]]:
        """The boxes of each row strip."""
        found: dict[int, list[Spot]] = {}
        for spot in self.spots.values():
            found.setdefault(spot.strip, []).append(spot)
        return {strip: tuple(spots) for strip, spots in found.items()}

    def stretch_heads(self) -> None:
        """Make the lanes high enough for the words in their heads."""
        for index in range(len(self.lanes)):
            mine = [strip for strip in self.strips if strip.lane == index]
            lacking = self.heads[index] - sum(strip.height for strip in mine)
            if lacking > 0:
                mine[-1].pad += lacking

    def height_in_lane(self, spot: Spot) -> float:
        """How far down in its lane a box stands, as people would have put it there: `ROW` for each row above it.

        Within its row it keeps what they chose, so that a drawing tells when it was put elsewhere in vain.
        """
        lane = self.strips[spot.strip].lane
        above = ROW * sum(1 for strip in self.strips[: spot.strip] if strip.row and strip.lane == lane)
        at = spot.station.item.place
        return above + (min(max(at.y - above, 1.0 - ROW / 2), ROW / 2 - 1.0) if at is not None else 0.0)

    def tops(self, start: float) -> list[float]:
        """y of each strip's top, the first at `start`."""
        found, y = [], start
        for number, strip in enumerate(self.strips):
            if number and strip.lane != self.strips[number - 1].lane:
                y += self.gap_below(self.strips[number - 1].lane)
            found.append(y)
            y += strip.height
        return found

    def gap_below(self, lane: int) -> float:
        """The gap below a lane."""
        return LINE_GAP if self.lanes[lane].below else LANE_GAP


def sheet_of(
    lanes: Sequence[Lane], stations: Iterable[tuple[Station, float]], joined: set[str], heads: Sequence[float]
) -> Sheet:
    """A sheet from boxes with their left edges; boxes that an arrow joins get the first row of their lane."""
    by_lane: dict[str, list[tuple[Station, float]]] = {lane.id: [] for lane in lanes}
    for station, left in stations:
        by_lane[station.lane.id].append((station, left))
    strips: list[Strip] = []
    spots: dict[str, Spot] = {}
    for index, lane in enumerate(lanes):
        rows = _rows(by_lane[lane.id], joined)
        strips.append(Strip(lane=index, row=False, pad=TOP))
        for number, row in enumerate(rows):
            if number:
                strips.append(Strip(lane=index, row=False, pad=BETWEEN))
            strip = Strip(lane=index, row=True, main=max((s.box.height for s, _ in row), default=EMPTY_ROW))
            strip.under = max((s.hang for s, _ in row), default=0.0)
            for station, left in row:
                spots[station.item.id] = Spot(station=station, left=left, strip=len(strips))
            strips.append(strip)
        strips.append(Strip(lane=index, row=False, pad=BOTTOM))
    return Sheet(tuple(lanes), strips, spots, tuple(heads))


def _rows(stations: Sequence[tuple[Station, float]], joined: set[str]) -> list[list[tuple[Station, float]]]:
    """The rows of a lane: boxes that people placed in the row that they chose, the others in the first that has room."""
    rows: dict[int, list[tuple[Station, float]]] = {}

    def turn(pair: tuple[Station, float]) -> tuple[bool, int, bool, float, float]:
        item = pair[0].item
        return item.place is None, _chosen_row(pair[0]), item.id not in joined, pair[1], item.order

    for station, left in sorted(stations, key=turn):
        mine = span(station, left)
        row = _chosen_row(station)
        while any(mine[1] + ROOM > a and b + ROOM > mine[0] for a, b in (span(s, x) for s, x in rows.get(row, ()))):
            row += 1
        rows.setdefault(row, []).append((station, left))
    return [rows[number] for number in sorted(rows)] or [[]]


def _chosen_row(station: Station) -> int:
    at = station.item.place
    return max(math.floor(at.y / ROW + 0.5), 0) if at is not None else 0


def span(station: Station, left: float) -> Interval:
    """The stretch that a box and what hangs under it take from left to right."""
    edges = [(left, left + station.box.width), *under_spans(station, left)]
    return min(a for a, _ in edges), max(b for _, b in edges)


def under_spans(station: Station, left: float) -> list[Interval]:
    """The stretches that the things under a box take."""
    return [(left + shape_left(shape), left + shape_right(shape)) for shape in station.under]


def head_height(lines: int, second: int) -> float:
    """The height that a lane's head needs for its name and its legend."""
    return 5.2 + text_height(lines, 3.2) + (text_height(second, 2.85) + 0.6 if second else 0.0)
