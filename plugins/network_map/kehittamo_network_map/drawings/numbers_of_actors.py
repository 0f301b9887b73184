"""Every actor's numbers as rows with bars: what the mock-up shows beside the map, and what is read aloud from it."""

from kehittamo_core.api import Badge, Board, Box, Connector, Item, Part, Scene, Sign, Stroke, Words, text_width
from kehittamo_network_map.drawings.key import survey_line
from kehittamo_network_map.drawings.nodes import symbol
from kehittamo_network_map.graph import counted, enough_answers, graph, name
from kehittamo_network_map.insights.study import limits, too_few
from kehittamo_network_map.measures import ActorMeasures, by_actor
from kehittamo_network_map.phrases import decimal, percent

Shape = Badge | Box | Connector | Sign | Stroke | Words

WIDE = 178.0
ROW = 7.6
SIZE = 3.2
NAMES = 62.0
TIES, BETWEEN, CLOSE, BOUND = 80.0, 88.0, 150.0, WIDE
BAR = 30.0
MOST = 80
"""More rows than this stand in the table only."""


def draw_numbers(board: Board) -> Scene:
    """The counted actors, those with most ties first; who is left out is said below."""
    actors = counted(board)
    if not actors:
        text = board.say("There are no actors yet.")
        return Scene(shapes=(Words(x=0, y=0, text=text, role="ink-2", language=board.language),), alt=text)
    found = by_actor(graph(board))
    enough = enough_answers(board)
    order = {actor.id: index for index, actor in enumerate(actors)}
    ranked = sorted(
        actors, key=lambda actor: (-found[actor.id].degree, -(found[actor.id].betweenness or 0.0), order[actor.id])
    )
    shapes: list[Shape] = _heads(board)
    top = 12.0
    for actor in ranked[:MOST]:
        shapes.extend(_row(board, actor, found[actor.id], top, enough=enough))
        top += ROW
    part = Part(label=board.say("Actors and their numbers"), x=-3, y=-3, width=WIDE + 6, height=top + 4)
    top += 3.0
    rest = len(ranked) - MOST
    texts = (
        [board.say_many("{number} more actor stands in the table.", "{number} more actors stand in the table.", rest)]
        if rest > 0
        else []
    )
    if not enough:
        texts.append(board.say("{too_few}: betweenness and constraint are not printed.", too_few=too_few(board)))
    texts.append(limits(board))
    for text in texts:
        if text:
            words = Words(x=0, y=top, text=text, width=WIDE, size=SIZE, role="ink-2", language=board.language)
            shapes.append(words)
            top += words.height + 1.0
    rate, _ = survey_line(board, 0, top, WIDE)
    first = ranked[0]
    alt = board.say_many(
        "The numbers of {number} actor as rows; most ties: {actor}, {ties}.", "The numbers of {number} actors as rows; most ties: {actor}, {ties}.",
        len(actors), actor=name(board, first), ties=found[first.id].degree,
    )  # fmt: skip
    return Scene(shapes=(*shapes, *rate), alt=alt, parts=(part,))


def _heads(board: Board) -> list[Shape]:
    heads = (
        (0.0, board.label("actor"), "start", 60.0), (TIES, board.say("Ties"), "end", 22.0),
        (BETWEEN, board.say("Betweenness"), "start", 44.0), (CLOSE, board.say("Closeness"), "end", 24.0),
        (BOUND, board.say("Constraint"), "end", 28.0),
    )  # fmt: skip
    made: list[Shape] = []
    for x, text, anchor, width in heads:
        made.append(Words(x=x, y=2.0, text=text, size=SIZE, weight=600, role="ink-2", width=width, anchor="end" if anchor == "end" else "start", language=board.language))  # fmt: skip
    made.append(Stroke(points=((0, 10.0), (WIDE, 10.0)), role="line"))
    return made


def _row(board: Board, actor: Item, found: ActorMeasures, top: float, *, enough: bool) -> list[Shape]:
    shapes: list[Shape] = list(symbol(actor, actor.get("type"), 2.6, top + ROW / 2 - 0.4, 1.9))
    whole = name(board, actor)
    shown = whole if text_width(whole, SIZE, 600) < NAMES else actor.code or whole[:20]
    y = top + ROW / 2 - SIZE * 0.62 - 0.4
    shapes.append(
        Words(x=7.0, y=y, text=shown, size=SIZE, weight=600, width=NAMES + 6, language=board.language, item=actor)
    )
    shapes.append(_number(board, TIES, y, str(found.degree)))
    share = found.betweenness if enough else None
    if share is not None:
        middle = top + ROW / 2 - 0.4
        shapes.append(_bar(BETWEEN, middle, BAR, "sunken"))
        if share > 0:
            shapes.append(_bar(BETWEEN, middle, max(BAR * share, 0.8), "spruce"))
    shapes.append(_number(board, BETWEEN + BAR + 12.0, y, percent(board, share)))
    shapes.append(_number(board, CLOSE, y, decimal(board, found.closeness)))
    shapes.append(_number(board, BOUND, y, decimal(board, found.constraint if enough else None)))
    shapes.append(Stroke(points=((0, top + ROW - 0.8), (WIDE, top + ROW - 0.8)), role="line"))
    return shapes


def _number(board: Board, x: float, y: float, text: str) -> Words:
    return Words(x=x, y=y, text=text, size=SIZE, anchor="end", width=24.0, language=board.language)


def _bar(x: float, middle: float, length: float, role: str) -> Stroke:
    half = 1.3
    points = ((x, middle - half), (x + length, middle - half), (x + length, middle + half), (x, middle + half))
    return Stroke(
        points=points,
        closed=True,
        role="spruce" if role == "spruce" else "sunken",
        fill="spruce" if role == "spruce" else "sunken",
    )
