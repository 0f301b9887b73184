"""The rules, each on a board worked out by hand: one that it speaks of, and one that it leaves in peace."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kehittamo_core.api import Board, Item, Link, Problem
from kehittamo_network_map import rules
from kehittamo_network_map.kinds import another_actor, one_sector

Make = Callable[..., Board]


def said(rule: Callable[[Board], Iterator[Problem]], board: Board) -> list[tuple[str, list[str]]]:
    """What a rule says, with the ids of the items that it names."""
    return [(problem.message, [item.id for item in problem.items]) for problem in rule(board)]


def note(id_: str, kind: str, text: str, **values: Any) -> Item:
    return Item(id=id_, kind=kind, code=id_.upper(), values={"text": text, **values})


def test_nothing_in_the_middle(make: Make) -> None:
    assert said(rules.no_centre, make("A B C")) == [
        ("Nothing stands in the middle. Name the shared thing that joins the actors.", [])
    ]
    assert said(rules.no_centre, make({"A": {"centre": True}, "B": {}, "C": {}})) == []
    assert said(rules.no_centre, make("A B")) == []


def test_an_actor_alone(make: Make) -> None:
    message = "TO-3 L has no ties. Is it left alone, or are its ties missing here?"
    assert said(rules.alone, make("A B L", "A-B")) == [(message, ["L"])]
    assert said(rules.alone, make("A B", "A-B")) == []
    assert said(rules.alone, make("A B L")) == []  # then no_ties speaks once instead of three times
    assert said(rules.alone, make({"A": {}, "B": {}, "Hebu": {"centre": True}}, "A-B")) == []


def test_no_ties_at_all(make: Make) -> None:
    assert said(rules.no_ties, make("A B")) == [("There are actors but no ties. Who works with whom?", ["A", "B"])]
    assert said(rules.no_ties, make("A B", "A-B")) == []


def test_a_tie_without_type_and_direction(make: Make) -> None:
    board = make(
        "A B C",
        ["A-B", ("B-C", {"type": "money", "directed": "yes"}), ("A-C", {"own_type": "rooms", "directed": "no"})],
    )
    assert said(rules.tie_without_type, board) == [
        ("The type of the tie is not told: A – B. What passes along it?", ["T1"])
    ]
    assert said(rules.tie_without_direction, board) == [
        ("The direction of the tie is not known: A – B. Is it one way or both ways?", ["T1"])
    ]


def test_a_network_without_members(make: Make, network_of: Callable[..., Board]) -> None:
    assert said(rules.network_without_members, network_of(make, "A B", "", members="")) == [
        ("VK-1 Team has no members. Which actors belong to it?", ["N"])
    ]
    assert said(rules.network_without_members, network_of(make, "A B", "", members="A")) == []


def test_a_party_that_is_missing(make: Make, network_of: Callable[..., Board]) -> None:
    """A member's sector is there with the member."""
    needs = [
        Link(id="r1", kind="requires", source="N", target="C"),
        Link(id="r2", kind="requires", source="N", target="north"),
    ]
    board = network_of(make, "A B C", "", members="A", sectors={"north": "A"}, links=needs)
    message = "VK-1 Team: a party that it cannot do without is not a member yet: C."
    assert said(rules.party_missing, board) == [(message, ["N", "C"])]
    assert (
        said(rules.party_missing, network_of(make, "A B C", "", members="A C", sectors={"north": "A"}, links=needs))
        == []
    )


def test_needs_without_a_place_and_without_an_answer(make: Make) -> None:
    needs = [note("tt-1", "information_need", "Prices"), note("tt-2", "information_need", "Queues")]
    links = [
        Link(id="n1", kind="needs", source="tt-1", target="A"),
        Link(id="a1", kind="answers", source="B", target="tt-2"),
    ]
    board = make("A B", "A-B", items=needs, links=links)
    assert said(rules.need_without_place, board) == [
        ("TT-2 Queues: attached to no actor and no tie. Who needs to know it?", ["tt-2"])
    ]
    assert said(rules.need_without_answer, board) == [
        ("1 information need has no answer yet. Which service covers it? TT-1 Prices", ["tt-1"])
    ]


def test_solutions_that_wait(make: Make) -> None:
    """A solution that is listed and attached has its place."""
    tray = Item(id="tray", kind="tray", values={})
    solutions = [note("r-1", "solution", "Portal", actor=["a", "b"]), note("r-2", "solution", "Team")]
    links = [
        Link(id="l1", kind="listed", source="r-1", target="tray"),
        Link(id="l2", kind="listed", source="r-2", target="tray"),
        Link(id="l3", kind="attached", source="r-2", target="A"),
    ]
    board = make("A B", "A-B", items=[tray], links=links, linked=solutions)
    assert said(rules.solution_without_place, board) == [
        ("1 solution is attached to no actor and no tie: R-1 Portal.", ["r-1"])
    ]


def test_an_actor_outside_the_sectors(make: Make) -> None:
    assert said(rules.actor_without_sector, make("A B", "A-B", sectors={"north": "A"})) == [
        ("Stands in no sector: TO-2 B.", ["B"])
    ]
    assert said(rules.actor_without_sector, make("A B", "A-B")) == []


def test_one_sided_ties(make: Make) -> None:
    """All have answered: both have stated A-B, only A has stated A-C; D was not asked, so that A-D is no difference."""
    actors = {name: {"answered": True} if name != "D" else {} for name in "ABCD"}
    ties = [
        ("A-B", {"stated_by": ["source", "target"]}),
        ("A-C", {"stated_by": ["source"]}),
        ("A-D", {"stated_by": ["source"]}),
    ]
    assert said(rules.tie_stated_by_one, make(actors, ties)) == [
        ("Only one of the two has stated the tie: A – C. Do they see it differently?", ["T2"])
    ]


def test_imports_that_nobody_has_checked(make: Make) -> None:
    board = make({"A": {"unchecked": True}, "B": {}}, [("A-B", {"unchecked": True})])
    assert said(rules.imported_unchecked, board) == [("2 imported lines have not been checked yet.", ["A", "T1"])]
    assert said(rules.imported_unchecked, make("A B", "A-B")) == []


def test_what_links_refuse(make: Make) -> None:
    board = make("A B", "A-B", sectors={"north": "A", "south": ""})
    assert another_actor(board, Link(id="x", kind="tie", source="A", target="A")) == "A tie joins two different actors."
    assert another_actor(board, Link(id="x", kind="tie", source="A", target="B")) is None
    assert one_sector(board, Link(id="x", kind="in_sector", source="A", target="south")) is not None
    assert one_sector(board, Link(id="x", kind="in_sector", source="B", target="south")) is None


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_every_rule_says_what_it_looks_for(rule: Callable[[Board], Iterator[Problem]]) -> None:
    assert rule.__doc__
