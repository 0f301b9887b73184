"""The board read as a network: who the actors are, which ties hold now or as a target, and who is counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from kehittamo_core.api import Board, Item, Link
from kehittamo_network_map.types import Arrows, Network, nx

Time = Literal["now", "target"]

RELIABLE = 70.0
"""The response rate in percent under which brokerage is not computed: missing answers distort it most.

Kossinets (2006), Effects of missing data in social networks, Social Networks 28(3); the line itself is a convention.
"""
SMALL = 10
"""Under this many actors, measures of a network say little: it is better read from the drawing."""


def name(board: Board, item: Item) -> str:
    """What an actor, network or other item is called: the programme's actor, else its text, else its short id."""
    key = item.get("actor") if item.kind == "actor" else None  # other methods mean other things by the field
    actor = board.actors.get(key) if isinstance(key, str) else None
    if actor is not None and actor.name.strip():
        return " ".join(actor.name.split())
    return " ".join(item.text.split()) or item.code or board.label(item.kind)


def called(board: Board, item: Item) -> str:
    """The short id and the name, as people read them aloud."""
    plain = name(board, item)
    return plain if not item.code or plain == item.code else f"{item.code} {plain}"


def tie_name(board: Board, tie: Link) -> str:
    """The two names that a link joins, with an arrow where the direction is known."""
    ends = [board.find(tie.source), board.find(tie.target)]
    first, second = (name(board, end) if isinstance(end, Item) else "?" for end in ends)
    return f"{first} → {second}" if tie.get("directed") == "yes" else f"{first} – {second}"


def place_name(board: Board, id_: str) -> str:
    """The name of what something is attached to: an actor or a tie; "" where it is not visible."""
    found = board.find(id_)
    if isinstance(found, Item):
        return name(board, found)
    return tie_name(board, found) if found is not None else ""


def type_name(board: Board, tie: Link) -> str:
    """A tie's type in words: its own name, else the label of its type, else ""."""
    own = tie.get("own_type")
    if isinstance(own, str) and own.strip():
        return own.strip()
    kind = tie.get("type")
    return board.label(f"link:tie.type.{kind}") if kind else ""


def strength(tie: Link) -> int | None:
    """A tie's strength from 0 to 3, None where it is a gap."""
    value = tie.get("strength")
    return int(value) if value in ("0", "1", "2", "3") else None


def holds(tie: Link, time: Time) -> bool:
    """Whether a tie stands now, or as a target. A tie that says nothing of time stands at both."""
    return tie.get("when", "both") in (time, "both")


def ties(board: Board, time: Time | None = None) -> tuple[Link, ...]:
    """The ties between two different actors of the board, at a time or at all; those of strength 0 too."""
    actors = {item.id for item in board.of("actor")}
    return tuple(
        tie
        for tie in board.links_of("tie")
        if tie.source in actors and tie.target in actors and tie.source != tie.target
        and (time is None or holds(tie, time))
    )  # fmt: skip


def sector_of(board: Board, actor: Item) -> Item | None:
    """The sector that an actor stands in."""
    return next(iter(board.after(actor, "in_sector")), None)


def is_customer(actor: Item) -> bool:
    """Whether an actor is the customer."""
    return bool(actor.get("type") == "customer")


def counted(board: Board) -> tuple[Item, ...]:
    """The actors that measures count.

    The customer is left out unless the board's setting says otherwise: a network in which everybody is tied to the
    customer says nothing of how the others work together. A centre without ties is the shared thing, not an actor.
    """
    tied = {end for tie in ties(board) for end in (tie.source, tie.target)}
    with_customer = bool(board.settings.get("include_customer"))
    return tuple(
        actor
        for actor in board.of("actor")
        if (with_customer or not is_customer(actor)) and (not actor.get("centre") or actor.id in tied)
    )


def graph(board: Board, time: Time = "now", kind: str | None = None, extra: Iterable[tuple[str, str]] = ()) -> Network:
    """The counted actors with their ties as a simple undirected graph; `weight` is the strongest strength of a pair.

    `kind` keeps one type of tie, `extra` adds pairs of actors as if they were tied.
    """
    actors = counted(board)
    known = {actor.id for actor in actors}
    found: Network = nx.Graph()
    found.add_nodes_from(actor.id for actor in actors)
    for tie in ties(board, time):
        if tie.source in known and tie.target in known and counts(board, tie) and kind in (None, tie.get("type")):
            old = found.get_edge_data(tie.source, tie.target, {"weight": 0})["weight"]
            found.add_edge(tie.source, tie.target, weight=max(old, strength(tie) or 1))
    for first, second in extra:
        if first in known and second in known and first != second and not found.has_edge(first, second):
            found.add_edge(first, second, weight=1)
    return found


def arrows(board: Board, time: Time = "now", kind: str | None = None) -> Arrows:
    """The counted actors with the ties (of a type) whose direction is known: one arrow, or two for a tie both ways."""
    known = {actor.id for actor in counted(board)}
    found: Arrows = nx.DiGraph()
    found.add_nodes_from(actor.id for actor in counted(board))
    for tie in ties(board, time):
        way = tie.get("directed")
        if (
            tie.source in known
            and tie.target in known
            and counts(board, tie)
            and way in ("yes", "no")
            and kind in (None, tie.get("type"))
        ):
            found.add_edge(tie.source, tie.target)
            if way == "no":
                found.add_edge(tie.target, tie.source)
    return found


@dataclass(frozen=True)
class Response:
    """How many of the asked actors have stated their ties; `share` in percent, the counts None where only it is known."""

    share: float
    answered: int | None = None
    asked: int | None = None

    @property
    def enough(self) -> bool:
        """Whether brokerage may be computed."""
        return self.share >= RELIABLE


def response(board: Board) -> Response | None:
    """The response rate: the board's setting, else counted from the actors; None where nobody was asked."""
    stated = board.settings.get("response_rate")
    if isinstance(stated, int | float) and not isinstance(stated, bool):
        return Response(share=min(max(float(stated), 0.0), 100.0))
    asked = [actor for actor in counted(board) if actor.get("answered") is not None]
    if not asked:
        return None
    answered = sum(1 for actor in asked if actor.get("answered"))
    return Response(share=100 * answered / len(asked), answered=answered, asked=len(asked))


def enough_answers(board: Board) -> bool:
    """Whether brokerage may be computed: nobody was asked (the ties were drawn together), or at least 70 % answered."""
    rate = response(board)
    return rate is None or rate.enough


Agreement = Literal["agreed", "one_sided", "waiting", "neither", ""]


def stated_ends(board: Board, tie: Link) -> frozenset[str]:
    """Which ends have stated a tie themselves: «source», «target»."""
    said = set(tie.get("stated_by", ()))
    return frozenset(said & {"source", "target"})


def agreement(board: Board, tie: Link) -> Agreement:
    """Whether both ends have stated a tie, only one of two that answered, one while the other has not answered yet,

    or neither of two that answered; "" where nobody was asked about it.
    """
    said = stated_ends(board, tie)
    ends = {"source": board.item(tie.source), "target": board.item(tie.target)}
    answered = {end for end, actor in ends.items() if actor is not None and actor.get("answered")}
    if len(said) == 2:
        return "agreed"
    if said:
        return "one_sided" if answered - said else "waiting"
    asked = board.settings.get("asked_tie")
    about_it = holds(tie, "now") and strength(tie) != 0 and asked in (None, tie.get("type"))
    return "neither" if len(answered) == 2 and about_it else ""


def counts(board: Board, tie: Link) -> bool:
    """Whether measures count a tie: not of strength 0, and agreed where the board counts only what both have stated.

    An answer that has not come yet is no disagreement.
    """
    if strength(tie) == 0:
        return False
    return board.settings.get("counted_ties") != "both" or agreement(board, tie) not in ("one_sided", "neither")


def by_sector(board: Board, actors: Sequence[Item]) -> dict[str, tuple[Item, ...]]:
    """Actors by the id of their sector, sectors in the board's order; those without a sector under ""."""
    groups: dict[str, list[Item]] = {sector.id: [] for sector in board.of("sector")}
    for actor in actors:
        sector = sector_of(board, actor)
        groups.setdefault(sector.id if sector is not None else "", []).append(actor)
    return {id_: tuple(members) for id_, members in groups.items() if members}


def members(board: Board, network: Item) -> tuple[Item, ...]:
    """The actors that belong to a network."""
    return board.before(network, "member_of")


def interfaces(board: Board, network: Item, time: Time = "now") -> int:
    """How many pairs of a member and an outsider are tied: the network's interfaces to the outside."""
    inside = {actor.id for actor in members(board, network)}
    return len(
        {
            frozenset((tie.source, tie.target))
            for tie in ties(board, time)
            if strength(tie) != 0 and (tie.source in inside) != (tie.target in inside)
        }
    )
