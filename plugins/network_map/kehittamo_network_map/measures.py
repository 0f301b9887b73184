"""The numbers of a network, each with its source; a number that an actor cannot have is None and never nan."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kehittamo_network_map.routes import routes
from kehittamo_network_map.types import Arrows, Network, nx

SEED = 7
"""Communities are found with this seed, so the same network always gives the same ones."""
MANY = 120
"""Beyond this many actors the routes of all are found together, which is quicker by then though it loads more."""
LARGE = 1500
"""Beyond this many actors nobody waits for the routes between all of them only to rank or to mark somebody."""


@dataclass(frozen=True)
class ActorMeasures:
    """One actor's numbers: ties counted by actor, shares from 0 to 1; an isolate has only a degree."""

    degree: int
    betweenness: float | None
    closeness: float | None
    constraint: float | None


@dataclass(frozen=True)
class GroupMeasures:
    """A given group: its tied pairs inside and out, its E-I index, and the share inside that its size alone would give."""

    inside: int
    outside: int
    expected_inside: float | None

    @property
    def share_inside(self) -> float | None:
        """The share of the group's tied pairs that stay inside it."""
        total = self.inside + self.outside
        return self.inside / total if total else None

    @property
    def e_i(self) -> float | None:
        """External minus internal ties over all of the group's ties, -1 to 1 (Krackhardt and Stern 1988)."""
        total = self.inside + self.outside
        return (self.outside - self.inside) / total if total else None


def density(network: Network) -> float | None:
    """The share of possible pairs that are tied, None for fewer than two actors (Wasserman and Faust 1994)."""
    return float(nx.density(network)) if network.number_of_nodes() > 1 else None


def by_actor(network: Network) -> Mapping[str, ActorMeasures]:
    """Every actor's measures.

    Betweenness: share of the shortest paths between the others that pass through the actor (Freeman 1977). Closeness:
    for a network in parts, by the share that can be reached (Wasserman and Faust 1994, formula 5.22). Constraint:
    how much the actor's ties lead back to each other (Burt 1992); low means that it joins those who are apart.
    """
    if network.number_of_nodes() > MANY:
        between, close = routes(network)
    else:
        between, close = betweenness(network), nx.closeness_centrality(network)
    bound = constraint(network)
    return {
        actor: ActorMeasures(
            degree=network.degree(actor),
            betweenness=between[actor] if network.degree(actor) else None,
            closeness=close[actor] if network.degree(actor) else None,
            constraint=bound[actor],
        )
        for actor in network
    }


def betweenness(network: Network) -> Mapping[str, float]:
    """The share of the shortest routes between the others that pass through each actor (Freeman 1977)."""
    if network.number_of_nodes() > MANY:
        return routes(network)[0]
    found: Mapping[str, float] = nx.betweenness_centrality(network)
    return found


def constraint(network: Network) -> Mapping[str, float | None]:
    """Burt's constraint of every actor, None for isolates."""
    if not network.number_of_edges():
        return dict.fromkeys(network)
    found = nx.constraint(network)
    return {actor: None if math.isnan(value) else float(value) for actor, value in found.items()}


def parts(network: Network) -> tuple[frozenset[str], ...]:
    """The connected parts, largest first; isolates are parts of one."""
    order = {actor: index for index, actor in enumerate(network)}
    found = [frozenset(part) for part in nx.connected_components(network)]
    return tuple(sorted(found, key=lambda part: (-len(part), min(order[actor] for actor in part))))


def isolates(network: Network) -> tuple[str, ...]:
    """Actors without any tie, in the board's order."""
    return tuple(nx.isolates(network))


def cut_actors(network: Network) -> tuple[str, ...]:
    """Actors whose leaving splits a part, in the board's order (Hopcroft and Tarjan 1973)."""
    found = set(nx.articulation_points(network))
    return tuple(actor for actor in network if actor in found)


def bridges(network: Network) -> tuple[tuple[str, str], ...]:
    """Ties without which a part falls in two, in the board's order (Hopcroft and Tarjan 1973)."""
    order = {actor: index for index, actor in enumerate(network)}
    pairs = [tuple(sorted(pair, key=lambda actor: order[actor])) for pair in nx.bridges(network)]
    return tuple(sorted(((a, b) for a, b in pairs), key=lambda pair: (order[pair[0]], order[pair[1]])))


def group(network: Network, actors: Iterable[str]) -> GroupMeasures:
    """A given group's tied pairs inside and out, g actors of n.

    Of the pairs that its actors can have, g(g - 1)/2 stay inside and g(n - g) go out: strewn at random, the share
    (g - 1) / (2n - g - 1) of its tied pairs would stay inside.
    """
    inside = set(actors) & set(network)
    pairs = [(a in inside) + (b in inside) for a, b in network.edges]
    n, g = network.number_of_nodes(), len(inside)
    expected = (g - 1) / (2 * n - g - 1) if n > 1 and 2 * n - g - 1 > 0 else None
    return GroupMeasures(inside=pairs.count(2), outside=pairs.count(1), expected_inside=expected)


def e_i_index(network: Network, groups: Sequence[Iterable[str]]) -> tuple[float, float] | None:
    """The E-I index of the whole over given groups, and the one that the groups' sizes alone would give.

    (pairs between groups - pairs inside) / all tied pairs (Krackhardt and Stern 1988); the second is the same over all
    possible pairs. None where nobody is tied, or there is one group only.
    """
    where = {actor: index for index, actors in enumerate(groups) for actor in actors if actor in network}
    tied = [(a, b) for a, b in network.edges if a in where and b in where]
    sizes = [sum(1 for actor in actors if actor in network) for actors in groups]
    n = sum(sizes)
    possible = n * (n - 1) / 2
    if not tied or not possible or sum(1 for size in sizes if size) < 2:
        return None
    between = sum(1 for a, b in tied if where[a] != where[b])
    possible_inside = sum(size * (size - 1) / 2 for size in sizes)
    return (2 * between - len(tied)) / len(tied), (possible - 2 * possible_inside) / possible


def communities(network: Network) -> tuple[frozenset[str], ...]:
    """Groups found from the ties alone: Louvain with a seed (Blondel, Guillaume, Lambiotte and Lefebvre 2008)."""
    if not network.number_of_edges():
        return ()
    order = {actor: index for index, actor in enumerate(network)}
    tied = network.subgraph(actor for actor in network if network.degree(actor))
    ordered: Network = nx.Graph()
    ordered.add_nodes_from(actor for actor in network if actor in tied)
    ordered.add_edges_from(sorted(tied.edges, key=lambda pair: (order[pair[0]], order[pair[1]])))
    found = [frozenset(part) for part in nx.community.louvain_communities(ordered, weight=None, seed=SEED)]
    return tuple(sorted(found, key=lambda part: (-len(part), min(order[actor] for actor in part))))


def reciprocity(network: Arrows) -> float | None:
    """The share of arrows that are answered by one the other way, None without arrows (Wasserman and Faust 1994)."""
    found = nx.overall_reciprocity(network) if network.number_of_edges() else None
    return None if found is None else float(found)
