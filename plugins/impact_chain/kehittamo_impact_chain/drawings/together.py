"""Yhteiskehittäminen vs. yhteistyö: the same deeds, each actor alone, and directed by shared solutions to one change.

The two halves are two parts of the projector, which is how a facilitator turns from one to the other. Deeds that lead to
no shared change stand apart in both.
"""

from kehittamo_core.api import Area, Board, Box, Connector, Item, Part, Scene
from kehittamo_impact_chain.chain import Chain, chain_of
from kehittamo_impact_chain.drawings.levels import notes_of
from kehittamo_impact_chain.drawings.parts import Shape, empty, fitted, goal_strip, head, label_box, note
from kehittamo_impact_chain.naming import actors_of

WIDE = 170.0
ACTOR = 38.0
DEED = 40.0
GAP = 4.0
ACROSS = 3


def draw_together(board: Board) -> Scene:
    """Both halves, one below the other."""
    deeds = board.of("output")
    if not deeds:
        return Scene(
            shapes=empty(board, board.say("Write deeds and their actors: then one sees which are directed together.")),
            alt=board.say("No deeds yet."),
        )
    chain = chain_of(board)
    shapes: list[Shape] = []
    first = _alone(board, deeds, shapes, 0.0)
    second = _directed(board, chain, deeds, shapes, first + 10.0)
    y = second + 5.0
    for item in notes_of(board, "claim", "together"):
        words = note(board, item.text, 0, y, WIDE, role="ink", size=3.6)
        shapes.append(words)
        y += words.height + 2.0
    shared = sum(1 for deed in deeds if deed.id in chain.home)
    return Scene(
        shapes=tuple(shapes),
        alt=board.say(
            "The same {deeds} deeds twice: each actor alone, and directed by shared solutions, which direct {shared} of them.",
            deeds=len(deeds),
            shared=shared,
        ),
        parts=(
            Part(label=board.say("Each actor alone"), x=-3, y=-3, width=WIDE + 6, height=first + 6),
            Part(
                label=board.say("Directed by shared solutions"),
                x=-3,
                y=first + 7,
                width=WIDE + 6,
                height=second - first,
            ),
        ),
    )


def _alone(board: Board, deeds: tuple[Item, ...], shapes: list[Shape], y: float) -> float:
    shapes.extend(head(board, board.say("Each actor alone"), 0, y))
    y += 7.0
    rows: dict[str, list[Item]] = {}
    for deed in deeds:
        for actor in actors_of(board, deed) or (board.say("Actor not known"),):
            rows.setdefault(actor, []).append(deed)
    bottoms = [y, y]
    for actor, own in rows.items():
        column = bottoms.index(min(bottoms))
        x = column * (WIDE / 2 + 1.0)
        label = label_box(actor, ACTOR, form="pill", tone="plain", glyph="person", language=board.language)
        label = label.at(x, bottoms[column])
        here = bottoms[column]
        for deed in own:
            box = _deed(board, deed, "").at(x + ACTOR + 6.0, here)
            shapes += [box, Connector(points=(label.port("right"), box.port("left")), role="line", width=0.4)]
            here = box.bottom + 2.0
        shapes.append(label)
        bottoms[column] = max(here - 2.0, label.bottom) + GAP
    return max(bottoms)


def _deed(board: Board, deed: Item, second: str) -> Box:
    return fitted(deed, board, DEED, form="rounded", tone="lakka", glyph="square", second=second, tallest=32.0)


def _grid(boxes: list[Box], x: float, y: float) -> tuple[list[Box], float]:
    """Boxes `ACROSS` in a row from x, y on, and the y below them."""
    placed: list[Box] = []
    for start in range(0, len(boxes), ACROSS):
        row = boxes[start : start + ACROSS]
        placed.extend(box.at(x + index * (DEED + GAP), y) for index, box in enumerate(row))
        y += max(box.height for box in row) + GAP
    return placed, y - (GAP if boxes else 0.0)


def _directed(board: Board, chain: Chain, deeds: tuple[Item, ...], shapes: list[Shape], y: float) -> float:
    shapes.extend(head(board, board.say("Directed by shared solutions"), 0, y))
    y += 7.0
    strip = goal_strip(board, WIDE, y)
    shapes.extend(strip)
    if strip:
        y = strip[0].bottom + 9.0
    goal_y = strip[0].bottom if strip else None
    spine = WIDE - 3.0
    for solution in board.of("solution"):
        own = [deed for deed in deeds if chain.home.get(deed.id) == solution.id]
        if own:
            y = _frame(board, solution, own, shapes, y, goal_y, spine)
    loose = [deed for deed in deeds if deed.id not in chain.home]
    shared = [deed for deed in loose if chain.onward[deed.id]]
    lost = [deed for deed in loose if not chain.onward[deed.id]]
    for title, group, tone in (
        (board.say("No solution directs these deeds, though they lead to a change"), shared, "plain"),
        (board.say("These deeds lead to no shared change"), lost, "puolukka"),
    ):
        if group:
            y = _panel(board, title, group, shapes, y, dashed=tone != "plain")
    return y


def _who(board: Board, deed: Item) -> str:
    return ", ".join(actors_of(board, deed))


def _frame(
    board: Board, solution: Item, own: list[Item], shapes: list[Shape], y: float, goal_y: float | None, spine: float
) -> float:
    inner = ACROSS * (DEED + GAP) - GAP
    banner = fitted(solution, board, inner, form="hexagon", tone="kanerva", tallest=24.0).at(12.0, y + 3.0)
    boxes, below = _grid([_deed(board, deed, _who(board, deed)) for deed in own], 12.0, banner.bottom + GAP)
    area = Area(
        x=9.0, y=y, width=inner + 6.0, height=below + 3.0 - y, item=solution, tone="kanerva", dashed=True,
        language=board.language,
    )  # fmt: skip
    shapes += [area, banner, *boxes]
    if goal_y is not None:
        middle = banner.centre[1]
        shapes.append(
            Connector(
                points=((area.x + area.width, middle), (spine, middle), (spine, goal_y)), curve="round",
                role="n-kanerva-e", width=0.8, arrow="end",
            )
        )  # fmt: skip
    return below + 3.0 + 5.0


def _panel(board: Board, title: str, group: list[Item], shapes: list[Shape], y: float, *, dashed: bool) -> float:
    words = note(board, title, 9.0, y, WIDE - 9.0, role="rust" if dashed else "ink-2", size=3.2)
    shapes.append(words)
    made = [
        fitted(
            deed, board, DEED, form="rounded", tone="lakka", glyph="square", second=_who(board, deed), dashed=dashed,
            tallest=32.0,
        )
        for deed in group
    ]  # fmt: skip
    boxes, below = _grid(made, 12.0, y + words.height + 2.0)
    shapes.extend(boxes)
    return below + 6.0
