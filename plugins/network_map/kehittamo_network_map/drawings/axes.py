"""The two-axis map: actors between named ends, areas with their claims, and those who have no place yet."""

from collections.abc import Sequence
from typing import Literal

from kehittamo_core.api import Badge, Board, Box, Connector, Item, Part, Scene, Sign, Stroke, Words, text_width
from kehittamo_network_map.axes import edges, inside, spot
from kehittamo_network_map.drawings.key import key
from kehittamo_network_map.drawings.nodes import actor, drawn
from kehittamo_network_map.drawings.stage import HEAD_SIZE, PILL, TINTS, rounded
from kehittamo_network_map.graph import name
from kehittamo_network_map.layout.parts import Rect, meet, settle
from kehittamo_network_map.phrases import names

Shape = Badge | Box | Connector | Sign | Stroke | Words

WIDE, HIGH = 150.0, 130.0


def draw_axes(board: Board) -> Scene:
    """The first axis across, the second up; an unset place is listed below and never drawn in the middle."""
    axes = board.of("axis")
    across, up = (axes[0] if axes else None), (axes[1] if len(axes) > 1 else None)
    shapes: list[Shape] = [
        Stroke(points=((0, 0), (WIDE, 0), (WIDE, HIGH), (0, HIGH)), closed=True, role="line", fill="surface"),
        *(_area(board, area, index) for index, area in enumerate(board.of("area")) if edges(area) is not None),
        Stroke(points=((0, HIGH / 2), (WIDE, HIGH / 2)), role="edge"),
        Stroke(points=((WIDE / 2, 0), (WIDE / 2, HIGH)), role="edge"),
    ]
    placed = {item.id: drawn(board, item, 2) for item in board.of("actor") if spot(item) is not None}
    spots = {id_: _at(spot(each.item)) for id_, each in placed.items()}
    settled = settle([each.node for each in placed.values()], spots)
    for id_, each in placed.items():
        shapes.extend(actor(board, each, settled[id_]))
    low = max([HIGH, *(each.node.rect(settled[id_])[3] for id_, each in placed.items())])
    high = min([0.0, *(each.node.rect(settled[id_])[1] for id_, each in placed.items())])
    left = min([0.0, *(each.node.rect(settled[id_])[0] for id_, each in placed.items())])
    right = max([WIDE, *(each.node.rect(settled[id_])[2] for id_, each in placed.items())])
    tops, top = _ends(board, across, up, left, right, high, low)
    shapes.extend(tops)
    rects = [each.node.rect(settled[id_]) for id_, each in placed.items()]
    for index, area in enumerate(board.of("area")):
        if edges(area) is not None:
            tab = _tab(area, index, rects)
            shapes.append(tab)
            rects.append((tab.x - PILL, tab.y - PILL, tab.x + PILL, tab.y + PILL))
            made, top = _claim(board, area, index, top)
            shapes.extend(made)
    unplaced = tuple(item for item in board.of("actor") if spot(item) is None)
    if unplaced:
        made, top = _unplaced(board, unplaced, top)
        shapes.extend(made)
    signs, _ = key(board, 0, top + 2, WIDE, types=False)
    return Scene(
        shapes=(*shapes, *signs), alt=_alt(board, across, up, len(placed), len(unplaced)),
        parts=(Part(label=board.say("The two axes"), x=left - 4, y=high - 12, width=right - left + 8, height=low - high + 24),),
    )  # fmt: skip


def _at(place: tuple[float, float] | None) -> tuple[float, float]:
    assert place is not None
    return place[0] / 100 * WIDE, (100 - place[1]) / 100 * HIGH


def _area(board: Board, area: Item, index: int) -> Stroke:
    box = edges(area)
    assert box is not None
    (left, low), (right, high) = _at((box[0], box[1])), _at((box[2], box[3]))
    tint, edge = TINTS[index % len(TINTS)]
    return Stroke(points=rounded(left, high, right, low, 6.0), closed=True, role=edge, fill=tint, dashed=True)


def _sign(area: Item, index: int) -> str:
    """What an area is called on the map, where its name would cover actors: its short id."""
    return area.code or str(index + 1)


def _tab(area: Item, index: int, rects: Sequence[Rect]) -> Badge:
    """The area's short id on its edge, at the first spot that covers no actor: colour is never the only sign."""
    box = edges(area)
    assert box is not None
    (left, low), (right, high) = _at((box[0], box[1])), _at((box[2], box[3]))
    text = _sign(area, index)
    half = (text_width(text, HEAD_SIZE, 700) + 3.2) / 2
    room = max(right - left - 2 * half - 12, 0.0)
    spots = [(left + 6 + half + room * share, y) for y in (high, low) for share in (0.0, 1.0, 0.5, 0.25, 0.75)]
    free = [
        (x, y)
        for x, y in spots
        if not any(meet((x - half, y - PILL / 2, x + half, y + PILL / 2), rect) for rect in rects)
    ]
    x, y = (free or spots)[0]
    return Badge(
        x=x, y=y, text=text, form="pill", role=TINTS[index % len(TINTS)][1], size=PILL, item=area, filled=False
    )


def _ends(
    board: Board, across: Item | None, up: Item | None, left: float, right: float, high: float, low: float
) -> tuple[list[Shape], float]:
    """The names of the ends: the second axis above and below the frame, the first below it at its two corners."""
    shapes: list[Shape] = []

    def words(
        item: Item | None, field: str, x: float, y: float, anchor: Literal["start", "middle", "end"], width: float
    ) -> Words:
        text = (item.get(field) if item is not None else None) or board.say("not named")
        return Words(
            x=x, y=y, text=text, width=width, weight=700, anchor=anchor, item=item, language=board.language,
            role="ink" if item is not None and item.get(field) else "ink-3",
        )  # fmt: skip

    top = words(up, "high", WIDE / 2, 0, "middle", 120)
    shapes.append(words(up, "high", WIDE / 2, high - top.height - 2.5, "middle", 120))
    bottom = words(up, "low", WIDE / 2, low + 2.5, "middle", 120)
    shapes.append(bottom)
    y = bottom.y + bottom.height + 2.0
    start, end = words(across, "low", left, y, "start", 70), words(across, "high", right, y, "end", 70)
    arrow = Connector(
        points=((left + start.line_width + 4, y + 2), (right - end.line_width - 4, y + 2)), curve="straight",
        role="edge", width=0.4, arrow="both",
    )  # fmt: skip
    shapes.extend((start, end))
    if arrow.points[0][0] < arrow.points[1][0]:
        shapes.append(arrow)
    return shapes, y + max(start.height, end.height) + 6.0


def _claim(board: Board, area: Item, index: int, top: float) -> tuple[list[Shape], float]:
    """An area's name, its claim and the actors inside it, below the map."""
    _, edge = TINTS[index % len(TINTS)]
    whole = name(board, area)
    sign = _sign(area, index)
    shown = f"{sign} {whole}" if whole != sign and text_width(whole, HEAD_SIZE, 700) < 110 else sign
    wide = text_width(shown, HEAD_SIZE, 700) + 3.2
    shapes: list[Shape] = [
        Badge(x=wide / 2, y=top + PILL / 2, text=shown, form="pill", role=edge, size=PILL, item=area, filled=False)
    ]  # fmt: skip
    top += PILL + 1.6
    actors = inside(board, area) or ()
    for text in (
        "" if whole in shown else whole,
        area.get("claim"),
        board.say("Inside: {actors}", actors=names(board, actors, most=20))
        if actors
        else board.say("Nobody is inside."),
    ):
        if text:
            words = Words(x=0, y=top, text=text, width=WIDE, language=board.language, item=area)
            shapes.append(words)
            top += words.height + 1.2
    return shapes, top + 3.0


def _unplaced(board: Board, actors: tuple[Item, ...], top: float) -> tuple[list[Shape], float]:
    head = Words(x=0, y=top, text=board.say("Not placed yet"), weight=700, language=board.language)
    shapes: list[Shape] = [head]
    top += head.height + 3
    each = [drawn(board, item, 0) for item in actors]
    pitch = max(one.node.width for one in each) + 4
    high = max(one.node.height for one in each) + 3
    columns = max(1, int(WIDE // pitch))
    for index, one in enumerate(each):
        x = (index % columns + 0.5) * pitch
        shapes.extend(actor(board, one, (x, top + one.radius + (index // columns) * high)))
    return shapes, top + ((len(each) - 1) // columns + 1) * high + 2


def _alt(board: Board, across: Item | None, up: Item | None, placed: int, unplaced: int) -> str:
    def ends(axis: Item | None) -> str:
        low, high = ((axis.get("low"), axis.get("high")) if axis is not None else (None, None))  # fmt: skip
        return f"{low or '?'} – {high or '?'}"

    return board.say(
        "Two-axis map, {across} and {up}: {placed} placed, {unplaced} not placed yet.", across=ends(across), up=ends(up),
        placed=board.say_many("{number} actor", "{number} actors", placed), unplaced=unplaced,
    )  # fmt: skip
