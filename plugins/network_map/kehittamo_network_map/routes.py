"""Shortest routes in a large network, all sources of a block at once: the same numbers as one by one, in less time.

Brandes, A faster algorithm for betweenness centrality (2001), with the breadth-first searches of many sources as one
product of matrices: in a small world a few products reach everybody.
"""

from collections.abc import Mapping

from kehittamo_network_map.types import Network

BLOCK = 256
"""How many sources are searched at once: it bounds the memory to some megabytes for a thousand actors."""


def routes(network: Network) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Every actor's betweenness and closeness, as `nx.betweenness_centrality` and `nx.closeness_centrality` define them."""
    # numpy and scipy take their time to load, and only large networks need them
    import numpy as np
    from scipy.sparse import csr_array

    nodes = list(network)
    count = len(nodes)
    at = {node: place for place, node in enumerate(nodes)}
    ends = [(at[a], at[b]) for a, b in network.edges if a != b]
    rows = [a for a, _ in ends] + [b for _, b in ends]
    columns = [b for _, b in ends] + [a for a, _ in ends]
    tied = csr_array((np.ones(len(rows)), (rows, columns)), shape=(count, count))
    between, close = np.zeros(count), np.zeros(count)
    for begin in range(0, count, BLOCK):
        sources = range(begin, min(begin + BLOCK, count))
        here = np.arange(len(sources))
        ways = np.zeros((count, len(sources)))
        ways[list(sources), here] = 1.0
        steps = np.where(ways > 0, 0, -1)
        front, levels = ways.copy(), [ways > 0]
        while True:
            front = np.where(steps < 0, np.asarray(tied @ front), 0.0)
            new = front > 0
            if not new.any():
                break
            steps[new] = len(levels)
            ways += front
            levels.append(new)
        share = np.zeros_like(ways)
        for level in range(len(levels) - 1, 0, -1):
            given = np.where(levels[level], (1.0 + share) / np.where(ways > 0, ways, 1.0), 0.0)
            share += np.where(levels[level - 1], np.asarray(tied @ given) * ways, 0.0)
        share[list(sources), here] = 0.0
        between += share.sum(axis=1)
        reached, far = (steps >= 0).sum(axis=0) - 1, np.where(steps > 0, steps, 0).sum(axis=0)
        known = far > 0
        close[list(sources)] = np.where(known, reached / np.where(known, far, 1) * reached / max(count - 1, 1), 0.0)
    if count > 2:
        between /= (count - 1) * (count - 2)
    return (
        {node: float(value) for node, value in zip(nodes, between, strict=True)},
        {node: float(value) for node, value in zip(nodes, close, strict=True)},
    )
