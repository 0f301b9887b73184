"""Service maps and diaries as a spreadsheet: one row for each service of a map and for each entry of a diary.

Columns: sheet (map, diary); code (made up by whoever filled it in); municipality; group; day (1-7, diaries only); text (what
happened, diaries only); service; channel; often (maps only); felt (diaries only); tags (separated by commas). Semicolons, UTF-8.
"""

from collections.abc import Iterator, Mapping

from kehittamo_core.api import Add, Board, Cells, Changes, Codec, Connect, Item, Link, write_cells
from kehittamo_empathy_map.collection import entries_of
from kehittamo_empathy_map.kinds_collected import CHANNEL, FELT, OFTEN

COLUMNS = ("sheet", "code", "municipality", "group", "day", "text", "service", "channel", "often", "felt", "tags")
SHEETS = {"map": "service_map", "diary": "diary"}
KNOWN: Mapping[str, tuple[str, ...]] = {
    "sheet": tuple(SHEETS),
    "day": tuple(str(number) for number in range(1, 8)),
    "channel": tuple(choice.id for choice in CHANNEL),
    "often": tuple(choice.id for choice in OFTEN),
    "felt": tuple(choice.id for choice in FELT),
}


def write_collected(board: Board) -> bytes:
    """The maps and diaries as a file; a sheet without a service or an entry has one row of its own."""
    return write_cells(COLUMNS, _rows(board))


def _rows(board: Board) -> Iterator[Mapping[str, str]]:
    for sheet in board.of("service_map"):
        links = board.outgoing(sheet, "used")
        for link in links:
            yield {**_head("map", sheet), **_use(board, link)}
        if not links:
            yield _head("map", sheet)
    for diary in board.of("diary"):
        entries = entries_of(board, diary)
        for entry in entries:
            told = {
                "day": str(entry.get("day", "")).removeprefix("day_"), "text": entry.text, "felt": str(entry.get("felt", "")),
                "tags": ", ".join(str(tag) for tag in entry.get("tags", ())),
            }  # fmt: skip
            used = board.outgoing(entry, "used")
            yield {**_head("diary", diary), **told, **(_use(board, used[0]) if used else {})}
        if not entries:
            yield _head("diary", diary)


def _head(sheet: str, item: Item) -> Mapping[str, str]:
    return {
        "sheet": sheet,
        "code": item.text or item.code,
        "municipality": str(item.get("municipality", "")),
        "group": str(item.get("group", "")),
    }


def _use(board: Board, link: Link) -> Mapping[str, str]:
    service = board.item(link.target)
    return {
        "service": (service.text or service.code) if service else "",
        "channel": str(link.get("channel", "")),
        "often": str(link.get("often", "")),
    }


def read_collected(board: Board, data: bytes) -> Changes:
    """New maps, diaries and entries from a file of the same form; services that the board knows are used, not doubled.

    Raises:
        Invalid: rows and columns that are wrong, all of them; nothing is imported then.
    """
    cells = Cells(board, data, COLUMNS, required=("sheet", "code"))
    reader = _Reader(board, cells)
    for number, row in cells.rows():
        reader.row(number, row)
    cells.refuse_if_wrong()
    return tuple(reader.changes)


class _Reader:
    """What the rows of a file make, one after the other: a sheet and a service are made when they first appear."""

    def __init__(self, board: Board, cells: Cells) -> None:
        self.changes: list[Add | Connect] = []
        self.cells = cells
        self._sheets = {(item.kind, _same(item.text)): item.id for item in board.of("service_map", "diary")}
        self._services = {_same(item.text): item.id for item in board.of("service")}
        self._used = {(link.source, link.target) for link in board.links_of("used")}

    def row(self, number: int, cells: Mapping[str, str]) -> None:
        """One row: its faults, or its changes."""
        if self._is_wrong(number, cells):
            return
        sheet = self._sheet(SHEETS[cells["sheet"]], cells)
        told = {name: cells[name] for name in ("channel", "often") if cells.get(name)}
        if cells["sheet"] == "diary":
            if not cells.get("text"):
                return
            ref = f"entry-{number}"
            tags = [tag.strip() for tag in cells.get("tags", "").split(",") if tag.strip()]
            entry = {
                "text": cells["text"],
                "day": cells.get("day") and f"day_{cells['day']}",
                "felt": cells.get("felt"),
                "tags": tags,
            }
            self.changes.append(
                Add(
                    kind="entry",
                    ref=ref,
                    values={name: value for name, value in entry.items() if value},
                    uncertain=self.cells.unchecked,
                )
            )
            self.changes.append(Connect(kind="written_in", source=ref, target=sheet))
            sheet = ref
            told.pop("often", None)
        if cells.get("service"):
            service = self._service(cells["service"])
            if (sheet, service) not in self._used:
                self._used.add((sheet, service))
                self.changes.append(Connect(kind="used", source=sheet, target=service, values=told))

    def _sheet(self, kind: str, cells: Mapping[str, str]) -> str:
        key = (kind, _same(cells["code"]))
        if key not in self._sheets:
            self._sheets[key] = f"{kind}-{len(self._sheets)}"
            values = {name: cells[name] for name in ("municipality", "group") if cells.get(name)}
            self._add(kind, self._sheets[key], {"text": cells["code"], **values})
        return self._sheets[key]

    def _service(self, name: str) -> str:
        if _same(name) not in self._services:
            self._services[_same(name)] = f"service-{len(self._services)}"
            self._add("service", self._services[_same(name)], {"text": name})
        return self._services[_same(name)]

    def _add(self, kind: str, ref: str, values: Mapping[str, str]) -> None:
        self.changes.append(Add(kind=kind, ref=ref, values=values, uncertain=self.cells.unchecked))

    def _is_wrong(self, number: int, row: Mapping[str, str]) -> bool:
        """Whether a row has faults; they are remembered."""
        before = len(self.cells.faults)
        for column in ("sheet", "code"):
            if not row.get(column):
                self.cells.fault(number, column, "the text is empty")
        for column, known in KNOWN.items():
            if row.get(column):
                self.cells.choice(number, column, row[column], known)
        return len(self.cells.faults) > before


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


COLLECTED_CSV = Codec(
    id="collected", label="Service maps and diaries as CSV", ending="csv", media_type="text/csv", write=write_collected,
    read=read_collected,
)  # fmt: skip
