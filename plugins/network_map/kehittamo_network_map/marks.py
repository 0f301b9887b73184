"""What is attached where: solutions, tasks, barriers and information needs by actor and by tie, numbered for the drawing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kehittamo_core.api import Board, Item, Link
from kehittamo_network_map.graph import place_name, sector_of, ties

Sort = Literal["solutions", "needs", "tasks"]


@dataclass(frozen=True)
class Mark:
    """Items of one sort at one place, with the number that stands on the drawing.

    `inferred` tells that every one of the links was read out of a layout and never stated.
    """

    number: int
    sort: Sort
    place: str
    items: tuple[Item, ...]
    links: tuple[Link, ...]
    group: str = ""

    @property
    def inferred(self) -> bool:
        """Whether the place was inferred for all of them."""
        return all(link.inferred for link in self.links)


def marks(board: Board) -> tuple[Mark, ...]:
    """Solutions, tasks and barriers, and information needs, each sort numbered from one; by actor, then by tie.

    Information needs of one place stand together by their group.
    """
    places = [item.id for item in board.of("actor")] + [tie.id for tie in ties(board)]
    solutions = _at(board, "attached", places, lambda item: item.kind not in ("task", "barrier"))
    tasks = _at(board, "attached", places, lambda item: item.kind in ("task", "barrier"))
    needs = _at(board, "needs", places, lambda item: True)
    found: list[Mark] = []
    counts: dict[Sort, int] = {}
    sorts: tuple[tuple[Sort, Mapping[str, list[tuple[Item, Link]]]], ...] = (
        ("solutions", solutions), ("tasks", tasks), ("needs", needs),
    )  # fmt: skip
    for sort, by_place in sorts:
        for place, pairs in by_place.items():
            for group, together in _grouped(pairs).items():
                counts[sort] = counts.get(sort, 0) + 1
                found.append(
                    Mark(
                        number=counts[sort], sort=sort, place=place, items=tuple(item for item, _ in together),
                        links=tuple(link for _, link in together), group=group,
                    )
                )  # fmt: skip
    return tuple(found)


def _at(
    board: Board, kind: str, places: Iterable[str], wanted: Callable[[Item], bool]
) -> dict[str, list[tuple[Item, Link]]]:
    found: dict[str, list[tuple[Item, Link]]] = {place: [] for place in places}
    order = {item.id: index for index, item in enumerate(board.items)}
    for link in board.links_of(kind):
        item = board.item(link.source)
        if item is not None and link.target in found and wanted(item):
            found[link.target].append((item, link))
    for pairs in found.values():
        pairs.sort(key=lambda pair: (order.get(pair[0].id, -1), _number(pair[0].code), pair[0].id))
    return {place: pairs for place, pairs in found.items() if pairs}


def _number(code: str) -> int:
    digits = code.rpartition("-")[2]
    return int(digits) if digits.isdigit() else 0


def _grouped(pairs: list[tuple[Item, Link]]) -> dict[str, list[tuple[Item, Link]]]:
    groups: dict[str, list[tuple[Item, Link]]] = {}
    for item, link in pairs:
        group = item.get("group") if item.kind == "information_need" else ""
        groups.setdefault(group if isinstance(group, str) else "", []).append((item, link))
    return groups


def waiting(board: Board) -> tuple[tuple[Item, Link], ...]:
    """The solutions that are listed without a place, with the link that lists them."""
    attached = {link.source for link in board.links_of("attached")}
    found = [
        (item, link)
        for link in board.links_of("listed")
        if link.source not in attached and (item := board.item(link.source)) is not None
    ]
    return tuple(sorted(found, key=lambda pair: (_number(pair[0].code), pair[0].id)))


def unplaced_needs(board: Board) -> tuple[Item, ...]:
    """The information needs that are attached to nothing on this board."""
    return tuple(
        need
        for need in board.of("information_need")
        if not any(place_name(board, link.target) for link in board.outgoing(need, "needs"))
    )


def concepts(board: Board) -> tuple[Item, ...]:
    """The solutions that name parties which they cannot do without."""
    found: dict[str, Item] = {}
    for link in board.links_of("requires"):
        item = board.item(link.source)
        if item is not None and item.kind != "network":
            found.setdefault(item.id, item)
    return tuple(sorted(found.values(), key=lambda item: (_number(item.code), item.id)))


def joined_parties(board: Board, concept: Item) -> frozenset[str]:
    """The ids of the actors that a solution is attached to, by themselves or by a tie, and of their sectors."""
    found: set[str] = set()
    for link in board.outgoing(concept, "attached"):
        place = board.find(link.target)
        found.update((place.source, place.target) if isinstance(place, Link) else (link.target,))
    actors = (item for id_ in found if (item := board.item(id_)) is not None)
    return frozenset(found | {sector.id for actor in actors if (sector := sector_of(board, actor)) is not None})


def lacking_parties(board: Board, concept: Item) -> tuple[Item, ...]:
    """The actors and sectors that a solution cannot do without and is not attached to."""
    there = joined_parties(board, concept)
    return tuple(party for party in board.after(concept, "requires") if party.id not in there)
