"""Services drawn: price against quality for each unit of price, and satisfaction over time beside it."""

from datetime import date

from kehittamo_core.api import Badge, Board, Item, Part, Role, Scene, Stroke, Words, number
from kehittamo_pricing_tree import services

WIDE, HIGH = 118.0, 66.0
TEXT = 3.0
ROLES: tuple[Role, ...] = ("spruce", "amber", "lake", "thread", "heather", "moss")


def services_view(board: Board) -> Scene:
    """One panel of price and quality for each unit, the feedback over time at the end, a legend of short ids below."""
    shapes: list[Stroke | Words | Badge] = []
    parts: list[Part] = []
    y = 0.0
    roles = {item.id: ROLES[index % len(ROLES)] for index, item in enumerate(board.of("service"))}
    for unit, group in services.by_unit(board).items():
        shapes += _panel(board, unit, group, roles, y)
        parts.append(Part(label=unit, x=0.0, y=y, width=WIDE + 40, height=HIGH + 26))
        y += HIGH + 30
    if any(len(services.graded(board, item)) > 1 for item in board.of("service")):
        shapes += _over_time(board, roles, y)
        parts.append(Part(label=board.label("feedback+"), x=0.0, y=y, width=WIDE + 40, height=HIGH + 26))
        y += HIGH + 30
    for item in board.of("service"):
        line = Words(
            x=6.0, y=y, text=f"{_mark(board, item)} {item.text}".strip(), width=WIDE + 20, size=TEXT, item=item
        )
        shapes += [Badge(x=2.0, y=y + TEXT * 0.65, text="", role=roles[item.id], size=3.2), line]
        y += line.height + 1.6
    if not shapes:
        shapes.append(Words(x=0.0, y=0.0, text=board.say("No services to compare yet"), size=TEXT, role="ink-3"))
    return Scene(shapes=tuple(shapes), alt=_alt(board), parts=tuple(parts))


def _mark(board: Board, item: Item) -> str:
    """What a service is called in the drawing: its short id, else its number in the list; a colour is never the only sign."""
    return item.code or str(board.of("service").index(item) + 1)


def _alt(board: Board) -> str:
    words = board.say_many(
        "{number} service by price and quality.", "{number} services by price and quality.", len(board.of("service"))
    )
    pairs = [f"{better.code} / {worse.code}" for better, worse in services.beaten(board)]
    if pairs:
        words += " " + board.say("Cheaper and at least as good as another: {pairs}.", pairs=", ".join(pairs))
    return words


def _axes(title: str, across: str, up: str, y: float) -> list[Stroke | Words | Badge]:
    """A panel's heading, its two lines and the names of its axes; the plot is WIDE x HIGH with its top left at (14, y + 12)."""
    top, left, bottom = y + 12.0, 14.0, y + 12.0 + HIGH
    return [
        Words(x=0.0, y=y, text=title, width=WIDE + 30, size=3.4, weight=700),
        Words(x=0.0, y=y + 5.6, text=up, width=60.0, size=TEXT, role="ink-2"),
        Stroke(points=((left, top), (left, bottom), (left + WIDE, bottom)), role="ink-2", width=0.45),
        *(
            Words(
                x=left - 1.6,
                y=bottom - 4 - share * (HIGH - 8) - 1.7,
                text=f"{share * 100:.0f}",
                size=2.85,
                role="ink-2",
                anchor="end",
                width=10.0,
            )
            for share in (0.0, 0.5, 1.0)
        ),
        Words(x=left + WIDE, y=bottom + 5.4, text=across, width=90.0, size=TEXT, role="ink-2", anchor="end"),
    ]


def _panel(
    board: Board, unit: str, group: list[Item], roles: dict[str, Role], y: float
) -> list[Stroke | Words | Badge]:
    price, quality = board.label("service.price"), board.label("service.quality")
    shapes = _axes(f"{price} / {unit}", f"{price} →", f"↑ {quality} 0–100", y)
    most = max(float(item.values["price"]) for item in group) or 1.0
    left, bottom = 14.0, y + 12.0 + HIGH
    for share in (0.0, 0.5, 1.0):
        x = left + 8 + share * (WIDE - 20)
        shapes.append(
            Words(
                x=x, y=bottom + 1.0, text=number(most * share, board.language), width=30.0, size=2.85, anchor="middle"
            )
        )
    taken: list[tuple[float, float]] = []
    for item in sorted(group, key=lambda one: -float(one.values["quality"])):
        x = left + 8 + max(0.0, float(item.values["price"])) / most * (WIDE - 20)
        at = bottom - 4 - float(item.values["quality"]) / 100 * (HIGH - 8)
        shapes.append(Badge(x=x, y=at, text="", role=roles[item.id], size=3.6, item=item))
        label = at - 2.2
        while any(abs(label - other) < 4.2 and abs(x - place) < 16 for place, other in taken):
            label += 4.2
        taken.append((x, label))
        shapes.append(Words(x=x + 3.0, y=label, text=_mark(board, item), width=14.0, size=2.85, weight=600))
    return shapes


def _over_time(board: Board, roles: dict[str, Role], y: float) -> list[Stroke | Words | Badge]:
    shapes = _axes(
        board.label("feedback+"), f"{board.label('feedback.when')} →", f"↑ {board.label('feedback.grade')} 0–100", y
    )
    series = [(item, services.graded(board, item)) for item in board.of("service")]
    days = sorted({when for _, graded in series for when, _, _ in graded})
    first, span = days[0], max(1, (days[-1] - days[0]).days)
    left, bottom = 14.0, y + 12.0 + HIGH

    def place(when: date, grade: float) -> tuple[float, float]:
        return left + 6 + (when - first).days / span * (WIDE - 24), bottom - 4 - grade / 100 * (HIGH - 8)

    for when in dict.fromkeys((days[0], days[-1])):
        words = f"{when.day}.{when.month}.{when.year}"
        shapes.append(Words(x=place(when, 0)[0], y=bottom + 1.0, text=words, width=30.0, size=2.85, anchor="middle"))
    taken: list[float] = []
    for item, graded in series:
        if not graded:
            continue
        points = tuple(place(when, grade) for when, grade, _ in graded)
        if len(points) > 1:
            shapes.append(Stroke(points=points, role=roles[item.id], width=0.7))
        shapes += [Badge(x=x, y=at, text="", role=roles[item.id], size=2.6) for x, at in points]
        label = points[-1][1] - 2.0
        while any(abs(label - other) < 4.2 for other in taken):
            label += 4.2
        taken.append(label)
        shapes.append(Words(x=left + WIDE - 12, y=label, text=_mark(board, item), width=16.0, size=2.85, weight=600))
    return shapes
