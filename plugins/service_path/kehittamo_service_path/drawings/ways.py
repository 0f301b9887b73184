"""A line's way over a sheet: corners whose x is in millimetres and whose height is a place on the sheet."""

from dataclasses import dataclass
from typing import Literal

from kehittamo_core.api import Link, Words

Where = Literal["top", "mid", "bottom", "track"]
_OFFSET = {"top": -0.35, "mid": 0.0, "bottom": 0.35, "track": 0.0}


@dataclass(frozen=True)
class Level:
    """A height on a sheet: in a strip, at a box's top, middle or bottom, or on a track of a channel.

    `track` is the track's name in its channel, -1 while it has none; tracks keep their names when others come between.
    """

    strip: int
    where: Where
    track: int = -1

    @property
    def rough(self) -> float:
        """A number that sorts heights before they are known."""
        return self.strip + _OFFSET[self.where]


Corner = tuple[float, Level]


@dataclass(frozen=True, kw_only=True)
class Way:
    """A line from box to box; `words` stand above its stretch in a channel, or above its start."""

    link: Link
    corners: tuple[Corner, ...]
    words: Words | None = None
    words_at: Corner | None = None
