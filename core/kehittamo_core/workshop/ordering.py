"""The order of items in a zone: a number each, with room between two for a third."""

from kehittamo_core.database import models as m

STEP = 1.0
CLOSE = 1e-6
"""Neighbours that stand closer have no room between them."""


def order_between(items: list[m.Element], at: int) -> float:
    """An order for a newcomer in front of `items[at]`; neighbours that stand too close are numbered anew."""
    low = items[at - 1].order if at > 0 else None
    high = items[at].order if at < len(items) else None
    if low is None and high is None:
        return STEP
    if high is None:
        return (low or 0.0) + STEP
    if low is None:
        return high - STEP
    if high - low > CLOSE:
        return (low + high) / 2
    for number, row in enumerate(items, 1):
        row.order = float(number)
    return at + 0.5
