"""What a form cannot say: what changes if ties come or an actor leaves, suggested ties taken up, ties stated and pasted."""

from collections.abc import Mapping
from typing import Any

from kehittamo_core.api import Action, Add, Board, Changes, Connect, Field, Invalid, Outcome
from kehittamo_network_map.exchange import read_ties
from kehittamo_network_map.graph import called, enough_answers, name
from kehittamo_network_map.insights.study import rate_line
from kehittamo_network_map.measures import betweenness, density, parts
from kehittamo_network_map.missing import reason, suggestions
from kehittamo_network_map.named import actor_named
from kehittamo_network_map.phrases import names, percent
from kehittamo_network_map.supposing import Supposed, brokers_of, lost, pairs_of, suppose
from kehittamo_network_map.survey import ASK_EVERYBODY, STATE_TIES

Values = Mapping[str, Any]


def if_ties_come(board: Board, values: Values) -> Outcome:
    """Say what changes if the target ties (and the suggested ones, and one more) come; the network stays as it is.

    With `keep`, a what-if is added to the board, which is drawn before and after.

    Raises:
        Invalid: one of the two actors of the tie that is tried is not on the board.
    """
    pairs = pairs_of(board, "target")
    number = values.get("suggested")
    suggested = isinstance(number, int | float) and number > 0
    if suggested:
        pairs += [(tie.first.id, tie.second.id) for tie in suggestions(board, int(min(number or 0, 50)))]
    tried = []
    if values.get("first") or values.get("second"):
        tried = [actor_named(board, values.get(end), end) for end in ("first", "second")]
        if tried[0] == tried[1]:
            raise Invalid("A tie joins two different actors.")
        pairs.append((tried[0].id, tried[1].id))
    if not pairs:
        return Outcome(message=board.say("There are no target ties. Mark a tie as a target, or try one here."))
    found = suppose(board, pairs)
    sentences = [
        board.say_many(
            "If {number} more tie comes, the density changes from {before} to {after}.",
            "If {number} more ties come, the density changes from {before} to {after}.", len(found.coming),
            before=percent(board, density(found.before)), after=percent(board, density(found.after)),
        ),
        board.say("Parts that nothing joins: {before} → {after}.", before=len(parts(found.before)), after=len(parts(found.after))),
        *_broker(board, found), rate_line(board),
    ]  # fmt: skip
    ties = "suggested" if suggested else "target" if len(pairs) > bool(tried) else "none"
    title = board.say("If these ties come")
    if tried:
        title = board.say("If {first} and {second} work together", first=name(board, tried[0]), second=name(board, tried[1]))  # fmt: skip
    changes = _kept(title, {"ties": ties}, "joins", tuple(actor.id for actor in tried)) if values.get("keep") else ()
    return Outcome(changes=changes, message=" ".join(filter(None, sentences)))


def _broker(board: Board, found: Supposed) -> tuple[str, ...]:
    """How the share of the one who stands most between the others changes; nothing where too few have answered."""
    if not enough_answers(board) or found.before.number_of_nodes() < 3:
        return ()
    top, was = brokers_of(found.before)
    actor = board.item(top[0]) if top else None
    if actor is None or top[0] not in found.after:
        return ()
    will = betweenness(found.after)[top[0]]
    return (
        board.say(
            "The share of routes that pass through {actor} changes from {before} to {after}.", actor=name(board, actor),
            before=percent(board, was), after=percent(board, will),
        ),
    )  # fmt: skip


def _kept(title: str, values: Mapping[str, Any], kind: str, actors: tuple[str, ...]) -> Changes:
    """A what-if as changes: the note, and links to the actors that it speaks of."""
    links = (Connect(kind=kind, source="what-if", target=actor) for actor in actors)
    return (Add(kind="what_if", values={"text": title, **values}, ref="what-if"), *links)


def if_actor_leaves(board: Board, values: Values) -> Outcome:
    """Say what changes if an actor leaves; the network stays as it is. With `keep`, a what-if is added and drawn.

    Raises:
        Invalid: the actor is not on the board.
    """
    actor = actor_named(board, values.get("actor"), "actor")
    found = suppose(board, leaving=(actor.id,))
    if actor.id not in found.before:
        return Outcome(
            message=board.say(
                "{actor} is not counted in the measures, so nothing changes in them.", actor=called(board, actor)
            )
        )
    sentences = [
        board.say_many(
            "If {actor} leaves, {number} tie goes with it: the density changes from {before} to {after}.",
            "If {actor} leaves, {number} ties go with it: the density changes from {before} to {after}.",
            found.before.degree(actor.id), actor=called(board, actor), before=percent(board, density(found.before)),
            after=percent(board, density(found.after)),
        ),
        board.say("Parts that nothing joins: {before} → {after}.", before=len(parts(found.before)), after=len(parts(found.after))),
    ]  # fmt: skip
    if enough_answers(board):
        gone = tuple(item for id_ in lost(found) if (item := board.item(id_)) is not None)
        if gone:
            sentences.append(board.say("Cut off from the rest: {actors}.", actors=names(board, gone)))
        else:
            sentences.append(board.say("Nobody is cut off from the rest."))
    sentences.append(rate_line(board))
    title = board.say("If {actor} leaves", actor=name(board, actor))
    changes = _kept(title, {}, "leaves", (actor.id,)) if values.get("keep") else ()
    return Outcome(changes=changes, message=" ".join(filter(None, sentences)))


def plan_ties(board: Board, values: Values) -> Outcome:
    """Write the most grounded missing ties down as target ties, each with its reason."""
    number = values.get("number")
    found = suggestions(board, int(min(max(number, 1), 20)) if isinstance(number, int | float) else 1)
    if not found:
        return Outcome(message=board.say("The network suggests no ties now."))
    changes: Changes = tuple(
        Connect(kind="tie", source=tie.first.id, target=tie.second.id, values={"when": "target", "why": reason(board, tie)[:200]})
        for tie in found
    )  # fmt: skip
    return Outcome(
        changes=changes,
        message=board.say_many("{number} tie was written down as a target.", "{number} ties were written down as a target.", len(found)),
    )  # fmt: skip


def paste_ties(board: Board, values: Values) -> Outcome:
    """Ties from pasted lines, one a line: «Lukio; Kuraattori; raha; 2». Actors that are not there yet are added.

    Raises:
        Invalid: a line cannot be read; the faults name line and column, and nothing is changed.
    """
    changes = read_ties(board, values.get("lines") or "")
    count = sum(1 for change in changes if isinstance(change, Connect) and change.kind == "tie")
    return Outcome(
        changes=changes, message=board.say_many("{number} tie was added.", "{number} ties were added.", count),
    )  # fmt: skip


def _actor(id_: str, label: str) -> Field:
    return Field(id=id_, label=label, type="item", kinds=("actor",))


KEEP = Field(id="keep", label="Draw it before and after, and keep it on the board", type="flag")

ACTIONS = (
    Action(
        id="if_ties_come", label="What if these ties come?", run=if_ties_come, setup=False,
        help="Before and after in words; nothing in the network changes.",
        fields=(
            Field(id="suggested", label="How many suggested ties are added to the target ties", type="number"),
            _actor("first", "One more tie: from"), _actor("second", "One more tie: to"), KEEP,
        ),
    ),
    Action(
        id="if_actor_leaves", label="What if this actor leaves?", run=if_actor_leaves, setup=False,
        help="Before and after in words; nothing in the network changes.", fields=(_actor("actor", "Actor"), KEEP),
    ),
    Action(
        id="plan_ties", label="Write suggested ties down as a target", run=plan_ties,
        fields=(Field(id="number", label="How many", type="number"),),
    ),
    ASK_EVERYBODY,
    STATE_TIES,
    Action(
        id="paste_ties", label="Paste ties as lines", run=paste_ties,
        help="One tie a line: from; to; type; strength. Names that are not there yet become actors, unchecked.",
        fields=(Field(id="lines", label="Lines", type="text"),),
    ),
)  # fmt: skip
