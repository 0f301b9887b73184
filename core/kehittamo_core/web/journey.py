"""The journey of a programme as one thread: meetings are its knots, the work between them lies in its dips."""

from collections.abc import Sequence
from dataclasses import dataclass

from kehittamo_core.scene.measure import break_lines
from kehittamo_core.web.language import count, say

WIDTH = 1376.0
KNOT, DIP = 42.0, 80.0
TITLE_SIZE, TEXT_SIZE = 16.0, 13.5
ROW = 16.0
ROWS = 2


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A meeting, or the work between two of them: what the journey needs to know of it."""

    title: str
    when: str
    state: str
    interim: bool = False


@dataclass(frozen=True)
class Line:
    """A line of text with its baseline."""

    text: str
    y: float
    strong: bool = False


@dataclass(frozen=True)
class Knot:
    """A meeting on the thread."""

    x: float
    state: str
    title: tuple[Line, ...]
    when: tuple[Line, ...]
    last: bool = False


@dataclass(frozen=True)
class Dip:
    """The work between two meetings."""

    x: float
    y: float
    done: bool
    rows: tuple[Line, ...]


@dataclass(frozen=True)
class Piece:
    """A piece of the thread: solid where the journey has been, dotted where it will go."""

    d: str
    done: bool


@dataclass(frozen=True)
class Journey:
    """The whole picture, in pixels."""

    width: float
    top: float
    height: float
    knots: tuple[Knot, ...]
    dips: tuple[Dip, ...]
    parts: tuple[Piece, ...]
    alt: str


def _lines(
    text: str, width: float, first: float, *, up: bool = False, strong: bool = False, size: float
) -> tuple[Line, ...]:
    rows = break_lines(text, width, size, 700 if up else 600 if strong else 400, "display" if up else "text")[:ROWS]
    start = first - ROW * (len(rows) - 1) if up else first
    return tuple(Line(row, start + ROW * index, strong) for index, row in enumerate(rows))


def _dip(work: Stop, x: float, width: float) -> Dip:
    """The work between two meetings, its name and then its time under it."""
    rows = _lines(work.title, width, DIP + 20, strong=True, size=TEXT_SIZE)
    if work.when:
        after = rows[-1].y + ROW if rows else DIP + 20
        rows = (*rows, *_lines(work.when, width, after, size=TEXT_SIZE))
    return Dip(x, DIP, work.state == "done", rows)


def _alt(meetings: Sequence[Stop]) -> str:
    done = [stop.title for stop in meetings if stop.state == "done"]
    now = [stop.title for stop in meetings if stop.state == "now"]
    coming = len(meetings) - len(done) - len(now)
    parts = []
    if done:
        parts.append(say("held: {titles}", titles=", ".join(done)))
    if now:
        parts.append(say("under way: {titles}", titles=", ".join(now)))
    if coming:
        parts.append(count("{number} meeting to come", "{number} meetings to come", coming))
    return f"{say('The journey')}: {'; '.join(parts)}" if parts else say("The journey")


def draw(stops: Sequence[Stop]) -> Journey:
    """The picture of a journey; an empty one is only as wide as its page."""
    meetings = [stop for stop in stops if not stop.interim]
    step = WIDTH / max(len(meetings), 1)
    room = min(step * 0.9, 230.0)
    high = max((len(_lines(stop.title, room, 0, up=True, size=TITLE_SIZE)) for stop in meetings), default=1)
    drop = ROW * (high - 1)
    knots, dips, parts = [], [], []
    between: list[Stop] = []
    place = -1
    for stop in stops:
        if stop.interim:
            between.append(stop)
            continue
        place += 1
        x = step * (place + 0.5)
        when = f"{stop.when} · {say('now')}" if stop.state == "now" and stop.when else stop.when
        knots.append(
            Knot(
                x, stop.state, _lines(stop.title, room, 15.0, up=True, size=TITLE_SIZE),
                _lines(when, step * 0.5, 80.0, size=TEXT_SIZE), place == len(meetings) - 1,
            )
        )  # fmt: skip
        done = stop.state in ("done", "now")
        if place == 0:
            parts.append(Piece(f"M0 52C{x * 0.26:.0f} 48 {x * 0.43:.0f} {KNOT} {x:.1f} {KNOT}", done))
            between = []
            continue
        left, middle, reach = x - step, x - step / 2, step / 4
        parts.append(
            Piece(
                f"M{left:.1f} {KNOT}C{left + reach:.1f} {KNOT} {middle - reach:.1f} {DIP} {middle:.1f} {DIP}"
                f"S{x - reach:.1f} {KNOT} {x:.1f} {KNOT}",
                done,
            )
        )  # fmt: skip
        if between:
            dips.append(_dip(between[0], middle, step * 0.52))
        between = []
    rows_below = [row for knot in knots for row in knot.when] + [row for dip in dips for row in dip.rows]
    bottom = max([DIP + 8, *(row.y + 6 for row in rows_below)])
    return Journey(WIDTH, -drop, bottom + drop, tuple(knots), tuple(dips), tuple(parts), _alt(meetings))
