"""Tavoitejännite: for each target of the goal, who serves it, on what evidence, with whose money; one that nobody serves is red.

One row per target and sub-change: the target, the solutions and outcomes that serve it, the grades of the links that
lead there as a bar, and who pays. Red is never alone: the row says in words that nobody serves it.
"""

from kehittamo_core.api import Board, Box, Connector, Part, Scene, Stroke, Words
from kehittamo_impact_chain.drawings.parts import (
    Glyph,
    Role,
    Shape,
    Tone,
    empty,
    fitted,
    goal_strip,
    head,
    label_box,
    note,
)
from kehittamo_impact_chain.euros import in_words
from kehittamo_impact_chain.goal_words import target_words
from kehittamo_impact_chain.naming import choice
from kehittamo_impact_chain.tension import GRADES, Served, served

TARGET, SERVERS, EVIDENCE, MONEY = 52.0, 48.0, 34.0, 34.0
GAP = 7.0
XS = (0.0, TARGET + GAP, TARGET + SERVERS + 2 * GAP, TARGET + SERVERS + EVIDENCE + 3 * GAP)
WIDE = XS[3] + MONEY
ROW = 5.0
MOST = 5
"""Up to so many solutions and outcomes stand as boxes in a row; the rest is counted, and listed in the table."""
LOOK: dict[str, Role] = {"shown": "moss", "promising": "lake", "contradictory": "amber", "assumed": "edge", "": "line"}


def draw_tension(board: Board) -> Scene:
    """The rows of the goal's targets, then of the sub-changes."""
    rows = served(board)
    if not rows:
        return Scene(
            shapes=empty(
                board, board.say("Give the goal its targets, or write sub-changes: then one sees who serves each.")
            ),
            alt=board.say("No targets and no sub-changes yet."),
        )
    shapes: list[Shape] = list(goal_strip(board, WIDE))
    y = shapes[0].bottom + 6.0 if shapes and isinstance(shapes[0], Box) else 0.0
    heads = (
        board.say("Target or sub-change"), board.say("Served by"), board.say("Evidence of the links"), board.say("Whose money"),
    )  # fmt: skip
    for text, x in zip(heads, XS, strict=True):
        shapes.extend(head(board, text, x, y))
    y += 8.0
    parts: list[Part] = []
    for row in rows:
        bottom = _row(board, row, shapes, y)
        parts.append(Part(label=_name(row), x=-3.0, y=y - 3.0, width=WIDE + 6.0, height=bottom - y + 6.0))
        y = bottom + ROW
        shapes.append(Stroke(points=((0.0, y - ROW / 2), (WIDE, y - ROW / 2)), role="line", width=0.25))
    nobody = sum(1 for row in rows if row.by_nobody)
    return Scene(
        shapes=tuple(shapes),
        alt=board.say_many(
            "{number} target or sub-change with what serves it, its evidence and its payers; nobody serves {nobody} of them.",
            "{number} targets and sub-changes with what serves them, the evidence and the payers; nobody serves {nobody} of them.",
            len(rows),
            nobody=nobody,
        ),
        parts=tuple(parts),
    )


def _name(row: Served) -> str:
    code = row.node.code if row.node is not None else ""
    return f"{code} {row.text}".strip()


def _target(board: Board, row: Served) -> Box:
    second = target_words(board, row.target) if row.target is not None else ""
    if row.by_nobody:
        second = "; ".join(filter(None, (second, board.say("nobody serves this"))))
    tone: Tone = "puolukka" if row.by_nobody else "sammal"
    glyph: Glyph = "bolt" if row.by_nobody else "flag"
    if row.node is not None:
        return fitted(
            row.node, board, TARGET, form="rounded", tone=tone, glyph=glyph, text=row.text, second=second,
            dashed=row.by_nobody, strong=row.by_nobody,
        )  # fmt: skip
    return label_box(
        row.text or board.label("goal_target"), TARGET, form="rounded", tone=tone, glyph=glyph, second=second,
        dashed=row.by_nobody, strong=row.by_nobody, language=board.language,
    )  # fmt: skip


def _row(board: Board, row: Served, shapes: list[Shape], y: float) -> float:
    """The shapes of one row; gives the y below it."""
    target = _target(board, row)
    servers = (*row.solutions, *row.outcomes, *row.sub_changes)
    here, boxes = y, []
    for item in servers[:MOST]:
        look = {"solution": ("hexagon", "kanerva", ""), "outcome": ("rounded", "sammal", "triangle")}
        form, tone, glyph = look.get(item.kind, ("rounded", "sammal", "flag"))
        box = fitted(item, board, SERVERS, form=form, tone=tone, glyph=glyph, tallest=24.0)  # type: ignore[arg-type]
        boxes.append(box.at(XS[1], here))
        here = boxes[-1].bottom + 2.0
    if len(servers) > MOST:
        more = note(
            board, board.say_many("and {number} more", "and {number} more", len(servers) - MOST), XS[1], here, SERVERS
        )
        shapes.append(more)
        here += more.height + 2.0
    if row.by_nobody:
        words = note(board, board.say("Nobody. What should serve it?"), XS[1], y + 1.0, SERVERS, role="rust", size=3.2)
        shapes.append(words)
        here = words.y + words.height + 2.0
    target = target.at(0.0, y)
    shapes.append(target)
    for box in boxes:
        shapes.append(
            Connector(points=(box.port("left"), target.port("right")), role="n-kanerva-e", width=0.6, ring=True)
        )
    shapes.extend(boxes)
    bottom = max(target.bottom, here - 2.0)
    bottom = max(bottom, _evidence(board, row, shapes, y))
    return max(bottom, _money(board, row, shapes, y))


def _evidence(board: Board, row: Served, shapes: list[Shape], y: float) -> float:
    """A bar cut by the grades, and each grade in words with its count; nothing where no link leads there."""
    total = sum(row.evidence.values())
    if not total:
        if not row.by_nobody:
            words = note(board, board.say("no links that lead there"), XS[2], y + 1.0, EVIDENCE)
            shapes.append(words)
            return words.y + words.height
        return y
    x = XS[2]
    for grade in GRADES:
        count = row.evidence.get(grade, 0)
        if count:
            width = count / total * EVIDENCE
            corners = ((x, y + 1.0), (x + width, y + 1.0), (x + width, y + 5.0), (x, y + 5.0))
            shapes.append(Stroke(points=corners, role="surface", width=0.3, closed=True, fill=LOOK[grade]))
            x += width
    here = y + 6.5
    for grade in GRADES:
        count = row.evidence.get(grade, 0)
        if count:
            label = choice(board, "link:leads", "evidence", grade) or board.say("not graded")
            shapes.append(
                Stroke(
                    points=((XS[2], here + 0.6), (XS[2] + 2.4, here + 0.6), (XS[2] + 2.4, here + 3.0), (XS[2], here + 3.0)),
                    role="edge", width=0.2, closed=True, fill=LOOK[grade],
                )
            )  # fmt: skip
            words = note(board, f"{label} {count}", XS[2] + 3.6, here, EVIDENCE - 3.6)
            shapes.append(words)
            here += words.height + 0.8
    return here


def _money(board: Board, row: Served, shapes: list[Shape], y: float) -> float:
    here = y + 1.0
    for payer, amount in row.payers.items():
        name = Words(
            x=XS[3], y=here, text=board.actor(payer) or board.say("Not said"), width=MONEY, size=2.85, weight=600,
            language=board.language,
        )  # fmt: skip
        sum_ = note(board, in_words(board, amount).replace(" (", "\n("), XS[3], name.y + name.height + 0.2, MONEY)
        shapes += [name, sum_]
        here = sum_.y + sum_.height + 1.4
    if not row.payers and not row.by_nobody:
        words = note(board, board.say("no costs written"), XS[3], here, MONEY)
        shapes.append(words)
        here += words.height
    return here
