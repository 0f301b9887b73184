"""The actions: what would change is said and nothing changed; what is stated and planned becomes commands."""

from collections.abc import Callable

import pytest

from kehittamo_core.api import Add, Board, Connect, Invalid
from kehittamo_network_map.actions import if_actor_leaves, if_ties_come, paste_ties, plan_ties

Make = Callable[..., Board]
BOW_TIE = ("A B C D E", "A-B A-C B-C C-D C-E D-E")


def test_if_these_ties_come(make: Make) -> None:
    """Six of ten pairs, seven with A-D; then of C's four routes two remain: A-E and D-B have two ways, B-E one."""
    done = if_ties_come(make(*BOW_TIE), {"first": "A", "second": "D"})
    assert done.changes == ()
    assert done.message == (
        "If 1 more tie comes, the density changes from 60\u00a0% to 70\u00a0%. Parts that nothing joins: 1 → 1. "
        "The share of routes that pass through C changes from 67\u00a0% to 33\u00a0%."
    )


def test_target_and_suggested_ties_come(make: Make) -> None:
    board = make("A B C L", ["A-B", "B-C", ("C-L", {"when": "target"})])
    assert "Parts that nothing joins: 2 → 1." in if_ties_come(board, {}).message
    assert if_ties_come(board, {"suggested": 1}).message.startswith("If 2 more ties come")
    assert if_ties_come(make("A B", "A-B"), {}).message.startswith("There are no target ties.")


def test_if_an_actor_leaves(make: Make) -> None:
    done = if_actor_leaves(make(*BOW_TIE), {"actor": "C"})
    assert done.changes == ()
    assert done.message == (
        "If TO-3 C leaves, 4 ties go with it: the density changes from 60\u00a0% to 33\u00a0%. "
        "Parts that nothing joins: 1 → 2. Cut off from the rest: D and E."
    )
    assert if_actor_leaves(make(*BOW_TIE), {"actor": "to-1"}).message.endswith("Nobody is cut off from the rest.")


def test_what_was_tried_is_kept_as_a_what_if(make: Make) -> None:
    """Only when it is asked for: forty people may try without leaving forty notes."""
    done = if_actor_leaves(make(*BOW_TIE), {"actor": "C", "keep": True})
    assert done.changes == (
        Add(kind="what_if", values={"text": "If C leaves"}, ref="what-if"), Connect(kind="leaves", source="what-if", target="C"),
    )  # fmt: skip
    tried = if_ties_come(make(*BOW_TIE), {"first": "A", "second": "D", "keep": True})
    assert [type(change) for change in tried.changes] == [Add, Connect, Connect]
    assert tried.changes[0] == Add(
        kind="what_if", values={"text": "If A and D work together", "ties": "none"}, ref="what-if"
    )


def test_too_few_answers_say_nothing_of_who_is_cut_off(make: Make) -> None:
    message = if_actor_leaves(make(*BOW_TIE, response_rate=60), {"actor": "C"}).message
    assert "ut off" not in message
    assert message.endswith("Response rate 60\u00a0%.")
    assert "routes" not in if_ties_come(make(*BOW_TIE, response_rate=60), {"first": "A", "second": "D"}).message


def test_an_actor_that_is_not_there_is_refused(make: Make) -> None:
    with pytest.raises(Invalid, match="known are A, B, C, D and E"):
        if_actor_leaves(make(*BOW_TIE), {"actor": "Z"})
    with pytest.raises(Invalid):
        if_ties_come(make(*BOW_TIE), {"first": "A"})


def test_suggested_ties_become_targets(make: Make) -> None:
    done = plan_ties(make(*BOW_TIE), {"number": 2})
    first, second = done.changes
    assert isinstance(first, Connect)
    assert isinstance(second, Connect)
    assert (first.source, first.target, first.values["when"]) == ("A", "D", "target")
    assert first.values["why"] == "Between A and D stands only C."
    assert done.message == "2 ties were written down as a target."
    assert plan_ties(make("A B", "A-B"), {}).changes == ()


def test_pasting_adds_ties_and_unknown_actors(make: Make) -> None:
    done = paste_ties(make("A"), {"lines": "A; B; money; 2\nB; C"})
    assert done.message == "2 ties were added."
    assert len(done.changes) == 4
    with pytest.raises(Invalid):
        paste_ties(make("A"), {"lines": ""})
