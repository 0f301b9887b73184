"""The numbers: published values of known networks, a network worked out by hand, and what has no number."""

from collections.abc import Callable

import networkx as nx
import pytest

from kehittamo_core.api import Board
from kehittamo_network_map import measures
from kehittamo_network_map.graph import arrows, counted, enough_answers, graph, interfaces, response

Make = Callable[..., Board]


def as_board(make: Make, network: nx.Graph) -> Board:
    names = {node: f"n{index}" for index, node in enumerate(network)}
    return make(" ".join(names.values()), [f"{names[a]}-{names[b]}" for a, b in network.edges])


def test_karate_club(make: Make) -> None:
    """Zachary (1977): 34 members, 78 ties, density 0.139; the instructor and the officer stand between the others."""
    network = graph(as_board(make, nx.karate_club_graph()))
    assert (network.number_of_nodes(), network.number_of_edges()) == (34, 78)
    assert measures.density(network) == pytest.approx(0.139, abs=0.0005)
    found = measures.by_actor(network)
    assert found["n0"].betweenness == pytest.approx(0.438, abs=0.0005)
    assert found["n33"].betweenness == pytest.approx(0.304, abs=0.0005)
    assert found["n33"].degree == 17


def test_florentine_families(make: Make) -> None:
    """Padgett's marriages of 15 families: the Medici stand on 52 % of the others' shortest routes."""
    families = nx.florentine_families_graph()
    board = as_board(make, families)
    medici = f"n{list(families).index('Medici')}"
    found = measures.by_actor(graph(board))
    assert found[medici].betweenness == pytest.approx(0.522, abs=0.0005)
    assert found[medici].degree == 6
    assert found[medici].closeness == pytest.approx(0.56, abs=0.0005)


def test_they_are_networkx_own(make: Make) -> None:
    network = nx.les_miserables_graph()
    found = measures.by_actor(graph(as_board(make, network)))
    between, bound = nx.betweenness_centrality(network), nx.constraint(network)
    for index, node in enumerate(network):
        assert found[f"n{index}"].betweenness == pytest.approx(between[node])
        assert found[f"n{index}"].constraint == pytest.approx(bound[node])


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
