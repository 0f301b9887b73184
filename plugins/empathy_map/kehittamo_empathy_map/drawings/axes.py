"""Profiles on their family's two axes; those without a known place are listed beside, never put in the middle."""

from dataclasses import replace
from typing import Any

from kehittamo_core.api import Area, Board, Box, Item, Part, Scene, Stroke, Words, number
from kehittamo_empathy_map import reading
from kehittamo_empathy_map.families import Family, families

SIDE = 130.0
BOX = 36.0
BESIDE = SIDE + 34.0
ROOM = (BOX / 2 + 1.0, 7.0)
"""How far from the edges of the field the middle of a box with an extreme value stands, across and up; browser/main.ts knows it."""
NEAR, GAP = 0.5, 1.0

Shape = Area | Box | Stroke | Words


def on_axes(board: Board) -> Scene:
    """For each family the quadrants with the profiles that have a place, and the list of those that have none."""
    shapes: list[Shape] = []
    parts: list[Part] = []
    counts = [0, 0]
    top = 0.0
    for family in families(board):
        if not family.axes and not family.profiles:
            continue
        drawn, whole, inside, placed, unplaced = _quadrants(board, family, top)
        shapes += drawn
        parts += inside
        counts[0] += placed
        counts[1] += unplaced
        top = whole.y + whole.height + 14.0
    if not parts:
        shapes.append(Words(x=0, y=0, text=board.say("No profiles yet"), role="ink-3"))
    alt = board.say(
        "Profiles on two axes: {placed} placed, {unplaced} without a known place.", placed=counts[0], unplaced=counts[1]
    )
    return Scene(shapes=tuple(shapes), alt=alt, parts=tuple(parts))


def _quadrants(board: Board, family: Family, top: float) -> tuple[list[Shape], Part, tuple[Part, ...], int, int]:
    """One family's drawing from `top` down, all of it, its parts, and how many are placed and not."""
    axes = family.axes[:2]
    shapes: list[Shape] = []
    y = top
    if family.item is not None:
        title = Words(
            x=0,
            y=y,
            text=family.name(board),
            width=BESIDE + 70,
            size=4.6,
            weight=700,
            family="display",
            item=family.item,
        )
        shapes.append(title)
        y += title.height + 2.0
    if len(axes) > 1:
        high = Words(x=SIDE / 2, y=y, text=str(axes[1].get("high", "")), width=60, size=2.9, anchor="middle")
        shapes.append(high)
        y += high.height + 1.0
    placed: list[Box] = []
    unplaced: list[Item] = []
    for profile in family.profiles:
        place = reading.place(board, profile, axes)
        if place is None:
            unplaced.append(profile)
        else:
            placed.append(_placed(board, profile, place, y, placed))
    height = max([SIDE, *(box.bottom + 4 - y for box in placed)])
    field = Area(x=0, y=y, width=SIDE, height=SIDE, tone="plain", item=axes[0] if axes else None)
    shapes += [field, *_lines(axes, y, height), *placed]
    beside, low = _beside(board, family, unplaced, any(box.second for box in placed), y)
    shapes += beside
    bottom = max(low, y + height + 8.0)
    whole = Part(label=family.name(board), x=-30.0, y=top, width=BESIDE + 102.0, height=bottom - top)
    parts = (
        *_corners(board, family, y, height),
        replace(whole, x=BESIDE - 4.0, y=y - 4.0, width=78.0, height=low - y + 8.0),
    )
    return shapes, whole, parts, len(placed), len(unplaced)


def _corners(board: Board, family: Family, top: float, height: float) -> tuple[Part, ...]:
    """The four corners of the field for the big screen, each named by its ends; a name on a line is whole in both."""
    ends = [(str(axis.get("low", "")), str(axis.get("high", ""))) for axis in family.axes[:2]]
    if len(ends) < 2:
        return (Part(label=family.name(board), x=-30.0, y=top - 6.0, width=SIDE + 60.0, height=height + 14.0),)
    half, over = SIDE / 2, BOX / 2 + 1.0
    found = []
    for up, y, tall in ((1, top - 4.3, half + 5.9), (0, top + half - 2.0, height - half + 7.0)):
        for across, x in ((0, -28.0), (1, half - over)):
            label = f"{ends[1][up]} · {ends[0][across]}"
            found.append(Part(label=label, x=x, y=y, width=half + over + 28.0, height=tall))
    return tuple(found)


def _placed(board: Board, profile: Item, place: tuple[float, float], top: float, taken: list[Box]) -> Box:
    """The profile's box at its place, or as near above or below it as nothing is covered; then it says its numbers."""
    box = _box(board, profile, place, top)
    y = _free(box, taken, top)
    if abs(y - box.y) < NEAR:
        return box.at(box.x, y)
    said = " / ".join(number(value, board.language) for value in place)
    box = _box(board, profile, place, top, second=said)
    return box.at(box.x, _free(box, taken, top))


def _box(board: Board, profile: Item, place: tuple[float, float], top: float, second: str = "") -> Box:
    across, up = place
    box = Box(item=profile, x=0, y=0, width=BOX, tone="jarvi", align="middle", second=second, language=board.language)
    x = ROOM[0] + (SIDE - 2 * ROOM[0]) * across / 100 - BOX / 2
    y = ROOM[1] + (SIDE - 2 * ROOM[1]) * (1 - up / 100) - box.height / 2
    return box.at(x, top + min(max(y, 1.0), max(SIDE - box.height - 1.0, 1.0)))


def _free(box: Box, taken: list[Box], top: float) -> float:
    """Where the box covers no other: its own y or the nearest in the field; below all where the field is full there."""
    low = high = top
    for start, end in sorted((one.y - box.height - GAP, one.bottom + GAP) for one in taken if abs(one.x - box.x) < BOX):
        if start >= high:  # boxes so near each other that nothing fits between them are passed as one
            if high > box.y:
                break
            low = start
        high = max(high, end)
    if not low < box.y < high:
        return box.y
    fits = [y for y in (low, high) if top < y < top + SIDE - box.height]
    return min(fits, key=lambda y: abs(y - box.y)) if fits else high


def _lines(axes: tuple[Item, ...], top: float, height: float) -> list[Shape]:
    middle = SIDE / 2
    shapes: list[Shape] = [
        Stroke(points=((0, top + middle), (SIDE, top + middle)), role="edge"),
        Stroke(points=((middle, top), (middle, top + SIDE)), role="edge"),
    ]
    if axes:
        across = axes[0]
        shapes += [
            Words(x=-2, y=top + middle - 2, text=str(across.get("low", "")), width=26, size=2.9, anchor="end"),
            Words(x=SIDE + 2, y=top + middle - 2, text=str(across.get("high", "")), width=26, size=2.9),
        ]
    if len(axes) > 1:
        text = str(axes[1].get("low", ""))
        shapes.append(Words(x=middle, y=top + height + 1, text=text, width=60, size=2.9, anchor="middle"))
    return shapes


def _beside(board: Board, family: Family, unplaced: list[Item], moved: bool, y: float) -> tuple[list[Shape], float]:
    """What the axes ask, where the material is from, who has no place; and where the column ends."""
    shapes: list[Shape] = []

    def write(text: str, below: float, **look: Any) -> None:
        nonlocal y
        words = Words(x=BESIDE, y=y, text=text, width=70, **look)
        shapes.append(words)
        y += words.height + below

    for axis, way in zip(family.axes[:2], (board.say("across"), board.say("up")), strict=False):
        write(f"{axis.text or axis.code} ({way})", 0.0, size=3.2, weight=700, item=axis)
        write(f"{axis.get('low', '')} – {axis.get('high', '')}", 0.0, size=3.0)
        if axis.get("question"):
            write(str(axis.get("question")), 0.0, size=3.0, role="ink-2")
        y += 4.0
    for name in ("origin", "mixed"):
        if family.item is not None and family.item.get(name):
            write(f"{board.label(f'family.{name}')}: {family.item.get(name)}", 2.0, size=3.0)
    if unplaced:
        write(board.say("Place not known"), 2.0, size=3.2, weight=700, role="rust")
        for profile in unplaced:
            box = Box(item=profile, x=BESIDE, y=y, width=70, tone="plain", dashed=True, language=board.language)
            shapes.append(box)
            y += box.height + 2.0
    if moved:
        write(board.say("Numbers say the place, across / up, where a name has been moved off another."), 2.0, size=2.9)
    write(
        board.say("Profiles do not divide customers into worse and better, only into different ones."),
        0.0,
        size=2.9,
        role="ink-2",
    )
    return shapes, y
