"""The method as a whole: its contract, its words in Finnish and Swedish, and its way in."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

import kehittamo_network_map
from kehittamo_core.loading import load_plugins
from kehittamo_core.testing import check_board, check_method, random_board
from kehittamo_core.words import is_translated
from kehittamo_network_map.method import NETWORK_MAP

PACKAGE = Path(kehittamo_network_map.__file__).parent


def test_the_method_keeps_its_contract() -> None:
    check_method(NETWORK_MAP, languages=("fi", "sv"))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(100, 100_000), size=st.integers(0, 70))
def test_no_board_breaks_it(seed: int, size: int) -> None:
    """Gaps, hostile words, links to nowhere: rules, insights, drawings and the chapter always answer."""
    check_board(NETWORK_MAP, random_board(NETWORK_MAP, seed, size))


def test_it_comes_in_through_its_hook() -> None:
    plugins = load_plugins(extra=[kehittamo_network_map], installed=False)
    assert list(plugins.methods) == ["network_map"]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_translations_keep_their_places(language: str) -> None:
    """Every {place} of a msgid stands in its translation, and no other: a sentence is never filled wrongly."""
    with (PACKAGE / "locales" / language / "messages.po").open("rb") as file:
        book = read_po(file)
    for entry in book:
        if entry.id:
            ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
            strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
            for original, translated in zip(ids, strings, strict=True):
                assert translated, original
                assert set(re.findall(r"{\w*}", original)) == set(re.findall(r"{\w*}", translated)), original


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_refusals_of_files_are_translated(language: str) -> None:
    """What is wrong in a file is told in the reader's language too, though no board says it."""
    said = set()
    for file in [*(PACKAGE / "exchange").glob("*.py"), PACKAGE / "actions.py"]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = node.func if isinstance(node, ast.Call) else None
            called = name.attr if isinstance(name, ast.Attribute) else name.id if isinstance(name, ast.Name) else ""
            if called in ("Invalid", "add") and isinstance(node, ast.Call):
                said |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and " " in str(arg.value)}
    assert len(said) > 10
    assert [text for text in sorted(said) if not is_translated("kehittamo_network_map", language, text)] == []


def test_listing_methods_does_not_wait_for_networkx() -> None:
    """Graph libraries take a second or two to load: they come with the first number that needs them."""
    code = "import sys, kehittamo_network_map.method; print([m for m in ('networkx', 'numpy', 'scipy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
