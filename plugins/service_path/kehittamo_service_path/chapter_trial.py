"""The part of the chapter that tells what is tried: factors, levels, groups, what stays the same, results, the log."""

from collections.abc import Iterator

from kehittamo_core.api import Block, Board, Cell, Figure, Heading, Item, Note, Paragraph, Table, day, number
from kehittamo_service_path.chapter_path import guessed
from kehittamo_service_path.enrolment import log_of
from kehittamo_service_path.path import is_guess, name, whole
from kehittamo_service_path.reading import cells
from kehittamo_service_path.tables import filled
from kehittamo_service_path.trial import (
    Factor,
    combinations,
    factors_of,
    group_of,
    levels_of,
    same_for_all,
    short,
    steps_of_trial,
    trial_of,
)  # fmt: skip
from kehittamo_service_path.trial_kinds import CHECKLIST

DATES = ("plan_locked", "first_measurement")
FACTOR_FIELDS = (
    "title", "purpose", "hypothesis", "primary_outcome", "outcomes", "analysis", "assignment", "unit", "common",
)  # fmt: skip


def trial_blocks(board: Board) -> Iterator[Block]:
    """Everything about the trial."""
    trial, factors = trial_of(board), factors_of(board)
    heading = trial.text if trial is not None and trial.text else board.say("The trial")
    yield Heading(heading)
    if trial is not None and trial.get("legend"):
        yield Paragraph(trial.get("legend"))
    if factors or board.of("trial_group"):
        yield Figure(
            drawing="groups", caption=board.say("{title}: one path and what differs in each group", title=board.title)
        )
    steps = steps_of_trial(board)
    if steps:
        yield _steps(board, steps, factors)
    for factor in factors:
        yield from _factor(board, factor)
    yield from _loose_levels(board)
    yield from _groups(board, factors)
    yield from _same(board, trial)
    yield from _settings(board, trial)
    yield from _measurements(board)
    yield from _log(board)


def _steps(board: Board, steps: tuple[Item, ...], factors: tuple[Factor, ...]) -> Table:
    links = {(link.source, link.target): link for link in board.links_of("varies")}
    rows: list[tuple[Cell, ...]] = []
    for step in steps:
        by = []
        for factor in factors:
            link = links.get((factor.item.id, step.id))
            if link is not None:
                by.append(guessed(board, name(factor.item), is_guess(link)))
        rows.append((step.code, step.text, tuple(by) or board.say("the same for all")))
    return filled(
        caption=board.say("The trial's path and what is varied on it"),
        columns=(board.say("Id"), board.label("step"), board.say("What varies it")),
        rows=tuple(rows), widths=(0.8, 3.4, 3.4),
    )  # fmt: skip


def _factor(board: Board, factor: Factor) -> Iterator[Block]:
    item = factor.item
    yield Heading(guessed(board, name(item), "text" in item.inferred), 3)
    rows: list[tuple[Cell, ...]] = []
    for field in FACTOR_FIELDS:
        value = item.get(field)
        if value:
            cell: Cell = (
                tuple(value) if isinstance(value, list | tuple) else board.actor(value) if field == "unit" else value
            )
            rows.append((board.label(f"factor.{field}"), cell))
        elif field in ("hypothesis", "primary_outcome", "analysis"):
            rows.append((board.label(f"factor.{field}"), board.say("not known")))
    yield filled(
        caption=f"{board.label('factor')} {item.code}".strip(),
        columns=(board.say("What"), board.label("factor")),
        rows=tuple(rows),
        widths=(1.6, 5),
    )
    if factor.levels:
        yield filled(
            caption=board.say("Levels of {factor}", factor=name(item)),
            columns=(board.say("Level"), board.say("What is done"), board.label("level.label"), board.say("More")),
            rows=tuple(_level(board, level) for level in factor.levels), widths=(0.8, 4, 1.6, 2.4),
        )  # fmt: skip


def _level(board: Board, level: Item) -> tuple[Cell, ...]:
    more = (
        [board.say("Called together by {who}", who=board.actor(level.get("convener")))] if level.get("convener") else []
    )
    more += list(level.get("meetings", ()))
    more += [name(step) for step in board.after(level, "adds")]
    for link in board.outgoing(level, "adds_at"):
        step, where = board.item(link.target), link.get("where")
        point = f"{board.label(f'link:adds_at.where.{where}')}: " if where else ""
        more.append(f"+ {link.get('what') or board.say('Meeting')} ({point}{name(step) if step else '–'})")
    more += [
        f"{item.text}: {whole(item.get('share'))} %"
        for item in board.before(level, "told_on")
        if item.get("share") is not None
    ]
    which = whole(level.get("number")) if level.get("number") is not None else level.code
    return which, f"{level.code} {level.text}".strip(), level.get("label", ""), tuple(more)


def _brief(board: Board, level: Item) -> str:
    """A level by its short name, else by its number: its words stand in the factor's own table."""
    number = level.get("number")
    label = level.get("label") or (
        board.say("Level {number}", number=whole(number)) if number is not None else short(level)
    )
    return f"{level.code} {label}".strip()


def _loose_levels(board: Board) -> Iterator[Block]:
    loose = [item for item in board.of("level") if not board.outgoing(item, "level_of")]
    if loose:
        yield filled(
            caption=board.say("Levels without a factor"),
            columns=(board.say("Level"), board.say("What is done"), board.label("level.label"), board.say("More")),
            rows=tuple(_level(board, level) for level in loose), widths=(0.8, 4, 1.6, 2.4),
        )  # fmt: skip


def _groups(board: Board, factors: tuple[Factor, ...]) -> Iterator[Block]:
    groups = board.of("trial_group")
    if groups:
        rows: list[tuple[Cell, ...]] = []
        for group in groups:
            has = [level for level in levels_of(board, group, factors) if level is not None]
            levels: Cell = tuple(_brief(board, level) for level in has) or board.say("not decided")
            rows.append((group.code, group.text, levels))
        yield filled(
            caption=board.label("trial_group+"),
            columns=(board.say("Id"), board.label("trial_group"), board.label("level+")),
            rows=tuple(rows),
            widths=(0.8, 2, 5),
        )
    ways = combinations(factors)
    if len(ways) > 1:
        yield filled(
            caption=board.say("Combinations of the levels"),
            columns=(board.label("level+"), board.label("trial_group")),
            rows=tuple(
                (
                    tuple(_brief(board, level) for level in way),
                    found.text if (found := group_of(board, way)) else board.say("not decided"),
                )
                for way in ways
            ),
            widths=(5, 2),
        )


def _same(board: Board, trial: Item | None) -> Iterator[Block]:
    same = same_for_all(board)
    if same:
        yield Heading(board.label("trial.same"), 3)
        for text in same:
            yield Paragraph(text)
    if trial is not None and trial.get("comparison"):
        yield Heading(board.label("trial.comparison"), 3)
        yield Paragraph(trial.get("comparison"))


def _settings(board: Board, trial: Item | None) -> Iterator[Block]:
    """What the trial's settings say, and the checklist, once somebody has begun to fill them."""
    if trial is None:
        return
    rows: list[tuple[Cell, ...]] = []
    for field in ("state", "strata", *CHECKLIST):
        if trial.get(field):
            rows.append((board.label(f"trial.{field}"), board.label(f"trial.{field}.{trial.get(field)}")))
    for field in ("plan_locked", "first_measurement", "seal", "seed"):
        if trial.get(field):
            value = str(trial.get(field))
            shown = day(value, board.language) if field in DATES else value
            rows.append((board.label(f"trial.{field}"), shown))
    for field in ("locked_plan", "sealed"):
        if trial.get(field):
            rows.append((board.label(f"trial.{field}"), tuple(trial.get(field))))
    if trial.get("block_sizes"):
        rows.append((board.label("trial.block_sizes"), ", ".join(whole(size) for size in trial.get("block_sizes"))))
    if rows:
        yield filled(
            caption=board.say("How the trial is made"),
            columns=(board.say("What"), board.label("trial")),
            rows=tuple(rows),
            widths=(3, 4),
        )


def _measurements(board: Board) -> Iterator[Block]:
    groups = board.of("trial_group")
    for item in board.of("measurement"):
        known = cells(board, item)
        if not known:
            yield Paragraph(name(item))
            continue
        yield filled(
            caption=f"{name(item)} ({item.get('unit')})" if item.get("unit") else name(item),
            columns=(board.label("trial_group"), board.label("link:measured.mean"), board.label("link:measured.n")),
            rows=tuple(
                (group.text or group.code, number(known[group.id].value, board.language), str(known[group.id].n or "–"))
                for group in groups if group.id in known
            ),
            widths=(4, 2, 2),
        )  # fmt: skip
        yield Note(board.say("Single groups are only described; read the factors first."))


def _log(board: Board) -> Iterator[Block]:
    log = log_of(board)
    if log:
        yield filled(
            caption=board.label("allocation+"),
            columns=(
                board.label("allocation.number"),
                board.label("allocation"),
                board.label("allocation.stratum"),
                board.label("trial_group"),
            ),
            rows=tuple(
                (
                    whole(line.item.get("number", index)),
                    line.item.text,
                    line.item.get("stratum", ""),
                    line.group.text or line.group.code if line.group is not None else "–",
                )
                for index, line in enumerate(log, 1)
            ),
            widths=(1, 2, 3, 3),
        )
