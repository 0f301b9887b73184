"""What a level adds to the path of the groups that have it: a meeting at a named point, or a step that others lack."""

from collections.abc import Iterator, Sequence

from kehittamo_core.api import Board, Box, Item
from kehittamo_service_path.path import brief
from kehittamo_service_path.trial import Factor, levels_of, short

WIDTH, SIZE = 30.5, 2.82
HIGHEST = 26.0


def added_at(board: Board, group: Item, step: Item, factors: Sequence[Factor], x: float, y: float) -> Iterator[Box]:
    """The boxes of a group's row that say what its levels add at a step; «not in this group» where others add it."""
    has = [level for level in levels_of(board, group, factors) if level is not None]
    adders = [level for level in board.before(step, "adds") if level.kind == "level"]
    mine = [level for level in adders if level.id in {other.id for other in has}]
    if adders and not mine and len(has) == len([factor for factor in factors if factor.levels]):
        box = _box(x, y, board.say("not in this group"), None, board)
        yield box
        y = box.bottom + 1.4
    for level in mine:
        box = _box(x, y, f"+ {brief(short(level), 40)}", level, board)
        yield box
        y = box.bottom + 1.4
    for level in has:
        for link in board.outgoing(level, "adds_at"):
            if link.target == step.id:
                what = link.get("what") or board.say("Meeting")
                where = board.label(f"link:adds_at.where.{link.get('where')}") if link.get("where") else ""
                box = _box(x, y, f"+ {brief(what, 40)}" + (f" ({where})" if where else ""), level, board)
                yield box
                y = box.bottom + 1.4


def _box(x: float, y: float, text: str, level: Item | None, board: Board) -> Box:
    tone, form = ("sammal", "pill") if level is not None else ("plain", "plain")
    box = Box(
        x=x, y=y, item=level, text=text, width=WIDTH, form=form, size=SIZE, tone=tone, align="middle",  # type: ignore[arg-type]
        language=board.language,
    )  # fmt: skip
    if box.height <= HIGHEST or level is None:
        return box
    return Box(x=x, y=y, item=level, text=f"+ {level.code or '…'}", width=WIDTH, form="pill", size=SIZE, tone="sammal")
