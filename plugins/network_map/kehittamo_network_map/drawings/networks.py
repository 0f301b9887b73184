"""The named networks beside each other: their aims, members and tools, and below them the tools for leading networks."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from kehittamo_core.api import Area, Board, Box, Item, Part, Scene, Words
from kehittamo_network_map.graph import interfaces, members, name
from kehittamo_network_map.kinds import heading
from kehittamo_network_map.phrases import listed
from kehittamo_network_map.types import Colour

Shape = Area | Box | Words

WIDTH = 170.0
BETWEEN = 5.0
MOST_COLUMNS = 3


def draw_networks(board: Board) -> Scene:
    """Up to three networks in a row, tools as tabs below; what belongs to no network is there too."""
    networks, tools = board.of("network"), board.of("tool")
    if not networks and not tools and not board.of("aim"):
        text = board.say("There are no networks yet.")
        return Scene(shapes=(Words(x=0, y=0, text=text, role="ink-2", language=board.language),), alt=text)
    shapes: list[Shape] = []
    parts: list[Part] = []
    top = 0.0
    count = max(1, min(MOST_COLUMNS, len(networks)))
    wide = (WIDTH - BETWEEN * (count - 1)) / count
    for start in range(0, len(networks), count):
        row = [_panel(board, network, wide) for network in networks[start : start + count]]
        high = max(height for _, height in row)
        for column, ((made, _), network) in enumerate(zip(row, networks[start : start + count], strict=True)):
            x = column * (wide + BETWEEN)
            shapes.append(Area(x=x, y=top, width=wide, height=high, item=network, tone="plain"))
            shapes.append(Area(x=x, y=top, width=wide, height=2.4, tone="kanerva", item=network))
            shapes.extend(replace(shape, x=shape.x + x, y=shape.y + top) for shape in made)
            parts.append(Part(label=name(board, network), x=x - 3, y=top - 3, width=wide + 6, height=high + 6))
        top += high + BETWEEN
    loose = tuple(aim for aim in board.of("aim") if not board.after(aim, "aim_of"))
    for aim in loose:
        words = Words(
            x=0, y=top, text=f"{aim.code} {_text(aim)}".strip(), width=WIDTH, item=aim, language=board.language
        )
        shapes.append(words)
        top += words.height + 1.5
    if tools:
        top += 3
        title = heading(board, "tools_heading", "tool+")
        head = _heading(board, title, top)
        tabs, low = _tabs(board, tools, top + head.height + 4)
        parts.append(Part(label=title, x=-3, y=top - 3, width=WIDTH + 6, height=low - top + 6))
        shapes.extend((head, *tabs))
    alt = board.say(
        "Networks with their aims: {networks}. {tools}.",
        networks=listed(board, tuple(name(board, network) for network in networks)) or "–",
        tools=board.say_many("{number} tool for leading networks", "{number} tools for leading networks", len(tools)),
    )  # fmt: skip
    return Scene(shapes=tuple(shapes), alt=alt, parts=tuple(parts))


def _heading(board: Board, text: str, y: float) -> Words:
    return Words(x=0, y=y, text=text, width=WIDTH, size=4.6, weight=700, family="display", language=board.language)


def _text(item: Item) -> str:
    return " ".join(item.text.split()) or item.code or "–"


def _panel(board: Board, network: Item, width: float) -> tuple[list[Box | Words], float]:
    """One network from 0, 0 on, and its height."""
    made: list[Box | Words] = []
    inner = width - 8
    top = 5.0

    def words(text: str, *, x: float = 4.0, weight: Literal[400, 600, 700] = 400, role: Colour = "ink", item: Item | None = None, after: float = 1.2) -> None:  # fmt: skip
        nonlocal top
        each = Words(
            x=x, y=top, text=text, width=inner - (x - 4.0), weight=weight, role=role, item=item, language=board.language,
        )  # fmt: skip
        made.append(each)
        top += each.height + after

    words(name(board, network), weight=700, item=network, after=2.6)
    for aim in board.before(network, "aim_of"):
        made.append(Words(x=4.0, y=top, text="–", role="ink-2"))
        words(_text(aim), x=7.6, item=aim, after=1.4)
    top += 1.6
    words(board.say("Members"), weight=600, role="ink-2")
    inside = members(board, network)
    words(", ".join(name(board, member) for member in inside) if inside else board.say("not known"))
    if inside:
        words(
            board.say_many("{number} interface to the outside", "{number} interfaces to the outside", interfaces(board, network)),
            role="ink-2",
        )  # fmt: skip
    lacking = tuple(party for party in board.after(network, "requires"))
    if lacking:
        words(
            board.say("Cannot do without: {parties}", parties=", ".join(name(board, party) for party in lacking)),
            role="ink-2",
        )
    used = board.after(network, "uses")
    if used:
        words(board.say("Uses: {tools}", tools=", ".join(_text(tool) for tool in used)), role="ink-2")
    return made, top + 3.0


def _tabs(board: Board, tools: tuple[Item, ...], top: float) -> tuple[list[Box], float]:
    wide = (WIDTH - 2 * BETWEEN) / 3
    made: list[Box] = []
    for start in range(0, len(tools), 3):
        row = list(_row(board, tools[start : start + 3], top, wide))
        high = max(box.height for box in row)
        made.extend(replace(box, height=high) for box in row)
        top += high + 3
    return made, top


def _row(board: Board, tools: tuple[Item, ...], top: float, wide: float) -> Iterator[Box]:
    for column, tool in enumerate(tools):
        yield Box(
            x=column * (wide + BETWEEN), y=top, width=wide, item=tool, text=_text(tool), form="tab", tone="kivi",
            glyph="gear", weight=600, language=board.language,
        )  # fmt: skip
