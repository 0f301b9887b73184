"""What a plan says when it is counted: how the budget is divided, and what is known of the services on the menu."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Insight, is_gap, number


def plan_insights(board: Board) -> Iterator[Insight]:
    """Everything that can be counted of a plan."""
    yield from budget_divided(board)
    yield from menu_known(board)


def budget_divided(board: Board) -> Iterator[Insight]:
    """The shares of the budget's classes, added up."""
    classes = board.of("budget_class")
    shares = [float(item.get("share")) for item in classes if item.get("share") is not None]
    if not shares:
        return
    finding = board.say_many(
        "The budget has {number} class; the shares make up {total} %.",
        "The budget has {number} classes; the shares make up {total} %.",
        len(classes), total=number(round(sum(shares), 6), board.language),
    )  # fmt: skip
    lacking = tuple(item for item in classes if item.get("share") is None)
    if lacking:
        finding += " " + board.say_many("{number} class has no share.", "{number} classes have no share.", len(lacking))
    yield Insight(
        finding=finding, items=lacking or classes,
        limit=board.say("Shares tell how the money is divided, not how much there is or whether it is enough."),
        formula=board.say("Sum of the shares of the budget classes; whole is 100 %."),
    )  # fmt: skip


def menu_known(board: Board) -> Iterator[Insight]:
    """Of how many services on the menu provider, price and quality are known."""
    services = board.of("menu_service")
    if not services:
        return

    def known(field: str) -> int:
        return sum(1 for item in services if not is_gap(item.values.get(field)))

    yield Insight(
        finding=board.say_many(
            "On the menu is {number} service: the provider is known of {providers}, the price of {prices}, quality feedback of {quality}.",
            "On the menu are {number} services: the provider is known of {providers}, the price of {prices}, quality feedback of {quality}.",
            len(services), providers=known("provider"), prices=known("price"), quality=known("quality"),
        ),
        items=tuple(item for item in services if any(is_gap(item.values.get(f)) for f in ("provider", "price", "quality"))),
        limit=board.say("A known price says nothing of what the service is worth to whom it helps."),
        formula=board.say("Services on the menu with the field filled in."),
    )  # fmt: skip
