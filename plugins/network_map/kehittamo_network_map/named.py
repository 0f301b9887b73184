"""Actors as people name them in forms: by id, by short id, by name, or by the programme's actor that they stand for."""

from kehittamo_core.api import Board, Fault, Invalid, Item
from kehittamo_network_map.graph import name
from kehittamo_network_map.phrases import names


def actor_named(board: Board, said: object, field: str) -> Item:
    """An actor of the board by the programme's actor, its id, its short id or its name.

    Raises:
        Invalid: there is no such actor.
    """
    word = said.strip() if isinstance(said, str) else ""
    plain = word.casefold()
    for actor in board.of("actor"):
        if word and (
            word in (actor.id, actor.get("actor")) or plain in (actor.code.casefold(), name(board, actor).casefold())
        ):
            return actor
    known = names(board, board.of("actor"), most=12) or "–"
    message = "there is no such actor on the board; known are {known}"
    raise Invalid(message, faults=(Fault(field, message, {"known": known}),), known=known)
