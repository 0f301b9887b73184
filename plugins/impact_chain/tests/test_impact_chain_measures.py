"""Indicator cards: what is missing, targets with and without a baseline, the way to the target, revisions kept."""

from typing import Any

import pytest

from kehittamo_core.api import Item
from kehittamo_impact_chain.insights_cards import indicator_insights, pledge_insights
from kehittamo_impact_chain.measures import (
    change,
    missing,
    points,
    progress,
    response_rate,
    revisions,
    series_words,
    target_amount,
    target_words,
)
from plugins.impact_chain.tests.impact_chain_boards import board, said


def card(**values: Any) -> Item:
    """An indicator."""
    return board(("m", "indicator", {"text": "Odotusaika", **values}), language="fi").of("indicator")[0]


def test_a_whole_card_lacks_nothing_and_a_bare_one_everything() -> None:
    whole = {
        "unit": "d", "direction": "decrease", "baseline": 0, "baseline_date": "2026-01-01", "source": "x",
        "target": {"amount": 7, "date": "2028-01-01"}, "frequency": "x", "measured_by": "x", "owner": "a",
    }  # fmt: skip
    assert missing(card(**whole)) == ()
    assert len(missing(card())) == 10


@pytest.mark.parametrize(
    ("values", "amount"),
    [
        ({"baseline": 22, "change_percent": 20, "direction": "decrease"}, 17.6),
        ({"baseline": 200, "change_percent": 50, "direction": "increase"}, 300),
        ({"baseline": 200, "change_percent": -40}, 120),
        ({"change_percent": 50}, None),
        ({"baseline": 5}, None),
        ({"baseline": 22, "change_percent": 20, "target": {"amount": 15}}, 15),
    ],
)
def test_a_relative_target_is_computed_only_with_a_baseline(values: dict[str, Any], amount: float | None) -> None:
    found = target_amount(card(**values))
    assert found == (pytest.approx(amount) if amount is not None else None)


def test_a_relative_target_without_a_baseline_is_printed_as_such() -> None:
    made = board(("m", "indicator", {"change_percent": 40, "direction": "decrease"}), language="fi")
    assert target_words(made, made.of("indicator")[0]) == (
        "−40\u00a0% lähtötasosta (lähtötaso puuttuu, joten määrää ei voi laskea)"
    )


@pytest.mark.parametrize(
    ("value", "share"), [(21, 0), (13, 100 * 8 / 14), (7, 100), (28, -50)], ids=["start", "on the way", "there", "away"]
)
def test_progress_by_hand(value: float, share: float) -> None:
    """From 21 days to 7: (last - 21) / (7 - 21)."""
    item = card(baseline=21, target={"amount": 7}, series=[{"date": "2026-09-30", "value": value}])
    assert progress(item) == pytest.approx(share)


def test_progress_is_silent_without_a_baseline_a_target_or_a_measurement() -> None:
    assert progress(card(target={"amount": 7}, series=[{"value": 3}])) is None
    assert progress(card(baseline=7, target={"amount": 7}, series=[{"value": 3}])) is None
    assert progress(card(baseline=21, target={"amount": 7})) is None


def test_measurements_are_in_order_of_date_with_n_and_response_rate() -> None:
    made = board(
        (
            "m",
            "indicator",
            {
                "unit": "%",
                "asked": 120,
                "series": [{"date": "2026-06-30", "value": 17, "n": 90}, {"date": "2026-03-31", "value": 20.5}, {}],
            },
        ),
        language="fi",
    )
    item = made.of("indicator")[0]
    assert [point.value for point in points(item)] == [20.5, 17]
    assert series_words(made, item) == ("31.3.2026: 20,5 %", "30.6.2026: 17 % (n = 90, 75 % kysytyistä)")
    assert response_rate(item, points(item)[1]) == 75


def test_before_and_after_and_the_comparison_group_side_by_side() -> None:
    item = card(baseline=31, series=[{"date": "2026-05-31", "value": 44}, {"date": "2026-09-30", "value": 52}],
                comparison=[{"date": "2026-05-31", "value": 31}, {"date": "2026-09-30", "value": 33}])  # fmt: skip
    before_after = change(item)
    other = change(item, "comparison")
    assert before_after is not None
    assert (before_after[0].value, before_after[1].value) == (31, 52)
    assert other is not None
    assert (other[0].value, other[1].value) == (31, 33)


def test_a_revised_target_keeps_the_old_one_and_its_reason() -> None:
    values = {
        "unit": "käyntiä",
        "target": {
            "amount": 280,
            "date": "2028-12-31",
            "revisions": [
                {"amount": 250, "date": "2027-12-31", "reason": "Rekrytointi viivästyi", "revised": "2026-09-16"}
            ],
        },
    }
    made = board(("m", "indicator", values), language="fi")
    assert revisions(made, made.of("indicator")[0]) == (
        "aiempi tavoite: 250 käyntiä, 31.12.2027; tarkistettu 16.9.2026; perustelu: Rekrytointi viivästyi",
    )


def test_insights_say_the_number_its_meaning_and_its_limit() -> None:
    made = board(
        ("m1", "indicator", {"text": "Waiting", "unit": "d", "baseline": 21, "target": {"amount": 7},
                             "series": [{"value": 13, "n": 102}]}),
        ("m2", "indicator", {"text": "Visits", "baseline": 340, "target": {"amount": 280}, "series": [{"value": 352}]}),
        ("m3", "indicator", {"text": "Knows", "change_percent": 30}),
    )  # fmt: skip
    found = list(indicator_insights(made))
    assert said(found) == [
        "0 of 3 indicator cards are complete.",
        "M-1 Waiting has come 57 % of the way: it is 13 d, the target is 7 d. (n = 102)",
        "M-2 Visits has moved away from its target: it is 352, the target is 280.",
        "M-3 Knows should change by +30\u00a0%, but without a baseline no amount can be computed.",
    ]
    assert found[1].limit == "A change after a deed is not yet a change because of it."


def test_pledges_cover_needs_only_in_the_same_unit() -> None:
    """Two of three inputs with a known amount: 1.5 of 1.5, 14 of 20, and hours that do not cover people."""
    made = board(
        ("p1", "input", {"text": "Time", "amount": {"amount": 1.5, "unit": "py"}}),
        ("p2", "input", {"text": "Volunteers", "amount": {"amount": 20, "unit": "person"}}),
        ("p3", "input", {"text": "Nurses", "amount": {"amount": 2, "unit": "person"}}),
        ("p4", "input", {"text": "Goodwill"}),
        ("rl1", "pledge", {"amount": {"amount": 1.5, "unit": "py"}}),
        ("rl2", "pledge", {"amount": {"amount": 14, "unit": "person"}}),
        ("rl3", "pledge", {"amount": {"amount": 40, "unit": "h"}}),
        links=(("covers", "rl1", "p1"), ("covers", "rl2", "p2"), ("covers", "rl3", "p3")),
    )
    assert said(pledge_insights(made)) == [
        "Pledges cover 1 of 3 inputs whose amount is known. Not covered: P-2 Volunteers, P-3 Nurses."
    ]
