"""Boards for the network map's tests: small ones written as one line, random ones, and the demonstration boards."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import kehittamo_network_map
from kehittamo_core.api import Actor, Board, Item, Link
from kehittamo_core.picture import board_from_document, labels_of, sorted_items
from kehittamo_network_map.method import NETWORK_MAP

DEMO = Path(kehittamo_network_map.__file__).parent / "demo"
BOARDS = {"siun-sote-hebu": "verkosto-kuva", "harjoitus": "h-network_map"}

Ties = Iterable[str | tuple[str, Mapping[str, Any]]]


@pytest.fixture
def make() -> Callable[..., Board]:
    """Make a board: `make("A B C", "A-B B-C", sectors={"north": "A B"})`; a tie may carry values: ("A-B", {...})."""
    return board


def board(
    actors: str | Mapping[str, Mapping[str, Any]], ties: str | Ties = (), *, sectors: Mapping[str, str] | None = None,
    items: Iterable[Item] = (), links: Iterable[Link] = (), linked: Iterable[Item] = (), language: str = "en",
    programme: Mapping[str, str] | None = None, **settings: Any,
) -> Board:  # fmt: skip
    """A board whose actors' ids are their names; ties are T1, T2, ... in their order."""
    values = {name: {} for name in actors.split()} if isinstance(actors, str) else actors
    made = [
        Item(id=name, kind="actor", code=f"TO-{n}", zone="actors", order=n, values={"text": name, **own}, board="b")
        for n, (name, own) in enumerate(values.items(), 1)
    ]
    made += [
        Item(id=name, kind="sector", code=f"SE-{n}", zone="frame", order=n, values={"text": name})
        for n, name in enumerate(sectors or {}, 1)
    ]
    joined = [
        Link(id=f"in-{name}", kind="in_sector", source=name, target=sector)
        for sector, members in (sectors or {}).items()
        for name in members.split()
    ]
    pairs = [(tie, {}) if isinstance(tie, str) else tie for tie in (ties.split() if isinstance(ties, str) else ties)]
    tied = [
        Link(id=f"T{n}", kind="tie", code=f"YH-{n}", source=pair.split("-")[0], target=pair.split("-")[1], values=own)
        for n, (pair, own) in enumerate(pairs, 1)
    ]
    return Board(
        id="b", title="Network", method="network_map", language=language,
        items=sorted_items(NETWORK_MAP, [*made, *items]), links=(*joined, *tied, *links), linked=tuple(linked),
        actors={id_: Actor(id=id_, name=name) for id_, name in (programme or {}).items()}, settings=settings,
        labels=labels_of(NETWORK_MAP, language), package="kehittamo_network_map",
    )  # fmt: skip


@pytest.fixture(params=sorted(BOARDS))
def demo(request: pytest.FixtureRequest) -> Board:
    """Each demonstration board, with the solutions that another method's board would hold."""
    return demo_board(request.param)


@pytest.fixture
def open_demo() -> Callable[..., Board]:
    """Open one demonstration board by its programme, in a language."""
    return demo_board


def demo_board(programme: str, language: str = "fi") -> Board:
    """A demonstration board with short ids as an import would give them."""
    document = yaml.safe_load((DEMO / f"{programme}.yaml").read_text(encoding="utf-8"))
    document["programme"] = {"id": programme, "languages": ["fi"]}
    counts: dict[str, int] = {}
    for element in (*document["boards"][0]["items"], *document["boards"][0]["links"]):
        declared = NETWORK_MAP.kind(element["kind"]) or NETWORK_MAP.link(element["kind"])
        assert declared is not None, element["kind"]
        if declared.code:
            counts[declared.code] = counts.get(declared.code, 0) + 1
            element["code"] = f"{declared.code}-{counts[declared.code]}"
    own = {element["id"] for part in ("items", "links") for element in document["boards"][0][part]}
    ends = {link[end] for link in document.get("links") or () for end in ("source", "target")} - own
    solutions = [
        {"id": id_, "code": id_.upper(), "kind": "solution", "values": {"text": f"Kohta {id_}"}} for id_ in sorted(ends)
    ]
    document["boards"].append({"id": "elsewhere", "method": "impact_chain", "items": solutions})
    return board_from_document(document, {"network_map": NETWORK_MAP}, BOARDS[programme], language)


@pytest.fixture
def network_of() -> Callable[..., Board]:
    """Make a board with one named network: `network_of(make, "A B C", "A-B", members="A B")`."""

    def made(make: Callable[..., Board], actors: Any, ties: Any, members: str, **more: Any) -> Board:
        network = Item(id="N", kind="network", code="VK-1", zone="networks", values={"text": "Team"})
        joined = [Link(id=f"m-{name}", kind="member_of", source=name, target="N") for name in members.split()]
        links = [*joined, *more.pop("links", ())]
        return make(actors, ties, items=[network, *more.pop("items", ())], links=links, **more)

    return made
