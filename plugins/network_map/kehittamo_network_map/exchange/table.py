"""Actors and ties as one CSV table: a row is an actor or a tie. Edge lists and rosters of Gephi and Kumu are read too."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from kehittamo_core.api import Board, Changes, Invalid, Item, spreadsheet_text
from kehittamo_network_map.exchange.records import (
    ActorRecord,
    Faults,
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
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, delimiter=";", lineterminator="\r\n", restval="")
    writer.writeheader()
    names = unique_names(board)
    for row in (*_actor_rows(board, names), *_tie_rows(board, names)):
        writer.writerow({key: spreadsheet_text(value) for key, value in row.items()})
    return b"\xef\xbb\xbf" + file.getvalue().encode()


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
    """The changes that a table of actors and ties brings.

    Raises:
        Invalid: the file cannot be read, or cells are wrong; the faults name row and column, and nothing is changed.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("The file is not text in UTF-8.") from error
    if "\0" in text:
        raise Invalid("The file is not text in UTF-8.")
    return _read(board, text)


def read_ties(board: Board, text: str) -> Changes:
    """The changes that pasted lines bring: from; to; type; strength; a table with headings is read as well.

    Raises:
        Invalid: a line cannot be read.
    """
    lines = text.strip()
    first = next(iter(lines.splitlines()), "")
    known = {_column(cell) for cell in next(csv.reader([first], delimiter=_delimiter(first)), [])}
    if {"source", "target"} <= known:
        return _read(board, lines)
    return _read(board, "source;target;tie;strength\n" + lines.replace("\t", ";") if lines else "")


def _delimiter(line: str) -> str:
    return max((";", "\t", ","), key=line.count)


def _column(heading: str) -> str:
    plain = heading.strip().casefold()
    return next((column for column, others in HEADINGS.items() if plain == column or plain in others), "")


def _read(board: Board, text: str) -> Changes:
    if not text.strip():
        raise Invalid("The file is empty.")
    first = text.splitlines()[0]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(first)))
    except csv.Error as error:
        raise Invalid("The file is not a CSV table: {reason}.", reason=str(error)) from error
    columns = [_column(cell) for cell in rows[0]]
    if not {"name"} & set(columns) and not {"source", "target"} <= set(columns) and "id" not in columns:
        raise Invalid("The first row has no headings that are known; known are {known}.", known=", ".join(COLUMNS))
    faults = Faults()
    unweighted = _unweighted(columns, rows[1:])
    actors: list[ActorRecord] = []
    found: list[TieRecord] = []
    for number, cells in enumerate(rows[1:], start=2):
        row = {column: _unsafe(cell) for column, cell in zip(columns, cells, strict=False) if column}
        if not any(cell.strip() for cell in row.values()):
            continue
        place = f"row {number}"
        if len(cells) > len(columns):
            faults.add(
                place,
                "",
                "the row has {count} cells, there are {columns} columns",
                count=len(cells),
                columns=len(columns),
            )
        elif _is_tie(row):
            found.append(_tie(board, {**row, "default_weight": "yes"} if unweighted else row, place, faults))
        else:
            actors.append(_actor(board, row, place, faults))
    return changes_of(board, actors, found, faults)


def _unweighted(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether every weight is the 1 that other programs write where nobody weighed anything."""
    if "weight" not in columns or "strength" in columns:
        return False
    at = columns.index("weight")
    return all_alike(cells[at] for cells in rows if len(cells) > at and any(cells))


def _unsafe(cell: str) -> str:
    """A cell as it was before it was kept from being taken for a formula."""
    return cell[1:] if cell.startswith("'") and spreadsheet_text(cell[1:]) == cell else cell


def _is_tie(row: Mapping[str, str]) -> bool:
    said = row.get("row", "").strip().casefold()
    if said:
        return said in ("tie", "yhteys", "koppling", "edge", "connection")
    return bool(row.get("source", "").strip() or row.get("target", "").strip())


def _actor(board: Board, row: Mapping[str, str], place: str, faults: Faults) -> ActorRecord:
    networks = tuple(part.strip() for part in row.get("networks", "").split("|") if part.strip())
    called = row.get("name", "").strip() or row.get("id", "").strip()
    return ActorRecord(
        place=place, key=row.get("id", "").strip(), name=called, values=actor_values(board, row, place, faults),
        sector=row.get("sector", ""), networks=networks,
    )  # fmt: skip


def _tie(board: Board, row: Mapping[str, str], place: str, faults: Faults) -> TieRecord:
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
