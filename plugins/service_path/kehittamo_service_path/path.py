"""A board read as a path: its lanes, who stands in which, and what has no place yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from kehittamo_core.api import Board, Element, Item, Link, Tone
from kehittamo_service_path import kinds
from kehittamo_service_path.kinds import STATIONS
from kehittamo_service_path.zones import ZONES

LANE_ZONES = tuple(part.id for part in kinds.LANE_ZONES)
USUAL = LANE_ZONES[:4]
"""The parts of the board that are lanes though nobody has set them up."""
IN_LANES = (*STATIONS, "data", "ground")
"""The kinds that may stand in a lane."""

_TONES: dict[str, Tone] = {zone.id: zone.tone for zone in ZONES}
_PLACES = {"tool": "uses", "monitoring": "monitors", "callout": "points_to"}
"""What stands around the path, and the link that gives it its place."""


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A lane as it is drawn: a setup item, or a part of the board that nobody has renamed."""

    id: str
    label: str
    legend: str = ""
    heading: str = ""
    tone: Tone = "plain"
    item: Item | None = None
    zone: str = ""
    below: str = ""


def lanes_of(board: Board) -> tuple[Lane, ...]:
    """The lanes from top to bottom: those that are set up, then parts of the board that hold something without one.

    Without any set up, the four of the source are there, filled or not.
    """
    lanes: list[Lane] = []
    taken: set[str] = set()
    for item in board.of("lane"):
        zone = item.get("zone", "")
        zone = "" if zone in taken else zone
        taken.add(zone)
        lanes.append(
            Lane(
                id=item.id, label=item.text or board.say("Lane without a name"), legend=item.get("legend", ""),
                heading=item.get("heading", ""), tone=cast(Tone, item.get("tone") or _TONES.get(zone, "plain")),
                item=item, zone=zone, below=item.get("line_below", ""),
            )
        )  # fmt: skip
    held = {item.zone for item in board.of(*IN_LANES) if not board.outgoing(item, "in_lane")}
    for zone in LANE_ZONES:
        wanted = zone in held or (not board.of("lane") and zone in USUAL)
        if zone not in taken and wanted:
            lanes.append(Lane(id=zone, label=board.label(f"zone:{zone}"), tone=_TONES[zone], zone=zone))
    return tuple(lanes)


def lane_of(board: Board, item: Item, lanes: Iterable[Lane]) -> Lane | None:
    """The lane of an item: the one it is linked to, else the one that names its part of the board; None if neither."""
    linked = {link.target for link in board.outgoing(item, "in_lane")}
    by_zone = None
    for lane in lanes:
        if lane.id in linked:
            return lane
        if lane.zone and lane.zone == item.zone:
            by_zone = lane
    return by_zone


def stations(board: Board) -> tuple[Item, ...]:
    """The board's own steps, meetings and supporting services, placed or not."""
    return board.of(*STATIONS)


def has_path(board: Board) -> bool:
    """Whether the board holds a path at all; one with a trial or a chart alone does not."""
    return bool(board.of(*IN_LANES, "tool", "monitoring"))


def placed(board: Board, item: Item) -> tuple[Item, ...]:
    """Where something around the path stands: the items that its links lead to; a tool's, the steps that use it."""
    link = _PLACES.get(item.kind, "informs")
    found = board.before(item, link) if item.kind == "tool" else board.after(item, link)
    return tuple(other for other in found if other.board == item.board)


def unplaced(board: Board) -> tuple[Item, ...]:
    """What has no place yet: steps and data without a lane; tools, monitoring and observations without a link."""
    lanes = lanes_of(board)
    nowhere = [
        item for item in board.of(*IN_LANES) if item.get("role") != "base" and lane_of(board, item, lanes) is None
    ]
    loose = [item for item in board.of(*_PLACES) if not placed(board, item)]
    return tuple(nowhere + loose)


def participants(board: Board, item: Element) -> tuple[str, ...]:
    """The names of those who take part, in the order in which they were written."""
    return tuple(name for id_ in item.get("participants", ()) if (name := board.actor(id_)))


def numbered(items: Iterable[Item]) -> tuple[tuple[str, Item], ...]:
    """Items with the number that their mark shows: their own, else their place in the list; never a letter."""
    return tuple((whole(item.get("number", index)), item) for index, item in enumerate(items, 1))


def whole(value: float) -> str:
    """A number as a mark shows it, without a needless decimal."""
    return str(int(value)) if float(value).is_integer() else f"{value:g}"


def name(element: Element) -> str:
    """An element as a sentence names it: its short id and its text, on one line and not too long."""
    return f"{element.code} {brief(element.text)}".strip() or element.id


def brief(text: str, longest: int = 80) -> str:
    """A text on one line; the rest of a long one is left to the tables, and "…" says so."""
    words = " ".join(text.split())
    return words if len(words) <= longest else words[: longest - 2].rstrip() + " …"


def names(elements: Iterable[Element], glue: str = ", ") -> str:
    """Several elements, named one after the other."""
    return glue.join(name(element) for element in elements)


def is_guess(element: Element) -> bool:
    """Whether the element itself or its place was read out of order, layout or content and never stated."""
    return bool(element.inferred & {"", "zone", "column", "order", "kind"}) or bool(
        element.uncertain.keys() & {"", "zone", "column", "order", "kind"}
    )


def inside(board: Board, *kinds: str) -> tuple[tuple[Link, Item, Item], ...]:
    """The links of these kinds whose two ends are items of this board."""
    own = {item.id: item for item in board.items}
    return tuple(
        (link, own[link.source], own[link.target])
        for link in board.links_of(*kinds)
        if link.source in own and link.target in own
    )
