"""Findings of groups: the given sectors first, then types of ties, groups found from the ties, and named networks."""

from collections.abc import Iterator

from kehittamo_core.api import Insight
from kehittamo_network_map.graph import by_sector, graph, interfaces, members, name
from kehittamo_network_map.insights.study import Study
from kehittamo_network_map.kinds import TIES
from kehittamo_network_map.measures import communities, density, e_i_index, group
from kehittamo_network_map.phrases import decimal, listed, names, percent


def inside_and_out(study: Study) -> Iterator[Insight]:
    """How much of each sector's ties stay inside it, beside what its size alone would give; sorted by name."""
    board = study.board
    groups = {id_: actors for id_, actors in by_sector(board, tuple(study.items.values())).items() if id_}
    if not study.worth_measuring or len(groups) < 2:
        return
    sentences = []
    for id_, actors in sorted(groups.items(), key=lambda entry: _sector(study, entry[0]).casefold()):
        found = group(study.network, (actor.id for actor in actors))
        if found.share_inside is None:
            sentences.append(board.say("{sector}: no ties.", sector=_sector(study, id_)))
        else:
            sentences.append(
                board.say(
                    "{sector}: {share} of its ties stay inside, its size alone would give {expected}.",
                    sector=_sector(study, id_), share=percent(board, found.share_inside), expected=percent(board, found.expected_inside),
                )
            )  # fmt: skip
    index = e_i_index(study.network, [[actor.id for actor in actors] for actors in groups.values()])
    if index is not None:
        sentences.append(
            board.say("Over all sectors the E-I index is {index}; the sizes alone would give {expected}.", index=decimal(board, index[0]), expected=decimal(board, index[1]))
        )  # fmt: skip
    yield study.finding(
        " ".join(sentences),
        board.say("E-I index: (ties between sectors − ties inside) / all ties, from −1 all inside to 1 all between. Krackhardt and Stern 1988. Size alone: the same over all possible pairs."),
        limit=board.say("A small group has few pairs inside, so its ties go out by size alone."),
    )  # fmt: skip


def _sector(study: Study, id_: str) -> str:
    sector = study.board.item(id_)
    return name(study.board, sector) if sector is not None else ""


def by_type(study: Study) -> Iterator[Insight]:
    """How dense the network is by each type of tie."""
    board = study.board
    found = []
    for kind in TIES:
        layer = graph(board, kind=kind.id)
        share = density(layer)
        if share is not None and layer.number_of_edges():
            found.append(
                board.say(
                    "{type}: {pairs}, {density} of all possible pairs", type=board.label(f"link:tie.type.{kind.id}"),
                    pairs=board.say_many("{number} tied pair", "{number} tied pairs", layer.number_of_edges()), density=percent(board, share),
                )
            )  # fmt: skip
    if found:
        yield study.finding(
            board.say("By type of tie: {types}.", types="; ".join(found)),
            board.say("Density by type: pairs tied by the type / possible pairs. Wasserman and Faust 1994."),
        )


def found_groups(study: Study) -> Iterator[Insight]:
    """The groups that the ties alone make."""
    board = study.board
    if not study.worth_measuring or not study.enough:
        return
    found = communities(study.network)
    if len(found) < 2:
        return
    groups = "; ".join(names(board, study.picked(part), most=8) for part in found)
    yield study.finding(
        board.say_many("From the ties alone, {number} group is found: {groups}.", "From the ties alone, {number} groups are found: {groups}.", len(found), groups=groups),
        board.say("Communities: Louvain, always with the same seed. Blondel, Guillaume, Lambiotte and Lefebvre 2008."),
        limit=board.say("Found groups are one possible reading; compare them with the sectors that you know."),
    )  # fmt: skip


def interfaces_of_networks(study: Study) -> Iterator[Insight]:
    """How many interfaces each named network has to the outside."""
    board = study.board
    with_members = [network for network in board.of("network") if members(board, network)]
    if not with_members:
        return
    said = tuple(
        board.say_many(
            "{network}: {number} interface to the outside", "{network}: {number} interfaces to the outside",
            interfaces(board, network), network=name(board, network),
        )
        for network in with_members
    )  # fmt: skip
    yield study.finding(
        listed(board, said, most=12) + ".",
        board.say("Interfaces: pairs of a member and an outsider that are tied now, the customer included."),
        tuple(with_members),
    )
