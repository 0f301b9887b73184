"""A few actors round what joins them: a triangle, a square, a ring, with the centre in the middle."""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

from kehittamo_network_map.layout.parts import Node, Point, Tie, cross

RING = 10
"""Up to this many actors stand in a ring; more would make a long way round."""


def ring(
    nodes: Mapping[str, Node], ties: Sequence[Tie], free: Sequence[str], centres: Sequence[str]
) -> dict[str, Point]:
    """The actors in their order against the clock from the top, exchanged where ties would cross; centres in the middle."""
    wide = max((nodes[id_].width for id_ in free), default=20.0)
    count = max(len(free), 1)
    across = max(60.0 if count <= 4 else 58.0, 1.15 * count * (wide + 4) / (2 * math.pi))
    down = across * (0.86 if count <= 4 else 0.74)

    def spots(order: Sequence[str]) -> dict[str, Point]:
        turn = 2 * math.pi / count
        return {
            id_: (-across * math.sin(turn * index), -down * math.cos(turn * index)) for index, id_ in enumerate(order)
        }

    order = _fewest_crossings(list(free), ties, spots) if count > 3 else list(free)
    found = spots(order) if count > 1 else dict.fromkeys(free, (0.0, -down * 0.6 if centres else 0.0))
    # a triangle's middle lies below the middle of its height
    low = max((y for _, y in found.values()), default=0.0)
    for index, id_ in enumerate(centres):
        lift = (low - down * 0.5) / 2 if count == 3 else 0.0
        found[id_] = (index * (wide + 6), lift - nodes[id_].height / 2 + nodes[id_].radius)
    return found


def _fewest_crossings(order: list[str], ties: Sequence[Tie], spots: object) -> list[str]:
    def crossing(candidate: list[str]) -> int:
        at = spots(candidate)  # type: ignore[operator]
        lines = [(at[tie.first], at[tie.second]) for tie in ties if tie.first in at and tie.second in at]
        return sum(1 for (a, b), (c, d) in combinations(lines, 2) if cross(a, b, c, d))

    fewest = crossing(order)
    for _ in range(4):
        better = False
        for first, second in combinations(range(1, len(order)), 2):
            order[first], order[second] = order[second], order[first]
            now = crossing(order)
            if now < fewest:
                fewest, better = now, True
            else:
                order[first], order[second] = order[second], order[first]
        if not better or not fewest:
            break
    return order
