"""Actors as shapes: a symbol by type, its size by the number of ties, the name below on a light ground."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kehittamo_core.api import Badge, Board, Box, Connector, Element, Item, Sign, Words, break_lines, text_width
from kehittamo_network_map.graph import name
from kehittamo_network_map.layout import Node

Shapes = Iterator[Badge | Box | Connector | Sign | Words]
Point = tuple[float, float]

LABEL = 3.2
LINE = LABEL * 1.25
NARROW, WIDE = 27.0, 46.0
"""A label is broken at the narrow width; a single long word may take up to the wide one."""
MOST_LINES = 3


@dataclass(frozen=True)
class Drawn:
    """An actor ready to be drawn: its label's lines and the half of its symbol's size."""

    item: Item
    lines: tuple[str, ...]
    radius: float
    shortened: bool
    above: bool = False

    @property
    def node(self) -> Node:
        """The room that it takes."""
        wide = max(text_width(line, LABEL, 600) for line in self.lines) + 1.0
        return Node(
            id=self.item.id, radius=self.radius, label_width=wide, label_height=len(self.lines) * LINE + 0.4,
            above=self.above,
        )  # fmt: skip


def drawn(board: Board, item: Item, degree: int) -> Drawn:
    """An actor with its label broken; a name that takes more than three lines becomes the short id."""
    lines, shortened = label_lines(board, name(board, item), item.code)
    radius = 3.1 + 0.26 * min(degree, 9)
    if item.get("centre"):
        radius = max(radius, 5.2)
    return Drawn(item=item, lines=lines, radius=radius, shortened=shortened)


def label_lines(board: Board, text: str, code: str) -> tuple[tuple[str, ...], bool]:
    """A label's lines, and whether it was shortened to the short id."""
    words = max((text_width(word, LABEL, 600) for word in text.split()), default=0.0)
    width = min(max(NARROW, words + 0.1), WIDE)
    lines = break_lines(text, width, LABEL, 600, language=board.language) or (code or "–",)
    if len(lines) <= MOST_LINES:
        return lines, False
    return ((code,) if code else (*lines[:2], "…")), True


def symbol(
    item: Element | None, type_: str | None, x: float, y: float, radius: float, *, dashed: bool = False
) -> Shapes:
    """The symbol of a type, centred at a point."""

    def box(form: Any, tone: Any, size: float) -> Box:
        return Box(
            x=x - size, y=y - size, width=2 * size, height=2 * size, item=item, lines=("",), size=1.0, form=form, tone=tone,
            dashed=dashed,
        )  # fmt: skip

    match type_:
        case "public":
            yield box("square", "jarvi", radius * 0.92)
        case "municipality":
            yield box("diamond", "kivi", radius * 1.1)
        case "association":
            yield box("hexagon", "sammal", radius)
        case "service":
            yield box("cut", "jarvi", radius * 0.95)
        case "role":
            yield box("rounded", "kanerva", radius * 0.92)
        case "company":
            # a box's circle has the double edge of meetings, which here means a broker: two discs make a single edge
            yield Badge(x=x, y=y, text="", role="n-lakka-e", size=2 * radius, item=item)
            yield Badge(x=x, y=y, text="", role="n-lakka", size=2 * radius - 1.3, item=item)
        case "customer":
            yield Sign(x=x, y=y, glyph="star", role="spruce", size=2.7 * radius)
        case _:
            yield box("rounded", "plain" if type_ is None else "kivi", radius * 0.92)


def actor(board: Board, of: Drawn, at: Point, *, broker: bool = False) -> Shapes:
    """Symbol, name and, for a broker, the double ring."""
    x, y = at
    if broker:
        yield from ring(at, of.radius + 2.0)
    if of.item.get("centre") and of.item.get("type") != "customer":
        yield from ground(x, y, 2 * of.radius)
        yield Badge(x=x, y=y, text="", form="ring", role="spruce", size=2 * of.radius, item=of.item)
        yield Sign(x=x, y=y, glyph="star", role="spruce", size=1.5 * of.radius)
    else:
        yield from symbol(of.item, of.item.get("type"), x, y, of.radius, dashed=bool(of.item.get("unchecked")))
    yield from label(of, at, 2.0 if broker else 0.0)


def label(of: Drawn, at: Point, away: float = 0.0) -> Shapes:
    """The name below the symbol (or above it), on a ground that ties pass behind."""
    node = of.node
    x, top = at[0], node.label(at)[1] + (-away if of.above else away)
    for index, line in enumerate(of.lines):
        yield from ground(x, top + (index + 0.5) * LINE + 0.2, text_width(line, LABEL, 600) + 1.6, LINE)
    yield Box(
        x=x - node.label_width / 2, y=top, width=node.label_width, height=node.label_height, item=of.item,
        lines=of.lines, form="plain", align="middle", shortened=of.shortened,
    )  # fmt: skip


def ground(x: float, y: float, width: float, height: float | None = None) -> Shapes:
    """A light ground of a width and a height centred at a point: a disc without a height, else a bar with round ends.

    It is drawn as a broad line, because lines are painted after ties and before symbols and words.
    """
    thick = height if height is not None else width
    half = max((width - thick) / 2, 0.005)
    yield Connector(points=((x - half, y), (x + half, y)), curve="straight", role="surface", width=thick)


def ring(at: Point, radius: float) -> Shapes:
    """The double spruce ring of a broker, light inside."""
    yield from ground(*at, 2 * radius)
    for size, width in ((radius, 0.75), (radius - 1.1, 0.4)):
        turn = [math.pi * 2 * step / 40 for step in range(41)]
        points = tuple((at[0] + size * math.cos(angle), at[1] + size * math.sin(angle)) for angle in turn)
        yield Connector(points=points, curve="straight", role="spruce", width=width)
