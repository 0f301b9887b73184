"""What a form cannot say about a trial: make groups from factors, seal a seed, allocate, open the seed."""

import re
from collections.abc import Mapping
from typing import Any

from kehittamo_core.api import Action, Add, Board, Change, Connect, Field, Invalid, Item, Outcome
from kehittamo_service_path.enrolment import (
    changed_since,
    groups_to_fill,
    log_holds,
    log_of,
    next_group,
    plan_of,
    sizes_of,
)
from kehittamo_service_path.path import names
from kehittamo_service_path.plan import LOCK_PLAN
from kehittamo_service_path.randomisation import SHORTEST_SEED, seal
from kehittamo_service_path.trial import combinations, factors_of, group_of, open_groups, trial_of

Values = Mapping[str, Any]
CODE = re.compile(r"[A-Za-zÅÄÖåäö]{0,4}[-/ ]?\d{1,6}")
"""A participant or a worker is a code such as K-014, never a name."""


def make_groups(board: Board, values: Values) -> Outcome:
    """A group for every combination of the factors' levels; which has which stays open unless asked for."""
    ways = combinations(factors_of(board))
    if not ways:
        raise Invalid(board.say("Write the factors and their levels first."))
    groups = board.of("trial_group")
    changes: list[Add | Connect] = []
    refs = [group.id for group in groups]
    for number in range(len(groups), len(ways)):
        letter = letter_of(number)
        refs.append(f"group-{number}")
        changes.append(
            Add(
                kind="trial_group", zone="trial", ref=f"group-{number}",
                values={"text": board.say("Group {letter}", letter=letter), "letter": letter},
            )
        )  # fmt: skip
    made = len(changes)
    if values.get("assign"):
        free = [way for way in ways if group_of(board, way) is None]
        empty = [ref for ref in refs if not _has_level(board, ref)]
        for ref, way in zip(empty, free, strict=False):
            changes += [Connect(kind="assigned", source=ref, target=level.id) for level in way]
    said = board.say_many("{number} group was made.", "{number} groups were made.", made)
    if not values.get("assign"):
        said += " " + board.say("Decide next which combination is whose.")
    return Outcome(changes=tuple(changes), message=said)


def _has_level(board: Board, ref: str) -> bool:
    item = board.item(ref)
    return item is not None and bool(board.outgoing(item, "assigned"))


def letter_of(number: int) -> str:
    """A, B, ..., Z, AA, AB, ... for 0, 1, ..."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def begin_enrolment(board: Board, values: Values) -> Outcome:
    """Seal a seed: its fingerprint is stored, the seed itself is kept by one person outside the group that enrols."""
    trial = _trial(board)
    if trial.get("state") in ("enrolling", "ended"):
        raise Invalid(board.say("Enrolment has begun already; the seed cannot be changed."))
    if log_of(board):
        raise Invalid(board.say("The randomisation log has lines already; a seed is sealed before the first of them."))
    still = open_groups(board)
    if still or len(board.of("trial_group")) < 2:
        raise Invalid(
            board.say("Decide first which levels each group has. Open: {groups}.", groups=names(still) or "–")
        )
    seed = str(values.get("seed") or "").strip()
    if len("".join(seed.split())) < SHORTEST_SEED:
        raise Invalid(
            board.say(
                "The seed is too short; write at least {number} characters besides spaces, such as throws of a die.",
                number=SHORTEST_SEED,
            )
        )
    return Outcome(
        changes=(
            Change(
                id=trial.id,
                values={
                    "seal": seal(seed),
                    "sealed": list(plan_of(board)),
                    "block_sizes": list(sizes_of(board)),
                    "state": "enrolling",
                    "seed": None,
                },
            ),
        ),
        message=board.say(
            "The seed is sealed. Keep it where nobody who enrols can see it; it is asked for at each enrolment."
        ),
    )


def enrol(board: Board, values: Values) -> Outcome:
    """Allocate one participant: the group is computed only now, from the seed that its keeper types, and logged."""
    trial, seed = _sealed(board, values)
    code = _code(board, values.get("participant"), board.say("The participant"))
    worker = str(values.get("worker") or "").strip()
    if worker or trial.get("strata") == "own_person":
        worker = _code(board, worker, board.say("The responsible worker"))
    log = log_of(board)
    if any(line.item.text == code for line in log):
        raise Invalid(board.say("{code} has been allocated already.", code=code))
    if not groups_to_fill(board):
        raise Invalid(
            board.say(
                "Decide first which levels each group has. Open: {groups}.", groups=names(open_groups(board)) or "–"
            )
        )
    _as_sealed(board)
    group = next_group(board, seed, worker)
    number = len(log) + 1
    return Outcome(
        changes=(
            Add(
                kind="allocation", zone="trial", ref="line",
                values={"text": code, "number": number, "stratum": worker or None, "day": values.get("day")},
            ),
            Connect(kind="allocated", source="line", target=group.id),
        ),
        message=board.say("{code} was allocated to {group}.", code=code, group=group.text or group.code),
    )  # fmt: skip


def end_enrolment(board: Board, values: Values) -> Outcome:
    """End the enrolment and open the seed, so that everybody can check the log."""
    trial, seed = _sealed(board, values)
    holds = log_holds(board, seed)
    said = (
        board.say("The seed is open.")
        + " "
        + (
            board.say("The randomisation log is what the opened seed gives.")
            if holds
            else board.say("The randomisation log is not what the opened seed gives: ask what happened.")
        )
    )
    return Outcome(changes=(Change(id=trial.id, values={"seed": seed, "state": "ended"}),), message=said)


def _trial(board: Board) -> Item:
    trial = trial_of(board)
    if trial is None:
        raise Invalid(board.say("Write the trial's own settings first."))
    return trial


def _sealed(board: Board, values: Values) -> tuple[Item, str]:
    trial = _trial(board)
    if trial.get("state") != "enrolling" or not trial.get("seal"):
        raise Invalid(board.say("Enrolment is not going on."))
    seed = str(values.get("seed") or "").strip()
    if seal(seed) != trial.get("seal"):
        raise Invalid(board.say("This is not the sealed seed."))
    return trial, seed


def _as_sealed(board: Board) -> None:
    changed = changed_since(board)
    if changed:
        raise Invalid(
            board.say(
                "The groups, their levels, the block sizes or the strata are not as they were sealed: {sealed}. "
                "Put them back first.",
                sealed="; ".join(changed),
            )
        )


def _code(board: Board, value: Any, who: str) -> str:
    code = str(value or "").strip()
    if not CODE.fullmatch(code):
        raise Invalid(board.say("{who} is written as a code such as K-014, never as a name.", who=who))
    return code


SEED = Field(
    id="seed", label="Seed", type="secret", required=True, help="Typed by the one who keeps it; it is not stored."
)

TRIAL_ACTIONS = (
    LOCK_PLAN,
    Action(
        id="make_groups", label="Make the trial groups", run=make_groups,
        fields=(Field(id="assign", label="Give the combinations to the letters in order", type="flag"),),
        help="One group for every combination of levels. The letters stay open until somebody decides.",
    ),
    Action(
        id="begin_enrolment", label="Begin enrolment", run=begin_enrolment, fields=(SEED,),
        help="Stores only a fingerprint of the seed. The next allocation cannot be read anywhere before the enrolment.",
    ),
    Action(
        id="enrol", label="Enrol a participant", run=enrol,
        fields=(
            Field(id="participant", label="Participant's code", type="line", required=True),
            Field(id="worker", label="Responsible worker's code", type="line"),
            Field(id="day", label="Day", type="date"),
            SEED,
        ),
        help="Allocates by permuted blocks of varying size and writes the log.",
    ),
    Action(
        id="end_enrolment", label="End enrolment and open the seed", run=end_enrolment, fields=(SEED,),
        help="After this everybody can check that the log is what the seed gives.",
    ),
)  # fmt: skip
