"""Findings of the whole network: how dense it is, whether it holds together, what is missing, where it is going."""

from collections.abc import Iterator

from kehittamo_core.api import Insight, Item
from kehittamo_network_map.graph import arrows, by_sector, counted, graph, name, strength, ties
from kehittamo_network_map.insights.study import Study, limits, too_few
from kehittamo_network_map.measures import cut_actors, density, e_i_index, isolates, parts, reciprocity
from kehittamo_network_map.missing import ending, planned, reason, suggestions
from kehittamo_network_map.phrases import decimal, listed, names, percent


def counts(study: Study) -> tuple[str, str]:
    """How many actors and how many tied pairs, in words."""
    board, network = study.board, study.network
    return (
        board.say_many("{number} actor", "{number} actors", network.number_of_nodes()),
        board.say_many("{number} tied pair", "{number} tied pairs", network.number_of_edges()),
    )


def how_dense(study: Study) -> Iterator[Insight]:
    """The share of possible pairs that are tied."""
    board = study.board
    share = density(study.network)
    if share is None:
        return
    actors, pairs = counts(study)
    yield study.finding(
        board.say("The network has {actors} and {pairs}: {density} of all possible pairs are tied.", actors=actors, pairs=pairs, density=percent(board, share)),
        board.say("Density: tied pairs / possible pairs n(n − 1)/2. Wasserman and Faust 1994."),
        limit=limits(board, board.say("A denser network is not better as such: every tie takes time.")), more=False,
    )  # fmt: skip


def missing_ties(study: Study) -> Iterator[Insight]:
    """The missing ties with most reason."""
    board = study.board
    if not study.worth_measuring:
        return
    formula = board.say("Pairs without a tie, ranked: most shared steps of the customer's path, then two steps apart with one broker between them (a structural hole, Burt 1992), across sectors first.")  # fmt: skip
    found = suggestions(board, busy=study.busy)
    if found:
        pairs = tuple(f"{name(board, tie.first)} – {name(board, tie.second)}" for tie in found)
        sentence = board.say_many(
            "A tie to consider: {pairs}.", "Ties to consider: {pairs}.", len(found), pairs=listed(board, pairs)
        )
        items: dict[str, Item] = {}
        for tie in found:
            items.update({tie.first.id: tie.first, tie.second.id: tie.second})
        yield study.finding(
            f"{sentence} {reason(board, found[0])}", formula, tuple(items.values()),
            limit=board.say("That two could be tied does not mean that they should be."), more=False,
        )  # fmt: skip
    elif density(study.network) == 1:
        yield study.finding(
            board.say("No tie is missing: everybody is tied to everybody else."), formula, more=False,
        )  # fmt: skip
    elif not study.enough:
        yield study.finding(too_few(board) + ".", formula, more=False)


def one_or_many_parts(study: Study) -> Iterator[Insight]:
    """Whether everybody can be reached from everybody."""
    board, network = study.board, study.network
    if not study.worth_measuring:
        return
    found = parts(network)
    lonely = isolates(network)
    formula = board.say("Connected parts of the network, found by breadth-first search. Wasserman and Faust 1994.")
    if len(found) == 1:
        yield study.finding(
            board.say("The network is in one part: everybody can be reached through somebody."), formula
        )
        return
    joined = [part for part in found if len(part) > 1]
    sentences = [
        board.say_many("The network is in {number} part.", "The network is in {number} parts that nothing joins.", len(found))
    ]  # fmt: skip
    sentences.extend(
        board.say("Apart from the largest part: {actors}.", actors=names(board, study.picked(part)))
        for part in joined[1:]
    )
    if lonely:
        sentences.append(board.say("Alone, without any tie: {actors}.", actors=names(board, study.picked(lonely))))
    yield study.finding(" ".join(sentences), formula, study.picked(frozenset(network) - found[0]))


def both_ways(study: Study) -> Iterator[Insight]:
    """How many of the ties with a known direction are answered."""
    board = study.board
    arrow = arrows(board)
    share = reciprocity(arrow)
    if share is None:
        return
    known = sum(
        1
        for tie in ties(board, "now")
        if tie.get("directed") in ("yes", "no") and strength(tie) != 0 and {tie.source, tie.target} <= set(study.items)
    )
    everything = sum(
        1 for tie in ties(board, "now") if strength(tie) != 0 and {tie.source, tie.target} <= set(study.items)
    )
    yield study.finding(
        board.say("{share} of what passes along the ties is answered the other way.", share=percent(board, share)),
        board.say("Reciprocity: arrows with an arrow back / all arrows; a tie both ways is two arrows. Wasserman and Faust 1994."),
        limit=board.say("The direction is known of {known} of {all} ties.", known=known, all=everything),
    )  # fmt: skip


def towards_target(study: Study) -> Iterator[Insight]:
    """What changes if the target ties come and the ending ones go."""
    board = study.board
    coming, going = planned(board), ending(board)
    if not coming and not going:
        return
    later = graph(board, "target")
    before, after = density(study.network), density(later)
    if before is None or after is None:
        return
    sentences = [
        board.say(
            "From now to the target: {coming} to come, {going} to end. The density changes from {before} to {after}.",
            coming=board.say_many("{number} tie", "{number} ties", len(coming)), going=board.say_many("{number} tie", "{number} ties", len(going)),
            before=percent(board, before), after=percent(board, after),
        )
    ]  # fmt: skip
    groups = [[actor.id for actor in group] for id_, group in by_sector(board, counted(board)).items() if id_]
    index_before, index_after = e_i_index(study.network, groups), e_i_index(later, groups)
    if index_before is not None and index_after is not None:
        sentences.append(
            board.say(
                "The E-I index over the sectors changes from {before} to {after}; the sizes alone would give {expected}.",
                before=decimal(board, index_before[0]), after=decimal(board, index_after[0]), expected=decimal(board, index_after[1]),
            )
        )  # fmt: skip
    if study.enough:
        sentences.append(
            board.say(
                "Actors whose leaving would split the network: now {before}, in the target {after}.",
                before=len(cut_actors(study.network)), after=len(cut_actors(later)),
            )
        )  # fmt: skip
    yield study.finding(
        " ".join(sentences),
        board.say("The same measures on the ties of now and of the target. E-I: (ties between sectors − ties inside) / all ties, Krackhardt and Stern 1988."),
        limit=board.say("A target is a wish until somebody answers for it."),
    )  # fmt: skip
