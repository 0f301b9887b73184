"""How much of anything is printed: what is larger is cut, or refused in words, so that no chapter holds up the others."""

import math
from collections.abc import Iterable
from typing import Any

from kehittamo_core.api import Scene
from kehittamo_exports.words import Voice

MOST_SHAPES = 6_000
MOST_LETTERS = 200_000
LONGEST_SIDE = 20_000.0
"""Millimetres; twenty metres of paper are no drawing any more."""
MOST_POINTS = 1_000
MOST_BLOCKS = 2_000
MOST_COLUMNS = 12
"""Columns of a table on a slide; a wider one is shown as several."""
DEEPEST = 60
"""So deep may plain data be nested; what lies deeper is left out."""


def bounded(scene: Scene, voice: Voice) -> Scene:
    """The drawing itself, where it can be printed.

    Raises:
        ValueError: it has too many shapes or letters, or a size that no paper has; says how many.
    """
    if len(scene.shapes) > MOST_SHAPES:
        raise ValueError(
            voice("It has {number} shapes; at most {most} can be drawn.", number=len(scene.shapes), most=MOST_SHAPES)
        )
    letters = sum(len(text) for text in _texts(scene.shapes))
    if letters > MOST_LETTERS:
        raise ValueError(
            voice("It has {number} letters; at most {most} can be drawn.", number=letters, most=MOST_LETTERS)
        )
    bounds = scene.bounds
    if not all(map(math.isfinite, (*bounds, *_numbers(scene.shapes)))) or max(bounds[2:]) > LONGEST_SIDE:
        raise ValueError(
            voice("It has no size that can be drawn; at most {most} metres.", most=int(LONGEST_SIDE / 1000))
        )
    return scene


def _numbers(shapes: Iterable[Any]) -> Iterable[float]:
    """Where the shapes stand and how large they are; one that stands nowhere can hide from the bounds of the others."""
    for shape in shapes:
        for name in ("x", "y", "width", "height", "size"):
            yield float(getattr(shape, name, 0.0))
        for point in getattr(shape, "points", ()):
            yield from point


def _texts(shapes: Iterable[Any]) -> Iterable[str]:
    """The words of the shapes, however they hold them."""
    for shape in shapes:
        for name in ("text", "second", "label"):
            value = getattr(shape, name, "")
            if isinstance(value, str):
                yield value
        item = getattr(shape, "item", None)
        if item is not None:
            yield str(getattr(item, "text", ""))
