"""A larger network without given groups: distances on paper as near as can be to the steps between actors.

Stress majorization of Gansner, Koren and North (2005), Graph drawing by stress majorization. It starts from a ring in
the board's order and goes downhill from there, so the same board always gives the same drawing and a small change
moves little.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kehittamo_network_map.layout.parts import GAP, Node, Point, Tie
from kehittamo_network_map.types import Network, nx

STEP = 34.0
"""Millimetres for one step between actors."""
WIDER = 1.2
"""Labels are wider than high, so the drawing is stretched."""
ROUNDS = 60
STILL = 0.4
"""Millimetres by which nobody moves any more."""
ROOM = 1.9
"""How many times the ground of all symbols and names a drawing takes at least."""
PUSHES = 80

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
        spots = _spread(nodes, network.subgraph(part), part)
        left = min(x for x, _ in spots.values())
        found.update({id_: (x - left + right, y) for id_, (x, y) in spots.items()})
        right = max(x for x, _ in found.values()) + 1.4 * STEP
    alone = [part[0] for part in parts if len(part) == 1]
    found.update(_rows(nodes, alone, found))
    return found


def _spread(nodes: Mapping[str, Node], network: Network, part: Sequence[str]) -> dict[str, Point]:
    wide = max(nodes[id_].width for id_ in part)
    ideal = _steps(network, part) * max(STEP, wide * 0.8)
    count = len(part)
    turn = 2 * math.pi * np.arange(count) / count
    spots: Matrix = np.column_stack((np.sin(turn), -np.cos(turn))) * ideal.max() / 2
    with np.errstate(divide="ignore"):
        weights = np.where(ideal > 0, 1 / ideal**2, 0.0)
    laplace = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplace)
    for _ in range(ROUNDS):
        distance = np.sqrt(((spots[:, None, :] - spots[None, :, :]) ** 2).sum(axis=2))
        ratio = np.where(distance > 1e-9, weights * ideal / np.maximum(distance, 1e-9), 0.0)
        pull = np.diag(ratio.sum(axis=1)) - ratio
        moved = inverse @ (pull @ spots)
        still = float(np.abs(moved - spots).max()) < STILL
        spots = moved
        if still:
            break
    spots[:, 0] *= WIDER
    spots = _apart(spots, nodes, part)
    return {id_: (round(float(x), 3), round(float(y), 3)) for id_, (x, y) in zip(part, spots, strict=True)}


def _steps(network: Network, part: Sequence[str]) -> Matrix:
    """The steps between all actors of a part, one breadth at a time for everybody at once."""
    order = {id_: index for index, id_ in enumerate(part)}
    near: Matrix = np.zeros((len(part), len(part)))
    for first, second in network.edges:
        near[order[first], order[second]] = near[order[second], order[first]] = 1.0
    reached = np.eye(len(part))
    steps = np.zeros_like(near)
    edge = reached
    for number in range(1, len(part)):
        edge = ((edge @ near > 0) & (reached == 0)).astype(float)
        if not edge.any():
            break
        steps += number * edge
        reached += edge
    return steps


def _apart(spots: Matrix, nodes: Mapping[str, Node], part: Sequence[str]) -> Matrix:
    """The drawing grown until its ground holds all symbols with their names, then those that still meet pushed apart.

    Both keep who stands beside whom (after Dwyer, Marriott and Stuckey 2006, Fast node overlap removal); what is left
    over is settled one by one.
    """
    width = np.array([nodes[id_].width + GAP for id_ in part])
    height = np.array([nodes[id_].height + GAP for id_ in part])
    ground = float(np.ptp(spots[:, 0]) * np.ptp(spots[:, 1]))
    needed = ROOM * float((width * height).sum())
    if 0 < ground < needed:
        spots = spots * math.sqrt(needed / ground)
    least_x = (width[:, None] + width[None, :]) / 2
    least_y = (height[:, None] + height[None, :]) / 2
    for _ in range(PUSHES):
        dx = spots[:, None, 0] - spots[None, :, 0]
        dy = spots[:, None, 1] - spots[None, :, 1]
        over_x, over_y = least_x - np.abs(dx), least_y - np.abs(dy)
        meets = (over_x > 0) & (over_y > 0)
        np.fill_diagonal(meets, val=False)
        if not meets.any():
            break
        across = meets & (over_x < over_y)
        down = meets & ~across
        # two on one spot part by their order
        order = np.sign(np.arange(len(part))[:, None] - np.arange(len(part))[None, :])
        spots = spots.copy()
        spots[:, 0] += (np.where(across, over_x * np.where(dx == 0, order, np.sign(dx)), 0.0) / 2.2).sum(axis=1)
        spots[:, 1] += (np.where(down, over_y * np.where(dy == 0, order, np.sign(dy)), 0.0) / 2.2).sum(axis=1)
    return spots


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
