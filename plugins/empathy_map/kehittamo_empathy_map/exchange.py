"""Notes as a spreadsheet: zone; kind (note, pain, gain, barrier); text; evidence (observed, told, assumed); source.

Separator semicolon, UTF-8 with a mark at the start, as spreadsheets in Finland read it.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from kehittamo_core.api import Add, Board, Changes, Codec, Fault, Invalid, spreadsheet_text
from kehittamo_empathy_map.zones import ZONES

COLUMNS = ("zone", "kind", "text", "evidence", "source")
KINDS = ("note", "pain", "gain", "barrier")
GRADES = ("observed", "told", "assumed")


def write_csv(board: Board) -> bytes:
    """The notes as a file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in board.of(*KINDS):
        row = (item.zone, item.kind, item.text, item.get("evidence", ""), item.get("source", ""))
        writer.writerow([spreadsheet_text(str(cell)) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def rows_of(data: bytes, columns: Sequence[str], needed: set[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(number, cells by heading) of the rows that hold something, as a spreadsheet numbers them: the headings are row 1.

    Raises:
        Invalid: the bytes are no UTF-8, or a needed heading is missing; `columns` are those that the message names.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("The file is not UTF-8 text (byte {byte}); save it as CSV UTF-8.", byte=error.start) from error
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    head = [name.strip() for name in rows[0]] if rows else []
    if not needed <= set(head):
        raise Invalid("The first row must hold the headings {columns}.", columns="; ".join(columns))
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: cell.strip().removeprefix("'") for name, cell in zip(head, row, strict=False)}
        if any(cells.values()):
            yield number, cells


def read_csv(board: Board, data: bytes) -> Changes:
    """New notes from a file of the same form.

    Raises:
        Invalid: rows and columns that are wrong, all of them; nothing is imported then.
    """
    zones = {zone.id for zone in ZONES}
    faults: list[Fault] = []
    changes: list[Add] = []
    for number, cells in rows_of(data, COLUMNS, {"text"}):
        kind = cells.get("kind") or {"pains": "pain", "gains": "gain", "barriers": "barrier"}.get(
            cells.get("zone", ""), "note"
        )
        for column, value, known in (
            ("zone", cells.get("zone", ""), zones), ("kind", kind, set(KINDS)), ("evidence", cells.get("evidence", ""), set(GRADES)),
        ):  # fmt: skip
            if value and value not in known:
                message = "{value} is not one of {known}"
                faults.append(
                    Fault(
                        f"row {number}, column {column}",
                        message,
                        {"value": repr(value), "known": ", ".join(sorted(known))},
                    )
                )
        if not cells.get("text"):
            faults.append(Fault(f"row {number}, column text", "the text is empty", {}))
        values = {
            "text": cells.get("text", ""),
            "evidence": cells.get("evidence") or None,
            "source": cells.get("source") or None,
        }
        changes.append(Add(kind=kind, values=values, zone=cells.get("zone", "")))
    if faults:
        raise Invalid("The file has {count} faults; nothing was imported.", faults=faults, count=len(faults))
    return tuple(changes)


CODECS = (Codec(id="csv", label="Notes as CSV", ending="csv", media_type="text/csv", write=write_csv, read=read_csv),)
