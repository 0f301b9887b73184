"""Every installed method keeps the contract, in every language of the product."""

import pytest

from kehittamo_core.api import Method
from kehittamo_core.loading import load_plugins
from kehittamo_core.testing import check_board, check_method, missing_words, random_board
from kehittamo_core.words import LANGUAGES

PLUGINS = load_plugins()
METHODS = tuple(PLUGINS.methods.values())
FIVE = {"empathy_map", "impact_chain", "network_map", "pricing_tree", "service_path"}


def test_the_five_methods_and_the_exports_are_installed() -> None:
    """Each comes through its own entry point, and none is broken."""
    assert set(PLUGINS.methods) >= FIVE
    assert {"pdf", "archive", "svg"} <= set(PLUGINS.exports)
    assert PLUGINS.broken == ()


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.id)
def test_contract(method: Method) -> None:
    """Functions run anywhere, drawings hold together, nothing fails on gaps and hostile words."""
    check_method(method)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.id)
def test_two_hundred_items(method: Method) -> None:
    """A board of two hundred items is drawn, judged and written like any other."""
    check_board(method, random_board(method, seed=7, size=200))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.id)
def test_words(method: Method, language: str) -> None:
    """No sentence and no label is left in English."""
    assert missing_words(method, language) == set()


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.id)
def test_a_method_is_whole(method: Method) -> None:
    """Rules, drawings, insights, a chapter, two starters and a guide: what a facilitator expects of every method."""
    assert len(method.rules) >= 4
    assert method.drawings
    assert method.find_insights is not None
    assert method.write_chapter is not None
    assert len(method.starters) >= 2
    assert method.guide
    assert method.plain_guide
