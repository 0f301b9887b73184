"""The heads of the chain's columns with their definitions, and the bare model where nothing has been written yet."""

from collections.abc import Sequence

from kehittamo_core.api import Area, Board, Box, Connector, Item, Scene, Words
from kehittamo_impact_chain.drawings.parts import HEAD_SIZE, LOOK, Shape, empty, goal_strip, head, note
from kehittamo_impact_chain.kinds import LEVELS
from kehittamo_impact_chain.naming import kind_many


def definition(board: Board, level: str) -> str:
    """What a level means: the board's own words, else the method's."""
    own = level_item(board, level)
    if own is not None and own.get("definition"):
        return str(own.get("definition"))
    match level:
        case "input":
            return board.say("Resources that are used")
        case "output":
            return board.say("Work that is done and can be measured")
        case "outcome":
            return board.say("A concrete change in people or structures")
        case "impact":
            return board.say("People's wellbeing and the benefit to society")
    return board.say("A service whole that directs deeds and inputs to the change.")


def level_item(board: Board, level: str) -> Item | None:
    """The board's own item for a level, None where there is none."""
    return next((item for item in board.of("level") if item.get("level") == level), None)


def notes_of(board: Board, role: str, *about: str) -> tuple[Item, ...]:
    """The notes of a role that belong to one of these parts."""
    return tuple(item for item in board.of("note") if item.get("role") == role and item.get("about") in about)


def above_columns(
    board: Board, places: Sequence[tuple[str, float, int]], y: float, width: float = 46.0
) -> tuple[tuple[Words, ...], float]:
    """The heads of columns (level, x, count) with their definitions; gives the y below them."""
    shapes: list[Words] = []
    headings = [item.text for item in notes_of(board, "heading", "chain") if item.text and not item.get("level")]
    if headings:
        line = note(board, " · ".join(headings), places[0][1], y, places[-1][1] + width, role="ink-3")
        shapes.append(line)
        y += line.height + 3.0
    above = {item.get("level"): item.text for item in notes_of(board, "heading", "chain") if item.get("level")}
    bottom = y
    for level, x, count in places:
        here = y
        if above.get(level):
            words = note(board, above[level], x, here, width, role="ink-3")
            shapes.append(words)
            here += words.height + 1.0
        own = level_item(board, level)
        text = own.text if own is not None and own.text else kind_many(board, level)
        shapes.extend(head(board, text, x, here, count))
        here += HEAD_SIZE * 1.25 + 0.6
        words = note(board, definition(board, level), x, here, width)
        shapes.append(words)
        bottom = max(bottom, here + words.height)
    return tuple(shapes), bottom + 5.0


def model_columns(board: Board) -> Scene:
    """The chain as a model: what each level means, and the solution as the frame; nothing has been written on it yet."""
    if not board.of("level") and not board.of("solution"):
        return Scene(
            shapes=empty(board, board.say("Nothing has been written on the chain yet. Begin with a deed that you do.")),
            alt=board.say("An empty impact chain."),
        )
    shapes: list[Shape] = []
    width, gap, x = 50.0, 14.0, 4.0
    strip = goal_strip(board, 4 * width + 3 * gap + 8.0)
    shapes.extend(strip)
    y = strip[0].bottom + 6.0 if strip else 0.0
    heads = [item.text for item in notes_of(board, "heading", "chain") if item.text]
    if heads:
        line = note(board, " · ".join(heads), 0, y, 4 * width, role="ink-2", size=3.2)
        shapes.append(line)
        y += line.height + 5.0
    top = y + _frame_head(board, shapes, x, y, 2 * width + gap) + 4.0
    boxes = [_model_box(board, level, width) for level in LEVELS]
    tallest = max(box.height for box in boxes)
    boxes = [box.at(x + index * (width + gap), top + (tallest - box.height) / 2) for index, box in enumerate(boxes)]
    shapes.insert(0, _frame(board, x, y, 2 * width + gap, top + tallest - y))
    for first, second in zip(boxes, boxes[1:], strict=False):
        shapes.append(Connector(points=(first.port("right"), second.port("left")), role="edge", width=0.8, arrow="end"))
    shapes.extend(boxes)
    under = top + tallest + 7.0
    for item in notes_of(board, "caption", "chain"):
        if item.text:
            words = note(board, item.text, 0, under, 4 * width)
            shapes.append(words)
            under += words.height + 2.0
    return Scene(
        shapes=tuple(shapes),
        alt=board.say(
            "The impact chain as a model: {levels}, one leading to the next; a solution is the frame round the first two.",
            levels=", ".join(_level_name(board, level) for level in LEVELS),
        ),
    )


def _level_name(board: Board, level: str) -> str:
    own = level_item(board, level)
    return own.text if own is not None and own.text else board.label(level)


def _model_box(board: Board, level: str, width: float) -> Box:
    form, tone, glyph = LOOK[level]
    if form == "circle":
        form = "rounded"
    return Box(
        x=0, y=0, item=level_item(board, level), text=_level_name(board, level), second=definition(board, level),
        width=width, form=form, tone=tone, glyph=glyph, weight=700, size=3.6, language=board.language,
    )  # fmt: skip


def _frame_head(board: Board, shapes: list[Shape], x: float, y: float, width: float) -> float:
    """The solution's banner in its frame; gives the height that it takes."""
    banner = Box(
        x=x, y=y, item=level_item(board, "solution"), text=_level_name(board, "solution"),
        second=definition(board, "solution"), width=width, form="hexagon", tone="kanerva", weight=700, size=3.6,
        language=board.language,
    )  # fmt: skip
    shapes.append(banner)
    return banner.height


def _frame(board: Board, x: float, y: float, width: float, height: float) -> Area:
    return Area(
        x=x - 3.0,
        y=y - 3.0,
        width=width + 6.0,
        height=height + 6.0,
        tone="kanerva",
        dashed=True,
        language=board.language,
    )
