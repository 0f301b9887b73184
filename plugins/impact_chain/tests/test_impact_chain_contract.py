"""The impact chain keeps its contract: on random boards, on its starters, on its demo boards, in its languages."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import kehittamo_impact_chain
from kehittamo_core.api import board_from_document, paint_svg
from kehittamo_core.fields import check_value
from kehittamo_core.picture import may_end
from kehittamo_core.testing import check_board, check_method, messages_of, random_board
from kehittamo_core.words import catalogue, is_translated
from kehittamo_impact_chain.method import IMPACT_CHAIN
from plugins.impact_chain.tests.impact_chain_boards import BOARDS, demo_board, demo_document

ROOM = Path(kehittamo_impact_chain.__file__).parent


def test_the_contract_holds() -> None:
    """Functions by name, random boards with hostile texts and gaps, starters, words in Finnish and Swedish."""
    check_method(IMPACT_CHAIN, languages=("fi", "sv"), boards=36)


def test_the_hook_offers_the_method() -> None:
    assert kehittamo_impact_chain.kehittamo_methods() == (IMPACT_CHAIN,)


@pytest.mark.parametrize(("programme", "board_id"), BOARDS)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_demo_boards_are_drawn_read_and_printed(programme: str, board_id: str, language: str) -> None:
    check_board(IMPACT_CHAIN, demo_board(programme, board_id, language))


@pytest.mark.parametrize("programme", ["siun-sote-hebu", "harjoitus"])
def test_demo_values_fit_their_fields_and_links_their_ends(programme: str) -> None:
    document = demo_document(programme)
    ids: set[str] = set()
    for part in document["boards"]:
        board = demo_board(programme, part["id"])
        methods = {IMPACT_CHAIN.id: IMPACT_CHAIN}
        for setting in IMPACT_CHAIN.settings:
            assert list(check_value(setting, board.settings[setting.id])) == []
        for element in (*board.items, *board.links):
            kind = IMPACT_CHAIN.kind(element.kind) or IMPACT_CHAIN.link(element.kind)
            assert kind is not None, element.kind
            for name, value in element.values.items():
                field = kind.field(name)
                assert field is not None, f"{element.id}.{name}"
                assert list(check_value(field, value)) == [], f"{element.id}.{name}"
            assert element.id not in ids
            ids.add(element.id)
        for link in board.links:
            declared = IMPACT_CHAIN.link(link.kind)
            source, target = board.find(link.source), board.find(link.target)
            assert declared is not None
            assert source is not None, link.id
            assert target is not None, link.id
            assert may_end(declared, "source", source, methods, IMPACT_CHAIN.id), link.id
            assert may_end(declared, "target", target, methods, IMPACT_CHAIN.id), link.id
            assert not declared.pairs or (source.kind, target.kind) in declared.pairs, link.id
            assert declared.check is None or declared.check(board, link) is None or link in board.links


def test_every_sentence_has_words_and_keeps_its_places() -> None:
    """What code says by `fault` and in the plural too; a translation that drops or invents a place fails."""
    for language in ("fi", "sv"):
        book = catalogue(IMPACT_CHAIN.package, language)
        assert book is not None
        for message in (*messages_of(IMPACT_CHAIN), *_faults()):
            assert is_translated(IMPACT_CHAIN.package, language, message), message
        for one, many in _plurals():
            entry = book.get(one)
            assert entry is not None, one
            assert len(entry.string) == 2, one
            assert all(entry.string), one
            assert all(_places(form) <= _places(one) | _places(many) for form in entry.string), one
        for entry in book:
            if entry.id and isinstance(entry.id, str):
                assert isinstance(entry.string, str)
                assert _places(entry.string) == _places(entry.id), entry.id


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _calls(name: str) -> Iterator[ast.Call]:
    for file in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
                yield node


def _faults() -> Iterator[str]:
    for call in _calls("fault"):
        message = call.args[2]
        assert isinstance(message, ast.Constant)
        yield str(message.value)


def _plurals() -> Iterator[tuple[str, str]]:
    for call in _calls("say_many"):
        one, many = call.args[:2]
        assert isinstance(one, ast.Constant)
        assert isinstance(many, ast.Constant)
        yield str(one.value), str(many.value)


def test_a_programmes_own_words_reach_every_sentence() -> None:
    """A renamed term («Toimenpide» for a deed) stands in the drawing's heads and in the chapter."""
    document = demo_document("harjoitus")
    document["programme"]["labels"] = {"impact_chain:output": "Toimenpide", "impact_chain:output+": "Toimenpiteet"}
    board = board_from_document(document, {IMPACT_CHAIN.id: IMPACT_CHAIN}, "h-impact_chain")
    drawing = IMPACT_CHAIN.drawing("chain")
    assert drawing is not None
    assert IMPACT_CHAIN.write_chapter is not None
    assert "Toimenpiteet" in paint_svg(drawing.draw(board), "print")
    assert "Toimenpiteet" in str(IMPACT_CHAIN.write_chapter(board, ()).blocks)


def test_random_boards_print_every_word() -> None:
    """Tables and paragraphs carry every text of every item, whatever the drawings shortened."""
    for seed in range(30):
        board = random_board(IMPACT_CHAIN, seed, size=(3, 20, 60)[seed % 3])
        assert IMPACT_CHAIN.write_chapter is not None
        printed = repr(IMPACT_CHAIN.write_chapter(board, ()).blocks)
        for item in board.items:
            if item.text.strip():
                assert repr(item.text)[1:-1] in printed, f"{seed}: {item.kind} {item.text[:60]}"


@pytest.mark.parametrize(
    ("purpose", "first", "zones"),
    [
        (None, "chain", {"outputs", "inputs", "solutions", "outcomes", "impacts"}),
        ("goal_map", "goal_map", {"goals", "solutions", "conditions"}),
        ("evaluation", "evaluation", {"evaluation", "outputs", "outcomes", "indicators"}),
        ("canvas", "canvas", {"canvas"}),
    ],
)
def test_a_board_opens_on_what_it_is_for(purpose: str | None, first: str, zones: set[str]) -> None:
    """The first drawing and the columns follow the board's purpose; columns that hold notes stay."""
    settings = {"purpose": purpose}
    assert IMPACT_CHAIN.shown_drawings(settings)[0].id == first
    shown = {zone.id for zone in IMPACT_CHAIN.shown_zones(settings, {"euros"})}
    assert zones <= shown
    assert "euros" in shown
    assert ("canvas" in shown) == (purpose == "canvas")
