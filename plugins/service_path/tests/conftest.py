"""Boards for the tests of the service path: small ones written by hand, and the demo boards."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import kehittamo_service_path
from kehittamo_core.api import Board
from kehittamo_core.picture import board_from_document
from kehittamo_service_path.method import SERVICE_PATH

DEMO = Path(kehittamo_service_path.__file__).parent / "demo"
ACTORS = (
    ("asiakas", "Asiakas"), ("oma-henkilo", "Oma henkilö"), ("kela", "Kelan edustaja"),
    ("tietopalvelut", "Tietopalvelut"),
)  # fmt: skip
ZONES = {"step": "customer", "meeting": "guidance", "support": "growth", "data": "information"}

Make = Callable[..., Board]


def with_codes(document: dict[str, Any]) -> dict[str, Any]:
    """The document with short ids as an import would give them."""
    counted: dict[str, int] = {}
    for board in document["boards"]:
        for element in (*(board.get("items") or ()), *(board.get("links") or ())):
            kind = SERVICE_PATH.kind(element["kind"]) or SERVICE_PATH.link(element["kind"])
            if kind is not None and kind.code:
                counted[kind.id] = counted.get(kind.id, 0) + 1
                element.setdefault("code", f"{kind.code}-{counted[kind.id]}")
    return document


@pytest.fixture
def make() -> Make:
    """A board from short forms: items `id="kind Text"` or (kind, values), links "a then b" with values or {}."""

    def made(items: dict[str, Any], links: dict[str, Any] | None = None, language: str = "en", **more: Any) -> Board:
        rows = []
        for order, (id_, given) in enumerate(items.items(), 1):
            kind, _, text = given.partition(" ") if isinstance(given, str) else (given[0], "", "")
            values = {"text": text} if isinstance(given, str) else dict(given[1])
            zone = values.pop("_zone", None) or ZONES.get(kind)
            row = {"id": id_, "kind": kind, "order": values.pop("_order", order), "place": values.pop("_place", None)}
            rows.append({**row, "zone": zone, "values": values})
        ties = [
            {"id": f"link-{n}", "kind": kind, "source": source, "target": target, "values": values}
            for n, (words, values) in enumerate((links or {}).items())
            for source, kind, target in (words.split(),)
        ]
        document = {
            "programme": {"id": "p", "actors": [{"id": id_, "name": name} for id_, name in ACTORS]},
            "boards": [{"id": "b", "method": "service_path", "title": "Board", "items": rows, "links": ties, **more}],
        }
        return board_from_document(with_codes(document), {"service_path": SERVICE_PATH}, "b", language)

    return made


def demo_document(programme: str) -> dict[str, Any]:
    """The method's part of a demo programme, with a smallest programme around it."""
    document = yaml.safe_load((DEMO / f"{programme}.yaml").read_text(encoding="utf-8"))
    actors = {value for board in document["boards"] for item in board["items"] for value in _actors(item)}
    names = dict(ACTORS)
    document["programme"] = {
        "id": programme,
        "actors": [{"id": id_, "name": names.get(id_, id_)} for id_ in sorted(actors)],
    }
    return with_codes(document)


def _actors(item: dict[str, Any]) -> list[str]:
    kind = SERVICE_PATH.kind(item["kind"])
    found: list[str] = []
    for field in kind.fields if kind is not None else ():
        value = item["values"].get(field.id)
        if field.type == "actor" and value:
            found += value if isinstance(value, list) else [value]
    return found


DEMO_BOARDS = tuple(
    (programme, board["id"])
    for programme in ("siun-sote-hebu", "harjoitus")
    for board in yaml.safe_load((DEMO / f"{programme}.yaml").read_text(encoding="utf-8"))["boards"]
)


@pytest.fixture
def demo() -> Callable[..., Board]:
    """A demo board by programme and board id."""

    def load(programme: str, board: str, language: str = "fi") -> Board:
        return board_from_document(demo_document(programme), {"service_path": SERVICE_PATH}, board, language)

    return load


@pytest.fixture
def documents() -> Callable[[str], dict[str, Any]]:
    """The method's part of a demo programme as plain data."""
    return demo_document


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every demo board to a test that asks for `programme` and `board_id`."""
    if {"programme", "board_id"} <= set(metafunc.fixturenames):
        metafunc.parametrize(("programme", "board_id"), DEMO_BOARDS)
