"""Pledges before and after, groups side by side, present values, expected and seen, imports until they are confirmed."""

from dataclasses import replace

import pytest

from kehittamo_core.api import Board, Change, Connector, Words
from kehittamo_core.testing import random_board, starter_board
from kehittamo_impact_chain import rules_cards
from kehittamo_impact_chain.actions import confirm_imported
from kehittamo_impact_chain.chapter import write_chapter
from kehittamo_impact_chain.drawings.chain import draw_chain
from kehittamo_impact_chain.drawings.evaluation import draw_evaluation
from kehittamo_impact_chain.drawings.indicators import draw_indicators
from kehittamo_impact_chain.drawings.pledges import draw_pledges
from kehittamo_impact_chain.drawings.values import draw_values
from kehittamo_impact_chain.expected import reviews
from kehittamo_impact_chain.groups import groups_of, moved_words
from kehittamo_impact_chain.insights_cards import group_insights
from kehittamo_impact_chain.links import FEEDBACK, LEADS
from kehittamo_impact_chain.method import IMPACT_CHAIN
from kehittamo_impact_chain.pledges import needs
from kehittamo_impact_chain.present import present_of, present_values
from plugins.impact_chain.tests.impact_chain_boards import board, demo_board, said
from plugins.impact_chain.tests.test_impact_chain_chapter import printed

SPACE = "\u00a0"


def words(made: Board, draw: object) -> str:
    """The running words of a drawing."""
    return "\n".join(" ".join(shape.text.split()) for shape in draw(made).shapes if isinstance(shape, Words))  # type: ignore[operator]


# Pledges

PLEDGED = board(
    ("p1", "input", {"text": "Nurses", "amount": {"amount": 2, "unit": "py"}}),
    ("p2", "input", {"text": "Rooms", "amount": {"amount": 1, "unit": "room"}}),
    ("r", "solution", {"text": "Team"}),
    ("rl1", "pledge", {"text": "One nurse", "actor": "a", "amount": {"amount": 1, "unit": "py"}, "state": "confirmed"}),
    ("rl2", "pledge", {"text": "Half", "actor": "b", "amount": {"amount": 0.5, "unit": "py"}, "state": "promised"}),
    ("rl3", "pledge", {"text": "Hours", "actor": "b", "amount": {"amount": 40, "unit": "h"}}),
    ("rl4", "pledge", {"text": "The hall", "actor": "c", "amount": {"amount": 2, "unit": "room"}, "state": "promised"}),
    ("rl5", "pledge", {"text": "Leadership", "actor": "a"}),
    links=(
        ("covers", "rl1", "p1"), ("covers", "rl2", "p1"), ("covers", "rl3", "p1"), ("covers", "rl4", "p2"),
        ("covers", "rl5", "r"), ("directs", "r", "p1"),
    ),
)  # fmt: skip


def test_pledges_against_needs_by_hand() -> None:
    """2 py: 1 confirmed, 0.5 promised, 0.5 open, 40 h not added; one room: two promised, nothing open."""
    first, second = needs(PLEDGED)
    assert (first.confirmed, first.promised, first.missing, first.covered) == (1, 0.5, 0.5, False)
    assert [pledge.id for pledge in first.other] == ["rl3"]
    assert (second.confirmed, second.promised, second.missing, second.covered) == (0, 2, 0, True)


def test_covered_and_uncovered_are_shown_before_and_after() -> None:
    text = words(PLEDGED, draw_pledges)
    assert "before the pledges 2 py uncovered, now 0.5 py (Alue, Kaupunki)" in text
    assert "before the pledges 1 room uncovered, now covered (Järjestö)" in text
    chapter = printed(PLEDGED)
    assert "P-1 Nurses: before the pledges 2 py uncovered, now 0.5 py" in chapter
    assert "RL-5 Leadership" in chapter


def test_what_is_missing_is_never_below_zero() -> None:
    for seed in range(20):
        for need in needs(random_board(IMPACT_CHAIN, seed, 60)):
            assert need.missing >= 0
            assert need.covered is (need.missing == 0)


# Groups side by side

COMPARED = board(
    ("m", "indicator", {"text": "Waiting", "unit": "d", "baseline": 21, "series": [{"date": "2026-09-30", "value": 13}]}),
    ("g1", "measured_group", {
        "text": "South", "area": "South", "baseline": 20, "asked": 80,
        "series": [{"date": "2026-06-30", "value": 12}, {"date": "2026-09-30", "value": 9, "n": 60}],
    }),
    ("g2", "measured_group", {"text": "North", "area": "North", "baseline": 23, "series": [{"date": "2026-09-30", "value": 24}]}),
    ("g3", "measured_group", {"text": "Not measured yet"}),
    links=(("compares", "g1", "m"), ("compares", "g2", "m"), ("compares", "g3", "m")),
)  # fmt: skip


def test_groups_side_by_side_by_hand() -> None:
    """21 to 13, 20 to 9 and 23 to 24 days; a group without measurements stands in no comparison."""
    indicator = COMPARED.of("indicator")[0]
    found = groups_of(COMPARED, indicator)
    assert [moved_words(COMPARED, indicator, group) for group in found] == ["−8 d", "−11 d", "+1 d"]
    assert said(group_insights(COMPARED)) == [
        "M-1 Waiting changed by group: measured group −8 d; MR-1 South −11 d; MR-2 North +1 d."
    ]
    text = printed(COMPARED)
    assert "60, 75 % of those asked" in text
    shares = replace(indicator, values={**indicator.values, "unit": "%"})
    assert moved_words(COMPARED, shares, found[0]) == "−8 percentage points"
    assert "A difference between groups is not yet an effect" in text


def test_every_group_has_its_own_line_and_mark() -> None:
    text = words(COMPARED, draw_indicators)
    assert "MR-1 South (South)" in text
    assert "MR-2 North (North)" in text
    forms = {shape.form for shape in draw_indicators(COMPARED).shapes if hasattr(shape, "form")}
    assert {"disc", "diamond", "ring"} <= forms


def test_a_comparison_of_regions_says_what_the_material_forbids() -> None:
    """Two regions without a limit are a finding; a conclusion that states the limit answers it, and is printed."""
    assert said(rules_cards.regions_compared_without_limit(COMPARED)) == [
        "Regions or trials stand side by side (South, North), but no conclusion says what the material does not allow."
    ]
    stated = replace(
        COMPARED,
        items=(*COMPARED.items, *board(("jp", "conclusion", {"text": "x", "limit": "No generalisations."})).items),
    )
    assert said(rules_cards.regions_compared_without_limit(stated)) == []
    assert printed(stated).count("What the material does not allow: No generalisations.") == 2
    assert all("No generalisations." in insight.limit for insight in group_insights(stated))


# Present value


def yearly(rate: float | None, language: str = "en") -> Board:
    """Savings of 41 000 a year for five years, costs of 1 000 for one year, and a line that says no years."""
    return board(
        ("a", "cost", {"text": "x", "direction": "saving", "total": {"base": 41_000}, "yearly": True, "years": 5}),
        ("b", "cost", {"text": "y", "total": {"base": 1_000}, "yearly": True, "years": 1}),
        ("c", "cost", {"text": "z", "total": {"base": 500}, "yearly": True}),
        ("d", "cost", {"text": "once", "total": {"base": 7}}),
        settings={"rate": rate},
        language=language,
    )


def test_present_value_of_yearly_lines_by_the_annuity_table() -> None:
    """The table gives 4.5797 for 3 % and five years: 41 000 × 4.5797 = 187 768; 1 000 / 1.03 = 970.87."""
    savings, costs = present_of(yearly(3), saving=True), present_of(yearly(3), saving=False)
    assert savings is not None
    assert costs is not None
    assert savings.amount.base == pytest.approx(41_000 * 4.5797, abs=2.1)
    assert costs.amount.base == pytest.approx(970.87, abs=0.005)
    assert [item.id for item in costs.without] == ["c"]


def test_every_assumption_of_a_present_value_is_printed() -> None:
    costs, savings = present_values(yearly(3, "fi"))
    assert f"187{SPACE}767,99{SPACE}€ nykyarvona korolla 3{SPACE}%, maksu kunkin vuoden lopussa" in savings
    assert "KU-1 5 vuoden ajalta" in savings
    assert "1 vuosittainen rivi ei kerro, kuinka monta vuotta, eikä ole mukana." in costs
    plain = present_values(yearly(None))
    assert "€205,000" in plain[1].replace(f"205,000{SPACE}€", "€205,000")
    assert all("added up without discounting" in text for text in plain)


def test_a_yearly_line_without_years_is_asked_about_where_a_rate_is_set() -> None:
    assert said(rules_cards.yearly_without_years(yearly(3))) == ["KU-3 z recurs every year, but not said for how many."]
    assert said(rules_cards.yearly_without_years(yearly(None))) == []


# Anticipation


def test_expected_and_seen_stand_beside_each_other() -> None:
    made = board(
        ("v", "outcome", {"text": "Talks", "evidence": "assumed"}),
        ("v2", "outcome", {"text": "Rests"}),
        ("m", "indicator", {
            "text": "Waiting", "unit": "d", "baseline": 21, "target": {"amount": 7, "date": "2028-12-31"}, "review": "2027-06-30",
            "series": [{"date": "2026-09-30", "value": 14}],
        }),
        ("vp", "pathway", {"text": "In time", "review": "2027-01-31", "owner": "a"}),
        links=(("measures", "m", "v"), ("passes", "vp", "v"), ("passes", "vp", "v2")),
    )  # fmt: skip
    text = printed(made)
    assert "M-1 7 d, Dec 31, 2028" in text
    assert "M-1 14 d (Sep 30, 2026), 50 % of the way" in text
    assert "no target" in text
    assert "nothing measured yet" in text
    assert [(when, item.id) for when, item in reviews(made)] == [("2027-01-31", "vp"), ("2027-06-30", "m")]
    assert text.rindex("Jan 31, 2027") < text.rindex("Jun 30, 2027")


def test_an_indicator_without_a_baseline_is_a_gap_of_its_own() -> None:
    made = board(("m", "indicator", {"text": "Waiting"}))
    assert said(rules_cards.indicator_without_baseline(made)) == ["M-1 Waiting has no baseline. Where are we now?"]
    assert "baseline" not in said(rules_cards.indicator_card_incomplete(made))[0]


# Imports


def test_imported_values_stay_unchecked_until_confirmed() -> None:
    made = board(("t", "output", {"text": "x"}), ("v", "outcome", {"text": "y"}), links=(("leads", "t", "v"),))
    marked = replace(
        made,
        items=tuple(replace(item, uncertain={"": "Imported, not checked yet"}) for item in made.items),
        links=tuple(replace(link, uncertain={"": "Tuotu tiedostosta, tarkistamatta"}) for link in made.links),
    )
    assert said(rules_cards.imported_unchecked(marked)) == ["3 values read from a file have not been checked yet."]
    outcome = confirm_imported(marked, {})
    assert outcome.changes == tuple(Change(id=id_, uncertain={"": ""}) for id_ in ("t", "v", "l1"))
    assert confirm_imported(made, {}).changes == ()


# Values, and a model with circles


def test_values_in_both_directions() -> None:
    made = board(
        ("av1", "value_flow", {"text": "Help", "giver": "a", "receiver": "b", "time": "now"}),
        ("av2", "value_flow", {"text": "Experience", "giver": "b", "receiver": "a", "time": "future"}),
    )
    scene = draw_values(made)
    assert scene.alt == "2 values from one actor to another; 1 pairs give in both directions."
    assert sum(1 for shape in scene.shapes if isinstance(shape, Connector) and shape.dashed) == 2


def test_the_dynamic_model_of_wellbeing_is_drawn_with_its_circles() -> None:
    """Three dashed lines come back; «leads to» would refuse each of those circles; the makers are named."""
    made = starter_board(IMPACT_CHAIN, "wellbeing")
    scene = draw_chain(made)
    dashed = [shape for shape in scene.shapes if isinstance(shape, Connector) and shape.dashed]
    assert len(dashed) == len(made.links_of(FEEDBACK.id)) == 3
    assert LEADS.check is not None
    for back in made.links_of(FEEDBACK.id):
        if back.target != "conditions" or back.source == "functioning":
            assert LEADS.check(made, back) is not None
    assert "New Economics Foundation" in words(made, draw_chain)


def test_the_practice_board_shows_all_of_it() -> None:
    text = repr(write_chapter(demo_board("harjoitus", "h-impact_chain"), ()).blocks)
    for expected in (
        "Ryhmät rinnakkain",
        "Oletettu ja havaittu",
        "Mitä tarkastellaan uudelleen ja milloin",
        "nykyarvona",
    ):
        assert expected in text, expected


def test_an_evaluation_is_held_drawn_and_printed() -> None:
    """Seven lettered questions, five groups of thirteen actions, five assumed results, fifteen conclusions."""
    made = demo_board("harjoitus", "h-arviointi")
    counts = {kind: len(made.of(kind)) for kind in ("question", "activity_group", "output", "outcome", "conclusion")}
    assert counts == {"question": 7, "activity_group": 5, "output": 13, "outcome": 5, "conclusion": 15}
    drawn = {box.item.id for box in draw_evaluation(made).boxes if box.item is not None}
    assert {item.id for item in made.of(*counts)} <= drawn
    assert all(box.dashed for box in draw_evaluation(made).boxes if box.item is not None and box.item.kind == "outcome")
    text = printed(made)
    for expected in (
        "a) Kenet",
        "d) Mitä",
        "15/15",
        "Mitä aineisto ei salli: Aineisto ei mahdollista alueiden vertaamista",
    ):
        assert expected in text, expected
    assert "V-11 Läheiset eivät jää yksin" in repr(write_chapter(made, ()).blocks)
