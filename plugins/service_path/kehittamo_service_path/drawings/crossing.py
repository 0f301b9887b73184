"""How often the arrows of a path cross: in its drawing, and if every lane were a plain row of boxes."""

from collections.abc import Sequence
from itertools import combinations, pairwise

from kehittamo_core.api import Board, Connector
from kehittamo_service_path.path import inside, lane_of, lanes_of, stations

Point = tuple[float, float]
Path = tuple[Point, ...]


def counted_crossings(board: Board) -> tuple[int, int]:
    """Crossings of the arrows as drawn, and of straight arrows between boxes in plain columns."""
    from kehittamo_service_path.drawings.path import draw_path  # the drawing is heavy; only this insight needs it

    drawn = [shape.points for shape in draw_path(board).shapes if isinstance(shape, Connector) and _is_arrow(shape)]
    return count_crossings(drawn), count_crossings(_plain(board))


def _is_arrow(shape: Connector) -> bool:
    return shape.link is not None and shape.link.kind in ("then", "returns")


def _plain(board: Board) -> list[Path]:
    """Straight lines between boxes that stand in their lanes one beside the other, in order."""
    lanes = lanes_of(board)
    index = {lane.id: number for number, lane in enumerate(lanes)}
    used: dict[str, int] = {}
    at: dict[str, Point] = {}
    for item in sorted(stations(board), key=lambda item: item.order):
        lane = lane_of(board, item, lanes)
        if lane is not None:
            at[item.id] = (float(used.get(lane.id, 0)), float(index[lane.id]))
            used[lane.id] = used.get(lane.id, 0) + 1
    return [(at[a.id], at[b.id]) for _, a, b in inside(board, "then", "returns") if a.id in at and b.id in at]


def count_crossings(paths: Sequence[Path]) -> int:
    """How many pairs of stretches of different paths cross inside; touching ends do not count."""
    total = 0
    boxed = [(path, _frame(path)) for path in paths]
    for (first, one), (second, other) in combinations(boxed, 2):
        if one[0] > other[2] or other[0] > one[2] or one[1] > other[3] or other[1] > one[3]:
            continue
        total += sum(1 for a in pairwise(first) for b in pairwise(second) if _cross(*a, *b))
    return total


def _frame(path: Path) -> tuple[float, float, float, float]:
    across, down = [x for x, _ in path], [y for _, y in path]
    return min(across), min(down), max(across), max(down)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        value = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        return 0.0 if abs(value) < 1e-6 else value

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
