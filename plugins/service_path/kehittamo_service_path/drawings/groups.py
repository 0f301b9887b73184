"""The trial's groups: one path on top, a row for each group below it, and only what differs marked in the rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kehittamo_core.api import Area, Badge, Board, Box, Connector, Item, Part, Scene, Stroke, Tone, Words
from kehittamo_service_path.drawings.added import added_at
from kehittamo_service_path.drawings.boxes import FORMS, fitted
from kehittamo_service_path.drawings.panels import Paragraphs, side_by_side
from kehittamo_service_path.path import brief, is_guess, lane_of, lanes_of, name
from kehittamo_service_path.trial import (
    Factor,
    factors_of,
    level_of,
    levels_of,
    same_for_all,
    short,
    steps_of_trial,
    trial_of,
    varied_kinds,
)  # fmt: skip

HEAD = 40.0
PITCH, BOX = 32.5, 30.5
SMALL = 2.82
SCREEN = 205.0, 93.0
"""How much of the groups the projector shows at a time at most, in millimetres."""
MOST = 9
"""More steps than this do not fit a page: then only the varied ones are drawn."""
TONES: Mapping[str, Tone] = {
    "customer": "lakka", "guidance": "jarvi", "growth": "sammal", "information": "kivi", "more": "kanerva",
}  # fmt: skip
Shape = Area | Badge | Box | Connector | Stroke | Words


@dataclass(frozen=True)
class Band:
    """The path's own row, or a group's, with where it begins and ends."""

    label: str
    top: float
    bottom: float


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The steps that are drawn, with the left edges of their boxes, and how many are not."""

    steps: tuple[Item, ...]
    left: Mapping[str, float]
    hidden: int
    width: float


def draw_groups(board: Board) -> Scene:
    """One path and the marked differences of each group, side by side so that they can be compared."""
    factors = factors_of(board)
    groups = board.of("trial_group")
    columns = _columns(board, factors)
    shapes: list[Shape] = []
    y = _path(board, columns, factors, shapes)
    rows = [Band("", -4.0, y - 1.0)]
    for group in groups:
        end = _row(board, group, columns, factors, shapes, y) + 2.4
        rows.append(Band(group.text or group.code, y - 1.4, end - 1.4))
        y = end
    if not groups:
        words = Words(x=0, y=y, text=board.say("The trial has no groups yet."), role="ink-2")
        shapes.append(words)
        rows.append(Band("", y - 1.0, y + words.height + 1.0))
        y += words.height + 3
    panels = list(_panels(board, factors))
    below = side_by_side(board, panels, y + 2.0, columns.width)
    shapes += below
    parts = list(_screens(board, rows, columns))
    for (heading, _), area in zip(panels, (shape for shape in below if isinstance(shape, Area)), strict=True):
        parts.append(Part(label=brief(heading), x=area.x, y=area.y, width=area.width, height=area.height))
    named = sum(1 for group in groups if all(levels_of(board, group, factors)) and factors)
    alt = board.say(
        "The trial's path with {steps}, {varied} of them varied; {groups}, {named} with their levels decided.",
        steps=board.say_many("{number} step", "{number} steps", len(columns.steps) + columns.hidden),
        varied=len({step.id for factor in factors for step in factor.steps}),
        groups=board.say_many("{number} group", "{number} groups", len(groups)),
        named=named,
    )
    return Scene(shapes=tuple(shapes), alt=alt, parts=tuple(parts))


def _screens(board: Board, rows: Sequence[Band], columns: Columns) -> Iterator[Part]:
    """A few groups and steps at a time for the projector, cut between rows and between steps; the path with the first."""
    heights: list[list[Band]] = []
    for row in rows:
        if heights and row.bottom - heights[-1][0].top <= SCREEN[1]:
            heights[-1].append(row)
        else:
            heights.append([row])
    cuts = [0.0]
    for step in columns.steps:
        if columns.left[step.id] + PITCH - cuts[-1] > SCREEN[0]:
            cuts.append(columns.left[step.id] - 1.0)
    cuts.append(columns.width)
    for held in heights:
        groups = ", ".join(brief(row.label, 40) for row in held if row.label) or board.say("The groups")
        for number, (left, right) in enumerate(pairwise(cuts), 1):
            label = groups if len(cuts) == 2 else f"{groups} {number}/{len(cuts) - 1}"
            top, bottom = held[0].top, held[-1].bottom
            yield Part(label=label, x=left, y=top, width=right - left, height=bottom - top)


def _columns(board: Board, factors: Sequence[Factor]) -> Columns:
    steps = steps_of_trial(board)
    varied = {step.id for factor in factors for step in factor.steps}
    shown = steps
    if len(steps) > MOST:
        shown = tuple(step for step in steps if step.id in varied)[:MOST] or steps[:MOST]
    left = {step.id: HEAD + 4 + PITCH * number for number, step in enumerate(shown)}
    width = max(HEAD + 4 + PITCH * len(shown) + 2, 200.0)
    return Columns(steps=shown, left=left, hidden=len(steps) - len(shown), width=width)


def _path(board: Board, columns: Columns, factors: Sequence[Factor], shapes: list[Shape]) -> float:
    """The path's steps in a row, the varied ones with a strong edge and the numbers of what varies them."""
    lanes = lanes_of(board)
    boxes: list[Box] = []
    for step in columns.steps:
        lane = lane_of(board, step, lanes) if step.board == board.id else None
        form = FORMS[varied_kinds(step)]
        tone = lane.tone if lane is not None else TONES.get(step.zone, "plain")
        boxes.append(
            fitted(
                Box(
                    x=columns.left[step.id], y=0, item=step, width=BOX, form=form, tone=tone, size=SMALL, code=True,
                    align="middle" if form == "pill" else "start", language=board.language,
                    strong=any(step.id == other.id for factor in factors for other in factor.steps),
                )
            )
        )  # fmt: skip
    highest = max((box.height for box in boxes), default=8.0)
    trial = trial_of(board)
    heading = trial.text if trial is not None and trial.text else board.say("The trial's path")
    title = Words(x=0, y=0, text=heading, width=HEAD - 2, weight=700, item=trial, language=board.language)
    if len(title.lines) > 6:
        title = Words(x=0, y=0, text=board.say("The trial's path"), width=HEAD - 2, weight=700, item=trial)
    shapes.append(title)
    for box in boxes:
        placed = Box(
            x=box.x, y=(highest - box.height) / 2, item=box.item, width=box.width, height=box.height, form=box.form,
            tone=box.tone, size=SMALL, code=True, align=box.align, strong=box.strong, lines=box.lines,
        )  # fmt: skip
        shapes.append(placed)
        marks = [
            n
            for n, factor in enumerate(factors, 1)
            if any(box.item is not None and box.item.id == s.id for s in factor.steps)
        ]
        for index, mark in enumerate(marks):
            shapes.append(Badge(x=placed.right - 3 - 5.4 * index, y=placed.y, text=str(mark), role="amber", size=5.0))
    bottom = max(highest, title.height) + 3.0
    legend = trial.get("legend") if trial is not None else None
    words = Words(
        x=HEAD + 4, y=bottom, width=columns.width - HEAD - 6, size=SMALL, role="ink-2", language=board.language,
        text=_legend(board, columns, factors, legend),
    )  # fmt: skip
    if words.text:
        shapes.append(words)
        bottom += words.height + 2.0
    return bottom


def _legend(board: Board, columns: Columns, factors: Sequence[Factor], legend: str | None) -> str:
    said = []
    if any(factor.steps for factor in factors):
        said.append(
            board.say(
                "Strong edge and number: {legend}.",
                legend=legend or board.say("a step that the factor of this number varies"),
            )
        )
    if any(is_guess(link) for link in board.links_of("varies")):
        said.append(board.say("Which steps are varied was inferred from the factors' descriptions."))
    if columns.hidden:
        said.append(
            board.say_many(
                "{number} more step is the same for all.", "{number} more steps are the same for all.", columns.hidden
            )
        )
    return " ".join(said)


def _row(
    board: Board, group: Item, columns: Columns, factors: Sequence[Factor], shapes: list[Shape], y: float
) -> float:
    """A group's row: its name and levels, and at each varied step the level that it has there."""
    cells: list[Box] = []
    for step in columns.steps:
        at = 0.0
        for number, factor in enumerate(factors, 1):
            if any(step.id == other.id for other in factor.steps):
                cell = _cell(board, group, number, factor, columns.left[step.id], y + 3.0 + at)
                cells.append(cell)
                at += cell.height + 1.4
        for cell in added_at(board, group, step, factors, columns.left[step.id], y + 3.0 + at):
            cells.append(cell)
            at = cell.bottom - y - 3.0 + 1.4
    second = _levels_in_words(board, group, factors)
    head = Box(
        x=0,
        y=0,
        width=HEAD - 2.8,
        text=group.text or group.code,
        second=second,
        form="plain",
        weight=700,
        language=board.language,
    )
    if head.height > 60:
        second = ""
    height = max([12.0, min(head.height, 60.0) + 5.0, *(cell.bottom - y + 3.0 for cell in cells)])
    label = group.text if len(group.text) < 120 else group.code
    shapes.append(
        Area(
            x=0,
            y=y,
            width=columns.width,
            height=height,
            form="lane",
            head=HEAD,
            label=label or group.code,
            second=second,
            tone="jarvi",
            item=group,
            language=board.language,
        )
    )
    taken = {cell.x for cell in cells}
    for step in columns.steps:
        x = columns.left[step.id]
        if x not in taken:
            shapes.append(
                Stroke(
                    points=((x + BOX / 2 - 7, y + height / 2), (x + BOX / 2 + 7, y + height / 2)),
                    role="line",
                    width=0.8,
                )
            )
    shapes += cells
    return y + height


def _cell(board: Board, group: Item, number: int, factor: Factor, x: float, y: float) -> Box:
    level = level_of(board, group, factor)
    text = short(level) if level is not None else board.say("Level open")
    box = Box(
        x=x,
        y=y,
        item=level,
        text=f"{number}: {text}",
        width=BOX,
        form="note",
        size=SMALL,
        weight=600 if level else 400,
        tone="lakka" if level is not None else "plain",
        dashed=level is None,
        language=board.language,
    )
    if box.height <= 26.0:
        return box
    code = level.code if level is not None else ""
    text = f"{number}: {code or '…'}"
    return Box(x=x, y=y, item=level, text=text, width=BOX, form="note", size=SMALL, tone="lakka")


def _levels_in_words(board: Board, group: Item, factors: Sequence[Factor]) -> str:
    known = [level for level in levels_of(board, group, factors) if level is not None]
    if not known:
        return board.say("Levels not decided")
    said = [f"{name(level).split()[0]} {short(level)}" if len(short(level)) < 60 else level.code for level in known]
    extra = sum(len(level.get("meetings", ())) for level in known)
    if extra:
        said.append(board.say_many("+ {number} meeting", "+ {number} meetings", extra))
    return "; ".join(said)


def _panels(board: Board, factors: Sequence[Factor]) -> Iterator[tuple[str, Paragraphs]]:
    for number, factor in enumerate(factors[:3], 1):
        texts: list[tuple[str, str, Item | None]] = []
        if factor.item.get("hypothesis"):
            texts.append((board.label("factor.hypothesis"), factor.item.get("hypothesis"), factor.item))
        for level in factor.levels:
            heading = board.say("Level {number}", number=level.get("number") or factor.levels.index(level) + 1)
            texts.append((f"{level.code} {heading}".strip(), level.text, level))
        yield f"{number}: {brief(factor.item.get('title') or factor.item.text)}", texts
    same = [("", text, trial_of(board)) for text in same_for_all(board)]
    trial = trial_of(board)
    if trial is not None and trial.get("comparison"):
        same.append((board.label("trial.comparison"), trial.get("comparison"), trial))
    if same:
        yield board.label("trial.same"), same
