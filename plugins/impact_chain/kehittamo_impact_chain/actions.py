"""What a form cannot say: nodes for the goal's targets, a revised target that keeps the old one, a new measurement."""

from collections.abc import Mapping
from typing import Any

from kehittamo_core.api import Action, Add, Board, Change, Field, Invalid, Item, Outcome, day, is_unchecked
from kehittamo_impact_chain.naming import name

INDICATOR = Field(id="indicator", label="Indicator", type="item", kinds=("indicator",), required=True)
MEASURED = Field(
    id="indicator", label="What was measured", type="item", kinds=("indicator", "measured_group"), required=True,
    help="An indicator, or a group whose measurements stand beside those of others.",
)  # fmt: skip


def mirror_targets(board: Board, _values: Mapping[str, Any]) -> Outcome:
    """Add a node for every target of the programme's goal that has none on the board yet."""
    known = {item.get("target") for item in board.of("goal_target")}
    missing = [target for target in board.goal.targets if target.id not in known]
    changes = [Add(kind="goal_target", values={"target": target.id}) for target in missing]
    if board.goal.text and not board.of("change_goal"):
        changes.insert(0, Add(kind="change_goal", values={}))
    return Outcome(
        changes=tuple(changes),
        message=board.say_many(
            "{number} target of the goal was brought to the board.",
            "{number} targets of the goal were brought to the board.",
            len(missing),
        ),
    )


def chosen(board: Board, values: Mapping[str, Any], *kinds: str) -> Item:
    """The item of these kinds that the form chose.

    Raises:
        Invalid: none was chosen, or it is gone.
    """
    found = next((item for item in board.of(*kinds) if item.id == values.get("indicator")), None)
    if found is None:
        raise Invalid(board.say("Choose what it concerns: there is no such indicator here."))
    return found


def revise_target(board: Board, values: Mapping[str, Any]) -> Outcome:
    """Give an indicator a new target; the old one stays, with the reason and the day of the revision.

    Raises:
        Invalid: there is no such indicator, or the reason is missing.
    """
    item = chosen(board, values, "indicator")
    reason = str(values.get("reason") or "").strip()
    if not reason:
        raise Invalid(board.say("A revised target needs a reason: it is printed beside the old target."))
    old = dict(item.get("target") or {})
    revisions = [dict(part) for part in old.get("revisions") or ()]
    if old.get("amount") is not None or old.get("date"):
        revisions.append(
            {"amount": old.get("amount"), "date": old.get("date"), "reason": reason, "revised": values.get("revised")}
        )
    target = {
        "amount": values.get("amount"),
        "date": values.get("date"),
        "unit": old.get("unit"),
        "revisions": revisions,
    }
    return Outcome(
        changes=(Change(id=item.id, values={"target": target}),),
        message=board.say("{indicator} has a new target; the old one stays visible.", indicator=name(board, item)),
    )


def add_measurement(board: Board, values: Mapping[str, Any]) -> Outcome:
    """Add a measurement to the series of an indicator or of a measured group; one of the same day is replaced.

    Raises:
        Invalid: there is no such indicator or group, or the value is missing.
    """
    item = chosen(board, values, "indicator", "measured_group")
    if values.get("value") is None:
        raise Invalid(board.say("A measurement needs a value."))
    when = values.get("date")
    point = {part: values.get(part) for part in ("date", "value", "n", "source") if values.get(part) is not None}
    before = item.get("series") or ()
    series = [dict(old) for old in before if not when or old.get("date") != when]
    message = board.say("A measurement was added to {indicator}.", indicator=name(board, item))
    if when and len(series) < len(before):
        message = board.say(
            "{indicator} had a measurement of {day} already: the new one stands in its place.",
            indicator=name(board, item),
            day=day(str(when), board.language),
        )
    series = sorted([*series, point], key=lambda part: str(part.get("date") or ""))
    return Outcome(changes=(Change(id=item.id, values={"series": series}),), message=message)


def confirm_imported(board: Board, _values: Mapping[str, Any]) -> Outcome:
    """Take the note «imported, not checked yet» from everything that carries it."""
    found = [element for element in (*board.items, *board.links) if is_unchecked(element)]
    return Outcome(
        changes=tuple(Change(id=element.id, uncertain={"": ""}) for element in found),
        message=board.say_many(
            "{number} imported value was confirmed.", "{number} imported values were confirmed.", len(found)
        ),
    )


ACTIONS = (
    Action(
        id="add_measurement",
        label="Add a measurement",
        run=add_measurement,
        setup=False,
        zone="indicators",
        fields=(
            MEASURED,
            Field(id="date", label="Day", type="date"),
            Field(id="value", label="Value", type="number", required=True),
            Field(id="n", label="How many answered", type="number"),
            Field(id="source", label="Source"),
        ),
    ),
    Action(
        id="revise_target",
        label="Revise a target",
        run=revise_target,
        fields=(
            INDICATOR,
            Field(id="amount", label="New target", type="number"),
            Field(id="date", label="Date of the new target", type="date"),
            Field(id="reason", label="Why it is revised", required=True),
            Field(id="revised", label="Day of the revision", type="date"),
        ),
        help="The old target stays, with its reason.",
    ),
    Action(
        id="confirm_imported",
        label="Confirm everything imported",
        run=confirm_imported,
        help="When somebody has looked the values through: they no longer say that they are not checked.",
    ),
    Action(
        id="mirror_targets",
        label="Bring the goal's targets to the board",
        run=mirror_targets,
        help="Then solutions, outcomes and indicators can be tied to them.",
    ),
)
