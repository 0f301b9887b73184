"""Every box of a path at its place: along the path, or where people put it by hand; never outside its lane."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kehittamo_core.api import Board
from kehittamo_service_path.drawings.boxes import Station
from kehittamo_service_path.drawings.columns import BAND, bands, middles
from kehittamo_service_path.drawings.grid import ROW, Sheet, sheet_of
from kehittamo_service_path.drawings.routes import ways
from kehittamo_service_path.drawings.ways import Way
from kehittamo_service_path.path import Lane, inside

SHEET_GAP = 8.0
STEP = (10.0, ROW)
"""How far a key or a button moves a box: some millimetres along the path, or a row up or down in its lane."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Everything placed: the stretches of the path with their strips' tops, in millimetres."""

    sheets: tuple[tuple[Sheet, tuple[Way, ...], tuple[float, ...]], ...]
    bottom: float
    left: float
    """x where the path's own millimetres begin."""

    @property
    def placed(self) -> Mapping[str, tuple[float, float]]:
        """Where each box stands, as its `place` would have it: x on the drawing, y from the top row of its lane.

        A lane moves when one above it grows, and what was put into its second row stays there.
        """
        return {
            id_: (self.left + spot.left, sheet.height_in_lane(spot))
            for sheet, _, _ in self.sheets
            for id_, spot in sheet.spots.items()
        }


def lay_out(
    board: Board,
    stations: Sequence[Station],
    lanes: Sequence[Lane],
    heads: Mapping[str, float],
    left: float,
    level: Mapping[str, str] | None = None,
) -> Layout:
    """Place every box along the path, those that people placed where they did; nothing else moves aside for them but in its lane.

    `heads` are the heights that lanes need, `left` the x where boxes begin. `level` names boxes that stand below one
    another, as in `middles`; ties between them are then drawn too.
    """
    where = bands(stations, middles(board, stations, level))
    arrows = inside(board, "then", "returns", *(("shared",) if level is not None else ()))
    joined = {end.id for _, *ends in arrows for end in ends}
    count = max((band for band, _ in where.values()), default=0) + 1
    made, y = [], 0.0
    for band in range(count):
        mine = [
            (place, _by_hand(place, left, where[place.item.id][1]))
            for place in stations
            if where[place.item.id][0] == band
        ]
        shown = [lane for lane in lanes if band == 0 or any(place.lane.id == lane.id for place, _ in mine)]
        sheet = sheet_of(shown, mine, joined, [heads[lane.id] for lane in shown])
        spots = sheet.spots
        here = [(link, spots[a.id], spots[b.id]) for link, a, b in arrows if a.id in spots and b.id in spots]
        found = ways(sheet, here, {link.id: link.get("when", "") for link, _, _ in here}, board.language)
        sheet.stretch_heads()
        tops = tuple(sheet.tops(y))
        made.append((sheet, found, tops))
        y = (tops[-1] + sheet.strips[-1].height if tops else y) + SHEET_GAP
    bottom = max((tops[-1] + sheet.strips[-1].height for sheet, _, tops in made), default=0.0)
    return Layout(sheets=tuple(made), bottom=bottom, left=left)


def _by_hand(place: Station, left: float, along: float) -> float:
    """The left edge of a box on its stretch: where people put it, as far as the stretch reaches, else along the path."""
    at = place.item.place
    return along if at is None else min(max(at.x - left, 0.0), BAND - place.box.width)
