"""The plugin contract: contradictions are refused when a method is built, and plugins are found one at a time."""

import types
from collections.abc import Iterator
from typing import Any

import pytest

from kehittamo_core.api import (
    Board,
    Box,
    Drawing,
    Field,
    Kind,
    LinkKind,
    Method,
    Pair,
    PluginError,
    Problem,
    Scene,
    Zone,
    hookimpl,
)
from kehittamo_core.loading import load_plugins
from kehittamo_core.testing import ContractBroken, check_method, random_board

NOTE = Kind(id="note", code="NN", label="Note")


def method(**parts: object) -> Method:
    """A small method with some parts changed."""
    given: dict[str, object] = {
        "id": "small",
        "package": __name__,
        "title": "Small",
        "summary": "Small.",
        "kinds": (NOTE,),
    }
    return Method(**(given | parts))  # type: ignore[arg-type]


def plugin(*methods: Method) -> types.SimpleNamespace:
    """A plugin that offers methods."""

    class Offer:
        @hookimpl
        def kehittamo_methods(self) -> tuple[Method, ...]:
            return methods

    return Offer()  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"id": "Big Id"}, "small letters"),
        ({"kinds": ()}, "declares no kinds"),
        ({"kinds": (NOTE, NOTE)}, "declared twice"),
        ({"zones": (Zone(id="z", label="Z", kinds=("nothing",)),)}, "unknown kind 'nothing'"),
        ({"links": (LinkKind(id="l", label="l", source=("note",), target=("ghost",)),)}, "unknown end 'ghost'"),
        ({"version": 2}, "needs 1 upgrades"),
        (
            {"settings": (Field(id="who", label="Who", type="item", kinds=("note",)),)},
            "field 'who' stores an item; use a link kind instead",
        ),
    ],
)
def test_a_contradictory_method_is_refused(parts: dict[str, object], message: str) -> None:
    """What cannot be meant is refused at once, with its name."""
    with pytest.raises(PluginError, match=message):
        method(**parts)


def test_a_kind_without_zones_gets_its_own() -> None:
    """A method that declares no zones has one for each kind that people write."""
    small = method(kinds=(NOTE, Kind(id="axis", code="NX", label="Axis", setup=True)))
    assert [zone.id for zone in small.zones] == ["note"]
    assert small.zone_of("note") == "note"


def test_every_kind_has_a_text_first() -> None:
    """The text is there without being declared."""
    assert [field.id for field in Kind(id="k", code="K", label="K", fields=(Field(id="who", label="Who"),)).fields] == [
        "text",
        "who",
    ]


def test_two_methods_with_one_prefix_are_refused() -> None:
    """Short ids must be unique over everything installed, or nobody can read them aloud."""
    other = method(id="other")
    with pytest.raises(PluginError, match="short id prefix 'NN'"):
        load_plugins(extra=(plugin(method(), other),), installed=False)


def test_a_method_can_be_left_out() -> None:
    """What is left out on purpose is not loaded, and known as such."""
    plugins = load_plugins(without=("small",), extra=(plugin(method()),), installed=False)
    assert plugins.methods == {}
    assert plugins.without == {"small"}


def test_a_generator_is_refused() -> None:
    """A hook that yields would come back unrun."""

    class Yields:
        @hookimpl
        def kehittamo_methods(self) -> Iterator[Method]:
            yield method()

    with pytest.raises(PluginError, match="must return a tuple"):
        load_plugins(extra=(Yields(),), installed=False)


def overlapping(board: Board) -> Scene:
    """Draw every item on the same spot."""
    return Scene(shapes=tuple(Box(item=item, x=0, y=0, width=60) for item in board.items), alt="kasa")


def failing(board: Board) -> Iterator[Problem]:
    """Fail on the first item."""
    for item in board.items:
        yield Problem(message=item.values["never"], items=(item,))


def test_check_method_finds_faults() -> None:
    """Overlapping boxes, failing rules and functions that a worker could not import are named."""
    with pytest.raises(ContractBroken, match="overlap"):
        check_method(method(drawings=(Drawing(id="d", label="D", draw=overlapping),)))
    with pytest.raises(ContractBroken, match="failing failed: KeyError"):
        check_method(method(rules=(failing,)))
    with pytest.raises(ContractBroken, match="cannot be imported by name"):
        check_method(method(rules=(lambda board: (),)))
    with pytest.raises(ContractBroken, match="no words in fi"):
        check_method(method(), languages=("fi",))


def _silent_pairs(board: Board) -> Iterator[Pair]:
    yield from (Pair(first=item.text, second="", reason="") for item in board.items)


def test_a_pair_without_a_reason_is_a_fault() -> None:
    with pytest.raises(ContractBroken, match="_silent_pairs gave Pair"):
        check_method(method(find_pairs=_silent_pairs))


def test_random_boards_are_the_same_every_time() -> None:
    """A seed gives one board, another seed another."""
    small = method()
    assert random_board(small, 4) == random_board(small, 4)
    assert random_board(small, 4) != random_board(small, 5)


@pytest.mark.parametrize("parts", [{"type": "item"}, {"type": "line", "kinds": ("note",)}])
def test_only_item_fields_name_kinds_and_all_of_them_do(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="names the kinds"):
        Field(id="who", label="Who", **parts)
