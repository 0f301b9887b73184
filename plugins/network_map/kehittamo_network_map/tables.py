"""The chapter's tables: actors with their measures, ties, missing ties, networks, what is attached, needs, areas."""

from collections.abc import Container, Iterator, Sequence
from typing import Literal

from kehittamo_core.api import Board, Element, Item, Link, Table
from kehittamo_network_map.graph import (
    agreement,
    enough_answers,
    graph,
    interfaces,
    members,
    name,
    place_name,
    sector_of,
    tie_name,
    type_name,
)
from kehittamo_network_map.insights.study import rate_line
from kehittamo_network_map.kinds import qualities
from kehittamo_network_map.marks import Mark, marks, unplaced_needs, waiting
from kehittamo_network_map.measures import ActorMeasures, by_actor
from kehittamo_network_map.missing import named, reason, suggestions
from kehittamo_network_map.phrases import NONE, decimal, names, percent

GAP = "–"
Cell = str | tuple[str, ...]


def lean(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float], kept: Container[int]
) -> Table:
    """A table without the columns in which every row has a gap, those of the numbers `kept` aside."""
    shown = [index for index in range(len(columns)) if index in kept or any(row[index] != GAP for row in rows)]
    return Table(
        caption=caption,
        columns=tuple(columns[index] for index in shown),
        rows=tuple(tuple(row[index] for index in shown) for row in rows),
        widths=tuple(widths[index] for index in shown),
    )


def chosen(board: Board, element: Element, path: str, field: str) -> str:
    """A choice in words, marked where it was inferred; a dash for a gap."""
    value = element.get(field)
    if value is None:
        return GAP
    word = board.label(f"{path}.{field}.{value}")
    return board.say("{place} (inferred)", place=word) if field in element.inferred else word


def actor_table(board: Board) -> Iterator[Table]:
    """Every actor with its type, sector, networks and measures; those who are not counted show dashes."""
    actors = board.of("actor")
    if not actors:
        return
    measures = by_actor(graph(board))
    enough = enough_answers(board)
    columns = [board.label("actor"), board.label("actor.type"), board.label("sector"), board.label("network+")]
    columns += [board.say("Ties"), board.say("Betweenness"), board.say("Closeness"), board.say("Constraint")]
    rows = []
    for actor in actors:
        found = measures.get(actor.id)
        sector = sector_of(board, actor)
        networks = tuple(name(board, network) for network in board.after(actor, "member_of"))
        row = [_called(board, actor), chosen(board, actor, "actor", "type"), name(board, sector) if sector else GAP]
        row += [", ".join(networks) or GAP, *_numbers(board, found, enough=enough)]
        rows.append(row)
    rate = rate_line(board)
    title = board.say("Actors and how they stand in the network") + (f". {rate}" if rate else "")
    yield lean(title, columns, rows, (4, 3, 3, 3, 1.4, 2, 2, 2), kept=(0, 1, 4, 5, 6, 7))


def _numbers(board: Board, found: ActorMeasures | None, *, enough: bool) -> tuple[str, str, str, str]:
    if found is None:
        return NONE, NONE, NONE, NONE
    between = percent(board, found.betweenness) if enough else NONE
    bound = decimal(board, found.constraint if enough else None)
    return str(found.degree), between, decimal(board, found.closeness), bound


def _called(board: Board, item: Item) -> str:
    """Short id, name, and the item's own text where the programme calls the actor otherwise."""
    whole = name(board, item)
    own = " ".join(item.text.split())
    said = f"{item.code} {whole}".strip() if item.code != whole else whole
    return f"{said} ({own})" if own and own != whole else said


def said_of(board: Board) -> dict[str, str]:
    """In words, whose statement a tie stands on."""
    return {
        "agreed": board.say("by both"), "one_sided": board.say("by one of two that answered"), "": GAP,
        "waiting": board.say("by one, the other has not answered"), "neither": board.say("by neither of two that answered"),
    }  # fmt: skip


def tie_table(board: Board) -> Iterator[Table]:
    """Every tie with what passes along it."""
    found = [tie for tie in board.links_of("tie") if place_name(board, tie.source) and place_name(board, tie.target)]
    if not found:
        return
    agreed = said_of(board)
    columns = [
        board.label("link:tie"),
        *(board.label(f"link:tie.{field}") for field in ("type", "strength", "when", "directed", "why")),
    ]
    rows = []
    for tie in found:
        kind = type_name(board, tie) or GAP
        row = [f"{tie.code} {tie_name(board, tie)}".strip(), kind]
        row += [chosen(board, tie, "link:tie", field) for field in ("strength", "when", "directed")]
        row.append(tie.get("why") or GAP)
        rows.append([*row, agreed[agreement(board, tie)]])
    columns.append(board.say("Stated"))
    yield lean(board.say("Ties"), columns, rows, (5, 2.4, 2.4, 2, 2, 3, 1.6), kept=(0, 1, 4))


def missing_table(board: Board) -> Iterator[Table]:
    """The missing ties that people named, then those that the network suggests, each with its reason."""
    rows = [(tie_name(board, link), board.say("named by the group"), link.get("why") or GAP) for link in named(board)]
    rows += [
        (
            f"{name(board, tie.first)} – {name(board, tie.second)}",
            board.say("suggested by the network"),
            reason(board, tie),
        )
        for tie in suggestions(board)
    ]
    if rows:
        columns = (board.label("link:missing"), board.say("Where it comes from"), board.say("Reason"))
        yield Table(caption=board.say("Missing ties"), columns=columns, rows=tuple(rows), widths=(4, 2.4, 5))


def network_table(board: Board) -> Iterator[Table]:
    """Every named network with its aims, members, interfaces and tools; aims without a network at the end."""
    rows: list[tuple[str | tuple[str, ...], ...]] = []
    for network in board.of("network"):
        inside_it = members(board, network)
        required = board.after(network, "requires")
        rows.append(
            (
                coded(board, network),
                tuple(coded(board, aim) for aim in board.before(network, "aim_of")) or GAP,
                names(board, inside_it, most=40) or board.say("not known"),
                str(interfaces(board, network)) if inside_it else GAP,
                tuple(coded(board, tool) for tool in board.after(network, "uses")) or GAP,
                names(board, required, most=40) or GAP,
            )
        )
    loose = tuple(coded(board, aim) for aim in board.of("aim") if not board.after(aim, "aim_of"))
    if loose:
        rows.append((GAP, loose, GAP, GAP, GAP, GAP))
    if rows:
        columns = (
            board.label("network"), board.label("aim+"), board.say("Members"), board.say("Interfaces"),
            board.say("Tools in use"), board.label("link:requires"),
        )  # fmt: skip
        yield lean(board.say("Networks and their aims"), columns, rows, (3, 5, 3, 1.8, 2.4, 2.4), kept=(0, 1, 2))


def place_table(board: Board, sort: Literal["solutions", "tasks"]) -> Iterator[Table]:
    """What is attached, by place, with the number that stands on the drawing; then what waits for a place."""
    rows: list[tuple[str | tuple[str, ...], ...]] = []
    for mark in marks(board):
        if mark.sort == sort:
            rows.append(
                (str(mark.number), _place(board, mark), tuple(_with_partner(board, item) for item in mark.items))
            )
    if sort == "solutions":
        rest = waiting(board)
        if rest:
            rows.append((GAP, board.label("tray"), tuple(coded(board, item) for item, _ in rest)))
        title, what = board.say("Solutions by place"), board.say("Solutions")
    else:
        placed = {item.id for mark in marks(board) for item in mark.items}
        rest_of = tuple(item for item in board.of("task", "barrier") if item.id not in placed)
        if rest_of:
            rows.append((GAP, board.label("tray"), tuple(_with_partner(board, item) for item in rest_of)))
        title, what = board.say("Tasks and barriers by place"), board.say("Tasks and barriers")
    if rows:
        columns = (board.say("Number"), board.say("Place"), what)
        yield Table(caption=title, columns=columns, rows=tuple(rows), widths=(1, 3, 6))


def _with_partner(board: Board, item: Item) -> str:
    partner = item.get("cooperation")
    said = coded(board, item)
    return f"{said} → {partner}" if isinstance(partner, str) and partner.strip() else said


def _place(board: Board, mark: Mark) -> str:
    place = place_name(board, mark.place)
    return board.say("{place} (inferred)", place=place) if mark.inferred else place


def coded(board: Board, item: Item) -> str:
    """An item's short id and its words."""
    text = item.text.strip() or name(board, item)
    return f"{item.code} {text}".strip() if item.code != text else text


def need_table(board: Board) -> Iterator[Table]:
    """Every information need: where, from whom, who answers, and its quality."""
    placed = [
        (str(mark.number), _place(board, mark), need)
        for mark in marks(board)
        if mark.sort == "needs"
        for need in mark.items
    ]
    loose = [(GAP, GAP, need) for need in unplaced_needs(board)]
    rows: list[tuple[str | tuple[str, ...], ...]] = []
    for number, place, need in (*placed, *loose):
        quality = tuple(
            f"{board.label(f'information_need.{field}')}: {board.label(f'information_need.{field}.{value}')}"
            for field, value in qualities(need)
            if value is not None
        )
        purpose = need.get("purpose")
        group = need.get("group")
        said = (coded(board, need), purpose) if purpose else coded(board, need)
        rows.append(
            (
                number,
                f"{place} · {group}" if group else place,
                said,
                names(board, board.after(need, "comes_from"), most=40) or GAP,
                names(board, board.before(need, "answers"), most=40) or board.say("nobody yet"),
                quality or board.say("not known"),
            )
        )
    columns = (
        board.say("Number"),
        board.label("link:needs"),
        board.label("information_need.text"),
        board.label("link:comes_from"),
        board.label("link:answers"),
        board.say("Quality"),
    )
    yield lean(board.say("Information needs"), columns, rows, (1, 3, 4, 2, 2, 2.6), kept=(0, 1, 2, 4, 5))


def step_table(board: Board) -> Iterator[Table]:
    """Which actors take part in which step of the customer's path; the steps are other boards'."""
    steps: dict[str, list[Item]] = {}
    for link in board.links_of("serves"):
        actor = board.item(link.source)
        if actor is not None and board.item(link.target) is not None:
            steps.setdefault(link.target, []).append(actor)
    rows = tuple(
        (coded(board, step), names(board, tuple(actors), most=40))
        for id_, actors in steps.items()
        if (step := board.item(id_)) is not None
    )
    if rows:
        columns = (board.say("Step of the path"), board.label("actor+"))
        yield Table(caption=board.say("Actors in the steps of the path"), columns=columns, rows=rows, widths=(4, 6))


def uncertain_notes(board: Board) -> tuple[str, ...]:
    """The notes of what is uncertain in the source, each once, with what it concerns."""
    found: dict[str, list[str]] = {}
    elements: tuple[Item | Link, ...] = (*board.items, *board.links)
    for element in elements:
        for note in element.uncertain.values():
            found.setdefault(note, []).append(_concerns(board, element))
    return tuple(f"{', '.join(dict.fromkeys(names_))}: {note}" for note, names_ in found.items())


def _concerns(board: Board, element: Item | Link) -> str:
    if isinstance(element, Item):
        return coded(board, element)
    if element.kind == "tie":
        return f"{element.code} {tie_name(board, element)}".strip()
    source = board.item(element.source)
    return (source.code or name(board, source)) if source is not None else board.label(f"link:{element.kind}")
