"""The findings in words, on networks worked out by hand; and missing ties with their reasons."""

import re
from collections.abc import Callable
from typing import Any

from kehittamo_core.api import Board, Insight, Item, Link, Table
from kehittamo_network_map.chapter import write_chapter
from kehittamo_network_map.insights import find_insights
from kehittamo_network_map.missing import ending, named, planned, reason, seat_together, suggestions
from kehittamo_network_map.tables import actor_table

Make = Callable[..., Board]

BOW_TIE = ("A B C D E", "A-B A-C B-C C-D C-E D-E")
"""Two triangles that share C: the others' routes between the sides all pass through it."""


def finding(board: Board, start: str) -> Insight:
    return next(insight for insight in find_insights(board) if insight.finding.startswith(start))


def pairs(board: Board, most: int = 9) -> list[str]:
    return [f"{tie.first.id}-{tie.second.id}" for tie in suggestions(board, most)]


def test_density_in_words(make: Make) -> None:
    found = finding(make(*BOW_TIE), "The network has")
    assert found.finding == "The network has 5 actors and 6 tied pairs: 60\u00a0% of all possible pairs are tied."
    assert "fewer than ten actors" in found.limit
    assert "n(n − 1)/2" in found.formula


def test_the_broker_in_words(make: Make) -> None:
    """Of the six pairs of the others, four pass through C: 67 %; without it D and E are apart from A and B."""
    found = finding(make(*BOW_TIE), "C stands")
    assert found.finding == (
        "C stands most between the others: 67\u00a0% of the shortest routes of the others pass through it. "
        "If it left, these would be cut off from the rest: D and E."
    )
    assert [item.id for item in found.items] == ["C"]
    assert "Freeman 1977" in found.formula


def test_too_few_answers_replace_brokerage(make: Make) -> None:
    board = make(*BOW_TIE, response_rate=60, language="fi")
    said = [insight.finding for insight in find_insights(board)]
    assert any(text.startswith("Liian vähän vastauksia luotettavaan lukuun: ") for text in said)
    assert not any("Eniten muiden välissä" in text or "Rajoittuneisuus" in text for text in said)
    assert all(
        "Vastausprosentti 60" in insight.limit for insight in find_insights(board) if "Tiheys" in insight.formula
    )
    table = next(actor_table(board))
    assert {(row[-3], row[-1]) for row in table.rows} == {("–", "–")}  # betweenness and constraint


def test_at_most_three_are_seen_first(make: Make, demo: Board) -> None:
    for board in (make(*BOW_TIE), demo):
        assert 1 <= sum(1 for insight in find_insights(board) if not insight.more) <= 3


def test_every_measure_tells_its_formula_and_source(demo: Board) -> None:
    for insight in find_insights(demo):
        assert insight.formula


def test_sentences_say_the_numbers_of_the_table(make: Make) -> None:
    """The broker's share in the sentence is the one in the table."""
    board = make(*BOW_TIE)
    row = next(row for row in next(actor_table(board)).rows if "C" in str(row[0]))
    assert str(row[-3]) in finding(board, "C stands").finding


def test_isolates_are_named_and_shown_with_dashes(make: Make) -> None:
    board = make("A B L", "A-B")
    assert finding(board, "The network is in").finding.endswith("Alone, without any tie: L.")
    row = next(actor_table(board)).rows[-1]
    assert row[-4:] == ("0", "–", "–", "–")


def test_nobody_between_and_nothing_missing_in_a_triangle(make: Make) -> None:
    said = [insight.finding for insight in find_insights(make("A B C", "A-B B-C A-C"))]
    assert "Nobody stands between the others: all who are joined are tied to each other directly." in said
    assert "No tie is missing: everybody is tied to everybody else." in said


def test_sectors_beside_what_their_size_would_give(make: Make) -> None:
    """North has A-B inside and A-C out: 50 %; of the pairs that its two can have in four, one in five is inside."""
    found = finding(make("A B C D", "A-B C-D A-C", sectors={"north": "A B", "east": "C D"}), "east")
    assert found.finding == (
        "east: 50\u00a0% of its ties stay inside, its size alone would give 20\u00a0%. "
        "north: 50\u00a0% of its ties stay inside, its size alone would give 20\u00a0%. "
        "Over all sectors the E-I index is −0.33; the sizes alone would give 0.33."
    )  # sorted by name


def test_suggestions_with_their_reasons(make: Make) -> None:
    """All four pairs across the bow tie have C alone between them; each actor comes up before any comes again."""
    board = make(*BOW_TIE, sectors={"north": "A B", "south": "D"})
    assert pairs(board) == ["A-D", "B-E", "B-D", "A-E"]
    first = suggestions(board)[0]
    assert reason(board, first) == "Between A and D stands only C. They stand in different sectors."


def test_a_shared_step_is_the_strongest_reason(make: Make) -> None:
    step = Item(id="s", kind="step", code="VA-1", values={"text": "First talk"}, method="service_path")
    links = [Link(id=f"x{name}", kind="serves", source=name, target="s") for name in "BE"]
    board = make(*BOW_TIE, links=links, linked=[step])
    assert pairs(board)[0] == "B-E"
    assert reason(board, suggestions(board)[0]).startswith("B and E take part in the same step: First talk.")


def test_named_ties_are_not_suggested_again(make: Make) -> None:
    ties = [*BOW_TIE[1].split(), ("A-D", {"when": "target"}), ("B-C", {"when": "now"})]
    board = make(
        BOW_TIE[0], ties, links=[Link(id="m", kind="missing", source="B", target="E", values={"why": "rooms"})]
    )
    assert [link.id for link in planned(board)] == ["T7"]
    assert ending(board) == ()  # B-C stands in the target too, by the tie that says nothing of time
    assert [link.id for link in named(board)] == ["m", "T7"]
    assert set(pairs(board)) == {"A-E", "B-D"}


def test_the_target_in_words(make: Make) -> None:
    """Three ties now of six pairs; one comes, one ends."""
    ties: list[Any] = ["A-B", "B-C", ("C-D", {"when": "now"}), ("A-D", {"when": "target"})]
    found = finding(make("A B C D", ties), "From now")
    assert found.finding == (
        "From now to the target: 1 tie to come, 1 tie to end. The density changes from 50\u00a0% to 50\u00a0%. "
        "Actors whose leaving would split the network: now 2, in the target 2."
    )


def test_needs_and_areas_in_words(make: Make) -> None:
    need = Item(id="n", kind="information_need", values={"text": "Prices", "correct": "yes"})
    area = Item(
        id="z",
        kind="area",
        code="NA-1",
        values={"text": "Near", "claim": "No queue.", "left": 40, "right": 60, "bottom": 0, "top": 50},
    )
    actors = {"A": {"across": 50, "up": 10}, "B": {"across": 61, "up": 10}, "C": {"across": 50}}
    board = make(actors, "A-B", items=[need, area])
    assert (
        finding(board, "Of 1").finding
        == "Of 1 information need, 0 have an answer and 0 have all four quality properties known."
    )
    inside = finding(board, "Inside")
    assert inside.finding == "Inside Near: A. No queue."
    assert inside.limit == "1 actor has no place on the axes yet."


def test_every_number_of_a_sentence_stands_in_a_table(open_demo: Callable[..., Board]) -> None:
    """Shares, indexes and counts of findings are the chapter's, to the last decimal; the findings' own table does not count."""
    board = open_demo("harjoitus")
    insights = tuple(find_insights(board))
    tables = [block for block in write_chapter(board, insights).blocks if isinstance(block, Table)]
    cells = {
        part for table in tables if table.columns[0] != board.say("Finding") for row in table.rows for cell in row
        for part in ((cell,) if isinstance(cell, str) else cell)
    }  # fmt: skip
    told = set(re.findall(r"−?[0-9]+,[0-9]+|[0-9]+\u00a0%", " ".join(cells)))
    said = [
        (number, found.finding)
        for found in insights
        for number in re.findall(r"−?[0-9]+,[0-9]+|[0-9]+\u00a0%", found.finding)
    ]
    assert len(said) > 25
    stated = ("kertonut", "kerrot")  # agreed ties / stated ties is a count of answers and no measure
    assert [each for each in said if each[0] not in told and not any(word in each[1] for word in stated)] == []


def test_who_should_sit_together_next_time(make: Make) -> None:
    """The group's own missing ties first, then pairs that share a step; those who are tied have met."""
    step = Item(id="s", kind="step", code="VA-1", values={"text": "Alkukartoitus"}, board="path")
    serves = [Link(id=f"v{actor}", kind="serves", source=actor, target="s") for actor in "ABD"]
    lacking = Link(id="m", kind="missing", source="C", target="D", values={"why": "Jonoa ei tunneta"})
    board = make("A B C D", "A-B B-C", links=[*serves, lacking], linked=[step])
    pairs = [(pair.first, pair.second, pair.reason) for pair in seat_together(board)]
    assert pairs[0] == ("C", "D", "Jonoa ei tunneta")
    assert {pair[:2] for pair in pairs[1:]} == {("A", "D"), ("B", "D"), ("A", "C")}
    assert next(why for first, second, why in pairs if (first, second) == ("A", "D")) == (
        "A and D take part in the same step: Alkukartoitus."
    )
    assert ("A", "B") not in [pair[:2] for pair in pairs]
    assert all(reason for _, _, reason in pairs)
