"""How the path feels: one curve for each who walks it, from −2 very bad to +2 very good."""

from collections.abc import Iterator
from typing import Literal

from kehittamo_core.api import Badge, Board, Box, Item, Part, Scene, Stroke, Words
from kehittamo_service_path.drawings.boxes import FORMS, fitted
from kehittamo_service_path.experience import Curve, curves
from kehittamo_service_path.flow import walk
from kehittamo_service_path.path import lane_of, lanes_of

PITCH, BOX = 33.0, 30.5
ROW = 15.0
"""Height of one grade of feeling, in millimetres."""
LEFT = 42.0
LABELS = 62.0
Colour = Literal["lake", "rust", "moss", "heather", "amber", "spruce"]
COLOURS: tuple[Colour, ...] = ("lake", "rust", "moss", "heather", "amber", "spruce")
Shape = Badge | Box | Stroke | Words


def draw_feelings(board: Board) -> Scene:
    """The steps in order from left to right, and above them a curve for each profile."""
    found = curves(board)
    if not found:
        words = Words(x=0, y=0, text=board.say("No feelings have been written on the path yet."), role="ink-2")
        return Scene(shapes=(words,), alt=words.text)
    steps = tuple(
        item for item in walk(board) if item.kind != "support" or any(item.id in curve.values for curve in found)
    )
    at = {item.id: LEFT + PITCH * (index + 0.5) for index, item in enumerate(steps)}
    right = LEFT + PITCH * len(steps)
    shapes: list[Shape] = list(_grades(board, right))
    ends: list[tuple[float, int]] = []
    taken: dict[tuple[float, float], int] = {}
    for index, curve in enumerate(found):
        points = [(at[id_], _height(value)) for id_, value in curve.values.items() if id_ in at]
        points.sort()
        if not points:
            continue
        colour = COLOURS[index % len(COLOURS)]
        shapes.append(Stroke(points=tuple(points), role=colour, width=0.8, dashed=index >= len(COLOURS), smooth=True))
        for x, y in points:  # profiles that feel alike stand side by side
            beside = taken[x, y] = taken.get((x, y), -1) + 1
            shapes.append(
                Badge(x=x + 4.8 * beside, y=y, text=str(index + 1), role=colour, size=4.6, filled=index < len(COLOURS))
            )
        ends.append((points[-1][1], index))
    shapes.extend(_names(board, found, ends, right))
    shapes.extend(_boxes(board, steps, at))
    alt = board.say_many(
        "The feeling curve of {number} profile over {steps} steps.",
        "The feeling curves of {number} profiles over {steps} steps.",
        len(found),
        steps=len(steps),
    )
    return Scene(
        shapes=tuple(shapes), alt=f"{alt} {_lowest(board, found)}".strip(), parts=tuple(_parts(board, steps, right))
    )


def _height(value: int) -> float:
    return (2 - value) * ROW


def _grades(board: Board, right: float) -> Iterator[Stroke | Words]:
    for value, choice in zip((2, 1, 0, -1, -2), ("+2", "+1", "0", "-1", "-2"), strict=True):
        y = _height(value)
        yield Stroke(points=((LEFT, y), (right, y)), role="edge" if value == 0 else "line", dashed=value != 0)
        label = board.label(f"link:feels.feeling.{choice}")
        yield Words(x=LEFT - 2, y=y - 2.0, text=label, width=LEFT - 4, anchor="end", role="ink-2", size=3.0)


def _names(
    board: Board, found: tuple[Curve, ...], ends: list[tuple[float, int]], right: float
) -> Iterator[Badge | Words]:
    """The names of the profiles right of their curves' ends, moved down where they would cover one another."""
    below = -1e9
    for end, index in sorted(ends):
        words = Words(
            x=right + 7, y=0, text=found[index].name, width=LABELS, size=3.0, weight=600, item=found[index].item,
            language=board.language,
        )  # fmt: skip
        if len(words.lines) > 3:
            words = Words(
                x=right + 7, y=0, text=found[index].item.code or "…", size=3.0, weight=600, item=found[index].item
            )
        y = max(end - words.height / 2, below)
        yield Words(
            x=words.x, y=y, text=words.text, width=LABELS, size=3.0, weight=600, item=words.item, lines=words.lines
        )
        colour = COLOURS[index % len(COLOURS)]
        yield Badge(x=right + 3.5, y=y + 1.9, text=str(index + 1), role=colour, size=4.6, filled=index < len(COLOURS))
        below = y + max(words.height, 5.0) + 1.0


def _boxes(board: Board, steps: tuple[Item, ...], at: dict[str, float]) -> Iterator[Box]:
    lanes, top = lanes_of(board), _height(-2) + 9.0
    for item in steps:
        lane = lane_of(board, item, lanes)
        yield fitted(
            Box(
                x=at[item.id] - BOX / 2, y=top, item=item, width=BOX, form=FORMS[item.kind], size=2.82,
                tone=lane.tone if lane else "plain", code=True, align="middle" if item.kind == "meeting" else "start",
                language=board.language,
            )
        )  # fmt: skip


def _lowest(board: Board, found: tuple[Curve, ...]) -> str:
    low = min((value for curve in found for value in curve.values.values()), default=None)
    return board.say("The lowest point is {value}.", value=f"{low:+d}".replace("-", "−")) if low is not None else ""


def _parts(board: Board, steps: tuple[Item, ...], right: float) -> Iterator[Part]:
    bottom = _height(-2) + 45.0
    if len(steps) <= 6:
        return
    for start in range(0, len(steps), 5):
        end = min(start + 5, len(steps))
        x = 0.0 if start == 0 else LEFT + PITCH * start
        wide = (right + LABELS if end == len(steps) else LEFT + PITCH * end) - x
        label = board.say("{first} to {last} of {all}", first=start + 1, last=end, all=len(steps))
        yield Part(label=label, x=x, y=-4.0, width=wide, height=bottom)
