"""Two maps side by side: what both say in the same words, and what only one of them says, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kehittamo_core.api import Block, Board, Cell, Field, Figure, Heading, Insight, Item, Table, number
from kehittamo_empathy_map import reading
from kehittamo_empathy_map.kinds import WRITTEN

COMPARED_WITH = Field(
    id="compared_with", label="Map to compare with", type="board",
    help="Another map of this programme: the drawing «Two maps» shows both, field by field.",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Side:
    """One field of the canvas with the notes of this map and of the other."""

    zone: str
    mine: tuple[Item, ...]
    other: tuple[Item, ...]


def other_map(board: Board) -> Board | None:
    """The map that the setting chose, read in this map's canvas; None where none was chosen."""
    other = board.beside.get(COMPARED_WITH.id)
    return None if other is None else replace(other, settings={**other.settings, "canvas": reading.canvas(board)})


def sides(board: Board, other: Board) -> tuple[Side, ...]:
    """Every field of this map's canvas."""
    theirs = reading.fields(other)
    return tuple(Side(zone=zone, mine=notes, other=theirs[zone]) for zone, notes in reading.fields(board).items())


def shared(board: Board, other: Board) -> frozenset[str]:
    """The ids of notes whose words stand on both maps, in whichever field; case and spaces do not count."""
    one, two = ({_same(item) for item in side.of(*WRITTEN) if item.text} for side in (board, other))
    return frozenset(item.id for side in (board, other) for item in side.of(*WRITTEN) if _same(item) in one & two)


def _same(item: Item) -> str:
    return " ".join(item.text.casefold().split())


def two_maps(board: Board) -> Iterator[Insight]:
    """What both maps say, where one says much more than the other, and how much of each is assumed."""
    other = other_map(board)
    if other is None:
        return
    both = shared(board, other)
    mine = tuple(item for item in board.of(*WRITTEN) if item.id in both)
    counts = (len(board.of(*WRITTEN)), len(other.of(*WRITTEN)))
    said = board.say_many(
        "{mine} ({first} notes) and {other} ({second} notes) say {number} thing in the same words.",
        "{mine} ({first} notes) and {other} ({second} notes) say {number} things in the same words.",
        len({_same(item) for item in mine}), mine=board.title, other=other.title, first=counts[0], second=counts[1],
    )  # fmt: skip
    alone = [side for side in sides(board, other) if bool(side.mine) != bool(side.other)]
    for path, fields in (
        (board, [side.zone for side in alone if side.mine]), (other, [side.zone for side in alone if side.other]),
    ):  # fmt: skip
        if fields:
            said += " " + board.say(
                "Only {map} says anything about: {fields}.",
                map=path.title, fields=", ".join(board.label(f"zone:{zone}") for zone in fields),
            )  # fmt: skip
    shares = [(one, reading.assumed_share(one, one.of(*WRITTEN))) for one in (board, other)]
    said += " " + board.say(
        "Assumed: {shares}.",
        shares="; ".join(
            f"{one.title} {number(share, board.language, 0)} %" for one, share in shares if share is not None
        )
        or "–",
    )
    yield Insight(
        finding=said, items=mine,
        limit=board.say("Only equal words are counted as the same; two notes may mean the same in other words."),
    )  # fmt: skip


def compared_blocks(board: Board) -> list[Block]:
    """The drawing of both maps, and the table that says the same."""
    other = other_map(board)
    if other is None:
        return []
    both = shared(board, other)

    def cell(notes: tuple[Item, ...]) -> Cell:
        mark = board.say("on both")
        return tuple(f"{note.code} {note.text}".strip() + (f" ({mark})" if note.id in both else "") for note in notes)

    rows: list[tuple[Cell, ...]] = [
        (board.label(f"zone:{side.zone}"), cell(side.mine) or "–", cell(side.other) or "–")
        for side in sides(board, other)
    ]
    heading = board.say("{mine} and {other}: two maps", mine=board.title, other=other.title)
    return [
        Heading(heading),
        Figure(drawing="together", caption=heading),
        Table(
            caption=heading, columns=(board.say("Field"), board.title, other.title), rows=tuple(rows), widths=(2, 5, 5)
        ),
    ]
