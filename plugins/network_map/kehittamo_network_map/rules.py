"""What the group should look at again. Rules advise and never refuse; each names the items it speaks of."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Item, Link, Problem, is_gap
from kehittamo_network_map.graph import called, counted, graph, members, name, sector_of, tie_name, ties
from kehittamo_network_map.marks import concepts, lacking_parties
from kehittamo_network_map.measures import isolates
from kehittamo_network_map.missing import one_sided, unstated
from kehittamo_network_map.phrases import listed, quoted
from kehittamo_network_map.survey import not_answered


def no_centre(board: Board) -> Iterator[Problem]:
    """A network is led towards something: the shared thing in the middle should be named."""
    actors = board.of("actor")
    if len(actors) >= 3 and not any(actor.get("centre") for actor in actors):
        yield Problem(message=board.say("Nothing stands in the middle. Name the shared thing that joins the actors."))


def alone(board: Board) -> Iterator[Problem]:
    """An actor without any tie is either left alone or its ties are not written down yet."""
    if not ties(board):
        return
    found = tuple(actor for id_ in isolates(graph(board)) if (actor := board.item(id_)) is not None)
    for actor in found:
        yield Problem(
            message=board.say("{actor} has no ties. Is it left alone, or are its ties missing here?", actor=called(board, actor)),
            items=(actor,),
        )  # fmt: skip


def no_ties(board: Board) -> Iterator[Problem]:
    """Actors without ties are a list and not a network."""
    actors = counted(board)
    if len(actors) >= 2 and not ties(board):
        yield Problem(message=board.say("There are actors but no ties. Who works with whom?"), items=actors)


def tie_without_type(board: Board) -> Iterator[Problem]:
    """A tie should say what passes along it: money, information, clients or a joint plan."""
    found = tuple(tie for tie in ties(board) if is_gap(tie.get("type")) and is_gap(tie.get("own_type")))
    yield from _of_ties(board, found, "type")


def tie_without_direction(board: Board) -> Iterator[Problem]:
    """A tie whose direction is not known cannot show who is heard and who only listens."""
    found = tuple(tie for tie in ties(board) if tie.get("directed", "unknown") == "unknown")
    yield from _of_ties(board, found, "direction")


def _of_ties(board: Board, found: tuple[Link, ...], what: str) -> Iterator[Problem]:
    if not found:
        return
    which = listed(board, tuple(tie_name(board, tie) for tie in found))
    if what == "type":
        message = board.say("The type of the tie is not told: {ties}. What passes along it?", ties=which)
    else:
        message = board.say("The direction of the tie is not known: {ties}. Is it one way or both ways?", ties=which)
    yield Problem(message=message, items=found)


def network_without_members(board: Board) -> Iterator[Problem]:
    """A named network should say which actors belong to it."""
    for network in board.of("network"):
        if not members(board, network):
            message = board.say("{network} has no members. Which actors belong to it?", network=called(board, network))
            yield Problem(message=message, items=(network,))


def party_missing(board: Board) -> Iterator[Problem]:
    """A network that cannot do without a party should have it as a member, and a solution should be attached to it."""
    for network in board.of("network"):
        inside = members(board, network)
        sectors = {sector.id for actor in inside if (sector := sector_of(board, actor)) is not None}
        joined = {actor.id for actor in inside} | sectors
        lacking = tuple(party for party in board.after(network, "requires") if party.id not in joined)
        if lacking:
            message = board.say(
                "{network}: a party that it cannot do without is not a member yet: {parties}.", network=called(board, network),
                parties=listed(board, tuple(name(board, party) for party in lacking)),
            )  # fmt: skip
            yield Problem(message=message, items=(network, *lacking))
    for concept in concepts(board):
        lacking = lacking_parties(board, concept)
        if lacking:
            message = board.say(
                "{concept}: a party that it cannot do without is not attached to it yet: {parties}.", concept=_text(board, concept),
                parties=listed(board, tuple(name(board, party) for party in lacking)),
            )  # fmt: skip
            yield Problem(message=message, items=(concept, *lacking))


def need_without_place(board: Board) -> Iterator[Problem]:
    """An information need should say who needs the information, or on which tie."""
    for need in board.of("information_need"):
        if not board.outgoing(need, "needs"):
            message = board.say(
                "{need}: attached to no actor and no tie. Who needs to know it?", need=_text(board, need)
            )
            yield Problem(message=message, items=(need,))


def need_without_answer(board: Board) -> Iterator[Problem]:
    """An information need that nobody answers stays open."""
    found = tuple(need for need in board.of("information_need") if not board.before(need, "answers"))
    if found:
        which = listed(board, tuple(_text(board, need) for need in found), most=5)
        message = board.say_many(
            "{number} information need has no answer yet. Which service covers it? {needs}",
            "{number} information needs have no answer yet. Which services cover them? {needs}", len(found), needs=which,
        )  # fmt: skip
        yield Problem(message=message, items=found)


def solution_without_place(board: Board) -> Iterator[Problem]:
    """A solution that waits for a place does not say whose work it changes."""
    attached = {link.source for link in board.links_of("attached")}
    found = tuple(
        solution
        for link in board.links_of("listed")
        if link.source not in attached and (solution := board.item(link.source)) is not None
    )
    if found:
        which = listed(board, tuple(_text(board, solution) for solution in found))
        message = board.say_many(
            "{number} solution is attached to no actor and no tie: {solutions}.",
            "{number} solutions are attached to no actor and no tie: {solutions}.", len(found), solutions=which,
        )  # fmt: skip
        yield Problem(message=message, items=found)


def actor_without_sector(board: Board) -> Iterator[Problem]:
    """Where sectors are used, an actor outside them is left out of every comparison of sectors."""
    if not board.of("sector"):
        return
    found = tuple(
        actor for actor in counted(board) if sector_of(board, actor) is None and not actor.get("centre")
    )  # fmt: skip
    if found:
        which = listed(board, tuple(called(board, actor) for actor in found))
        yield Problem(message=board.say("Stands in no sector: {actors}.", actors=which), items=found)


def imported_unchecked(board: Board) -> Iterator[Problem]:
    """What was imported from a file stays unchecked until somebody has looked at it."""
    found: tuple[Item | Link, ...] = (
        *(actor for actor in board.of("actor") if actor.get("unchecked")),
        *(tie for tie in ties(board) if tie.get("unchecked")),
    )
    if found:
        message = board.say_many(
            "{number} imported line has not been checked yet.", "{number} imported lines have not been checked yet.",
            len(found),
        )  # fmt: skip
        yield Problem(message=message, items=found)


def tie_stated_by_one(board: Board) -> Iterator[Problem]:
    """A tie that only one of the two has stated should be talked over by both."""
    found = tuple(one_sided(board))
    if found:
        which = listed(board, tuple(tie_name(board, tie) for tie in found))
        message = board.say("Only one of the two has stated the tie: {ties}. Do they see it differently?", ties=which)
        yield Problem(message=message, items=found)


def tie_stated_by_neither(board: Board) -> Iterator[Problem]:
    """A tie that was drawn, but that neither of the two named when they were asked, may be a wish."""
    found = tuple(unstated(board))
    if found:
        which = listed(board, tuple(tie_name(board, tie) for tie in found))
        message = board.say("Both have answered and neither has stated the tie: {ties}. Does it stand?", ties=which)
        yield Problem(message=message, items=found)


def answers_missing(board: Board) -> Iterator[Problem]:
    """Who was asked and has not answered leaves holes in every measure."""
    found = not_answered(board)
    if found:
        which = listed(board, tuple(called(board, actor) for actor in found))
        yield Problem(message=board.say("Has not stated its ties yet: {actors}.", actors=which), items=found)


def _text(board: Board, item: Item) -> str:
    return quoted(called(board, item))


RULES = (
    no_centre,
    no_ties,
    alone,
    tie_without_type,
    tie_without_direction,
    network_without_members,
    party_missing,
    need_without_place,
    need_without_answer,
    solution_without_place,
    actor_without_sector,
    tie_stated_by_one,
    tie_stated_by_neither,
    answers_missing,
    imported_unchecked,
)
