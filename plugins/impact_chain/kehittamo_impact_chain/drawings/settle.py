"""Where boxes of a column come to stand: near where their ties pull them, in order, without overlap.

`settle` solves it exactly: least squares under "each below the last", by pooling adjacent violators (Ayer, Brunk, Ewing,
Reid and Silverman 1955). `make_room` then moves free boxes down past those that people placed by hand.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from kehittamo_core.api import Box, order_layers
from kehittamo_impact_chain.chain import Edge

Node = TypeVar("Node", bound=Hashable)
Dummy = tuple[str, str, int]
"""A line's way through a column that it passes: source, target, column."""


def settle(heights: Sequence[float], middles: Sequence[float], gap: float, top: float = 0.0) -> list[float]:
    """The tops of boxes of these heights, in this order, as near to their wished middles as order and gaps allow.

    Lengths are millimetres; nothing stands above `top`.
    """
    offsets, offset = [], 0.0
    for height in heights:
        offsets.append(offset)
        offset += height + gap
    pools: list[tuple[float, int]] = []  # (mean wish, count)
    for height, middle, shift in zip(heights, middles, offsets, strict=True):
        mean, count = middle - height / 2 - shift, 1
        while pools and pools[-1][0] > mean:
            before, number = pools.pop()
            mean = (mean * count + before * number) / (count + number)
            count += number
        pools.append((mean, count))
    tops = [mean for mean, count in pools for _ in range(count)]
    return [max(mean, top) + shift for mean, shift in zip(tops, offsets, strict=True)]


def make_room(boxes: Mapping[str, Box], fixed: Iterable[str], gap: float = 4.0) -> dict[str, Box]:
    """The boxes with the free ones moved down until they stand clear of the fixed ones and of each other.

    Boxes in `fixed` keep their places; one of them that stands on another fixed one moves down too, for a drawing in
    which one hides the other would lose words.
    """
    hand = [id_ for id_ in boxes if id_ in set(fixed)]
    free = sorted((id_ for id_ in boxes if id_ not in set(hand)), key=lambda id_: (boxes[id_].y, boxes[id_].x))
    done: dict[str, Box] = {}
    for id_ in hand:
        done[id_] = clear_of(boxes[id_], done.values(), 0.5, gap)
    for id_ in free:
        done[id_] = clear_of(boxes[id_], done.values(), gap)
    return {id_: done[id_] for id_ in boxes}


def clear_of(box: Box, others: Iterable[Box], gap: float, step: float | None = None) -> Box:
    """The box moved down until it stands `gap` clear of all others; `step` is how far below the one in the way."""
    beside = [other for other in others if min(box.right, other.right) - max(box.x, other.x) > 0.05]
    while True:
        in_the_way = [other.bottom for other in beside if _touch(box, other, gap)]
        if not in_the_way:
            return box
        box = box.at(box.x, max(in_the_way) + (gap if step is None else step))


def _touch(first: Box, second: Box, gap: float) -> bool:
    return min(first.bottom, second.bottom) - max(first.y, second.y) > 0.01 - gap


def layered(
    columns: Sequence[Sequence[str]], edges: Iterable[Edge]
) -> tuple[list[list[str | Dummy]], list[list[str | Dummy]]]:
    """Columns ordered for few crossings, and for each edge its way: source, its places in the columns between, target.

    An edge that does not go rightwards is left out. Long edges get a place in every column that they pass.
    """
    column_of = {node: index for index, column in enumerate(columns) for node in column}
    layers: list[list[str | Dummy]] = [list(column) for column in columns]
    ways: list[list[str | Dummy]] = []
    pairs: list[tuple[str | Dummy, str | Dummy]] = []
    for source, target in dict.fromkeys(edges):
        first, last = column_of.get(source), column_of.get(target)
        if first is None or last is None or first >= last:
            continue
        way: list[str | Dummy] = [source, *((source, target, index) for index in range(first + 1, last)), target]
        for index, place in enumerate(way[1:-1], start=first + 1):
            layers[index].append(place)
        ways.append(way)
        pairs.extend(zip(way, way[1:], strict=False))
    ordered = order_layers(layers, pairs, sweeps=8 if len(pairs) <= 600 else 2)
    return [list(layer) for layer in ordered], ways


def neighbours(
    ways: Iterable[Sequence[str | Dummy]],
) -> tuple[dict[str | Dummy, list[str | Dummy]], dict[str | Dummy, list[str | Dummy]]]:
    """For each place on the ways the places before it and after it."""
    before: dict[str | Dummy, list[str | Dummy]] = {}
    after: dict[str | Dummy, list[str | Dummy]] = {}
    for way in ways:
        for a, b in zip(way, way[1:], strict=False):
            after.setdefault(a, []).append(b)
            before.setdefault(b, []).append(a)
    return before, after
