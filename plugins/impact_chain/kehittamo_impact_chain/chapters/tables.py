"""Tables that carry every word: one row per item, only the columns that somebody filled, gaps said as gaps."""

from collections.abc import Callable, Iterable, Sequence

from kehittamo_core.api import Board, Item, Kind, Note, Paragraph, Points, Table, is_gap, show
from kehittamo_impact_chain.cards import CARD_KINDS
from kehittamo_impact_chain.kinds import CHAIN_KINDS
from kehittamo_impact_chain.kinds_more import MORE_KINDS
from kehittamo_impact_chain.naming import kind_many, name, sentence, sure, text_of

Cell = str | tuple[str, ...]
Column = tuple[str, Callable[[Item], Cell]]
Block = Paragraph | Table | Points | Note

KINDS: dict[str, Kind] = {kind.id: kind for kind in (*CHAIN_KINDS, *CARD_KINDS, *MORE_KINDS)}


def words(board: Board, item: Item) -> str:
    """An item's whole text; a gap says so, with what could be read of it."""
    text = text_of(board, item)
    if text:
        return sure(board, item, "text", text)
    return board.say("not known")


def value(board: Board, item: Item, field_id: str) -> str:
    """A field's value in words, marked where it was inferred; "" for a gap."""
    kind = KINDS[item.kind]
    field = kind.field(field_id)
    found = item.values.get(field_id)
    if field is None or is_gap(found):
        return ""
    return sure(board, item, field_id, show(board, item.kind, field, found))


def column(board: Board, kind: str, field_id: str) -> Column:
    """A column for a field, under the field's label."""
    return board.label(f"{kind}.{field_id}"), lambda item: value(board, item, field_id)


def linked(board: Board, label: str, kind: str, *, outgoing: bool, brief: bool = False) -> Column:
    """A column that names the items that links of a kind lead to (or come from), in the board's order.

    `brief` gives short ids only, for tables with several such columns; items of other boards are named whole.
    """
    place = {item.id: index for index, item in enumerate(board.items)}

    def cell(item: Item) -> Cell:
        found = board.after(item, kind) if outgoing else board.before(item, kind)
        ordered = sorted(found, key=lambda other: place.get(other.id, len(place)))
        if not brief:
            return tuple(name(board, other) for other in ordered)
        return ", ".join(other.code if other.code and other.id in place else name(board, other) for other in ordered)

    return sentence(label), cell


def table(board: Board, caption: str, items: Sequence[Item], columns: Iterable[Column]) -> Table | None:
    """A table with short id and text first; columns in which every cell is empty are left out. None without items."""
    if not items:
        return None
    heads = [board.say("Id"), board.label(items[0].kind)]
    cells: list[list[Cell]] = [[item.code or "–", words(board, item)] for item in items]
    for label, fill in columns:
        filled = [fill(item) for item in items]
        if any(not is_gap(cell) for cell in filled):
            heads.append(label)
            for row, cell in zip(cells, filled, strict=True):
                row.append(cell)
    widths = (0.8, 3.0, *(1.6 for _ in heads[2:]))
    return Table(
        caption=caption or kind_many(board, items[0].kind),
        columns=tuple(heads),
        rows=tuple(tuple(row) for row in cells),
        widths=widths,
    )


def kind_table(board: Board, kind: str, *fields: str, more: Iterable[Column] = ()) -> list[Block]:
    """The table of all items of a kind, with these fields and more columns; nothing where there are none."""
    columns = [*(column(board, kind, field) for field in fields), *more]
    made = table(board, kind_many(board, kind), board.of(kind), columns)
    return [made] if made is not None else []


def present(*blocks: Block | None) -> list[Block]:
    """The blocks that are there."""
    return [block for block in blocks if block is not None]
