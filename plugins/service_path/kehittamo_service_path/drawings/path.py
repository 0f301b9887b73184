"""The whole path: lanes from top to bottom, time from left to right, and below them what the marks mean."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kehittamo_core.api import Board, Box, Link, Part, Scene
from kehittamo_service_path.drawings.boxes import Station, is_loose, station
from kehittamo_service_path.drawings.grid import head_height
from kehittamo_service_path.drawings.lines import AnyShape, arrows, legend, stubs
from kehittamo_service_path.drawings.marks import lists_below, on_box, panel_parts, step_numbers
from kehittamo_service_path.drawings.place import STEP, Layout, lay_out
from kehittamo_service_path.drawings.sheets import HEAD, box_shapes, headings, lane_shapes, parts_of, sheet_width
from kehittamo_service_path.path import IN_LANES, Lane, inside, lane_of, lanes_of

MARGIN = 4.0
"""From a lane's head to the first box, and from the last to the lane's end."""


def draw_path(board: Board) -> Scene:
    """The whole path, drawn in lanes; a long one goes on below in further stretches."""
    return path_scene(board, meeting_points(board))


def meeting_points(board: Board) -> dict[str, str]:
    """What a step says of the steps of other paths that it is the same as, by its id."""
    found: dict[str, list[str]] = {}
    for link in board.links_of("shared"):
        for mine, other in ((link.source, link.target), (link.target, link.source)):
            there = board.find(other)
            if there is not None and there.code and there.board != board.id:
                found.setdefault(mine, []).append(there.code)
    return {id_: board.say("same as {steps}", steps=", ".join(codes[:4])) for id_, codes in found.items()}


def path_scene(board: Board, notes: Mapping[str, str]) -> Scene:
    """The whole path with small notes in the boxes, by item id."""
    lanes = lanes_of(board)
    layout = layout_of(board, lanes, notes)
    stretch = {id_: number for number, (sheet, _, _) in enumerate(layout.sheets) for id_ in sheet.spots}
    far = {a.id for _, a, b in inside(board, "then", "returns") if stretch.get(a.id) != stretch.get(b.id)}
    width = layout.left + sheet_width(layout, far if len(layout.sheets) > 1 else ()) + MARGIN
    shapes: list[AnyShape] = []
    parts: list[Part] = []
    boxes: dict[str, Box] = {}
    for sheet, ways, tops in layout.sheets:
        shapes.extend(lane_shapes(board, sheet, tops, width))
        parts.extend(parts_of(sheet, ways, tops, layout.left, width))
    shapes.extend(headings(board, layout))
    for box, under in box_shapes(layout):
        shapes += [box, *under]
        if box.item is not None:
            boxes[box.item.id] = box
    shapes.extend(arrows(board, layout, boxes))
    shapes.extend(stubs(board, layout, boxes))
    numbers = step_numbers(board)
    for id_, box in boxes.items():
        item = board.item(id_)
        if item is not None:
            shapes.extend(on_box(board, box, item, numbers))
    bottom = layout.bottom
    for bar in _ground(board, width, bottom + 3.0):
        shapes.append(bar)
        bottom = bar.bottom
    explained = legend(board, 0.0, bottom + 3.2)
    shapes.extend(explained)
    bottom += 8.0 if explained else 0.0
    below = lists_below(board, 0.0, bottom + 3.5, width, unsaid(board, layout))
    shapes.extend(below)
    parts.extend(panel_parts(below))
    return Scene(shapes=tuple(shapes), alt=alt_of(board), parts=tuple(parts), placed=layout.placed, step=STEP)


def unsaid(board: Board, layout: Layout) -> tuple[Link, ...]:
    """The arrows whose words do not stand beside them: there was no room, or they lead to another stretch."""
    said = {
        way.link.id
        for _, ways, _ in layout.sheets
        for way in ways
        if way.words is not None and way.words.text != way.link.code
    }
    return tuple(link for link, _, _ in inside(board, "then", "returns") if link.get("when") and link.id not in said)


def layout_of(board: Board, lanes: Sequence[Lane], notes: Mapping[str, str]) -> Layout:
    """Where every box of the path stands, and the ways of its arrows."""
    heads = {lane.id: lane_head(board, lane) for lane in lanes}
    return lay_out(board, placed_stations(board, lanes, notes), lanes, heads, HEAD + MARGIN)


def placed_stations(board: Board, lanes: Sequence[Lane], notes: Mapping[str, str]) -> tuple[Station, ...]:
    """Every box that stands in a lane, measured; preconditions come first in theirs."""
    found = []
    for item in board.of(*IN_LANES):
        lane = lane_of(board, item, lanes)
        if lane is not None and item.get("role") != "base":
            found.append(station(board, item, lane, notes.get(item.id, "")))
    index = {lane.id: number for number, lane in enumerate(lanes)}
    return tuple(sorted(found, key=lambda place: (index[place.lane.id], place.item.kind != "ground", place.item.order)))


def alt_of(board: Board) -> str:
    """What the drawing shows, in two sentences with counts."""
    count = {kind: len(board.of(kind)) for kind in ("step", "meeting", "support", "data")}
    lanes = len(lanes_of(board))
    return " ".join(
        (
            board.say_many("The service path in {number} lane.", "The service path in {number} lanes.", lanes),
            board.say(
                "It has {steps}, {meetings}, {supports} and {data}.",
                steps=board.say_many("{number} step", "{number} steps", count["step"]),
                meetings=board.say_many("{number} meeting", "{number} meetings", count["meeting"]),
                supports=board.say_many(
                    "{number} supporting service", "{number} supporting services", count["support"]
                ),
                data=board.say_many("{number} data group", "{number} data groups", count["data"]),
            ),
        )
    )


def lane_head(board: Board, lane: Lane) -> float:
    """The height that the words in a lane's head need, with room for the numbers of what is observed of it."""
    head = Box(
        x=0,
        y=0,
        width=HEAD - 2.8,
        text=lane.label,
        second=lane.legend,
        form="plain",
        weight=700,
        language=board.language,
    )
    notes = 6.0 if lane.item is not None and board.incoming(lane.item, "points_to") else 0.0
    return head_height(len(head.lines), len(head.second_lines)) + notes


def _ground(board: Board, width: float, y: float) -> list[Box]:
    """What carries the whole path, as bars under all lanes."""
    bars: list[Box] = []
    for item in board.of("ground"):
        if item.get("role") == "base":
            bar = Box(
                x=0, y=y, item=item, width=width, form="square", tone="kivi", align="middle", dashed=is_loose(item),
                code=True, language=board.language,
            )  # fmt: skip
            if bar.height > 30:
                bar = replace(bar, height=12.0, lines=())
            bars.append(bar)
            y = bar.bottom + 2.0
    return bars
