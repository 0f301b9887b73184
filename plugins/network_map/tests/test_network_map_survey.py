"""Members state their own ties: one answer for an organisation, differing answers shown, the response rate everywhere."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from kehittamo_core.api import Board, Change, Connect, Connector, Invalid, Remove, Table, Words
from kehittamo_network_map import rules
from kehittamo_network_map.chapter import write_chapter
from kehittamo_network_map.drawings.change import draw_change
from kehittamo_network_map.drawings.network import draw_network
from kehittamo_network_map.drawings.numbers_of_actors import draw_numbers
from kehittamo_network_map.drawings.what_if import draw_what_if
from kehittamo_network_map.graph import agreement, graph
from kehittamo_network_map.insights import find_insights
from kehittamo_network_map.survey import ask_everybody, state_ties, sums
from kehittamo_network_map.upgrades import statements_by_end

Make = Callable[..., Board]
YES: Mapping[str, Any] = {"answered": True}


def test_an_answer_states_ties_and_adds_those_that_are_not_there(make: Make) -> None:
    """The tie B-A is stated by its other end, A-C is added, and A counts as one who has answered; nobody needs an account."""
    done = state_ties(
        make("A B C", [("B-A", {"type": "money", "stated_by": ["source"]})]),
        {"who": "A", "with_whom": ["B", "C", "A"], "type": "money"},
    )
    assert done.changes == (
        Change(id="T1", values={"stated_by": ["source", "target"]}),
        Connect(kind="tie", source="A", target="C", values={"type": "money", "when": "now", "stated_by": ["source"]}),
        Change(id="A", values={"answered": True}),
    )
    assert done.message == "A has stated its ties: 2 ties."
    with pytest.raises(Invalid):
        state_ties(make("A B"), {"who": "Z"})


def test_a_new_answer_replaces_the_old_one(make: Make) -> None:
    """What was only an answer goes, what says more stays without it, and what the other end states too stays its own."""
    ties = [
        ("A-B", {"type": "money", "stated_by": ["source"]}),
        ("A-C", {"type": "money", "stated_by": ["source"], "strength": "2"}),
        ("D-A", {"type": "money", "stated_by": ["source", "target"]}),
        ("A-E", {"type": "information", "stated_by": ["source"]}),
    ]
    done = state_ties(make({"A": YES, "B": {}, "C": {}, "D": YES, "E": {}}, ties), {"who": "A", "type": "money"})
    assert done.changes == (
        Remove(id="T1"), Change(id="T2", values={"stated_by": None}), Change(id="T3", values={"stated_by": ["source"]}),
        Change(id="A", values={"answered": True}),
    )  # fmt: skip
    assert done.message == (
        "A has stated its ties: 0 ties. This replaces the earlier answer: 3 ties were taken back. "
        "These have named A, which does not name them: D."
    )


def test_everybody_is_asked_at_once(make: Make) -> None:
    """Who has answered keeps it, and the customer, who is counted in no measure, is not asked."""
    board = make({"A": YES, "B": {}, "C": {"type": "customer"}})
    done = ask_everybody(board, {})
    assert done.changes == (Change(id="B", values={"answered": False}),)
    assert done.message == "1 actor was marked as asked."


def test_the_board_says_which_tie_is_asked(make: Make) -> None:
    done = state_ties(make("A B", asked_tie="referral"), {"who": "A", "with_whom": ["B"]})
    assert done.changes[0] == Connect(
        kind="tie", source="A", target="B", values={"type": "referral", "when": "now", "stated_by": ["source"]}
    )


def test_who_has_answered_without_naming_back_is_told(make: Make) -> None:
    done = state_ties(make({"A": {}, "B": YES, "C": {}}), {"who": "A", "with_whom": ["B", "C"]})
    assert done.message.endswith("These have answered without naming A: B.")


@pytest.fixture
def asked(make: Make) -> Board:
    """A, B and C have answered, D has not: A-B agreed, A-C only by A, A-D waits for D, B-C by neither."""
    ties = [
        ("A-B", {"stated_by": ["source", "target"]}),
        ("A-C", {"stated_by": ["source"]}),
        ("A-D", {"stated_by": ["source"]}),
        "B-C",
    ]
    return make({"A": YES, "B": YES, "C": YES, "D": {"answered": False}}, ties)


def test_agreement_by_hand(asked: Board) -> None:
    assert [agreement(asked, tie) for tie in asked.links_of("tie")] == ["agreed", "one_sided", "waiting", "neither"]
    assert sums(asked) == {"agreed": 1, "one_sided": 1, "waiting": 1, "neither": 1}


def test_only_agreed_ties_are_counted_where_the_board_says_so(asked: Board, make: Make) -> None:
    """An answer that has not come yet is no disagreement: A-D stays."""
    assert graph(asked).number_of_edges() == 4
    strict = make(
        {"A": YES, "B": YES, "C": YES, "D": {"answered": False}},
        [("A-B", {"stated_by": ["source", "target"]}), ("A-C", {"stated_by": ["source"]}), ("A-D", {"stated_by": ["source"]}), "B-C"],
        counted_ties="both",
    )  # fmt: skip
    assert set(graph(strict).edges) == {("A", "B"), ("A", "D")}
    assert "Only ties that both ends have stated are counted" in next(iter(find_insights(strict))).limit


def test_what_differs_is_said(asked: Board) -> None:
    said = [problem.message for rule in rules.RULES for problem in rule(asked)]
    assert "Only one of the two has stated the tie: A – C. Do they see it differently?" in said
    assert "Both have answered and neither has stated the tie: B – C. Does it stand?" in said
    assert "Has not stated its ties yet: TO-4 D." in said
    finding = next(found for found in find_insights(asked) if "somebody has stated" in found.finding)
    assert finding.finding == (
        "Of 3 ties that somebody has stated, 1 are stated by both ends (33\u00a0%). In 1 tie the two answers differ. "
        "1 tie waits for the answer of its other end."
    )


def test_what_differs_is_drawn(asked: Board) -> None:
    """A one-sided tie is whole at the end that named it and dashed at the other; one that neither named is all dashed."""
    drawn = draw_network(asked)
    of = {
        tie: [shape.dashed for shape in drawn.shapes if isinstance(shape, Connector) and shape.link is not None and shape.link.id == tie]
        for tie in ("T1", "T2", "T3", "T4")
    }  # fmt: skip
    assert of == {"T1": [False], "T2": [False, True], "T3": [False], "T4": [True]}
    words = [shape.text for shape in drawn.shapes if isinstance(shape, Words)]
    assert "stated by one end only: dashed at the other" in words
    assert "stated by neither end" in words


RATE = "Response rate 75\u00a0%: 3 of 4 have stated their ties."


def test_the_response_rate_stands_wherever_a_measure_does(asked: Board, make: Make) -> None:
    for draw in (draw_network, draw_change, draw_numbers):
        assert RATE in [shape.text for shape in draw(asked).shapes if isinstance(shape, Words)], draw.__name__
    measured = [found for found in find_insights(asked) if any(sign in found.finding for sign in ("%", "0.", "1."))]
    assert len(measured) > 3
    assert [found.finding for found in measured if RATE not in found.limit] == []
    insights = tuple(find_insights(asked))
    tables = [block for block in write_chapter(asked, insights).blocks if isinstance(block, Table)]
    numbers = [
        table
        for table in tables
        if "Density" in (*table.columns, *(row[0] for row in table.rows)) or "Ties" in table.columns
    ]
    assert len(numbers) == 2
    assert [table.caption for table in numbers if RATE not in table.caption] == []


def test_too_few_answers_take_brokerage_from_tables_and_drawings(make: Make) -> None:
    board = make({"A": YES, "B": {"answered": False}, "C": {"answered": False}}, "A-B B-C")
    tables = {
        block.caption.split(".")[0]: block for block in write_chapter(board, ()).blocks if isinstance(block, Table)
    }  # fmt: skip
    whole = {row[0]: row[1] for row in tables["Measures of the whole network"].rows}
    assert whole["Density"] == "67\u00a0%"
    few = "Too few answers for a reliable number"
    assert [whole[name] for name in ("Actors whose leaving would split", "Ties with no way round them")] == [few, few]
    assert "broker" not in [shape.text for shape in draw_network(board).shapes if isinstance(shape, Words)]
    assert draw_what_if(board).alt.startswith("Nobody has asked")


def test_an_older_board_keeps_who_stated_its_ties() -> None:
    old = {
        "version": 1,
        "items": [{"id": "a", "values": {"actor": "kela"}}, {"id": "b", "values": {"actor": "lukio"}}, {"id": "c"}],
        "links": [
            {"kind": "tie", "source": "a", "target": "b", "values": {"stated_by": ["lukio", "kela"], "type": "money"}},
            {"kind": "tie", "source": "b", "target": "c", "values": {"stated_by": ["lukio"]}},
            {"kind": "missing", "source": "b", "target": "c"},
        ],
    }
    new = statements_by_end(old)
    assert [link.get("values") for link in new["links"]] == [
        {"stated_by": ["source", "target"], "type": "money"}, {"stated_by": ["source"]}, None,
    ]  # fmt: skip
