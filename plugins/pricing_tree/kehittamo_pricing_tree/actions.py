"""Choosing as an act of the group: one is chosen, what was decided before is kept with who, when and why."""

from collections.abc import Mapping
from typing import Any

from kehittamo_core.api import Action, Board, Change, Fault, Field, Invalid, Item, Outcome, day, reference
from kehittamo_pricing_tree import tree
from kehittamo_pricing_tree.kinds import DECISIONS


def picked(board: Board, said: object) -> Item:
    """The alternative that the form's list gave, by its id.

    Raises:
        Invalid: there is none on the board; it may have been deleted meanwhile.
    """
    found = next((item for item in board.of("alternative") if item.id == said), None)
    if found is not None:
        return found
    known = ", ".join(reference(item) for item in board.of("alternative")) or "–"
    message = "there is no such alternative on the board; known are {known}"
    raise Invalid(message, faults=(Fault("alternative", message, {"known": known}),), known=known)


def decide(board: Board, values: Mapping[str, Any]) -> Outcome:
    """Choose an alternative, rule it out or open it again.

    What was decided of it before goes to its earlier decisions; another one that was chosen is open again.

    Raises:
        Invalid: the alternative is not known, or nothing was decided.
    """
    item = picked(board, values.get("alternative"))
    decision = str(values.get("decision") or "")
    if decision not in {choice.id for choice in DECISIONS}:
        message = "say what was decided"
        raise Invalid(message, faults=(Fault("decision", message, {}),))
    changes = [Change(id=item.id, values=_decided(board, item, values, decision))]
    if decision == "chosen":
        changes += [
            Change(id=other.id, values=_decided(board, other, {}, "open"))
            for other in tree.chosen(board)
            if other.id != item.id
        ]
    label = board.label(f"alternative.decision.{decision}")
    return Outcome(
        changes=tuple(changes),
        message=board.say("{alternative}: {decision}.", alternative=reference(item), decision=label),
    )


def _decided(board: Board, item: Item, values: Mapping[str, Any], decision: str) -> dict[str, Any]:
    return {
        "decision": decision,
        "reason": str(values.get("reason") or ""),
        "decided": values.get("decided") or None,
        "decided_by": values.get("decided_by") or None,
        "earlier": _earlier(board, item),
    }


def _earlier(board: Board, item: Item) -> list[str]:
    """The earlier decisions of an alternative, with the one that stands now where there is one."""
    kept = [str(line) for line in item.get("earlier", ()) or ()]
    stated = str(item.get("decision", "open"))
    if stated == "open":
        return kept
    when = day(str(item.get("decided")), board.language) if item.get("decided") else ""
    who = ", ".join(part for part in (when, str(item.get("decided_by") or "")) if part)
    line = board.label(f"alternative.decision.{stated}") + (f" ({who})" if who else "")
    why = " ".join(str(item.get("reason") or "").split())
    line = f"{line}: {why}" if why else line
    return [*kept, line if len(line) <= 200 else line[:199] + "…"]


ACTIONS = (
    Action(
        id="decide", label="Write a decision down", run=decide, setup=False,
        help="One alternative is chosen at a time. What was decided before is kept with who, when and why.",
        fields=(
            Field(id="alternative", label="Alternative", type="item", kinds=("alternative",), required=True),
            Field(
                id="decision", label="Decision", type="choice", required=True,
                choices=DECISIONS[::-1],
            ),
            Field(id="reason", label="Reason", type="text"),
            Field(id="decided", label="Decided on", type="date"),
            Field(id="decided_by", label="Decided by"),
        ),
    ),
)  # fmt: skip
