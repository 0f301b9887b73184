"""Ekosysteemi: many inputs and deeds, through solutions and changes, to a shared impact, with counts per level.

Columns: input (pill), deed (box), solution (hexagon), outcome (box), impact (circle). A deed that a solution directs is
tied to the outcome through that solution; another goes past it. Over `CROWD` items the inputs and deeds of each solution
become blocks of short ids with one line each, so that a thousand items can still be read.
"""

from kehittamo_core.api import Board, Box, Connector, Link, Part, Scene
from kehittamo_impact_chain.chain import Chain, Edge, chain_of, depths
from kehittamo_impact_chain.drawings.crowd import draw_crowd
from kehittamo_impact_chain.drawings.levels import notes_of
from kehittamo_impact_chain.drawings.parts import (
    LOOK,
    Role,
    Shape,
    empty,
    evidence_legend,
    evidence_mark,
    goal_strip,
    head,
    node,
    note,
)
from kehittamo_impact_chain.drawings.routes import feedback_lines, lead_role
from kehittamo_impact_chain.drawings.settle import Dummy, layered, neighbours, settle
from kehittamo_impact_chain.kinds import CHAIN
from kehittamo_impact_chain.naming import kind_many

CROWD = 160
WIDTHS = {"input": 40.0, "output": 42.0, "solution": 44.0, "outcome": 44.0, "impact": 42.0}
GAP, NARROW_GAP = 13.0, 10.0
ROOM = 264.0
"""The width of a landscape page."""
RING = 0.9
MOST_UNNAMED = 24
PITCH = 10.4
"""Unnamed nodes stand so far apart, in millimetres: eleven of them fit on a landscape page."""
Line = tuple[Edge, Link | None]


def draw_ecosystem(board: Board) -> Scene:
    """The ecosystem of a board; where it holds nothing yet, the model's unnamed nodes, if the source counted them."""
    chain = chain_of(board)
    unnamed = _unnamed(board)
    if not chain.items and not unnamed:
        return Scene(
            shapes=empty(board, board.say("Nothing has been written on the chain yet. Begin with a deed that you do.")),
            alt=board.say("An empty ecosystem."),
        )
    if len(chain.items) > CROWD:
        return draw_crowd(board, chain)
    columns, kinds = _columns(board, chain)
    xs, wide = _xs(kinds)
    width = xs[-1] + wide[-1]
    strip = goal_strip(board, width)
    shapes: list[Shape] = list(strip)
    y = strip[0].bottom + 5.0 if strip else 0.0
    y = _heads(board, shapes, kinds, xs, y)
    lines = _lines(board, chain)
    order, ways = layered(columns, [edge for edge, _ in lines])
    boxes, middles = _settled(board, chain, order, ways, kinds, (xs, wide), y)
    shapes += _drawn(board, chain, lines, ways, boxes, middles, (xs, wide))
    ghosts = _ghosts(board, unnamed, kinds, xs, y)
    shapes += [*boxes.values(), *ghosts]
    bottom = max([y, *(box.bottom for box in boxes.values()), *(box.bottom for box in ghosts)])
    back, bottom = feedback_lines(board, boxes, {}, bottom)
    shapes += back
    _foot(board, chain, shapes, bottom, width)
    return Scene(
        shapes=tuple(shapes), alt=_alt(board, chain, unnamed), parts=_parts(board, kinds, (xs, wide), y, bottom)
    )


def _columns(board: Board, chain: Chain) -> tuple[list[list[str]], list[str]]:
    """The ids of each column and the kind that it shows; outcomes take a column for each step between them."""
    outcomes = [item.id for item in board.of("outcome")]
    depth = depths(outcomes, chain.edges)
    deepest = max(depth.values(), default=0)
    columns = [[item.id for item in board.of(kind)] for kind in ("input", "output", "solution")]
    columns += [[id_ for id_ in outcomes if depth[id_] == level] for level in range(deepest + 1)]
    columns.append([item.id for item in board.of("impact")])
    kinds = ["input", "output", "solution", *("outcome" for _ in range(deepest + 1)), "impact"]
    return columns, kinds


def _xs(kinds: list[str]) -> tuple[list[float], list[float]]:
    """The x and the width of each column: narrower where there are many, so that a landscape page holds them."""
    gap = GAP if len(kinds) <= 5 else NARROW_GAP
    wanted = sum(WIDTHS[kind] for kind in kinds)
    factor = min(1.0, max(0.8, (ROOM - gap * (len(kinds) - 1)) / wanted))
    xs, wide, x = [], [], 0.0
    for kind in kinds:
        xs.append(x)
        wide.append(WIDTHS[kind] * factor)
        x += wide[-1] + gap
    return xs, wide


def _heads(board: Board, shapes: list[Shape], kinds: list[str], xs: list[float], y: float) -> float:
    for kind in CHAIN:
        shapes.extend(head(board, _level_name(board, kind), xs[kinds.index(kind)], y, len(board.of(kind)) or None))
    return y + 10.0


def _level_name(board: Board, kind: str) -> str:
    """A level by the name that the drawing's own counts give it («Muutos» for outcomes in one source), else its label."""
    counts = notes_of(board, "count", "ecosystem")
    own = next((item.text for item in counts if item.get("level") == kind and item.text), "")
    return own or kind_many(board, kind)


def _lines(board: Board, chain: Chain) -> list[Line]:
    """The ties to draw: through the solution where one directs the deed and leads where the deed leads."""
    lines: dict[Edge, Link | None] = {}
    onward = {id_: {link.target for link in chain.leads if link.source == id_} for id_ in chain.directed}
    for link in board.links_of("directs"):
        item = chain.items.get(link.target)
        if item is None or link.source not in chain.items:
            continue
        deeds = {found.id for found in chain.directed.get(link.source, ()) if found.kind == "output"}
        if item.kind == "input" and deeds & set(chain.onward[item.id]):
            continue
        lines[(item.id, link.source)] = link
    for link in chain.leads:
        through = [id_ for id_ in (chain.home.get(link.source), *chain.others.get(link.source, ())) if id_]
        if chain.items[link.source].kind == "output" and through:
            via = next((id_ for id_ in through if link.target in onward.get(id_, ())), through[0])
            lines.setdefault((via, link.target), link)
        else:
            lines[(link.source, link.target)] = link
    return list(lines.items())


def _settled(
    board: Board, chain: Chain, order: list[list[str | Dummy]], ways: list[list[str | Dummy]], kinds: list[str],
    places: tuple[list[float], list[float]], top: float,
) -> tuple[dict[str, Box], dict[str | Dummy, float]]:  # fmt: skip
    """Boxes by id and the middle of every place on a way: the fullest column stands evenly, the others settle to it."""
    made = [
        {place: node(chain.items[place], board, width) for place in layer if isinstance(place, str)}
        for layer, width in zip(order, places[1], strict=True)
    ]
    heights = [
        [boxes[place].height if isinstance(place, str) else 1.0 for place in layer]
        for layer, boxes in zip(order, made, strict=True)
    ]
    before, after = neighbours(ways)
    gaps = [4.5 if kind in ("input", "output") else 6.0 for kind in kinds]
    lengths = [sum(column) + gap * len(column) for column, gap in zip(heights, gaps, strict=True)]
    widest = lengths.index(max(lengths))
    middles: dict[str | Dummy, float] = {}
    sweep = [widest, *range(widest - 1, -1, -1), *range(widest + 1, len(order)), *range(len(order) - 1, -1, -1)]
    for index in sweep:
        wishes, step = [], max(lengths) / max(len(order[index]), 1)
        for position, place in enumerate(order[index]):
            near = [middles[other] for other in (*before.get(place, ()), *after.get(place, ())) if other in middles]
            even = top + step * (position + 0.5)
            wishes.append(sum(near) / len(near) if near and index != widest else middles.get(place, even))
        tops = settle(heights[index], wishes, gaps[index], top)
        middles.update(
            (place, y + height / 2) for place, y, height in zip(order[index], tops, heights[index], strict=True)
        )
    boxes = {
        place: box.at(places[0][index], middles[place] - box.height / 2)
        for index, column in enumerate(made)
        for place, box in column.items()
    }
    return boxes, middles


def _drawn(
    board: Board, chain: Chain, lines: list[Line], ways: list[list[str | Dummy]], boxes: dict[str, Box],
    middles: dict[str | Dummy, float], columns: tuple[list[float], list[float]],
) -> list[Shape]:  # fmt: skip
    shapes: list[Shape] = []
    routes = {(way[0], way[-1]): way for way in ways}
    for (source, target), link in lines:
        way = routes.get((source, target))
        if way is None:
            continue
        points = [boxes[source].port("right")]
        for place in way[1:-1]:
            if isinstance(place, tuple):
                x, width = columns[0][place[2]], columns[1][place[2]]
                points += [(x, middles[place]), (x + width, middles[place])]
        x, y = boxes[target].port("left")
        points.append((x - RING, y))
        role, thick = _look(board, chain, source, target, link)
        shapes.append(Connector(points=tuple(points), link=link, role=role, width=thick, ring=True))
        if link is not None and link.kind == "leads":
            (x1, y1), (x2, y2) = points[-2:]
            shapes.extend(evidence_mark(link.get("evidence"), (x1 + x2) / 2, (y1 + y2) / 2))
    return shapes


def _look(board: Board, chain: Chain, source: str, target: str, link: Link | None) -> tuple[Role, float]:
    first, last = chain.items[source], chain.items[target]
    if first.on_thread and last.on_thread:
        return "thread", 1.1
    if link is not None and link.kind == "leads" and first.kind == chain.items[link.source].kind:
        return lead_role(board, chain, link)
    return ("n-kanerva-e", 0.7) if first.kind == "solution" else ("edge", 0.45)


def _unnamed(board: Board) -> dict[str, int]:
    """The unnamed nodes that a source's drawing counts, for levels on which nothing has been written."""
    found: dict[str, int] = {}
    for item in notes_of(board, "count", "ecosystem"):
        level, count = item.get("level"), item.get("count")
        if level in CHAIN and isinstance(count, int | float) and count >= 1 and not board.of(level):
            found[level] = int(count)
    return found


def _ghosts(board: Board, unnamed: dict[str, int], kinds: list[str], xs: list[float], y: float) -> list[Box]:
    """Unnamed nodes, dashed and without lines: the source shows how many there are, and not what they are."""
    boxes: list[Box] = []
    tall = max((min(count, MOST_UNNAMED) for count in unnamed.values()), default=0) * PITCH
    for kind, count in unnamed.items():
        form, _, glyph = LOOK[kind]
        shown = min(count, MOST_UNNAMED)
        text = next((item.text for item in notes_of(board, "count", "ecosystem") if item.get("level") == kind), "")
        text = text or board.label(kind)
        for index in range(shown):
            more = f" × {count - shown + 1}" if count > shown and index == shown - 1 else ""
            box = Box(
                x=0, y=0, text=text + more, width=WIDTHS[kind] - 8.0, form=form, tone="plain", glyph=glyph, dashed=True,
                weight=400, language=board.language,
            )  # fmt: skip
            middle = y + tall / shown * (index + 0.5)
            boxes.append(box.at(xs[kinds.index(kind)], max(middle - box.height / 2, y)))
    return _apart(boxes)


def _apart(boxes: list[Box]) -> list[Box]:
    """Boxes of one column moved down until none stands on the one above it."""
    done: list[Box] = []
    for box in boxes:
        above = done[-1] if done and done[-1].x == box.x else None
        done.append(box.at(box.x, max(box.y, above.bottom + 1.2)) if above is not None else box)
    return done


def _foot(board: Board, chain: Chain, shapes: list[Shape], bottom: float, width: float) -> None:
    y = bottom + 6.0
    grades = {str(link.get("evidence")) for link in chain.leads}
    legend = evidence_legend(board, 0, y, grades)
    if legend:
        shapes.extend(legend)
        y += 7.0
    for item in notes_of(board, "caption", "ecosystem"):
        if item.text:
            shapes.append(note(board, item.text, 0, y, width, role="ink", size=3.6))
            y += 6.0


def _alt(board: Board, chain: Chain, unnamed: dict[str, int]) -> str:
    if not chain.items:
        return board.say(
            "Ecosystem as a model with unnamed nodes: {counts}. Their ties are not known.",
            counts=", ".join(f"{_level_name(board, kind)} {count}" for kind, count in unnamed.items()),
        )
    counts = ", ".join(f"{kind_many(board, kind)} {len(board.of(kind))}" for kind in CHAIN)
    return board.say("Ecosystem of impact: {counts}. Lines run through the solutions to the impact.", counts=counts)


def _parts(
    board: Board, kinds: list[str], columns: tuple[list[float], list[float]], y: float, bottom: float
) -> tuple[Part, ...]:
    return tuple(
        Part(label=kind_many(board, kind), x=x - 3.0, y=y - 12.0, width=width + 6.0, height=bottom - y + 16.0)
        for kind, x, width in zip(kinds, *columns, strict=True)
        if board.of(kind)
    )
