"""Places exchanged in a large network: as `improve` does it, but all partners of an actor are weighed at once.

Exchanging places within a group is the quadratic assignment problem; what one exchange gains follows from the lengths
between places and the weights of ties alone (Burkard, Dell'Amico and Martello 2009, Assignment problems, chapter 8).
Only lengths are weighed: among so many ties crossings cannot be helped.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kehittamo_network_map.layout.parts import Point, Tie

Matrix = npt.NDArray[np.float64]


def exchange_many(
    ties: Sequence[Tie], spots: dict[str, Point], groups: Sequence[Sequence[str]], rounds: int, worth: float
) -> None:
    """Exchange two nodes of one group wherever ties become shorter by more than `worth` millimetres; `spots` changes in place.

    The exchanges are tried in the order of the groups, so the same board always gives the same drawing.
    """  # fmt: skip
    near: dict[str, list[tuple[str, float]]] = {}
    for tie in ties:
        near.setdefault(tie.first, []).append((tie.second, tie.weight))
        near.setdefault(tie.second, []).append((tie.first, tie.weight))
    for _ in range(rounds):
        changed = [_exchanged(group, near, spots, worth) for group in groups if len(group) > 1]
        if not any(changed):
            return


def _exchanged(
    group: Sequence[str], near: Mapping[str, Sequence[tuple[str, float]]], spots: dict[str, Point], worth: float
) -> bool:
    """Go once through a group; whether anybody has changed places."""
    at = {id_: index for index, id_ in enumerate(group)}
    places = np.array([spots[id_] for id_ in group])
    here = np.arange(len(group))
    stands = here.copy()
    lengths = _apart(places, places)  # between the actors, wherever they stand by now
    outside = np.zeros_like(lengths)  # what an actor's ties out of the group (row) cost at a place (column)
    inside = np.zeros_like(lengths)
    for id_, index in at.items():
        for other, weight in near.get(id_, ()):
            if other in at:
                inside[index, at[other]] += weight
        ends = [(spots[other], weight) for other, weight in near.get(id_, ()) if other not in at]
        if ends:
            outside[index] = _apart(places, np.array([spot for spot, _ in ends])) @ [weight for _, weight in ends]
    rows, columns = inside.nonzero()
    weights = inside[rows, columns]
    changed = False
    for first in here:
        after = first + 1
        while after < len(group):
            own = outside[here, stands] + np.bincount(rows, weights * lengths[rows, columns], len(group))
            mine = outside[first, stands] + lengths[:, inside[first] > 0] @ inside[first, inside[first] > 0]
            theirs = outside[:, stands[first]] + np.bincount(rows, weights * lengths[first, columns], len(group))
            gain = own[first] + own - mine - theirs - 2 * inside[first] * lengths[first]
            better = np.flatnonzero(gain[after:] > worth)
            if not better.size:
                break
            pair, turned = [first, after + better[0]], [after + better[0], first]
            stands[pair], lengths[pair] = stands[turned], lengths[turned]
            lengths[:, pair] = lengths[:, turned]
            changed, after = True, turned[0] + 1
    spots.update({id_: (float(places[n, 0]), float(places[n, 1])) for id_, n in zip(group, stands, strict=True)})
    return changed


def _apart(first: Matrix, second: Matrix) -> Matrix:
    """The distances of every point of one list from every point of another."""
    found: Matrix = np.hypot(first[:, None, 0] - second[None, :, 0], first[:, None, 1] - second[None, :, 1])
    return found
