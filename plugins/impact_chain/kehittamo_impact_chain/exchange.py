"""The chain and its costs as CSV, in a form that README.md documents, and back.

A file is read whole or not at all: every wrong cell is named by its row and column. What it brings is marked as not
checked until somebody confirms it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from kehittamo_core.api import Add, Board, Cells, Change, Changes, Connect, Item, write_cells
from kehittamo_impact_chain.links import LINKS

KINDS = (
    "input", "output", "solution", "outcome", "impact", "sub_change", "indicator", "assumption", "prerequisite", "challenge",
)  # fmt: skip
TIES = {
    "leads_to": "leads", "directs": "directs", "serves": "serves", "measures": "measures", "conditions": "conditions",
    "answers": "answers",
}  # fmt: skip
COLUMNS = ("code", "kind", "text", "actor", "amount", "unit", "change", "evidence", *TIES)
PAIRS = {link.id: link for link in LINKS}


def write_chain(board: Board) -> bytes:
    """The board's chain as CSV, one row per item; ties are short ids separated by spaces."""
    rows = [_row(board, item) for item in board.of(*KINDS)]
    return write_cells(COLUMNS, rows)


def _row(board: Board, item: Item) -> dict[str, str]:
    amount = item.get("amount") or {}
    row = {
        "code": item.code,
        "kind": item.kind,
        "text": item.text,
        "actor": ", ".join(item.get("actor") or ()),
        "amount": "" if amount.get("amount") is None else f"{amount['amount']:.15g}",
        "unit": str(amount.get("unit") or (item.get("unit") if item.kind == "indicator" else "") or ""),
        "change": str(item.get("change") or ""),
        "evidence": str(item.get("evidence") or ""),
    }
    for column, kind in TIES.items():
        row[column] = " ".join(found.code for found in board.after(item, kind) if found.code)
    return row


def read_chain(board: Board, data: bytes) -> Changes:
    """The changes that a CSV file asks for: new items, changed ones (by short id), and ties that are not there yet.

    Raises:
        Invalid: the file cannot be read, or a cell is wrong; `faults` name every row and column.
    """
    cells = Cells(board, data, COLUMNS, required=("kind", "text"))
    by_code = {item.code: item for item in board.items if item.code}
    refs: dict[str, tuple[str, str]] = {code: (item.id, item.kind) for code, item in by_code.items()}
    changes: list[Add | Change | Connect] = []
    ties: list[tuple[int, str, str, str, str]] = []
    for number, row in cells.rows():
        kind = _kind(board, row.get("kind", ""))
        if kind is None:
            cells.fault(
                number, "kind", "{value} is not one of {known}", value=row.get("kind", ""), known=", ".join(KINDS)
            )
            continue
        code = row.get("code", "")
        values = _values(cells, number, kind, row)
        old = by_code.get(code) if code else None
        if old is not None and old.kind != kind:
            cells.fault(number, "kind", "{code} is of another kind on the board", code=code)
            continue
        ref = old.id if old is not None else code or f"row-{number}"
        if old is not None:
            changed = {name: value for name, value in values.items() if old.values.get(name) != value}
            if changed:
                changes.append(Change(id=old.id, values=changed, uncertain=cells.unchecked))
        else:
            if code in refs:
                cells.fault(number, "code", "{code} is already in the file", code=code)
                continue
            changes.append(Add(kind=kind, values=values, ref=ref, uncertain=cells.unchecked))
        if code:
            refs[code] = (ref, kind)
        ties += [
            (number, column, ref, kind, target)
            for column in TIES
            for target in row.get(column, "").replace(",", " ").split()
        ]
    changes += _ties(board, cells, refs, ties)
    cells.refuse_if_wrong()
    return tuple(changes)


def _kind(board: Board, word: str) -> str | None:
    """A kind by its id or by its label in the board's language."""
    wanted = word.strip().casefold()
    return next((kind for kind in KINDS if wanted and wanted in (kind, board.label(kind).casefold())), None)


def _values(cells: Cells, number: int, kind: str, row: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {"text": row.get("text", "")}
    if row.get("actor") and kind in ("input", "output", "solution"):
        found = [cells.actor(number, "actor", name) for name in row["actor"].split(",") if name.strip()]
        values["actor"] = [actor for actor in found if actor]
    if row.get("amount") and kind in ("input", "output"):
        values["amount"] = {
            "amount": cells.number(number, "amount", row["amount"]),
            "unit": row.get("unit") or None,
        }
    elif row.get("unit") and kind == "indicator":
        values["unit"] = row["unit"]
    if row.get("change") and kind == "outcome":
        values["change"] = cells.choice(number, "change", row["change"], ("people", "structures"))
    if row.get("evidence") and kind in ("outcome", "impact"):
        grades = ("assumed", "promising", "contradictory", "shown")
        values["evidence"] = cells.choice(number, "evidence", row["evidence"], grades)
    return values


def _ties(
    board: Board, cells: Cells, refs: Mapping[str, tuple[str, str]], ties: Iterable[tuple[int, str, str, str, str]]
) -> list[Connect]:
    there = {(link.kind, link.source, link.target) for link in board.links}
    found: list[Connect] = []
    for number, column, ref, kind, code in ties:
        end = refs.get(code)
        if end is None:
            cells.fault(number, column, "there is no {code} in the file or on the board", code=code)
            continue
        link = PAIRS[TIES[column]]
        fits = (kind, end[1]) in link.pairs if link.pairs else kind in link.source and end[1] in link.target
        if not fits or end[0] == ref:
            cells.fault(
                number,
                column,
                "{source} cannot be tied so to {target}",
                source=board.label(kind),
                target=f"{board.label(end[1])} {code}",
            )
            continue
        if (link.id, ref, end[0]) not in there:
            there.add((link.id, ref, end[0]))
            found.append(Connect(kind=link.id, source=ref, target=end[0], uncertain=cells.unchecked))
    return found
