"""The measures as tables: of the whole network now and as a target, by sector and by type of tie, each with its formula."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kehittamo_core.api import Board, Table
from kehittamo_network_map.graph import arrows, by_sector, counted, enough_answers, graph, name
from kehittamo_network_map.insights.study import limits, rate_line
from kehittamo_network_map.kinds import TIES
from kehittamo_network_map.measures import (
    bridges,
    communities,
    cut_actors,
    density,
    e_i_index,
    group,
    isolates,
    parts,
    reciprocity,
)
from kehittamo_network_map.missing import ending, planned
from kehittamo_network_map.phrases import decimal, percent
from kehittamo_network_map.types import Arrows, Network


@dataclass(frozen=True)
class Row:
    """One measure: its name, its value now and as a target, and how it is computed, with the source."""

    label: str
    now: str
    target: str
    formula: str


def groups_of(board: Board) -> list[list[str]]:
    """The counted actors' ids by sector; actors without a sector are in none."""
    return [[actor.id for actor in actors] for id_, actors in by_sector(board, counted(board)).items() if id_]


def whole(board: Board) -> tuple[Row, ...]:
    """The measures of the whole network. Where too few have answered, those of brokerage say so."""
    networks = graph(board), graph(board, "target")
    ways = arrows(board), arrows(board, "target")
    groups = groups_of(board)
    enough = enough_answers(board)
    few = board.say("Too few answers for a reliable number")

    def row(label: str, formula: str, values: Sequence[str]) -> Row:
        return Row(label, values[0], values[1], formula)

    def count(found: Sequence[object], network: Network) -> str:
        return str(len(found)) if network.number_of_edges() else decimal(board, None)

    indexes = [e_i_index(network, groups) for network in networks]
    rows = [
        row(board.label("actor+"), board.say("Actors that the measures count."), [str(len(each)) for each in networks]),
        row(board.say("Tied pairs"), board.say("Pairs of actors with at least one tie."), [str(each.number_of_edges()) for each in networks]),
        row(board.say("Density"), board.say("Density: tied pairs / possible pairs n(n − 1)/2. Wasserman and Faust 1994."), [percent(board, density(each)) for each in networks]),
        row(board.say("Parts that nothing joins"), board.say("Connected parts of the network, found by breadth-first search. Wasserman and Faust 1994."), [str(len(parts(each))) for each in networks]),
        row(board.say("Alone, without any tie"), board.say("Degree: to how many other actors the actor is tied, whatever the type. Freeman 1979."), [str(len(isolates(each))) for each in networks]),
        row(board.say("Reciprocity"), board.say("Reciprocity: arrows with an arrow back / all arrows; a tie both ways is two arrows. Wasserman and Faust 1994."), [_share(board, each) for each in ways]),
        row(board.say("E-I index over the sectors"), board.say("E-I index: (ties between sectors − ties inside) / all ties, from −1 all inside to 1 all between. Krackhardt and Stern 1988. Size alone: the same over all possible pairs."), [decimal(board, each[0] if each else None) for each in indexes]),
        row(board.say("E-I index by the sizes alone"), board.say("The same over all possible pairs."), [decimal(board, each[1] if each else None) for each in indexes]),
    ]  # fmt: skip
    brokerage = (
        (board.say("Actors whose leaving would split"), board.say("Cut actors and bridges: without them a part of the network falls in two. Hopcroft and Tarjan 1973."), [count(cut_actors(each), each) for each in networks]),
        (board.say("Ties with no way round them"), board.say("Cut actors and bridges: without them a part of the network falls in two. Hopcroft and Tarjan 1973."), [count(bridges(each), each) for each in networks]),
        (board.say("Groups found from the ties alone"), board.say("Communities: Louvain, always with the same seed. Blondel, Guillaume, Lambiotte and Lefebvre 2008."), [count(communities(each), each) for each in networks]),
    )  # fmt: skip
    rows += [row(label, formula, values if enough else [few, few]) for label, formula, values in brokerage]
    return tuple(rows)


def _share(board: Board, network: Arrows) -> str:
    return percent(board, reciprocity(network))


def _caption(board: Board, text: str) -> str:
    rate = rate_line(board)
    return f"{text}. {rate}" if rate else text


def whole_table(board: Board) -> Iterator[Table]:
    """The whole network; the target only where it differs from now."""
    if len(counted(board)) < 2:
        return
    aimed = bool(planned(board) or ending(board))
    columns = [board.say("Measure"), board.say("Now"), *([board.say("Target")] if aimed else []), board.say("How it is computed")]  # fmt: skip
    rows = tuple(
        (each.label, each.now, *((each.target,) if aimed else ()), each.formula) for each in whole(board)
    )  # fmt: skip
    title = _caption(board, board.say("Measures of the whole network"))
    said = limits(board)
    yield Table(caption=f"{title} {said}".strip() if said else title, columns=tuple(columns), rows=rows, widths=(3.4, 1.8, *((1.8,) if aimed else ()), 6))  # fmt: skip


def sector_table(board: Board) -> Iterator[Table]:
    """Each given group beside what its size alone would give; sorted by name, because it is no ranking."""
    network = graph(board)
    groups = {id_: actors for id_, actors in by_sector(board, counted(board)).items() if id_}
    if len(groups) < 2 or not network.number_of_edges():
        return
    rows: list[tuple[str, ...]] = []
    for id_, actors in groups.items():
        sector = board.item(id_)
        found = group(network, (actor.id for actor in actors))
        inside = network.subgraph(actor.id for actor in actors)
        rows.append(
            (
                name(board, sector) if sector is not None else "", str(len(actors)), str(found.inside), str(found.outside),
                percent(board, found.share_inside), percent(board, found.expected_inside if found.share_inside is not None else None),
                decimal(board, found.e_i), percent(board, density(inside)),
            )
        )  # fmt: skip
    yield Table(
        caption=_caption(board, board.say("By sector, sorted by name: ties inside and out beside what the size alone would give")),
        columns=(
            board.label("sector"), board.label("actor+"), board.say("Pairs inside"), board.say("Pairs out"), board.say("Share inside"),
            board.say("By size alone"), board.say("E-I index"), board.say("Density inside"),
        ),
        rows=tuple(sorted(rows, key=lambda row: str(row[0]).casefold())), widths=(4, 1.6, 1.6, 1.6, 1.7, 1.7, 1.6, 1.8),
    )  # fmt: skip


def type_table(board: Board) -> Iterator[Table]:
    """Each type of tie as a network of its own."""
    rows = []
    for kind in TIES:
        layer, way = graph(board, kind=kind.id), arrows(board, kind=kind.id)
        if layer.number_of_edges():
            rows.append(
                (
                    board.label(f"link:tie.type.{kind.id}"), str(layer.number_of_edges()), percent(board, density(layer)),
                    str(len(parts(layer)) - len(isolates(layer))), str(len(isolates(layer))), percent(board, reciprocity(way)),
                )
            )  # fmt: skip
    if rows:
        yield Table(
            caption=_caption(board, board.say("By type of tie, each as a network of its own")),
            columns=(
                board.label("link:tie.type"), board.say("Tied pairs"), board.say("Density"), board.say("Joined parts"),
                board.say("Alone, without any tie"), board.say("Reciprocity"),
            ),
            rows=tuple(rows), widths=(3, 1.6, 1.6, 1.8, 2, 2),
        )  # fmt: skip
