"""The flow of a path: which arrows go forward, in which order the path is walked, and what stands outside it."""

import heapq
from collections.abc import Iterable, Mapping, Sequence

from kehittamo_core.api import Board, Item
from kehittamo_service_path.path import LANE_ZONES, inside, lane_of, lanes_of, stations

Edge = tuple[str, str]


def walk(board: Board) -> tuple[Item, ...]:
    """The steps in the order in which the path is walked: along the arrows, then columns, then lane by lane."""
    items = in_reading_order(board, stations(board))
    arrows = [(source.id, target.id) for _, source, target in inside(board, "then")]
    order = sort_along([item.id for item in items], arrows)
    by_id = {item.id: item for item in items}
    return tuple(by_id[id_] for id_ in order)


def in_reading_order(board: Board, items: Iterable[Item]) -> tuple[Item, ...]:
    """Items by column, then their order, then the lane from top to bottom; without a column, its place in its lane."""
    lanes = lanes_of(board)
    index = {lane.id: number for number, lane in enumerate(lanes)}
    zones = {zone: number for number, zone in enumerate(LANE_ZONES)}
    counted: dict[str, int] = {}
    keys: dict[str, tuple[float, float, int]] = {}
    for item in sorted(items, key=lambda item: item.order):
        lane = lane_of(board, item, lanes) if item.board == board.id else None
        place = index[lane.id] if lane is not None else len(lanes) + zones.get(item.zone, len(zones))
        column = item.get("column")
        where = lane.id if lane is not None else item.zone
        counted[where] = counted.get(where, 0) + 1
        keys[item.id] = (column if column is not None else float(counted[where]), item.order, place)
    return tuple(sorted(items, key=lambda item: keys[item.id]))


def sort_along(nodes: Sequence[str], edges: Iterable[Edge]) -> tuple[str, ...]:
    """The nodes sorted so that edges go forward, keeping the given order where edges leave a choice.

    Kahn's algorithm; where a cycle leaves nothing free, the next node in the given order opens it.
    """
    index = {node: number for number, node in enumerate(nodes)}
    after: dict[str, list[str]] = {node: [] for node in nodes}
    waiting = dict.fromkeys(nodes, 0)
    for source, target in edges:
        if source in index and target in index and source != target:
            after[source].append(target)
            waiting[target] += 1
    free = [index[node] for node in nodes if not waiting[node]]
    heapq.heapify(free)
    done: list[str] = []
    seen: set[str] = set()
    stuck = iter(nodes)
    while len(done) < len(nodes):
        if free:
            node = nodes[heapq.heappop(free)]
        else:
            node = next(node for node in stuck if node not in seen)
        if node in seen:
            continue
        seen.add(node)
        done.append(node)
        for other in after[node]:
            waiting[other] -= 1
            if waiting[other] == 0 and other not in seen:
                heapq.heappush(free, index[other])
    return tuple(done)


def forward(order: Sequence[str], edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """The edges that lead on in an order; the others lead back."""
    place = {node: number for number, node in enumerate(order)}
    return tuple((a, b) for a, b in edges if a in place and b in place and place[a] < place[b])


def longest(order: Sequence[str], edges: Iterable[Edge], weight: Mapping[str, float]) -> tuple[str, ...]:
    """The way through forward edges with the greatest weight, as nodes in order; ties keep the first found.

    Dynamic programming over the sorted nodes of an acyclic graph.
    """
    before: dict[str, list[str]] = {node: [] for node in order}
    for source, target in forward(order, edges):
        before[target].append(source)
    best: dict[str, float] = {}
    came: dict[str, str] = {}
    for node in order:
        best[node] = weight.get(node, 0.0)
        for source in before[node]:
            through = best[source] + weight.get(node, 0.0)
            if through > best[node]:
                best[node], came[node] = through, source
    if not best:
        return ()
    node = max(order, key=lambda node: best[node])
    way = [node]
    while node in came:
        node = came[node]
        way.append(node)
    return tuple(reversed(way))
