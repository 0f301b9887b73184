"""What if: the same actors at the same spots before and after, every number by hand, and sentences that say the tables' numbers."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from kehittamo_core.api import Badge, Board, Box, Item, Link, Table
from kehittamo_core.testing import check_scene
from kehittamo_network_map.chapter import write_chapter
from kehittamo_network_map.drawings.what_if import BETWEEN, draw_what_if
from kehittamo_network_map.insights import find_insights
from kehittamo_network_map.supposing import effects, lost, supposed

Make = Callable[..., Board]
BOW_TIE = ("A B C D E", "A-B A-C B-C C-D C-E D-E")


def asking(
    make: Make, actors: Any, ties: Any, *links: tuple[str, str], choice: str | None = None, **more: Any
) -> Board:
    """A board with one what-if, joined to actors by kind of link."""
    what_if = Item(id="J", kind="what_if", code="JS-1", zone="what_ifs", values={"text": "Jos", "ties": choice})
    made = [Link(id=f"j{n}", kind=kind, source="J", target=actor) for n, (kind, actor) in enumerate(links)]
    return make(actors, ties, items=[what_if, *more.pop("items", ())], links=[*made, *more.pop("links", ())], **more)


def numbers(board: Board) -> dict[str, tuple[str, str]]:
    found = supposed(board, board.of("what_if")[0])
    return {each.label: (each.before, each.after) for each in effects(board, found)}


def test_the_one_in_the_middle_leaves(make: Make) -> None:
    """Bow tie: six of ten pairs; without C two of six, in two parts, and nobody left to cut."""
    board = asking(make, *BOW_TIE, ("leaves", "C"))
    assert numbers(board) == {
        "Actors": ("5", "4"), "Tied pairs": ("6", "2"), "Density": ("60\u00a0%", "33\u00a0%"),
        "Parts that nothing joins": ("1", "2"), "Alone, without any tie": ("0", "0"),
        "Actors whose leaving would split": ("1", "0"), "Most between the others": ("C 67\u00a0%", "–"),
    }  # fmt: skip
    assert lost(supposed(board, board.of("what_if")[0])) == ("D", "E")


def test_two_begin_to_work_together(make: Make) -> None:
    """With A-D seven of ten pairs; of C's routes A-E and D-B keep two ways and B-E one: 2 of 6."""
    found = numbers(asking(make, *BOW_TIE, ("joins", "A"), ("joins", "D")))
    assert found["Density"] == ("60\u00a0%", "70\u00a0%")
    assert found["Most between the others"] == ("C 67\u00a0%", "C 33\u00a0%")
    assert found["Actors whose leaving would split"] == ("1", "0")
    # "no co-operation yet" is no tie: the two can begin
    assert numbers(asking(make, "A B C", [("A-B", {"strength": "0"}), "B-C"], ("joins", "A"), ("joins", "B")))["Tied pairs"] == ("1", "2")  # fmt: skip


def test_the_choice_brings_target_named_and_suggested_ties(make: Make) -> None:
    ties = ["A-B", "B-C", ("C-L", {"when": "target"})]
    missing = [Link(id="m", kind="missing", source="A", target="L")]
    pairs = {
        choice: supposed(board, board.of("what_if")[0]).coming
        for choice in ("none", "target", "named", "suggested")
        for board in [asking(make, "A B C L", ties, choice=choice, links=missing)]
    }
    assert pairs == {
        "none": (), "target": (("C", "L"),), "named": (("C", "L"), ("A", "L")), "suggested": (("C", "L"), ("A", "L"), ("A", "C")),
    }  # fmt: skip


def test_both_maps_have_the_actors_at_the_same_spots(make: Make) -> None:
    board = asking(make, *BOW_TIE, ("leaves", "C"), sectors={"north": "A B", "south": "D E"})
    scene = draw_what_if(board)
    check_scene("what if", scene)
    spots: dict[str, list[tuple[float, float]]] = {}
    for shape in scene.shapes:
        if isinstance(shape, Box) and shape.form == "plain" and shape.item is not None and shape.item.kind == "actor":
            spots.setdefault(shape.item.id, []).append((shape.x, shape.y))
    assert sorted(spots) == ["A", "B", "C", "D", "E"]
    shifts = {(round(after[0] - before[0], 3), round(after[1] - before[1], 3)) for before, after in spots.values()}
    assert len(shifts) == 1
    (across, down) = shifts.pop()
    assert down == 0
    assert across > BETWEEN
    signs = [shape.text for shape in scene.shapes if isinstance(shape, Badge)]
    assert (signs.count("−"), signs.count("!")) == (
        4 + 1,
        2 + 1,
    )  # four ties go, two are cut off, and each once in the key


def test_sentences_say_the_tables_numbers(make: Make) -> None:
    """Every number of a finding about a what-if stands in the chapter's table of it."""
    board = asking(make, *BOW_TIE, ("leaves", "C"))
    insights = tuple(find_insights(board))
    finding = next(found.finding for found in insights if found.finding.startswith("Jos: "))
    tables = [block for block in write_chapter(board, insights).blocks if isinstance(block, Table)]
    cells = " ".join(
        str(cell) for table in tables if table.caption.startswith("JS-1") for row in table.rows for cell in row
    )
    said = re.findall(r"\d+(?:\u00a0%)?", finding)
    assert said == ["60\u00a0%", "33\u00a0%", "1", "2"]
    assert [number for number in said if number not in cells] == []


@pytest.mark.parametrize("rate", [69, None])
def test_brokerage_only_with_enough_answers(make: Make, rate: int | None) -> None:
    board = asking(make, *BOW_TIE, ("leaves", "C"), **({"response_rate": rate} if rate else {}))
    assert ("Most between the others" in numbers(board)) is (rate is None)
    assert ("!" in [s.text for s in draw_what_if(board).shapes[:-8] if isinstance(s, Badge)]) is (rate is None)
