"""Where people put things in a drawing by hand: at a point, or a step from where it stands now, without any dragging."""

from kehittamo_core.errors import Invalid, KehittamoError
from kehittamo_core.web.board_reading import Opened
from kehittamo_core.web.desk import Desk

STEP = 10.0
"""Millimetres of the drawing, where it does not say its own: about a third of a box."""
WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}

Place = tuple[float | None, float | None]


def place_of(x: str, y: str) -> Place:
    """A place as it is sent; two empty values give the item back to the layout.

    Raises:
        Invalid: one of them is missing or no number.
    """
    try:
        first, second = (float(value) if value else None for value in (x, y))
    except ValueError:
        raise Invalid("A place needs both x and y.") from None
    return first, second


async def stepped(desk: Desk, opened: Opened, element: str, step: str) -> Place:
    """One step from where a drawing of the board shows the item now; `back` gives it back to the layout.

    Raises:
        Invalid: there is no such step, or no drawing lets people choose the item's place.
    """
    if step == "back":
        return None, None
    if step not in WAYS:
        raise Invalid("A place needs both x and y.")
    method = desk.method(opened.board.method)
    for drawing in method.shown_drawings(opened.board.settings) if method is not None else ():
        try:
            scene = await desk.workers.draw(opened.board, drawing.id)
        except KehittamoError:
            continue
        if element in scene.placed:
            at, by, far = scene.placed[element], WAYS[step], scene.step or (STEP, STEP)
            return round(at[0] + by[0] * far[0], 2), round(at[1] + by[1] * far[1], 2)
    raise Invalid("No drawing of this board shows it at a place that can be chosen.")
