"""The measures of each sector and of each type of tie, taken as networks of their own: what the whole's table tells of all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kehittamo_core.api import Board, Table
from kehittamo_network_map.graph import arrows, by_sector, counted, enough_answers, graph, name
from kehittamo_network_map.insights.study import rate_line, too_few
from kehittamo_network_map.kinds import TIES
from kehittamo_network_map.measures import (
    ActorMeasures,
    bridges,
    by_actor,
    communities,
    cut_actors,
    e_i_index,
    isolates,
    parts,
    reciprocity,
)
from kehittamo_network_map.phrases import NONE, decimal, percent
from kehittamo_network_map.types import Arrows, Network

SHOWN = 2
"""So many actors that share the highest number are named; of more it says nothing who they are."""


@dataclass(frozen=True)
class Layer:
    """A part of the network that is measured by itself: a sector's actors, or one type of tie."""

    name: str
    network: Network
    arrows: Arrows


def sector_layers(board: Board) -> tuple[Layer, ...]:
    """The sectors with a tie inside, sorted by name, because it is no ranking; none where there are not two sectors."""
    whole, ways = graph(board), arrows(board)
    groups = {id_: actors for id_, actors in by_sector(board, counted(board)).items() if id_}
    if len(groups) < 2:
        return ()
    found = []
    for id_, actors in groups.items():
        sector, ids = board.item(id_), [actor.id for actor in actors]
        inside: Network = whole.subgraph(ids)
        if sector is not None and inside.number_of_edges():
            found.append(Layer(name(board, sector), inside, ways.subgraph(ids)))
    return tuple(sorted(found, key=lambda layer: layer.name.casefold()))


def type_layers(board: Board) -> tuple[Layer, ...]:
    """The types of ties that there are now, in the order in which people choose them."""
    found = (Layer(board.label(f"link:tie.type.{kind.id}"), graph(board, kind=kind.id), arrows(board, kind=kind.id)) for kind in TIES)  # fmt: skip
    return tuple(layer for layer in found if layer.network.number_of_edges())


def layer_tables(board: Board) -> Iterator[Table]:
    """A table of the sectors and one of the types of ties; each only where there is something to measure."""
    groups = [[actor.id for actor in actors] for id_, actors in by_sector(board, counted(board)).items() if id_]
    sectors = board.say("Inside each sector, as a network of its own")
    types = board.say("Each type of tie as a network of its own, measured")
    yield from _table(board, sectors, board.label("sector"), sector_layers(board), ())
    yield from _table(board, types, board.label("link:tie.type"), type_layers(board), groups)


def _table(
    board: Board, title: str, head: str, layers: Sequence[Layer], groups: Sequence[Sequence[str]]
) -> Iterator[Table]:
    if not layers:
        return
    enough = enough_answers(board)
    columns = {
        head: 3, board.say("Mean number of ties"): 1.7, board.say("Parts that nothing joins"): 1.6, board.say("Betweenness"): 2,
        board.say("Closeness"): 2, board.say("Constraint"): 2.2, board.say("Cut actors"): 1.7, board.say("Bridges"): 1.5,
        board.say("Found groups"): 1.9, board.say("Reciprocity"): 2.4,
    }  # fmt: skip
    if groups:
        columns[board.say("E-I index")] = 1.4
    said = [title, board.say("Of betweenness and closeness the highest number is told, of constraint the lowest, and whose it is")]  # fmt: skip
    said += [rate_line(board).rstrip(".")] if rate_line(board) else []
    said += [] if enough else [too_few(board)]
    rows = tuple(_row(board, layer, groups, enough=enough) for layer in layers)
    yield Table(caption=". ".join(said), columns=tuple(columns), rows=rows, widths=tuple(columns.values()))


def _row(board: Board, layer: Layer, groups: Sequence[Sequence[str]], *, enough: bool) -> tuple[str, ...]:
    network, found = layer.network, by_actor(layer.network)
    row = [layer.name, decimal(board, 2 * network.number_of_edges() / len(network), 1)]
    row.append(str(len(parts(network)) - len(isolates(network))) + _alone(board, len(isolates(network))))
    row.append(_whose(board, found, lambda each: each.betweenness, percent) if enough else NONE)
    row.append(_whose(board, found, lambda each: each.closeness, decimal))
    row.append(_whose(board, found, lambda each: each.constraint, decimal, lowest=True) if enough else NONE)
    row += [str(len(each(network))) if enough else NONE for each in (cut_actors, bridges, communities)]
    row.append(percent(board, reciprocity(layer.arrows)))
    if groups:
        index = e_i_index(network, groups)
        row.append(decimal(board, index[0] if index else None))
    return tuple(row)


def _alone(board: Board, count: int) -> str:
    return " " + board.say("and {number} without ties", number=count) if count else ""


def _whose(
    board: Board, found: Mapping[str, ActorMeasures], number: Callable[[ActorMeasures], float | None],
    shown: Callable[[Board, float | None], str], *, lowest: bool = False,
) -> str:  # fmt: skip
    """The best number with the short ids of those who have it; a dash where nobody has one."""
    values = {id_: value for id_, each in found.items() if (value := number(each)) is not None}
    if not values or (not lowest and max(values.values()) <= 0):
        return NONE
    best = min(values.values()) if lowest else max(values.values())
    top = [id_ for id_, value in values.items() if abs(value - best) < 1e-9]
    codes = [item.code or name(board, item) for id_ in top[:SHOWN] if (item := board.item(id_)) is not None]
    return f"{shown(board, best)} {', '.join(codes)}" if len(top) <= SHOWN else shown(board, best)
