"""What all findings of one board share: the network computed once, and the limits that every measure states."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kehittamo_core.api import Board, Insight, Item
from kehittamo_network_map.graph import (
    SMALL,
    Response,
    counted,
    enough_answers,
    graph,
    is_customer,
    response,
    ties,
)
from kehittamo_network_map.measures import LARGE, ActorMeasures, by_actor
from kehittamo_network_map.phrases import decimal
from kehittamo_network_map.types import Network


@dataclass(frozen=True)
class Study:
    """A board with its network of now, computed when first asked for."""

    board: Board

    @cached_property
    def network(self) -> Network:
        """The counted actors and their ties now."""
        return graph(self.board)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The counted actors by id."""
        return {actor.id: actor for actor in counted(self.board)}

    @cached_property
    def measures(self) -> Mapping[str, ActorMeasures]:
        """Every counted actor's numbers."""
        return by_actor(self.network)

    @property
    def busy(self) -> Mapping[str, float] | None:
        """The counted actors' shares of the routes; None for a network so large that others rank without them."""
        if len(self.items) > LARGE:
            return None
        return {id_: measures.betweenness or 0.0 for id_, measures in self.measures.items()}

    @cached_property
    def enough(self) -> bool:
        """Whether enough have answered for brokerage."""
        return enough_answers(self.board)

    @property
    def worth_measuring(self) -> bool:
        """Whether there is a network at all: two actors and a tie."""
        return self.network.number_of_nodes() > 1 and self.network.number_of_edges() > 0

    def picked(self, ids: tuple[str, ...] | frozenset[str]) -> tuple[Item, ...]:
        """Actors by their ids, in the board's order."""
        chosen = frozenset(ids)
        return tuple(actor for id_, actor in self.items.items() if id_ in chosen)

    def finding(
        self, text: str, formula: str, items: tuple[Item, ...] = (), *, limit: str = "", more: bool = True
    ) -> Insight:
        """A finding with its own limit and, as every measure, with the response rate where actors were asked."""
        said = " ".join(part for part in (limit, rate_line(self.board)) if part)
        return Insight(finding=text, items=items, limit=said, formula=formula, more=more)


def study_of(board: Board) -> Study:
    """The study of a board."""
    return Study(board)


def limits(board: Board, own: str = "") -> str:
    """What all measures of a board do not tell, said once: a small network, who is left out, that nobody was asked."""
    said = [own] if own else []
    actors = counted(board)
    if len(actors) < SMALL:
        said.append(
            board.say("A network of fewer than ten actors is better read from its drawing than from its measures.")
        )
    if any(is_customer(actor) for actor in actors):
        said.append(board.say("The customer is counted as one of the actors."))
    elif any(is_customer(actor) for actor in board.of("actor")):
        said.append(board.say("The customer is left out of the measures; a setting of the board counts it in."))
    if board.settings.get("counted_ties") == "both" and response(board) is not None:
        said.append(
            board.say(
                "Only ties that both ends have stated are counted; where the other has not answered yet, one end is enough."
            )
        )
    if ties(board) and response(board) is None and not any(tie.get("stated_by") for tie in ties(board)):
        said.append(board.say("The ties were drawn together; nobody was asked one by one."))
    return " ".join(said)


def rate_line(board: Board) -> str:
    """The response rate as a sentence, printed with every measure; "" where nobody was asked."""
    rate = response(board)
    return rate_said(board, rate) if rate is not None else ""


def rate_said(board: Board, rate: Response) -> str:
    """The response rate as a sentence."""
    share = f"{decimal(board, rate.share, 0)}\u00a0%"
    if rate.asked is None:
        return board.say("Response rate {share}.", share=share)
    return board.say("Response rate {share}: {answered} of {asked} have stated their ties.", share=share, answered=rate.answered, asked=rate.asked)  # fmt: skip


def too_few(board: Board) -> str:
    """The sentence that stands in the place of brokerage when too few have answered."""
    return board.say("Too few answers for a reliable number")
