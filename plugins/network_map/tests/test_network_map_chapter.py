"""The report's chapter: every word of the board stands in it, and parts that a board lacks are left out."""

from collections.abc import Callable

import pytest

from kehittamo_core.api import Board, Figure, Heading, Note, Paragraph, Points, Table
from kehittamo_network_map.chapter import write_chapter
from kehittamo_network_map.insights import find_insights

Make = Callable[..., Board]


def text_of(board: Board) -> str:
    """All text of the chapter, a line per cell."""
    found = []
    for block in write_chapter(board, tuple(find_insights(board))).blocks:
        match block:
            case Paragraph() | Heading() | Note():
                found.append(block.text)
            case Points():
                found.extend(block.texts)
            case Table():
                found.append(block.caption)
                for row in (block.columns, *block.rows):
                    found.extend(part for cell in row for part in ((cell,) if isinstance(cell, str) else cell))
    return "\n".join(found)


def figures(board: Board) -> list[str]:
    blocks = write_chapter(board, tuple(find_insights(board))).blocks
    return [block.drawing for block in blocks if isinstance(block, Figure)]


def test_every_word_of_the_demonstration_boards(demo: Board) -> None:
    """Texts and lines of items, of links, of the solutions that are linked, and the notes of what is uncertain."""
    written = text_of(demo)
    elements = (*demo.items, *demo.linked, *(link for link in demo.links if link.kind in ("tie", "missing")))
    for element in elements:
        for field in ("text", "purpose", "group", "cooperation", "claim", "low", "high", "why", "own_type"):
            value = element.get(field)
            if isinstance(value, str):
                assert value in written, f"{element.id}.{field}"
    for element in (*demo.items, *demo.links):
        for note in element.uncertain.values():
            assert note in written


def test_the_base_triangle_and_its_gaps(open_demo: Callable[..., Board]) -> None:
    board = open_demo("siun-sote-hebu")
    written = text_of(board)
    assert "Verkostokartalla on 4 toimijaa, 3 yhteyttä, 3 nimettyä verkostoa ja 19 tietotarvetta." in written
    assert "Keskellä: Henkilökohtainen budjetointi." in written
    assert "Ratkaisuja on kiinnitetty toimijoihin ja yhteyksiin 19; paikkaa odottaa 5." in written
    assert "Asiakas – Palveluntuottaja (päätelty)" in written
    assert "asiakas (päätelty)" in written
    assert "ei tiedossa" in written  # the networks' members
    assert [link.id for link in board.links_of("tie")] == [
        "e-asiakas-ohjaus",
        "e-asiakas-tuottaja",
        "e-ohjaus-tuottaja",
    ]
    assert len(board.links_of("attached")) == 19
    assert len(board.links_of("listed")) == 5
    assert figures(board) == ["network", "networks", "needs"]


def test_the_practice_board_uses_everything(open_demo: Callable[..., Board]) -> None:
    board = open_demo("harjoitus")
    assert figures(board) == ["network", "networks", "needs", "change", "what_if", "axes"]
    assert 14 <= len(board.of("actor")) <= 18
    assert 25 <= len(board.links_of("tie")) <= 30
    assert len(board.of("sector")) == 4


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_in_every_language(language: str, open_demo: Callable[..., Board]) -> None:
    assert text_of(open_demo("harjoitus", language))


def test_too_few_answers_are_noted(make: Make) -> None:
    board = make("A B C", "A-B B-C", response_rate=40)
    assert "Too few answers for a reliable number: betweenness and constraint are not printed." in text_of(board)
    assert "Response rate 40\u00a0%." in text_of(board)


def test_an_empty_board_has_a_chapter(make: Make) -> None:
    assert figures(make("")) == []
    assert "The network map shows 0 actors and 0 ties." in text_of(make(""))
