"""The two-axis map as numbers: where actors stand between the named ends, and who is inside an area."""

from kehittamo_core.api import Board, Item


def placed(actor: Item) -> bool:
    """Whether an actor has a place on both axes; an unset place is never the middle."""
    return _number(actor.get("across")) is not None and _number(actor.get("up")) is not None


def spot(actor: Item) -> tuple[float, float] | None:
    """An actor's place: across and up, 0-100 each."""
    across, up = _number(actor.get("across")), _number(actor.get("up"))
    return (across, up) if across is not None and up is not None else None


def edges(area: Item) -> tuple[float, float, float, float] | None:
    """An area's left, bottom, right and top, in order even where they were written the other way; None for a gap."""
    numbers = [_number(area.get(edge)) for edge in ("left", "bottom", "right", "top")]
    left, bottom, right, top = numbers
    if left is None or bottom is None or right is None or top is None:
        return None
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def inside(board: Board, area: Item) -> tuple[Item, ...] | None:
    """The actors inside an area, its edges included; None where an edge is not set."""
    box = edges(area)
    if box is None:
        return None
    left, bottom, right, top = box
    return tuple(
        actor
        for actor in board.of("actor")
        if (at := spot(actor)) is not None and left <= at[0] <= right and bottom <= at[1] <= top
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
