"""Services compared by price and quality, and what their users have said over time."""

from collections.abc import Iterator
from datetime import date

from kehittamo_core.api import Board, Item


def priced(board: Board) -> tuple[Item, ...]:
    """The services whose price, its unit and quality are known, in the board's order."""
    return tuple(item for item in board.of("service") if _number(item, "price") is not None and item.get("unit")
                 and _number(item, "quality") is not None)  # fmt: skip


def _number(item: Item, field: str) -> float | None:
    value = item.get(field)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def unit(service: Item) -> str:
    """What the price is for, as it is compared: case and spaces do not matter."""
    return " ".join(str(service.get("unit", "")).casefold().split())


def by_unit(board: Board) -> dict[str, list[Item]]:
    """Comparable services together, under the unit as it was first written."""
    found: dict[str, list[Item]] = {}
    written: dict[str, str] = {}
    for service in priced(board):
        name = written.setdefault(unit(service), str(service.get("unit")))
        found.setdefault(name, []).append(service)
    return found


def beaten(board: Board) -> Iterator[tuple[Item, Item]]:
    """(better, worse) of one unit: at most the price and at least the quality, and better in one of the two."""
    for group in by_unit(board).values():
        for worse in group:
            for better in group:
                price = float(better.values["price"]) - float(worse.values["price"])
                quality = float(better.values["quality"]) - float(worse.values["quality"])
                if price <= 0 <= quality and (price < 0 or quality > 0):
                    yield better, worse
                    break


def feedback(board: Board, service: Item) -> tuple[Item, ...]:
    """The feedback on a service, the oldest first; undated feedback last."""
    own = {item.id for item in board.before(service, "feedback_on")}
    return tuple(
        sorted((item for item in board.of("feedback") if item.id in own), key=lambda item: str(item.get("when") or "9"))
    )


def graded(board: Board, service: Item) -> tuple[tuple[date, float, Item], ...]:
    """(day, satisfaction 0-100, feedback) of what is dated and graded, in order of time."""
    found = []
    for item in feedback(board, service):
        grade, when = _number(item, "grade"), item.get("when")
        if grade is not None and when:
            found.append((date.fromisoformat(str(when)), grade, item))
    return tuple(found)
