"""Edellytykset: the numbered prerequisites and what each conditions; the actors' tasks and their cooperation; the circles."""

import math

from kehittamo_core.api import Badge, Board, Box, Connector, Item, Scene, Stroke, Words, break_lines
from kehittamo_impact_chain.drawings.levels import notes_of
from kehittamo_impact_chain.drawings.parts import Role, Shape, Tone, empty, fitted, head, label_box, note
from kehittamo_impact_chain.naming import kind_many, name, text_of

WIDE = 170.0
STATE: dict[str, Tone] = {"met": "sammal", "partly": "lakka", "unmet": "puolukka"}


def draw_prerequisites(board: Board) -> Scene:
    """The prerequisites in their order under their lead sentence, each with what it conditions."""
    items = sorted(board.of("prerequisite"), key=lambda item: (item.get("number") is None, item.get("number") or 0))
    if not items:
        return Scene(
            shapes=empty(board, board.say("No prerequisite has been written yet. What must be in place first?")),
            alt=board.say("No prerequisites."),
        )
    shapes: list[Shape] = []
    titles = notes_of(board, "heading", "prerequisites")
    shapes.extend(head(board, titles[0].text if titles else kind_many(board, "prerequisite"), 0, 0))
    y = 7.0
    lead = board.settings.get("lead")
    if lead:
        words = note(board, str(lead), 0, y, WIDE, role="ink", size=3.2)
        shapes.append(words)
        y += words.height + 3.0
    for place, item in enumerate(items, start=1):
        y = _prerequisite(board, item, place, shapes, y)
    unmet = sum(1 for item in items if item.get("state") == "unmet")
    return Scene(
        shapes=tuple(shapes),
        alt=board.say("{count} numbered prerequisites, {unmet} of them not met.", count=len(items), unmet=unmet),
    )


def _prerequisite(board: Board, item: Item, place: int, shapes: list[Shape], y: float) -> float:
    state = item.get("state")
    second = board.label(f"prerequisite.state.{state}") if state else ""
    box = fitted(
        item, board, 84.0, form="rounded", tone=STATE.get(str(state), "plain"), second=second,
        dashed=state == "unmet",
    ).at(9.0, y)  # fmt: skip
    number = item.get("number")
    text = f"{number:g}" if isinstance(number, int | float) and abs(number) < 1000 else str(place)
    shapes += [box, Badge(x=3.5, y=box.centre[1], text=text, form="disc", role="spruce", size=6.0)]
    right = y
    for target in board.after(item, "conditions")[:6]:
        other = label_box(
            name(board, target), 62.0, item=target, form="rounded", tone="plain", language=board.language, weight=400
        ).at(108.0, right)
        if other.height > 40.0:
            other = Box(x=108.0, y=right, text=target.code or "…", item=target, width=62.0, weight=400)
        points = (box.port("right"), other.port("left"))
        shapes += [other, Connector(points=points, role="edge", arrow="end")]
        right = other.bottom + 2.5
    return max(box.bottom, right) + 4.0


def draw_cooperation(board: Board) -> Scene:
    """What each actor develops, and on each edge the means and the cooperation with partners that it takes."""
    tasks, ties = board.of("task"), board.of("cooperation")
    if not tasks and not ties:
        return Scene(
            shapes=empty(board, board.say("No actor has a development task yet.")),
            alt=board.say("No tasks and no cooperation."),
        )
    shapes: list[Shape] = []
    if len(tasks) == 3 and _is_triangle(tasks, ties):
        _triangle(board, tasks, ties, shapes)
    else:
        _listed(board, tasks, ties, shapes)
    return Scene(
        shapes=tuple(shapes),
        alt=board.say(
            "{tasks} actors with their development tasks and {ties} ties of cooperation between them.",
            tasks=len(tasks),
            ties=len(ties),
        ),
    )


def _pair(item: Item) -> frozenset[str]:
    return frozenset(item.get("between") or ())


def _is_triangle(tasks: tuple[Item, ...], ties: tuple[Item, ...]) -> bool:
    """Whether three tasks of three actors have at most one tie on each edge: then they are drawn as a triangle."""
    actors = [task.get("actor") for task in tasks]
    edges = [frozenset((a, b)) for index, a in enumerate(actors) for b in actors[index + 1 :]]
    pairs = [_pair(tie) for tie in ties]
    return len({*actors}) == 3 and None not in actors and len(set(pairs)) == len(pairs) and set(pairs) <= set(edges)


def _task(board: Board, task: Item, width: float) -> Box:
    actor = board.actor(task.get("actor"))
    return fitted(task, board, width, form="rounded", tone="sammal", glyph="person", second=actor, tallest=60.0)


def _tie(board: Board, tie: Item, width: float) -> Box:
    partner = tie.get("partner")
    return fitted(
        tie, board, width, form="pill", tone="jarvi", second=f"→ {partner}" if partner else "", tallest=40.0,
        align="middle",
    )  # fmt: skip


def _triangle(board: Board, tasks: tuple[Item, ...], ties: tuple[Item, ...], shapes: list[Shape]) -> None:
    width, edge = 56.0, 48.0
    boxes = [_task(board, task, width) for task in tasks]
    top = boxes[0].at((WIDE - width) / 2, 0)
    made = {_pair(tie): _tie(board, tie, edge) for tie in ties}
    actors = [task.get("actor") for task in tasks]
    left_tie, right_tie, low_tie = (made.get(frozenset(pair)) for pair in (
        (actors[0], actors[1]), (actors[0], actors[2]), (actors[1], actors[2])
    ))  # fmt: skip
    name_ = board.actor(board.settings.get("centre"))
    centre = (
        label_box(name_, 44.0, form="rounded", tone="plain", strong=True, weight=700, language=board.language)
        if name_
        else None
    )
    y = top.bottom + 10.0
    middle = max([0.0, *(box.height for box in (left_tie, right_tie) if box is not None)])
    low = y + middle + 8.0 + (centre.height + 4.0 if centre is not None else 0.0)
    left, right = boxes[1].at(0, low), boxes[2].at(WIDE - width, low)
    if low_tie is not None:
        low_tie = low_tie.at((WIDE - edge) / 2, max((left.centre[1] + right.centre[1] - low_tie.height) / 2, low))
    for first, second in ((top, left), (top, right), (left, right)):
        shapes.append(Connector(points=(first.centre, second.centre), curve="straight", role="edge", width=0.8))
    shapes += [top, left, right, *([low_tie] if low_tie is not None else [])]
    if centre is not None:
        shapes.append(centre.at((WIDE - 44.0) / 2, low - centre.height - 4.0))
    if left_tie is not None:
        shapes.append(left_tie.at(WIDE / 3 - edge / 2 - 2.0, y + (middle - left_tie.height) / 2))
    if right_tie is not None:
        shapes.append(right_tie.at(WIDE * 2 / 3 - edge / 2 + 2.0, y + (middle - right_tie.height) / 2))


def _listed(board: Board, tasks: tuple[Item, ...], ties: tuple[Item, ...], shapes: list[Shape]) -> None:
    y = 0.0
    for start in range(0, len(tasks), 3):
        row = [_task(board, task, 54.0) for task in tasks[start : start + 3]]
        shapes.extend(box.at(index * 58.0, y) for index, box in enumerate(row))
        y += max(box.height for box in row) + 4.0
    for tie in ties:
        between = " – ".join(board.actor(actor) for actor in tie.get("between") or ()) or board.say("Actor not known")
        box = _tie(board, tie, 70.0).at(0, y)
        words = note(board, between, 75.0, y + 1.0, 95.0, role="ink-2", size=3.2)
        shapes += [box, words]
        y = max(box.bottom, words.y + words.height) + 3.0


CIRCLES: tuple[Role, ...] = ("heather", "moss", "lake", "amber", "spruce", "rust")


def draw_circles(board: Board) -> Scene:
    """Parts that overlap and must be fitted together, as circles over their claim; more than three stand in a row."""
    parts = board.of("part")
    if not parts:
        return Scene(
            shapes=empty(board, board.say("No parts to be reconciled have been written yet.")),
            alt=board.say("No parts."),
        )
    shapes: list[Shape] = []
    radius = 34.0
    for index, (part, (x, y)) in enumerate(zip(parts, _centres(len(parts), radius), strict=True)):
        shapes.append(_circle(x, y, radius, CIRCLES[index % len(CIRCLES)]))
        shapes.append(_circle_label(board, part, x, y, len(parts), index))
    bottom = max(y for _, y in _centres(len(parts), radius)) + radius + 6.0
    for item in notes_of(board, "claim", "circles"):
        words = note(board, item.text, 0, bottom, WIDE, role="ink", size=3.6)
        shapes.append(words)
        bottom += words.height + 3.0
    return Scene(
        shapes=tuple(shapes),
        alt=board.say(
            "{count} overlapping circles that must be fitted together: {parts}.",
            count=len(parts),
            parts=", ".join(text_of(board, part) or part.code for part in parts[:12]),
        ),
    )


def _centres(count: int, radius: float) -> list[tuple[float, float]]:
    middle = WIDE / 2
    if count == 3:
        return [(middle, radius), (middle - radius * 0.68, radius * 2.15), (middle + radius * 0.68, radius * 2.15)]
    step = radius * 1.45
    across = max(1, min(count, 6))
    start = middle - step * (across - 1) / 2
    return [(start + step * (index % across), radius + 2.2 * radius * (index // across)) for index in range(count)]


def _circle(x: float, y: float, radius: float, role: Role) -> Stroke:
    steps = 72
    points = tuple(
        (x + radius * math.cos(2 * math.pi * step / steps), y + radius * math.sin(2 * math.pi * step / steps))
        for step in range(steps)
    )
    return Stroke(points=points, role=role, width=0.9, closed=True)


def _circle_label(board: Board, part: Item, x: float, y: float, count: int, index: int) -> Words:
    """A label in the part of its circle that no other covers."""
    width = 34.0
    text = text_of(board, part) or part.code
    if part.get("variant"):
        text = f"{text} ({part.get('variant')})"
    if len(break_lines(text, width, 3.6, 700, language=board.language)) > 4:
        text = part.code or text[:20]
    dx, dy = 0.0, -3.0
    if count == 3:
        dx, dy = ((0.0, -14.0), (-11.0, 6.0), (11.0, 6.0))[index]
    elif count > 3 or count == 2:
        dy = -6.0 if index % 2 else 3.0
    return Words(
        x=x + dx, y=y + dy, text=text, width=width, size=3.6, weight=700, anchor="middle", item=part,
        language=board.language,
    )  # fmt: skip
