"""Tracks for lines in a channel, and places for their words where no other line runs through them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kehittamo_core.api import Words
from kehittamo_service_path.drawings.grid import Interval, Sheet, Track
from kehittamo_service_path.drawings.ways import Level, Way

SMALL = 2.82
LABEL_WIDTHS = (46.0, 32.0, 22.0)
SHORT_LABEL = 14.0
APART = 2.0
"""Between two lines or words on one track at least, in millimetres."""

Drop = tuple[float, bool]
"""x where a line leaves its track, and whether it goes up"""


def on_tracks(sheet: Sheet, found: Sequence[Way], labels: Mapping[str, str], language: str) -> tuple[Way, ...]:
    """The ways with tracks in their channels and with their words; the longest get theirs first, so that loops nest."""
    order = sorted(range(len(found)), key=lambda number: -_length(found[number]))
    done: dict[int, Way] = {}
    for number in order:
        way = found[number]
        label = labels.get(way.link.id, "")
        stretch = _in_channel(way)
        if stretch is None:
            done[number] = _at_start(way, label, language)
        else:
            done[number] = _on_track(sheet, way, stretch, _passing(found, number, stretch), label, language)
    return tuple(done[number] for number in range(len(found)))


def _in_channel(way: Way) -> int | None:
    """Which corner begins the way's stretch in a channel."""
    pairs = enumerate(pairwise(way.corners))
    return next((n for n, ((x1, y1), (x2, y2)) in pairs if y1.where == "track" and y1 == y2 and x1 != x2), None)


def _length(way: Way) -> float:
    stretch = _in_channel(way)
    return abs(way.corners[stretch][0] - way.corners[stretch + 1][0]) if stretch is not None else 0.0


def _passing(found: Sequence[Way], own: int, stretch: int) -> list[float]:
    """x of every upright line of other ways that passes right through this way's channel."""
    strip = found[own].corners[stretch][1].strip
    return [
        x1
        for number, way in enumerate(found)
        for (x1, y1), (x2, y2) in pairwise(way.corners)
        if number != own
        and x1 == x2
        and min(y1.rough, y2.rough) < strip - 0.01
        and max(y1.rough, y2.rough) > strip + 0.01
    ]


def _on_track(sheet: Sheet, way: Way, stretch: int, passing: Sequence[float], label: str, language: str) -> Way:
    """Try the way on every track and between all tracks, and take the place where least is crossed."""
    level = way.corners[stretch][1]
    line: Interval = tuple(sorted((way.corners[stretch][0], way.corners[stretch + 1][0])))  # type: ignore[assignment]
    drops = [(x, y.rough < level.rough) for x, y in (way.corners[stretch - 1], way.corners[stretch + 2])]
    tracks = sheet.strips[level.strip].tracks
    places = (*((n, False) for n in range(len(tracks))), *((n, True) for n in range(len(tracks), -1, -1)))
    best: tuple[float, int, bool, float, Words | None] | None = None
    for number, words in enumerate(_shapes(label, way.link.code, language)):
        for place, new in places:
            tried = _tried(tracks, place, new, line, drops, passing, words)
            if tried is not None and (best is None or tried[0] + number < best[0]):
                best = (tried[0] + number, place, new, tried[1], words)
    assert best is not None, "a new track is always possible"
    _, place, new, x, words = best
    if new:
        tracks.insert(place, Track(name=len(tracks)))
    track = tracks[place]
    track.taken.append((min(line[0], x), max(line[1], x + words.line_width)) if words else line)
    track.drops.extend(drops)
    if words is not None:
        track.words.append((x, x + words.line_width))
        track.height = max(track.height, words.height + 2.6)
    named = replace(level, track=track.name)
    corners = tuple((at, named if y == level else y) for at, y in way.corners)
    return replace(way, corners=corners, words=words, words_at=(x, named) if words else None)


def _shapes(label: str, code: str, language: str) -> list[Words | None]:
    """The words in wider and narrower shapes, last their link's short id; nothing where there is nothing to say."""
    wanted = [(label, width) for width in LABEL_WIDTHS] + [(label and code, LABEL_WIDTHS[0])]
    return [words for text, width in wanted if (words := fitting(text, width, language)) is not None] or [None]


def _tried(
    tracks: Sequence[Track], place: int, new: bool, line: Interval, drops: Sequence[Drop], passing: Sequence[float],
    words: Words | None,
) -> tuple[float, float] | None:  # fmt: skip
    """What a place costs, and where the words would begin there; None where the line does not fit on the track."""
    taken = [] if new else tracks[place].taken
    if any(line[0] < b + APART and a < line[1] + APART for a, b in taken):
        return None
    above, below = tracks[:place], tracks[place:] if new else tracks[place + 1 :]
    falling = [x for track in above for x, up in track.drops if not up] + [
        x for track in below for x, up in track.drops if up
    ]
    beside = [] if new else [x for x, _ in tracks[place].drops]
    cost = 2.0 if new else 0.0
    cost += sum(1 for x in falling if line[0] < x < line[1])
    for x, up in drops:
        for track in above if up else below:
            cost += 10 * sum(1 for a, b in track.words if a - 0.5 < x < b + 0.5)
            cost += sum(1 for a, b in track.taken if a < x < b)
    if words is None:
        return cost, line[0]
    bars = [*passing, *falling, *beside, *(x for x, up in drops if up)]
    x, hits = best_place(line, words.line_width, bars, taken)
    beside_line = min(line[1], x + words.line_width) - max(line[0], x) < 3
    return cost + 10 * hits + (5.0 if beside_line else 0.0), x


def best_place(line: Interval, width: float, bars: Sequence[float], taken: Sequence[Interval]) -> tuple[float, int]:
    """Where words above a line begin so that fewest lines run through them, the nearer to its middle the better."""
    middle = (line[0] + line[1] - width) / 2
    low = min(line[0], line[1] - width) - 0.45 * width
    high = max(line[0], line[1] - width) + 0.45 * width

    def hits(x: float) -> int:
        crossed = sum(1 for bar in bars if x - 0.8 < bar < x + width + 0.8)
        return crossed + 3 * sum(1 for a, b in taken if x < b + APART and a < x + width + APART)

    steps = (max(middle + sign * 2.0 * number, 0.0) for number in range(60) for sign in (1, -1))
    places = [x for x in steps if max(low, 0.0) <= x <= max(high, 0.0)] or [max(middle, 0.0)]
    best = min(range(len(places)), key=lambda number: (hits(places[number]), number))
    return places[best], hits(places[best])


def _at_start(way: Way, label: str, language: str) -> Way:
    """The way with short words above its first level stretch, or its short id where the words are long."""
    (x1, y1), (x2, y2) = way.corners[0], way.corners[1]
    words = fitting(label, SHORT_LABEL, language, 2) or fitting(label and way.link.code, SHORT_LABEL, language, 2)
    if words is not None and y1 == y2 and x2 - x1 > 9:
        return replace(way, words=words, words_at=(x1 + 1.2, y1))
    return way


def fitting(text: str, width: float, language: str, lines: int = 4) -> Words | None:
    """Words of at most so many lines; None where there is nothing to say or no room to say it."""
    if not text:
        return None
    words = Words(x=0, y=0, text=text, width=width, size=SMALL, role="ink-2", language=language)
    return words if len(words.lines) <= lines else None


def track_height(tracks: Sequence[Track], level: Level) -> float:
    """How far below its channel's first track a track's line runs, in millimetres."""
    total = 0.0
    for track in tracks:
        total += track.height
        if track.name == level.track:
            break
    return total
