"""The chapter's table of groups side by side, with what a comparison of them does not allow."""

from kehittamo_core.api import Board, Item, Note, Table, day, number
from kehittamo_impact_chain.chapters.tables import Cell
from kehittamo_impact_chain.groups import Group, compared, limits, moved_words
from kehittamo_impact_chain.measures import Point, latest, response_rate, start, value
from kehittamo_impact_chain.naming import name


def group_blocks(board: Board) -> list[Note | Table]:
    """Before, after, change, n and response rate of every group, indicator by indicator; nothing to compare, nothing said."""
    rows: list[tuple[Cell, ...]] = []
    told: set[str] = set()
    for indicator, groups in compared(board):
        for group in groups:
            told.add(group.item.id)
            rows.append(_row(board, indicator, group))
    rest = [item for item in board.of("measured_group") if item.id not in told]
    for item in rest:
        tied = ", ".join(name(board, other) for other in board.after(item, "compares"))
        label = f"{item.code} {item.text}".strip()
        rows.append(
            (tied or board.say("not tied to an indicator"), label, str(item.get("area") or ""), *_lone(board, item))
        )
    if not rows:
        return []
    blocks: list[Note | Table] = [
        Table(
            caption=board.say("Groups side by side"),
            columns=(
                board.label("indicator"), board.say("Group"), board.label("measured_group.area"), board.say("Before"),
                board.say("After"), board.say("Change"), board.say("n"),
            ),
            rows=tuple(rows),
        ),
        Note(difference_limit(board)),
    ]  # fmt: skip
    for text in limits(board):
        blocks.append(Note(board.say("What the material does not allow: {limit}", limit=text), tone="gap"))
    return blocks


def difference_limit(board: Board) -> str:
    """What a difference between groups does not say."""
    return board.say("A difference between groups is not yet an effect: the groups may differ in other ways too.")


def _row(board: Board, indicator: Item, group: Group) -> tuple[Cell, ...]:
    return (
        name(board, indicator),
        group.label,
        group.area,
        _point(board, indicator, group.first),
        _point(board, indicator, group.last),
        moved_words(board, indicator, group),
        _n(board, group),
    )


def _point(board: Board, indicator: Item, point: Point | None) -> str:
    if point is None:
        return ""
    text = value(board, indicator, point.value)
    return f"{text} ({day(point.date, board.language)})" if point.date else text


def _n(board: Board, group: Group) -> str:
    if group.last is None or group.last.n is None:
        return ""
    text = number(group.last.n, board.language)
    rate = response_rate(group.item, group.last) if group.field == "series" else None
    if rate is None:
        return text
    return text + board.say(", {share} % of those asked", share=number(rate, board.language, 0))


def _lone(board: Board, item: Item) -> tuple[str, ...]:
    """The cells of a group that stands beside no other."""
    first, last = start(item), latest(item)
    shown = [_point(board, item, point) for point in (first, last)]
    return (*shown, "", number(last.n, board.language) if last is not None and last.n is not None else "")
