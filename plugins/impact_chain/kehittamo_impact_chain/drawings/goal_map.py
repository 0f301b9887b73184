"""Tavoitekartta: the shared goal in the middle, its sub-changes above and below, solutions by actor round them.

A solution stands beside the sub-change that it serves first; the others are named in it. What serves none, or is not
said, stands in panels below, by actor, and where no actor is known by the text box of the source.
"""

from dataclasses import dataclass, field

from kehittamo_core.api import Board, Box, Connector, Item, Part, Scene, Words, connect
from kehittamo_impact_chain.drawings.panels import Panel, panels_below
from kehittamo_impact_chain.drawings.parts import HEAD_SIZE, Shape, empty, fitted, goal_strip, note, with_the_rest
from kehittamo_impact_chain.drawings.settle import make_room
from kehittamo_impact_chain.naming import actors_of, text_of

WIDE = 52.0
GAP = 7.0
ROW = 3.4
GOAL = "·goal"
"""The key of the goal's strip among the boxes: no item has it."""


@dataclass
class Layout:
    """The map while it is laid out: boxes by id, the solutions that stand with each sub-change, lines and words."""

    board: Board
    solutions: tuple[Item, ...]
    home: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    words: list[Words] = field(default_factory=list)

    def of(self, sub_change: str) -> list[Item]:
        """The solutions that stand with a sub-change, by actor."""
        found = [item for item in self.solutions if self.home.get(item.id) == sub_change]
        return sorted(found, key=lambda item: (not actors_of(self.board, item), actors_of(self.board, item)[:1]))


def draw_goal_map(board: Board) -> Scene:
    """The goal map of a board, of one actor's solutions where the board's filter names one."""
    only = board.settings.get("only_actor")
    solutions = tuple(item for item in board.of("solution") if not only or only in (item.get("actor") or ()))
    sub_changes = board.of("sub_change")
    if not sub_changes and not solutions and not board.goal.text and not board.of("change_goal"):
        return Scene(
            shapes=empty(
                board, board.say("Write the sub-changes of the shared goal, and the solutions that serve them.")
            ),
            alt=board.say("An empty goal map."),
        )
    layout = Layout(board, solutions)
    for item in solutions:
        served = {node.id for node in board.after(item, "serves")}
        first = next((sub_change.id for sub_change in sub_changes if sub_change.id in served), None)
        if first is not None:
            layout.home[item.id] = first
    above, below = _rows(sub_changes)
    width = max(len(above), len(below), 3) * (WIDE + GAP) - GAP
    loose = [item for item in solutions if item.id not in layout.home]
    for item in loose:
        if item.place is not None:
            layout.boxes[item.id] = _solution(layout, item).at(item.place.x, item.place.y)
    shapes: list[Shape] = []
    y = _title(board, shapes, only)
    y = _upper(layout, above, width, y)
    strip = goal_strip(board, width, y)
    middle = strip[0] if strip else None
    y = (middle.bottom if middle is not None else y) + 9.0
    y = _lower(layout, below, width, y)
    if middle is not None:
        layout.boxes = {GOAL: middle, **layout.boxes}
    layout.boxes = make_room(layout.boxes, [id_ for id_ in layout.boxes if id_ == GOAL or _placed(board, id_)], gap=3.0)
    shapes += _lines(layout, middle, sub_changes)
    y = max([y, *(box.bottom + 6.0 for box in layout.boxes.values())])
    panels = panels_below(board, [item for item in loose if item.place is None], width, y)
    shapes += [*layout.boxes.values(), *layout.words, *panels.shapes]
    return Scene(
        shapes=tuple(shapes), alt=_alt(board, sub_changes, solutions, only), parts=_parts(layout, panels.panels, shapes),
        placed={id_: (box.x, box.y) for id_, box in layout.boxes.items() if id_ != GOAL and board.item(id_) is not None},
    )  # fmt: skip


def _rows(sub_changes: tuple[Item, ...]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    half = (len(sub_changes) + 1) // 2
    return sub_changes[:half], sub_changes[half:]


def _placed(board: Board, id_: str) -> bool:
    item = board.item(id_)
    return item is not None and item.place is not None


def _title(board: Board, shapes: list[Shape], only: str | None) -> float:
    titles = [
        item
        for item in board.of("note")
        if item.get("role") == "heading" and item.get("about") == "goal_map" and item.text
    ]
    y = 0.0
    for item in titles:
        words = Words(
            x=0, y=y, text=item.text, item=item, width=170, size=HEAD_SIZE, weight=700, family="display",
            language=board.language,
        )  # fmt: skip
        shapes.append(words)
        y += words.height + 3.0
    if only:
        words = note(board, board.say("Only the solutions of: {actor}", actor=board.actor(only)), 0, y, 170)
        shapes.append(words)
        y += words.height + 3.0
    return y + (2.0 if y else 0.0)


def _xs(count: int, width: float) -> list[float]:
    used = count * (WIDE + GAP) - GAP
    return [(width - used) / 2 + index * (WIDE + GAP) for index in range(count)]


def _sub_change(layout: Layout, item: Item) -> Box:
    board = layout.board
    outcomes = [other.code for other in board.before(item, "serves") if other.kind == "outcome" and other.code]
    # where nothing has been tied yet, the map says so above the panels; a source that is silent is no failing of it
    if board.links_of("serves") and not board.incoming(item, "serves"):
        return fitted(
            item, board, WIDE, form="rounded", tone="puolukka", glyph="flag", second=board.say("nobody serves this"),
            dashed=True,
        )  # fmt: skip
    second = board.say("served by {outcomes}", outcomes=", ".join(outcomes[:6])) if outcomes else ""
    return fitted(item, board, WIDE, form="rounded", tone="sammal", glyph="flag", second=second)


def _solution(layout: Layout, item: Item) -> Box:
    board = layout.board
    home = layout.home.get(item.id)
    others = sorted(node.code or text_of(board, node) for node in board.after(item, "serves") if node.id != home)
    second = board.say("also {solutions}", solutions=", ".join(others[:4])) if others else ""
    return fitted(item, board, WIDE, form="hexagon", tone="kanerva", second=second, tallest=36.0)


def _stack(layout: Layout, sub_change: Item) -> tuple[list[tuple[str, str | Box]], float]:
    """What stands with a sub-change: heads of actors and boxes of solutions, and the height of all."""
    pieces: list[tuple[str, str | Box]] = []
    height, before = 0.0, None
    for item in layout.of(sub_change.id):
        actor = ", ".join(actors_of(layout.board, item))
        if actor != before:
            if actor:
                pieces.append(("", actor))
                height += note(layout.board, actor, 0, 0, WIDE).height + 1.2
            before = actor
        box = _solution(layout, item)
        pieces.append((item.id, box))
        height += box.height + ROW
    return pieces, height


def _put(layout: Layout, pieces: list[tuple[str, str | Box]], x: float, y: float) -> None:
    for id_, piece in pieces:
        if isinstance(piece, str):
            words = note(layout.board, piece, x + 2.0, y, WIDE - 2.0, role="ink-2")
            layout.words.append(words)
            y += words.height + 1.2
        else:
            layout.boxes[id_] = _at(layout, id_, piece, x, y)
            y += piece.height + ROW


def _at(layout: Layout, id_: str, box: Box, x: float, y: float) -> Box:
    item = layout.board.item(id_)
    return box.at(item.place.x, item.place.y) if item is not None and item.place is not None else box.at(x, y)


def _upper(layout: Layout, row: tuple[Item, ...], width: float, y: float) -> float:
    """The sub-changes above the goal, their solutions stacked on top of them; gives the y where the goal begins."""
    stacks = [_stack(layout, item) for item in row]
    boxes = [_sub_change(layout, item) for item in row]
    top = y + max((height for _, height in stacks), default=0.0)
    for item, box, (pieces, height), x in zip(row, boxes, stacks, _xs(len(row), width), strict=True):
        _put(layout, pieces, x, top - height)
        layout.boxes[item.id] = _at(layout, item.id, box, x, top)
    return top + max((box.height + 9.0 for box in boxes), default=0.0)


def _lower(layout: Layout, row: tuple[Item, ...], width: float, y: float) -> float:
    """The sub-changes below the goal, their solutions stacked under them; gives the y below everything."""
    bottom = y
    boxes = [_sub_change(layout, item) for item in row]
    under = y + max((box.height for box in boxes), default=0.0) + ROW
    for item, box, x in zip(row, boxes, _xs(len(row), width), strict=True):
        pieces, height = _stack(layout, item)
        layout.boxes[item.id] = _at(layout, item.id, box, x, y)
        _put(layout, pieces, x, under)
        bottom = max(bottom, under + height + 3.0)
    return bottom


def _lines(layout: Layout, middle: Box | None, sub_changes: tuple[Item, ...]) -> list[Connector]:
    lines = []
    for item in sub_changes:
        box = layout.boxes[item.id]
        if middle is not None:
            part = next(iter(layout.board.outgoing(item, "part_of")), None)
            x = min(max(box.centre[0], middle.x + 4.0), middle.right - 4.0)
            edge, tip = (middle.y, box.bottom) if box.centre[1] < middle.y else (middle.bottom, box.y)
            if item.place is None:
                points = ((x, edge), (box.centre[0], tip))
                lines.append(Connector(points=points, curve="straight", link=part, role="spruce", width=1.0))
            else:
                lines.append(connect(middle, box, link=part, role="spruce", width=1.0))
    for link in layout.board.links_of("serves"):
        start, end = layout.boxes.get(link.source), layout.boxes.get(link.target)
        if start is None or end is None or layout.home.get(link.source) != link.target:
            continue
        spine = min(start.x, end.x) - 3.0
        points_ = ((start.x, start.centre[1]), (spine, start.centre[1]), (spine, end.centre[1]), (end.x, end.centre[1]))
        lines.append(Connector(points=points_, curve="round", link=link, role="n-kanerva-e", width=0.5))
    return lines


def _alt(board: Board, sub_changes: tuple[Item, ...], solutions: tuple[Item, ...], only: str | None) -> str:
    alt = board.say(
        "Goal map: the shared goal, {parts} sub-changes and {solutions} solutions.",
        parts=len(sub_changes),
        solutions=len(solutions),
    )
    if only:
        alt += " " + board.say("Only the solutions of: {actor}", actor=board.actor(only))
    return alt


def _parts(layout: Layout, panels: tuple[Panel, ...], shapes: list[Shape]) -> tuple[Part, ...]:
    """The map itself, then each panel under it; without panels the whole is one."""
    board = layout.board
    below = tuple(
        Part(label=panel.label, x=panel.area.x, y=panel.area.y, width=panel.area.width, height=panel.area.height)
        for panel in panels
        if panel.label
    )
    if not below or not any(id_ != GOAL for id_ in layout.boxes):
        return below
    boxes = layout.boxes.values()
    left, top = min(box.x for box in boxes) - 4.0, min(box.y for box in boxes) - 8.0
    right, bottom = max(box.right for box in boxes) + 3.0, max(box.bottom for box in boxes) + 3.0
    whole = Part(label=board.label("drawing:goal_map"), x=left, y=top, width=right - left, height=bottom - top)
    return with_the_rest(board, (whole, *below), shapes)
