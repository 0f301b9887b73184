"""A larger network without given groups: distances on paper as near as can be to the steps between actors.

Stress majorization of Gansner, Koren and North (2005), Graph drawing by stress majorization. It starts from a ring in
the board's order and goes downhill from there, so the same board always gives the same drawing and a small change
moves little.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kehittamo_network_map.layout.parts import Node, Point, Tie
from kehittamo_network_map.types import Network, nx

STEP = 34.0
"""Millimetres for one step between actors."""
WIDER = 1.2
"""Labels are wider than high, so the drawing is stretched."""
ROUNDS = 120

Matrix = npt.NDArray[np.float64]


def by_stress(
    nodes: Mapping[str, Node], ties: Sequence[Tie], free: Sequence[str], centres: Sequence[str]
) -> dict[str, Point]:
    """The joined parts side by side, largest first; actors without ties in rows below; centres above the middle."""
    network: Network = nx.Graph()
    network.add_nodes_from((*free, *centres))
    network.add_edges_from((tie.first, tie.second) for tie in ties)
    order = {id_: index for index, id_ in enumerate(network)}
    parts = sorted(
        (sorted(part, key=lambda id_: order[id_]) for part in nx.connected_components(network)),
        key=lambda part: (-len(part), order[part[0]]),
    )
    found: dict[str, Point] = {}
    right = 0.0
    for part in (part for part in parts if len(part) > 1):
        spots = _spread(network.subgraph(part), part, max(nodes[id_].width for id_ in part))
        left = min(x for x, _ in spots.values())
        found.update({id_: (x - left + right, y) for id_, (x, y) in spots.items()})
        right = max(x for x, _ in found.values()) + 1.4 * STEP
    alone = [part[0] for part in parts if len(part) == 1]
    found.update(_rows(nodes, alone, found))
    return found


def _spread(network: Network, part: Sequence[str], wide: float) -> dict[str, Point]:
    steps = dict(nx.all_pairs_shortest_path_length(network))
    ideal = np.array([[float(steps[a][b]) for b in part] for a in part]) * max(STEP, wide * 0.8)
    count = len(part)
    turn = 2 * math.pi * np.arange(count) / count
    spots: Matrix = np.column_stack((np.sin(turn), -np.cos(turn))) * ideal.max() / 2
    with np.errstate(divide="ignore"):
        weights = np.where(ideal > 0, 1 / ideal**2, 0.0)
    laplace = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplace)
    for _ in range(ROUNDS):
        apart = spots[:, None, :] - spots[None, :, :]
        distance = np.sqrt((apart**2).sum(axis=2))
        ratio = np.where(distance > 1e-9, weights * ideal / np.maximum(distance, 1e-9), 0.0)
        pull = np.diag(ratio.sum(axis=1)) - ratio
        moved = inverse @ (pull @ spots)
        if float(np.abs(moved - spots).max()) < 0.05:
            spots = moved
            break
        spots = moved
    return {id_: (round(float(x) * WIDER, 3), round(float(y), 3)) for id_, (x, y) in zip(part, spots, strict=True)}


def _rows(nodes: Mapping[str, Node], alone: Sequence[str], found: Mapping[str, Point]) -> dict[str, Point]:
    if not alone:
        return {}
    left = min((x for x, _ in found.values()), default=0.0)
    right = max((x for x, _ in found.values()), default=150.0)
    top = max((y for _, y in found.values()), default=0.0) + 30
    pitch = max(nodes[id_].width for id_ in alone) + 6
    columns = max(1, int((right - left) // pitch) + 1)
    high = max(nodes[id_].height for id_ in alone) + 5
    return {id_: (left + (i % columns) * pitch, top + (i // columns) * high) for i, id_ in enumerate(alone)}
