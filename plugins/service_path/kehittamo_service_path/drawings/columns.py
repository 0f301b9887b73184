"""Where each box stands from left to right: along the arrows, under one another where they belong together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kehittamo_core.api import Board
from kehittamo_service_path.drawings.boxes import Station
from kehittamo_service_path.flow import Edge, sort_along
from kehittamo_service_path.kinds import STATIONS
from kehittamo_service_path.path import inside

GAP = 17.0
"""Between two boxes of one lane that an arrow joins; an arrow to another lane falls through its middle."""
STEP_ASIDE = 8.5
"""From a box's edge to the middle of the next one in another lane."""
CLOSE = 8.0
"""Between boxes that no arrow joins."""
FIRST = -1e9
"""The column of a path's preconditions."""
LEAD_IN = 12.0
"""Before the first box where the path comes from the stretch above."""
BAND = 256.0
"""The widest stretch of path that is drawn in one go; a longer path goes on below, lanes and all."""


@dataclass
class _Sweep:
    """What has been placed so far, by lane and by column."""

    middle: dict[str, float] = field(default_factory=dict)
    last: dict[str, list[str]] = field(default_factory=dict)


def middles(
    board: Board, all_stations: Sequence[Station], level: Mapping[str, str] | None = None
) -> Mapping[str, float]:
    """The middle of each box by item id, in millimetres from the left end of an endless path.

    `level` gives boxes that stand exactly below one another the same name, by item id.
    """
    level = level or {}
    by_id = {place.item.id: place for place in all_stations}
    arrows = [(a.id, b.id) for _, a, b in inside(board, "then") if a.id in by_id and b.id in by_id]
    joined = {id_ for arrow in arrows for id_ in arrow}
    flow = [
        place
        for place in all_stations
        if place.item.id in joined or place.item.id in level or _column(place) is not None
    ]
    flow = [place for place in flow if place.item.kind != "data"]
    sweep = _Sweep()
    _along_arrows(flow, arrows, sweep, level)
    for place in all_stations:
        if place.item.id not in sweep.middle and not _helped(board, place, by_id):
            _after_the_last(place, joined, sweep)
    for place in all_stations:
        if place.item.id not in sweep.middle:
            sweep.middle[place.item.id] = _below_what_it_helps(board, place, by_id, sweep.middle)
    return _spread(all_stations, sweep.middle)


def _column(place: Station) -> float | None:
    """The column of a box; what must be there before the path stands before every column."""
    column = place.item.get("column")
    if column is None and place.item.kind == "ground":
        return FIRST
    return float(column) if column is not None else None


def _apart(left: Station, right: Station) -> float:
    """How far the middles of two boxes stand apart at least, the first before the second."""
    if left.lane.id == right.lane.id:
        return (left.box.width + right.box.width) / 2 + GAP
    return left.box.width / 2 + STEP_ASIDE


def _along_arrows(flow: Sequence[Station], arrows: Sequence[Edge], sweep: _Sweep, level: Mapping[str, str]) -> None:
    """Longest-path layering (Sugiyama): each box right of all that lead to it and of every earlier column of its path.

    Boxes that stand below one another take their place together, in the order of the arrows of all of them.
    """
    by_id = {place.item.id: place for place in flow}
    starts = sorted(flow, key=lambda place: (_column(place) is None, _column(place) or 0.0))
    members: dict[str, list[str]] = {}
    for place in starts:
        members.setdefault(level.get(place.item.id, place.item.id), []).append(place.item.id)
    order = sort_along(list(members), [(level.get(a, a), level.get(b, b)) for a, b in arrows])
    rank = {name: number for number, name in enumerate(order)}
    before: dict[str, list[str]] = {id_: [] for id_ in by_id}
    for source, target in arrows:
        if rank[level.get(source, source)] < rank[level.get(target, target)]:
            before[target].append(source)
    fronts: dict[tuple[str, float], dict[str, str]] = {}
    for name in order:
        at = max(_least(by_id[id_], before[id_], fronts, by_id, sweep) for id_ in members[name])
        for id_ in members[name]:
            sweep.middle[id_] = at
            place, column = by_id[id_], _column(by_id[id_])
            if column is not None:
                front = fronts.setdefault((place.item.board, column), {})
                old = front.get(place.lane.id)
                if old is None or sweep.middle[old] <= at:
                    front[place.lane.id] = id_


def _least(
    place: Station,
    before: Sequence[str],
    fronts: Mapping[tuple[str, float], Mapping[str, str]],
    by_id: Mapping[str, Station],
    sweep: _Sweep,
) -> float:
    """The leftmost middle of a box: clear of what leads to it, and of its own path's earlier columns."""
    column = _column(place)
    earlier = [
        front
        for (path, key), front in fronts.items()
        if column is not None and path == place.item.board and key < column
    ]
    at = place.box.width / 2
    for other in (*before, *(other for front in earlier for other in front.values())):
        at = max(at, sweep.middle[other] + _apart(by_id[other], place))
    return at


def _helped(board: Board, place: Station, known: Mapping[str, Station]) -> bool:
    """Whether a box finds its place by what it informs or supports, or by its column."""
    if place.item.kind == "data" and _column(place) is not None:
        return True
    return any(link.target in known for link in board.outgoing(place.item, "informs", "supports"))


def _after_the_last(place: Station, joined: set[str], sweep: _Sweep) -> None:
    """A box that nothing places stands after the one before it in its lane that nothing places either."""
    gap = GAP if not joined and place.item.kind in STATIONS and place.lane.zone == "customer" else CLOSE
    before = sweep.last.setdefault(place.lane.id, [])
    reach = max((sweep.middle[id_] for id_ in before), default=None)
    half = place.box.width / 2
    sweep.middle[place.item.id] = half if reach is None else reach + 2 * half + gap
    before.append(place.item.id)


def _below_what_it_helps(
    board: Board, place: Station, known: Mapping[str, Station], middle: Mapping[str, float]
) -> float:
    """In the middle of what it informs or supports; else of the steps in its column; else at the start."""
    links = board.outgoing(place.item, "informs", "supports")
    near = [middle[link.target] for link in links if link.target in known and link.target in middle]
    if not near:
        column = _column(place)
        near = [middle[id_] for id_, other in known.items() if id_ in middle and _column(other) == column]
    return max(sum(near) / len(near), place.box.width / 2) if near else place.box.width / 2


def _spread(all_stations: Iterable[Station], wanted: Mapping[str, float]) -> Mapping[str, float]:
    """Data and helping services pushed right until they stand clear of each other in their lane."""
    ends: dict[str, float] = {}
    found = dict(wanted)
    helpers = [place for place in all_stations if place.item.kind == "data"]
    for place in sorted(helpers, key=lambda place: (wanted[place.item.id], place.item.order)):
        half = place.box.width / 2
        at = max(wanted[place.item.id], ends.get(place.lane.id, -1e9) + CLOSE + half)
        found[place.item.id] = at
        ends[place.lane.id] = at + half
    return found


def bands(all_stations: Iterable[Station], middle: Mapping[str, float]) -> Mapping[str, tuple[int, float]]:
    """Which stretch of the path each box is drawn in, and its left edge there, in millimetres.

    A new stretch begins with the first box that does not fit into the one before.
    """
    lefts = sorted(
        (middle[place.item.id] - place.box.width / 2, place.item.id, place.box.width) for place in all_stations
    )
    found: dict[str, tuple[int, float]] = {}
    band, start = 0, lefts[0][0] if lefts else 0.0
    for left, id_, width in lefts:
        if left + width - start > BAND:
            band, start = band + 1, left - LEAD_IN
        found[id_] = (band, left - start)
    return found
