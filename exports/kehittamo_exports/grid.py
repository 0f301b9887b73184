"""A board's elements as rows with typed cells: what spreadsheets and CSV files are written from.

One column for a text, a date or a number with its unit in the heading; an amount of money or a target is several, so that
nothing has to be read out of a sentence. A column that nobody filled is left out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kehittamo_core.api import Board, Element, Field, Item, Kind, Link, LinkKind, Method, is_gap, reference, show
from kehittamo_exports.page.text import clean
from kehittamo_exports.words import Voice

Value = str | float | date | None
"""A cell; None is a gap."""
Format = Literal["text", "number", "euro", "date"]


@dataclass(frozen=True)
class Column:
    """A heading, and how its cells are shown."""

    title: str
    format: Format = "text"


@dataclass(frozen=True)
class Grid:
    """A table with typed cells: each row has as many cells as there are columns."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def filled(self, kept: int = 0) -> "Grid":
        """Without the columns that hold nothing; the first `kept` stay."""
        some = [
            index
            for index in range(len(self.columns))
            if index < kept or any(row[index] not in (None, "") for row in self.rows)
        ]
        return Grid(
            self.title,
            tuple(self.columns[index] for index in some),
            tuple(tuple(row[index] for index in some) for row in self.rows),
        )


Part = tuple[Column, Callable[[Any], Value]]
"""A column of a field, and what it takes from the field's value."""


def number(value: Any) -> float | None:
    """A finite number; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        made = float(value)
    except OverflowError:
        return None
    return made if abs(made) < 1e300 else None


def day(value: Any) -> Value:
    """An ISO date as a date; another text as it stands."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return clean(str(value)) if value else None


def _from(name: str, convert: Callable[[Any], Value]) -> Callable[[Any], Value]:
    """What a part of a structured value holds."""
    return lambda value: convert(value.get(name)) if isinstance(value, Mapping) else None


def _said(value: Any) -> Value:
    return clean(str(value)) if value not in (None, "") else None


def field_parts(board: Board, prefix: str, field: Field, voice: Voice) -> Sequence[Part]:
    """The columns of a field; `prefix` is the label id of its owner."""
    label = board.label(f"{prefix}.{field.id}")
    one = not field.many
    match field.type:
        case "number" | "scale" if one:
            return ((Column(f"{label} ({board.say(field.unit)})" if field.unit else label, "number"), number),)
        case "date" if one:
            return ((Column(label, "date"), day),)
        case "money" if one:
            return (
                (Column(f"{label} (€)", "euro"), _from("base", number)),
                (Column(voice("{field}, at least (€)", field=label), "euro"), _from("low", number)),
                (Column(voice("{field}, at most (€)", field=label), "euro"), _from("high", number)),
                (Column(voice("{field}, per", field=label)), _from("unit", _said)),
                (Column(voice("{field}, as stated", field=label)), _from("stated", _said)),
            )
        case "quantity" if one:
            return (
                (Column(label, "number"), _from("amount", number)),
                (Column(voice("{field}, unit", field=label)), _from("unit", _said)),
            )
        case "target" if one:
            return (
                (Column(label, "number"), _from("amount", number)),
                (Column(voice("{field}, unit", field=label)), _from("unit", _said)),
                (Column(voice("{field}, by", field=label), "date"), _from("date", day)),
            )
    return ((Column(label), lambda value: clean(show(board, prefix, field, value)) or None),)


def _fields(board: Board, owner: Kind | LinkKind, prefix: str, voice: Voice) -> list[tuple[str, Part]]:
    return [
        (field.id, part)
        for field in owner.fields
        if field.id != "text"
        for part in field_parts(board, prefix, field, voice)
    ]


def _cells(element: Element, parts: Sequence[tuple[str, Part]]) -> Iterator[Value]:
    for name, (_, take) in parts:
        value = element.values.get(name)
        yield None if is_gap(value) else take(value)


def _told(element: Element) -> tuple[Value, Value]:
    """Its sources and what is uncertain in it."""
    return ", ".join(element.sources) or None, " ".join(note for note in element.uncertain.values() if note) or None


def items(boards: Sequence[Board], method: Method, kind: Kind, voice: Voice, titles: Mapping[str, str]) -> Grid:
    """Every item of one kind, board by board."""
    first = boards[0]
    parts = _fields(first, kind, kind.id, voice)
    zones = {zone.id: first.label(f"zone:{zone.id}") for zone in method.zones}
    columns = [Column(voice("Board")), Column(voice("Id")), Column(first.label(kind.id)), Column(voice("Place"))]
    columns += [part[0] for _, part in parts]
    columns += [Column(voice("Votes"), "number"), Column(voice("Sources")), Column(voice("Uncertainty"))]
    rows = [
        (
            titles[board.id], item.code or item.id, item.text, zones.get(item.zone), *_cells(item, parts),
            float(item.votes) if item.votes else None, *_told(item),
        )
        for board in boards
        for item in board.of(kind.id)
    ]  # fmt: skip
    title = first.labels.get(f"{kind.id}+") or first.label(kind.id)
    return Grid(title, tuple(columns), tuple(rows)).filled(3)


def series(boards: Sequence[Board], method: Method, voice: Voice, titles: Mapping[str, str]) -> Grid:
    """Every point of every series of a method's items, a row each: its day, its value, how many were asked, its source."""
    first = boards[0]
    columns = (
        Column(voice("Board")), Column(voice("Id")), Column(voice("Of what")), Column(voice("Series")),
        Column(voice("Date"), "date"), Column(voice("Value"), "number"), Column("n", "number"), Column(voice("Source")),
    )  # fmt: skip
    rows = tuple(
        (
            titles[board.id], item.code or item.id, item.text, first.label(f"{kind.id}.{field.id}"),
            day(point.get("date")), number(point.get("value")), number(point.get("n")), _said(point.get("source")),
        )
        for kind in method.kinds for field in kind.fields if field.type == "series"
        for board in boards for item in board.of(kind.id)
        for point in item.values.get(field.id) or () if isinstance(point, Mapping)
    )  # fmt: skip
    title = f"{first.labels.get('method', method.id)} – {voice('series')}"
    return Grid(title, columns, rows).filled(6)


def links(boards: Sequence[Board], method: Method, voice: Voice, titles: Mapping[str, str]) -> Grid:
    """Every link of a method's boards whose ends are both visible, the fields of all kinds side by side."""
    first = boards[0]
    parts = {kind.id: _fields(first, kind, f"link:{kind.id}", voice) for kind in method.links}
    columns = [Column(voice("Board")), Column(voice("From")), Column(voice("Kind")), Column(voice("To"))]
    own = {part[0].title: part[0] for fields in parts.values() for _, part in fields}
    after = [Column(voice("Votes"), "number"), Column(voice("Sources")), Column(voice("Uncertainty"))]
    rows = []
    for board in boards:
        for link in board.links:
            if board.find(link.source) is None or board.find(link.target) is None:
                continue
            fields = parts.get(link.kind, [])
            given = dict(zip((part[0].title for _, part in fields), _cells(link, fields), strict=True))
            ends = (
                named(board, link.source),
                board.labels.get(f"link:{link.kind}", link.kind),
                named(board, link.target),
            )
            votes = float(link.votes) if link.votes else None
            rows.append((titles[board.id], *ends, *(given.get(name) for name in own), votes, *_told(link)))
    title = f"{first.labels.get('method', method.id)} – {voice('links')}"
    return Grid(title, (*columns, *own.values(), *after), tuple(rows)).filled(4)


def named(board: Board, id_: str) -> str:
    """An element by its short id and words; a link by its two ends."""
    found = board.find(id_)
    if found is None:
        return id_
    if isinstance(found, Link) and not found.text:
        ends = (board.find(end) for end in (found.source, found.target))
        return " → ".join(end.code or end.text or end.id if end is not None else "?" for end in ends)
    return clean(reference(found))


def whole_board(board: Board, method: Method | None, voice: Voice) -> Grid:
    """One board as one table: an element a row, the fields of all its kinds side by side."""
    heads = (
        Column(voice("Id")), Column(voice("Kind")), Column(voice("Text")), Column(voice("From")), Column(voice("To")),
    )  # fmt: skip
    columns: dict[str, Column] = {}
    made: list[tuple[list[Value], dict[str, Value]]] = []
    elements: tuple[Item | Link, ...] = (*board.items, *board.links)
    for element in elements:
        own: Kind | LinkKind | None
        if isinstance(element, Link):
            own, prefix = (method.link(element.kind) if method else None), f"link:{element.kind}"
            ends: list[Value] = [named(board, element.source), named(board, element.target)]
        else:
            own, prefix = (method.kind(element.kind) if method else None), element.kind
            ends = [None, None]
        fields: dict[str, Value] = {}
        if own is not None:
            for name, (column, take) in _fields(board, own, prefix, voice):
                value = element.values.get(name)
                if not is_gap(value):
                    columns.setdefault(column.title, column)
                    fields[column.title] = take(value)
        fields["votes"] = float(element.votes) if element.votes else None
        fields["sources"], fields["uncertain"] = _told(element)
        label = board.labels.get(prefix, element.kind)
        made.append(([element.code or element.id, label, element.text, *ends], fields))
    after = {
        "votes": Column(voice("Votes"), "number"), "sources": Column(voice("Sources")),
        "uncertain": Column(voice("Uncertainty")),
    }  # fmt: skip
    named_columns = {**columns, **after}
    rows = tuple((*front, *(fields.get(name) for name in named_columns)) for front, fields in made)
    return Grid(board.title or board.id, (*heads, *named_columns.values()), rows).filled(len(heads))
