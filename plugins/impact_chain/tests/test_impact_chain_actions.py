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
    )
)


def test_every_target_gets_one_node() -> None:
    made = board(("tv", "goal_target", {"target": "t1"}), targets=TARGETS, goal="One goal")
    outcome = mirror_targets(made, {})
    assert outcome.changes == (Add(kind="change_goal", values={}), Add(kind="goal_target", values={"target": "t2"}))
    assert outcome.message == "1 target of the goal was brought to the board."


def test_a_revised_target_keeps_the_old_one() -> None:
    values = {"indicator": "m-1", "amount": 280, "date": "2028-12-31", "reason": "Late", "revised": "2026-09-16"}
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


def test_a_measurement_of_the_same_day_replaces_the_old_one() -> None:
    (added,) = add_measurement(CARD, {"indicator": "M-1", "date": "2026-09-30", "value": 13, "n": 102}).changes
    assert isinstance(added, Change)
    assert added.values == {
        "series": [{"date": "2026-06-30", "value": 17}, {"date": "2026-09-30", "value": 13, "n": 102}]
    }
    (again,) = add_measurement(CARD, {"indicator": "M-1", "date": "2026-06-30", "value": 16}).changes
    assert isinstance(again, Change)
    assert again.values == {"series": [{"date": "2026-06-30", "value": 16}]}


@pytest.mark.parametrize(
    ("action", "values", "message"),
    [
        (revise_target, {"indicator": "M-9", "reason": "x"}, "There is no indicator «M-9». Here are: M-1."),
        (revise_target, {"indicator": "M-1"}, "A revised target needs a reason"),
        (add_measurement, {"indicator": "M-1"}, "A measurement needs a value."),
        (add_measurement, {"value": 3}, "There is no indicator «»"),
    ],
)
def test_what_cannot_be_done_is_said(action: object, values: dict[str, object], message: str) -> None:
    with pytest.raises(Invalid, match=message.replace("«", ".").replace("»", ".")):
        action(CARD, values)  # type: ignore[operator]
