"""The small marks of a path and what explains them: numbers, diamonds, observations, the lists below the lanes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kehittamo_core.api import Area, Badge, Board, Box, Item, Link, Part, Role, Sign, Tone, Words
from kehittamo_service_path.drawings.boxes import SMALL, main_box, tab
from kehittamo_service_path.flow import walk
from kehittamo_service_path.path import numbered, placed, unplaced

Shape = Area | Badge | Box | Sign | Words
EDGES: Mapping[Tone, Role] = {
    "lakka": "n-lakka-e", "jarvi": "n-jarvi-e", "sammal": "n-sammal-e", "kivi": "n-kivi-e", "kanerva": "n-kanerva-e",
    "puolukka": "n-puolukka-e", "plain": "edge",
}  # fmt: skip
PANEL_GAP = 4.0
NARROWEST = 56.0
"""The least width of a panel below the lanes: a box with its margins, in millimetres."""
DISC, DIAMOND = 5.0, 5.8
LIST_GAP = 1.8


def step_numbers(board: Board) -> Mapping[str, str]:
    """The numbers in the discs of the steps that somebody takes alone, in the order of the path."""
    own = [item for item in walk(board) if item.kind == "step"]
    return {item.id: str(number) for number, item in enumerate(own, 1)}


def on_box(board: Board, box: Box, item: Item, numbers: Mapping[str, str]) -> tuple[Shape, ...]:
    """The marks on a box: its number, what monitors it, what is observed of it, the pains that it eases."""
    shapes: list[Shape] = []
    if item.id in numbers:
        shapes.append(Badge(x=box.x + 0.4, y=box.y + 0.2, text=numbers[item.id], role=EDGES[box.tone], size=DISC))
    x = box.right - 3.0
    for number, mark in numbered(board.of("monitoring")):
        if any(other.id == item.id for other in placed(board, mark)):
            shapes.append(
                Badge(x=x, y=box.y, text=number, form="diamond", role="moss", size=DIAMOND, item=mark, filled=False)
            )
            x -= DIAMOND + 0.3
    x, y, turn = (box.right - 2.0, box.bottom, -1) if item.kind == "step" else (box.x + 3.5, box.y + 1.0, 1)
    for number, note in numbered(board.of("callout")):
        if any(other.id == item.id for other in placed(board, note)):
            shapes.append(Badge(x=x, y=y, text=number, role="heather", size=DISC, item=note))
            x += turn * (DISC + 0.3)
    if board.outgoing(item, "eases"):
        shapes.append(Sign(x=box.x + 2.4, y=box.bottom - 0.2, glyph="bolt", role="rust", size=4.0))
    return tuple(shapes)


def on_lane(board: Board, lane: Item | None, x: float, y: float) -> tuple[Shape, ...]:
    """The numbers of the observations that are about a lane, from its head's lower right corner leftwards."""
    shapes: list[Shape] = []
    for number, note in numbered(board.of("callout")):
        if lane is not None and any(other.id == lane.id for other in placed(board, note)):
            shapes.append(Badge(x=x, y=y, text=number, role="heather", size=DISC, item=note))
            x -= DISC + 0.4
    return tuple(shapes)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of a list below the lanes: a mark, words, and smaller words under them."""

    item: Item | Link
    mark: Badge | None = None
    box: Box | None = None
    text: str = ""
    second: str = ""


MOST_WORDS = 24
"""More words of arrows than this are left to the table."""


def lists_below(board: Board, x: float, y: float, width: float, unsaid: Sequence[Link] = ()) -> tuple[Shape, ...]:
    """What the marks mean and what has no place yet, as panels side by side under the lanes.

    `unsaid` are arrows whose words found no room beside them: they are said here.
    """
    panels: list[tuple[str, Sequence[Entry], Tone, bool]] = []
    loose = unplaced(board)
    if loose:
        panels.append((board.label("zone:unplaced"), [loose_entry(board, item) for item in loose], "plain", True))
    marks = [(n, item) for n, item in numbered(board.of("monitoring")) if item not in loose]
    if marks:
        heading = board.settings.get("monitoring_heading") or board.label("zone:monitoring")
        panels.append((heading, [_monitoring_entry(n, item) for n, item in marks], "plain", False))
    notes = [(n, item) for n, item in numbered(board.of("callout")) if item not in loose]
    if notes:
        heading = board.settings.get("observations_heading") or board.label("zone:notes")
        panels.append((heading, [_callout_entry(n, item) for n, item in notes], "plain", False))
    if unsaid:
        entries = [arrow_entry(board, link) for link in unsaid[:MOST_WORDS]]
        panels.append((board.say("What the arrows say"), entries, "plain", False))
    return panels_below(board, panels, x, y, width)


def panels_below(
    board: Board, panels: Sequence[tuple[str, Sequence[Entry], Tone, bool]], x: float, y: float, width: float
) -> tuple[Shape, ...]:
    """Panels beside one another, each (heading, entries, tone, whether its edge is dashed).

    Those of a row are of one height; where a row would be too narrow for a box, there are several.
    """
    shapes: list[Shape] = []
    a_row = max(1, int((width + PANEL_GAP) // (NARROWEST + PANEL_GAP)))
    for start in range(0, len(panels), a_row):
        row = panels[start : start + a_row]
        each = (width - PANEL_GAP * (len(row) - 1)) / len(row)
        drawn = [_panel(board, *panel, x + index * (each + PANEL_GAP), y, each) for index, panel in enumerate(row)]
        highest = max(area.height for area, _ in drawn)
        for area, inner in drawn:
            shapes.append(replace(area, height=highest))
            shapes.extend(inner)
        y += highest + PANEL_GAP
    return tuple(shapes)


def panel_parts(below: Sequence[object]) -> Iterator[Part]:
    """Each panel as a part for the projector, named by its heading, which is the first thing in it."""
    for shape, inner in pairwise(below):
        if isinstance(shape, Area) and isinstance(inner, Words):
            yield Part(label=inner.text, x=shape.x, y=shape.y, width=shape.width, height=shape.height)


def _monitoring_entry(number: str, item: Item) -> Entry:
    mark = Badge(x=0, y=0, text=number, form="diamond", role="moss", size=DIAMOND, item=item, filled=False)
    return Entry(item=item, mark=mark, text=item.text or item.code, second=item.get("how", ""))


def arrow_entry(board: Board, link: Link) -> Entry:
    """What an arrow says, with the short ids of its ends."""
    ends = " → ".join(end.code or "…" for id_ in (link.source, link.target) if (end := board.find(id_)) is not None)
    return Entry(item=link, text=f"{link.code}: {link.get('when')}".strip(": "), second=ends)


def _callout_entry(number: str, item: Item) -> Entry:
    return Entry(item=item, mark=Badge(x=0, y=0, text=number, role="heather", size=DISC, item=item), text=item.text)


def loose_entry(board: Board, item: Item) -> Entry:
    """Something that has no place yet."""
    if item.kind == "monitoring":
        return _monitoring_entry({m.id: n for n, m in numbered(board.of("monitoring"))}[item.id], item)
    if item.kind == "callout":
        return _callout_entry({m.id: n for n, m in numbered(board.of("callout"))}[item.id], item)
    if item.kind == "tool":
        return Entry(item=item, box=tab(board, item, 0, 0, 50))
    return Entry(item=item, box=main_box(board, item, "plain"))


def _panel(
    board: Board, heading: str, entries: Sequence[Entry], tone: Tone, dashed: bool, x: float, y: float, width: float
) -> tuple[Area, list[Shape]]:
    """A panel with its heading and its entries, in as many columns as the width allows."""
    title = Words(x=x + 2.6, y=y + 2.2, text=heading, width=width - 5, weight=700, language=board.language)
    top = y + 2.2 + title.height + 1.4
    columns = 2 if width > 130 and len(entries) > 1 else 1
    each = (width - 5.2 - 5 * (columns - 1)) / columns
    shapes: list[Shape] = [title]
    heights = [0.0] * columns
    rows = -(-len(entries) // columns)
    for number, entry in enumerate(entries):
        column = number // rows
        left = x + 2.6 + column * (each + 5)
        drawn, height = _entry(board, entry, left, top + heights[column], each)
        shapes.extend(drawn)
        heights[column] += height + LIST_GAP
    area = Area(x=x, y=y, width=width, height=top - y + max(heights) + 1.0, tone=tone, dashed=dashed)
    return area, shapes


def _entry(board: Board, entry: Entry, x: float, y: float, width: float) -> tuple[list[Shape], float]:
    if entry.box is not None:
        return [entry.box.at(x, y + 0.6)], entry.box.height + 1.2
    shapes: list[Shape] = []
    inset = 0.0
    if entry.mark is not None:
        shapes.append(replace(entry.mark, x=x + 2.9, y=y + 2.6))
        inset = 7.6
    text = _short(board, entry.text, entry.item, x + inset, y, width - inset, 3.0, 6)
    shapes.append(text)
    height = text.height
    if entry.second:
        second = _short(board, entry.second, entry.item, x + inset, y + height, width - inset, SMALL, 6)
        shapes.append(replace(second, role="ink-2"))
        height += second.height
    return shapes, max(height, 5.8)


def _short(
    board: Board, text: str, item: Item | Link, x: float, y: float, width: float, size: float, lines: int
) -> Words:
    """Words of at most so many lines; a longer text is in the table under its short id."""
    words = Words(x=x, y=y, text=text, width=width, size=size, item=item, language=board.language)
    if len(words.lines) <= lines:
        return words
    return Words(x=x, y=y, text=item.code or "…", width=width, size=size, item=item)
