"""Eurot: who pays and who saves, with ranges, their sums in words, and ROSI with its conditions and what moves it most.

Yearly sums stand apart from single ones.
"""

from collections.abc import Callable

from kehittamo_core.api import Board, Item, Scene, Stroke, Words
from kehittamo_impact_chain import rosi
from kehittamo_impact_chain.drawings.parts import Role, Shape, empty, head, note
from kehittamo_impact_chain.euros import Amount, Share, in_words, lines, shares, sum_of
from kehittamo_impact_chain.insights_cards import sum_words
from kehittamo_impact_chain.naming import name, sentence

WIDE = 170.0
NAMES = 44.0
HIGH = 5.0


def draw_euros(board: Board) -> Scene:
    """Bars of what each organisation pays (left) and saves (right), then the ROSI values."""
    single, yearly = shares(board), shares(board, yearly=True)
    values = [item for item in board.of("rosi") if rosi.in_words(board, item)]
    if not single and not yearly and not values:
        return Scene(
            shapes=empty(
                board, board.say("No costs and no savings have been written yet. What does it cost, who saves?")
            ),
            alt=board.say("No euros."),
        )
    shapes: list[Shape] = []
    y = 0.0
    for rows, title, recurs in (
        (single, board.say("Who pays and who saves"), False),
        (yearly, board.say("Who pays and who saves every year"), True),
    ):
        if rows:
            shapes.extend(head(board, title, 0, y))
            y = _bars(board, rows, shapes, y + 8.0)
            y = _sums(board, shapes, y, yearly=recurs) + 6.0
    if values:
        shapes.extend(head(board, board.label("rosi"), 0, y))
        y = _values(board, values, shapes, y + 8.0)
    return Scene(
        shapes=tuple(shapes),
        alt=board.say(
            "Bars of euros for {count} organisations: what they pay and what they save. {values} ROSI values below.",
            count=len({row.actor for row in (*single, *yearly) if row.actor}),
            values=len(values),
        ),
    )


def _bars(board: Board, rows: tuple[Share, ...], shapes: list[Shape], y: float) -> float:
    most = max(
        [abs(amount.high) for row in rows for amount in (row.pays, row.saves) if amount is not None], default=1.0
    )
    half = (WIDE - NAMES - 4.0) / 2
    middle = NAMES + 4.0 + half
    scale = (half - 2.0) / (most or 1.0)
    pays = note(board, board.label("cost.payer"), middle - 2.0 - 30.0, y, 30.0)
    saves = note(board, board.label("cost.saver"), middle + 2.0, y, 30.0)
    shapes += [pays, saves]
    y += max(pays.height, saves.height) + 2.0
    top = y
    for row in rows:
        label = board.actor(row.actor) or board.say("Not said")
        words = note(board, label, 0, y + 0.4, NAMES, role="ink", size=3.2)
        shapes.append(words)
        depth = max(words.height, HIGH)
        if row.pays is not None:
            depth = max(depth, _bar(board, shapes, row.pays, middle, y, -scale, "n-kivi-e"))
        if row.saves is not None:
            depth = max(depth, _bar(board, shapes, row.saves, middle, y, scale, "n-sammal-e"))
        y += depth + 3.0
    shapes.append(Stroke(points=((middle, top - 1.0), (middle, y - 1.5)), role="ink-3", width=0.4))
    return y


def _sums(board: Board, shapes: list[Shape], y: float, *, yearly: bool) -> float:
    """The sums that the bars show, with what must be said of them wherever they stand; gives the y below them."""
    for saving in (False, True):
        found = sum_of(lines(board, saving=saving, yearly=yearly))
        if found is not None:
            words = note(board, sum_words(board, found, saving=saving, yearly=yearly), 0, y, WIDE)
            shapes.append(words)
            y += words.height + 0.8
    return y


def _bar(board: Board, shapes: list[Shape], amount: Amount, x: float, y: float, scale: float, role: Role) -> float:
    """A bar from x on, its range as a thin line, and its amount under it; gives the height taken."""
    end = x + amount.base * scale
    shapes.append(
        Stroke(
            points=((x, y), (end, y), (end, y + HIGH - 1.2), (x, y + HIGH - 1.2)), role=role, width=0.3, closed=True,
            fill="n-kivi" if scale < 0 else "n-sammal",
        )
    )  # fmt: skip
    if amount.low != amount.high:
        middle = y + (HIGH - 1.2) / 2
        ends = (x + amount.low * scale, x + amount.high * scale)
        shapes.append(Stroke(points=((ends[0], middle), (ends[1], middle)), role="ink", width=0.4))
        shapes += [Stroke(points=((e, middle - 0.9), (e, middle + 0.9)), role="ink", width=0.4) for e in ends]
    text = in_words(board, amount)
    anchor = "end" if scale < 0 else "start"
    words = Words(
        x=x - 1.5 if scale < 0 else x + 1.5, y=y + HIGH - 0.6, text=text, width=58.0, size=2.85, role="ink-2",
        anchor="end" if anchor == "end" else "start", language=board.language,
    )  # fmt: skip
    shapes.append(words)
    return HIGH + words.height


def _values(board: Board, items: list[Item], shapes: list[Shape], y: float) -> float:
    """Each ROSI on a common axis of per cent, its range as a line, and what moves it under it."""
    found = [(item, rosi.compute(board, item)) for item in items]
    ends = [0.0]
    for item, computed in found:
        if computed is not None:
            ends += [
                computed.low,
                computed.high,
                *(end for move in rosi.drivers(board, item) for end in (move.low, move.high)),
            ]
        if item.get("stated") is not None:
            ends.append(float(item.get("stated")))
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    left, room = NAMES + 22.0, WIDE - NAMES - 44.0

    def at(value: float) -> float:
        return left + (value - low) / span * room

    shapes.append(Words(x=at(0.0), y=y - 4.2, text="0\u00a0%", size=2.85, role="ink-3", anchor="middle"))
    for item, computed in found:
        words = note(board, name(board, item), 0, y + 0.4, NAMES, role="ink", size=3.2)
        shapes.append(words)
        line = y + 2.4
        _zero(shapes, at(0.0), line)
        if computed is not None:
            shapes.append(Stroke(points=((at(computed.low), line), (at(computed.high), line)), role="lake", width=1.6))
            _dot(board, shapes, at(computed.base), line, rosi.per_cent(board, computed.base), "lake")
        if item.get("stated") is not None:
            _dot(board, shapes, at(float(item.get("stated"))), line, rosi.per_cent(board, item.get("stated")), "ink")
        y += max(words.height, 8.5) + 1.0
        y = _drivers(board, item, shapes, y, at)
        remark = note(board, sentence("; ".join(rosi.qualities(board, item))), 4.0, y, WIDE - 4.0)
        shapes.append(remark)
        y += remark.height + 4.0
    return y


def _zero(shapes: list[Shape], x: float, line: float) -> None:
    """The mark of 0 % on a bar's line: no longer than the bar is thick, so that it crosses no words."""
    shapes.append(Stroke(points=((x, line - 2.0), (x, line + 1.6)), role="edge", width=0.35))


def _dot(board: Board, shapes: list[Shape], x: float, y: float, text: str, role: Role) -> None:
    points = tuple((x + dx, y + dy) for dx, dy in ((0.0, -1.5), (1.5, 0.0), (0.0, 1.5), (-1.5, 0.0)))
    shapes.append(Stroke(points=points, role=role, width=0.3, closed=True, fill=role))
    shapes.append(Words(x=x, y=y + 2.0, text=text, size=3.2, weight=700, anchor="middle", language=board.language))


def _drivers(board: Board, item: Item, shapes: list[Shape], y: float, at: Callable[[float], float]) -> float:
    for move in rosi.drivers(board, item):
        label = note(board, board.label(f"rosi.{move.part}"), 4.0, y, NAMES)
        shapes.append(label)
        line = y + 1.8
        ends = sorted((move.low, move.high))
        if ends[0] < 0.0 < ends[1]:
            _zero(shapes, at(0.0), line)
        shapes.append(Stroke(points=((at(ends[0]), line), (at(ends[1]), line)), role="edge", width=1.1))
        for end, anchor, shift in ((ends[0], "end", -1.2), (ends[1], "start", 1.2)):
            shapes.append(
                Words(
                    x=at(end) + shift, y=y, text=rosi.per_cent(board, end), size=2.85, role="ink-3",
                    anchor="end" if anchor == "end" else "start",
                )
            )  # fmt: skip
        y += max(label.height, 3.6) + 1.2
    return y
