"""Places exchanged within their own group until ties are short, few cross, and none runs through a third actor."""

from collections.abc import Mapping, Sequence

from kehittamo_network_map.layout.parts import Node, Point, Tie, cross, length, off_line

FINE = 90
"""Up to this many ties crossings are counted; beyond it only lengths, which is fast enough at 1,500."""
CROSSING = 12.0
THROUGH = 45.0
WORTH = 2.0
"""An exchange must gain this many millimetres: small gains are not worth moving what people have learnt to find."""


class Cost:
    """How bad a drawing is: lengths of ties in millimetres, crossings and ties that run through actors as such lengths."""

    def __init__(self, nodes: Mapping[str, Node], ties: Sequence[Tie], spots: dict[str, Point]) -> None:
        self.nodes, self.ties, self.spots = nodes, ties, spots
        self.fine = len(ties) <= FINE
        self.of_node: dict[str, list[Tie]] = {}
        for tie in ties:
            self.of_node.setdefault(tie.first, []).append(tie)
            self.of_node.setdefault(tie.second, []).append(tie)

    def around(self, moved: Sequence[str]) -> float:
        """The cost of what changes when these nodes move."""
        if self.fine:
            return self._whole()
        near = {id(tie): tie for node in moved for tie in self.of_node.get(node, ())}
        return sum(self._length(tie) for tie in near.values())

    def _length(self, tie: Tie) -> float:
        return tie.weight * length(self.spots[tie.first], self.spots[tie.second])

    def _whole(self) -> float:
        lines = [(self.spots[tie.first], self.spots[tie.second]) for tie in self.ties]
        total = sum(self._length(tie) for tie in self.ties)
        for index, (a, b) in enumerate(lines):
            total += CROSSING * sum(1 for c, d in lines[index + 1 :] if cross(a, b, c, d))
        for tie, (a, b) in zip(self.ties, lines, strict=True):
            left, right = min(a[0], b[0]) - 6, max(a[0], b[0]) + 6
            for id_, node in self.nodes.items():
                spot = self.spots[id_]
                near = id_ not in (tie.first, tie.second) and left < spot[0] < right
                if near and off_line(spot, a, b) < node.radius + 2.0:
                    total += THROUGH
        return total


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
