"""Each rule on a case worked out by hand: it finds what is missing, names it, and is silent when it is there."""

import pytest

from kehittamo_core.api import Target
from kehittamo_impact_chain import rules, rules_cards
from plugins.impact_chain.tests.impact_chain_boards import board, said

WHOLE = board(
    ("p", "input", {"text": "Nurse", "actor": ["a"]}),
    ("t", "output", {"text": "Open door"}),
    ("r", "solution", {"text": "Team"}),
    ("v", "outcome", {"text": "Talks in a week"}),
    ("vv", "impact", {"text": "Wellbeing"}),
    ("m", "indicator", {
        "text": "Waiting time", "unit": "d", "direction": "decrease", "baseline": 21, "baseline_date": "2026-01-31",
        "target": {"amount": 7, "date": "2028-12-31"}, "source": "Register", "frequency": "yearly", "measured_by": "A",
        "owner": "a",
    }),
    links=(
        ("leads", "p", "t"), ("directs", "r", "t"), ("leads", "r", "v"), ("leads", "v", "vv"), ("measures", "m", "v"),
    ),
)  # fmt: skip

ALL = (
    rules.deed_without_outcome, rules.outcome_without_indicator, rules.outcome_without_impact,
    rules.solution_without_change, rules.input_without_deed, rules.input_nobody_gives, rules.target_nobody_serves,
    rules.challenge_nobody_answers, rules.prerequisite_not_met, rules.assumption_in_doubt,
    rules_cards.indicator_card_incomplete, rules_cards.indicator_measures_nothing, rules_cards.cost_without_payer,
    rules_cards.cost_line_without_meaning, rules_cards.volume_disagrees, rules_cards.rosi_without_comparison,
    rules_cards.series_does_not_fit, rules_cards.evaluation_open, rules_cards.pathway_without_review,
    rules_cards.indicator_without_baseline, rules_cards.yearly_without_years, rules_cards.regions_compared_without_limit,
    rules_cards.imported_unchecked,
)  # fmt: skip


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.__name__)
def test_a_whole_chain_has_no_gaps(rule: object) -> None:
    assert list(rule(WHOLE)) == []  # type: ignore[operator]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.__name__)
def test_every_rule_says_what_it_is_for(rule: object) -> None:
    assert rule.__doc__


BARE = board(
    ("p", "input", {"text": "Nurse"}),
    ("t", "output", {"text": "Open door"}),
    ("r", "solution", {"text": "Team"}),
    ("v", "outcome", {"text": "Talks in a week"}),
)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (rules.deed_without_outcome, "T-1 Open door leads to no outcome. What should it change?"),
        (rules.outcome_without_indicator, "V-1 Talks in a week has no indicator. How would we know that it happened?"),
        (rules.outcome_without_impact, "V-1 Talks in a week leads to no impact, so its chain is not whole."),
        (rules.solution_without_change, "R-1 Team leads to no change."),
        (rules.input_without_deed, "P-1 Nurse supports no deed."),
        (rules.input_nobody_gives, "Nobody has promised P-1 Nurse."),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_gap_is_named(rule: object, sentence: str) -> None:
    found = list(rule(BARE))  # type: ignore[operator]
    assert said(found) == [sentence]
    assert len(found[0].items) == 1


def test_many_gaps_become_one_sentence_that_counts_and_keeps_them_all() -> None:
    found = list(rules.deed_without_outcome(board(*((f"t{n}", "output", {"text": f"Deed {n}"}) for n in range(5)))))
    assert said(found) == [
        "5 deeds lead to no outcome: T-1 Deed 0, T-2 Deed 1, T-3 Deed 2 and 2 more. What should they change?"
    ]
    assert len(found[0].items) == 5


def test_a_pledge_is_a_promise() -> None:
    pledged = board(("p", "input"), ("rl", "pledge"), links=(("covers", "rl", "p"),))
    assert list(rules.input_nobody_gives(pledged)) == []


def test_targets_of_the_goal_without_a_node_and_sub_changes_that_nobody_serves() -> None:
    made = board(
        ("om1", "sub_change", {"text": "Served"}),
        ("om2", "sub_change", {"text": "Alone"}),
        ("tv", "goal_target", {"target": "t1"}),
        ("r", "solution"),
        links=(("serves", "r", "om1"), ("serves", "om1", "tv")),
        targets=(Target(id="t1", text="Less anxiety"), Target(id="t2", text="Shorter waits")),
    )
    assert said(rules.target_nobody_serves(made)) == [
        "Nothing serves this target of the goal: Shorter waits.",
        "No solution and no outcome serves OM-2 Alone.",
    ]


def test_challenges_prerequisites_and_doubted_assumptions() -> None:
    made = board(
        ("h1", "challenge", {"text": "Queues"}),
        ("h2", "challenge", {"text": "Summer"}),
        ("t", "output", {"text": "Open door"}),
        ("v", "outcome", {"text": "Talks"}),
        ("ed", "prerequisite", {"text": "A room", "state": "unmet"}),
        ("ol", "assumption", {"text": "They come", "state": "doubt"}),
        links=(
            ("leads", "t", "v", {"assumption": "They dare", "assumption_state": "doubt"}),
            ("answers", "t", "h1"),
            ("conditions", "ed", "t"),
            ("assumes", "ol", "l1"),
        ),
    )
    assert said(rules.challenge_nobody_answers(made)) == ["No deed answers H-2 Summer."]
    assert said(rules.prerequisite_not_met(made)) == ["ED-1 A room is not met, and this depends on it: T-1 Open door."]
    assert said(rules.assumption_in_doubt(made)) == [
        "OL-1 They come is in doubt, and this rests on it: L-1 (T-1 → V-1).",
        "What is assumed on L-1 (T-1 → V-1) is in doubt: They dare",
    ]


def test_cards_that_are_not_filled_in() -> None:
    made = board(
        ("m", "indicator", {"text": "Waiting", "unit": "d", "baseline": 3, "change_percent": -20}),
        ("ku1", "cost", {"total": {"kind": "total", "base": 5}}),
        (
            "ku2",
            "cost",
            {
                "text": "Groups",
                "payer": "a",
                "total": {"kind": "total", "base": 18000},
                "per_unit": {"kind": "per_unit", "base": 1800, "unit": "group"},
                "volume": {"amount": 8, "unit": "group"},
            },
        ),
        ("ku3", "cost", {"text": "Fewer visits", "direction": "saving"}),
        ("kä1", "duration_series", {"text": "Costs"}),
        ("kä2", "duration_series", {"text": "Numbers", "months": [0, 6], "amounts": [1]}),
    )
    assert said(rules_cards.indicator_card_incomplete(made)) == [
        "M-1 Waiting is missing: direction, date of the baseline, date of the target, source, how often, who measures, owner."
    ]
    assert said(rules_cards.indicator_measures_nothing(made)) == ["M-1 Waiting measures nothing on this board."]
    assert said(rules_cards.cost_without_payer(made)) == ["Who pays KU-1?", "Whose saving is KU-3 Fewer visits?"]
    assert said(rules_cards.cost_line_without_meaning(made)) == [
        "1 cost line has no label; what it means has not been checked."
    ]
    assert said(rules_cards.volume_disagrees(made)) == [
        "KU-2 Groups: total and unit price imply 10 × group, but 8 is stated."
    ]
    assert said(rules_cards.series_does_not_fit(made)) == [
        "KÄ-1 Costs has no values.",
        "KÄ-2 Numbers has 2 months but 1 values.",
    ]


def test_a_rounded_volume_is_no_contradiction() -> None:
    """400 000 / 1 000 is 400; 390 stated is within rounding of «≈»."""
    values = {
        "text": "x",
        "total": {"kind": "total", "base": 400_000},
        "per_unit": {"kind": "per_unit", "base": 1_000, "unit": "hlö"},
        "volume": {"amount": 390, "unit": "hlö"},
    }
    assert list(rules_cards.volume_disagrees(board(("ku", "cost", values)))) == []


def test_rosi_and_evaluation() -> None:
    zero = {"savings": {"kind": "total", "base": 5}, "costs": {"kind": "total", "base": 0}, "comparison": "none"}
    made = board(
        ("ts1", "rosi", {"text": "One", "stated": -112}),
        ("ts2", "rosi", {"text": "Two", **zero}),
        ("ay", "question", {"text": "Whom?"}),
        ("ay2", "question", {"text": "Why?"}),
        ("vp", "pathway", {"text": "Help", "right_things": "+"}),
        ("jp", "conclusion", {"text": "They come"}),
        links=(("concludes", "jp", "ay2"),),
    )
    assert said(rules_cards.rosi_without_comparison(made)) == [
        "TS-2 Two: the costs are not above zero, so no ROSI is computed.",
        "TS-1 One does not say what it is compared to: it is an estimate.",
    ]
    assert said(rules_cards.evaluation_open(made)) == [
        "AY-1 Whom? has no answer yet.",
        "VP-1 Help has not been looked at with both questions.",
        "JP-1 They come does not say on what evidence.",
    ]
    assert said(rules_cards.pathway_without_review(made)) == ["VP-1 Help has no review date."]
