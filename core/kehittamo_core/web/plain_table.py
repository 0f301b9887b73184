"""A board whose method is missing, as plain tables of its data: nothing is lost, nothing can be broken."""

import json
from typing import Any

from kehittamo_core.board import Board, Element, Item, Link
from kehittamo_core.report import Cell, Table
from kehittamo_core.web.language import number, say


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _fields(elements: tuple[Element, ...]) -> list[str]:
    names: dict[str, None] = {}
    for element in elements:
        names.update(dict.fromkeys(name for name in element.values if name != "text"))
    return list(names)


def plain_tables(board: Board) -> tuple[Table, ...]:
    """A table for each kind of item, and one for the links."""
    tables = []
    for kind in dict.fromkeys(item.kind for item in board.items):
        items: tuple[Item, ...] = board.of(kind)
        names = _fields(items)
        rows = tuple((item.code, item.text, *(_cell(item.values.get(name)) for name in names)) for item in items)
        tables.append(Table(caption=kind, columns=(say("Id"), say("Text"), *names), rows=rows))
    links: tuple[Link, ...] = board.links
    if links:
        names = _fields(links)
        ends = {element.id: element.code or element.text for element in (*board.items, *board.linked, *board.links)}
        tables.append(
            Table(
                caption=say("Links"), columns=(say("Id"), say("Kind"), say("From"), say("To"), *names),
                rows=tuple(
                    (link.code, link.kind, ends.get(link.source, "?"), ends.get(link.target, "?"), *(_cell(link.values.get(name)) for name in names))
                    for link in links
                ),
            )
        )  # fmt: skip
    return tuple(tables)
