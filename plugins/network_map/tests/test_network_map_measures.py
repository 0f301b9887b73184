"""The numbers: published values of known networks, a network worked out by hand, and what has no number."""

from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from kehittamo_core.api import Board
from kehittamo_network_map import measures
from kehittamo_network_map.graph import arrows, counted, enough_answers, graph, interfaces, response
from kehittamo_network_map.layer_tables import layer_tables

Make = Callable[..., Board]


def as_board(make: Make, network: nx.Graph) -> Board:
    names = {node: f"n{index}" for index, node in enumerate(network)}
    return make(" ".join(names.values()), [f"{names[a]}-{names[b]}" for a, b in network.edges])


KARATE = {
    0: (16, 0.438, 0.569),
    33: (17, 0.304, 0.550),
    32: (12, 0.145, 0.516),
    2: (10, 0.144, 0.559),
    31: (6, 0.138, 0.541),
}
FLORENCE = {
    "Medici": (6, 0.522, 0.560), "Guadagni": (4, 0.255, 0.467), "Albizzi": (3, 0.212, 0.483), "Salviati": (2, 0.143, 0.389),
    "Ridolfi": (3, 0.114, 0.500), "Bischeri": (3, 0.104, 0.400), "Strozzi": (4, 0.103, 0.438), "Barbadori": (2, 0.093, 0.438),
    "Tornabuoni": (3, 0.092, 0.483), "Castellani": (3, 0.055, 0.389), "Peruzzi": (3, 0.022, 0.368), "Acciaiuoli": (1, 0.0, 0.368),
    "Ginori": (1, 0.0, 0.333), "Lamberteschi": (1, 0.0, 0.326), "Pazzi": (1, 0.0, 0.286),
}  # fmt: skip


@pytest.mark.parametrize(
    ("network", "published"), [(nx.karate_club_graph(), KARATE), (nx.florentine_families_graph(), FLORENCE)]
)
def test_published_degree_betweenness_and_closeness(make: Make, network: Any, published: dict[Any, Any]) -> None:
    """Zachary's club (1977: 34 members, 78 ties) and Padgett's families (Breiger and Pattison 1986, without the Pucci).

    The families: Jackson (2008), Social and Economic Networks, 1.2, prints the betweenness of the Medici, 0.522, the
    Guadagni, 0.255, and the Strozzi, 0.103; all others, and closeness, are what networkx's own tests hold
    (test_betweenness_centrality.py, test_closeness_centrality.py, `test_florentine_families*`). The club: degrees as
    networkx's gallery prints them (plot_karate_club); betweenness as igraph prints it for its own copy of the club,
    231.071, 160.552, 76.690, 75.851 and 73.010 of 528 pairs (R igraph 1.x, `betweenness(karate)`); of closeness igraph's
    tutorial prints 1/58 of 33 others for vertex 0 (0.569), and the rest is 33 / the sum of steps in Zachary's matrix.
    """
    ours = graph(as_board(make, network))
    assert (len(ours), ours.number_of_edges()) == ((34, 78) if 33 in published else (15, 20))
    assert measures.density(ours) == pytest.approx(78 / 561 if 33 in published else 20 / 105)
    found = measures.by_actor(ours)
    order = {node: f"n{index}" for index, node in enumerate(network)}
    told = {node: found[order[node]] for node in published}
    assert {
        node: (each.degree, round(each.betweenness or 0, 3), round(each.closeness or 0, 3))
        for node, each in told.items()
    } == published


def test_published_constraint(make: Make) -> None:
    """The network by which Borgatti (1997, Connections 20) explains Burt's measures; values as networkx's tests hold them.

    (test_structuralholes.py, `test_constraint_undirected`.)
    """
    found = measures.constraint(graph(make("A B C D E F G", "A-B A-F A-G A-E E-G F-G B-G B-D D-G G-C")))
    assert {id_: round(found[id_] or 0, 3) for id_ in "GAC"} == {"G": 0.4, "A": 0.595, "C": 1.0}


def test_the_split_of_the_karate_club(make: Make) -> None:
    """The two factions after the split: 17 and 17, eleven of 78 ties between them, so E-I is (11 - 67) / 78.

    By the sizes alone 289 of 561 pairs lie between: (289 - 272) / 561. The club hangs on its instructor: he is the one
    cut actor, and his tie to member 12 the one bridge.
    """
    club = nx.karate_club_graph()
    network = graph(as_board(make, club))
    sides = {club.nodes[node]["club"] for node in club}
    factions = [[f"n{node}" for node in club if club.nodes[node]["club"] == side] for side in sorted(sides)]
    assert [len(side) for side in factions] == [17, 17]
    assert measures.e_i_index(network, factions) == pytest.approx(((11 - 67) / 78, (289 - 272) / 561))
    assert measures.cut_actors(network) == ("n0",)
    assert measures.bridges(network) == (("n0", "n11"),)


def test_everything_equals_networkx(make: Make) -> None:
    """Closeness, communities' cover, reciprocity and the rest on a board of a hundred actors."""
    network = nx.gnp_random_graph(100, 0.05, seed=4)
    board = as_board(make, network)
    ours, found = graph(board), measures.by_actor(graph(board))
    close = nx.closeness_centrality(network)
    assert all(found[f"n{node}"].closeness == pytest.approx(close[node]) for node in network if network.degree(node))
    assert measures.density(ours) == pytest.approx(nx.density(network))
    assert len(measures.parts(ours)) == nx.number_connected_components(network)
    assert {*measures.cut_actors(ours)} == {f"n{node}" for node in nx.articulation_points(network)}
    assert len(measures.bridges(ours)) == len(list(nx.bridges(network)))
    assert set().union(*measures.communities(ours)) == {f"n{node}" for node in network if network.degree(node)}
    way = nx.gnp_random_graph(40, 0.1, seed=2, directed=True)
    names = [f"n{node}" for node in way]
    one_way = make(" ".join(names), [(f"n{a}-n{b}", {"directed": "yes"}) for a, b in way.edges])
    assert measures.reciprocity(arrows(one_way)) == pytest.approx(nx.overall_reciprocity(way))


def test_they_are_networkx_own(make: Make) -> None:
    network = nx.les_miserables_graph()
    found = measures.by_actor(graph(as_board(make, network)))
    between, bound = nx.betweenness_centrality(network), nx.constraint(network)
    for index, node in enumerate(network):
        assert found[f"n{index}"].betweenness == pytest.approx(between[node])
        assert found[f"n{index}"].constraint == pytest.approx(bound[node])


@pytest.mark.parametrize("ties", [0, 90, 400, 1500])
def test_a_large_network_has_the_same_numbers(make: Make, ties: int) -> None:
    """Beyond a hundred actors all routes are found together: in many parts, with isolates, and where nobody is tied."""
    network = nx.gnm_random_graph(130, ties, seed=ties)
    found = measures.by_actor(graph(as_board(make, network)))
    between, close = nx.betweenness_centrality(network), nx.closeness_centrality(network)
    for node, degree in network.degree:
        each = found[f"n{node}"]
        assert (each.betweenness, each.closeness) == (
            (pytest.approx(between[node]), pytest.approx(close[node])) if degree else (None, None)
        )


def test_a_star_by_hand(make: Make) -> None:
    """Five in a star: the middle is on all six routes between the four others, and can be bound by nobody else."""
    network = graph(make("M A B C D", "M-A M-B M-C M-D"))
    found = measures.by_actor(network)
    assert found["M"] == measures.ActorMeasures(degree=4, betweenness=1.0, closeness=1.0, constraint=0.25)
    assert found["A"] == measures.ActorMeasures(
        degree=1, betweenness=0.0, closeness=pytest.approx(4 / 7), constraint=1.0
    )
    assert measures.density(network) == pytest.approx(4 / 10)
    assert measures.cut_actors(network) == ("M",)
    assert measures.bridges(network) == (("M", "A"), ("M", "B"), ("M", "C"), ("M", "D"))


def test_an_isolate_has_a_degree_and_nothing_else(make: Make) -> None:
    found = measures.by_actor(graph(make("A B L", "A-B")))
    assert found["L"] == measures.ActorMeasures(degree=0, betweenness=None, closeness=None, constraint=None)
    assert measures.isolates(graph(make("A B L", "A-B"))) == ("L",)
    assert measures.parts(graph(make("A B L", "A-B"))) == (frozenset("AB"), frozenset("L"))


def test_no_actor_and_no_tie_have_no_numbers(make: Make) -> None:
    assert measures.density(graph(make(""))) is None
    assert measures.by_actor(graph(make("A B"))) == {
        name: measures.ActorMeasures(degree=0, betweenness=None, closeness=None, constraint=None) for name in "AB"
    }
    assert measures.reciprocity(arrows(make("A B"))) is None
    assert measures.communities(graph(make("A B"))) == ()


def test_e_i_index_by_hand(make: Make) -> None:
    """A B | C D with A-B, C-D, A-C: one between, two inside, -1/3; of six pairs four lie between: (4 - 2) / 6."""
    board = make("A B C D", "A-B C-D A-C")
    groups = [["A", "B"], ["C", "D"]]
    assert measures.e_i_index(graph(board), groups) == pytest.approx((-1 / 3, 1 / 3))
    found = measures.group(graph(board), ["A", "B"])
    assert (found.inside, found.outside, found.e_i) == (1, 1, 0.0)
    assert found.share_inside == 0.5
    assert found.expected_inside == pytest.approx(1 / 5)  # of five pairs that A and B can have, one is inside
    assert measures.e_i_index(graph(board), [["A", "B", "C", "D"]]) is None


def test_sectors_and_types_are_measured_by_themselves(make: Make) -> None:
    """North is a star of four and one alone, by money; the tie out of it is no tie inside, and is the only information."""
    star = [(f"M-{name}", {"type": "money", "directed": "yes"}) for name in "ABC"]
    out = ("M-X", {"type": "information", "directed": "no"})
    board = make("M A B C L X", [*star, out], sectors={"north": "M A B C L", "south": "X"})
    sectors, types = layer_tables(board)
    assert sectors.rows == (
        ("north", "1.2", "1 and 1 without ties", "50\u00a0% TO-1", "0.75 TO-1", "0.33 TO-1", "1", "3", "1", "0\u00a0%"),
    )  # of the six pairs of the others three go through M; 3 / 3 steps to three of four; alone in three thirds
    assert [row[:2] + row[-2:] for row in types.rows] == [
        ("money", "1.0", "0\u00a0%", "−1.00"), ("information", "0.3", "100\u00a0%", "1.00"),
    ]  # fmt: skip
    few = tuple(layer_tables(make("M A B C L X", star, sectors={"north": "M A B C L", "south": "X"}, response_rate=60)))
    assert [row[3:4] + row[5:9] for table in few for row in table.rows] == [("–",) * 5] * 2
    assert all("Too few answers for a reliable number" in table.caption for table in few)


def test_reciprocity_by_hand(make: Make) -> None:
    """One tie both ways and one one way are three arrows, two of them answered; an unknown direction is no arrow."""
    board = make(
        "A B C D", [("A-B", {"directed": "no"}), ("B-C", {"directed": "yes"}), ("C-D", {"directed": "unknown"})]
    )
    assert measures.reciprocity(arrows(board)) == pytest.approx(2 / 3)


def test_communities_are_always_the_same(make: Make) -> None:
    board = as_board(make, nx.karate_club_graph())
    assert len({measures.communities(graph(board)) for _ in range(5)}) == 1


def test_the_customer_is_left_out_until_the_setting_counts_it(make: Make) -> None:
    actors = {"A": {}, "B": {}, "Asiakas": {"type": "customer"}}
    assert [actor.id for actor in counted(make(actors, "A-Asiakas B-Asiakas"))] == ["A", "B"]
    with_customer = make(actors, "A-Asiakas B-Asiakas", include_customer=True)
    assert graph(with_customer).number_of_edges() == 2


def test_a_centre_without_ties_is_not_an_actor(make: Make) -> None:
    actors = {"Hebu": {"centre": True}, "A": {}, "B": {}}
    assert [actor.id for actor in counted(make(actors, "A-B"))] == ["A", "B"]
    assert len(counted(make(actors, "A-B Hebu-A"))) == 3


def test_strength_nought_is_not_a_tie_and_time_tells_ties_apart(make: Make) -> None:
    ties = [("A-B", {"strength": "0"}), ("B-C", {"when": "target"}), ("A-C", {"when": "now", "strength": "3"})]
    board = make("A B C", ties)
    assert set(graph(board).edges) == {("A", "C")}
    assert set(graph(board, "target").edges) == {("B", "C")}
    assert graph(board).edges["A", "C"]["weight"] == 3


def test_response_rate(make: Make) -> None:
    """Under seventy per cent, brokerage is not computed; without a survey it is."""
    asked = {"A": {"answered": True}, "B": {"answered": True}, "C": {"answered": False}, "D": {}}
    rate = response(make(asked, "A-B"))
    assert rate is not None
    assert (rate.answered, rate.asked, round(rate.share)) == (2, 3, 67)
    assert not enough_answers(make(asked, "A-B"))
    assert enough_answers(make("A B", "A-B"))
    assert enough_answers(make("A B", "A-B", response_rate=70))
    assert not enough_answers(make("A B", "A-B", response_rate=69.9))


def test_interfaces_by_hand(make: Make, network_of: Callable[..., Board]) -> None:
    """A and B are members; A-C and B-C lead out, A-B does not, and a second tie of A and C is the same pair."""
    board = network_of(make, "A B C", ["A-B", "A-C", "B-C", "C-A"], members="A B")
    assert interfaces(board, board.of("network")[0]) == 2
