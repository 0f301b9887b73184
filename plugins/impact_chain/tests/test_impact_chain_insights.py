"""Insights on cases worked out by hand: whole chains, evidence, the tension of the goal, who makes an impact together."""

from kehittamo_core.api import Target
from kehittamo_impact_chain.insights import (
    evidence_share,
    find_insights,
    goal_tension,
    makers,
    rosi_values,
    whole_chains,
)
from kehittamo_impact_chain.tension import served
from plugins.impact_chain.tests.impact_chain_boards import board, said

CHAIN = board(
    ("p", "input", {"text": "Nurse", "actor": ["a"]}),
    ("t1", "output", {"text": "Door", "actor": ["a", "b"]}),
    ("t2", "output", {"text": "Chat"}),
    ("t3", "output", {"text": "Evening"}),
    ("r", "solution", {"text": "Team", "actor": ["c"]}),
    ("v1", "outcome", {"text": "Talks"}),
    ("v2", "outcome", {"text": "Dares"}),
    ("vv", "impact", {"text": "Wellbeing"}),
    links=(
        ("leads", "p", "t1", {"evidence": "shown"}),
        ("leads", "t1", "v1", {"evidence": "promising"}),
        ("leads", "v1", "vv"),
        ("leads", "t2", "v2", {"evidence": "assumed"}),
        ("directs", "r", "t1"),
    ),
)  # fmt: skip


def test_whole_chains() -> None:
    """Of three deeds only the door reaches the impact; one route runs from the input: p-t1-v1-vv."""
    assert said(whole_chains(CHAIN)) == [
        "1 of 3 deeds leads all the way to an impact. 1 whole chain runs from an input to an impact."
    ]
    assert said(whole_chains(board(("t", "output")))) == ["The one deed does not lead to an impact yet."]
    assert list(whole_chains(board(("p", "input")))) == []


def test_evidence_share() -> None:
    found = next(evidence_share(CHAIN))
    assert found.finding == (
        "Of 4 links 1 is shown to hold (25 %). By grade: shown 1, promising 1, assumed 1, not graded 1."
    )
    assert found.limit


def test_makers() -> None:
    """The area and the town through the door; the solution leads nowhere itself, so its actor is not counted."""
    assert said(makers(CHAIN)) == ["2 actors contribute to VV-1 Wellbeing: Alue, Kaupunki."]
    assert list(makers(board(("vv", "impact")))) == []


GOAL = board(
    ("tv1", "goal_target", {"target": "t1"}),
    ("tv2", "goal_target", {"target": "t2"}),
    ("om", "sub_change", {"text": "Part"}),
    ("t", "output", {"text": "Door"}),
    ("r", "solution", {"text": "Team"}),
    ("v", "outcome", {"text": "Talks"}),
    ("v2", "outcome", {"text": "Calmer"}),
    ("ku", "cost", {"total": {"kind": "total", "base": 50}, "payer": "a"}),
    ("ku2", "cost", {"total": {"kind": "total", "base": 7}, "payer": "a"}),
    links=(
        ("leads", "t", "v", {"evidence": "shown"}),
        ("leads", "v", "v2", {"evidence": "assumed"}),
        ("directs", "r", "t"),
        ("serves", "v2", "tv1"),
        ("serves", "r", "om"),
        ("costs", "ku", "t"),
        ("costs", "ku", "r"),
        ("costs", "ku2", "v"),
    ),
    targets=(Target(id="t1", text="Less anxiety", amount=20, unit="%"), Target(id="t2", text="No number")),
)


def test_goal_tension_by_hand() -> None:
    """The solution stands behind the target through its deed and two outcomes; its cost is counted once."""
    first, second, part = served(GOAL)
    assert [item.id for item in first.solutions] == ["r"]
    assert [item.id for item in first.outcomes] == ["v2"]
    assert first.evidence == {"shown": 1, "assumed": 1}
    assert {payer: amount.base for payer, amount in first.payers.items()} == {"a": 50}
    assert second.by_nobody
    assert [item.id for item in part.solutions] == ["r"]
    assert said(goal_tension(GOAL)) == [
        (
            "Nobody serves 1 of the 3 targets and sub-changes: No number. "
            "1 of those served rests on links of which none is shown to hold."
        )
    ]


def test_rosi_is_said_with_its_conditions() -> None:
    made = board(("ts", "rosi", {"text": "ROSI1", "stated": -112}))
    assert said(rosi_values(made)) == [
        (
            "TS-1 ROSI1: \u2212112\u00a0% (as stated in the source). An estimate without a comparison. "
            "Below zero: the savings do not cover the costs."
        )
    ]


def test_a_board_opens_with_at_most_three_sentences() -> None:
    for made in (CHAIN, GOAL):
        assert sum(1 for insight in find_insights(made) if not insight.more) <= 3
