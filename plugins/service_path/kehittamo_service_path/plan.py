"""The plan of a trial's outcomes and analysis: locked before the first measurement, and seen to have changed afterwards.

CONSORT 2010, items 6a, 6b and 12a: outcomes and analyses are specified before the data are looked at.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from kehittamo_core.api import Action, Board, Change, Field, Invalid, Item, Link, Outcome, is_gap
from kehittamo_service_path.path import names
from kehittamo_service_path.trial import trial_of

PLANNED = ("hypothesis", "primary_outcome", "outcomes", "analysis")
NEEDED = ("primary_outcome", "analysis")
"""Without these a factor has no plan that could be locked."""


def plan_lines(board: Board) -> tuple[str, ...]:
    """The plan as fingerprints: for each factor the board's language, its short id, and a hash of what is planned.

    A text that has been translated reads otherwise in another language, so that lines are compared within one language.
    """
    return tuple(f"{board.language} {factor.code} {_print(factor)}" for factor in board.of("factor"))


def _print(factor: Item) -> str:
    said = [
        " ".join(str(part).split())
        for field in PLANNED
        for value in (factor.get(field, ""),)
        for part in (value if isinstance(value, list | tuple) else (value,))
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def is_measured(board: Board) -> bool:
    """Whether anything has been measured in a group."""
    return any(link.get("mean") is not None for link in board.links_of("measured"))


def changed_plans(board: Board) -> tuple[Item, ...]:
    """The factors whose plan reads otherwise than when it was locked, or was written only afterwards."""
    trial = trial_of(board)
    locked = tuple(trial.get("locked_plan", ())) if trial is not None else ()
    here = {
        line.split(" ")[1]: line for line in locked if line.split(" ")[0] == board.language and line.count(" ") == 2
    }
    if not here:
        return ()
    now = dict(zip((factor.id for factor in board.of("factor")), plan_lines(board), strict=True))
    return tuple(factor for factor in board.of("factor") if here.get(factor.code) != now[factor.id])


def refuse_measurement(board: Board, link: Link) -> str | None:
    """Why a new measurement is refused: the plan is not locked, reads otherwise, or was locked only after the day.

    A link that has an id stands already: what an archive or a saved version holds is not refused, and the rules say it.
    """
    if link.id:
        return None
    trial = trial_of(board)
    if trial is None or is_gap(trial.values.get("plan_locked")) or not trial.get("locked_plan"):
        return board.say(
            "Nothing is measured before the outcomes and the analysis plan are locked: use «Lock outcomes and analysis» first."
        )
    changed = changed_plans(board)
    if changed:
        return board.say(
            "The plan reads otherwise than when it was locked: {factors}. Put it back before you write a measurement.",
            factors=names(changed),
        )
    if link.get("day") and str(link.get("day")) < str(trial.get("plan_locked")):
        return board.say(
            "The measurement is of {day}, before the plan was locked on {locked}.",
            day=link.get("day"),
            locked=trial.get("plan_locked"),
        )
    return None


def lock_plan(board: Board, values: Mapping[str, Any]) -> Outcome:
    """Lock the outcomes and the analysis plan of every factor; anew while nothing has been measured."""
    trial = trial_of(board)
    if trial is None:
        raise Invalid(board.say("Write the trial's own settings first."))
    factors = board.of("factor")
    lacking = tuple(factor for factor in factors if any(is_gap(factor.values.get(field)) for field in NEEDED))
    if not factors or lacking:
        raise Invalid(
            board.say(
                "Write first by which one outcome each factor is judged and how it is analysed. Missing: {factors}.",
                factors=names(lacking) or "–",
            )
        )
    if is_measured(board):
        raise Invalid(
            board.say("Something has been measured already; the plan is locked before the first measurement.")
        )
    day, first = str(values.get("day") or ""), str(trial.get("first_measurement", ""))
    if first and day > first:
        raise Invalid(
            board.say("The plan is locked on {day}, but the first measurement is on {first}.", day=day, first=first)
        )
    return Outcome(
        changes=(Change(id=trial.id, values={"plan_locked": day, "locked_plan": list(plan_lines(board))}),),
        message=board.say_many(
            "The plan of {number} factor is locked.", "The plan of {number} factors is locked.", len(factors)
        ),
    )


LOCK_PLAN = Action(
    id="lock_plan", label="Lock outcomes and analysis", run=lock_plan,
    fields=(Field(id="day", label="Day", type="date", required=True),),
    help="Measurements are taken in only after this. A plan that is changed later is seen, and stops them.",
)  # fmt: skip
