"""The lines of a path: arrows at their heights, from stretch to stretch, small arrows of what helps, a legend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kehittamo_core.api import Area, Badge, Board, Box, Connector, Item, Link, Role, Sign, Stroke, Words
from kehittamo_service_path.drawings.boxes import SMALL, is_loose
from kehittamo_service_path.drawings.grid import Sheet
from kehittamo_service_path.drawings.place import Layout
from kehittamo_service_path.drawings.sheets import HEAD
from kehittamo_service_path.drawings.tracks import track_height
from kehittamo_service_path.drawings.ways import Corner, Level, Way
from kehittamo_service_path.path import IN_LANES, inside, is_guess, lane_of, lanes_of

AnyShape = Area | Badge | Box | Connector | Sign | Stroke | Words

TRACK_TOP = 1.6
"""From a channel's top to its first track."""


def arrows(board: Board, layout: Layout, boxes: Mapping[str, Box]) -> Iterator[Connector | Words | Badge]:
    """Every arrow forward and back: round the boxes within a stretch, by name from one stretch to another."""
    drawn: set[str] = set()
    used: dict[tuple[str, bool], int] = {}
    for sheet, ways, tops in layout.sheets:
        for way in ways:
            if way.link.source in boxes and way.link.target in boxes:
                yield from _bent(sheet, tops, way, layout.left)
            drawn.add(way.link.id)
    up = {way.link.source for _, ways, _ in layout.sheets for way in ways if _turns_up(way)}
    for link, source, target in inside(board, "then", "returns"):
        if link.id in drawn or source.id not in boxes or target.id not in boxes or source.id == target.id:
            continue
        ends = (source, boxes[source.id]), (target, boxes[target.id])
        yield from _far(link, *ends, used, low=source.id in up)


def _styled(link: Link, line: Connector) -> Connector:
    """How a line looks: forward green and whole, read out of order thin and dashed, back violet and dashed."""
    if link.kind == "returns":
        return replace(line, role="heather", width=0.6, dashed=True)
    guess = is_guess(link)
    if link.kind == "shared":
        return replace(line, role="lake", width=1.1, dashed=guess, arrow="none")
    return replace(line, role="spruce", width=0.5 if guess else 0.75, dashed=guess)


def height_of(sheet: Sheet, tops: Sequence[float], level: Level) -> float:
    """y of a level, in millimetres."""
    strip, top = sheet.strips[level.strip], tops[level.strip]
    match level.where:
        case "top":
            return top
        case "mid":
            return top + strip.main / 2
        case "bottom":
            return top + strip.main
    return top + TRACK_TOP + track_height(strip.tracks, level) - 1.0


def _bent(sheet: Sheet, tops: Sequence[float], way: Way, left: float) -> Iterator[Connector | Words]:
    def point(corner: Corner) -> tuple[float, float]:
        return left + corner[0], height_of(sheet, tops, corner[1])

    points = tuple(point(corner) for corner in way.corners)
    distinct = (points[0], *(b for a, b in pairwise(points) if a != b))
    yield _styled(way.link, Connector(points=distinct, link=way.link, curve="round", arrow="end"))
    if way.words is not None and way.words_at is not None:
        x, y = point(way.words_at)
        yield replace(way.words, x=x, y=y - way.words.height - 0.5)


def _far(
    link: Link, start: tuple[Item, Box], end: tuple[Item, Box], used: dict[tuple[str, bool], int], *, low: bool
) -> Iterator[Connector | Badge]:
    """An arrow to another stretch: it leaves with the short id of where it goes, and comes with that of its start."""
    (source, leaving), (target, landing) = start, end
    share = _share(used, source, True)
    out, into = leaving.port("right", 1 - share if low else share), landing.port("left", _share(used, target, False))
    role: Role = "heather" if link.kind == "returns" else "spruce"
    yield _styled(link, Connector(points=(out, (out[0] + 2.6, out[1])), link=link, curve="straight"))
    yield Badge(x=out[0] + 7.6, y=out[1], text=target.code or "…", form="pill", role=role, size=4.6, filled=False)
    if into[0] - 13.0 > HEAD:  # the first box of the path has no room before it
        yield Badge(x=into[0] - 8.2, y=into[1], text=source.code or "…", form="pill", role=role, size=4.6, filled=False)
        yield _styled(
            link, Connector(points=((into[0] - 3.2, into[1]), into), link=link, curve="straight", arrow="end")
        )


def _turns_up(way: Way) -> bool:
    """Whether a line that leaves to the right goes up from there: marks beside the box then stand low, clear of it."""
    heights = [level.rough for _, level in way.corners]
    return next((height < heights[0] for height in heights if height != heights[0]), False)


def _share(used: dict[tuple[str, bool], int], item: Item, out: bool) -> float:
    """Where on its edge a box's next arrow to or from another stretch stands, so that their marks do not meet."""
    number = used[item.id, out] = used.get((item.id, out), -1) + 1
    return (0.2, 0.8, 0.5)[number % 3]


def stubs(board: Board, layout: Layout, boxes: Mapping[str, Box]) -> Iterator[Connector | Words]:
    """Small arrows out of a lane from data and services that inform or support steps, with the steps' short ids."""
    lanes = lanes_of(board)
    index = {lane.id: number for number, lane in enumerate(lanes)}
    for item in (*board.of("data"), *board.of("support")):
        links = [link for link in board.outgoing(item, "informs", "supports") if link.target in boxes]
        box = boxes.get(item.id)
        own = lane_of(board, item, lanes)
        if box is None or own is None or not links:
            continue
        targets = [target for link in links if (target := board.item(link.target)) is not None]
        theirs = [lane for target in targets if (lane := lane_of(board, target, lanes)) is not None]
        ids = ", ".join(target.code for target in targets if target.code)
        words = Words(x=box.x + box.width / 2 + 1.6, y=0, text=ids, width=box.width / 2 - 2, size=SMALL, role="ink-2")
        if len(words.lines) > 1:
            text = board.say_many("{number} step", "{number} steps", len(targets))
            words = replace(words, text=text, lines=())
        up = any(index[lane.id] < index[own.id] for lane in theirs)
        if up:
            tip = (box.x + box.width / 2, box.y - 5.6)
            dashed = all(is_guess(link) for link in links)
            role: Role = "n-kivi-e" if item.kind == "data" else "n-sammal-e"
            yield Connector(
                points=((tip[0], box.y), tip),
                curve="straight",
                arrow="end",
                role=role,
                dashed=dashed,
                width=0.5,
                link=links[0],
            )
        yield replace(words, y=box.y - 4.4)


def legend(board: Board, x: float, y: float) -> tuple[Stroke | Words, ...]:
    """What the lines mean, for the sorts of line that the drawing holds."""
    flow = [link for link, _, _ in inside(board, "then")]
    rows: list[tuple[str, Role, bool, float]] = []
    if any(not is_guess(link) for link in flow):
        rows.append((board.say("leads on"), "spruce", False, 0.75))
    if any(is_guess(link) for link in flow):
        rows.append((board.say("leads on, read out of the order and the texts (inferred)"), "spruce", True, 0.5))
    if inside(board, "returns"):
        rows.append((board.say("returns"), "heather", True, 0.6))
    if any(is_loose(item) for item in board.of(*IN_LANES, "tool")):
        rows.append((board.say("dashed edge: place or meaning uncertain"), "edge", True, 0.45))
    shapes: list[Stroke | Words] = []
    for text, role, dashed, width in rows:
        shapes.append(Stroke(points=((x, y + 2.0), (x + 9, y + 2.0)), role=role, width=width, dashed=dashed))
        words = Words(x=x + 11, y=y, text=text, size=SMALL, role="ink-2", language=board.language)
        shapes.append(words)
        x += 11 + words.line_width + 8
    return tuple(shapes)
