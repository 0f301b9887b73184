"""Palvelun järjestäjän taulukko: need and critical elements, goals with their means, deployment, remarks."""

from kehittamo_core.api import Area, Board, Box, Connector, Item, Scene
from kehittamo_impact_chain.drawings.levels import notes_of
from kehittamo_impact_chain.drawings.parts import Shape, empty, fitted, head, panel_head
from kehittamo_impact_chain.naming import kind_many

COLUMN = 60.0
MIDDLE = 106.0
GAP = 6.0
IN = 3.0
ROW = 2.6


def cells(board: Board, part: str) -> tuple[Item, ...]:
    """The cells of one part of the canvas."""
    return tuple(item for item in board.of("canvas") if item.get("part") == part)


def means_of(board: Board, goal: Item) -> tuple[Item, ...]:
    """The means of one goal."""
    return tuple(item for item in board.before(goal, "part_of") if item.kind == "canvas")


def draw_canvas(board: Board) -> Scene:
    """The canvas in three columns, remarks below."""
    if not board.of("canvas"):
        return Scene(
            shapes=empty(board, board.say("Nothing has been written on the organiser's canvas yet.")),
            alt=board.say("An empty organiser's canvas."),
        )
    shapes: list[Shape] = []
    y = 0.0
    titles = notes_of(board, "heading", "canvas")
    shapes.extend(head(board, titles[0].text if titles else kind_many(board, "canvas"), 0, y))
    y += 8.0
    xs = (0.0, COLUMN + GAP, COLUMN + GAP + MIDDLE + GAP)
    top = _headings(board, shapes, xs, y)
    bottoms = [
        _critical(board, shapes, xs[0], top),
        _goals(board, shapes, xs[1], top),
        _deployment(board, shapes, xs[2], top),
    ]
    _remarks(board, shapes, max(bottoms) + 4.0)
    return Scene(
        shapes=tuple(shapes),
        alt=board.say(
            "Organiser's canvas: {critical} critical elements, {goals} goals with {means} means, {steps} steps of deployment.",
            critical=len(cells(board, "critical")),
            goals=len(cells(board, "goal")),
            means=len(cells(board, "means")),
            steps=len(cells(board, "deployment")),
        ),
    )


def _unread(board: Board, item: Item) -> str:
    """A cell's words; where they did not survive, what we read, marked; else that it cannot be read."""
    if item.text:
        return item.text
    if item.get("reading"):
        return board.say("{value} (inferred)", value=item.get("reading"))
    return board.say("cannot be read") if item.get("as_read") else item.code or board.label("canvas")


def _cell(board: Board, item: Item, width: float, tone: str = "plain", second: str = "") -> Box:
    return fitted(
        item, board, width, form="note", tone="kivi" if tone == "kivi" else "plain", text=_unread(board, item),
        second=second, dashed=not item.text, tallest=40.0,
    )  # fmt: skip


def _headings(board: Board, shapes: list[Shape], xs: tuple[float, ...], y: float) -> float:
    widths = (COLUMN, MIDDLE, COLUMN)
    found = cells(board, "heading")
    bottom = y
    for item, x, width in zip(found, xs, widths, strict=False):
        box = fitted(
            item, board, width, form="square", tone="kivi", text=_unread(board, item), second=item.get("sub") or "",
            dashed=not item.text, tallest=30.0,
        ).at(x, y)  # fmt: skip
        shapes.append(box)
        bottom = max(bottom, box.bottom)
    for index, item in enumerate(found[3:]):
        box = _cell(board, item, COLUMN).at(xs[index % 3], bottom + 2.0)
        shapes.append(box)
        if index % 3 == 2 or index == len(found[3:]) - 1:
            bottom = max(shape.bottom for shape in shapes if isinstance(shape, Box))
    return bottom + 4.0


def _critical(board: Board, shapes: list[Shape], x: float, y: float) -> float:
    found = cells(board, "critical")
    if not found:
        return y
    titles = notes_of(board, "heading", "critical")
    label = titles[0].text if titles else board.label("canvas.part.critical")
    here = y + panel_head(label, COLUMN, board.language)
    boxes = []
    for item in found:
        box = _cell(board, item, COLUMN - 2 * IN).at(x + IN, here)
        boxes.append(box)
        here = box.bottom + ROW
    shapes.append(Area(x=x, y=y, width=COLUMN, height=here + 0.8 - y, label=label, language=board.language))
    shapes.extend(boxes)
    return here + 0.8


def _goals(board: Board, shapes: list[Shape], x: float, y: float) -> float:
    taken: set[str] = set()
    for goal in cells(board, "goal"):
        means = [item for item in means_of(board, goal) if item.id not in taken and item.get("part") == "means"]
        taken.update(item.id for item in means)
        box = fitted(
            goal,
            board,
            44.0,
            form="rounded",
            tone="sammal",
            glyph="flag",
            second=goal.get("for_whom") or "",
            tallest=40.0,
        ).at(x, y)
        here = y
        for item in means:
            cell = _cell(board, item, MIDDLE - 52.0).at(x + 52.0, here)
            points = (box.port("right"), cell.port("left"))
            link = next(iter(board.outgoing(item, "part_of")), None)
            shapes += [cell, Connector(points=points, role="edge", link=link)]
            here = cell.bottom + ROW
        shapes.append(box)
        y = max(box.bottom, here - ROW) + 5.0
    loose = [item for item in cells(board, "means") if item.id not in taken]
    for item in loose:
        cell = _cell(board, item, MIDDLE - 52.0).at(x + 52.0, y)
        shapes.append(cell)
        y = cell.bottom + ROW
    return y


def _deployment(board: Board, shapes: list[Shape], x: float, y: float) -> float:
    placed: dict[str, Box] = {}
    for item in cells(board, "deployment"):
        box = fitted(item, board, COLUMN, form="rounded", tone="jarvi", tallest=40.0).at(x, y)
        placed[item.id] = box
        shapes.append(box)
        y = box.bottom + 9.0
    for link in board.links_of("then"):
        first, second = placed.get(link.source), placed.get(link.target)
        if first is None or second is None or first is second:
            continue
        if second.y >= first.bottom:
            points = (first.port("bottom"), second.port("top"))
        else:
            points = (first.port("top", 0.8), second.port("bottom", 0.8))
        shapes.append(Connector(points=points, curve="straight", link=link, role="n-jarvi-e", width=0.8, arrow="end"))
    return y - 9.0 if placed else y


def _remarks(board: Board, shapes: list[Shape], y: float) -> None:
    width = 2 * COLUMN + MIDDLE + 2 * GAP
    loose = [item for item in board.of("canvas") if item.get("part") is None]
    for item in (*cells(board, "note"), *loose):
        box = _cell(board, item, width).at(0, y)
        shapes.append(box)
        y = box.bottom + ROW
