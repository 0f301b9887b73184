"""Boards for the tests of the impact chain: made by hand in a few lines, or read from the room's own demos."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from kehittamo_core.api import Actor, Board, Goal, Item, Link, Place, Target, board_from_document
from kehittamo_core.picture import labels_of, sorted_items
from kehittamo_impact_chain.method import IMPACT_CHAIN

DEMO = Path(__file__).parents[1] / "kehittamo_impact_chain" / "demo"
BOARDS = (
    ("siun-sote-hebu", "tavoitekartta"),
    ("siun-sote-hebu", "vaikutusketju"),
    ("siun-sote-hebu", "jarjestajan-taulukko"),
    ("harjoitus", "h-impact_chain"),
    ("harjoitus", "h-arviointi"),
)
CODES = {kind.id: kind.code for kind in IMPACT_CHAIN.kinds}
ACTORS = {
    "asiakas": "Asiakas", "palveluohjaus": "Palveluohjaus", "palveluntuottaja": "Palveluntuottaja",
    "hebu": "Henkilökohtainen budjetointi", "hyvinvointialue": "Hyvinvointialue", "kaupunki": "Kaupunki", "lukio": "Lukio",
    "ammattiopisto": "Ammattiopisto", "mielenpiha": "Mielenpiha ry", "verstas": "Nuorten verstas ry",
    "seurakunta": "Seurakunta", "virtapalvelut": "Virta Palvelut Oy", "nuori": "Nuori", "kuraattori": "Kuraattori",
    "nuorisotyo": "Nuorisotyö", "etsiva": "Etsivä nuorisotyö", "tietopalvelut": "Tietopalvelut",
}  # fmt: skip
"""The actors that the demo boards name."""
GOAL = "Henkilökohtaisen budjetin käyttöönotto kokonaistaloudellisesti siten, että koettu hyvinvointi lisääntyy."


def board(
    *items: tuple[str, str, Mapping[str, Any]] | tuple[str, str],
    links: tuple[tuple[Any, ...], ...] = (),
    targets: tuple[Target, ...] = (),
    settings: Mapping[str, Any] | None = None,
    language: str = "en",
    places: Mapping[str, tuple[float, float]] | None = None,
    on_thread: tuple[str, ...] = (),
    goal: str = "",
) -> Board:
    """A board of items (id, kind, values) and links (kind, source, target, values); actors a, b and c have names."""
    made = []
    count: dict[str, int] = {}
    for order, (id_, kind, *values) in enumerate(items):
        count[kind] = count.get(kind, 0) + 1
        x_y = (places or {}).get(id_)
        made.append(
            Item(
                id=id_,
                kind=kind,
                code=f"{CODES[kind]}-{count[kind]}",
                zone=IMPACT_CHAIN.zone_of(kind),
                order=float(order),
                values=values[0] if values else {"text": id_},
                method=IMPACT_CHAIN.id,
                board="b",
                place=Place(x=x_y[0], y=x_y[1]) if x_y else None,
                on_thread=id_ in on_thread,
            )
        )
    return Board(
        id="b",
        title="B",
        method=IMPACT_CHAIN.id,
        language=language,
        items=sorted_items(IMPACT_CHAIN, made),
        links=tuple(
            Link(
                id=f"l{number}",
                kind=kind,
                code=f"L-{number}" if kind == "leads" else "",
                source=source,
                target=target,
                values=values[0] if values else {},
                method=IMPACT_CHAIN.id,
                board="b",
            )
            for number, (kind, source, target, *values) in enumerate(links, start=1)
        ),
        actors={id_: Actor(id=id_, name=name) for id_, name in (("a", "Alue"), ("b", "Kaupunki"), ("c", "Järjestö"))},
        goal=Goal(text=goal, targets=targets),
        settings={setting.id: None for setting in IMPACT_CHAIN.settings} | dict(settings or {}),
        labels=labels_of(IMPACT_CHAIN, language),
        package=IMPACT_CHAIN.package,
    )


def demo_document(programme: str) -> dict[str, Any]:
    """The room's part of a demo programme, with a minimal programme round it."""
    document: dict[str, Any] = yaml.safe_load((DEMO / f"{programme}.yaml").read_text(encoding="utf-8"))
    targets = [
        {"id": "tavoite-1", "text": "Ahdistus vähenee", "direction": "decrease", "amount": 20, "unit": "%"},
        {"id": "tavoite-2", "text": "Ensimmäinen keskustelu viikossa", "direction": "decrease", "amount": 7},
        {"id": "tavoite-3", "text": "Nuori tietää, mistä apua saa", "direction": "increase", "amount": 30},
    ]
    document["programme"] = {
        "id": programme,
        "languages": ["fi"],
        "actors": [{"id": id_, "name": name} for id_, name in ACTORS.items()],
        "goal": {"text": GOAL, "targets": targets if programme == "harjoitus" else []},
    }
    return document


def demo_board(programme: str, board_id: str, language: str = "fi") -> Board:
    """A demo board as a plugin sees it."""
    return board_from_document(demo_document(programme), {IMPACT_CHAIN.id: IMPACT_CHAIN}, board_id, language)


def said(findings: Any) -> list[str]:
    """The sentences of problems or insights."""
    return [getattr(found, "message", None) or found.finding for found in findings]
