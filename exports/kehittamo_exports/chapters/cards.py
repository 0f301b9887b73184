"""The card of a perspective at the foot of the pages that tell of it: the operational goal and the benefit.

It is stamped on finished pages as an artifact, the same on each; its text is read in the chapter of the perspectives.
"""

from dataclasses import dataclass

from kehittamo_core.api import break_lines
from kehittamo_exports.page.text import plain
from kehittamo_exports.reading import Entry, Version

FOOT = 21.0
"""Millimetres that a card takes at the foot of a page."""
LINES = 4
"""Lines of each of its texts, at most; what is longer ends with …"""
LETTER = 8 * 25.4 / 72


@dataclass(frozen=True)
class Card:
    """Heading and text of the goal and of the benefit, and what the perspective is called."""

    called: str
    goal: tuple[str, str]
    benefit: tuple[str, str]
    language: str

    def columns(self, width: float) -> tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]:
        """Heading and lines of both columns, on a page whose text is `width` millimetres wide."""
        left, right = shares(width)
        return (self.goal[0], self._lines(self.goal[1], left)), (self.benefit[0], self._lines(self.benefit[1], right))

    def _lines(self, text: str, width: float) -> tuple[str, ...]:
        found = [plain(line) for line in break_lines(text, width, LETTER, 400, language=self.language)]
        return tuple(found if len(found) <= LINES else [*found[: LINES - 1], found[LINES - 1].rstrip(" ·,;") + " …"])

    @property
    def in_one(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Heading and text of both, each on a line of its own."""
        return self.goal, self.benefit


def shares(width: float) -> tuple[float, float]:
    """The widths of the goal's and the benefit's column; 8 mm lie between them."""
    left = (width - 8.0) * 0.42
    return left, width - 8.0 - left


def card_of(version: Version, planned: Entry) -> Card | None:
    """The card that the composer chose for a chapter; None where none is chosen, it is gone, or nothing is written on it."""
    chosen = planned.get("perspective")
    entry = next((one for one in version.entries("perspectives") if chosen and one.get("id") == chosen), None)
    if entry is None:
        return None
    voice = version.voice
    goal = version.said(entry, "goal").text
    benefits = [text.strip() for text in entry.get("benefits") or () if isinstance(text, str) and text.strip()]
    if not goal and not benefits:
        return None
    heading = version.said(entry, "benefit_heading").text or voice("Benefit")
    called = voice("Perspective: {actor}", actor=version.actor(entry.get("actor"))) if entry.get("actor") else ""
    return Card(
        called, (voice("Operational goal"), plain(goal)), (heading, " · ".join(map(plain, benefits))), version.language
    )
