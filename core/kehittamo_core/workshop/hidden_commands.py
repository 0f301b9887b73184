"""The commands on what is hidden: notes written alone and their reveal, votes by ballot, ratings given alone first.

`programme`, `activity`, `board`, `note` and `element` are primary keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kehittamo_core.workshop.commands import Command
from kehittamo_core.workshop.process_commands import ProcessCommand


@dataclass(frozen=True, kw_only=True)
class WriteAlone(Command):
    """Write notes that nobody else sees before the reveal, one for each text. `owner` is the writer's key where it is anonymous."""

    board: str
    activity: str
    texts: tuple[str, ...]
    kind: str = ""
    zone: str = ""
    language: str | None = None
    owner: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class ChangeAlone(Command):
    """Write one's own hidden note anew; None takes it away."""

    board: str
    activity: str
    note: str
    text: str | None
    owner: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Reveal(ProcessCommand):
    """Make items of all notes of an activity, in shuffled order. `message` of the answer says how many."""

    activity: str


@dataclass(frozen=True, kw_only=True)
class OpenBallot(ProcessCommand):
    """Let people vote on the items of an activity's boards, each with so many points, at most `cap` of them on one item."""

    activity: str
    points: int
    cap: int | None = None


@dataclass(frozen=True, kw_only=True)
class CloseBallot(ProcessCommand):
    """End an activity's vote; the sums are shown from now on."""

    activity: str


@dataclass(frozen=True, kw_only=True)
class Overrule(Command):
    """Set the points of an item in a closed ballot beside the counted ones, with a reason; None takes that back."""

    element: str
    points: int | None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenRatings(Command):
    """Let everybody rate a kind of link alone on a board, "open"; "show" reveals the spread, "end" takes all of it away."""

    board: str
    kind: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Rate(Command):
    """One's own rating of one cell: the fields of the link from `element` to `target`; no values take it back."""

    element: str
    target: str
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
