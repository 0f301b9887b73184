"""Ties as lines: width by strength, colour and letter by type, arrows where the direction is known, dashes for what is missing."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from kehittamo_core.api import Board, Connector, Link
from kehittamo_network_map.drawings.nodes import Drawn, Point
from kehittamo_network_map.graph import agreement, stated_ends, strength
from kehittamo_network_map.layout.parts import off_line
from kehittamo_network_map.types import Colour

ROLES: dict[str, Colour] = {
    "money": "amber",
    "information": "lake",
    "referral": "moss",
    "joint_plan": "heather",
    "other": "edge",
}
WIDTHS = {None: 0.6, 0: 0.3, 1: 0.5, 2: 0.95, 3: 1.6}
"""Millimetres by strength; a strength that is not told lies between none and 1."""
APART = 2.6
"""Between two ties of one pair, in millimetres."""
BENT = 120
"""Up to this many ties, a tie that would run through a third actor is led round it."""


@dataclass(frozen=True)
class Line:
    """A tie's path on the paper, trimmed to the symbols' edges."""

    points: tuple[Point, ...]

    @property
    def length(self) -> float:
        """Its length in millimetres."""
        return sum(math.dist(a, b) for a, b in zip(self.points, self.points[1:], strict=False))

    def at(self, share: float) -> Point:
        """The point at a share of its length."""
        left = self.length * share
        for a, b in zip(self.points, self.points[1:], strict=False):
            piece = math.dist(a, b)
            if left <= piece and piece:
                return a[0] + (b[0] - a[0]) * left / piece, a[1] + (b[1] - a[1]) * left / piece
            left -= piece
        return self.points[-1]

    def halves(self) -> tuple["Line", "Line"]:
        """The line cut in its middle."""
        middle, left = self.at(0.5), self.length / 2
        for index, (a, b) in enumerate(pairwise(self.points), start=1):
            piece = math.dist(a, b)
            if left <= piece:
                return Line((*self.points[:index], middle)), Line((middle, *self.points[index:]))
            left -= piece
        return Line((self.points[0], middle)), Line((middle, self.points[-1]))


def role_of(tie: Link) -> Colour:
    """The colour of a tie's type."""
    return ROLES.get(tie.get("type", ""), "edge")


def lines_of(
    ties: Sequence[Link], actors: Mapping[str, Drawn], spots: Mapping[str, Point], rings: Iterable[str] = ()
) -> dict[str, Line]:
    """Every tie's path by its id. Several ties of one pair run side by side."""
    brokers = set(rings)
    pairs: dict[frozenset[str], list[Link]] = {}
    for tie in ties:
        pairs.setdefault(frozenset((tie.source, tie.target)), []).append(tie)
    found = {}
    for same in pairs.values():
        for index, tie in enumerate(same):
            aside = (index - (len(same) - 1) / 2) * APART
            # the offset is measured from the pair's first tie, so that ties the other way round lie on the same side
            if (tie.source, tie.target) != (same[0].source, same[0].target):
                aside = -aside
            found[tie.id] = _line(tie.source, tie.target, aside, actors, spots, brokers, bent=len(ties) <= BENT)
    return found


def between(
    first: str, second: str, actors: Mapping[str, Drawn], spots: Mapping[str, Point], rings: Iterable[str] = (),
    *, bent: bool = True,
) -> Line:  # fmt: skip
    """The path of a tie that is not there."""
    return _line(first, second, 0.0, actors, spots, set(rings), bent=bent)


def _line(
    first: str, second: str, aside: float, actors: Mapping[str, Drawn], spots: Mapping[str, Point], rings: set[str],
    *, bent: bool,
) -> Line:  # fmt: skip
    start, end = spots[first], spots[second]
    distance = math.dist(start, end) or 1.0
    across = -(end[1] - start[1]) / distance, (end[0] - start[0]) / distance
    start = start[0] + across[0] * aside, start[1] + across[1] * aside
    end = end[0] + across[0] * aside, end[1] + across[1] * aside
    via = _round(first, second, start, end, actors, spots) if bent else ()
    points = (start, *via, end)
    reach = [actors[id_].radius * 1.12 + (2.2 if id_ in rings else 0.5) for id_ in (first, second)]
    return Line((_trimmed(start, points[1], reach[0]), *via, _trimmed(end, points[-2], reach[1])))


def _trimmed(start: Point, towards: Point, reach: float) -> Point:
    distance = math.dist(start, towards)
    share = min(reach / distance, 0.45) if distance else 0.0
    return start[0] + (towards[0] - start[0]) * share, start[1] + (towards[1] - start[1]) * share


def _round(
    first: str, second: str, start: Point, end: Point, actors: Mapping[str, Drawn], spots: Mapping[str, Point]
) -> tuple[Point, ...]:
    """A point beside the actor that stands most in the way, nothing where the way is free."""
    worst: tuple[float, str] | None = None
    for id_, actor in actors.items():
        if id_ in (first, second):
            continue
        near = off_line(spots[id_], start, end)
        if near < actor.radius + 0.8 and (worst is None or near < worst[0]):
            worst = near, id_
    if worst is None:
        return ()
    middle, reach = spots[worst[1]], actors[worst[1]].radius + 4.0
    dx, dy = end[0] - start[0], end[1] - start[1]
    distance = math.hypot(dx, dy) or 1.0
    side = 1.0 if (middle[0] - start[0]) * dy - (middle[1] - start[1]) * dx >= 0 else -1.0
    # `side` tells where the actor stands; the tie goes by on the other side
    return ((middle[0] - side * dy / distance * reach, middle[1] + side * dx / distance * reach),)


def thinness(count: int) -> float:
    """How much thinner ties are drawn where there are many, so that actors stay in front."""
    return 1.0 if count <= BENT else 0.65 if count <= 400 else 0.4


def tie(
    board: Board,
    of: Link,
    line: Line,
    *,
    role: Colour | None = None,
    faint: bool = False,
    width: float = 0.0,
    thin: float = 1.0,
) -> Connector:
    """A tie's line."""
    power = strength(of)
    arrow: Literal["none", "end"] = "end" if of.get("directed") == "yes" else "none"
    return Connector(
        points=line.points, curve="round" if len(line.points) > 2 else "straight", link=of,
        role="line" if faint else role or role_of(of), width=0.4 if faint else width or WIDTHS[power] * thin,
        dashed=bool(of.get("unchecked")) or power == 0, arrow="none" if faint else arrow,
    )  # fmt: skip


def as_stated(board: Board, of: Link, line: Line, thin: float = 1.0) -> tuple[Connector, ...]:
    """A tie's line by its ends' answers: whole, dashed from the middle on to an end that did not name it, or all dashed."""
    whole = tie(board, of, line, thin=thin)
    match agreement(board, of):
        case "neither":
            return (replace(whole, dashed=True),)
        case "one_sided":
            first, second = (replace(whole, points=half.points, curve="straight") for half in line.halves())
            said = stated_ends(board, of)
            return (
                replace(first, dashed="source" not in said, arrow="none"), replace(second, dashed="target" not in said),
            )  # fmt: skip
    return (whole,)


def gap(line: Line, link: Link | None, thin: float = 1.0) -> Connector:
    """The rust dashes of a tie that is not there."""
    return Connector(
        points=line.points, curve="round" if len(line.points) > 2 else "straight", link=link, role="rust",
        width=0.7 * thin, dashed=True,
    )  # fmt: skip
