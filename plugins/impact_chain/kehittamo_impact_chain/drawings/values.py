"""Arvo toimijalta toiselle: who gives what value to whom, now and in the future; one row per giver and receiver."""

from kehittamo_core.api import Board, Box, Connector, Item, Scene
from kehittamo_impact_chain.drawings.parts import Shape, empty, fitted, head, label_box
from kehittamo_impact_chain.naming import choice, kind_many

ACTOR, VALUE, GAP, ROW = 44.0, 58.0, 12.0, 3.0
XS = (0.0, ACTOR + GAP, ACTOR + VALUE + 2 * GAP)


def draw_values(board: Board) -> Scene:
    """Giver, value, receiver from left to right; what belongs to the future is dashed and says so."""
    items = board.of("value_flow")
    if not items:
        return Scene(
            shapes=empty(board, board.say("Write what value one gives to another, in both directions.")),
            alt=board.say("No values from one to another yet."),
        )
    shapes: list[Shape] = list(head(board, kind_many(board, "value_flow"), 0, 0, len(items)))
    y = 8.0
    pairs: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        pairs.setdefault((item.get("giver") or "", item.get("receiver") or ""), []).append(item)
    # a pair and its return stand one below the other
    order = sorted(pairs, key=lambda pair: (sorted(map(board.actor, pair)), pair))
    for pair in order:
        y = _pair(board, pair, pairs[pair], shapes, y) + 5.0
    both = sum(1 for giver, receiver in pairs if giver and (receiver, giver) in pairs and giver != receiver) // 2
    return Scene(
        shapes=tuple(shapes),
        alt=board.say_many(
            "{number} value from one actor to another; {both} pairs give in both directions.",
            "{number} values from one actor to another; {both} pairs give in both directions.",
            len(items),
            both=both,
        ),
    )


def _pair(board: Board, pair: tuple[str, str], items: list[Item], shapes: list[Shape], y: float) -> float:
    boxes: list[Box] = []
    here = y
    for item in items:
        future = item.get("time") == "future"
        second = choice(board, "value_flow", "time", item.get("time"))
        box = fitted(item, board, VALUE, form="rounded", tone="jarvi", second=second, dashed=future, tallest=32.0)
        boxes.append(box.at(XS[1], here))
        here = boxes[-1].bottom + ROW
    middle = (y + here - ROW) / 2
    ends = []
    for actor, x in zip(pair, (XS[0], XS[2]), strict=True):
        text = board.actor(actor) or board.say("Actor not known")
        made = label_box(text, ACTOR, form="pill", tone="plain", glyph="person", language=board.language)
        ends.append(made.at(x, max(y, middle - made.height / 2)))
    for box, item in zip(boxes, items, strict=True):
        dashed = item.get("time") == "future"
        shapes.append(
            Connector(points=(ends[0].port("right"), box.port("left")), role="lake", width=0.6, dashed=dashed)
        )
        shapes.append(
            Connector(
                points=(box.port("right"), ends[1].port("left")), role="lake", width=0.6, dashed=dashed, arrow="end"
            )
        )
    shapes += [*ends, *boxes]
    return max(here - ROW, *(end.bottom for end in ends))
