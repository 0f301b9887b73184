"""Layouts that several methods share: layers with few crossings, and columns of boxes that do not overlap."""

from bisect import bisect_right, insort
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from kehittamo_core.scene.shapes import Box

Node = TypeVar("Node", bound=Hashable)


def crossings(upper: Sequence[Node], lower: Sequence[Node], edges: Iterable[tuple[Node, Node]]) -> int:
    """How often edges between two ordered layers cross: pairs whose ends stand in opposite orders."""
    place_upper = {node: index for index, node in enumerate(upper)}
    place_lower = {node: index for index, node in enumerate(lower)}
    ends = sorted((place_upper[a], place_lower[b]) for a, b in edges if a in place_upper and b in place_lower)
    seen: list[int] = []
    crossed = 0
    for _, low in ends:
        crossed += len(seen) - bisect_right(seen, low)
        insort(seen, low)
    return crossed


def order_layers(
    layers: Sequence[Sequence[Node]], edges: Iterable[tuple[Node, Node]], sweeps: int = 8
) -> tuple[tuple[Node, ...], ...]:
    """The nodes of each layer reordered so that edges between neighbouring layers cross little.

    Barycentre sweeps of Sugiyama, Tagawa and Toda (1981), starting from and, on ties, keeping the given order, so that
    a new node moves the others as little as possible; the best order seen is returned.
    """
    pairs = tuple(edges)
    order = [list(layer) for layer in layers]

    def total() -> int:
        return sum(crossings(order[index], order[index + 1], pairs) for index in range(len(order) - 1))

    best, fewest = [list(layer) for layer in order], total()
    neighbours: dict[Node, set[Node]] = {}
    for a, b in pairs:
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    for sweep in range(sweeps):
        if not fewest:
            break
        down = sweep % 2 == 0
        for index in range(1, len(order)) if down else range(len(order) - 2, -1, -1):
            fixed = order[index - 1 if down else index + 1]
            place = {node: position for position, node in enumerate(fixed)}
            order[index] = _by_barycentre(order[index], place, neighbours)
        now = total()
        if now < fewest:
            best, fewest = [list(layer) for layer in order], now
    return tuple(tuple(layer) for layer in best)


def _by_barycentre(
    layer: Sequence[Node], place: Mapping[Node, int], neighbours: Mapping[Node, set[Node]]
) -> list[Node]:
    scale = (len(place) - 1) / max(len(layer) - 1, 1)

    def middle(entry: tuple[int, Node]) -> tuple[float, int]:
        index, node = entry
        near = [place[other] for other in neighbours.get(node, ()) if other in place]
        return (sum(near) / len(near) if near else index * scale, index)

    return [node for _, node in sorted(enumerate(layer), key=middle)]


def stack(boxes: Iterable[Box], x: float, y: float, gap: float = 4.0) -> tuple[Box, ...]:
    """Boxes one below the other from x, y on, `gap` millimetres apart."""
    placed = []
    for box in boxes:
        placed.append(box.at(x, y))
        y += box.height + gap
    return tuple(placed)


def stack_height(boxes: Iterable[Box], gap: float = 4.0) -> float:
    """The height of a stack of boxes."""
    heights = [box.height for box in boxes]
    return sum(heights) + gap * max(len(heights) - 1, 0)
