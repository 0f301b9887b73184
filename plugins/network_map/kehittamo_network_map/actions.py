"""What a form cannot say: what changes if ties come or an actor leaves, suggested ties taken up, ties stated and pasted."""

from collections.abc import Mapping
from typing import Any

from kehittamo_core.api import Action, Add, Board, Change, Changes, Connect, Fault, Field, Invalid, Item, Link, Outcome
from kehittamo_network_map.exchange import read_ties
from kehittamo_network_map.graph import called, counted, enough_answers, graph, name, strength, ties
from kehittamo_network_map.insights.actors import cut_off
from kehittamo_network_map.kinds import TIES
from kehittamo_network_map.measures import by_actor, density, parts
from kehittamo_network_map.missing import planned, reason, suggestions
from kehittamo_network_map.phrases import names, percent

Values = Mapping[str, Any]


def if_ties_come(board: Board, values: Values) -> Outcome:
    """Say what changes if the target ties (and the suggested ones, and one more) come; nothing is changed.

    Raises:
        Invalid: one of the two actors of the tie that is tried is not on the board.
    """
    pairs = [(tie.source, tie.target) for tie in planned(board)]
    number = values.get("suggested")
    if isinstance(number, int | float) and number > 0:
        pairs += [(tie.first.id, tie.second.id) for tie in suggestions(board, int(min(number, 50)))]
    if values.get("first") or values.get("second"):
        pairs.append(
            (actor_named(board, values.get("first"), "first").id, actor_named(board, values.get("second"), "second").id)
        )
    if not pairs:
        return Outcome(message=board.say("There are no target ties. Mark a tie as a target, or try one here."))
    before, after = graph(board), graph(board, extra=pairs)
    sentences = [
        board.say_many(
            "If {number} more tie comes, the density changes from {before} to {after}.",
            "If {number} more ties come, the density changes from {before} to {after}.", len(pairs),
            before=percent(board, density(before)), after=percent(board, density(after)),
        ),
        board.say("Parts that nothing joins: {before} → {after}.", before=len(parts(before)), after=len(parts(after))),
    ]  # fmt: skip
    if enough_answers(board) and before.number_of_nodes() > 2:
        was, will = by_actor(before), by_actor(after)
        top = max(was, key=lambda id_: was[id_].betweenness or 0.0)
        actor = board.item(top)
        if actor is not None and (was[top].betweenness or 0.0) > 0:
            sentences.append(
                board.say(
                    "The share of routes that pass through {actor} changes from {before} to {after}.", actor=name(board, actor),
                    before=percent(board, was[top].betweenness), after=percent(board, will[top].betweenness),
                )
            )  # fmt: skip
    return Outcome(message=" ".join(sentences))


def if_actor_leaves(board: Board, values: Values) -> Outcome:
    """Say what changes if an actor leaves; nothing is changed.

    Raises:
        Invalid: the actor is not on the board.
    """
    actor = actor_named(board, values.get("actor"), "actor")
    network = graph(board)
    if actor.id not in network:
        return Outcome(
            message=board.say(
                "{actor} is not counted in the measures, so nothing changes in them.", actor=called(board, actor)
            )
        )
    cut = cut_off(network, actor.id)
    rest = network.copy()
    rest.remove_node(actor.id)
    sentences = [
        board.say_many(
            "If {actor} leaves, {number} tie goes with it: the density changes from {before} to {after}.",
            "If {actor} leaves, {number} ties go with it: the density changes from {before} to {after}.",
            network.degree(actor.id), actor=called(board, actor), before=percent(board, density(network)), after=percent(board, density(rest)),
        ),
        board.say("Parts that nothing joins: {before} → {after}.", before=len(parts(network)), after=len(parts(rest))),
    ]  # fmt: skip
    if cut:
        lost = tuple(item for item in counted(board) if item.id in cut)
        sentences.append(board.say("Cut off from the rest: {actors}.", actors=names(board, lost)))
    else:
        sentences.append(board.say("Nobody is cut off from the rest."))
    return Outcome(message=" ".join(sentences))


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


def state_ties(board: Board, values: Values) -> Outcome:
    """An actor states whom it works with now; ties that are there already are stated, others are added.

    Raises:
        Invalid: the actor that answers is not on the board, or nobody was chosen.
    """
    who = actor_named(board, values.get("who"), "who")
    chosen = values.get("with_whom") or ()
    key = who.get("actor")
    if not key:
        raise Invalid(
            "{actor} is not an actor of the programme, so its answer cannot be kept apart.", actor=name(board, who)
        )
    others = [actor_named(board, other, "with_whom") for other in chosen]
    kind = values.get("type")
    changes: list[Add | Change | Connect | Any] = []
    for other in others:
        if other.id == who.id:
            continue
        old = _tie_between(board, who, other, kind)
        if old is None:
            added = {"type": kind, "when": "now", "stated_by": [key]}
            changes.append(
                Connect(kind="tie", source=who.id, target=other.id, values={k: v for k, v in added.items() if v is not None})
            )  # fmt: skip
        elif key not in old.get("stated_by", ()):
            changes.append(Change(id=old.id, values={"stated_by": [*old.get("stated_by", ()), key]}))
    changes.append(Change(id=who.id, values={"answered": True}))
    message = board.say_many(
        "{actor} has stated its ties: {number} tie.", "{actor} has stated its ties: {number} ties.", len(others),
        actor=name(board, who),
    )  # fmt: skip
    return Outcome(changes=tuple(changes), message=message)


def _tie_between(board: Board, first: Item, second: Item, kind: str | None) -> Link | None:
    pair = {first.id, second.id}
    return next(
        (
            tie
            for tie in ties(board, "now")
            if {tie.source, tie.target} == pair and tie.get("type") in (kind, None) and strength(tie) != 0
        ),
        None,
    )


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


def _actor(id_: str, label: str, *, many: bool = False) -> Field:
    return Field(id=id_, label=label, type="actor", many=many)


ACTIONS = (
    Action(
        id="if_ties_come", label="What if these ties come?", run=if_ties_come, setup=False,
        help="Before and after in words; nothing on the board changes.",
        fields=(
            Field(id="suggested", label="How many suggested ties are added to the target ties", type="number"),
            _actor("first", "One more tie: from"),
            _actor("second", "One more tie: to"),
        ),
    ),
    Action(
        id="if_actor_leaves", label="What if this actor leaves?", run=if_actor_leaves, setup=False,
        help="Before and after in words; nothing on the board changes.",
        fields=(_actor("actor", "Actor"),),
    ),
    Action(
        id="plan_ties", label="Write suggested ties down as a target", run=plan_ties,
        fields=(Field(id="number", label="How many", type="number"),),
    ),
    Action(
        id="state_ties", label="State your own ties", run=state_ties, setup=False,
        help="One answer for an organisation. Differing answers of two ends are shown, not mended.",
        fields=(
            _actor("who", "Whose answer"),
            _actor("with_whom", "With whom do you work now?", many=True),
            Field(id="type", label="Type of tie", type="choice", choices=TIES),
        ),
    ),
    Action(
        id="paste_ties", label="Paste ties as lines", run=paste_ties,
        help="One tie a line: from; to; type; strength. Names that are not there yet become actors, unchecked.",
        fields=(Field(id="lines", label="Lines", type="text"),),
    ),
)  # fmt: skip
