"""Actions: targets of the goal as nodes, a revised target that keeps the old one, a measurement of a day."""

import pytest

from kehittamo_core.api import Add, Change, Invalid, Target
from kehittamo_impact_chain.actions import add_measurement, mirror_targets, revise_target
from plugins.impact_chain.tests.impact_chain_boards import board

TARGETS = (Target(id="t1", text="Less anxiety"), Target(id="t2", text="Shorter waits"))
CARD = board(
    (
        "m",
        "indicator",
        {
            "text": "Waiting",
            "target": {"amount": 250, "date": "2027-12-31"},
            "series": [{"date": "2026-06-30", "value": 17}],
        },
    ),
    ("g", "measured_group", {"text": "South"}),
)


def test_every_target_gets_one_node() -> None:
    made = board(("tv", "goal_target", {"target": "t1"}), targets=TARGETS, goal="One goal")
    outcome = mirror_targets(made, {})
    assert outcome.changes == (Add(kind="change_goal", values={}), Add(kind="goal_target", values={"target": "t2"}))
    assert outcome.message == "1 target of the goal was brought to the board."


def test_a_revised_target_keeps_the_old_one() -> None:
    values = {"indicator": "m", "amount": 280, "date": "2028-12-31", "reason": "Late", "revised": "2026-09-16"}
    assert revise_target(CARD, values).changes == (
        Change(
            id="m",
            values={
                "target": {
                    "amount": 280,
                    "date": "2028-12-31",
                    "unit": None,
                    "revisions": [{"amount": 250, "date": "2027-12-31", "reason": "Late", "revised": "2026-09-16"}],
                }
            },
        ),
    )


def test_a_measurement_of_the_same_day_replaces_the_old_one_and_says_so() -> None:
    first = add_measurement(CARD, {"indicator": "m", "date": "2026-09-30", "value": 13, "n": 102})
    (added,) = first.changes
    assert isinstance(added, Change)
    assert added.values == {
        "series": [{"date": "2026-06-30", "value": 17}, {"date": "2026-09-30", "value": 13, "n": 102}]
    }
    assert first.message == "A measurement was added to M-1 Waiting."
    second = add_measurement(CARD, {"indicator": "m", "date": "2026-06-30", "value": 16})
    (again,) = second.changes
    assert isinstance(again, Change)
    assert again.values == {"series": [{"date": "2026-06-30", "value": 16}]}
    assert second.message == "M-1 Waiting had a measurement of Jun 30, 2026 already: the new one stands in its place."


def test_a_group_is_measured_like_an_indicator() -> None:
    assert add_measurement(CARD, {"indicator": "g", "value": 9, "n": 60}).changes == (
        Change(id="g", values={"series": [{"value": 9, "n": 60}]}),
    )


@pytest.mark.parametrize(
    ("action", "values", "message"),
    [
        (revise_target, {"indicator": "g", "reason": "x"}, "Choose what it concerns: there is no such indicator here."),
        (revise_target, {"indicator": "m"}, "A revised target needs a reason"),
        (add_measurement, {"indicator": "m"}, "A measurement needs a value."),
        (add_measurement, {"value": 3}, "Choose what it concerns"),
    ],
)
def test_what_cannot_be_done_is_said(action: object, values: dict[str, object], message: str) -> None:
    with pytest.raises(Invalid, match=message):
        action(CARD, values)  # type: ignore[operator]
