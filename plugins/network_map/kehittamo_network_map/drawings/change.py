"""Now and target side by side: the same spots, the coming ties in green with a plus, the ending ones in rust with a minus."""

from functools import partial

from kehittamo_core.api import Badge, Board, Box, Connector, Link, Part, Scene, Sign, Stroke, Words
from kehittamo_network_map.drawings.badges import Free, mark
from kehittamo_network_map.drawings.key import key, line, survey_line
from kehittamo_network_map.drawings.network import NARROWEST, nothing
from kehittamo_network_map.drawings.nodes import Point, actor
from kehittamo_network_map.drawings.stage import Stage, stage_of
from kehittamo_network_map.drawings.ties import WIDTHS, Line, lines_of, thinness, tie
from kehittamo_network_map.graph import Time, graph, holds, strength
from kehittamo_network_map.measures import density
from kehittamo_network_map.missing import ending, planned
from kehittamo_network_map.phrases import percent
from kehittamo_network_map.types import Colour

Shape = Badge | Box | Connector | Sign | Stroke | Words

BETWEEN = 14.0
HEAD = 15.0


def draw_change(board: Board) -> Scene:
    """Two maps with the actors at the same spots: left the ties of now, right the ties of the target."""
    stage = stage_of(board)
    if not stage.actors:
        return nothing(board)
    left, top, right, bottom = stage.bounds
    wide = max(right - left, 60.0)
    coming, going = planned(board), ending(board)
    shapes: list[Shape] = []
    parts: list[Part] = []
    halves: tuple[tuple[Time, str, tuple[Link, ...], str, Colour], ...] = (
        ("now", board.say("Now"), going, "−", "rust"),
        ("target", board.say("Target"), coming, "+", "spruce"),
    )
    for index, (time, title, changed, sign, role) in enumerate(halves):
        shift = index * (wide + BETWEEN), 0.0
        shapes.extend(_panel(stage, time, shift, {link.id for link in changed}, sign, role))
        shapes.append(
            Words(x=left + shift[0], y=top - HEAD, text=title, size=4.6, weight=700, family="display", language=board.language)
        )  # fmt: skip
        shapes.append(
            Words(x=left + shift[0], y=top - HEAD + 6.4, text=_sum(board, time), role="ink-2", width=wide, language=board.language)
        )  # fmt: skip
        parts.append(
            Part(label=title, x=left + shift[0] - 4, y=top - HEAD - 3, width=wide + 8, height=bottom - top + HEAD + 6)
        )
    samples = (
        (8.0, board.say("tie that is to come"), partial(line, role="spruce", wide=1.0, text="+")),
        (8.0, board.say("tie that is to end"), partial(line, role="rust", wide=0.9, text="−")),
        (8.0, board.say("tie that stays"), partial(line, role="edge", wide=0.9)),
    )
    signs, low = key(board, left, bottom + 7, max(2 * wide + BETWEEN, NARROWEST), types=False, more=samples)
    rate, _ = survey_line(board, left, low, 2 * wide + BETWEEN)
    alt = board.say(
        "The network now and as a target, with the actors at the same spots: {coming} are to come, {going} to end.",
        coming=board.say_many("{number} tie", "{number} ties", len(coming)),
        going=board.say_many("{number} tie", "{number} ties", len(going)),
    )  # fmt: skip
    return Scene(shapes=(*shapes, *signs, *rate), alt=alt, parts=tuple(parts))


def _sum(board: Board, time: Time) -> str:
    network = graph(board, time)
    share = density(network)
    pairs = board.say_many("{number} tied pair", "{number} tied pairs", network.number_of_edges())
    return (
        pairs if share is None else board.say("{pairs}, density {density}", pairs=pairs, density=percent(board, share))
    )


def _panel(stage: Stage, time: Time, shift: Point, changed: set[str], sign: str, role: Colour) -> list[Shape]:
    board = stage.board
    here = tuple(link for link in stage.ties if holds(link, time))
    lines = {id_: _shifted(each, shift) for id_, each in lines_of(here, stage.actors, stage.plan.spots).items()}
    shapes: list[Shape] = list(stage.areas(shift))
    free = Free(
        [(x + shift[0], y, x2 + shift[0], y2) for x, y, x2, y2 in stage.taken()],
    )  # fmt: skip
    thin = thinness(len(here))
    ordered = sorted(here, key=lambda link: link.id in changed)
    for link in ordered:
        new = link.id in changed
        shapes.append(
            _tie(board, link, lines[link.id], role if new else "edge", new=new, dashed=new and sign == "−", thin=thin)
        )
        if new:
            at = free.on_line(lines[link.id], 2.7) or lines[link.id].at(0.5)
            shapes.append(mark(at, sign, "disc", role, link))
    for id_, each in stage.actors.items():
        x, y = stage.plan.spots[id_]
        shapes.extend(actor(board, each, (x + shift[0], y + shift[1])))
    return shapes


def _tie(board: Board, link: Link, at: Line, role: Colour, *, new: bool, dashed: bool, thin: float) -> Connector:
    wide = max(WIDTHS[strength(link)] * thin, 0.95 if new else 0.0)
    made = tie(board, link, at, role=role, width=wide)
    return Connector(
        points=made.points, curve=made.curve, link=link, role=made.role, width=wide, dashed=dashed or made.dashed,
        arrow=made.arrow,
    )  # fmt: skip


def _shifted(at: Line, shift: Point) -> Line:
    return Line(tuple((x + shift[0], y + shift[1]) for x, y in at.points))
