"""Ennakoiva arviointi: questions by sub-goal, activity groups with their deeds, assumed results, pathways, conclusions."""

from kehittamo_core.api import Badge, Board, Box, Connector, Item, Part, Scene, day
from kehittamo_impact_chain.drawings.parts import Glyph, Role, Shape, Tone, empty, fitted, head, note, with_the_rest
from kehittamo_impact_chain.naming import choice, codes, kind_many

WIDE = 76.0
GAP = 11.0
INDENT = 6.0
ROW = 2.2
SIGNS = {"+": "+", "+/-": "±", "-": "−"}


def letter_of(item: Item, index: int) -> str:
    """A question's letter: its own, else by its place under its sub-goal."""
    own = item.get("letter")
    return str(own)[:3] if own else "abcdefghijklmnopqrstuvwxyz"[index % 26]


def draw_evaluation(board: Board) -> Scene:
    """Three columns: questions and conclusions; activity groups with deeds; results and pathways."""
    if not board.of("evaluation_goal", "question", "pathway", "conclusion", "activity_group"):
        return Scene(
            shapes=empty(board, board.say("No evaluation has been written yet. Which questions should it answer?")),
            alt=board.say("No evaluation."),
        )
    shapes: list[Shape] = []
    boxes: dict[str, Box] = {}
    xs = (0.0, WIDE + GAP, 2 * (WIDE + GAP))
    first = _questions(board, shapes, boxes, xs[0])
    second = _groups(board, shapes, boxes, xs[1])
    third = _results(board, shapes, boxes, xs[2])
    third = _pathways(board, shapes, xs[2], third + 4.0)
    below = max(first, second, third) + 4.0
    _conclusions(board, shapes, below)
    lines = _lines(board, boxes)
    parts = tuple(
        Part(label=label, x=x - 2, y=-2, width=WIDE + 4, height=bottom + 4)
        for label, x, bottom in (
            (kind_many(board, "question"), xs[0], first),
            (kind_many(board, "activity_group"), xs[1], second),
            (kind_many(board, "outcome"), xs[2], third),
        )
    )
    return Scene(
        shapes=(*lines, *shapes),
        alt=board.say(
            "Evaluation: {questions} questions, {groups} activity groups with {deeds} deeds, {results} results, "
            "{conclusions} conclusions.",
            questions=len(board.of("question")),
            groups=len(board.of("activity_group")),
            deeds=len(board.of("output")),
            results=len(board.of("outcome")),
            conclusions=len(board.of("conclusion")),
        ),
        parts=with_the_rest(board, parts, shapes),
    )


def _questions(board: Board, shapes: list[Shape], boxes: dict[str, Box], x: float) -> float:
    shapes.extend(head(board, kind_many(board, "question"), x, 0, len(board.of("question"))))
    y = 8.0
    done: set[str] = set()
    for goal in board.of("evaluation_goal"):
        y = _stand(board, shapes, boxes, goal, x, y, WIDE, "jarvi", "flag")
        own = [item for item in board.before(goal, "part_of") if item.kind == "question" and item.id not in done]
        done.update(item.id for item in own)
        y = _lettered(board, shapes, boxes, own, x, y) + 3.0
    rest = [item for item in board.of("question") if item.id not in done]
    return _lettered(board, shapes, boxes, rest, x, y)


def _lettered(board: Board, shapes: list[Shape], boxes: dict[str, Box], items: list[Item], x: float, y: float) -> float:
    for index, item in enumerate(items):
        answered = bool(item.get("answer")) or bool(board.incoming(item, "concludes"))
        second = str(item.get("answer") or "") or (codes(board.before(item, "concludes")) if answered else "")
        box = fitted(
            item, board, WIDE - INDENT, form="rounded", tone="plain", second=second, dashed=not answered, tallest=40.0
        ).at(x + INDENT, y)
        boxes[item.id] = box
        badge = Badge(x=x + 2.4, y=box.centre[1], text=letter_of(item, index), form="disc", role="lake", size=4.6)
        shapes += [box, badge]
        y = box.bottom + ROW
    return y


def _stand(
    board: Board, shapes: list[Shape], boxes: dict[str, Box], item: Item, x: float, y: float, width: float, tone: Tone,
    glyph: Glyph,
) -> float:  # fmt: skip
    box = fitted(item, board, width, form="rounded", tone=tone, glyph=glyph, tallest=30.0).at(x, y)
    boxes[item.id] = box
    shapes.append(box)
    return box.bottom + ROW


def _groups(board: Board, shapes: list[Shape], boxes: dict[str, Box], x: float) -> float:
    shapes.extend(head(board, kind_many(board, "activity_group"), x, 0, len(board.of("activity_group"))))
    y = 8.0
    done: set[str] = set()
    for group in board.of("activity_group"):
        y = _stand(board, shapes, boxes, group, x, y, WIDE, "lakka", "square")
        own = [item for item in board.before(group, "part_of") if item.kind == "output" and item.id not in done]
        done.update(item.id for item in own)
        for deed in own:
            y = _deed(board, shapes, boxes, deed, x, y)
        y += 3.0
    for deed in board.of("output"):
        if deed.id not in done:
            y = _deed(board, shapes, boxes, deed, x, y)
    return y


def _deed(board: Board, shapes: list[Shape], boxes: dict[str, Box], deed: Item, x: float, y: float) -> float:
    box = fitted(deed, board, WIDE - INDENT - 13.0, form="rounded", tone="plain", tallest=26.0).at(x + INDENT, y)
    boxes[deed.id] = box
    shapes.append(box)
    for index, field in enumerate(("right_things", "right_way")):
        sign = deed.get(field)
        shapes.append(
            Badge(
                x=x + WIDE - 9.0 + index * 6.0, y=box.centre[1], text=SIGNS.get(str(sign), ""),
                form="square" if index else "disc", role=_role(sign), size=4.8, filled=False,
            )
        )  # fmt: skip
    return box.bottom + ROW


ROLES: dict[str, Role] = {"+": "moss", "+/-": "amber", "-": "rust"}


def _role(sign: object) -> Role:
    return ROLES.get(str(sign), "edge")


def _results(board: Board, shapes: list[Shape], boxes: dict[str, Box], x: float) -> float:
    found = board.of("outcome")
    shapes.extend(head(board, kind_many(board, "outcome"), x, 0, len(found)))
    y = 8.0
    for item in found:
        grade = item.get("evidence")
        second = choice(board, "outcome", "evidence", grade) if grade else board.say("not graded")
        box = fitted(
            item, board, WIDE, form="rounded", tone="sammal", glyph="triangle", second=second,
            dashed=grade in (None, "assumed"), tallest=30.0,
        ).at(x, y)  # fmt: skip
        boxes[item.id] = box
        shapes.append(box)
        y = box.bottom + ROW + 1.0
    return y


def _pathways(board: Board, shapes: list[Shape], x: float, y: float) -> float:
    found = board.of("pathway")
    if not found:
        return y
    shapes.extend(head(board, kind_many(board, "pathway"), x, y, len(found)))
    y += 8.0
    for item in found:
        way = [point.code for point in board.after(item, "passes") if point.code]
        said = [" → ".join(way)] if way else []
        said += [choice(board, "pathway", "evidence", item.get("evidence"))]
        if item.get("review"):
            said.append(board.say("looked at again {when}", when=day(item.get("review"), board.language)))
        second = "; ".join(filter(None, said))
        box = fitted(item, board, WIDE - 14.0, form="rounded", tone="plain", glyph="arrow", second=second, tallest=34.0)
        box = box.at(x, y)
        shapes.append(box)
        for index, field in enumerate(("right_things", "right_way")):
            sign = item.get(field)
            shapes.append(
                Badge(
                    x=x + WIDE - 9.0 + index * 6.0, y=box.centre[1], text=SIGNS.get(str(sign), ""),
                    form="square" if index else "disc", role=_role(sign), size=4.8, filled=False,
                )
            )  # fmt: skip
        y = box.bottom + ROW
    return y


def _conclusions(board: Board, shapes: list[Shape], y: float) -> None:
    found = board.of("conclusion")
    if any(board.of("output", "pathway")):
        words = note(
            board,
            board.say("Disc: are the right things done? Square: are they done the right way? + yes, ± partly, − no, empty: not looked at"),
            0, y, 3 * WIDE + 2 * GAP,
        )  # fmt: skip
        shapes.append(words)
        y += words.height + 4.0
    if not found:
        return
    shapes.extend(head(board, kind_many(board, "conclusion"), 0, y, len(found)))
    y += 8.0
    for start in range(0, len(found), 3):
        row = []
        for index, item in enumerate(found[start : start + 3], start=start + 1):
            status = choice(board, "conclusion", "status", item.get("status"))
            grade = choice(board, "conclusion", "evidence", item.get("evidence"))
            second = ", ".join(filter(None, (f"{index}/{len(found)}", status, grade)))
            row.append(
                fitted(
                    item, board, WIDE, form="note", tone="plain", second=second, dashed=item.get("status") != "final",
                    tallest=40.0,
                )
            )  # fmt: skip
        shapes.extend(box.at(index * (WIDE + GAP), y) for index, box in enumerate(row))
        y += max(box.height for box in row) + 3.0


def _lines(board: Board, boxes: dict[str, Box]) -> list[Connector]:
    """Deeds to results, and nothing through a box: both stand in neighbouring columns."""
    lines = []
    for link in board.links_of("leads"):
        start, end = boxes.get(link.source), boxes.get(link.target)
        if start is None or end is None or end.x < start.right:
            continue
        edge = start.right + 13.0
        lines.append(
            Connector(
                points=((edge, start.centre[1]), end.port("left")), link=link, role="edge", width=0.5, arrow="end"
            )
        )
    return lines
