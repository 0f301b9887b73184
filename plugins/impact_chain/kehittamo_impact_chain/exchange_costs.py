"""Cost lines as CSV and back: totals, figures per unit, volumes, who pays and who saves."""

from typing import Any

from kehittamo_core.api import Add, Board, Cells, Change, Changes, Item, write_cells

COLUMNS = (
    "code", "text", "direction", "low", "total", "high", "per_unit", "unit", "volume", "yearly", "payer", "saver",
)  # fmt: skip
ABOUT = "≈"


def write_costs(board: Board) -> bytes:
    """The board's cost lines as CSV; «≈» stands before approximate amounts."""
    return write_cells(COLUMNS, [_row(item) for item in board.of("cost")])


def _plain(value: Any) -> str:
    return "" if value is None else f"{value:.15g}"


def _row(item: Item) -> dict[str, str]:
    total, price, volume = item.get("total") or {}, item.get("per_unit") or {}, item.get("volume") or {}
    about = ABOUT if total.get("approximate") else ""
    each = ABOUT if price.get("approximate") else ""
    return {
        "code": item.code,
        "text": item.text,
        "direction": str(item.get("direction") or ""),
        "low": _plain(total.get("low")),
        "total": f"{about}{_plain(total.get('base'))}" if total.get("base") is not None else "",
        "high": _plain(total.get("high")),
        "per_unit": f"{each}{_plain(price.get('base'))}" if price.get("base") is not None else "",
        "unit": str(price.get("unit") or volume.get("unit") or ""),
        "volume": _plain(volume.get("amount")),
        "yearly": "x" if item.get("yearly") else "",
        "payer": str(item.get("payer") or ""),
        "saver": str(item.get("saver") or ""),
    }


def read_costs(board: Board, data: bytes) -> Changes:
    """New cost lines, and changes of those whose short id stands on the board.

    Raises:
        Invalid: the file cannot be read, or a cell is wrong; `faults` name every row and column.
    """
    cells = Cells(board, data, COLUMNS, required=("total",))
    by_code = {item.code: item for item in board.of("cost") if item.code}
    changes: list[Add | Change] = []
    for number, row in cells.rows():
        values = _values(cells, number, row)
        old = by_code.get(row.get("code", ""))
        if old is None:
            changes.append(Add(kind="cost", values=values, uncertain=cells.unchecked))
        else:
            changed = {name: value for name, value in values.items() if old.values.get(name) != value}
            if changed:
                changes.append(Change(id=old.id, values=changed, uncertain=cells.unchecked))
    cells.refuse_if_wrong()
    return tuple(changes)


def _values(cells: Cells, number: int, row: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if row.get("text"):
        values["text"] = row["text"]
    if row.get("direction"):
        values["direction"] = cells.choice(number, "direction", row["direction"], ("cost", "saving"))
    total = _money(cells, number, "total", row.get("total", ""), "total")
    for column in ("low", "high"):
        if row.get(column):
            total[column] = cells.number(number, column, row[column])
    if len(total) > 1:
        values["total"] = total
    price = _money(cells, number, "per_unit", row.get("per_unit", ""), "per_unit")
    unit = row.get("unit") or None
    if len(price) > 1:
        values["per_unit"] = {**price, "unit": unit}
    if row.get("volume"):
        values["volume"] = {"amount": cells.number(number, "volume", row["volume"]), "unit": unit}
    if row.get("yearly"):
        values["yearly"] = cells.flag(number, "yearly", row["yearly"])
    for column in ("payer", "saver"):
        if row.get(column):
            values[column] = cells.actor(number, column, row[column])
    return values


def _money(cells: Cells, number: int, column: str, text: str, kind: str) -> dict[str, Any]:
    """A money value from a cell such as «≈ 400 000»; only its kind where the cell is empty."""
    money: dict[str, Any] = {"kind": kind}
    if text:
        money["base"] = cells.number(number, column, text.lstrip(ABOUT + "~ "))
        if text.startswith((ABOUT, "~")):
            money["approximate"] = True
    return money
