"""The method keeps the contract, in every language, on small, large and random boards."""

import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kehittamo_core.api import Actor, Add, Board, Field, Invalid, Outcome, board_from_document
from kehittamo_core.database import upgrade
from kehittamo_core.database.engine import Database
from kehittamo_core.exchange import canonical, read_document
from kehittamo_core.loading import load_plugins
from kehittamo_core.testing import check_board, check_method, missing_words, random_board, random_values
from kehittamo_core.words import is_translated
from kehittamo_core.workshop.archive import export_document, import_document
from kehittamo_core.workshop.people import OPERATOR
from kehittamo_service_path.exchange import KINDS, read_csv, write_csv
from kehittamo_service_path.method import SERVICE_PATH


def test_contract() -> None:
    check_method(SERVICE_PATH, languages=("fi", "sv"))


def test_two_hundred_items() -> None:
    check_board(SERVICE_PATH, random_board(SERVICE_PATH, seed=11, size=200))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(min_value=100), size=st.integers(min_value=0, max_value=45))
def test_random_boards(seed: int, size: int) -> None:
    """Drawing, rules, insights, chapter, actions and tables never fail; boxes never overlap, also those placed by hand."""
    board = random_board(SERVICE_PATH, seed=seed, size=size)
    check_board(SERVICE_PATH, board)
    dice = random.Random(seed)
    for action in SERVICE_PATH.actions:
        with suppress(Invalid):
            assert isinstance(action.run(board, random_values(dice, action.fields)), Outcome)
    known = replace(board, actors={id_: Actor(id=id_, name=f"Toimija {id_}") for id_ in (f"a{n}" for n in range(7))})
    items = known.of(*KINDS)
    read = [add for add in read_csv(known, write_csv(known)) if isinstance(add, Add)]
    assert [add.kind for add in read] == [item.kind for item in items]
    for add, item in zip(read, items, strict=True):
        assert {field: item.get(field) for field in ("column", "participants", "channel") if item.get(field)} == {
            field: add.values[field] for field in ("column", "participants", "channel") if add.values.get(field)
        }


def archived(board: Board, id_: str) -> dict[str, Any]:
    """A random board as an archive, without twins of ties and without those that a plan's lock may refuse."""
    own = {item.id for item in board.items}
    settings = {part.id: board.settings.get(part.id) for part in SERVICE_PATH.settings if part.type != "board"}
    items = [
        {
            "id": item.id, "kind": item.kind, "zone": item.zone, "order": item.order, "values": dict(item.values),
            "place": {"x": item.place.x, "y": item.place.y} if item.place is not None else None,
            "uncertain": dict(item.uncertain), "inferred": sorted(item.inferred),
        }
        for item in board.items
    ]  # fmt: skip
    ties = {(link.kind, frozenset((link.source, link.target))): link for link in board.links if link.kind != "measured"}
    links = [
        {"id": link.id, "kind": link.kind, "source": link.source, "target": link.target, "values": dict(link.values)}
        for (_, ends), link in ties.items()
        if ends <= own and len(ends) == 2
    ]
    return {
        "format": "kehittamo", "version": 1,
        "programme": {
            "id": id_, "title": "Satunnainen", "languages": ["fi"],
            "actors": [{"id": f"a{number}", "name": f"Toimija {number}"} for number in range(7)],
        },
        "boards": [
            {
                "id": f"{id_}-board", "method": "service_path", "title": board.title, "settings": settings,
                "items": items, "links": links,
            }
        ],
    }  # fmt: skip


def test_random_boards_come_back_from_the_archive(tmp_path: Path) -> None:
    """Written, read and written again they are the same bytes, and what was put by hand stands where it stood."""
    plugins, database = load_plugins(), Database(f"sqlite:///{tmp_path / 'archive.db'}")
    upgrade.upgrade(database)
    drawing = SERVICE_PATH.drawing("path")
    assert drawing is not None
    for seed in range(5):
        board = random_board(SERVICE_PATH, seed=1_000 + seed, size=30)
        given = archived(board, f"r{seed}")
        for part in (*given["boards"][0]["items"], *given["boards"][0]["links"]):
            for end in ("id", "source", "target"):
                if end in part:
                    part[end] = f"r{seed}-{part[end]}"

        def through(document: Any) -> bytes:
            def work(session: Any) -> bytes:
                return canonical(export_document(session, import_document(session, plugins, OPERATOR, document, True)))

            return database.now(work)

        first = through(given)
        assert through(read_document(first)) == first
        there = board_from_document(read_document(first), plugins.methods, f"r{seed}-board", "fi")
        here = board_from_document(given, plugins.methods, f"r{seed}-board", "fi")
        assert {item.id: item.place for item in there.items} == {item.id: item.place for item in here.items}
        assert drawing.draw(there).placed == drawing.draw(here).placed


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_word_of_the_starters_is_translated(language: str) -> None:
    assert missing_words(SERVICE_PATH, language) == set()
    for starter in SERVICE_PATH.starters:
        for element in (*(starter.content.get("items") or ()), *(starter.content.get("links") or ())):
            kind = SERVICE_PATH.kind(element["kind"]) or SERVICE_PATH.link(element["kind"])
            assert kind is not None
            for name, value in element["values"].items():
                for text in _texts(kind.field(name), value):
                    assert is_translated(SERVICE_PATH.package, language, text), text


def _texts(field: Field | None, value: object) -> list[str]:
    if field is None or field.type not in ("text", "line"):
        return []
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]
