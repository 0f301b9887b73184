"""The chain as a graph: what leads where, how deep an outcome lies, which routes reach an impact.

Everything here is pure and tolerates what an import may hold: circles, links to things that are not visible, gaps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kehittamo_core.api import Board, Item, Link
from kehittamo_impact_chain.kinds import CHAIN

Edge = tuple[str, str]


def forward(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """The edges without those that close a circle: a depth-first walk in the given order drops every back edge."""
    after: dict[str, list[str]] = {}
    order: list[str] = []
    for source, target in edges:
        for node in (source, target):
            if node not in after:
                after[node] = []
                order.append(node)
        if target not in after[source]:
            after[source].append(target)
    state: dict[str, int] = {}  # 1 = on the walk, 2 = done
    kept: list[Edge] = []
    for start in order:
        if start in state:
            continue
        state[start] = 1
        walk = [(start, iter(after[start]))]
        while walk:
            node, onward = walk[-1]
            found = next(onward, None)
            if found is None:
                state[node] = 2
                walk.pop()
            elif state.get(found) != 1:
                kept.append((node, found))
                if found not in state:
                    state[found] = 1
                    walk.append((found, iter(after[found])))
    return tuple(kept)


def depths(nodes: Iterable[str], edges: Iterable[Edge]) -> dict[str, int]:
    """How many steps the longest way to each node has, 0 for a node that nothing leads to."""
    known = list(nodes)
    inside = set(known)
    kept = [(a, b) for a, b in forward(edges) if a in inside and b in inside]
    waiting = dict.fromkeys(known, 0)
    after: dict[str, list[str]] = {}
    for a, b in kept:
        waiting[b] += 1
        after.setdefault(a, []).append(b)
    depth = dict.fromkeys(known, 0)
    ready = [node for node in known if not waiting[node]]
    while ready:
        node = ready.pop()
        for onward in after.get(node, ()):
            depth[onward] = max(depth[onward], depth[node] + 1)
            waiting[onward] -= 1
            if not waiting[onward]:
                ready.append(onward)
    return depth


@dataclass(frozen=True)
class Chain:
    """The visible chain of a board.

    `home` gives for an input or output the solution that directs it (the first in the board's order; `others` the rest);
    `leads` are the links whose both ends are visible, by level and the board's order; `onward` says what an item leads to: by its own links, and by the
    links of the solutions that direct it.
    """

    items: Mapping[str, Item]
    leads: tuple[Link, ...]
    home: Mapping[str, str]
    others: Mapping[str, tuple[str, ...]]
    directed: Mapping[str, tuple[Item, ...]]
    onward: Mapping[str, tuple[str, ...]]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The ends of the links that lead."""
        return tuple((link.source, link.target) for link in self.leads)

    @cached_property
    def backward(self) -> Mapping[str, list[str]]:
        """For each item what leads to it."""
        before: dict[str, list[str]] = {}
        for source, targets in self.onward.items():
            for target in targets:
                before.setdefault(target, []).append(source)
        return before

    def reaching(self, kind: str) -> frozenset[str]:
        """The ids of the items from which a way leads to an item of a kind, and those items themselves."""
        found = {id_ for id_, item in self.items.items() if item.kind == kind}
        waiting = list(found)
        while waiting:
            for source in self.backward.get(waiting.pop(), ()):
                if source not in found:
                    found.add(source)
                    waiting.append(source)
        return frozenset(found)

    def routes(self, start: str, end: str) -> int:
        """How many different ways lead from the items of one kind to those of another, circles cut open."""
        edges = forward((source, target) for source, targets in self.onward.items() for target in targets)
        after: dict[str, list[str]] = {}
        for a, b in edges:
            after.setdefault(a, []).append(b)
        depth = depths(self.items, edges)
        ways: dict[str, int] = {}
        for id_ in sorted(self.items, key=lambda node: -depth[node]):
            own = 1 if self.items[id_].kind == end else 0
            ways[id_] = own + sum(ways[onward] for onward in after.get(id_, ()))
        return sum(ways[id_] for id_, item in self.items.items() if item.kind == start)


def chain_of(board: Board) -> Chain:
    """The chain of a board."""
    items = {item.id: item for item in board.of(*CHAIN)}
    place = {id_: (CHAIN.index(item.kind), index) for index, (id_, item) in enumerate(items.items())}
    leads = tuple(
        sorted(
            (
                link
                for link in board.links_of("leads")
                if link.source in items and link.target in items and link.source != link.target
            ),
            key=lambda link: (place[link.source], place[link.target], link.id),
        )
    )
    home: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    directed: dict[str, dict[str, Item]] = {}
    for solution in board.of("solution"):
        for link in board.outgoing(solution, "directs"):
            item = items.get(link.target)
            if item is None or item.kind not in ("input", "output"):
                continue
            directed.setdefault(solution.id, {})[item.id] = item
            if item.id in home:
                if home[item.id] != solution.id:
                    others.setdefault(item.id, []).append(solution.id)
            else:
                home[item.id] = solution.id
    own: dict[str, list[str]] = {}
    for link in leads:
        own.setdefault(link.source, []).append(link.target)
    onward = {
        id_: tuple(
            dict.fromkeys(
                [
                    *own.get(id_, ()),
                    *(
                        target
                        for solution_id in (home.get(id_), *others.get(id_, ()))
                        if solution_id
                        for target in own.get(solution_id, ())
                        if items[id_].kind == "output"
                    ),
                ]
            )
        )
        for id_ in items
    }
    return Chain(
        items=items,
        leads=leads,
        home=home,
        others={id_: tuple(dict.fromkeys(ids)) for id_, ids in others.items()},
        directed={id_: tuple(found.values()) for id_, found in directed.items()},
        onward=onward,
    )


def contributors(board: Board, chain: Chain, goal: Item) -> tuple[str, ...]:
    """The ids of the actors of every input, deed and solution from which a way leads to an item, by name."""
    found, waiting = {goal.id}, [goal.id]
    while waiting:
        for source in chain.backward.get(waiting.pop(), ()):
            if source not in found:
                found.add(source)
                waiting.append(source)
    ids: set[str] = set()
    for id_ in found:
        actors = chain.items[id_].get("actor") if id_ in chain.items else None
        ids.update(actor for actor in actors or () if isinstance(actor, str))
    return tuple(sorted(ids, key=lambda actor: board.actor(actor)))
