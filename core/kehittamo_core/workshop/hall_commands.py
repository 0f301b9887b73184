"""The commands in the hall: activities prepared and carried through, the clock, gathering, messages, help, the big screen.

`programme` and `activity` are primary keys; tables, boards, meetings and agenda items are named by their keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kehittamo_core.workshop.process_commands import ProcessCommand


@dataclass(frozen=True, kw_only=True)
class AddActivity(ProcessCommand):
    """Prepare an activity, last of its meeting (see `activities.FIELDS`). `ref` of the answer is its id."""

    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ChangeActivity(ProcessCommand):
    """Set fields of an activity, all or none."""

    activity: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RemoveActivity(ProcessCommand):
    """Take an activity away that was never opened; its boards stay."""

    activity: str


@dataclass(frozen=True, kw_only=True)
class PlaceActivity(ProcessCommand):
    """Move an activity one place up (-1) or down (1) among those of its meeting; numbers change places with it."""

    activity: str
    step: int


@dataclass(frozen=True, kw_only=True)
class Pick:
    """Notes of the tables that become one on the common board. Without a `text` their own words stay, without a `zone` their place."""

    items: tuple[str, ...]
    text: str = ""
    zone: str = ""


@dataclass(frozen=True, kw_only=True)
class Harvest(ProcessCommand):
    """Gather notes of the tables' boards on the board `target` (an id), or on a new common one of their method called `title`."""

    picks: tuple[Pick, ...]
    target: str = ""
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class MoveActivity(ProcessCommand):
    """Open, lock or end an activity ("open", "locked", "done"), and its boards with it.

    Opening it makes it what is going on in the hall, and ends what went on before, unless it goes on `beside`.
    """

    activity: str
    state: str
    beside: bool = False


@dataclass(frozen=True, kw_only=True)
class NextRound(ProcessCommand):
    """Go on to the next of an activity's rounds, or where tables rotate, ring the bell: every table moves one board on."""

    activity: str


@dataclass(frozen=True, kw_only=True)
class SetClock(ProcessCommand):
    """An activity's clock: "start" (anew, with `minutes` or its own), "pause", "go", "stop", or "more" by `minutes`.

    `table` (a group's key) gets the minutes alone. "more" for all moves the later stated times of that meeting too.
    """

    activity: str
    what: str
    minutes: float | None = None
    table: str | None = None


@dataclass(frozen=True, kw_only=True)
class Gather(ProcessCommand):
    """Call everybody to a `place` (a board) or, without one, to what goes on; `hard` brings them there, "" mode ends it."""

    mode: str = "soft"
    place: str | None = None


@dataclass(frozen=True, kw_only=True)
class TellAll(ProcessCommand):
    """Show everybody a message; an empty one takes it away."""

    text: str


@dataclass(frozen=True, kw_only=True)
class AskHelp(ProcessCommand):
    """A table asks for help with some words, or (`done`) needs none any more. Facilitators name the `table`."""

    text: str = ""
    table: str | None = None
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class ShowOnScreen(ProcessCommand):
    """What the projector shows: "activity", "board" (its `place`, `view` and `part`), "join", "clock" or "" for nothing."""

    what: str
    place: str | None = None
    view: str | None = None
    part: int = 0


@dataclass(frozen=True, kw_only=True)
class TakeBack(ProcessCommand):
    """Take back the last control, within ten seconds of it."""
