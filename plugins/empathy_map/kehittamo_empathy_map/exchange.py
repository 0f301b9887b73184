"""Notes as a spreadsheet: one row for each note, in the columns zone, kind, text, evidence, source.

Semicolons and UTF-8; a first row with the headings, which may be the ids as here or the board's own words. Rows that are
wrong are named by row and column; nothing is imported then. What comes in is marked as not checked yet.
"""

from kehittamo_core.api import Add, Board, Cells, Changes, Codec, write_cells
from kehittamo_empathy_map.zones import ZONES

COLUMNS = ("zone", "kind", "text", "evidence", "source")
KINDS = ("note", "pain", "gain", "barrier")
GRADES = ("observed", "told", "assumed")
BY_ZONE = {"pains": "pain", "gains": "gain", "barriers": "barrier"}
"""What stands in a field when no kind is written; elsewhere it is a note."""


def write_csv(board: Board) -> bytes:
    """The notes as a file."""
    return write_cells(
        COLUMNS,
        (
            {
                "zone": item.zone, "kind": item.kind, "text": item.text, "evidence": str(item.get("evidence", "")),
                "source": str(item.get("source", "")),
            }
            for item in board.of(*KINDS)
        ),
    )  # fmt: skip


def read_csv(board: Board, data: bytes) -> Changes:
    """New notes from a file of the same form.

    Raises:
        Invalid: rows and columns that are wrong, all of them; nothing is imported then.
    """
    cells = Cells(board, data, COLUMNS, required=("text",))
    zones = {zone.id: board.label(f"zone:{zone.id}") for zone in ZONES}
    kinds = {kind: board.label(kind) for kind in KINDS}
    grades = {grade: board.label(f"note.evidence.{grade}") for grade in GRADES}
    changes: list[Add] = []
    for number, row in cells.rows():
        zone = cells.choice(number, "zone", row["zone"], zones) if row.get("zone") else ""
        kind = cells.choice(number, "kind", row["kind"], kinds) if row.get("kind") else BY_ZONE.get(zone or "", "note")
        evidence = cells.choice(number, "evidence", row["evidence"], grades) if row.get("evidence") else None
        if not row.get("text"):
            cells.fault(number, "text", "the text is empty")
        values = {"text": row.get("text", ""), "evidence": evidence, "source": row.get("source") or None}
        changes.append(Add(kind=kind or "note", values=values, zone=zone or "", uncertain=cells.unchecked))
    cells.refuse_if_wrong()
    return tuple(changes)


CODECS = (Codec(id="csv", label="Notes as CSV", ending="csv", media_type="text/csv", write=write_csv, read=read_csv),)
