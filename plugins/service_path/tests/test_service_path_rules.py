"""Each rule on a case worked out by hand: what it names, and when it is silent."""

from dataclasses import replace

from kehittamo_core.api import Board, Item, Link
from kehittamo_service_path import rules, rules_trial
from kehittamo_service_path.method import SERVICE_PATH
from kehittamo_service_path.plan import lock_plan
from kehittamo_service_path.trial import same_for_all


def said(board: Board, rule: object) -> list[str]:
    return [problem.message for problem in rule(board)]  # type: ignore[operator]


def test_every_rule_has_a_test_here() -> None:
    named = {name.removeprefix("test_") for name in globals()}
    assert {rule.__name__ for rule in SERVICE_PATH.rules} <= named


def test_meeting_without_people(make) -> None:
    board = make({"a": "meeting Talk", "b": ("meeting", {"text": "Plan", "participants": ["asiakas"]})})
    assert said(board, rules.meeting_without_people) == ["Who takes part in the meeting KO-1 Talk?"]


def test_monitoring_without_place(make) -> None:
    items = {"a": "step Use", "m": "monitoring Mood", "n": "monitoring Wait"}
    board = make(items, {"m monitors a": {}})
    assert said(board, rules.monitoring_without_place) == ["SM-2 Wait has no place: at which step is it measured?"]


def test_bare_step(make) -> None:
    items = {"a": "step Map", "b": "step Plan", "c": "meeting Talk", "t": "tool Form", "d": "data Facts"}
    board = make(items, {"a uses t": {}, "d informs c": {}})
    assert [problem.items[0].id for problem in rules.bare_step(board)] == ["b"]
    assert said(make({"a": "step Map"}), rules.bare_step) == []


def test_loose_step(make) -> None:
    board = make({"a": "step Map", "b": "step Plan", "c": "meeting Talk"}, {"a then b": {}})
    assert said(board, rules.loose_step) == ["KO-1 Talk is not on the path: what comes before it, and what after?"]


def test_several_ends(make) -> None:
    items = {"a": "step A", "b": "step B", "c": "step C"}
    assert said(make(items, {"a then b": {}, "a then c": {}}), rules.several_ends) == [
        "The path ends in several places: VA-2 B, VA-3 C. Which of them has a next step?"
    ]
    assert said(make(items, {"a then b": {}, "b then c": {}}), rules.several_ends) == []


def test_no_arrows(make) -> None:
    assert len(said(make({"a": "step A", "b": "step B"}), rules.no_arrows)) == 1
    assert said(make({"a": "step A"}), rules.no_arrows) == []


def test_unlabelled_return(make) -> None:
    items = {"a": "step A", "b": "meeting B"}
    silent = make(items, {"a then b": {}, "b returns a": {"when": "yearly"}})
    assert said(silent, rules.unlabelled_return) == []
    open_ = make(items, {"a then b": {}, "b returns a": {}})
    assert said(open_, rules.unlabelled_return) == ["When does the path return from KO-1 B to VA-1 A?"]


def test_empty_lane(make) -> None:
    items = {
        "one": ("lane", {"text": "Own", "zone": "customer"}), "two": ("lane", {"text": "Ours", "zone": "guidance"}),
        "a": "step A",
    }  # fmt: skip
    assert said(make(items), rules.empty_lane) == ["The lane Ours is empty: who does what there?"]


def test_lane_without_name(make) -> None:
    board = make({"one": ("lane", {"zone": "customer"}), "a": "step A"})
    assert said(board, rules.lane_without_name) == ["The lane KA-1 has no name."]


def test_step_without_place(make) -> None:
    board = make({"a": ("step", {"text": "A", "_zone": "unplaced"}), "b": "step B"})
    assert said(board, rules.step_without_place) == ["VA-1 A has no lane yet: whose step is it?"]


def test_observation_without_target(make) -> None:
    board = make({"a": "step A", "h": "callout Mind this", "i": "callout And this"}, {"h points_to a": {}})
    assert said(board, rules.observation_without_target) == ["Which step or lane is HU-2 And this about?"]


def test_duration_upside_down(make) -> None:
    board = make({"a": ("step", {"text": "A", "duration_min": 5, "duration_max": 2})})
    assert said(board, rules.duration_upside_down) == ["The shortest duration of VA-1 A is longer than the longest."]


def test_data_nobody_makes(make) -> None:
    items = {"a": "step A", "d": "data Mood", "e": "data Wait"}
    board = make(items, {"d informs a": {}, "e informs a": {}, "a produces d": {}})
    assert said(board, rules.data_nobody_makes) == ["The data TI-2 Wait are used, but nobody is said to produce them."]
    assert said(make(items, {"d informs a": {}}), rules.data_nobody_makes) == []


def test_imported_unchecked(make) -> None:
    board = make({"a": ("step", {"text": "A", "unchecked": True}), "b": "step B"})
    assert said(board, rules.imported_unchecked) == ["1 imported thing has not been checked yet."]


FACTOR = {"text": "Hours", "hypothesis": "H", "primary_outcome": "P", "analysis": "A"}


def test_factor_unfinished(make) -> None:
    board = make({"f": ("factor", {"text": "Hours", "hypothesis": "H"})})
    assert said(board, rules_trial.factor_unfinished) == [
        "KT-1 Hours has no primary outcome: by which one thing is it judged?",
        "KT-1 Hours has no analysis plan: how are the groups compared?",
    ]
    assert said(make({"f": ("factor", FACTOR)}), rules_trial.factor_unfinished) == []


def test_factor_without_levels(make) -> None:
    board = make({"f": ("factor", FACTOR), "l": "level One"}, {"l level_of f": {}})
    assert said(board, rules_trial.factor_without_levels) == ["KT-1 Hours has 1 level; a comparison needs two."]


def test_factor_without_step(make) -> None:
    assert said(make({"f": ("factor", FACTOR)}), rules_trial.factor_without_step) == [
        "Which step of the path does KT-1 Hours vary?"
    ]


def test_trial_without_factor(make) -> None:
    """A chosen alternative that is to be tried is what all groups share, and asks for what differs between them."""
    board = make({"t": "trial What helps?"})
    assert said(board, rules_trial.trial_without_factor) == [
        "The trial has no factor yet: what is done in two ways, and by which outcome is it judged?"
    ]
    chosen = Item(id="x", kind="option", code="VE-2", board="tree", method="pricing_tree", values={"text": "Voucher"})
    tried = Link(id="r", kind="realises", source="x", target="t")
    board = replace(board, linked=(chosen,), links=(tried,))
    assert said(board, rules_trial.trial_without_factor)[0].startswith("VE-2 Voucher is to be tried: what is done")
    assert same_for_all(board) == ("VE-2 Voucher",)
    assert said(make({"t": "trial T", "f": "factor F"}), rules_trial.trial_without_factor) == []


def test_level_without_factor(make) -> None:
    assert said(make({"l": "level One"}), rules_trial.level_without_factor) == ["Of which factor is KS-1 One a level?"]


TWO = {"f": ("factor", FACTOR), "one": "level One", "two": "level Two", "a": "trial_group A", "b": "trial_group B"}
LEVELS = {"one level_of f": {}, "two level_of f": {}}


def test_group_without_levels(make) -> None:
    board = make(TWO, {**LEVELS, "a assigned one": {}})
    assert said(board, rules_trial.group_without_levels) == [
        "The levels are not decided for KR-2 B: which combination is whose?"
    ]


def test_same_combination_twice(make) -> None:
    board = make(TWO, {**LEVELS, "a assigned one": {}, "b assigned one": {}})
    assert said(board, rules_trial.same_combination_twice) == ["KR-1 A and KR-2 B have the same levels."]


def test_combination_without_group(make) -> None:
    board = make(TWO, {**LEVELS, "a assigned one": {}, "b assigned one": {}})
    assert said(board, rules_trial.combination_without_group) == ["No group has the combination KS-2 Two."]


def test_checklist_open(make) -> None:
    done = {"consent": "done", "ethics": "done", "permit": "not_needed"}
    board = make({"t": ("trial", {"text": "T", **done})})
    assert said(board, rules_trial.checklist_open) == ["Not settled before the trial can begin: Equal treatment."]
    assert said(make({"t": ("trial", {"text": "T", **done, "equality": "done"})}), rules_trial.checklist_open) == []


def test_plan_not_locked(make) -> None:
    late = make({"t": ("trial", {"plan_locked": "2026-10-02", "first_measurement": "2026-10-01"})})
    assert len(said(late, rules_trial.plan_not_locked)) == 1
    in_time = make({"t": ("trial", {"plan_locked": "2026-09-30", "first_measurement": "2026-10-01"})})
    assert said(in_time, rules_trial.plan_not_locked) == []
    begun = make({"t": ("trial", {"text": "T"}), "n": "allocation N-001"})
    assert said(begun, rules_trial.plan_not_locked) == [
        "Outcomes and analysis plan are not locked, though the trial has begun."
    ]


def test_a_plan_that_was_changed_after_its_lock_is_named(make) -> None:
    """KT-1 reads as it was locked, KT-2 does not; a plan locked in another language is not judged in this one."""
    factors = {
        f"f{n}": ("factor", {"text": f"F{n}", "primary_outcome": "Days", "analysis": "Difference of means"})
        for n in (1, 2)
    }
    board = make({**factors, "t": ("trial", {"text": "T"})})
    values = lock_plan(board, {"day": "2026-09-01"}).changes[0].values
    locked = make({**factors, "t": ("trial", {"text": "T", **values})})
    assert said(locked, rules_trial.plan_not_locked) == []
    changed = {**factors, "f2": ("factor", {**factors["f2"][1], "analysis": "Whatever looks best"})}
    assert said(make({**changed, "t": ("trial", {"text": "T", **values})}), rules_trial.plan_not_locked) == [
        "Outcomes or analysis read otherwise than when they were locked: KT-2 F2."
    ]
    swedish = make({**changed, "t": ("trial", {"text": "T", **values})}, language="sv")
    assert said(swedish, rules_trial.plan_not_locked) == []


def test_shares_not_hundred(make) -> None:
    def shares(*numbers: float) -> Board:
        return make({f"c{n}": ("budget_class", {"text": f"C{n}", "share": n}) for n in numbers})

    assert said(shares(25, 10), rules_trial.shares_not_hundred) == [
        "The shares of the budget classes make up 35 %, not 100 %."
    ]
    assert said(shares(60, 40), rules_trial.shares_not_hundred) == []
    assert said(shares(), rules_trial.shares_not_hundred) == []
