"""Findings of single actors: who has most ties, who stands between the others, on whom the network hangs."""

from collections.abc import Callable, Iterator

from kehittamo_core.api import Insight
from kehittamo_network_map.graph import name
from kehittamo_network_map.insights.study import Study, too_few
from kehittamo_network_map.measures import ActorMeasures, bridges, cut_actors
from kehittamo_network_map.phrases import decimal, listed, names, percent
from kehittamo_network_map.types import Network, nx


def _highest(study: Study, number: Callable[[ActorMeasures], float | None], lowest: bool = False) -> tuple[str, ...]:
    """The actors with the highest (or lowest) number, in the board's order; nobody where nobody has it."""
    found = {id_: value for id_, measures in study.measures.items() if (value := number(measures)) is not None}
    if not found:
        return ()
    best = min(found.values()) if lowest else max(found.values())
    return tuple(id_ for id_, value in found.items() if abs(value - best) < 1e-9)


def brokers(study: Study) -> Iterator[Insight]:
    """Who stands between the others, and what would come apart without them."""
    board = study.board
    if not study.worth_measuring or study.network.number_of_nodes() < 3:
        return
    formula = board.say("Betweenness: the share of the shortest routes between the other actors that pass through the actor, 0–100 %. Freeman 1977.")  # fmt: skip
    if not study.enough:
        yield study.finding(
            board.say("{too_few}: who stands between the others is not computed.", too_few=too_few(board)), formula,
            more=False,
        )  # fmt: skip
        return
    top = _highest(study, lambda measures: measures.betweenness)
    share = study.measures[top[0]].betweenness or 0.0
    if share < 1e-9:
        yield study.finding(
            board.say("Nobody stands between the others: all who are joined are tied to each other directly."), formula,
            more=False,
        )  # fmt: skip
        return
    actors = study.picked(top)
    sentence = board.say_many(
        "{actors} stands most between the others: {share} of the shortest routes of the others pass through it.",
        "{actors} stand most between the others: {share} of the shortest routes of the others pass through each of them.",
        len(top), actors=names(board, actors), share=percent(board, share),
    )  # fmt: skip
    cut = cut_off(study.network, top[0]) if len(top) == 1 else ()
    if cut:
        sentence += " " + board.say(
            "If it left, these would be cut off from the rest: {actors}.", actors=names(board, study.picked(cut))
        )
    yield study.finding(
        sentence, formula, actors, more=False,
        limit=board.say("A broker may be a bridge or a bottleneck; the number does not tell which."),
    )  # fmt: skip


def cut_off(network: Network, actor: str) -> tuple[str, ...]:
    """Who would lose the way to the largest remaining part if an actor left; isolates have none to lose."""
    here = nx.node_connected_component(network, actor) - {actor}
    order = {id_: index for index, id_ in enumerate(network)}
    rest = sorted(
        nx.connected_components(network.subgraph(here)),
        key=lambda part: (-len(part), min(order[id_] for id_ in part)),
    )
    return tuple(id_ for id_ in network for part in rest[1:] if id_ in part)


def most_ties(study: Study) -> Iterator[Insight]:
    """Who has ties to the most others."""
    board = study.board
    if not study.worth_measuring:
        return
    top = _highest(study, lambda measures: float(measures.degree))
    number = study.measures[top[0]].degree
    formula = board.say("Degree: to how many other actors the actor is tied, whatever the type. Freeman 1979.")
    if len(top) == len(study.items):
        sentence = board.say_many(
            "All are tied to equally many: {number} other.", "All are tied to equally many: {number} others.", number
        )
    else:
        sentence = board.say_many(
            "Most ties: {actors}, to {number} other.",
            "Most ties: {actors}, to {number} others.",
            number,
            actors=names(board, study.picked(top)),
        )
    yield study.finding(
        sentence, formula, study.picked(top), limit=board.say("The number does not tell what passes along the ties.")
    )


def cut_points(study: Study) -> Iterator[Insight]:
    """Actors and ties on which the network hangs."""
    board, network = study.board, study.network
    if not study.worth_measuring or network.number_of_nodes() < 3 or not study.enough:
        return
    cuts, lines = cut_actors(network), bridges(network)
    formula = board.say(
        "Cut actors and bridges: without them a part of the network falls in two. Hopcroft and Tarjan 1973."
    )
    if not cuts and not lines:
        yield study.finding(board.say("No part of the network hangs on one actor or on one tie."), formula)
        return
    sentences = []
    if cuts:
        sentences.append(
            board.say(
                "The network would split if one of these left: {actors}.", actors=names(board, study.picked(cuts))
            )
        )
    if lines:
        pairs = tuple(f"{name(board, study.items[a])} – {name(board, study.items[b])}" for a, b in lines)
        sentences.append(board.say("There is no way round these ties: {ties}.", ties=listed(board, pairs)))
    yield study.finding(" ".join(sentences), formula, study.picked(cuts))


def nearest(study: Study) -> Iterator[Insight]:
    """Who reaches the others in the fewest steps."""
    board = study.board
    if not study.worth_measuring or study.network.number_of_nodes() < 3:
        return
    top = _highest(study, lambda measures: measures.closeness)
    if not top or len(top) == len(study.items):
        return
    yield study.finding(
        board.say_many(
            "{actors} reaches the others in the fewest steps (closeness {closeness}).",
            "{actors} reach the others in the fewest steps (closeness {closeness}).", len(top),
            actors=names(board, study.picked(top)), closeness=decimal(board, study.measures[top[0]].closeness),
        ),
        board.say("Closeness: 1 / mean number of steps to those who can be reached, times the share of others who can be reached. Wasserman and Faust 1994."),
        study.picked(top),
    )  # fmt: skip


def least_bound(study: Study) -> Iterator[Insight]:
    """Whose ties lead to people who are not tied to each other."""
    board = study.board
    if not study.worth_measuring or study.network.number_of_nodes() < 4 or not study.enough:
        return
    low = _highest(study, lambda measures: measures.constraint, lowest=True)
    if not low or len(low) == len(study.items):
        return
    yield study.finding(
        board.say_many(
            "The ties of {actors} lead least back to each other (constraint {constraint}): it can join those who are apart.",
            "The ties of {actors} lead least back to each other (constraint {constraint}): they can join those who are apart.",
            len(low), actors=names(board, study.picked(low)), constraint=decimal(board, study.measures[low[0]].constraint),
        ),
        board.say("Constraint: how much the ties of an actor are spent on others who are tied to each other; ties are counted alike whatever their strength. Burt 1992."),
        study.picked(low),
    )  # fmt: skip
