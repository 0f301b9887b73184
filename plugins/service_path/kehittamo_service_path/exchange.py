"""The path as a table in a CSV file, and back: one row for each step, meeting, service, data group, tool or mark.

Columns (in any order; their names in English as here, or in the board's language): see `COLUMNS`. Several values in one
cell are separated by `;`, so such cells stand in quotes. `next` names the rows that follow, by their `row` names.
"""

from collections.abc import Iterator, Mapping

from kehittamo_core.api import Add, Board, Cells, Changes, Codec, Connect, Field, Item, write_cells
from kehittamo_service_path.kinds import DATA, MEETING, MONITORING, STATIONS, STEP, SUPPORT, TOOL
from kehittamo_service_path.zones import ZONES

KINDS = {kind.id: kind for kind in (STEP, MEETING, SUPPORT, DATA, TOOL, MONITORING)}
LINE_LIMIT = 200
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
ARROWS = {"next": "then", "returns": "returns"}


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
    """The board's path as CSV, one row of headings in the board's language."""
    heads = headings(board)
    rows = ({heads[column]: _cell(board, item, column) for column in COLUMNS} for item in board.of(*KINDS))
    return write_cells([heads[column] for column in COLUMNS], rows)


def _row_name(item: Item) -> str:
    return item.code or item.id


def _cell(board: Board, item: Item, column: str) -> str:
    match column:
        case "row":
            return _row_name(item)
        case "kind":
            return board.label(item.kind)
        case "zone":
            return board.label(f"zone:{item.zone}")
        case "at":
            link = LINKS.get(item.kind, "")
            others = board.before(item, link) if item.kind == "tool" else board.after(item, link) if link else ()
            return "; ".join(_row_name(other) for other in others)
        case "next" | "returns":
            return "; ".join(_row_name(other) for other in board.after(item, ARROWS[column]))
    return _in_words(board, item, column)


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
        parts = [f"{part:.15g}" for part in parts]
    return "; ".join(str(part) for part in parts)


def read_csv(board: Board, data: bytes) -> Changes:
    """The changes that a file makes: new items, marked as not checked, and their links.

    Raises:
        Invalid: what is wrong, by row and column; nothing is imported then.
    """
    reader = _Reader(board, data)
    rows = list(reader.cells.rows())
    adds = [add for number, row in rows if (add := reader.item(number, row)) is not None]
    links = [link for number, row in rows for link in reader.links(number, row)]
    reader.cells.refuse_if_wrong()
    return (*adds, *links)


class _Reader:
    """A file's rows while they are read: the items that they make by the rows' names, for the links between them."""

    def __init__(self, board: Board, data: bytes) -> None:
        self.board = board
        self.heads = headings(board)
        known = {column: (self.heads[column],) for column in COLUMNS}
        self.cells = Cells(board, data, known, required=("kind", "text"))
        self.made: dict[str, tuple[str, str]] = {}

    def item(self, number: int, row: Mapping[str, str]) -> Add | None:
        """The item of a row; None where its kind is wrong."""
        board, cells, heads = self.board, self.cells, self.heads
        kind = cells.choice(number, heads["kind"], row.get("kind") or "–", {id_: board.label(id_) for id_ in KINDS})
        if kind is None:
            return None
        zone: str | None = KINDS[kind].zone
        if row.get("zone"):
            zones = {part.id: board.label(f"zone:{part.id}") for part in ZONES if kind in part.kinds}
            zone = cells.choice(number, heads["zone"], row["zone"], zones)
        values: dict[str, object] = {"unchecked": True}
        for column in COLUMNS:
            field = KINDS[kind].field(column)
            if field is not None and row.get(column):
                values[column] = self._value(number, kind, field, row[column])
        add, name = Add(kind=kind, values=values, zone=zone or "", ref=f"row-{number}"), _name_of(number, row)
        if name in self.made:
            cells.fault(number, heads["row"], "{value} is used twice", value=name)
        self.made[name] = (add.ref, kind)
        return add

    def _value(self, number: int, kind: str, field: Field, cell: str) -> object:
        parts = [part.strip() for part in cell.split(";") if part.strip()] if field.many else [cell]
        found = [self._part(number, kind, field, part) for part in parts]
        return found if field.many else found[0]

    def _part(self, number: int, kind: str, field: Field, part: str) -> object:
        at = self.heads[field.id]
        match field.type:
            case "number":
                return self.cells.number(number, at, part)
            case "choice":
                choices = {choice.id: self.board.label(f"{kind}.{field.id}.{choice.id}") for choice in field.choices}
                return self.cells.choice(number, at, part, choices)
            case "actor":
                return self.cells.actor(number, at, part)
            case "line":
                if len(part) > LINE_LIMIT:
                    said = "{count} characters are too many; {limit} fit"
                    self.cells.fault(number, at, said, count=len(part), limit=LINE_LIMIT)
                return " ".join(part.split())
        return part

    def links(self, number: int, row: Mapping[str, str]) -> Iterator[Connect]:
        """The links that a row names, once every row's item is known."""
        own = self.made.get(_name_of(number, row))
        if own is None:
            return
        for column in (*ARROWS, "at"):
            for name in (part.strip() for part in row.get(column, "").split(";") if part.strip()):
                other = self.made.get(name)
                link = ARROWS.get(column) or LINKS.get(own[1])
                if other is None:
                    self.cells.fault(number, self.heads[column], "there is no row {value}", value=name)
                elif link is None or other[1] not in STATIONS or (column in ARROWS and own[1] not in STATIONS):
                    self.cells.fault(number, self.heads[column], "{value} cannot stand here", value=name)
                else:
                    source, target = (other, own) if link == "uses" else (own, other)
                    yield Connect(kind=link, source=source[0], target=target[0])


def _name_of(number: int, row: Mapping[str, str]) -> str:
    return row.get("row") or f"#{number}"


CSV = Codec(
    id="csv", label="Path as a table (CSV)", ending="csv", media_type="text/csv", write=write_csv, read=read_csv
)
