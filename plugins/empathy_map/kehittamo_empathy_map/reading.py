"""Reading an empathy map: fields of the chosen canvas, evidence, places of profiles; unset is never a middle."""

from collections import Counter
from collections.abc import Mapping

from kehittamo_core.api import Board, Item
from kehittamo_empathy_map.kinds import NEWER, SIX, WRITTEN

FIELDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    SIX: (("think_feel", "hear"), ("see", "say_do"), ("pains", "gains")),
    NEWER: (("who", "need_to_do"), ("see", "hear"), ("say", "do"), ("think_feel",), ("pains", "gains")),
}
"""The rows of each canvas, from top to bottom."""

HOME: Mapping[str, Mapping[str, str]] = {
    SIX: {"say": "say_do", "do": "say_do", "who": "think_feel", "need_to_do": "say_do"},
    NEWER: {"say_do": "do"},
}
"""Where a note of the other canvas is shown; its own zone stays as it is."""


def canvas(board: Board) -> str:
    """The chosen canvas, the six-field form where nobody chose."""
    return NEWER if board.settings.get("canvas") == NEWER else SIX


def fields(board: Board) -> Mapping[str, tuple[Item, ...]]:
    """Field -> notes of the chosen canvas; every note is in exactly one of them."""
    chosen = canvas(board)
    found: dict[str, list[Item]] = {zone: [] for row in FIELDS[chosen] for zone in row}
    for item in board.of(*WRITTEN):
        zone = HOME[chosen].get(item.zone, item.zone)
        if zone not in found:
            zone = {"pain": "pains", "gain": "gains"}.get(item.kind, "think_feel")
        found[zone].append(item)
    return {zone: tuple(items) for zone, items in found.items()}


def evidence_counts(board: Board) -> Mapping[str, int]:
    """How many notes, pains and gains are observed, told, assumed, or without a grade ("")."""
    return Counter(str(item.get("evidence", "")) for item in board.of(*WRITTEN))


def grade(board: Board, item: Item) -> str:
    """A note's evidence in words, "" where nobody graded it."""
    value = item.get("evidence")
    return board.label(f"{item.kind}.evidence.{value}") if value else ""


def value_of(board: Board, profile: Item, parameter: Item, kind: str) -> float | None:
    """A profile's value on a slider or an axis, 0-100; None is not known and is never drawn in the middle."""
    for link in board.outgoing(profile, kind):
        if link.target == parameter.id:
            value = link.get("value")
            return float(value) if isinstance(value, int | float) else None
    return None


def parts(board: Board, profile: Item, kind: str) -> tuple[Item, ...]:
    """The traits, building blocks or services of a profile."""
    own = {item.id for item in board.before(profile, "describes")}
    return tuple(item for item in board.of(kind) if item.id in own)


def profiles(board: Board) -> tuple[Item, ...]:
    """The profiles by name: nothing ranks them."""
    return tuple(sorted(board.of("profile"), key=lambda item: (item.order, item.text.casefold(), item.id)))


def place(board: Board, profile: Item) -> tuple[float, float] | None:
    """A profile's place on the two axes, None unless both are known."""
    axes = board.of("axis")
    if len(axes) < 2:
        return None
    across, up = (value_of(board, profile, axis, "placed_on") for axis in axes[:2])
    return None if across is None or up is None else (across, up)


def pains_by_votes(board: Board) -> tuple[Item, ...]:
    """Pains with the most voted first, then in the board's order."""
    return tuple(sorted(board.of("pain"), key=lambda item: -item.votes))
