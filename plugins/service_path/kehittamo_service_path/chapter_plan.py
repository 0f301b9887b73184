"""The part of the chapter that tells of the plan: the service menu, the budget's classes, the charts."""

from collections.abc import Iterator

from kehittamo_core.api import Block, Board, Cell, Figure, Heading, Paragraph, money, number
from kehittamo_service_path.path import has_path, name, whole
from kehittamo_service_path.tables import filled


def plan_blocks(board: Board) -> Iterator[Block]:
    """Everything about the plan, what is empty left out."""
    yield from _menu(board)
    yield from _budget(board)
    yield from _charts(board)


def _menu(board: Board) -> Iterator[Block]:
    items = board.of("menu_service")
    if items:
        yield filled(
            caption=board.label("menu_service+"),
            columns=(
                board.say("Id"),
                board.label("menu_service"),
                board.label("menu_service.provider"),
                board.label("menu_service.price"),
                board.label("menu_service.quality"),
                board.label("link:in_budget"),
            ),
            rows=tuple(
                (
                    item.code,
                    item.text,
                    board.actor(item.get("provider")),
                    money(item.get("price") or {}, board.language),
                    item.get("quality", ""),
                    tuple(name(other) for other in board.after(item, "in_budget")),
                )
                for item in items
            ),
            widths=(0.7, 2.4, 1.8, 1.6, 2, 2),
        )


def _budget(board: Board) -> Iterator[Block]:
    items = board.of("budget_class")
    if items:
        shares = [item.get("share") for item in items if item.get("share") is not None]
        rows: list[tuple[Cell, ...]] = [
            (
                item.code,
                item.text,
                f"{number(item.get('share'), board.language)} %" if item.get("share") is not None else "–",
            )
            for item in items
        ]
        rows.append(("", board.say("Together"), f"{number(sum(shares), board.language)} %"))
        yield filled(
            caption=board.label("budget_class+"),
            columns=(board.say("Id"), board.label("budget_class"), board.label("budget_class.share")), rows=tuple(rows),
            widths=(0.7, 5, 1.4),
        )  # fmt: skip


def _charts(board: Board) -> Iterator[Block]:
    charts = board.of("chart")
    if not charts:
        return
    yield Figure(drawing="charts", caption=board.say("{title}: charts", title=board.title))
    for chart in charts:
        yield Heading(chart.text or chart.get("x_label") or chart.code, 3)
        rows: list[tuple[Cell, ...]] = []
        for field in ("x_label", "x_min", "x_max", "y_label", "y_min", "y_max", "marker"):
            if chart.get(field):
                rows.append((board.label(f"chart.{field}"), chart.get(field)))
        if not chart.get("y_label"):
            rows.append((board.label("chart.y_label"), board.say("not known")))
        for mark in board.before(chart, "on_chart"):
            role = board.label(f"chart_mark.role.{mark.get('role')}") if mark.get("role") else board.label("chart_mark")
            share = mark.get("share")
            text = mark.text if share is None or "%" in mark.text else f"{mark.text} ({whole(share)} %)"
            placed = mark.get("start") is not None or len(mark.get("heights", ())) > 1
            rows.append((role, text if placed else f"{text} ({board.say('place not known')})"))
        yield filled(
            caption=f"{board.label('chart')} {chart.code}".strip(),
            columns=(board.say("What"), board.label("chart")),
            rows=tuple(rows),
            widths=(2, 5),
        )
        if not has_path(board):
            for note in board.before(chart, "points_to"):
                yield Paragraph(f"{note.code} {note.text}".strip())
    loose = [mark for mark in board.of("chart_mark") if not board.outgoing(mark, "on_chart")]
    for mark in loose:
        yield Paragraph(name(mark))
