"""Simple charts of a plan: how independent the customer is, and how a change may go over time."""

from collections.abc import Iterator
from typing import Literal

from kehittamo_core.api import Board, Item, Role, Scene, Stroke, Words
from kehittamo_service_path.path import name

WIDTH, HEIGHT, LOW = 104.0, 62.0, 24.0
"""LOW is the height of a chart on which nothing has a known place."""
BELOW = 14.0
SMALL = 2.82
COLOURS: tuple[Role, ...] = ("lake", "rust", "moss", "heather")
Shape = Stroke | Words
Anchor = Literal["start", "middle", "end"]


def draw_charts(board: Board) -> Scene:
    """Two charts in a row; a mark whose place is not known is listed under its chart and never drawn at a guess."""
    charts = board.of("chart")
    if not charts:
        words = Words(x=0, y=0, text=board.say("No charts have been made yet."), role="ink-2")
        return Scene(shapes=(words,), alt=words.text)
    shapes: list[Shape] = []
    y = 0.0
    for start in range(0, len(charts), 2):
        ends = [y]
        for column, chart in enumerate(charts[start : start + 2]):
            ends.append(_chart(board, chart, 26.0 + column * (WIDTH + 38.0), y, shapes))
        y = max(ends) + 10.0
    alt = board.say_many(
        "{number} chart: {names}.",
        "{number} charts: {names}.",
        len(charts),
        names="; ".join(_title(board, chart) for chart in charts),
    )
    return Scene(shapes=tuple(shapes), alt=alt)


def _title(board: Board, chart: Item) -> str:
    return chart.text or chart.get("x_label") or chart.code


def _chart(board: Board, chart: Item, x: float, y: float, shapes: list[Shape]) -> float:
    """One chart with its axes from x, y on; returns where it ends."""
    title = Words(
        x=x,
        y=y,
        text=name(chart) if chart.text else chart.code,
        width=WIDTH,
        weight=700,
        size=3.6,
        item=chart,
        language=board.language,
    )
    shapes.append(title)
    top = y + title.height + 3.0
    marks = sorted(board.before(chart, "on_chart"), key=lambda item: item.order)
    known = [mark for mark in marks if any(True for _ in _mark(board, mark, 0, x, top, top + HEIGHT))]
    bottom = top + (HEIGHT if known or chart.get("marker_at") is not None else LOW)
    shapes.append(Stroke(points=((x, top), (x, bottom), (x + WIDTH, bottom)), role="ink-2", width=0.5))
    shapes.extend(_axis_words(board, chart, x, top, bottom))
    lost: list[Item] = []
    for number, mark in enumerate(marks):
        drawn = list(_mark(board, mark, number, x, top, bottom))
        if drawn:
            shapes.extend(drawn)
        else:
            lost.append(mark)
    at = bottom + BELOW
    marker, place = chart.get("marker"), chart.get("marker_at")
    if marker and place is not None:
        across = x + place / 100 * WIDTH
        shapes.append(Stroke(points=((across, top), (across, bottom)), role="ink-3", dashed=True))
        shapes.append(
            Words(x=across + 1, y=top, text=marker, width=34, size=SMALL, role="ink-2", language=board.language)
        )
    if lost or (marker and place is None):
        at = _listed(
            board,
            [*(_mark_text(mark) for mark in lost), *([marker] if marker and place is None else [])],
            x,
            at,
            shapes,
            lost,
        )
    notes = board.before(chart, "points_to")
    for note in notes:
        words = Words(x=x, y=at, text=note.text or note.code, width=WIDTH, size=3.0, item=note, language=board.language)
        shapes.append(words)
        at += words.height + 1.0
    return at


def _axis_words(board: Board, chart: Item, x: float, top: float, bottom: float) -> Iterator[Words]:
    """The names of the axes and their ends; a name that needs too much room is in the table only."""
    middle, across = (top + bottom) / 2, x + WIDTH / 2
    rows: tuple[tuple[str, float, float, float, Anchor], ...] = (
        ("x_min", x, bottom + 1.5, 34.0, "start"), ("x_max", x + WIDTH, bottom + 1.5, 34.0, "end"),
        ("x_label", across, bottom + 5.5, WIDTH, "middle"), ("y_label", x - 2, middle - 4, 22.0, "end"),
        ("y_max", x - 2, top, 22.0, "end"), ("y_min", x - 2, bottom - 4, 22.0, "end"),
    )  # fmt: skip
    for field, at, y, width, anchor in rows:
        text = chart.get(field, "")
        if not text and field == "y_label":
            text = board.say("Name of the axis not known")
        words = Words(
            x=at, y=y, text=text, width=width, size=SMALL, weight=600 if field == "x_label" else 400, anchor=anchor,
            role="ink" if field == "x_label" else "ink-2", language=board.language,
        )  # fmt: skip
        if text and len(words.lines) <= 3:
            yield words


def _mark_text(mark: Item) -> str:
    share = mark.get("share")
    text = mark.text or mark.code
    return text if share is None or "%" in text else f"{text} ({share:g} %)"


def _mark(board: Board, mark: Item, number: int, x: float, top: float, bottom: float) -> Iterator[Shape]:
    """An area over its stretch of the axis, or a curve through its heights; nothing where the place is not known."""
    colour = COLOURS[number % len(COLOURS)]
    heights = [min(max(float(value), 0.0), 100.0) for value in mark.get("heights", ())]
    if len(heights) > 1:
        step = WIDTH / (len(heights) - 1)
        points = tuple((x + step * index, bottom - value / 100 * (bottom - top)) for index, value in enumerate(heights))
        yield Stroke(points=points, role=colour, width=0.9, smooth=True)
        words = Words(
            x=x + WIDTH + 1,
            y=points[-1][1] - 2,
            text=_mark_text(mark),
            width=32,
            size=SMALL,
            weight=600,
            item=mark,
            role=colour,
            language=board.language,
        )
        yield (
            words
            if len(words.lines) <= 5
            else Words(x=words.x, y=words.y, text=mark.code or "…", size=SMALL, item=mark)
        )
        return
    start, end = mark.get("start"), mark.get("end")
    if start is None or end is None or abs(end - start) < 1:
        return
    left, right = sorted((x + start / 100 * WIDTH, x + end / 100 * WIDTH))
    row = top + 6.0 + (number % 5) * 11.0
    yield Stroke(points=((left, row + 9), (right, row + 9)), role=colour, width=1.6)
    words = Words(
        x=left,
        y=row,
        text=_mark_text(mark),
        width=max(right - left, 24),
        size=SMALL,
        weight=600,
        item=mark,
        language=board.language,
    )
    yield words if len(words.lines) <= 2 else Words(x=left, y=row + 3, text=mark.code or "…", size=SMALL, item=mark)


def _listed(board: Board, texts: list[str], x: float, y: float, shapes: list[Shape], marks: list[Item]) -> float:
    head = Words(
        x=x,
        y=y,
        text=board.say("On the chart, place not known:"),
        width=WIDTH,
        size=SMALL,
        role="ink-2",
        language=board.language,
    )
    shapes.append(head)
    y += head.height + 0.6
    for index, text in enumerate(texts):
        item = marks[index] if index < len(marks) else None
        words = Words(x=x + 3, y=y, text=f"· {text}", width=WIDTH - 3, size=3.0, item=item, language=board.language)
        if len(words.lines) > 4:
            words = Words(x=x + 3, y=y, text=f"· {item.code if item is not None else '…'}", size=3.0, item=item)
        shapes.append(words)
        y += words.height + 0.5
    return y + 1.5
