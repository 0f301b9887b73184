"""Reading an empathy map: fields of the chosen canvas, evidence, places of profiles; unset is never a middle."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kehittamo_core.api import Board, Item
from kehittamo_empathy_map.families import by_name
from kehittamo_empathy_map.kinds import ANSWERED_BY, WRITTEN
from kehittamo_empathy_map.zones import NEWER, SIX

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
    return by_name(board.of("profile"))


def place(board: Board, profile: Item, axes: tuple[Item, ...]) -> tuple[float, float] | None:
    """A profile's place on the two axes of its family, None unless both are known."""
    if len(axes) < 2:
        return None
    across, up = (value_of(board, profile, axis, "placed_on") for axis in axes[:2])
    return None if across is None or up is None else (across, up)


@dataclass(frozen=True)
class Standing:
    """A pain or a success across the profiles: whom it is about, its votes, what answers it, also from other boards."""

    item: Item
    profiles: tuple[Item, ...]
    answers: tuple[Item, ...]
    answered: bool


def across(board: Board, kind: str) -> tuple[Standing, ...]:
    """Pains or successes of this board and of others that are about its profiles: most votes first, then most profiles."""
    own = board.of(kind)
    ids = {item.id for item in own}
    linked = [item for item in board.linked if isinstance(item, Item) and item.kind == kind and item.id not in ids]
    others = [item for item in linked if board.outgoing(item, "about")]
    found = [
        Standing(
            item,
            by_name(tuple({one.id: one for one in board.after(item, "about") if one.kind == "profile"}.values())),
            answers(board, item),
            is_answered(board, item),
        )
        for item in (*own, *others)
    ]
    return tuple(sorted(found, key=lambda one: (-one.item.votes, -len(one.profiles))))


def answers(board: Board, item: Item) -> tuple[Item, ...]:
    """What of any board answers a pain: what is linked as its answer or eases it, and what the red thread leads on to."""
    found = {other.id: other for other in board.before(item, *ANSWERED_BY)}
    found |= {other.id: other for other in board.after(item, "thread") if other.method != item.method}
    return tuple(found.values())


def is_answered(board: Board, item: Item) -> bool:
    """Whether anything answers a pain, also what this audience may not see."""
    return bool(board.incoming(item, *ANSWERED_BY) or answers(board, item))


def assumed_share(board: Board, items: tuple[Item, ...]) -> float | None:
    """The percentage of items that are assumed; None of none."""
    return 100 * sum(1 for item in items if item.get("evidence") == "assumed") / len(items) if items else None


def gathered_counts(board: Board) -> Mapping[str, int]:
    """How many notes were collected by each method (interview, survey, ...); those without one are left out."""
    return Counter(str(item.get("collected")) for item in board.of(*WRITTEN, "barrier") if item.get("collected"))


def fits(board: Board) -> tuple[tuple[Item, tuple[tuple[Item, str, str], ...]], ...]:
    """Each tested idea or solution with (profile, fits / no / unknown, why), profiles by name."""
    found: dict[str, list[tuple[Item, str, str]]] = {}
    for link in board.links_of("tested_on"):
        profile = board.item(link.target)
        if profile is not None and board.item(link.source) is not None:
            found.setdefault(link.source, []).append(
                (profile, str(link.get("fit", "unknown")), str(link.get("why", "")))
            )
    ideas = [item for id_ in found if (item := board.item(id_)) is not None]
    ideas += [item for item in board.of("idea") if item.id not in found]
    return tuple(
        (idea, tuple(sorted(found.get(idea.id, ()), key=lambda one: (one[0].text.casefold(), one[0].id))))
        for idea in ideas
    )
