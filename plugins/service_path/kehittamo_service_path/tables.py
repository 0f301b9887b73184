"""Tables without empty columns: what nobody has filled in takes no room on a page."""

from collections.abc import Sequence

from kehittamo_core.api import Cell, Table

Row = tuple[Cell, ...]


def filled(caption: str, columns: Sequence[str], rows: Sequence[Row], widths: Sequence[float]) -> Table:
    """A table of the columns in which some row says something; the first is always kept."""
    kept = [index for index in range(len(columns)) if index == 0 or any(_says(row[index]) for row in rows)]
    return Table(
        caption=caption,
        columns=tuple(columns[index] for index in kept),
        rows=tuple(tuple(row[index] for index in kept) for row in rows),
        widths=tuple(widths[index] for index in kept),
    )


def _says(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else any(cell)
