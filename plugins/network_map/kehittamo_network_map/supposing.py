"""What if: the network as it would be if ties came and actors left, and what would change, number by number."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from kehittamo_core.api import Board, Item
from kehittamo_network_map.graph import by_sector, counted, enough_answers, graph, name, strength, ties
from kehittamo_network_map.measures import betweenness, cut_actors, density, e_i_index, isolates, parts
from kehittamo_network_map.missing import named, planned, suggestions
from kehittamo_network_map.phrases import NONE, decimal, listed, percent
from kehittamo_network_map.types import Network

Pair = tuple[str, str]


@dataclass(frozen=True)
class Supposed:
    """The network now and as it would be: the pairs of actors that would be tied, and the ids of those who would leave.

    Both networks hold counted actors only; `coming` and `leaving` hold whatever the board shows.
    """

    before: Network
    after: Network
    coming: tuple[Pair, ...]
    leaving: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """One number before and after, as both are printed."""

    label: str
    before: str
    after: str


def suppose(board: Board, coming: Iterable[Pair] = (), leaving: Iterable[str] = ()) -> Supposed:
    """The network of now beside the one with these pairs tied and these actors gone."""
    gone = tuple(dict.fromkeys(leaving))
    actors = {actor.id for actor in board.of("actor")} - set(gone)
    new: dict[frozenset[str], Pair] = {}
    for first, second in coming:
        if first in actors and second in actors and first != second:
            new.setdefault(frozenset((first, second)), (first, second))
    after = graph(board, extra=new.values())
    after.remove_nodes_from(gone)
    return Supposed(graph(board), after, tuple(new.values()), gone)


def pairs_of(board: Board, ties_of: str | None) -> list[Pair]:
    """The pairs of actors that would be tied, by the choice of a what-if: target, named or suggested."""
    found: list[Pair] = []
    if ties_of in ("target", "named", "suggested"):
        found += [(tie.source, tie.target) for tie in planned(board)]
    if ties_of in ("named", "suggested"):
        found += [(link.source, link.target) for link in named(board)]
    if ties_of == "suggested":
        found += [(tie.first.id, tie.second.id) for tie in suggestions(board)]
    return found


def supposed(board: Board, what_if: Item) -> Supposed:
    """What one of the board's what-ifs supposes: ties by its choice, all pairs of those who would join, and who leaves."""
    joining = [actor.id for actor in board.after(what_if, "joins") if actor.kind == "actor"]
    coming = [*pairs_of(board, what_if.get("ties")), *combinations(joining, 2)]
    leaving = [actor.id for actor in board.after(what_if, "leaves") if actor.kind == "actor"]
    tied = {frozenset((tie.source, tie.target)) for tie in ties(board, "now") if strength(tie) != 0}
    return suppose(board, (pair for pair in coming if frozenset(pair) not in tied), leaving)


def lost(found: Supposed) -> tuple[str, ...]:
    """Who would lose the way to the largest remaining part, in the board's order; those who are alone now have none to lose."""
    remaining = parts(found.after)
    if not remaining:
        return ()
    largest = remaining[0]
    reached = {id_ for part in parts(found.before) if part & largest for id_ in part}
    return tuple(id_ for id_ in found.after if id_ in reached and id_ not in largest)


def brokers_of(network: Network) -> tuple[tuple[str, ...], float]:
    """Who stands most between the others, and the share of the shortest routes that pass through each of them."""
    shares = betweenness(network)
    best = max(shares.values(), default=0.0)
    return (tuple(id_ for id_, share in shares.items() if best - share < 1e-9), best) if best > 1e-9 else ((), 0.0)


def effects(board: Board, found: Supposed) -> tuple[Effect, ...]:
    """The numbers that are compared, before and after; brokerage only where enough have answered."""
    before, after = found.before, found.after
    made = [
        Effect(board.label("actor+"), str(before.number_of_nodes()), str(after.number_of_nodes())),
        Effect(board.say("Tied pairs"), str(before.number_of_edges()), str(after.number_of_edges())),
        Effect(board.say("Density"), percent(board, density(before)), percent(board, density(after))),
        Effect(board.say("Parts that nothing joins"), str(len(parts(before))), str(len(parts(after)))),
        Effect(board.say("Alone, without any tie"), str(len(isolates(before))), str(len(isolates(after)))),
    ]
    groups = [[actor.id for actor in group] for id_, group in by_sector(board, counted(board)).items() if id_]
    indexes = [e_i_index(network, groups) for network in (before, after)]
    if any(index is not None for index in indexes):
        first, second = (decimal(board, index[0]) if index is not None else NONE for index in indexes)
        made.append(Effect(board.say("E-I index over the sectors"), first, second))
    if enough_answers(board):
        made.append(
            Effect(board.say("Actors whose leaving would split"), str(len(cut_actors(before))), str(len(cut_actors(after))))
        )  # fmt: skip
        made.append(Effect(board.say("Most between the others"), _broker(board, before), _broker(board, after)))
    return tuple(made)


def _broker(board: Board, network: Network) -> str:
    who, share = brokers_of(network)
    if not who:
        return NONE
    called = tuple(name(board, item) for id_ in who if (item := board.item(id_)) is not None)
    return f"{listed(board, called, 3)} {percent(board, share)}"


def title_of(board: Board, what_if: Item) -> str:
    """What a what-if is called: its own words, else what it supposes."""
    if what_if.text.strip():
        return " ".join(what_if.text.split())
    return name(board, what_if)


def in_words(board: Board, found: Supposed) -> str:
    """What would change, in sentences that a facilitator can read aloud."""
    sentences = [
        board.say(
            "The density changes from {before} to {after}.",
            before=percent(board, density(found.before)), after=percent(board, density(found.after)),
        ),
        board.say("Parts that nothing joins: {before} → {after}.", before=len(parts(found.before)), after=len(parts(found.after))),
    ]  # fmt: skip
    if found.leaving and enough_answers(board):
        gone = tuple(name(board, item) for id_ in lost(found) if (item := board.item(id_)) is not None)
        if gone:
            sentences.append(board.say("Cut off from the rest: {actors}.", actors=listed(board, gone)))
        else:
            sentences.append(board.say("Nobody is cut off from the rest."))
    return " ".join(sentences)
