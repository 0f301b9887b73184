"""Places exchanged within their own group until ties are short, few cross, and none runs through a third actor."""

from collections.abc import Mapping, Sequence

from kehittamo_network_map.layout.parts import Node, Point, Tie, cross, length, off_line

FINE = 90
"""Up to this many ties crossings are counted; beyond it only lengths, all at once."""
CROSSING = 12.0
THROUGH = 45.0
WORTH = 2.0
"""An exchange must gain this many millimetres: small gains are not worth moving what people have learnt to find."""


class Cost:
    """How bad a drawing is: lengths of ties in millimetres, crossings and ties that run through actors as such lengths."""

    def __init__(self, nodes: Mapping[str, Node], ties: Sequence[Tie], spots: dict[str, Point]) -> None:
        self.nodes, self.ties, self.spots = nodes, ties, spots
        self.of_node: dict[str, list[Tie]] = {}
        for tie in ties:
            self.of_node.setdefault(tie.first, []).append(tie)
            self.of_node.setdefault(tie.second, []).append(tie)

    def around(self, moved: Sequence[str]) -> float:
        """The cost of what changes when these nodes move: their ties, what those cross, and what runs through them."""
        near = {id(tie): tie for node in moved for tie in self.of_node.get(node, ())}
        return sum(self._length(tie) for tie in near.values()) + self._tangle(near, moved)

    def _length(self, tie: Tie) -> float:
        return tie.weight * length(self.spots[tie.first], self.spots[tie.second])

    def _tangle(self, near: Mapping[int, Tie], moved: Sequence[str]) -> float:
        """Crossings of the near ties, each pair once, and ties that run through actors."""
        spots = self.spots
        total = 0.0
        done: set[int] = set()
        for key, tie in near.items():
            a, b = spots[tie.first], spots[tie.second]
            done.add(key)
            total += CROSSING * sum(
                1
                for other in self.ties
                if id(other) not in done and cross(a, b, spots[other.first], spots[other.second])
            )
            total += sum(THROUGH for id_ in self.nodes if self._runs_through(tie, a, b, id_))
        for tie in self.ties:
            if id(tie) not in near:
                a, b = spots[tie.first], spots[tie.second]
                total += sum(THROUGH for id_ in moved if self._runs_through(tie, a, b, id_))
        return total

    def _runs_through(self, tie: Tie, a: Point, b: Point, id_: str) -> bool:
        spot = self.spots[id_]
        if id_ in (tie.first, tie.second) or not min(a[0], b[0]) - 6 < spot[0] < max(a[0], b[0]) + 6:
            return False
        return off_line(spot, a, b) < self.nodes[id_].radius + 2.0


def exchange(
    nodes: Mapping[str, Node],
    ties: Sequence[Tie],
    spots: dict[str, Point],
    groups: Sequence[Sequence[str]],
    rounds: int = 5,
) -> None:
    """Exchange the spots of two nodes of one group wherever that makes the drawing better; `spots` changes in place.

    The exchanges are tried in the board's order, so the same board always gives the same drawing.
    """  # fmt: skip
    if len(ties) > FINE:
        # numpy takes its time to load, and only large networks need it
        from kehittamo_network_map.layout.exchange_many import exchange_many

        exchange_many(ties, spots, groups, rounds, WORTH)
        return
    cost = Cost(nodes, ties, spots)
    for _ in range(rounds):
        better = False
        for group in groups:
            for index, first in enumerate(group):
                for second in group[index + 1 :]:
                    pair = (first, second)
                    before = cost.around(pair)
                    spots[first], spots[second] = spots[second], spots[first]
                    if cost.around(pair) < before - WORTH:
                        better = True
                    else:
                        spots[first], spots[second] = spots[second], spots[first]
        if not better:
            return
