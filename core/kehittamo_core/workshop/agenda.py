"""When the points of a meeting's agenda begin: stated times, and those that follow from lengths."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

PAUSES = frozenset({"break", "service"})
"""Kinds that shift the clock and are no session."""
DAY = 24 * 60


class Point(Protocol):
    """What the clock needs to know of an agenda item."""

    time: str | None
    minutes: float | None
    kind: str | None
    parallel: bool


@dataclass(frozen=True)
class Slot:
    """When an item begins and ends ("" where nothing tells), whether its time is stated, and its number as a session."""

    start: str
    end: str
    stated: bool
    session: int | None


def minutes_of(clock: str | None) -> int | None:
    """Minutes since midnight of a time such as 12:30; None for a gap."""
    if not clock:
        return None
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


def clock_of(minutes: float | None) -> str:
    """The time of day at so many minutes since midnight; "" for a gap or past midnight."""
    if minutes is None or not 0 <= minutes < DAY:
        return ""
    return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"


def slots(items: Sequence[Point], start: str | None = None) -> list[Slot]:
    """The items' times in their order; `start` is when the meeting begins.

    A stated time sets the clock, a length moves it, an item without either leaves it open until the next stated time.
    Items at the same time begin together, and what follows waits for the longest of them.
    """
    clock: float | None = minutes_of(start)
    began, ended = clock, clock
    sessions = 0
    found = []
    for number, item in enumerate(items):
        stated = minutes_of(item.time)
        together = item.parallel and number > 0
        begins = stated if stated is not None else (began if together else ended)
        ends = None if begins is None or item.minutes is None else begins + item.minutes
        session = None
        if item.kind not in PAUSES:
            sessions += 1
            session = sessions
        found.append(Slot(clock_of(begins), clock_of(ends), stated is not None, session))
        if together:
            ended = max(ended, ends) if ended is not None and ends is not None else None
        else:
            began, ended = begins, ends
    return found
