"""Two paths in words: the chapter's drawing and table of both, and what can be said of them aloud."""

from collections.abc import Iterator, Sequence

from kehittamo_core.api import Block, Board, Cell, Figure, Insight, Item
from kehittamo_service_path.durations import lead_time
from kehittamo_service_path.flow import walk
from kehittamo_service_path.pairs import FIELDS, Pair, Paths, field_in_words, read_paths, value_in_words
from kehittamo_service_path.path import name, names
from kehittamo_service_path.spans import span_in_words
from kehittamo_service_path.tables import filled

MOST_NAMED = 12


def together_blocks(board: Board) -> Iterator[Block]:
    """The drawing of both paths and the table that says the same, where the board has a path beside it."""
    paths = read_paths(board)
    if paths is None:
        return
    yield Figure(
        drawing="together",
        caption=board.say("{mine} and {other}: two paths", mine=paths.mine.title, other=paths.other.title),
    )
    columns = [paths.mine.title, paths.other.title]
    rows = tuple(_rows(paths))
    yield filled(
        caption=board.say("Two paths, step by step"),
        columns=(*columns, board.say("What differs")),
        rows=rows,
        widths=(3, 3, 3),
    )


def _rows(paths: Paths) -> Iterator[tuple[Cell, ...]]:
    """In the order of this path; steps of the other alone stand where the other path has them."""
    by_mine = {pair.mine.id: pair for pair in paths.pairs}
    by_other = {pair.other.id: pair for pair in paths.pairs}
    waiting = list(walk(paths.other))
    for item in walk(paths.mine):
        pair = by_mine.get(item.id)
        if pair is None:
            yield _cell(paths.mine, item), "–", _alone(paths, item)
            continue
        while waiting and waiting[0].id not in by_other:
            yield "–", _cell(paths.other, waiting[0]), _alone(paths, waiting.pop(0))
        waiting = [other for other in waiting if other.id != pair.other.id]
        yield _cell(paths.mine, item), _cell(paths.other, pair.other), tuple(_differing(paths, pair))
    for other in waiting:
        if other.id not in by_other:
            yield "–", _cell(paths.other, other), _alone(paths, other)


def _cell(board: Board, item: Item) -> str:
    return name(item) if item.text else f"{item.code} –".strip()


def _alone(paths: Paths, item: Item) -> str:
    change = paths.change_of(item)
    return paths.mine.label(f"step.change.{change}") if change else ""


def _differing(paths: Paths, pair: Pair) -> Iterator[str]:
    if not pair.tie.id:
        yield paths.mine.say("the same name, not tied by anybody (inferred)")
    for field in (*FIELDS, "lane"):
        if field in pair.differs and field != "text":
            one = value_in_words(paths.mine, pair.mine, field) or "–"
            two = value_in_words(paths.other, pair.other, field) or "–"
            yield f"{field_in_words(paths.mine, field)}: {one} | {two}"


def two_paths(board: Board) -> Iterator[Insight]:
    """Where this path and the one beside it meet and how long each takes; then, behind more, every step that differs."""
    paths = read_paths(board)
    if paths is None:
        return
    titles = {"mine": paths.mine.title, "other": paths.other.title}
    differing = [pair for pair in paths.pairs if pair.differs]
    said = board.say_many(
        "{mine} and {other} meet in {number} step; {differ} of them differ.",
        "{mine} and {other} meet in {number} steps; {differ} of them differ.",
        len(paths.pairs), differ=len(differing), **titles,
    )  # fmt: skip
    spans = [(path, found) for path in (paths.mine, paths.other) if (found := lead_time(path)) is not None]
    if len(spans) == 2:
        said += " " + " ".join(
            board.say("{path} takes {span}.", path=path.title, span=span_in_words(board, found.low, found.high))
            for path, found in spans
        )
    limit = board.say(
        "Steps are the same where somebody has tied them, or where both paths have one step of that name."
    )
    named = sum(1 for pair in paths.pairs if not pair.tie.id)
    if named:
        limit += " " + board.say_many(
            "{number} was read out of a name alone.", "{number} were read out of a name alone.", named
        )
    formula = board.say("Ties «is the same step as», then equal names that stand once on each path.")
    items = (*(pair.mine for pair in differing), *paths.only_mine)
    yield Insight(finding=said, items=items, limit=limit, formula=formula)
    yield Insight(finding=_step_by_step(paths, differing), items=items, limit=limit, formula=formula, more=True)


def _step_by_step(paths: Paths, differing: Sequence[Pair]) -> str:
    """The steps in which two paths meet, those that stand on one alone, and in what the same ones differ."""
    board = paths.mine
    said = board.say_many(
        "{mine} and {other} meet in {number} step: {steps}.",
        "{mine} and {other} meet in {number} steps: {steps}.",
        len(paths.pairs),
        mine=paths.mine.title,
        other=paths.other.title,
        steps="; ".join(f"{name(pair.mine)} = {pair.other.code}" for pair in paths.pairs[:MOST_NAMED]) or "–",
    )
    for path, alone in ((paths.mine, paths.only_mine), (paths.other, paths.only_other)):
        if alone:
            said += " " + board.say(
                "On {path} alone: {steps}.", path=path.title, steps=names(alone[:MOST_NAMED]) + (" …" if len(alone) > MOST_NAMED else "")
            )  # fmt: skip
    if differing:
        told = [
            f"{pair.mine.code} ({', '.join(field_in_words(board, field).lower() for field in pair.differs)})"
            for pair in differing[:MOST_NAMED]
        ]
        said += " " + board.say("The same steps differ in: {steps}.", steps="; ".join(told))
    return said
