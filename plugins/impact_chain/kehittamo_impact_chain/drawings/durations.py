"""Series by duration, one above the other on one axis: how numbers and costs grow with the length of something."""

from kehittamo_core.api import Badge, Board, Item, Scene, Stroke, Words, number
from kehittamo_impact_chain.drawings.parts import Shape, empty, note

WIDE = 150.0
HIGH = 34.0
LEFT = 20.0


def pairs(item: Item) -> tuple[tuple[float, float], ...]:
    """Months and values of a series, as far as both lists go, in order of duration."""
    months, amounts = item.get("months") or (), item.get("amounts") or ()
    return tuple(sorted((float(month), float(amount)) for month, amount in zip(months, amounts, strict=False)))


def draw_durations(board: Board) -> Scene:
    """Every series on the same axis of duration; one without values shows its axis and says that they are missing."""
    items = board.of("duration_series")
    if not items:
        return Scene(
            shapes=empty(board, board.say("No series by duration has been written yet.")),
            alt=board.say("No series by duration."),
        )
    longest = max([month for item in items for month, _ in pairs(item)], default=0.0)
    longest = max([longest, *(_months(tick) or 0.0 for item in items for tick in item.get("ticks") or ())])
    shapes: list[Shape] = []
    y = 0.0
    for item in items:
        y = _chart(board, item, shapes, y, longest or 1.0) + 8.0
    filled = sum(1 for item in items if pairs(item))
    return Scene(
        shapes=tuple(shapes),
        alt=board.say(
            "{count} series by duration, one above the other on the same axis; {filled} of them have values.",
            count=len(items),
            filled=filled,
        ),
    )


def _months(tick: str) -> float | None:
    """The months that a mark on the axis names: «18 kk» is 18; None where it names no number."""
    digits = "".join(sign for sign in tick if sign.isdigit())
    return float(digits) if digits and len(digits) < 5 else None


def _chart(board: Board, item: Item, shapes: list[Shape], y: float, longest: float) -> float:
    title = Words(
        x=0,
        y=y,
        text=item.text or item.code,
        width=WIDE + LEFT,
        size=3.6,
        weight=700,
        item=item,
        language=board.language,
    )
    shapes.append(title)
    y += title.height + 1.0
    if item.get("unit"):
        unit = note(board, str(item.get("unit")), 0, y, WIDE)
        shapes.append(unit)
        y += unit.height + 1.0
    y += 4.0
    found = pairs(item)
    base = y + HIGH
    if found:
        _line(board, shapes, found, y, longest)
    else:
        text = board.say("The values are not in the source.") if item.uncertain else board.say("No values yet.")
        shapes.append(note(board, text, LEFT + 6.0, y + HIGH / 2 - 2.0, WIDE - 12.0, role="rust", size=3.2))
    shapes.append(Stroke(points=((LEFT, y), (LEFT, base), (LEFT + WIDE, base)), role="edge", width=0.5))
    _ticks(board, item, shapes, base, longest)
    below = base + 6.0
    if item.get("axis"):
        words = note(board, str(item.get("axis")), LEFT, below, WIDE, role="ink-2")
        shapes.append(words)
        below += words.height
    return below


def _line(board: Board, shapes: list[Shape], found: tuple[tuple[float, float], ...], y: float, longest: float) -> None:
    values = [value for _, value in found]
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    places = [
        (LEFT + max(month, 0.0) / longest * WIDE, y + HIGH - (value - low) / span * HIGH) for month, value in found
    ]
    zero = y + HIGH - (0.0 - low) / span * HIGH
    outline = ((places[0][0], zero), *places, (places[-1][0], zero))
    shapes.append(Stroke(points=outline, role="lake-tint", width=0.1, closed=True, fill="lake-tint"))
    if len(places) > 1:
        shapes.append(Stroke(points=tuple(places), role="lake", width=0.9))
    for index, (x, line) in enumerate(places):
        shapes.append(Badge(x=x, y=line, text="", form="disc", role="lake", size=2.4))
        if index in (0, len(places) - 1) or len(places) <= 8:
            shapes.append(
                Words(
                    x=x,
                    y=line - 5.2,
                    text=number(values[index], board.language),
                    size=2.85,
                    weight=600,
                    anchor="middle",
                )
            )


def _ticks(board: Board, item: Item, shapes: list[Shape], base: float, longest: float) -> None:
    ticks = list(item.get("ticks") or ())
    months = [_months(tick) for tick in ticks]
    if not ticks:
        ticks = [number(month, board.language) for month, _ in pairs(item)]
        months = [month for month, _ in pairs(item)]
    for index, (tick, month) in enumerate(zip(ticks[:24], months[:24], strict=True)):
        share = month / longest if month is not None else index / max(len(ticks) - 1, 1)
        x = LEFT + min(max(share, 0.0), 1.0) * WIDE
        shapes.append(Stroke(points=((x, base), (x, base + 1.2)), role="edge", width=0.4))
        shapes.append(Words(x=x, y=base + 1.8, text=tick[:16], size=2.85, role="ink-3", anchor="middle"))
