"""The lines of a path: arrows at their heights, from stretch to stretch, small arrows of what helps, a legend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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

MARK_WIDTH, MARK_HEIGHT = 10.0, 4.6
"""The short id of a step in another stretch, beside a box."""
SHARES, REACHES = (0.2, 0.8, 0.5), (3.0, 8.0, 12.0)
"""Where on a box's side the line to such a mark may stand, and how long it may be."""
TRACK_TOP = 1.6
"""From a channel's top to its first track."""


def arrows(board: Board, layout: Layout, boxes: Mapping[str, Box]) -> Iterator[Connector | Words | Badge]:
    """Every arrow forward and back: round the boxes within a stretch, by name from one stretch to another."""
    drawn: set[str] = set()
    rooms: dict[str, Room] = {}
    for sheet, ways, tops in layout.sheets:
        room = Room([_around(boxes[id_]) for id_ in sheet.spots if id_ in boxes])
        rooms.update(dict.fromkeys(sheet.spots, room))
        for way in ways:
            if way.link.source in boxes and way.link.target in boxes:
                for shape in _bent(sheet, tops, way, layout.left):
                    room.take(shape)
                    yield shape
            drawn.add(way.link.id)
    for link, source, target in inside(board, "then", "returns"):
        if link.id not in drawn and source.id in boxes and target.id in boxes and source.id != target.id:
            ends = (source, boxes[source.id]), (target, boxes[target.id])
            yield from _far(link, *ends, rooms[source.id], rooms[target.id])


Rectangle = tuple[float, float, float, float]
"""x, y, right, bottom"""


@dataclass
class Room:
    """What stands on a stretch of the path already: boxes, lines and words that the mark beside a box keeps clear of."""

    boxes: list[Rectangle]
    others: list[Rectangle] = field(default_factory=list)

    def take(self, shape: Connector | Words) -> None:
        """Note a line or words."""
        if isinstance(shape, Connector):
            for a, b in pairwise(shape.points):
                self.others.append((min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
        else:
            self.others.append((shape.x, shape.y, shape.x + shape.line_width, shape.y + shape.height))

    def mark(self, box: Box, *, out: bool) -> tuple[float, float]:
        """Where a line leaves (or comes in) at the side of a box, and how long it is, so that its mark stands clearest."""
        ways = [(share, reach) for reach in REACHES for share in SHARES]
        best = min(ways, key=lambda way: (self._hits(self._mark(box, *way, out=out)), ways.index(way)))
        self.others.append(self._mark(box, *best, out=out))
        return best

    def _mark(self, box: Box, share: float, reach: float, *, out: bool) -> Rectangle:
        y = box.y + share * box.height
        x = box.right + reach if out else box.x - reach - MARK_WIDTH
        return x, y - MARK_HEIGHT / 2, x + MARK_WIDTH, y + MARK_HEIGHT / 2

    def _hits(self, mark: Rectangle) -> int:
        return sum(_touch(mark, other) for other in self.others) + 5 * sum(_touch(mark, box) for box in self.boxes)


def _touch(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] + 0.6 and b[0] < a[2] + 0.6 and a[1] < b[3] + 0.6 and b[1] < a[3] + 0.6


def _around(box: Box) -> Rectangle:
    return box.x, box.y, box.right, box.bottom


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
    link: Link, start: tuple[Item, Box], end: tuple[Item, Box], here: Room, there: Room
) -> Iterator[Connector | Badge]:
    """An arrow to another stretch: it leaves with the short id of where it goes, and comes with that of its start."""
    (source, leaving), (target, landing) = start, end
    role: Role = "heather" if link.kind == "returns" else "spruce"
    share, reach = here.mark(leaving, out=True)
    out = leaving.port("right", share)
    yield _styled(link, Connector(points=(out, (out[0] + reach, out[1])), link=link, curve="straight"))
    yield _named(target, out[0] + reach + MARK_WIDTH / 2, out[1], role)
    if landing.x - 13.0 > HEAD:  # the first box of the path has no room before it
        share, reach = there.mark(landing, out=False)
        into = landing.port("left", share)
        yield _named(source, into[0] - reach - MARK_WIDTH / 2, into[1], role)
        yield _styled(
            link, Connector(points=((into[0] - reach, into[1]), into), link=link, curve="straight", arrow="end")
        )


def _named(item: Item, x: float, y: float, role: Role) -> Badge:
    return Badge(x=x, y=y, text=item.code or "…", form="pill", role=role, size=4.6, filled=False)


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
