"""Information needs on the map: who needs to know what, from whom it comes, and which needs nobody answers."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from kehittamo_core.api import Badge, Board, Box, Connector, Item, Part, Scene, Sign, Stroke, Words
from kehittamo_network_map.drawings.badges import SIZE, Free, mark
from kehittamo_network_map.drawings.key import LOOKS, key, line
from kehittamo_network_map.drawings.network import NARROWEST, nothing
from kehittamo_network_map.drawings.nodes import actor, ground
from kehittamo_network_map.drawings.numbers import OPEN, Block, columns, entry, title
from kehittamo_network_map.drawings.stage import Stage, stage_of
from kehittamo_network_map.drawings.ties import Line, between, lines_of, tie
from kehittamo_network_map.graph import name
from kehittamo_network_map.layout.parts import Point
from kehittamo_network_map.marks import Mark, marks, unplaced_needs
from kehittamo_network_map.phrases import listed

Shape = Badge | Box | Connector | Sign | Stroke | Words


def draw_needs(board: Board) -> Scene:
    """The actors at their spots, ties faint, information needs as numbers, arrows from those who have the information."""
    stage = stage_of(board)
    if not stage.actors:
        return nothing(board)
    found = tuple(each for each in marks(board) if each.sort == "needs")
    lines = lines_of(stage.ties, stage.actors, stage.plan.spots)
    shapes: list[Shape] = list(stage.areas())
    shapes.extend(tie(board, each, lines[each.id], faint=True) for each in stage.ties)
    free = Free(stage.taken(), lines.values())
    spots: dict[int, Point] = {}
    half = SIZE / 2 + 0.4
    for each in found:
        if each.place in stage.plan.spots:
            spots[each.number] = free.near(
                stage.plan.spots[each.place], stage.actors[each.place].radius + half + 0.6, half
            )
        else:
            on = lines[each.place]
            spots[each.number] = free.on_line(on, half) or free.near(on.at(0.5), half, half)
            shapes.extend(ground(*spots[each.number], SIZE + 1.0))
    for each in found:
        shapes.extend(_arrows(stage, each, spots[each.number]))
        lacking = is_open(board, each)
        form, role = OPEN if lacking else LOOKS["needs"]
        shapes.append(mark(spots[each.number], str(each.number), form, role, each.items[0], filled=not lacking))
    for id_, one in stage.actors.items():
        shapes.extend(actor(board, one, stage.plan.spots[id_]))
    left, _, right, bottom = stage.bounds
    width = max(right - left, NARROWEST)
    left = (left + right - width) / 2
    samples = (
        (5.4, board.say("information need"), partial(_sample, lacking=False)),
        (5.4, board.say("information need that nobody answers"), partial(_sample, lacking=True)),
        (8.0, board.say("the information comes from here"), partial(line, role="lake", wide=0.6, dashed=True, arrow="end")),
    )  # fmt: skip
    signs, low = key(board, left, bottom + 7, width, types=False, more=samples)
    blocks = [_block(board, each) for each in found]
    loose = unplaced_needs(board)
    if loose:
        blocks.append(Block(None, board.say("Attached to nothing"), tuple((need, said(board, need)) for need in loose)))
    below, end = columns(board, blocks, left, low + 3.5, width)
    parts = (
        (Part(label=board.label("information_need+"), x=left - 3, y=low, width=width + 6, height=end - low),)
        if below
        else ()
    )
    return Scene(
        shapes=(*shapes, *signs, *below), alt=_alt(board, found, len(loose)), parts=stage.parts(parts),
        placed=stage.placed(),
    )  # fmt: skip


def is_open(board: Board, found: Mark) -> bool:
    """Whether nobody answers some need of a mark."""
    return any(not board.before(need, "answers") for need in found.items)


def said(board: Board, need: Item) -> str:
    """A need with where its information comes from and who answers it, as one line."""
    parts = _known(board, need)
    if not board.before(need, "answers"):
        parts.append(board.say("nobody answers yet"))
    return " · ".join(parts)


def _known(board: Board, need: Item) -> list[str]:
    parts = [entry(need)]
    sources = board.after(need, "comes_from")
    if sources:
        parts.append(
            board.say("from: {actors}", actors=listed(board, tuple(name(board, source) for source in sources)))
        )
    answers = board.before(need, "answers")
    if answers:
        parts.append(
            board.say("answered by: {answers}", answers=listed(board, tuple(name(board, one) for one in answers)))
        )
    return parts


def _block(board: Board, found: Mark) -> Block:
    """What a number stands for; where nobody answers any of the needs, that is said once."""
    if any(board.before(need, "answers") for need in found.items):
        lines = tuple((need, said(board, need)) for need in found.items)
        return Block(found, title(board, found), lines, open=is_open(board, found))
    lines = tuple((need, " · ".join(_known(board, need))) for need in found.items)
    return Block(found, title(board, found), lines, open=True, remark=board.say("nobody answers yet"))


def _arrows(stage: Stage, found: Mark, at: Point) -> list[Connector]:
    """A dashed arrow from each actor that has the information to the need's number."""
    sources = {
        link.target
        for need in found.items
        for link in stage.board.outgoing(need, "comes_from")
        if link.target in stage.plan.spots and link.target != found.place
    }
    made = []
    for source in sorted(sources):
        target = replace(stage.actors[source], radius=SIZE / 2)
        ends = {source: stage.actors[source], "": target}
        path: Line = between(source, "", ends, {source: stage.plan.spots[source], "": at})
        made.append(
            Connector(points=path.points, curve="straight", role="lake", width=0.6, dashed=True, arrow="end")
        )  # fmt: skip
    return made


def _sample(x: float, y: float, *, lacking: bool) -> Iterator[Badge]:
    form, role = OPEN if lacking else LOOKS["needs"]
    yield mark((x + 2.6, y), "1", form, role, filled=not lacking)


def _alt(board: Board, found: tuple[Mark, ...], loose: int) -> str:
    needs = [need for each in found for need in each.items]
    uncovered = sum(1 for need in {need.id: need for need in needs}.values() if not board.before(need, "answers"))
    return board.say(
        "Information needs on the network: {needs} at {places}, {open} of them without an answer, {loose} attached to nothing.",
        needs=board.say_many("{number} information need", "{number} information needs", len({need.id for need in needs})),
        places=board.say_many("{number} place", "{number} places", len({each.place for each in found})),
        open=uncovered, loose=loose,
    )  # fmt: skip
