"""Ties that are not there: the ones that people named, and the ones that the network suggests, each with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop
from itertools import combinations

from kehittamo_core.api import Board, Item, Link, Pair
from kehittamo_network_map.graph import (
    agreement,
    counted,
    enough_answers,
    graph,
    name,
    sector_of,
    strength,
    ties,
)
from kehittamo_network_map.measures import LARGE, betweenness
from kehittamo_network_map.phrases import listed
from kehittamo_network_map.types import Network

SUGGESTED = 3
Rank = tuple[int, int, bool, float, int, int, int, str, str]
"""What sorts a pair, the best first, and the pair itself at the end."""


@dataclass(frozen=True)
class Suggestion:
    """Two actors that could be tied: the steps of the customer's path that both take part in, who stands between them,

    whether they stand in different sectors.
    """

    first: Item
    second: Item
    steps: tuple[Item, ...]
    brokers: tuple[Item, ...]
    across: bool


def suggestions(
    board: Board, most: int | None = None, busy: Mapping[str, float] | None = None
) -> tuple[Suggestion, ...]:
    """The ties that are missing now, those with most reason first.

    Pairs that share a step of the customer's path come first, then pairs two steps apart: with one broker only (a
    structural hole that one actor holds, Burt 1992), across two sectors, with the busiest broker, and with most ties of
    their own. An actor comes up again only after the others. With too few answers, only shared steps are a reason: who
    stands between cannot be known. `busy` are the actors' shares of the routes, where they are known already.
    """
    limit = most if most is not None else wanted(board)
    if limit <= 0:
        return ()
    network = graph(board)
    items = {actor.id: actor for actor in counted(board)}
    order = {id_: index for index, id_ in enumerate(items)}
    steps = _shared_steps(board, items)
    brokers = _two_steps_apart(network) if enough_answers(board) else {}
    sectors = {id_: sector_of(board, actor) for id_, actor in items.items()}
    said = {pair for link in named(board) for pair in ((link.source, link.target), (link.target, link.source))}
    shares: Mapping[str, float] = busy if busy is not None else _shares(network) if brokers else {}
    ties_of = dict(network.degree)

    def rank(first: str, second: str) -> Rank:
        between = brokers.get((first, second), ())
        load = max([shares.get(id_, 0.0) for id_ in between], default=0.0)
        return (
            -len(steps.get((first, second), ())), len(between) or len(items), not _differ(sectors[first], sectors[second]),
            -load, -ties_of[first] - ties_of[second], order[first], order[second], first, second,
        )  # fmt: skip

    pairs = (pair for pair in dict.fromkeys((*steps, *brokers)) if pair[1] not in network[pair[0]] and pair not in said)
    return tuple(
        Suggestion(
            first=items[first], second=items[second], steps=steps.get((first, second), ()),
            brokers=tuple(items[id_] for id_ in brokers.get((first, second), ())),
            across=_differ(sectors[first], sectors[second]),
        )
        for first, second in _each_once([rank(*pair) for pair in pairs], limit)
    )  # fmt: skip


def _shares(network: Network) -> Mapping[str, float]:
    """How busy each actor is: its share of the routes, in a large network its share of the ties."""
    if network.number_of_nodes() <= LARGE:
        return betweenness(network)
    tied = max(network.number_of_edges(), 1)
    return {id_: network.degree(id_) / tied for id_ in network}


def _each_once(ranked: list[Rank], most: int) -> list[tuple[str, str]]:
    """The best pairs in their order, those first whose actors have not come up yet; `ranked` is emptied from its best."""
    heapify(ranked)  # of tens of thousands a handful is wanted
    used: set[str] = set()
    first: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    while ranked and len(first) < most:
        pair = heappop(ranked)[-2:]
        if used & set(pair):
            rest.append(pair)
        else:
            first.append(pair)
            used.update(pair)
    return [*first, *rest][:most]


def wanted(board: Board) -> int:
    """How many suggestions the board wants."""
    number = board.settings.get("suggestions")
    if isinstance(number, int | float) and not isinstance(number, bool):
        return int(min(max(number, 0), 50))
    return SUGGESTED


def _differ(first: Item | None, second: Item | None) -> bool:
    return first is not None and second is not None and first.id != second.id


def _shared_steps(board: Board, items: Mapping[str, Item]) -> dict[tuple[str, str], tuple[Item, ...]]:
    taking_part: dict[str, list[str]] = {}
    for id_, actor in items.items():
        for step in board.after(actor, "serves"):
            taking_part.setdefault(step.id, []).append(id_)
    found: dict[tuple[str, str], list[Item]] = {}
    for step_id, actors in taking_part.items():
        common = board.item(step_id)
        for pair in combinations(actors, 2):
            if common is not None:
                found.setdefault(pair, []).append(common)
    return {pair: tuple(steps) for pair, steps in found.items()}


def _two_steps_apart(network: Network) -> dict[tuple[str, str], list[str]]:
    """Untied pairs with a common neighbour, in the board's order, and those neighbours."""
    order = {actor: index for index, actor in enumerate(network)}
    tied = {actor: set(network[actor]) for actor in network}
    found: dict[tuple[str, str], list[str]] = {}
    for broker in network:
        near = sorted(tied[broker], key=order.__getitem__)
        for index, first in enumerate(near):
            known = tied[first]
            for second in near[index + 1 :]:
                if second not in known:
                    found.setdefault((first, second), []).append(broker)
    return found


def reason(board: Board, suggestion: Suggestion) -> str:
    """Why a tie is suggested, as a sentence."""
    first, second = name(board, suggestion.first), name(board, suggestion.second)
    sentences = []
    if suggestion.steps:
        steps = listed(board, tuple(name(board, step) for step in suggestion.steps))
        sentences.append(board.say("{first} and {second} take part in the same step: {steps}.", first=first, second=second, steps=steps))  # fmt: skip
    if len(suggestion.brokers) == 1:
        broker = name(board, suggestion.brokers[0])
        sentences.append(board.say("Between {first} and {second} stands only {broker}.", first=first, second=second, broker=broker))  # fmt: skip
    elif suggestion.brokers:
        brokers = listed(board, tuple(name(board, broker) for broker in suggestion.brokers))
        sentences.append(board.say("Between {first} and {second} stand {brokers}.", first=first, second=second, brokers=brokers))  # fmt: skip
    if suggestion.across:
        sentences.append(board.say("They stand in different sectors."))
    return " ".join(sentences)


def planned(board: Board) -> tuple[Link, ...]:
    """The ties that are a target and do not stand now."""
    now = {frozenset((tie.source, tie.target)) for tie in ties(board, "now") if strength(tie) != 0}
    return tuple(
        tie
        for tie in ties(board, "target")
        if strength(tie) != 0 and frozenset((tie.source, tie.target)) not in now
    )  # fmt: skip


def ending(board: Board) -> tuple[Link, ...]:
    """The ties that stand now and are not there in the target."""
    later = {frozenset((tie.source, tie.target)) for tie in ties(board, "target") if strength(tie) != 0}
    return tuple(
        tie for tie in ties(board, "now") if strength(tie) != 0 and frozenset((tie.source, tie.target)) not in later
    )


def named(board: Board) -> tuple[Link, ...]:
    """The missing ties that people named: missing links, and target ties that do not stand now."""
    ends = {item.id for item in board.of("actor", "sector")}
    noted = tuple(link for link in board.links_of("missing") if {link.source, link.target} <= ends)
    return (*noted, *planned(board))


def one_sided(board: Board) -> Iterator[Link]:
    """The ties that only one of two ends that answered has stated."""
    return (tie for tie in ties(board) if agreement(board, tie) == "one_sided")


def unstated(board: Board) -> Iterator[Link]:
    """The ties of now that neither of two ends that answered has stated."""
    return (tie for tie in ties(board) if agreement(board, tie) == "neither")


SEATED = 12
"""So many pairs are offered to whoever makes the groups."""


def seat_together(board: Board) -> Iterator[Pair]:
    """Pairs without a tie that have a reason to meet at a table: first those that people named, then those suggested."""
    seen: set[frozenset[str]] = set()
    for link in named(board):
        first, second = board.item(link.source), board.item(link.target)
        pair = frozenset((link.source, link.target))
        if first is None or second is None or pair in seen or any(end.kind != "actor" for end in (first, second)):
            continue
        seen.add(pair)
        why = link.get("why") or board.say("The group has named a tie that is missing between them.")
        yield Pair(first=name(board, first), second=name(board, second), reason=str(why), items=(first, second))
    for each in suggestions(board, SEATED):
        yield Pair(
            first=name(board, each.first), second=name(board, each.second), reason=reason(board, each),
            items=(each.first, each.second),
        )  # fmt: skip
