"""Members state their own ties: one tie type, now, one answer for an organisation; what two answers differ in is shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from kehittamo_core.api import Action, Board, Change, Connect, Field, Item, Link, Outcome, Remove
from kehittamo_network_map.graph import agreement, counted, name, stated_ends, strength, ties
from kehittamo_network_map.kinds import TIES
from kehittamo_network_map.named import actor_named
from kehittamo_network_map.phrases import names

Values = Mapping[str, Any]
FILLED = ("strength", "why", "own_type", "weight")
"""A tie that says more than that it stands was not made by an answer alone, and outlives its withdrawal."""


def state_ties(board: Board, values: Values) -> Outcome:
    """An actor states whom it works with now. The answer is whole: it replaces what the same actor has stated before.

    Raises:
        Invalid: the actor that answers, or one that it names, is not on the board.
    """
    who = actor_named(board, values.get("who"), "who")
    named = [actor_named(board, said, "with_whom") for said in values.get("with_whom") or ()]
    others = {actor.id: actor for actor in named if actor.id != who.id}
    kind = values.get("type") or board.settings.get("asked_tie")
    asked = [tie for tie in ties(board, "now") if who.id in (tie.source, tie.target) and strength(tie) != 0]
    asked = [tie for tie in asked if kind is None or tie.get("type") in (kind, None)]
    changes: list[Change | Connect | Remove] = []
    known: set[str] = set()
    withdrawn = 0
    for tie in asked:
        end, far = ("source", tie.target) if tie.source == who.id else ("target", tie.source)
        said = stated_ends(board, tie)
        if far in others and far not in known:
            known.add(far)
            if end not in said:
                changes.append(Change(id=tie.id, values={"stated_by": sorted({*said, end})}))
        elif end in said:
            withdrawn += 1
            changes.append(_without(tie, sorted(said - {end})))
    for far in others:
        if far not in known:
            made = {"type": kind, "when": "now", "stated_by": ["source"]}
            filled = {key: value for key, value in made.items() if value is not None}
            changes.append(Connect(kind="tie", source=who.id, target=far, values=filled))
    again = bool(who.get("answered"))
    changes.append(Change(id=who.id, values={"answered": True}))
    message = board.say_many(
        "{actor} has stated its ties: {number} tie.", "{actor} has stated its ties: {number} ties.", len(others),
        actor=name(board, who),
    )  # fmt: skip
    if again and withdrawn:
        message += " " + board.say_many(
            "This replaces the earlier answer: {number} tie was taken back.",
            "This replaces the earlier answer: {number} ties were taken back.", withdrawn,
        )  # fmt: skip
    return Outcome(changes=tuple(changes), message=" ".join([message, *differing(board, who, others, asked)]))


def _without(tie: Link, rest: Sequence[str]) -> Change | Remove:
    """A tie that one end takes back: gone where nobody else states it and nothing else is told of it."""
    if rest or any(tie.get(field) is not None for field in FILLED):
        return Change(id=tie.id, values={"stated_by": list(rest) or None})
    return Remove(id=tie.id)


def differing(board: Board, who: Item, others: Mapping[str, Item], asked: Sequence[Link]) -> list[str]:
    """Where the answers of others who have answered differ from this one, in sentences."""
    by_others: set[str] = set()
    for tie in asked:
        other, end = (tie.target, "target") if tie.source == who.id else (tie.source, "source")
        if end in stated_ends(board, tie):
            by_others.add(other)
    answered = {actor.id for actor in board.of("actor") if actor.get("answered")}
    silent = tuple(other for id_, other in others.items() if id_ in answered and id_ not in by_others)
    unnamed = tuple(actor for actor in board.of("actor") if actor.id in by_others - set(others))
    found = []
    if silent:
        found.append(board.say("These have answered without naming {actor}: {others}.", actor=name(board, who), others=names(board, silent)))  # fmt: skip
    if unnamed:
        found.append(board.say("These have named {actor}, which does not name them: {others}.", actor=name(board, who), others=names(board, unnamed)))  # fmt: skip
    return found


def not_answered(board: Board) -> tuple[Item, ...]:
    """The actors that were asked for their ties and have not answered yet."""
    return tuple(actor for actor in board.of("actor") if actor.get("answered") is False)


def sums(board: Board) -> dict[str, int]:
    """How many ties are agreed, one-sided, waiting for the other end's answer, or stated by neither."""
    found: dict[str, int] = {}
    for tie in ties(board, "now"):
        kind = agreement(board, tie)
        if kind:
            found[kind] = found.get(kind, 0) + 1
    return found


def ask_everybody(board: Board, values: Values) -> Outcome:
    """Mark every counted actor that has no mark yet as asked: from then on the response rate is printed."""
    asked = tuple(actor for actor in counted(board) if actor.get("answered") is None)
    message = board.say_many("{number} actor was marked as asked.", "{number} actors were marked as asked.", len(asked))
    return Outcome(changes=tuple(Change(id=actor.id, values={"answered": False}) for actor in asked), message=message)


ASK_EVERYBODY = Action(
    id="ask_everybody", label="Ask everybody for their ties", run=ask_everybody,
    help="Every actor without a mark is marked as asked and not answered yet; from then on the response rate stands with every measure.",
)  # fmt: skip

STATE_TIES = Action(
    id="state_ties", label="State your own ties", run=state_ties, setup=False,
    help="One answer for an organisation: it replaces an earlier one. Differing answers of two ends are shown, not mended.",
    fields=(
        Field(id="who", label="Whose answer", type="item", kinds=("actor",), own=True),
        Field(id="with_whom", label="With whom do you work now?", type="item", kinds=("actor",), many=True),
        Field(id="type", label="Type of tie", type="choice", choices=TIES, help="Left empty, the type that the board asks about."),
    ),
)  # fmt: skip
