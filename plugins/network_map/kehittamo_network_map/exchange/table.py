"""Actors and ties as one CSV table: a row is an actor or a tie. Edge lists and rosters of Gephi and Kumu are read too."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from kehittamo_core.api import Board, Cells, Changes, Invalid, Item, write_cells
from kehittamo_network_map.exchange.records import (
    MOST,
    ActorRecord,
    Faults,
    Place,
    TieRecord,
    actor_values,
    all_alike,
    changes_of,
    tie_values,
)
from kehittamo_network_map.graph import members, name, sector_of, stated_ends, strength

COLUMNS = (
    "row", "id", "name", "type", "sector", "networks", "centre", "across", "up",
    "source", "target", "tie", "strength", "weight", "when", "directed", "why", "answered", "stated",
)  # fmt: skip

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "row": ("rivi", "rad"),
    "id": (),
    "name": ("label", "nimi", "toimija", "namn", "aktör", "actor"),
    "type": ("tyyppi", "typ"),
    "sector": ("sektori", "sektor", "group", "ryhmä"),
    "networks": ("network", "verkosto", "verkostot", "nätverk", "tags"),
    "centre": ("center", "keskus", "mitt"),
    "across": (),
    "up": (),
    "source": ("from", "mistä", "keneltä", "från"),
    "target": ("to", "mihin", "kenelle", "till"),
    "tie": ("yhteys", "yhteyden tyyppi", "koppling", "tie type", "relation"),
    "strength": ("vahvuus", "styrka"),
    "weight": ("paino", "vikt"),
    "when": ("milloin", "när"),
    "directed": ("direction", "suunta", "riktning"),
    "answered": ("vastannut", "har svarat"),
    "stated": ("kerrottu", "uppgett"),
    "why": ("miksi", "varför", "description", "kuvaus"),
}
"""Other names of the columns: Finnish, Swedish, and those that Gephi and Kumu write."""


def write_csv(board: Board) -> bytes:
    """All actors and ties; UTF-8 with a byte order mark and semicolons, as spreadsheets in Finland open it."""
    names = unique_names(board)
    return write_cells(COLUMNS, (*_actor_rows(board, names), *_tie_rows(board, names)))


def unique_names(board: Board) -> dict[str, str]:
    """A name for every actor by which a file can tell it from the others: two of one name carry their short ids."""
    plain = {actor.id: name(board, actor) for actor in board.of("actor")}
    counts: dict[str, int] = {}
    for text in plain.values():
        counts[text.casefold()] = counts.get(text.casefold(), 0) + 1
    return {
        actor.id: plain[actor.id]
        if counts[plain[actor.id].casefold()] == 1
        else f"{plain[actor.id]} ({actor.code or actor.id})"
        for actor in board.of("actor")
    }


def _actor_rows(board: Board, names: Mapping[str, str]) -> Iterator[dict[str, str]]:
    networks = {network.id: {actor.id for actor in members(board, network)} for network in board.of("network")}
    for actor in board.of("actor"):
        sector = sector_of(board, actor)
        inside = [name(board, network) for network in board.of("network") if actor.id in networks[network.id]]
        yield {
            "row": "actor", "id": actor.id, "name": names[actor.id], "type": actor.get("type") or "",
            "sector": name(board, sector) if sector is not None else "", "networks": "|".join(inside),
            "centre": "yes" if actor.get("centre") else "", "across": _plain(actor, "across"), "up": _plain(actor, "up"),
            "answered": {True: "yes", False: "no"}.get(actor.get("answered"), ""),
        }  # fmt: skip


def _plain(actor: Item, field: str) -> str:
    value = actor.get(field)
    return "" if value is None else f"{value:g}"


def _tie_rows(board: Board, names: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for tie in board.links_of("tie"):
        if tie.source in names and tie.target in names:
            power, weight = strength(tie), tie.get("weight")
            yield {
                "row": "tie", "id": tie.id, "source": names[tie.source], "target": names[tie.target],
                "tie": tie.get("own_type") or tie.get("type") or "", "strength": "" if power is None else str(power),
                "weight": "" if weight is None else f"{weight:g}", "when": tie.get("when") or "",
                "directed": tie.get("directed") or "", "why": tie.get("why") or "",
                "stated": "|".join(sorted(stated_ends(board, tie))),
            }  # fmt: skip


def read_csv(board: Board, data: bytes) -> Changes:
    """The changes that a table of actors and ties brings; columns that other programs add are passed over.

    Raises:
        Invalid: the file cannot be read, or cells are wrong; the faults name row and column, and nothing is changed.
    """
    cells = Cells(board, data, HEADINGS, most=MOST, foreign=True)
    columns = set(cells.heads)
    if not {"name", "id"} & columns and not {"source", "target"} <= columns:
        raise Invalid("The first row has no headings that are known; known are {known}.", known=", ".join(COLUMNS))
    rows = tuple(cells.rows())
    faults = Faults(board, cells.faults)
    given = {"default_weight": "yes"} if _unweighted(columns, (row for _, row in rows)) else {}
    actors: list[ActorRecord] = []
    found: list[TieRecord] = []
    for number, row in rows:
        place = Place("row", number)
        if _is_tie(row):
            found.append(_tie(board, {**row, **given}, place, faults))
        else:
            actors.append(_actor(board, row, place, faults))
    return changes_of(board, actors, found, faults)


def read_ties(board: Board, text: str) -> Changes:
    """The changes that pasted lines bring: from; to; type; strength; a table with headings is read as well.

    Raises:
        Invalid: a line cannot be read.
    """
    lines = text.strip()
    first = {cell.strip().casefold() for cell in re.split("[;\t,]", next(iter(lines.splitlines()), ""))}
    if lines and not all(first & {column, *HEADINGS[column]} for column in ("source", "target")):
        lines = "source;target;tie;strength\n" + lines.replace("\t", ";")
    return read_csv(board, lines.encode())


def _unweighted(columns: Collection[str], rows: Iterable[Mapping[str, str]]) -> bool:
    """Whether every weight is the 1 that other programs write where nobody weighed anything."""
    return "weight" in columns and "strength" not in columns and all_alike(row.get("weight", "") for row in rows)


def _is_tie(row: Mapping[str, str]) -> bool:
    said = row.get("row", "").strip().casefold()
    if said:
        return said in ("tie", "yhteys", "koppling", "edge", "connection")
    return bool(row.get("source", "").strip() or row.get("target", "").strip())


def _actor(board: Board, row: Mapping[str, str], place: Place, faults: Faults) -> ActorRecord:
    networks = tuple(part.strip() for part in row.get("networks", "").split("|") if part.strip())
    called = row.get("name", "").strip() or row.get("id", "").strip()
    return ActorRecord(
        place=place, key=row.get("id", "").strip(), name=called, values=actor_values(board, row, place, faults),
        sector=row.get("sector", ""), networks=networks,
    )  # fmt: skip


def _tie(board: Board, row: Mapping[str, str], place: Place, faults: Faults) -> TieRecord:
    cells = dict(row)
    said = cells.get("type", "").strip()
    # Gephi's type of an edge is its direction; Kumu's is what we call the tie
    if said.casefold() in ("directed", "undirected", "mutual"):
        cells.setdefault("directed", said)
    elif said and not cells.get("tie", "").strip():
        cells["tie"] = said
    return TieRecord(
        place=place, source=cells.get("source", ""), target=cells.get("target", ""),
        values=tie_values(board, cells, place, faults),
    )  # fmt: skip
