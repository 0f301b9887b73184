"""Calls from any depth cost no memory of the system: what `roomy` is there for."""

import resource
from collections.abc import Callable

import pytest

from kehittamo_core.roominess import roomy

CALLS = 200
DEPTHS = range(300)


def leaf(a: int, b: int, c: int) -> int:
    return a + b + c


def at(depth: int) -> int:
    """Page faults of many calls that come from a depth."""
    if depth:
        return at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for number in range(CALLS):
        leaf(number, number, number)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def most(faults: Callable[[int], int]) -> int:
    return max(faults(depth) for depth in DEPTHS)


def test_no_depth_makes_every_call_ask_the_system_for_memory() -> None:
    assert roomy(most, at) < CALLS / 4


def test_it_gives_and_raises_what_the_call_does_and_leaves_room_again_and_again() -> None:
    assert roomy(divmod, 7, 2) == (3, 1)
    assert roomy(roomy, int, "12", base=3) == 5
    for _ in range(50):
        with pytest.raises(ZeroDivisionError):
            roomy(divmod, 1, 0)
