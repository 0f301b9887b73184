"""Where actors stand: nothing over anything, hand-set places kept, the same every time, little moved by a newcomer."""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehittamo_core.api import Board, Box, Place
from kehittamo_network_map.drawings.network import draw_network
from kehittamo_network_map.layout import Area, Node, Tie, plan
from kehittamo_network_map.layout.exchange_many import exchange_many
from kehittamo_network_map.layout.improve import WORTH
from kehittamo_network_map.layout.parts import cross, meet, off_line

Make = Callable[..., Board]


def nodes(count: int, wide: float = 26.0) -> list[Node]:
    return [Node(id=f"n{n}", radius=4.0, label_width=wide, label_height=8.0) for n in range(count)]


def clear(found: dict[str, tuple[float, float]], all_nodes: list[Node]) -> bool:
    """Whether no two nodes with their labels cover each other."""
    rects = [node.rect(found[node.id]) for node in all_nodes]
    return not any(meet(a, b) for a, b in combinations(rects, 2))


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(1, 60), density=st.floats(0, 0.3), groups=st.integers(0, 7), seed=st.integers(0, 99),
    kept=st.lists(st.tuples(st.floats(-50, 300), st.floats(-50, 300)), max_size=6),
)  # fmt: skip
def test_nothing_covers_anything(
    count: int, density: float, groups: int, seed: int, kept: list[tuple[float, float]]
) -> None:
    network = nx.gnp_random_graph(count, density, seed=seed)
    all_nodes = nodes(count)
    areas = [Area(f"g{g}", tuple(f"n{n}" for n in range(count) if n % (groups + 1) == g)) for g in range(groups)]
    ties = [Tie(f"n{a}", f"n{b}") for a, b in network.edges]
    found = plan(all_nodes, ties, areas, ["n0"], {f"n{n}": at for n, at in enumerate(kept)})
    assert set(found.spots) == {node.id for node in all_nodes}
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in found.spots.values())
    assert clear(dict(found.spots), all_nodes)


def test_areas_hold_their_members_and_do_not_meet(make: Make) -> None:
    all_nodes = nodes(40)
    areas = [Area(f"g{g}", tuple(f"n{n}" for n in range(38) if n % 5 == g)) for g in range(5)]
    found = plan(all_nodes, [Tie(f"n{n}", f"n{n + 1}") for n in range(39)], areas, ["n39"])
    assert not any(meet(a, b) for a, b in combinations(found.areas.values(), 2))
    for area in areas:
        left, top, right, bottom = found.areas[area.id]
        for node in all_nodes:
            x, y = found.spots[node.id]
            assert (left < x < right and top < y < bottom) == (node.id in area.members)


def test_a_centre_stands_in_the_middle() -> None:
    """Inside the triangle of the three that it joins."""
    spots = plan(nodes(4), [Tie("n1", "n2"), Tie("n2", "n3"), Tie("n1", "n3")], (), ["n0"]).spots
    x, y = spots["n0"]
    assert x == pytest.approx(0)
    assert min(spots[id_][1] for id_ in ("n1", "n2", "n3")) < y < max(spots[id_][1] for id_ in ("n1", "n2", "n3"))


def test_a_ring_has_no_crossing_that_can_be_undone() -> None:
    """Six in a ring of ties, given in another order, come out without a crossing."""
    order = [0, 2, 4, 1, 3, 5]
    ties = [Tie(f"n{a}", f"n{b}") for a, b in zip(order, [*order[1:], order[0]], strict=True)]
    spots = plan(nodes(6), ties).spots
    lines = [(spots[tie.first], spots[tie.second]) for tie in ties]
    assert not any(cross(a, b, c, d) for (a, b), (c, d) in combinations(lines, 2))


@pytest.mark.parametrize("seed", [1, 2])
def test_among_many_ties_places_are_exchanged_as_one_by_one(seed: int) -> None:
    """Weighed all at once or one by one, in the order of the groups: the same two change places, and ties become shorter."""
    network = nx.gnm_random_graph(36, 140, seed=seed)
    ties = [Tie(f"n{a}", f"n{b}", 1.0 + (a + b) % 3 / 4) for a, b in network.edges]
    groups = [[f"n{n}" for n in range(36) if n % 3 == g] for g in range(3)]
    spots = {f"n{n}": (30.0 * (n % 7) + n % 3, 25.0 * (n // 7)) for n in range(36)}

    def long(at: dict[str, tuple[float, float]]) -> float:
        return sum(tie.weight * math.dist(at[tie.first], at[tie.second]) for tie in ties)

    slow, before = dict(spots), long(spots)
    for _ in range(2):
        for group in groups:
            for first, second in combinations(group, 2):
                was = long(slow)
                slow[first], slow[second] = slow[second], slow[first]
                if long(slow) >= was - WORTH:
                    slow[first], slow[second] = slow[second], slow[first]
    exchange_many(ties, spots, groups, 2, WORTH)
    assert spots == slow
    assert long(spots) < 0.9 * before


def test_places_set_by_hand_are_kept(make: Make) -> None:
    """The symbol's corner is where people put it, and nobody else covers it."""
    board = make("A B C D E F G", "A-B B-C C-D D-E E-F F-G", sectors={"north": "A B C", "south": "D E F"})
    items = tuple(replace(item, place=Place(x=20.0, y=14.0)) if item.id == "B" else item for item in board.items)
    moved = replace(board, items=items)
    symbol = next(box for box in draw_network(moved).boxes if box.item is not None and box.item.id == "B")
    assert (symbol.x, symbol.y) == pytest.approx((20.0, 14.0), abs=0.5)


def test_the_same_board_always_gives_the_same_drawing(demo: Board) -> None:
    assert draw_network(demo) == draw_network(demo)


def spots_of(board: Board) -> dict[str, tuple[float, float]]:
    return {
        box.item.id: box.centre
        for box in draw_network(board).boxes
        if box.item is not None and box.item.kind == "actor" and box.form != "plain"
    }


def test_a_newcomer_moves_nobody_in_the_other_areas(make: Make) -> None:
    sectors = {"north": "A B C", "south": "D E F"}
    before = spots_of(make("A B C D E F", "A-B B-C C-D D-E E-F", sectors=sectors))
    after = spots_of(make("A B C D E F G", "A-B B-C C-D D-E E-F", sectors={**sectors, "south": "D E F G"}))
    assert {id_: after[id_] for id_ in "ABC"} == {id_: before[id_] for id_ in "ABC"}
    assert max(math.dist(before[id_], after[id_]) for id_ in "DEF") < 1


def test_a_newcomer_moves_a_free_network_little(make: Make) -> None:
    """One leaf more on a chain with branches of 20: the middle one of the moves is under a step's length."""
    names = [f"n{n}" for n in range(20)]
    ties = [f"n{n}-n{(n * 7 + 3) % 20}" for n in range(20) if n != (n * 7 + 3) % 20] + [
        f"n{n}-n{n + 1}" for n in range(19)
    ]
    before = spots_of(make(" ".join(names), ties))
    after = spots_of(make(" ".join([*names, "x"]), [*ties, "x-n4"]))
    moves = sorted(math.dist(before[name], after[name]) for name in names)
    assert moves[10] < 34


def test_ties_go_round_third_actors(make: Make) -> None:
    """A tie that would run through an actor is led by; no drawn tie comes nearer than the symbol's edge."""
    board = make("A B C D E", "A-B B-C C-D D-E E-A A-C A-D B-D")
    scene = draw_network(board)
    symbols = {box.item.id: box for box in scene.boxes if box.item is not None and box.form != "plain"}
    for tie in board.links_of("tie"):
        line = next(shape for shape in scene.shapes if getattr(shape, "link", None) == tie and hasattr(shape, "points"))
        for id_, box in symbols.items():
            if id_ not in (tie.source, tie.target):
                for start, end in zip(line.points, line.points[1:], strict=False):
                    assert off_line(box.centre, start, end) > box.width / 2 - 0.5


def test_long_names_become_short_ids(make: Make) -> None:
    board = make({"A": {"text": "Hyvinvointialueen " * 12}, "B": {}}, "A-B")
    labels = [box for box in draw_network(board).boxes if box.form == "plain" and box.item is not None]
    assert [box.lines for box in labels if box.shortened] == [("TO-1",)]


def test_three_hundred_actors_in_reasonable_time(make: Make) -> None:
    """300 actors and 1,500 ties; the limit is wide, for a shared machine: it takes about a second."""
    network = nx.gnm_random_graph(300, 1500, seed=3)
    sectors = {f"s{k}": " ".join(f"n{n}" for n in range(300) if n % 10 == k) for k in range(10)}
    board = make(" ".join(f"n{n}" for n in network), [f"n{a}-n{b}" for a, b in network.edges], sectors=sectors)
    start = time.perf_counter()
    scene = draw_network(board)
    assert time.perf_counter() - start < 20
    assert sum(1 for shape in scene.shapes if isinstance(shape, Box) and shape.form == "plain") == 300


@pytest.mark.parametrize("sectors", [0, 8])
def test_three_hundred_actors_cover_nothing(sectors: int) -> None:
    """As many as a whole region has: 1,500 ties, with given groups and without."""
    network = nx.gnm_random_graph(300, 1500, seed=11)
    all_nodes = nodes(300, wide=30.0)
    areas = [Area(f"g{g}", tuple(f"n{n}" for n in range(300) if n % sectors == g)) for g in range(sectors)]
    found = plan(all_nodes, [Tie(f"n{a}", f"n{b}") for a, b in network.edges], areas)
    assert clear(dict(found.spots), all_nodes)
