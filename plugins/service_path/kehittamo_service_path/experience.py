"""What the path feels like: one curve for each profile, read from the links of feelings."""

from collections.abc import Mapping
from dataclasses import dataclass

from kehittamo_core.api import Board, Item
from kehittamo_service_path.flow import walk
from kehittamo_service_path.path import name

GRADES = {"-2": -2, "-1": -1, "0": 0, "+1": 1, "+2": 2}


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A profile's feelings: step id -> grade from -2 to +2, in the order of the path; unset steps are left out."""

    item: Item
    name: str
    values: Mapping[str, int]
    reasons: Mapping[str, str]


def curves(board: Board) -> tuple[Curve, ...]:
    """The curves of all who feel something on this path: its own walkers first, then profiles and pains by link."""
    steps = walk(board)
    sources: dict[str, Item] = {}
    for link in board.links_of("feels"):
        source = board.item(link.source)
        if source is not None:
            sources.setdefault(source.id, source)
    own = [item for item in board.of("traveller") if item.id in sources]
    found = []
    for item in (*own, *(other for other in sources.values() if other.kind != "traveller")):
        values, reasons = {}, {}
        links = {link.target: link for link in board.outgoing(item, "feels")}
        for step in steps:
            felt = links.get(step.id)
            if felt is not None and felt.get("feeling") in GRADES:
                values[step.id] = GRADES[felt.get("feeling")]
                reasons[step.id] = felt.get("why", "")
        if values:
            found.append(Curve(item=item, name=name(item), values=values, reasons=reasons))
    return tuple(found)
