"""Each insight on a case worked out by hand."""

from kehittamo_core.api import Board
from kehittamo_service_path import insights, insights_plan, insights_trial
from kehittamo_service_path.durations import lead_time
from kehittamo_service_path.flow import longest, sort_along, walk
from kehittamo_service_path.method import SERVICE_PATH

STEPS = {"a": "step Map", "g": "meeting Talk", "b": "step Plan", "c": "step Use", "h": "meeting Look back"}
ARROWS = {"a then g": {}, "g then b": {}, "b then c": {}, "c then h": {}}


def first(board: Board, find: object) -> str:
    return next(iter(find(board))).finding  # type: ignore[operator]


def test_who_takes_part_in_how_many_meetings(make) -> None:
    items = {
        "a": "step Map",
        "g": ("meeting", {"text": "Talk", "participants": ["asiakas", "oma-henkilo", "kela", "kela"]}),
        "h": ("meeting", {"text": "Plan", "participants": ["asiakas", "oma-henkilo"]}),
    }
    assert first(make(items), insights.own_steps_and_meetings) == (
        "The path has 1 step taken alone and 2 meetings. "
        "Who takes part in the meetings: Asiakas in 2 of 2, Oma henkilö in 2 of 2, Kelan edustaja in 1 of 2."
    )


def test_where_monitoring_is_missing(make) -> None:
    items = {**STEPS, "m": "monitoring Mood", "n": "monitoring Wait"}
    assert first(make(items, ARROWS), insights.monitoring_coverage) == (
        "Nothing is measured at any step yet: 2 monitoring items wait for a place."
    )
    tied = make(items, {**ARROWS, "m monitors g": {}, "m monitors h": {}, "n monitors a": {}})
    assert first(tied, insights.monitoring_coverage) == (
        "Something is measured at 3 of 5 steps and meetings; nothing at VA-2 Plan, VA-3 Use."
    )


def test_longest_stretch_without_a_meeting(make) -> None:
    assert first(make(STEPS, ARROWS), insights.without_a_meeting) == (
        "The longest stretch without a meeting is 2 steps: VA-2 Plan, VA-3 Use."
    )


def test_handovers(make) -> None:
    assert first(make(STEPS, ARROWS), insights.handovers) == (
        "The path passes from one lane to another 3 times in 4 arrows."
    )


def test_lead_time_takes_the_longest_way(make) -> None:
    """A takes 1-2 days; then either B (1 week) or C (3-4 weeks); D has no duration: 1 + 21 = 22 to 2 + 28 = 30 days."""
    items = {
        "a": ("step", {"text": "A", "duration_min": 1, "duration_max": 2, "duration_unit": "days"}),
        "b": ("step", {"text": "B", "duration_min": 1, "duration_max": 1, "duration_unit": "weeks"}),
        "c": ("step", {"text": "C", "duration_min": 3, "duration_max": 4, "duration_unit": "weeks"}),
        "d": "step D",
    }
    board = make(items, {"a then b": {}, "a then c": {}, "b then d": {}, "c then d": {}, "d returns a": {}})
    found = lead_time(board)
    assert found is not None
    assert [item.id for item in found.way] in (["a", "c"], ["a", "c", "d"])
    assert (found.low, found.high) == (22, 30)
    assert first(board, insights.whole_duration) == "From end to end the longest way takes 22–30 days."


def test_lead_times_of_today_and_of_the_target(make) -> None:
    """Today A 1-2 days, then the queue 2-4 weeks, then D 1 day: 16-31; the target has the chat of 1 day: 3-4 days."""
    days = {"duration_unit": "days", "duration_min": 1}
    queue = {"duration_min": 2, "duration_max": 4, "duration_unit": "weeks"}
    items = {
        "a": ("step", {"text": "A", **days, "duration_max": 2}),
        "b": ("step", {"text": "Queue", **queue, "change": "removed"}),
        "c": ("meeting", {"text": "Chat", **days, "change": "new"}), "d": ("meeting", {"text": "D", **days}),
    }  # fmt: skip
    board = make(items, {"a then b": {}, "b then d": {}, "a then c": {}, "c then d": {}})
    assert first(board, insights.whole_duration) == (
        "From end to end the longest way takes 3–4 days. On today's path it takes 16–31 days."
    )


def test_short_paths_are_told_in_hours(make) -> None:
    minutes = {"duration_min": 30, "duration_max": 90, "duration_unit": "minutes"}
    board = make({"a": ("step", {"text": "A", **minutes}), "b": ("step", {"text": "B", **minutes})}, {"a then b": {}})
    assert first(board, insights.whole_duration) == "From end to end the longest way takes 1–3 hours."


def test_loops_and_what_ends_them(make) -> None:
    links = {**ARROWS, "g returns a": {"when": "yearly", "ends": "all is well"}, "h returns c": {}}
    assert first(make(STEPS, links), insights.loops) == (
        "The path returns in 2 places: KO-1 Talk → VA-1 Map (yearly); KO-2 Look back → VA-3 Use. "
        "What ends the loop is not said of 1."
    )


def test_lowest_feeling(make) -> None:
    items = {**STEPS, "w": "traveller Newcomer"}
    links = {**ARROWS, "w feels a": {"feeling": "-2"}, "w feels b": {"feeling": "+1"}, "w feels c": {"feeling": "-2"}}
    insight = next(iter(insights.feelings(make(items, links))))
    assert insight.finding == "PK-1 Newcomer feels worst (−2) at VA-1 Map, VA-3 Use."
    assert insight.limit.endswith("2 steps have no feeling.")


def test_nobody_responsible(make) -> None:
    board = make({"a": ("step", {"text": "A", "owner": "kela"}), "b": "step B"})
    assert first(board, insights.nobody_responsible) == "Nobody is named responsible for 1 of 2 steps: VA-2 B."
    assert list(insights.nobody_responsible(make({"b": "step B"}))) == []


def test_missing_data(make) -> None:
    items = {
        "a": "step A",
        "d": ("data", {"items": ["x", "y"]}),
        "e": ("data", {"items": ["z"], "producer": "tietopalvelut"}),
    }
    board = make(items, {"d informs a": {}, "e informs a": {}})
    assert first(board, insights.missing_data) == (
        "2 data groups with 3 data items inform the path; a producer is named for 1 of them."
    )


def test_changes(make) -> None:
    board = make({"a": ("step", {"change": "new"}), "b": ("step", {"change": "removed"}), "c": "step C"})
    assert first(board, insights.changes) == "Compared with today 1 are new, 0 change and 1 are left out."


def test_shared_steps(make) -> None:
    board = make({"a": "step A", "b": "meeting B"}, {"a shared b": {}})
    assert first(board, insights.shared_steps) == "This path meets another in 1 step: VA-1 A = KO-1 B."


def test_two_by_two_with_open_letters(demo) -> None:
    board = demo("siun-sote-hebu", "kokeilu", "en")
    assert first(board, insights_trial.combinations_open) == (
        "2 factors give 2 × 2 = 4 combinations. Of 4 groups the levels are decided for 0."
    )
    assert first(board, insights_trial.same_worker) == (
        "Nothing prevents the same person (Oma henkilö) from meeting participants of both levels of "
        "KT-2 palveluntarjoajien tiimiyttäminen."
    )


TRIAL = {
    "f": "factor F", "g": "factor G", "f1": ("level", {"text": "F1", "number": 1}),
    "f2": ("level", {"text": "F2", "number": 2}),
    "g1": ("level", {"text": "G1", "number": 1}), "g2": ("level", {"text": "G2", "number": 2}),
    "a": "trial_group A", "b": "trial_group B", "c": "trial_group C", "d": "trial_group D", "m": "measurement Wait",
}  # fmt: skip
TIES = {
    "f1 level_of f": {}, "f2 level_of f": {}, "g1 level_of g": {}, "g2 level_of g": {},
    "a assigned f1": {}, "a assigned g1": {}, "b assigned f1": {}, "b assigned g2": {},
    "c assigned f2": {}, "c assigned g1": {}, "d assigned f2": {}, "d assigned g2": {},
}  # fmt: skip


def test_margins_first_then_the_interaction(make) -> None:
    """F1: (10*30 + 8*10)/40 = 9.5, F2: (6*20 + 9*20)/40 = 7.5, difference -2; G by F: (8-10) - (9-6) = -5."""
    measured = {
        "m measured a": {"mean": 10, "n": 30}, "m measured b": {"mean": 8, "n": 10},
        "m measured c": {"mean": 6, "n": 20}, "m measured d": {"mean": 9, "n": 20},
    }  # fmt: skip
    found = list(insights_trial.margins_first(make(TRIAL, {**TIES, **measured})))
    assert found[0].finding == "KM-1 Wait, KT-1 F: F1: 9.5 (n = 40); F2: 7.5 (n = 40). The difference is −2."
    assert not found[0].limit.startswith("There are few")
    assert "is 5 smaller on level 1" in found[2].finding


def test_few_people_are_said(make) -> None:
    measured = {"m measured a": {"mean": 10, "n": 3}, "m measured c": {"mean": 6, "n": 4}}
    found = list(insights_trial.margins_first(make(TRIAL, {**TIES, **measured})))
    assert [insight.limit.startswith("There are few people") for insight in found] == [True]


def test_same_worker_on_both_levels(make) -> None:
    items = {
        **TRIAL,
        "x": ("allocation", {"text": "N-1", "stratum": "OH-1"}),
        "y": ("allocation", {"text": "N-2", "stratum": "OH-1"}),
    }
    both = make(items, {**TIES, "x allocated a": {}, "y allocated c": {}})
    assert first(both, insights_trial.same_worker) == (
        "The same responsible worker meets participants of both levels: OH-1."
    )
    assert [item.id for item in next(iter(insights_trial.same_worker(both))).items] == ["f"]


def test_a_plan_is_counted(make) -> None:
    """33.3 + 33.3 + 33.4 make up 100; of two services one has a provider and a price, neither quality feedback."""
    items = {f"c{n}": ("budget_class", {"text": f"C{n}", "share": share}) for n, share in enumerate((33.3, 33.3, 33.4))}
    items |= {
        "d": ("budget_class", {"text": "D"}), "s": "menu_service Taxi",
        "t": ("menu_service", {"text": "Chat", "provider": "kela", "price": {"base": 5}}),
    }  # fmt: skip
    board = make(items)
    divided, known = insights_plan.plan_insights(board)
    assert divided.finding == "The budget has 4 classes; the shares make up 100 %. 1 class has no share."
    assert [item.id for item in divided.items] == ["d"]
    assert known.finding == (
        "On the menu are 2 services: the provider is known of 1, the price of 1, quality feedback of 0."
    )
    assert list(insights_plan.plan_insights(make({"a": "step A"}))) == []


def test_every_insight_says_its_limit(demo, programme, board_id) -> None:
    board = demo(programme, board_id)
    for insight in SERVICE_PATH.find_insights(board):
        assert insight.limit, insight.finding
        assert insight.formula, insight.finding


def test_order_along_arrows_keeps_what_is_free() -> None:
    assert sort_along(["a", "b", "c", "d"], [("d", "b")]) == ("a", "c", "d", "b")
    assert sort_along(["a", "b", "c"], [("a", "b"), ("b", "c"), ("c", "a")]) == ("a", "b", "c")


def test_longest_way() -> None:
    weight = {"a": 1.0, "b": 5.0, "c": 2.0, "d": 1.0}
    assert longest(["a", "b", "c", "d"], [("a", "b"), ("a", "c"), ("c", "d"), ("b", "d")], weight) == ("a", "b", "d")


def test_walk_follows_arrows_before_columns(make) -> None:
    board = make(STEPS, {"h then a": {}})
    order = [item.id for item in walk(board)]
    assert order.index("h") < order.index("a")
