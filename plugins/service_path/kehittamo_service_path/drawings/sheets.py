"""What a stretch of the path looks like once it is laid out: lanes with heads and lines, boxes, headings, parts."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from kehittamo_core.api import Area, Badge, Board, Box, Part, Stroke, Words
from kehittamo_service_path.drawings.grid import Sheet, span
from kehittamo_service_path.drawings.marks import on_lane
from kehittamo_service_path.drawings.place import Layout
from kehittamo_service_path.drawings.ways import Way
from kehittamo_service_path.kinds import STATIONS
from kehittamo_service_path.path import whole

HEAD = 28.5
"""The width of a lane's head."""
PART_WIDTH, PART_HEIGHT = 170.0, 100.0
"""How much of a path the projector shows at a time at most, in millimetres."""
MARK = 14.0
"""The width of the short id of a step in another stretch, beside a box."""
LINES = ("interaction", "visibility", "internal")


def sheet_width(layout: Layout, far: Collection[str] = ()) -> float:
    """How far the boxes, lines and words of the widest stretch reach to the right of its first box's place.

    From the items with an id in `far` an arrow leads to another stretch, and its mark stands to the right of them.
    """
    reach = [60.0]
    for sheet, ways, _ in layout.sheets:
        reach += [spot.right + (MARK if id_ in far else 0.0) for id_, spot in sheet.spots.items()]
        for way in ways:
            reach += [x for x, _ in way.corners]
            if way.words is not None and way.words_at is not None:
                reach.append(way.words_at[0] + way.words.line_width)
    return max(reach)


def lane_spans(sheet: Sheet, tops: Sequence[float]) -> Iterator[tuple[int, float, float]]:
    """Each lane of a stretch with its top and its bottom."""
    for index in range(len(sheet.lanes)):
        mine = [number for number, strip in enumerate(sheet.strips) if strip.lane == index]
        yield index, tops[mine[0]], tops[mine[-1]] + sheet.strips[mine[-1]].height


def lane_shapes(
    board: Board, sheet: Sheet, tops: Sequence[float], width: float
) -> Iterator[Area | Badge | Stroke | Words]:
    """The lanes with their heads, the numbers of what is observed of them, and a blueprint's lines."""
    for index, top, bottom in lane_spans(sheet, tops):
        lane = sheet.lanes[index]
        yield Area(
            x=0, y=top, width=width, height=bottom - top, form="lane", head=HEAD, label=lane.label, second=lane.legend,
            tone=lane.tone, item=lane.item, language=board.language,
        )  # fmt: skip
        yield from (shape for shape in on_lane(board, lane.item, HEAD - 4.0, bottom - 4.2) if isinstance(shape, Badge))
        if lane.below in LINES:
            y = bottom + sheet.gap_below(index) / 2
            words = Words(
                x=0, y=y - 1.9, text=_line_name(board, lane.below), width=width, size=2.85, role="ink-2",
                language=board.language,
            )  # fmt: skip
            yield words
            yield Stroke(points=((words.line_width + 2.0, y), (width, y)), role="ink-2", width=0.4, dashed=True)


def _line_name(board: Board, line: str) -> str:
    match line:
        case "interaction":
            return board.say("Line of interaction")
        case "visibility":
            return board.say("Line of visibility")
    return board.say("Line of internal interaction")


def box_shapes(layout: Layout) -> Iterator[tuple[Box, tuple[Box | Words, ...]]]:
    """Every box at its place, with what hangs under it; boxes of one row are equally high."""
    for sheet, _, tops in layout.sheets:
        for spot in sheet.spots.values():
            place, height = spot.station, sheet.strips[spot.strip].main
            box = replace(place.box, x=layout.left + spot.left, y=tops[spot.strip], height=height)
            yield box, tuple(replace(shape, x=box.x + shape.x, y=box.bottom + shape.y) for shape in place.under)


def headings(board: Board, layout: Layout) -> Iterator[Words]:
    """The names of the columns above the lanes, where columns are named."""
    named = {item.get("number", number): item for number, item in enumerate(board.of("column"), 1)}
    for sheet, _, tops in layout.sheets[:1]:
        ends = -1e9
        for column in sorted(named):
            held = [
                spot.left
                for spot in sheet.spots.values()
                if spot.station.item.get("column") == column
                and spot.station.item.kind in STATIONS
                and spot.station.item.place is None  # what people put elsewhere does not take its column with it
            ]
            if held and layout.left + min(held) >= ends:
                item = named[column]
                words = Words(
                    x=layout.left + min(held), y=0, text=item.text or whole(column), width=48, weight=700, item=item,
                    role="ink-2", language=board.language,
                )  # fmt: skip
                if len(words.lines) <= 3:
                    yield replace(words, y=tops[0] - words.height - 1.5)
                    ends = words.x + 50


def parts_of(sheet: Sheet, ways: Sequence[Way], tops: Sequence[float], left: float, width: float) -> Iterator[Part]:
    """Parts for the projector: a few lanes at a time, and of a wide path a few columns at a time."""
    groups: list[list[tuple[int, float, float]]] = []
    for lane in lane_spans(sheet, tops):
        if groups and lane[2] - groups[-1][0][1] <= PART_HEIGHT:
            groups[-1].append(lane)
        else:
            groups.append([lane])
    for group in groups:
        lanes = ", ".join(sheet.lanes[index].label for index, _, _ in group)
        rows = {number for number, strip in enumerate(sheet.strips) if strip.lane in {lane for lane, _, _ in group}}
        held = [spot for spot in sheet.spots.values() if spot.strip in rows]
        # Lanes that are empty on a stretch need no screen of their own there.
        reach = [span(spot.station, spot.left) for spot in held]
        for way in ways:
            if way.words is not None and way.words_at is not None and way.words_at[1].strip in rows:
                reach.append((way.words_at[0], way.words_at[0] + way.words.line_width))
        cuts = _cuts([(left + a, left + b) for a, b in reach], width) if held or not sheet.spots else []
        for number, (x, end) in enumerate(cuts, 1):
            label = f"{lanes} {number}/{len(cuts)}" if len(cuts) > 1 else lanes
            yield Part(label=label, x=x, y=group[0][1], width=end - x, height=group[-1][2] - group[0][1])


def _cuts(reach: Iterable[tuple[float, float]], width: float) -> list[tuple[float, float]]:
    """Stretches from left to right in which every box is whole once, and every arrow's words; they overlap where they must."""
    spans = [(begin - 3.0, end + 4.0) for begin, end in reach]
    cuts, start = [], 0.0
    while beyond := [begin for begin, end in spans if end > start + PART_WIDTH]:
        fits = max((end for _, end in spans if end <= start + PART_WIDTH), default=0.0)
        cuts.append((start, max(fits, start + PART_WIDTH / 2)))
        start = max(min(beyond), start + PART_WIDTH / 3)
    cuts.append((start, width))
    return cuts
