"""The chapter's further tables: what ifs, value that actors give each other, parties of concepts, areas and axes."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Item, Table
from kehittamo_network_map.axes import inside, spot
from kehittamo_network_map.graph import name
from kehittamo_network_map.insights.study import rate_line
from kehittamo_network_map.marks import concepts, joined_parties
from kehittamo_network_map.phrases import decimal, names
from kehittamo_network_map.supposing import effects, supposed, title_of
from kehittamo_network_map.tables import GAP, chosen, coded


def value_table(board: Board) -> Iterator[Table]:
    """What value one actor gives to another, today and for the future."""
    rows = tuple(
        (
            _named(board, link.source),
            _named(board, link.target),
            link.get("what") or GAP,
            chosen(board, link, "link:value", "time"),
        )
        for link in board.links_of("value")
        if board.item(link.source) is not None and board.item(link.target) is not None
    )
    if rows:
        columns = (
            board.say("Who gives"),
            board.say("Who gets"),
            board.label("link:value.what"),
            board.label("link:value.time"),
        )
        yield Table(
            caption=board.say("Value from one actor to another"), columns=columns, rows=rows, widths=(3, 3, 5, 2)
        )


def party_table(board: Board) -> Iterator[Table]:
    """Which parties each solution cannot do without, and which of them are missing."""
    rows = []
    for concept in concepts(board):
        there = joined_parties(board, concept)
        needed = board.after(concept, "requires")
        lacking = tuple(party for party in needed if party.id not in there)
        present = tuple(party for party in needed if party.id in there)
        rows.append(
            (coded(board, concept), names(board, present, most=40) or GAP, names(board, lacking, most=40) or GAP)
        )
    if rows:
        columns = (board.say("Solution"), board.say("Parties that are there"), board.say("Parties that are missing"))
        yield Table(
            caption=board.say("Parties that a solution cannot do without"),
            columns=columns,
            rows=tuple(rows),
            widths=(4, 3, 3),
        )


def what_if_tables(board: Board) -> Iterator[Table]:
    """What every what-if supposes, and each number before and after."""
    for what_if in board.of("what_if"):
        found = supposed(board, what_if)
        pairs = tuple(
            board.say("{first} and {second}", first=_named(board, a), second=_named(board, b)) for a, b in found.coming
        )
        rows: list[tuple[str, str, str]] = []
        if pairs:
            rows.append((board.say("Ties that would come"), GAP, "; ".join(pairs)))
        if found.leaving:
            rows.append(
                (board.say("Actors that would leave"), ", ".join(_named(board, id_) for id_ in found.leaving), GAP)
            )
        rows.extend((each.label, each.before, each.after) for each in effects(board, found))
        said = rate_line(board)
        title = f"{what_if.code} {title_of(board, what_if)}".strip()
        yield Table(
            caption=f"{title}. {said}" if said else title,
            columns=(board.say("Measure"), board.say("Before"), board.say("After")), rows=tuple(rows), widths=(3, 4, 4),
        )  # fmt: skip


def _named(board: Board, id_: str) -> str:
    item = board.item(id_)
    return name(board, item) if item is not None else GAP


def area_table(board: Board) -> Iterator[Table]:
    """The areas with their claims and who is inside, and the actors' places on the axes."""
    areas = tuple(
        (coded(board, area), area.get("claim") or GAP, names(board, inside(board, area) or (), most=40) or GAP)
        for area in board.of("area")
    )
    if areas:
        columns = (board.label("area"), board.label("area.claim"), board.say("Actors inside"))
        yield Table(caption=board.label("area+"), columns=columns, rows=areas, widths=(3, 4, 4))
    axes = board.of("axis")
    titles = tuple(_axis(board, axes[index] if index < len(axes) else None, index) for index in range(2))
    rows = []
    for actor in board.of("actor"):
        at = spot(actor)
        rows.append(
            (name(board, actor), *((decimal(board, part, 0) for part in at) if at else (board.say("not placed"),) * 2))
        )
    if rows:
        yield Table(
            caption=board.say("Places on the axes, 0–100"), columns=(board.label("actor"), *titles), rows=tuple(rows)
        )


def _axis(board: Board, axis: Item | None, index: int) -> str:
    if axis is None:
        return board.label("actor.across" if index == 0 else "actor.up")
    ends = f"{axis.get('low') or '?'} – {axis.get('high') or '?'}"
    return f"{axis.text}: {ends}" if axis.text.strip() else ends
