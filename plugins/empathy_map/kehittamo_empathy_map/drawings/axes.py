"""Profiles on their family's two axes; those without a known place are listed beside, never put in the middle."""

from dataclasses import replace

from kehittamo_core.api import Area, Board, Box, Item, Scene, Stroke, Words, overlaps
from kehittamo_empathy_map import reading

SIDE = 130.0
BOX = 36.0
BESIDE = SIDE + 34.0

Shape = Area | Box | Stroke | Words


def on_axes(board: Board) -> Scene:
    """The quadrants with the profiles that have a place, and the list of those that have none."""
    axes = board.of("axis")
    placed: list[Box] = []
    unplaced: list[Item] = []
    for profile in reading.profiles(board):
        place = reading.place(board, profile)
        if place is None:
            unplaced.append(profile)
            continue
        placed.append(_free(_box(board, profile, place), placed))
    height = max([SIDE, *(box.bottom + 4 for box in placed)])
    shapes: list[Shape] = [Area(x=0, y=0, width=SIDE, height=height, tone="plain"), *_lines(axes, height)]
    shapes += placed
    shapes += _beside(board, unplaced)
    alt = board.say(
        "Profiles on two axes: {placed} placed, {unplaced} without a known place.",
        placed=len(placed),
        unplaced=len(unplaced),
    )
    return Scene(shapes=tuple(shapes), alt=alt)


def _box(board: Board, profile: Item, place: tuple[float, float]) -> Box:
    across, up = place
    box = Box(item=profile, x=0, y=0, width=BOX, tone="jarvi", align="middle", language=board.language)
    x = min(max(SIDE * across / 100 - BOX / 2, 1.0), SIDE - BOX - 1.0)
    y = min(max(SIDE * (1 - up / 100) - box.height / 2, 1.0), max(SIDE - box.height - 1.0, 1.0))
    return box.at(x, y)


def _free(box: Box, taken: list[Box]) -> Box:
    """The box moved down until it covers no other."""
    while any(overlaps(box, other) for other in taken):
        box = box.at(box.x, max(other.bottom for other in taken if overlaps(box, other)) + 1.0)
    return box


def _lines(axes: tuple[Item, ...], height: float) -> list[Shape]:
    middle = SIDE / 2
    shapes: list[Shape] = [
        Stroke(points=((0, middle), (SIDE, middle)), role="edge"),
        Stroke(points=((middle, 0), (middle, SIDE)), role="edge"),
    ]
    if len(axes) > 0:
        across = axes[0]
        shapes += [
            Words(x=-2, y=middle - 2, text=str(across.get("low", "")), width=26, size=2.9, anchor="end"),
            Words(x=SIDE + 2, y=middle - 2, text=str(across.get("high", "")), width=26, size=2.9),
        ]
    if len(axes) > 1:
        up = axes[1]
        high = Words(x=middle, y=0, text=str(up.get("high", "")), width=60, size=2.9, anchor="middle")
        low = Words(x=middle, y=height + 1, text=str(up.get("low", "")), width=60, size=2.9, anchor="middle")
        shapes += [replace(high, y=-high.height - 1), low]
    return shapes


def _beside(board: Board, unplaced: list[Item]) -> list[Shape]:
    shapes: list[Shape] = []
    y = 0.0
    for number, axis in enumerate(board.of("axis")):
        across = board.say("across") if number == 0 else board.say("up")
        name = Words(
            x=BESIDE, y=y, text=f"{axis.text or axis.code} ({across})", width=70, size=3.2, weight=700, item=axis
        )
        ends = Words(
            x=BESIDE, y=y + name.height, text=f"{axis.get('low', '')} – {axis.get('high', '')}", width=70, size=3.0
        )
        shapes += [name, ends]
        y += name.height + ends.height
        if axis.get("question"):
            question = Words(x=BESIDE, y=y, text=str(axis.get("question")), width=70, size=3.0, role="ink-2")
            shapes.append(question)
            y += question.height
        y += 4.0
    if unplaced:
        heading = Words(x=BESIDE, y=y, text=board.say("Place not known"), width=70, size=3.2, weight=700, role="rust")
        shapes.append(heading)
        y += heading.height + 2.0
        for profile in unplaced:
            box = Box(item=profile, x=BESIDE, y=y, width=70, tone="plain", dashed=True, language=board.language)
            shapes.append(box)
            y += box.height + 2.0
    return shapes
