"""Vaikutusketju: inputs, deeds, outcomes and impacts in columns; a solution is the frame round what it directs.

Layers are ordered by barycentre sweeps (Sugiyama, Tagawa and Toda 1981, `order_layers`); the columns right of the frames
are settled near what leads to them. What comes back runs in lanes below the columns, through the gaps between them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from kehittamo_core.api import Area, Board, Box, Connector, Item, Link, Part, Scene
from kehittamo_impact_chain.chain import Chain, chain_of, depths
from kehittamo_impact_chain.drawings.canvas import draw_canvas
from kehittamo_impact_chain.drawings.evaluation import draw_evaluation
from kehittamo_impact_chain.drawings.goal_map import draw_goal_map
from kehittamo_impact_chain.drawings.levels import above_columns, model_columns, notes_of
from kehittamo_impact_chain.drawings.parts import (
    Shape,
    evidence_legend,
    evidence_mark,
    fitted,
    goal_strip,
    node,
    note,
    with_the_rest,
)
from kehittamo_impact_chain.drawings.routes import feedback_lines, lead_role
from kehittamo_impact_chain.drawings.settle import Dummy, clear_of, layered, make_room, neighbours, settle
from kehittamo_impact_chain.kinds import LEVELS

ROOM = 260.0
"""The width of a landscape page: columns grow narrower, down to `NARROW`, to fit in it."""
WIDE, NARROW = 46.0, 36.0
INNER = 12.0
PAD = 3.0
ROW = 4.5
BAND = 7.0
GOAL = "·goal"
"""The key of the goal's strip among the boxes: no item has it."""
RING = 0.9
"""A line ends so far from its box that its ring is whole."""


INSTEAD: tuple[tuple[tuple[str, ...], Callable[[Board], Scene]], ...] = (
    (("level",), model_columns),
    (("sub_change",), draw_goal_map),
    (("canvas",), draw_canvas),
    (("conclusion", "question"), draw_evaluation),
)
"""What a board without inputs, deeds, outcomes and impacts is drawn as: the first of these that it holds."""


@dataclass
class Layout:
    """The chain while it is laid out: boxes by item id, frames by solution id, the x of each column and its width."""

    board: Board
    chain: Chain
    boxes: dict[str, Box] = field(default_factory=dict)
    frames: dict[str, Area] = field(default_factory=dict)
    xs: list[float] = field(default_factory=list)
    wide: float = WIDE
    bottom: float = 0.0

    @property
    def frame_width(self) -> float:
        """The width inside a frame: two columns and what is between them."""
        return 2 * self.wide + INNER


def draw_chain(board: Board) -> Scene:
    """The chain of a board. It is the first drawing: a board without a chain shows there what it does hold."""
    if not board.of(*LEVELS):
        for kinds, draw in INSTEAD:
            if board.of(*kinds):
                return draw(board)
        return model_columns(board)
    layout = Layout(board, chain_of(board))
    columns = _columns(layout)
    _measure(layout, len(columns))
    width = layout.xs[-1] + layout.wide
    strip = goal_strip(board, width)
    top = (strip[0].bottom + 5.0) if strip else 0.0
    heads, top = above_columns(board, _head_places(layout, columns), top, layout.wide)
    layout.boxes.update(_by_hand(layout, strip))
    order, ways = layered(columns, layout.chain.edges)
    _place_bands(layout, [[place for place in layer if isinstance(place, str)] for layer in order[:2]], top)
    middles = _place_rest(layout, order, ways, top)
    leads = _leads(layout, ways, middles)
    back, below = feedback_lines(layout.board, layout.boxes, layout.frames, layout.bottom, PAD)
    grades = {str(link.get("evidence")) for link in layout.chain.leads}
    legend = evidence_legend(board, 0, below + 4, grades)
    under = below + (11.0 if legend else 4.0)
    captions: list[Shape] = []
    for item in notes_of(board, "caption", "chain"):
        if item.text:
            words = note(board, item.text, 0, under, width)
            captions.append(words)
            under += words.height + 1.5
    shapes = (
        *heads, *layout.frames.values(), *leads, *back, *layout.boxes.values(), *legend, *captions,
    )  # fmt: skip
    placed = {id_: (box.x, box.y) for id_, box in layout.boxes.items() if id_ in layout.chain.items}
    parts = with_the_rest(board, _parts(layout, width), shapes)
    return Scene(shapes=shapes, alt=_alt(layout), parts=tuple(sorted(parts, key=lambda part: part.y)), placed=placed)


def _columns(layout: Layout) -> list[list[str]]:
    """Inputs, outputs, outcomes by depth, impacts."""
    board, chain = layout.board, layout.chain
    outcomes = board.of("outcome")
    depth = depths([item.id for item in outcomes], chain.edges)
    deepest = max(depth.values(), default=0)
    middle = [[item.id for item in outcomes if depth[item.id] == level] for level in range(deepest + 1)]
    first = [[item.id for item in board.of(kind)] for kind in ("input", "output")]
    return [*first, *middle, [item.id for item in board.of("impact")]]


def _measure(layout: Layout, count: int) -> None:
    """The width and the places of the columns: as wide as the page allows."""
    gap = 18.0 if count <= 4 else 14.0
    layout.wide = min(WIDE, max(NARROW, (ROOM - 2 * PAD - INNER - gap * (count - 2)) / count))
    layout.xs = [PAD, PAD + layout.wide + INNER]
    x = layout.xs[-1] + layout.wide + PAD + gap
    for _ in range(count - 2):
        layout.xs.append(x)
        x += layout.wide + gap


def _head_places(layout: Layout, columns: list[list[str]]) -> list[tuple[str, float, int]]:
    """Where each level's head stands: kind, x, how many."""
    counts = [len(columns[0]), len(columns[1]), sum(map(len, columns[2:-1])), len(columns[-1])]
    xs = [layout.xs[0], layout.xs[1], layout.xs[2], layout.xs[-1]]
    return list(zip(LEVELS, xs, counts, strict=True))


def _place_bands(layout: Layout, order: list[list[str]], top: float) -> None:
    """The frames of the solutions one below the other, each followed by the loose items that are tied to it."""
    board, chain = layout.board, layout.chain
    by_hand = dict(layout.boxes)
    near = _near(layout, [id_ for column in order for id_ in column if id_ not in chain.home])
    y = layout.bottom = top
    for solution in (*board.of("solution"), None):
        home = solution.id if solution is not None else None
        inside = [[id_ for id_ in column if chain.home.get(id_, "") == home and id_ not in by_hand] for column in order]
        loose = [[id_ for id_ in column if near.get(id_, "") == home and id_ not in by_hand] for column in order]
        if solution is not None:
            y = _frame(layout, solution, inside, y, by_hand)
        y = _band(layout, loose, y, by_hand)
    layout.bottom = max([top, *(box.bottom for box in layout.boxes.values())])


def _near(layout: Layout, loose: list[str]) -> dict[str, str | None]:
    """The solution after whose frame a loose item stands: that of the first item it is tied to, None for the end."""
    home = layout.chain.home
    found: dict[str, str | None] = dict.fromkeys(loose)
    for link in layout.chain.leads:
        for one, other in ((link.source, link.target), (link.target, link.source)):
            if one in found and found[one] is None:
                found[one] = home.get(other)
    return found


def _frame(layout: Layout, solution: Item, columns: list[list[str]], y: float, by_hand: dict[str, Box]) -> float:
    """A solution's banner with what it directs below it, and the frame round both; gives the y below."""
    banner = fitted(solution, layout.board, layout.frame_width, form="hexagon", tone="kanerva", tallest=24.0)
    banner = _clear(banner.at(layout.xs[0], y + PAD), by_hand)
    layout.boxes[solution.id] = banner
    bottom = banner.bottom
    if any(columns):
        bottom = _band(layout, columns, banner.bottom + 4.0, by_hand) - BAND
    layout.frames[solution.id] = Area(
        x=layout.xs[0] - PAD, y=banner.y - PAD, width=layout.frame_width + 2 * PAD, height=bottom + 2 * PAD - banner.y,
        item=solution, tone="kanerva", dashed=True, language=layout.board.language,
    )  # fmt: skip
    return bottom + PAD + BAND


def _band(layout: Layout, columns: list[list[str]], y: float, by_hand: dict[str, Box]) -> float:
    """Inputs and outputs side by side from y on; gives the y below them."""
    if not any(columns):
        return y
    bottom = y
    for x, column in zip(layout.xs, columns, strict=False):
        here = y
        for id_ in column:
            box = node(layout.chain.items[id_], layout.board, layout.wide, _second(layout, id_)).at(x, here)
            layout.boxes[id_] = box = _clear(box, by_hand)
            here = box.bottom + ROW
            bottom = max(bottom, box.bottom)
    return bottom + BAND


def _second(layout: Layout, id_: str) -> str:
    """The other solutions that direct the same item: it stands in one frame only."""
    codes = [layout.chain.items[other].code for other in layout.chain.others.get(id_, ())]
    return layout.board.say("also {solutions}", solutions=", ".join(filter(None, codes))) if any(codes) else ""


def _by_hand(layout: Layout, strip: tuple[Box, ...]) -> dict[str, Box]:
    """The goal's strip and the boxes that people placed, cleared of each other: everything else flows round them."""
    placed = {GOAL: strip[0]} if strip else {}
    for id_, item in layout.chain.items.items():
        if item.place is not None and item.kind != "solution":
            box = node(item, layout.board, layout.wide, _second(layout, id_))
            placed[id_] = box.at(item.place.x, item.place.y)
    return make_room(placed, placed)


def _clear(box: Box, placed: dict[str, Box]) -> Box:
    """A box moved down until it stands clear of those placed before it."""
    return clear_of(box, placed.values(), 3.0)


def _place_rest(
    layout: Layout, order: list[list[str | Dummy]], ways: list[list[str | Dummy]], top: float
) -> dict[str | Dummy, float]:
    """Outcomes and impacts, each column settled near what leads to it; gives the middle y of every place on a way."""
    board, chain = layout.board, layout.chain
    before, _ = neighbours(ways)
    sources = {link.target: [] for link in chain.leads}  # type: dict[str, list[str]]
    for link in chain.leads:
        sources[link.target].append(link.source)
    middles: dict[str | Dummy, float] = {id_: box.centre[1] for id_, box in layout.boxes.items()}
    for index, layer in enumerate(order):
        if index < 2:
            free: list[str | Dummy] = [place for place in layer if not isinstance(place, str)]
        else:
            free = [place for place in layer if not isinstance(place, str) or chain.items[place].place is None]
        made = {place: node(chain.items[place], board, layout.wide) for place in free if isinstance(place, str)}
        heights = [made[place].height if isinstance(place, str) else 1.0 for place in free]
        wishes = []
        last = top
        for place in free:
            near = [middles[other] for other in before.get(place, ()) if other in middles]
            if isinstance(place, str):
                near += [
                    middles[other] for other in sources.get(place, ()) if other in middles and other in layout.frames
                ]
            last = sum(near) / len(near) if near else last + 16.0
            wishes.append(last)
        tops = settle(heights, wishes, 5.0 if index >= 2 else 2.0, top)
        left, right = layout.xs[index], layout.xs[index] + layout.wide
        placed = {id_: box for id_, box in layout.boxes.items() if box.x < right and box.right > left}
        for place, y, height in zip(free, tops, heights, strict=True):
            if isinstance(place, str):
                box = _clear(made[place].at(layout.xs[index], y), placed)
                layout.boxes[place] = placed[place] = box
            else:
                middles[place] = y + height / 2
        middles.update((id_, box.centre[1]) for id_, box in layout.boxes.items())
    layout.bottom = max([layout.bottom, top, *(box.bottom for box in layout.boxes.values())])
    return middles


def _leads(layout: Layout, ways: list[list[str | Dummy]], middles: dict[str | Dummy, float]) -> list[Shape]:
    """A line for every link that leads, round the boxes of the columns it passes, with the mark of its evidence."""
    shapes: list[Shape] = []
    routes = {(way[0], way[-1]): way for way in ways}
    for link in layout.chain.leads:
        points = _points(layout, link, routes.get((link.source, link.target)), middles)
        if points is None:
            continue
        role, width = lead_role(layout.board, layout.chain, link)
        shapes.append(Connector(points=points, link=link, role=role, width=width, ring=True))
        (x1, y1), (x2, y2) = points[-2:]
        shapes.extend(evidence_mark(link.get("evidence"), (x1 + x2) / 2, (y1 + y2) / 2))
    return shapes


def _points(
    layout: Layout, link: Link, way: list[str | Dummy] | None, middles: dict[str | Dummy, float]
) -> tuple[tuple[float, float], ...] | None:
    start, end = layout.boxes.get(link.source), layout.boxes.get(link.target)
    if start is None or end is None:
        return None
    frame = layout.frames.get(link.source)
    first = (frame.x + frame.width, start.centre[1]) if frame is not None else start.port("right")
    points = [first]
    for place in (way or ())[1:-1]:
        if isinstance(place, tuple):
            x = layout.xs[place[2]]
            points += [(x, middles[place]), (x + layout.wide, middles[place])]
    x, y = end.port("left")
    points.append((x - RING, y))
    return tuple(points)


def _alt(layout: Layout) -> str:
    board = layout.board
    counts = [len(board.of(kind)) for kind in LEVELS]
    return board.say(
        "Impact chain in columns: {inputs} inputs, {deeds} deeds, {outcomes} outcomes and {impacts} impacts, tied by "
        "{links} links. {solutions} solutions stand as frames round the inputs and deeds that they direct.",
        inputs=counts[0],
        deeds=counts[1],
        outcomes=counts[2],
        impacts=counts[3],
        links=len(layout.chain.leads),
        solutions=len(layout.frames),
    )


def _parts(layout: Layout, width: float) -> tuple[Part, ...]:
    """One part of the projector for each solution's frame, as wide as the drawing."""
    return tuple(
        Part(
            label=layout.chain.items[id_].text or layout.chain.items[id_].code or id_,
            x=-4.0,
            y=frame.y - 3.0,
            width=width + 8.0,
            height=frame.height + 6.0,
        )
        for id_, frame in layout.frames.items()
    )
