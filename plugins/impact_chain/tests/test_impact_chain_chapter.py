"""The chapter: every word of the demo boards is printed, assumed sentences say so, sums say what they are."""

from collections.abc import Iterator

import pytest
import yaml

from kehittamo_core.api import Board, Chapter, Figure, Heading, Note, Paragraph, Points, Table, Target
from kehittamo_impact_chain.chapter import reading, write_chapter
from kehittamo_impact_chain.chapters.chain import link_sentence
from kehittamo_impact_chain.insights import find_insights
from plugins.impact_chain.tests.impact_chain_boards import BOARDS, DEMO, GOAL, board, demo_board


def texts(chapter: Chapter) -> Iterator[str]:
    """Every text of a chapter, in reading order."""
    for block in chapter.blocks:
        match block:
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from (cell,) if isinstance(cell, str) else cell
            case Points():
                yield from block.texts
            case Paragraph() | Heading() | Note():
                yield block.text


def printed(made: Board) -> str:
    """The chapter of a board as one text."""
    return "\n".join(texts(write_chapter(made, tuple(find_insights(made)))))


def strings(value: object) -> Iterator[str]:
    """Every text inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in CODED:
                yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


CODED = {"role", "about", "level", "part", "actor", "between", "target", "direction", "state", "change", "evidence", "benefit",
         "status", "owner", "payer", "saver", "whose", "giver", "receiver", "time", "letter", "kind", "count", "box",
         "assumption_state", "right_things", "right_way"}  # fmt: skip
"""Fields whose values are ids of choices and actors: the chapter prints their labels."""


@pytest.mark.parametrize(("programme", "board_id"), BOARDS)
def test_every_word_of_the_demo_boards_is_printed(programme: str, board_id: str) -> None:
    """Texts and lines of items and links, and every note of uncertainty, letter by letter."""
    text = printed(demo_board(programme, board_id))
    document = yaml.safe_load((DEMO / f"{programme}.yaml").read_text(encoding="utf-8"))
    part = next(part for part in document["boards"] if part["id"] == board_id)
    for element in (*part["items"], *part.get("links", ())):
        for word in strings(element.get("values") or {}):
            if not word[:4].isdigit():  # dates are printed as dates
                assert word in text, f"{element['id']}: {word}"
        for note in (element.get("uncertain") or {}).values():
            assert note in text
    lead = (part.get("settings") or {}).get("lead")
    assert not lead or lead in text


def test_the_goal_map_prints_the_programmes_goal() -> None:
    assert f"Yhteinen tavoite: {GOAL}" in printed(demo_board("siun-sote-hebu", "tavoitekartta"))


def test_inferred_values_are_marked() -> None:
    text = printed(demo_board("siun-sote-hebu", "vaikutusketju"))
    assert "Asiakas (päätelty)" in text
    assert "ROSI1 = -112 % (päätelty)" in text
    assert "\u2212112\u00a0% (lähteen mukaan)" in text
    assert text.count("arvio ilman vertailua") >= 3


@pytest.mark.parametrize(
    ("grade", "sentence"),
    [
        ("shown", "“T-1 Door” leads to this: “V-1 Talks”."),
        ("promising", "There is promising evidence that “T-1 Door” leads to this: “V-1 Talks”."),
        ("contradictory", "The evidence is contradictory on whether “T-1 Door” leads to this: “V-1 Talks”."),
        ("assumed", "We assume that “T-1 Door” leads to this: “V-1 Talks”."),
        (None, "We assume that “T-1 Door” leads to this: “V-1 Talks”."),
    ],
)
def test_only_what_is_shown_is_said_in_the_indicative(grade: str | None, sentence: str) -> None:
    made = board(
        ("t", "output", {"text": "Door"}),
        ("v", "outcome", {"text": "Talks"}),
        links=(("leads", "t", "v", {"evidence": grade}),),
    )
    assert link_sentence(made, made.links[0]) == sentence


def test_the_lead_says_what_the_board_holds() -> None:
    assert reading(demo_board("siun-sote-hebu", "tavoitekartta")) == (
        "Tällä työpohjalla on 5 osamuutosta ja 24 ratkaisua. Niiden rinnalla on 3 oletusta."
    )
    assert reading(board(language="fi")) == "Tälle työpohjalle ei ole vielä kirjattu mitään."


def test_figures_are_shown_only_for_what_the_board_holds() -> None:
    shown = {
        board_id: [block.drawing for block in write_chapter(demo_board(programme, board_id), ()).blocks if isinstance(block, Figure)]
        for programme, board_id in BOARDS
    }  # fmt: skip
    assert shown["tavoitekartta"] == ["goal_map"]
    assert shown["jarjestajan-taulukko"] == ["canvas"]
    assert shown["vaikutusketju"] == [
        "chain",
        "ecosystem",
        "euros",
        "prerequisites",
        "cooperation",
        "circles",
        "durations",
    ]
    assert len(shown["h-impact_chain"]) == 14
    assert "evaluation" in shown["h-arviointi"]


def test_targets_with_and_without_numbers_and_baselines() -> None:
    """One relative increase, one relative decrease, one without a number: none is computed without a baseline."""
    made = board(
        ("tv", "goal_target", {"target": "t1"}),
        targets=(
            Target(id="t1", text="Työllisyys", direction="increase", amount=50, unit="%", deadline="2022-12-31"),
            Target(id="t2", text="Työttömyys", direction="decrease", amount=40, unit="%", deadline="2022-12-31"),
            Target(id="t3", text="Hyvinvointi", direction="increase"),
        ),
        language="fi",
    )
    text = printed(made)
    assert "TV-1 Työllisyys (lisääntyy, 50 %, 31.12.2022 mennessä)" in text
    assert "Työttömyys (vähenee, 40 %, 31.12.2022 mennessä)" in text
    assert "Hyvinvointi (lisääntyy, ei vielä mittaa)" in text
    assert "Ilman lähtötasoa nämä mittaluvut pysyvät suhteellisina: Työllisyys; Työttömyys." in text
