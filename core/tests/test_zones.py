"""The zones of a board: shown by its settings, renamed and ordered by its own items."""

from typing import Any

import pytest

from kehittamo_core.api import Choice, Field, Kind, LinkKind, Method, Names, PluginError, Zone, board_from_document
from kehittamo_core.zones import zones_of

ROW = Kind(
    id="row", code="QR", label="Row", setup=True, zone="rows", names=Names(zone="zone", question="asks", tone="tone"),
    fields=(
        Field(id="zone", label="Zone", type="choice", choices=(Choice("near", "Near"), Choice("far", "Far"), Choice("more", "More"))),
        Field(id="asks", label="Asks"), Field(id="tone", label="Tone", type="choice", choices=(Choice("lakka", "Yellow"),)),
    ),
)  # fmt: skip
NOTE = Kind(id="note", code="QN", label="Note")
ROWED = Method(
    id="rowed", package="rowed", title="Rowed", summary="Rowed.", kinds=(NOTE, ROW),
    zones=(
        Zone(id="near", label="Near", kinds=("note",), tone="jarvi"), Zone(id="far", label="Far", kinds=("note",)),
        Zone(id="more", label="More", kinds=("note",), spare=True), Zone(id="aside", label="Aside", kinds=("note",)),
        Zone(id="rows", label="Rows", kinds=("row",)),
    ),
)  # fmt: skip


def shown(*items: dict[str, Any]) -> list[tuple[str, str, str | None, str]]:
    """The zones of a board with these items: id, name, question, tone."""
    rows = [{"id": f"i{number}", "order": number, **item} for number, item in enumerate(items)]
    document = {"programme": {"id": "p"}, "boards": [{"id": "b", "method": "rowed", "items": rows}]}
    board = board_from_document(document, {"rowed": ROWED}, "b")
    return [(zone.id, zone.label, zone.question, zone.tone) for zone in zones_of(board, ROWED)]


def row(zone: str | None, text: str, **values: Any) -> dict[str, Any]:
    """An item that names a zone."""
    return {"kind": "row", "values": {"zone": zone, "text": text, **values}}


def test_without_names_the_zones_are_as_declared_and_spare_ones_wait() -> None:
    assert [zone[:2] for zone in shown()] == [("near", "Near"), ("far", "Far"), ("aside", "Aside"), ("rows", "Rows")]


def test_items_name_zones_in_their_order_and_the_first_name_counts() -> None:
    named = shown(
        row("more", "Kela", asks="Mitä Kela tekee?", tone="lakka"), row("near", "Nuori"), row("near", "Toinen")
    )
    assert named[:2] == [("more", "Kela", "Mitä Kela tekee?", "lakka"), ("near", "Nuori", None, "jarvi")]
    assert [zone[0] for zone in named[2:]] == ["aside", "rows"]


def test_a_zone_that_holds_notes_is_never_lost() -> None:
    """A spare one, and one that others' names have left out, stay while something stands in them."""
    notes = [{"kind": "note", "zone": zone, "values": {"text": "x"}} for zone in ("far", "more")]
    assert [zone[0] for zone in shown(row("near", "Nuori"), *notes)] == ["near", "far", "more", "aside", "rows"]


def test_a_row_that_names_nothing_changes_nothing() -> None:
    assert shown(row(None, "Vasta nimi")) == shown()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Kind(id="k", code="QK", label="K", names=Names(zone="ghost")), "unknown field 'ghost'"),
        (lambda: Method(id="m", package="m", title="M", summary="M", kinds=(NOTE, ROW)), "unknown zone 'near'"),
        (lambda: Kind(id="k", code="QK", label="K", fields=(Field(id="s", label="S", type="secret"),)), "would be stored"),
        (
            lambda: LinkKind(id="l", label="l", source=("note",), target=("note",), fields=(Field(id="s", label="S", type="secret"),)),
            "would be stored",
        ),
    ],
)  # fmt: skip
def test_contradictions_are_refused(make: Any, message: str) -> None:
    with pytest.raises(PluginError, match=message):
        make()
