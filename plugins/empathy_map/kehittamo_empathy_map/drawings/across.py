"""Pains and successes across the profiles: whom each is about, its votes with how we know it, and what answers it."""

from typing import Any

from kehittamo_core.api import Area, Badge, Board, Item, Part, Scene, Sign, Stroke, Words, number, reference
from kehittamo_empathy_map import reading
from kehittamo_empathy_map.families import by_name

LABEL = 84.0
COLUMN = 24.0
VOTES = 22.0
KNOWN = 26.0
ANSWERS = 62.0
SIZE = 3.1
MOST_PROFILES = 8

Shape = Area | Badge | Sign | Stroke | Words


def across_profiles(board: Board) -> Scene:
    """A table of pains, and one of successes, below each other: rows by votes, profiles by name."""
    shapes: list[Shape] = []
    parts: list[Part] = []
    y = 0.0
    for kind in ("pain", "gain"):
        rows = reading.across(board, kind)
        if not rows:
            continue
        drawn, bottom, width = _table(board, kind, rows, y)
        shapes += drawn
        parts.append(Part(label=board.label(f"{kind}+"), x=0, y=y, width=width, height=bottom - y))
        y = bottom + 8.0
    if not parts:
        shapes.append(Words(x=0, y=0, text=board.say("No pains or successes yet"), role="ink-3"))
    alt = board.say(
        "Pains and successes across profiles: {pains} pains, {gains} successes, by votes; of them {percent} % assumed.",
        pains=len(reading.across(board, "pain")), gains=len(reading.across(board, "gain")), percent=_assumed(board, ("pain", "gain")),
    )  # fmt: skip
    return Scene(shapes=tuple(shapes), alt=alt, parts=tuple(parts) if len(parts) > 1 else ())


def _assumed(board: Board, kinds: tuple[str, ...]) -> str:
    items = tuple(one.item for kind in kinds for one in reading.across(board, kind))
    return number(reading.assumed_share(board, items) or 0, board.language, 0)


def _columns(rows: tuple[reading.Standing, ...]) -> tuple[Item, ...]:
    """The profiles that the rows are about; with too many of them a row names its own."""
    found = {profile.id: profile for row in rows for profile in row.profiles}
    profiles = by_name(tuple(found.values()))
    return profiles if len(profiles) <= MOST_PROFILES else ()


def _table(board: Board, kind: str, rows: tuple[reading.Standing, ...], y: float) -> tuple[list[Shape], float, float]:
    profiles = _columns(rows)
    starts = [LABEL + number * COLUMN for number in range(len(profiles))]
    votes = LABEL + len(profiles) * COLUMN
    known, answered = votes + VOTES, votes + VOTES + KNOWN
    width = answered + (ANSWERS if kind == "pain" else 0.0)
    shapes: list[Shape] = []

    def write(x: float, text: str, room: float, **look: Any) -> float:
        words = Words(x=x, y=y, text=text, width=room - 2.0, language=board.language, **({"size": SIZE} | look))
        shapes.append(words)
        return words.height

    y += write(0.0, board.label(f"{kind}+"), LABEL, size=4.4, weight=700, family="display") + 1.0
    heads = [(start, profile.text or profile.code, COLUMN) for start, profile in zip(starts, profiles, strict=True)]
    heads += [(votes, board.say("Experts' votes"), VOTES), (known, board.label(f"{kind}.evidence"), KNOWN)]
    heads += [(answered, board.say("Answered by"), ANSWERS)] if kind == "pain" else []
    y += max(write(x, text, room, size=2.85, weight=600, role="ink-2") for x, text, room in heads) + 1.5
    for row in rows:
        shapes.append(Stroke(points=((0, y), (width, y)), role="edge"))
        y += 1.6
        label = f"{row.item.code} {row.item.text}".strip()
        if not profiles and row.profiles:
            label += " (" + ", ".join(one.text or one.code for one in row.profiles) + ")"
        heights = [write(0.0, label, LABEL, item=row.item)]
        heights.append(write(votes, str(row.item.votes), VOTES, weight=600))
        heights.append(write(known, reading.grade(board, row.item) or board.say("not graded"), KNOWN))
        if kind == "pain":
            heights.append(write(answered, _answer(board, row), ANSWERS, role="ink" if row.answers else "rust"))
        about = {profile.id for profile in row.profiles}
        for start, profile in zip(starts, profiles, strict=True):
            if profile.id in about:
                shapes.append(Sign(x=start + 4.0, y=y + 2.0, glyph="tick", role="spruce"))
        y += max(heights) + 1.6
    said = board.say("Of what is ranked here, {percent} % is assumed.", percent=_assumed(board, (kind,)))
    y += write(0.0, f"{board.say('Most votes first; profiles by name.')} {said}", width, size=2.85, role="ink-2")
    return shapes, y, width


def _answer(board: Board, row: reading.Standing) -> str:
    if row.answers:
        return "; ".join(reference(one) for one in row.answers)
    return board.say("nothing yet")
