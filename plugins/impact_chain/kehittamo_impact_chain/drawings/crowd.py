"""The ecosystem of a large board: one row per solution, its inputs and deeds as blocks of short ids, one line per block.

Short ids are explained in the table beside the drawing. The number of lines grows with the solutions, not the items.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

from kehittamo_core.api import Area, Board, Box, Connector, Item, Part, Scene
from kehittamo_impact_chain.chain import Chain
from kehittamo_impact_chain.drawings.parts import LOOK, Shape, fitted, goal_strip, head, note, panel_head, with_the_rest
from kehittamo_impact_chain.drawings.settle import settle
from kehittamo_impact_chain.naming import kind_many

CHIP = 13.0
CHIP_HIGH = 5.6
CHIP_GAP = 1.2
ACROSS = 5
BLOCK = ACROSS * (CHIP + CHIP_GAP) + 4.8
GAP = 14.0
WIDE = 46.0
ROW = 6.0


def draw_crowd(board: Board, chain: Chain) -> Scene:
    """The blocks of every solution one below the other, then the outcomes and impacts beside them."""
    xs = [0.0, BLOCK + GAP, 2 * (BLOCK + GAP), 2 * (BLOCK + GAP) + WIDE + GAP, 3 * BLOCK + 3 * GAP + WIDE + GAP]
    width = xs[4] + WIDE
    strip = goal_strip(board, width)
    shapes: list[Shape] = list(strip)
    y = strip[0].bottom + 5.0 if strip else 0.0
    for kind, x in zip(("input", "output", "solution", "outcome", "impact"), xs, strict=True):
        shapes.extend(head(board, kind_many(board, kind), x, y, len(board.of(kind))))
    y += 7.0
    words = note(
        board,
        board.say("Inputs, deeds and outcomes are shown by their short ids; the table explains them."),
        0,
        y,
        width,
    )
    shapes.append(words)
    top = y = y + words.height + 4.0
    ends: dict[str, Box | Area] = {}
    parts: list[Part] = []
    rows = _rows(board, chain)
    reached = {outcome.id: _first_impact(chain, outcome) for outcome in board.of("outcome")}
    for solution in (*_in_order(board, chain, reached), None):
        y = _row(board, rows, solution, xs, y, shapes, ends, parts)
    outcome_end = _outcomes(board, reached, xs[3], top, y, shapes)
    _impacts(board, chain, xs[4], (top, y), outcome_end, shapes, ends)
    _solution_lines(board, chain, outcome_end, shapes, ends)
    return Scene(shapes=tuple(shapes), alt=_alt(board, chain), parts=with_the_rest(board, tuple(parts), shapes))


def _rows(board: Board, chain: Chain) -> Mapping[str | None, Mapping[str, list[Item]]]:
    """The inputs and deeds of each solution's row; an input that nothing directs stands with the first deed that it leads to."""
    rows: dict[str | None, dict[str, list[Item]]] = {}
    for item in board.of("input", "output"):
        home = chain.home.get(item.id)
        if home is None and item.kind == "input":
            home = next((chain.home[id_] for id_ in chain.onward[item.id] if id_ in chain.home), None)
        rows.setdefault(home, {}).setdefault(item.kind, []).append(item)
    return rows


def _row(
    board: Board, rows: Mapping[str | None, Mapping[str, list[Item]]], solution: Item | None, xs: list[float], y: float, shapes: list[Shape],
    ends: dict[str, Box | Area], parts: list[Part],
) -> float:  # fmt: skip
    home = solution.id if solution is not None else None
    blocks = [rows.get(home, {}).get(kind, []) for kind in ("input", "output")]
    if solution is None and not any(blocks):
        return y
    hexagon = (
        fitted(solution, board, WIDE, form="hexagon", tone="kanerva", tallest=30.0) if solution is not None else None
    )
    areas = [
        _block(board, "", items, kind, x, y) for kind, items, x in zip(("input", "output"), blocks, xs, strict=False)
    ]
    heights = [area.height for area, _ in areas if area is not None]
    if hexagon is not None:
        heights.append(hexagon.height)
    tall = max(heights, default=0.0)
    placed: list[Area | Box] = []
    for area, chips in areas:
        if area is not None:
            shapes.append(area)
            shapes.extend(chips)
            placed.append(area)
    if hexagon is not None and solution is not None:
        hexagon = hexagon.at(xs[2], y + (tall - hexagon.height) / 2)
        shapes.append(hexagon)
        ends[solution.id] = hexagon
        placed.append(hexagon)
        parts.append(Part(label=solution.text or solution.code, x=-3, y=y - 2, width=xs[2] + WIDE + 6, height=tall + 4))
    for first, second in zip(placed, placed[1:], strict=False):
        shapes.append(
            Connector(
                points=(_right(first), _left(second)), role="edge", width=_weight(_count(first, areas)), ring=True
            )
        )
    return y + tall + ROW


def _count(area: Area | Box, areas: Sequence[tuple[Area | None, list[Box]]]) -> int:
    return next((len(chips) for other, chips in areas if other is area), 1)


def _weight(count: int) -> float:
    """A line's width by how many ties it stands for, in millimetres."""
    return min(0.4 + 0.25 * math.log2(max(count, 1)), 2.4)


def _right(shape: Area | Box) -> tuple[float, float]:
    return shape.x + shape.width, shape.y + shape.height / 2


def _left(shape: Area | Box) -> tuple[float, float]:
    return shape.x, shape.y + shape.height / 2


def _block(
    board: Board, label: str, items: Sequence[Item], kind: str, x: float, y: float
) -> tuple[Area | None, list[Box]]:
    """A panel with the short ids of items, `ACROSS` in a row."""
    if not items:
        return None, []
    _, tone, _ = LOOK[kind]
    start = y + (panel_head(label, BLOCK, board.language) if label else 2.4)
    chips = []
    for index, item in enumerate(items):
        row, column = divmod(index, ACROSS)
        chips.append(
            Box(
                x=x + 2.4 + column * (CHIP + CHIP_GAP), y=start + row * (CHIP_HIGH + CHIP_GAP), item=item,
                text=item.code or board.label(kind)[:3], width=CHIP, height=CHIP_HIGH, form="square", tone=tone,
                size=2.85, align="middle", language=board.language,
            )
        )  # fmt: skip
    rows = (len(items) + ACROSS - 1) // ACROSS
    height = start - y + rows * (CHIP_HIGH + CHIP_GAP) + 1.2
    return Area(x=x, y=y, width=BLOCK, height=height, label=label, language=board.language), chips


def _in_order(board: Board, chain: Chain, reached: Mapping[str, str]) -> list[Item]:
    """The solutions in the order of the impacts that their outcomes reach, so that their lines run beside one another.

    The barycentre of Sugiyama, Tagawa and Toda (1981); solutions of the same one, and those that reach none, keep the
    board's order.
    """
    impacts = {item.id: index for index, item in enumerate(board.of("impact"))}

    def middle(solution: Item) -> float:
        found = [impacts[reached[target]] for target in _targets(chain, solution) if reached.get(target) in impacts]
        return sum(found) / len(found) if found else float(len(impacts))

    return sorted(board.of("solution"), key=middle)


def _outcomes(
    board: Board, reached: Mapping[str, str], x: float, top: float, bottom: float, shapes: list[Shape]
) -> dict[str, Area]:
    """Outcomes in one block per impact that they reach first, in the impacts' order; gives the block of each outcome.

    The blocks are spread over the height of the rows, so that wherever one looks the change is beside the work.
    """
    groups: dict[str, list[Item]] = {}
    for outcome in board.of("outcome"):
        groups.setdefault(reached[outcome.id], []).append(outcome)
    impacts = [item.id for item in board.of("impact")]
    keys = sorted(groups, key=lambda id_: impacts.index(id_) if id_ in impacts else len(impacts))
    labels = ["" if key in impacts else board.say("Leads to no impact yet") for key in keys]
    sizes = [_block(board, label, groups[key], "outcome", x, 0.0)[0] for key, label in zip(keys, labels, strict=True)]
    heights = [area.height if area is not None else 0.0 for area in sizes]
    found: dict[str, Area] = {}
    for key, label, y in zip(keys, labels, settle(heights, _spread(len(keys), top, bottom), ROW, top), strict=True):
        area, chips = _block(board, label, groups[key], "outcome", x, y)
        if area is not None:
            shapes.append(area)
            shapes.extend(chips)
            found.update((item.id, area) for item in groups[key])
    return found


def _spread(count: int, top: float, bottom: float) -> list[float]:
    """Middles that stand evenly between top and bottom."""
    return [top + (bottom - top) * (index + 0.5) / count for index in range(count)]


def _first_impact(chain: Chain, outcome: Item) -> str:
    """The id of the nearest impact that an outcome leads to, "" for none."""
    seen, ring = {outcome.id}, [outcome.id]
    while ring:
        following: list[str] = []
        for id_ in ring:
            for target in chain.onward.get(id_, ()):
                if chain.items[target].kind == "impact":
                    return target
                if target not in seen:
                    seen.add(target)
                    following.append(target)
        ring = following
    return ""


def _impacts(
    board: Board, chain: Chain, x: float, rows: tuple[float, float], outcome_end: Mapping[str, Area], shapes: list[Shape],
    ends: dict[str, Box | Area],
) -> None:  # fmt: skip
    impacts = board.of("impact")
    boxes = [fitted(impact, board, WIDE, form="circle", tone="jarvi", glyph="star", tallest=60.0) for impact in impacts]
    top, bottom = rows
    wishes = _spread(len(boxes), top, bottom)
    for impact, box, y in zip(impacts, boxes, settle([box.height for box in boxes], wishes, ROW, top), strict=True):
        ends[impact.id] = placed = box.at(x, y)
        shapes.append(placed)
    ties: dict[tuple[float, str], int] = {}
    areas: dict[float, Area] = {}
    for link in chain.leads:
        area = outcome_end.get(link.source)
        if area is not None and link.target in ends and chain.items[link.target].kind == "impact":
            ties[(area.y, link.target)] = ties.get((area.y, link.target), 0) + 1
            areas[area.y] = area
    for (place, target), count in ties.items():
        shapes.append(
            Connector(
                points=(_right(areas[place]), _left(ends[target])), role="n-sammal-e", width=_weight(count), ring=True
            )
        )


def _solution_lines(
    board: Board, chain: Chain, outcome_end: Mapping[str, Area], shapes: list[Shape], ends: Mapping[str, Box | Area]
) -> None:
    for solution in board.of("solution"):
        targets = _targets(chain, solution)
        counts: dict[float, int] = {}
        areas: dict[float, Area] = {}
        for target in targets:
            area = outcome_end.get(target)
            if area is not None:
                counts[area.y] = counts.get(area.y, 0) + 1
                areas[area.y] = area
        for place, count in counts.items():
            shapes.append(
                Connector(
                    points=(_right(ends[solution.id]), _left(areas[place])), role="n-kanerva-e", width=_weight(count),
                    ring=True,
                )
            )  # fmt: skip


def _targets(chain: Chain, solution: Item) -> Iterable[str]:
    found = list(chain.onward.get(solution.id, ()))
    for item in chain.directed.get(solution.id, ()):
        if item.kind == "output":
            found.extend(chain.onward[item.id])
    return dict.fromkeys(found)


def _alt(board: Board, chain: Chain) -> str:
    counts = ", ".join(
        f"{kind_many(board, kind)} {len(board.of(kind))}"
        for kind in ("input", "output", "solution", "outcome", "impact")
    )
    return board.say(
        "Ecosystem of impact in blocks: {counts}. Each solution has one row with its inputs and deeds.", counts=counts
    )
