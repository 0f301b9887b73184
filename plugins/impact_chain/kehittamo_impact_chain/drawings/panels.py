"""The panels under the goal map: solutions without a sub-change, by actor or by text box, and the stated assumptions."""

from collections.abc import Sequence
from dataclasses import dataclass

from kehittamo_core.api import Area, Board, Box, Item
from kehittamo_impact_chain.drawings.parts import Shape, fitted, head, note, panel_head
from kehittamo_impact_chain.naming import actors_of, kind_many

WIDE = 52.0
GAP = 7.0
ROW = 2.0
IN = 2.4
BETWEEN = 3.4


@dataclass(frozen=True)
class Panel:
    """One panel: its label, its area, and what stands in it."""

    label: str
    area: Area
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Below:
    """Everything under the map."""

    shapes: tuple[Shape, ...]
    panels: tuple[Panel, ...]
    bottom: float


def panels_below(board: Board, solutions: Sequence[Item], width: float, y: float) -> Below:
    """The assumptions, then panels in columns that are read downwards and are as even as their order allows.

    The assumptions stand between the map and the panels, so that a page can end there.
    """
    groups = _groups(board, solutions)
    shapes: list[Shape] = []
    panels: list[Panel] = []
    y = _assumptions(board, shapes, width, y)
    if groups:
        titles = [
            item.text
            for item in board.of("note")
            if item.get("role") == "heading" and item.get("about") == "solutions" and item.text
        ]
        shapes.extend(head(board, titles[0] if titles else kind_many(board, "solution"), 0, y, len(solutions)))
        y += 6.0
        if board.of("sub_change") and solutions:
            words = note(board, board.say("Which sub-change these solutions serve has not been said."), 0, y, width)
            shapes.append(words)
            y += words.height + 2.5
        count = max(1, round((width + GAP) / (WIDE + GAP)))
        flat = [_panel(board, *group, 0.0, 0.0) for group in groups]
        bottom = y
        columns = evenly([panel.area.height + BETWEEN for panel in flat], count)
        for index, column in enumerate(columns):
            here = y
            for place in column:
                panel = _panel(board, *groups[place], index * (WIDE + GAP), here)
                panels.append(panel)
                here += panel.area.height + BETWEEN
            bottom = max(bottom, here)
        y = bottom
    for panel in panels:
        shapes.append(panel.area)
        shapes.extend(panel.boxes)
    return Below(tuple(shapes), tuple(panels), y)


def evenly(heights: Sequence[float], count: int) -> list[list[int]]:
    """Places in order, cut into `count` columns so that the tallest column is as short as it can be."""
    low, high = max(heights, default=0.0), sum(heights)
    for _ in range(40):
        middle = (low + high) / 2
        if len(_filled(heights, middle)) <= count:
            high = middle
        else:
            low = middle
    return _filled(heights, high)


def _filled(heights: Sequence[float], room: float) -> list[list[int]]:
    columns: list[list[int]] = []
    used = 0.0
    for place, height in enumerate(heights):
        if not columns or used + height > room + 1e-6:
            columns.append([])
            used = 0.0
        columns[-1].append(place)
        used += height
    return columns


def _panel(board: Board, label: str, item: Item | None, boxes: list[Box], x: float, y: float) -> Panel:
    here = y + panel_head(label, WIDE, board.language)
    placed = []
    for box in boxes:
        placed.append(box.at(x + IN, here))
        here += box.height + ROW
    height = here - y + (IN - ROW if boxes else 1.0)
    area = Area(x=x, y=y, width=WIDE, height=height, item=item, label=label, tone="plain", language=board.language)
    return Panel(label, area, tuple(placed))


def _groups(board: Board, solutions: Sequence[Item]) -> list[tuple[str, Item | None, list[Box]]]:
    """Label, the heading's own item, boxes: first the board's own groups, then actors, then text boxes, then the rest."""
    found: list[tuple[str, Item | None, list[Box]]] = []
    left = list(solutions)
    for group in board.of("solution_group"):
        actor = group.get("actor")
        own = [item for item in left if actor and actor in (item.get("actor") or ())]
        left = [item for item in left if item not in own]
        boxes = [_box(board, item) for item in own]
        if not own:
            boxes = [_nothing(board)]
        found.append((group.text or board.actor(actor) or group.code, group, boxes))
    by_label: dict[tuple[int, str], list[Item]] = {}
    for item in left:
        actors = ", ".join(actors_of(board, item))
        box = item.get("box")
        if actors:
            key = (0, actors)
        elif box:
            key = (1, board.say("Text box {box}", box=box))
        else:
            key = (2, board.say("Actor not known"))
        by_label.setdefault(key, []).append(item)
    for (_, label), items in sorted(by_label.items(), key=lambda entry: entry[0][0]):
        found.append((label, None, [_box(board, item) for item in items]))
    for item in board.of("note"):
        if item.get("role") == "count" and item.get("about") == "goal_map":
            found.append(("", None, [_unnamed(board, item)]))
    return found


def _box(board: Board, item: Item) -> Box:
    return fitted(item, board, WIDE - 2 * IN, form="rounded", tone="kanerva", glyph="hexagon", tallest=36.0)


def _nothing(board: Board) -> Box:
    return Box(
        x=0, y=0, text=board.say("no solution is named for this actor"), width=WIDE - 2 * IN, form="plain", weight=400,
        size=2.85, language=board.language,
    )  # fmt: skip


def _unnamed(board: Board, item: Item) -> Box:
    count = item.get("count")
    text = f"{item.text or board.label('solution')} × {count:g}" if count is not None else item.text or item.code
    return fitted(
        item, board, WIDE - 2 * IN, form="rounded", tone="plain", glyph="hexagon", text=text,
        second=board.say("unnamed in the source"), dashed=True,
    )  # fmt: skip


def _assumptions(board: Board, shapes: list[Shape], width: float, y: float) -> float:
    items = board.of("assumption")
    if not items:
        return y
    titles = [
        item.text
        for item in board.of("note")
        if item.get("role") == "heading" and item.get("about") == "assumptions" and item.text
    ]
    title = note(board, titles[0] if titles else kind_many(board, "assumption"), 0, y, width, role="ink", size=3.6)
    shapes.append(title)
    y += title.height + 2.5
    boxes = [
        fitted(
            item, board, WIDE, form="note", tone="plain", glyph="question", dashed=item.get("state") == "doubt",
            second=board.label("assumption.state.doubt") if item.get("state") == "doubt" else "",
        )
        for item in items
    ]  # fmt: skip
    count = max(1, round((width + GAP) / (WIDE + GAP)))
    for start in range(0, len(boxes), count):
        row = boxes[start : start + count]
        shapes.extend(box.at(index * (WIDE + GAP), y) for index, box in enumerate(row))
        y += max(box.height for box in row) + 4.0
    return y
