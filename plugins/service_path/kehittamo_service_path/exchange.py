"""The path as a table in a CSV file, and back: one row for each step, meeting, service, data group, tool or mark.

Columns (in any order; their names in English as here, or in the board's language): see `COLUMNS`. Several values in one
cell are separated by `;`, so such cells stand in quotes. `next` names the rows that follow, by their `row` names.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kehittamo_core.api import Add, Board, Changes, Codec, Connect, Fault, Field, Invalid, Item
from kehittamo_service_path.kinds import DATA, MEETING, MONITORING, STATIONS, STEP, SUPPORT, TOOL
from kehittamo_service_path.zones import ZONES

KINDS = {kind.id: kind for kind in (STEP, MEETING, SUPPORT, DATA, TOOL, MONITORING)}
LINE_LIMIT, TEXT_LIMIT = 200, 2_000
MOST_ROWS = 2_000
COLUMNS = (
    "row",
    "kind",
    "zone",
    "text",
    "column",
    "description",
    "participants",
    "owner",
    "channel",
    "duration_min",
    "duration_max",
    "duration_unit",
    "recurrence",
    "trigger",
    "items",
    "how",
    "at",
    "next",
    "returns",
)
"""`at` names the rows where a tool is used, data inform or something is measured; `next` and `returns` are arrows."""

LINKS = {"tool": "uses", "data": "informs", "monitoring": "monitors"}


def headings(board: Board) -> Mapping[str, str]:
    """The heading of each column in the board's language."""
    return {
        "row": board.say("Row"),
        "kind": board.say("Kind"),
        "zone": board.say("Part of the board"),
        "text": board.label("step.text"),
        "at": board.say("Where"),
        "next": board.say("Next"),
        "returns": board.say("Returns to"),
        "items": board.label("data.items"),
        "how": board.label("monitoring.how"),
        **{
            field: board.label(f"step.{field}")
            for field in COLUMNS
            if STEP.field(field) is not None and field != "text"
        },
    }


def write_csv(board: Board) -> bytes:
    """The board's path as CSV: UTF-8 with a mark, semicolons, one row of headings."""
    heads = headings(board)
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow([heads[column] for column in COLUMNS])
    for item in board.of(*KINDS):
        table.writerow([_safe(cell) for cell in _cells(board, item)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "\t") or (cell[:1] == "-" and not cell[1:2].isdigit()) else cell


def _row_name(item: Item) -> str:
    return item.code or item.id


def _cells(board: Board, item: Item) -> Iterator[str]:
    for column in COLUMNS:
        match column:
            case "row":
                yield _row_name(item)
            case "kind":
                yield board.label(item.kind)
            case "zone":
                yield board.label(f"zone:{item.zone}")
            case "at":
                link = LINKS.get(item.kind, "")
                others = board.before(item, link) if item.kind == "tool" else board.after(item, link) if link else ()
                yield "; ".join(_row_name(other) for other in others)
            case "next" | "returns":
                kind = "then" if column == "next" else "returns"
                yield "; ".join(_row_name(other) for other in board.after(item, kind))
            case _:
                yield _in_words(board, item, column)


def _in_words(board: Board, item: Item, column: str) -> str:
    field = KINDS[item.kind].field(column)
    value = item.get(column) if field is not None else None
    if field is None or value is None:
        return ""
    parts = value if isinstance(value, list | tuple) else [value]
    if field.type == "actor":
        parts = [board.actor(part) for part in parts]
    elif field.type == "choice":
        parts = [board.label(f"{item.kind}.{column}.{part}") for part in parts]
    elif field.type == "number":
        parts = [f"{part:g}" for part in parts]
    return "; ".join(str(part) for part in parts)


@dataclass
class _Reader:
    """A file's rows while they are checked: faults are gathered, so that a person sees all of them at once."""

    board: Board
    faults: list[Fault]

    def fault(self, row: int, column: str, message: str) -> None:
        """Note what is wrong in a row (2 is the first below the headings) and a column."""
        place = self.board.say("row {row}, column {column}", row=row, column=headings(self.board).get(column, column))
        self.faults.append(Fault(place, message.replace("{", "{{").replace("}", "}}"), {}))


def read_csv(board: Board, data: bytes) -> Changes:
    """The changes that a file makes: new items, marked as not checked, and their links.

    Raises:
        Invalid: what is wrong, by row and column; nothing is imported then.
    """
    reader = _Reader(board, [])
    rows = _rows(reader, data)
    names: dict[str, tuple[str, str]] = {}
    adds: list[Add | Connect] = []
    for number, row in enumerate(rows, 2):
        add = _item(reader, number, row)
        if add is not None:
            key = row.get("row") or f"#{number}"
            if key in names:
                reader.fault(number, "row", board.say("{value} is used twice", value=key))
            names[key] = (add.ref, add.kind)
            adds.append(add)
    links = [link for number, row in enumerate(rows, 2) for link in _links(reader, number, row, names)]
    if reader.faults:
        raise Invalid(board.say("The file was not imported."), faults=reader.faults)
    return (*adds, *links)


def _rows(reader: _Reader, data: bytes) -> list[dict[str, str]]:
    board = reader.board
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(";,\t", key=first.count)
    table = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    if not table:
        raise Invalid(board.say("The file is empty."))
    if len(table) > MOST_ROWS + 1:
        raise Invalid(board.say("The file has more than {number} rows.", number=MOST_ROWS))
    known = {column: column for column in COLUMNS} | {
        head.casefold(): column for column, head in headings(board).items()
    }
    columns = [known.get(cell.strip().casefold()) for cell in table[0]]
    for place, column in enumerate(columns):
        if column is None and table[0][place].strip():
            reader.fault(1, table[0][place].strip(), board.say("there is no such column"))
    if "text" not in columns or "kind" not in columns:
        raise Invalid(
            board.say(
                "The file needs the columns {columns}.", columns=f"{headings(board)['kind']}, {headings(board)['text']}"
            )
        )
    rows = []
    for line in table[1:]:
        row = {column: cell.strip().removeprefix("'") for column, cell in zip(columns, line, strict=False) if column}
        rows.append(row)
    return rows


def _item(reader: _Reader, number: int, row: Mapping[str, str]) -> Add | None:
    board = reader.board
    if not any(row.values()):
        return None
    kind = _one_of(row.get("kind", ""), {id_: board.label(id_) for id_ in KINDS})
    if kind is None:
        reader.fault(number, "kind", board.say("{value} is not a kind of this table", value=row.get("kind") or "–"))
        return None
    zones = {zone.id: board.label(f"zone:{zone.id}") for zone in ZONES if kind in zone.kinds}
    zone = _one_of(row.get("zone", ""), zones) if row.get("zone") else KINDS[kind].zone
    if zone is None:
        reader.fault(
            number, "zone", board.say("{value} does not take {kind}", value=row.get("zone", ""), kind=board.label(kind))
        )
        zone = KINDS[kind].zone
    values: dict[str, object] = {"unchecked": True}
    for column in COLUMNS:
        field = KINDS[kind].field(column)
        cell = row.get(column, "")
        if field is not None and cell:
            values[column] = _value(reader, number, kind, field, cell)
    return Add(kind=kind, values=values, zone=zone, ref=f"row-{number}")


def _one_of(cell: str, labels: Mapping[str, str]) -> str | None:
    wanted = cell.strip().casefold()
    return next((id_ for id_, label in labels.items() if wanted in (id_, label.casefold())), None)


def _value(reader: _Reader, number: int, kind: str, field: Field, cell: str) -> object:
    board = reader.board
    parts = [part.strip() for part in cell.split(";") if part.strip()] if field.many else [cell]
    found: list[object] = []
    for part in parts:
        match field.type:
            case "number":
                try:
                    found.append(float(part.replace(",", ".").replace("\u00a0", "").replace(" ", "")))
                except ValueError:
                    reader.fault(number, field.id, board.say("{value} is not a number", value=part))
            case "choice":
                choice = _one_of(part, {c.id: board.label(f"{kind}.{field.id}.{c.id}") for c in field.choices})
                if choice is None:
                    reader.fault(number, field.id, board.say("{value} is not one of the choices", value=part))
                found.append(choice)
            case "actor":
                actor = _one_of(part, {actor.id: actor.name for actor in board.actors.values()}) or _by_alias(
                    board, part
                )
                if actor is None:
                    reader.fault(number, field.id, board.say("{value} is not an actor of this programme", value=part))
                found.append(actor)
            case _:
                limit = TEXT_LIMIT if field.type == "text" else LINE_LIMIT
                if len(part) > limit:
                    reader.fault(
                        number,
                        field.id,
                        board.say("{count} characters are too many; {limit} fit", count=len(part), limit=limit),
                    )
                found.append(part if field.type == "text" else " ".join(part.split()))
    return found if field.many else found[0] if found else None


def _by_alias(board: Board, name: str) -> str | None:
    wanted = name.casefold()
    return next(
        (actor.id for actor in board.actors.values() if any(wanted == alias.casefold() for alias in actor.aliases)),
        None,
    )


def _links(
    reader: _Reader, number: int, row: Mapping[str, str], names: Mapping[str, tuple[str, str]]
) -> Iterator[Connect]:
    own = names.get(row.get("row") or f"#{number}")
    if own is None:
        return
    for column in ("next", "returns", "at"):
        for part in (part.strip() for part in row.get(column, "").split(";") if part.strip()):
            other = names.get(part)
            link = LINKS.get(own[1]) if column == "at" else {"next": "then", "returns": "returns"}[column]
            if other is None:
                reader.fault(number, column, reader.board.say("there is no row {value}", value=part))
            elif link is None or other[1] not in STATIONS or (column != "at" and own[1] not in STATIONS):
                reader.fault(number, column, reader.board.say("{value} cannot stand here", value=part))
            elif link == "uses":
                yield Connect(kind=link, source=other[0], target=own[0])
            else:
                yield Connect(kind=link, source=own[0], target=other[0])


CSV = Codec(
    id="csv", label="Path as a table (CSV)", ending="csv", media_type="text/csv", write=write_csv, read=read_csv
)
