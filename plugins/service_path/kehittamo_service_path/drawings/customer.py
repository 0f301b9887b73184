"""The path as the customer walks it, in two columns: the customer's own steps on the left, meetings on the right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kehittamo_core.api import Badge, Board, Box, Connector, Item, Part, Scene, Stroke, Words
from kehittamo_service_path.drawings.boxes import FORMS, fitted, is_loose
from kehittamo_service_path.drawings.marks import DISC, EDGES, step_numbers
from kehittamo_service_path.flow import walk
from kehittamo_service_path.path import Lane, inside, is_guess, lane_of, lanes_of, participants

WIDTH = 76.0
GUTTER = 18.0
STEP_DOWN = 12.0
"""A box begins at least this much lower than the one before it, so that the order can be seen."""
BETWEEN = 6.0
TEXT = 3.0
LONGEST = 14
"""More lines of a description are left to the table."""

ASIDE = 1.6
"""Between two arrows that run side by side."""

Shape = Badge | Box | Connector | Stroke | Words
Upright = tuple[float, float, float]
"""x, top, bottom of the stretch that an arrow runs down"""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A step or meeting with its box and what is written under it."""

    item: Item
    box: Box
    under: tuple[Words, ...]
    bottom: float


def walkthrough_items(board: Board) -> tuple[Item, ...]:
    """Steps and meetings in the order of the path; supporting services are not the customer's to see."""
    return tuple(item for item in walk(board) if item.kind in ("step", "meeting"))


def column_heading(board: Board, kind: str) -> str:
    """What stands above a column: the heading of the lane where its items are, else a word for it."""
    lanes = lanes_of(board)
    for item in board.of(kind):
        lane = lane_of(board, item, lanes)
        if lane is not None and lane.heading:
            return lane.heading
    return board.say("Steps taken alone") if kind == "step" else board.say("Meetings")


def draw_customer(board: Board) -> Scene:
    """The two-column walkthrough: boxes in order, descriptions under them, arrows between the columns."""
    items = walkthrough_items(board)
    if not items:
        words = Words(x=0, y=0, text=board.say("No steps or meetings have been written yet."), role="ink-2")
        return Scene(shapes=(words,), alt=words.text)
    shapes: list[Shape] = []
    for kind, x in (("step", 0.0), ("meeting", WIDTH + GUTTER)):
        text = column_heading(board, kind)
        shapes.append(
            Words(x=x, y=0, text=text, width=WIDTH, size=4.0, weight=700, family="display", language=board.language)
        )
    top = max(shape.height for shape in shapes if isinstance(shape, Words)) + 4.0
    numbers, entries = step_numbers(board), tuple(_entries(board, items, top))
    boxes = {entry.item.id: entry.box for entry in entries}
    shapes.extend(_arrows(board, boxes))
    for entry in entries:
        shapes += [entry.box, *entry.under]
        if entry.item.id in numbers:
            box = entry.box
            shapes.append(Badge(x=box.x, y=box.y, text=numbers[entry.item.id], role=EDGES[box.tone], size=DISC))
    bottom = max(entry.bottom for entry in entries)
    alt = board.say(
        "The path in two columns: {steps} on the left, {meetings} on the right, in order from top to bottom.",
        steps=board.say_many("{number} step taken alone", "{number} steps taken alone", _count(items, "step")),
        meetings=board.say_many("{number} meeting", "{number} meetings", _count(items, "meeting")),
    )
    return Scene(shapes=tuple(shapes), alt=alt, parts=tuple(_parts(board, entries, bottom)))


def _count(items: tuple[Item, ...], kind: str) -> int:
    return sum(1 for item in items if item.kind == kind)


def _entries(board: Board, items: tuple[Item, ...], top: float) -> Iterator[Entry]:
    ends = {"step": top, "meeting": top}
    last = top - STEP_DOWN
    lanes = lanes_of(board)
    for item in items:
        y = max(ends[item.kind], last + STEP_DOWN)
        entry = _entry(board, item, lane_of(board, item, lanes), y)
        ends[item.kind], last = entry.bottom + BETWEEN, y
        yield entry


def _entry(board: Board, item: Item, lane: Lane | None, y: float) -> Entry:
    x = 0.0 if item.kind == "step" else WIDTH + GUTTER
    box = fitted(
        Box(
            x=x, y=y, item=item, width=WIDTH, form=FORMS[item.kind], tone=lane.tone if lane else "plain", code=True,
            dashed=is_loose(item), align="middle" if item.kind == "meeting" else "start", language=board.language,
        )
    )  # fmt: skip
    under, at = [], box.bottom + 1.2
    for text, weight, role in _lines(board, item):
        words = Words(
            x=x + 2.6, y=at, text=text, width=WIDTH - 4, size=TEXT, weight=weight, role=role, language=board.language
        )
        if len(words.lines) <= LONGEST:
            under.append(words)
            at += words.height + 0.6
    return Entry(item=item, box=box, under=tuple(under), bottom=at)


def _lines(board: Board, item: Item) -> Iterator[tuple[str, Literal[400, 600], Literal["ink", "ink-2", "heather"]]]:
    who = ", ".join(participants(board, item))
    if who and item.kind == "meeting":
        yield who, 600, "ink-2"
    if item.get("description"):
        yield item.get("description"), 400, "ink"
    for link in board.outgoing(item, "returns"):
        target = board.item(link.target)
        if target is not None:
            when = link.get("when") or board.say("a return without a reason")
            yield board.say("Returns to {step}: {when}", step=target.code or target.text, when=when), 400, "heather"


def _arrows(board: Board, boxes: Mapping[str, Box]) -> Iterator[Connector]:
    """Arrows that run between the columns, each down a line of its own; those within a column run down its inner edge."""
    back, taken = 0, list[Upright]()
    for link, source, target in inside(board, "then", "returns"):
        start, end = boxes.get(source.id), boxes.get(target.id)
        if start is None or end is None or start is end:
            continue
        loop, out, back = link.kind == "returns", start.x == 0, back + (link.kind == "returns")
        middle = WIDTH + GUTTER / 2 + (3.0 + 1.4 * (back % 3) if loop else 0.0 if out else -3.5)
        leave = start.port("right" if out else "left", 0.86 if loop else 0.72 if out else 0.58)
        land = end.port("right" if end.x == 0 else "left", 0.5 if loop else 0.28)
        if start.x == end.x:
            middle = WIDTH + (4.0 if out else GUTTER - 4.0)
        middle = _free(middle, leave[1], land[1], taken)
        line = Connector(
            points=(leave, (middle, leave[1]), (middle, land[1]), land), link=link, curve="round", arrow="end"
        )
        if loop:
            yield replace(line, role="heather", width=0.5, dashed=True)
        else:
            yield replace(line, role="spruce", width=0.5 if is_guess(link) else 0.7, dashed=is_guess(link))


def _free(wanted: float, start: float, end: float, taken: list[Upright]) -> float:
    """The x nearest to the wanted one where no other arrow runs down between these heights; it is taken then."""
    top, bottom = sorted((start, end))
    near = sorted(
        (wanted + side * ASIDE * number for number in range(6) for side in (-1, 1)), key=lambda x: abs(x - wanted)
    )
    room = [x for x in near if WIDTH + 2.0 <= x <= WIDTH + GUTTER - 2.0]
    free = (x for x in room if not any(abs(x - at) < ASIDE - 0.1 and top < b and a < bottom for at, a, b in taken))
    x = next(free, wanted)
    taken.append((x, top, bottom))
    return x


def _parts(board: Board, entries: tuple[Entry, ...], bottom: float) -> Iterator[Part]:
    """Some boxes at a time for the projector."""
    size = 4
    for start in range(0, len(entries), size):
        chunk = entries[start : start + size]
        top = min(entry.box.y for entry in chunk) - 3.0
        end = max(entry.bottom for entry in chunk) + 2.0
        label = board.say("{first} to {last} of {all}", first=start + 1, last=start + len(chunk), all=len(entries))
        yield Part(
            label=label,
            x=-3.0,
            y=top if start else 0.0,
            width=2 * WIDTH + GUTTER + 6,
            height=min(end, bottom + 2) - (top if start else 0.0),
        )
