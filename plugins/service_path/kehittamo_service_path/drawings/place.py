"""Boxes that people placed by hand keep their places; the others flow round them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kehittamo_core.api import Board
from kehittamo_service_path.drawings.boxes import Station
from kehittamo_service_path.drawings.columns import bands, middles
from kehittamo_service_path.drawings.grid import Sheet, sheet_of, span
from kehittamo_service_path.drawings.routes import ways
from kehittamo_service_path.drawings.ways import Way
from kehittamo_service_path.path import Lane, inside

CLEAR = 3.0
"""Between a box placed by hand and any other, in millimetres."""
TRIES = 5
SHEET_GAP = 8.0

Rectangle = tuple[float, float, float, float]
"""x, y, right, bottom"""


@dataclass(frozen=True, kw_only=True)
class Fixed:
    """A box at a place of its own: one that people put there, or one that found no other room."""

    station: Station
    x: float
    y: float

    @property
    def reach(self) -> Rectangle:
        """What the box and the things under it cover."""
        left, right = span(self.station, self.x)
        return left, self.y, right, self.y + self.station.box.height + self.station.hang


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Everything placed: the stretches with their strips' tops, and the boxes at places of their own."""

    sheets: tuple[tuple[Sheet, tuple[Way, ...], tuple[float, ...]], ...]
    fixed: tuple[Fixed, ...]
    bottom: float
    left: float
    """x where the path's own millimetres begin."""


def lay_out(
    board: Board,
    stations: Sequence[Station],
    lanes: Sequence[Lane],
    heads: Mapping[str, float],
    left: float,
    level: Mapping[str, str] | None = None,
) -> Layout:
    """Place every box: by hand where people did, else along the path and clear of those.

    `heads` are the heights that lanes need, `left` the x where boxes begin. `level` names boxes that stand below one
    another, as in `middles`; ties between them are then drawn too.
    """
    fixed = _by_hand(stations)
    free = [place for place in stations if place.item.place is None]
    shifts: dict[str, float] = {}
    parked: list[Station] = []
    for attempt in range(TRIES + 1):
        sheets = _sheets(board, free, lanes, heads, shifts, level)
        clashes = _clashes(sheets, fixed, left)
        if not clashes:
            break
        if attempt == TRIES:
            parked = [place for place in free if place.item.id in clashes]
            free = [place for place in free if place.item.id not in clashes]
            sheets = _sheets(board, free, lanes, heads, shifts, level)
            again = _clashes(sheets, fixed, left)
            parked += [place for place in free if place.item.id in again]
            _drop(sheets, again)
            break
        for id_, distance in clashes.items():
            shifts[id_] = shifts.get(id_, 0.0) + distance
    bottom = max((tops[-1] + sheet.strips[-1].height for sheet, _, tops in sheets), default=0.0)
    bottom = max([bottom, *(other.reach[3] for other in fixed)])
    x = left
    for place in parked:
        fixed.append(Fixed(station=place, x=x + place.overhang, y=bottom + CLEAR))
        x += span(place, 0.0)[1] + place.overhang + CLEAR
    bottom = max([bottom, *(other.reach[3] for other in fixed)])
    return Layout(sheets=sheets, fixed=tuple(fixed), bottom=bottom, left=left)


def _by_hand(stations: Sequence[Station]) -> list[Fixed]:
    """Boxes where people put them; a later one that would cover an earlier one moves down until it does not."""
    found: list[Fixed] = []
    for place in stations:
        at = place.item.place
        if at is None:
            continue
        box = Fixed(station=place, x=at.x, y=at.y)
        while hit := next((other for other in found if _touch(box.reach, other.reach)), None):
            box = Fixed(station=place, x=at.x, y=hit.reach[3] + CLEAR)
        found.append(box)
    return found


def _touch(first: Rectangle, second: Rectangle, room: float = CLEAR) -> bool:
    return (
        first[0] < second[2] + room and second[0] < first[2] + room
        and first[1] < second[3] + room and second[1] < first[3] + room
    )  # fmt: skip


Sheets = tuple[tuple[Sheet, tuple[Way, ...], tuple[float, ...]], ...]


def _sheets(
    board: Board,
    free: Sequence[Station],
    lanes: Sequence[Lane],
    heads: Mapping[str, float],
    shifts: Mapping[str, float],
    level: Mapping[str, str] | None,
) -> Sheets:
    middle = {id_: at + shifts.get(id_, 0.0) for id_, at in middles(board, free, level).items()}
    where = bands(free, middle)
    arrows = inside(board, "then", "returns", *(("shared",) if level is not None else ()))
    joined = {end.id for _, *ends in arrows for end in ends}
    count = max((band for band, _ in where.values()), default=0) + 1
    made, y = [], 0.0
    for band in range(count):
        mine = [(place, where[place.item.id][1]) for place in free if where[place.item.id][0] == band]
        shown = [lane for lane in lanes if band == 0 or any(place.lane.id == lane.id for place, _ in mine)]
        sheet = sheet_of(shown, mine, joined, [heads[lane.id] for lane in shown])
        spots = sheet.spots
        here = [(link, spots[a.id], spots[b.id]) for link, a, b in arrows if a.id in spots and b.id in spots]
        found = ways(sheet, here, {link.id: link.get("when", "") for link, _, _ in here}, board.language)
        sheet.stretch_heads()
        tops = tuple(sheet.tops(y))
        made.append((sheet, found, tops))
        y = (tops[-1] + sheet.strips[-1].height if tops else y) + SHEET_GAP
    return tuple(made)


def _clashes(sheets: Sheets, fixed: Sequence[Fixed], left: float) -> dict[str, float]:
    """How far each box must go right to be clear of the ones placed by hand."""
    found: dict[str, float] = {}
    for sheet, _, tops in sheets if fixed else ():
        for id_, spot in sheet.spots.items():
            top = tops[spot.strip]
            a, b = span(spot.station, spot.left)
            mine = (a + left, top, b + left, top + sheet.strips[spot.strip].main + spot.station.hang)
            hits = [other.reach[2] for other in fixed if _touch(mine, other.reach)]
            if hits:
                found[id_] = max(hits) + CLEAR + 0.5 - mine[0]
    return found


def _drop(sheets: Sheets, ids: Mapping[str, float]) -> None:
    for sheet, _, _ in sheets:
        for id_ in ids:
            sheet.spots.pop(id_, None)
