"""What if: for every what-if of the board two maps with the actors at the same spots, before and after, and the numbers."""

from dataclasses import replace
from functools import partial

from kehittamo_core.api import Badge, Board, Box, Connector, Item, Link, Part, Scene, Sign, Stroke, Words
from kehittamo_network_map.drawings.badges import Free, mark
from kehittamo_network_map.drawings.key import Sample, key, line
from kehittamo_network_map.drawings.network import NARROWEST
from kehittamo_network_map.drawings.nodes import Point, Shapes, actor, label, symbol
from kehittamo_network_map.drawings.stage import Stage, stage_of
from kehittamo_network_map.drawings.ties import WIDTHS, Line, between, lines_of, thinness, tie
from kehittamo_network_map.graph import enough_answers, holds, strength
from kehittamo_network_map.insights.study import rate_line
from kehittamo_network_map.supposing import Supposed, effects, lost, supposed, title_of

Shape = Badge | Box | Connector | Sign | Stroke | Words

BETWEEN = 14.0
MOST = 6
"""More what-ifs than this are told in the chapter's tables only: a drawing of many maps is read by nobody."""


def draw_what_if(board: Board) -> Scene:
    """One pair of maps below the other; the projector shows them one by one."""
    stage = stage_of(board)
    asked = board.of("what_if")[:MOST]
    if not asked or not stage.actors:
        text = board.say("Nobody has asked «what if» yet. Choose it among the tools, or write one on a note.")
        return Scene(
            shapes=(Words(x=0, y=0, text=text, role="ink-2", width=NARROWEST, language=board.language),), alt=text
        )
    left, _, right, _ = stage.bounds
    wide = max(right - left, 90.0)
    shapes: list[Shape] = []
    parts: list[Part] = []
    down = 0.0
    for what_if in asked:
        made, low = _pair(stage, what_if, wide, down)
        shapes.extend(made)
        parts.append(
            Part(label=title_of(board, what_if), x=left - 4, y=down - 3, width=2 * wide + BETWEEN + 8, height=low - down + 4)
        )  # fmt: skip
        down = low + 12.0
    signs, _ = key(board, left, down, max(2 * wide + BETWEEN, NARROWEST), types=False, more=_samples(board))
    alt = board.say_many(
        "The network before and after {number} what-if, with the actors at the same spots.",
        "The network before and after {number} what-ifs, with the actors at the same spots.", len(asked),
    )  # fmt: skip
    said = "; ".join(title_of(board, what_if) for what_if in asked)
    return Scene(shapes=(*shapes, *signs), alt=f"{alt} {said}", parts=tuple(parts))


def _samples(board: Board) -> tuple[tuple[float, str, Sample], ...]:
    return (
        (8.0, board.say("tie that would come"), partial(line, role="spruce", wide=1.0, text="+")),
        (8.0, board.say("tie that would go"), partial(line, role="rust", wide=0.9, dashed=True, text="−")),
        (5.4, board.say("actor that would leave"), _leaver),
        (5.4, board.say("cut off from the rest"), _cut),
    )


def _leaver(x: float, y: float) -> Shapes:
    yield from symbol(None, None, x + 2.4, y, 2.1, dashed=True)


def _cut(x: float, y: float) -> Shapes:
    yield mark((x + 2.6, y), "!", "disc", "rust")


def _pair(stage: Stage, what_if: Item, wide: float, down: float) -> tuple[list[Shape], float]:
    """The title, both maps and what changes, from `down` on; the shapes, and the y below them."""
    board = stage.board
    found = supposed(board, what_if)
    left, top, _, bottom = stage.bounds
    title = Words(
        x=left, y=down, text=title_of(board, what_if), size=4.6, weight=700, family="display", width=2 * wide + BETWEEN,
        language=board.language, item=what_if,
    )  # fmt: skip
    shapes: list[Shape] = [title]
    y = down + title.height + 2.0
    for index, head in enumerate((board.say("Before"), board.say("After"))):
        shapes.append(
            Words(x=left + index * (wide + BETWEEN), y=y, text=head, weight=600, role="ink-2", language=board.language)
        )
    shift = y + 9.0 - top
    shapes.extend(_before(stage, found, (0.0, shift)))
    shapes.extend(_after(stage, found, (wide + BETWEEN, shift)))
    y = bottom + shift + 5.0
    for text in (_numbers(board, found), rate_line(board)):
        if text:
            words = Words(x=left, y=y, text=text, width=2 * wide + BETWEEN, language=board.language)
            shapes.append(words)
            y += words.height + 1.0
    return shapes, y


def _numbers(board: Board, found: Supposed) -> str:
    changed = [each for each in effects(board, found) if each.before != each.after]
    said = " · ".join(f"{each.label}: {each.before} → {each.after}" for each in changed)
    return said or board.say("None of the numbers changes.")


def _moved(at: Line, shift: Point) -> Line:
    return Line(tuple((x + shift[0], y + shift[1]) for x, y in at.points))


def _before(stage: Stage, found: Supposed, shift: Point) -> list[Shape]:
    """The ties of now; those that would go are rust dashes with a minus."""
    return _map(stage, found, shift, going=set(found.leaving))


def _after(stage: Stage, found: Supposed, shift: Point) -> list[Shape]:
    """The ties that stay, those that would come with a plus, who left as an empty outline, who is cut off with a mark."""
    return _map(stage, found, shift, coming=found.coming, gone=frozenset(found.leaving), cut=_cut_off(stage, found))


def _cut_off(stage: Stage, found: Supposed) -> frozenset[str]:
    return frozenset(lost(found)) if enough_answers(stage.board) and found.leaving else frozenset()


def _map(
    stage: Stage, found: Supposed, shift: Point, *, going: set[str] | frozenset[str] = frozenset(),
    coming: tuple[tuple[str, str], ...] = (), gone: frozenset[str] = frozenset(), cut: frozenset[str] = frozenset(),
) -> list[Shape]:  # fmt: skip
    board, spots = stage.board, stage.plan.spots
    here = tuple(
        link for link in stage.ties if holds(link, "now") and not gone & {link.source, link.target}
    )  # fmt: skip
    lines = {id_: _moved(each, shift) for id_, each in lines_of(here, stage.actors, spots).items()}
    new = [_moved(between(first, second, stage.actors, spots), shift) for first, second in coming]
    free = Free([(x + shift[0], y + shift[1], x2 + shift[0], y2 + shift[1]) for x, y, x2, y2 in stage.taken()])
    thin = thinness(len(here) + len(new))
    shapes: list[Shape] = list(stage.areas(shift))
    marks: list[Shape] = []
    for link in sorted(here, key=lambda link: bool(going & {link.source, link.target})):
        goes = bool(going & {link.source, link.target}) and strength(link) != 0
        made = tie(board, link, lines[link.id], role="rust" if goes else "edge", width=WIDTHS[strength(link)] * thin)
        shapes.append(replace(made, dashed=True, width=max(made.width, 0.7)) if goes else made)
        if goes:
            marks.append(_sign(free, lines[link.id], "−", "rust", link))
    for each in new:
        shapes.append(Connector(points=each.points, curve="round" if len(each.points) > 2 else "straight", role="spruce", width=1.0))  # fmt: skip
        marks.append(_sign(free, each, "+", "spruce", None))
    for id_, drawn in stage.actors.items():
        at = spots[id_][0] + shift[0], spots[id_][1] + shift[1]
        if id_ in gone:
            shapes.extend(symbol(drawn.item, None, *at, drawn.radius, dashed=True))
            shapes.extend(label(drawn, at))
        else:
            shapes.extend(actor(board, drawn, at))
        if id_ in cut:
            marks.append(mark(free.near(at, drawn.radius + 2.8, 2.7), "!", "disc", "rust", drawn.item))
    return [*shapes, *marks]


def _sign(free: Free, at: Line, text: str, role: str, link: Link | None) -> Badge:
    spot = free.on_line(at, 2.7) or at.at(0.5)
    return mark(spot, text, "disc", "rust" if role == "rust" else "spruce", link)
