"""The map: actors in their sectors, ties now, what is missing, and what is attached to whom."""

from kehittamo_core.api import Badge, Board, Box, Connector, Link, Part, Scene, Sign, Stroke, Words
from kehittamo_network_map.drawings.badges import LETTER, SIZE, Free, mark
from kehittamo_network_map.drawings.key import LOOKS, key, letters_of, survey_line
from kehittamo_network_map.drawings.nodes import actor, ground
from kehittamo_network_map.drawings.numbers import blocks_of, columns, missing_block
from kehittamo_network_map.drawings.stage import Stage, stage_of
from kehittamo_network_map.drawings.ties import BENT, Line, as_stated, between, gap, lines_of, role_of, thinness
from kehittamo_network_map.graph import holds, name, strength, tie_name, type_name
from kehittamo_network_map.layout.parts import Point, Rect
from kehittamo_network_map.marks import Mark, marks
from kehittamo_network_map.missing import named, reason
from kehittamo_network_map.phrases import listed

Shape = Badge | Box | Connector | Sign | Stroke | Words

LETTERED = 60
"""Up to this many ties carry the letter of their type; beyond it colour and the table tell it."""
MARKED = 40
"""Up to this many missing ties carry a question mark and are explained below; beyond it the tables tell why."""
NARROWEST = 150.0


def draw_network(board: Board) -> Scene:
    """The map of now."""
    stage = stage_of(board)
    if not stage.actors:
        return nothing(board)
    now = tuple(tie for tie in stage.ties if holds(tie, "now"))
    lines = lines_of(now, stage.actors, stage.plan.spots, stage.brokers)
    found = marks(board)
    shapes: list[Shape] = list(stage.areas())
    thin = thinness(len(now))
    shapes.extend(part for each in now for part in as_stated(board, each, lines[each.id], thin))
    absent = missing_lines(stage)
    free = Free(stage.taken(), (*lines.values(), *(line for line, _ in absent)))
    shapes.extend(gap(line, link, thin) for line, link in absent)
    for line, link in absent[:MARKED]:
        shapes.append(mark(free.on_line(line, 2.8) or line.at(0.5), "?", "ring", "rust", link, filled=False))
    shapes.extend(numbered(stage, found, lines, free))
    if len(now) <= LETTERED:
        shapes.extend(letters(board, now, lines, free))
    for id_, each in stage.actors.items():
        shapes.extend(actor(board, each, stage.plan.spots[id_], broker=id_ in stage.brokers))
    left, _, right, bottom = stage.bounds
    width = max(right - left, NARROWEST)
    left = (left + right - width) / 2
    sorts = tuple(sort for sort in LOOKS if any(each.sort == sort for each in found))
    signs, low = key(
        board,
        left,
        bottom + 7,
        width,
        broker=bool(stage.brokers),
        missing=bool(absent),
        sorts=sorts,
        lettered=len(now) <= LETTERED,
    )
    rate, low = survey_line(board, left, low, width)
    blocks = blocks_of(board, [each for each in found if each.sort != "needs"])
    below, end = columns(board, [*missing_block(board, explained(stage)), *blocks], left, low + 3.5, width)
    parts = (
        (Part(label=board.say("What is attached"), x=left - 3, y=low, width=width + 6, height=end - low),)
        if below
        else ()
    )
    return Scene(
        shapes=(*shapes, *signs, *rate, *below), alt=_alt(board, stage, len(absent)), parts=stage.parts(parts),
        placed=stage.placed(),
    )  # fmt: skip


def nothing(board: Board) -> Scene:
    """An empty board says so."""
    text = board.say("There are no actors yet.")
    return Scene(shapes=(Words(x=0, y=0, text=text, role="ink-2", language=board.language),), alt=text)


def missing_lines(stage: Stage) -> list[tuple[Line, Link | None]]:
    """The missing ties: all that people named; where they are few, what the network suggests."""
    board = stage.board
    found: list[tuple[Line, Link | None]] = [(_line(stage, link.source, link.target), link) for link in named(board)]
    for each in stage.suggested:
        found.append((_line(stage, each.first.id, each.second.id), None))
    return found


def explained(stage: Stage) -> list[tuple[Link | None, str]]:
    """Why each of the missing ties that are drawn is missed: what people wrote, else what the network tells."""
    board = stage.board
    found: list[tuple[Link | None, str]] = []
    for link in named(board):
        why = link.get("why")
        said = board.say("{ties}: {why}", ties=tie_name(board, link), why=why) if why else tie_name(board, link)
        found.append((link, said))
    for each in stage.suggested:
        pair = f"{name(board, each.first)} – {name(board, each.second)}"
        found.append((None, board.say("{ties}: {why}", ties=pair, why=reason(board, each))))
    if len(found) > MARKED:
        return [*found[:MARKED], (None, board.say("and {number} more, in the table", number=len(found) - MARKED))]
    return found


def _line(stage: Stage, first: str, second: str) -> Line:
    spots = stage.plan.spots
    if first in spots and second in spots:
        return between(first, second, stage.actors, spots, stage.brokers, bent=len(stage.ties) <= BENT)
    start, end = _end(stage, first), _end(stage, second)
    return Line((_leave(start, end), _leave(end, start)))


def _end(stage: Stage, id_: str) -> Rect:
    if id_ in stage.plan.areas:
        return stage.plan.areas[id_]
    spot = stage.plan.spots.get(id_)
    if spot is None:  # a sector without actors has no area: the tie hangs from the drawing's edge
        left, _, right, bottom = stage.bounds
        spot = (left + right) / 2, bottom
    radius = stage.actors[id_].radius + 1 if id_ in stage.actors else 0.5
    return spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius


def _leave(start: Rect, end: Rect) -> Point:
    """Where the line from the middle of one rectangle to the middle of another leaves the first."""
    x, y = (start[0] + start[2]) / 2, (start[1] + start[3]) / 2
    dx, dy = (end[0] + end[2]) / 2 - x, (end[1] + end[3]) / 2 - y
    across = (start[2] - start[0]) / 2 / abs(dx) if dx else 1e9
    down = (start[3] - start[1]) / 2 / abs(dy) if dy else 1e9
    share = min(across, down, 0.48)
    return x + dx * share, y + dy * share


def numbered(stage: Stage, found: tuple[Mark, ...], lines: dict[str, Line], free: Free) -> list[Shape]:
    """The numbers of what is attached, at the actors and on the ties."""
    shapes: list[Shape] = []
    for each in found:
        form, role = LOOKS[each.sort]
        half = SIZE / 2 + 0.4
        if each.place in stage.plan.spots:
            at = free.near(stage.plan.spots[each.place], stage.actors[each.place].radius + half + 0.6, half)
        else:
            line = lines.get(each.place)
            if line is None:  # a tie of the target only
                link = next(tie for tie in stage.ties if tie.id == each.place)
                line = _line(stage, link.source, link.target)
            at = free.on_line(line, half) or free.near(line.at(0.5), half, half)
            shapes.extend(ground(*at, SIZE + 1.0))
        shapes.append(mark(at, str(each.number), form, role))
    return shapes


def letters(board: Board, ties: tuple[Link, ...], lines: dict[str, Line], free: Free) -> list[Shape]:
    """The letters of the types on the ties: colour is never the only sign. A tie without room for one goes without."""
    shapes: list[Shape] = []
    known = letters_of(board)
    for each in ties:
        text = known.get(type_name(board, each), "")
        at = free.on_line(lines[each.id], 2.2) if text and strength(each) != 0 else None
        if at is not None:
            role = role_of(each)
            shapes.append(mark(at, text, "ring", "ink-2" if role == "edge" else role, each, filled=False, size=LETTER))
    return shapes


def _alt(board: Board, stage: Stage, absent: int) -> str:
    ties = tuple(tie for tie in stage.ties if holds(tie, "now"))
    text = board.say(
        "Network map: {actors}, {ties} now, {missing} marked as missing.",
        actors=board.say_many("{number} actor", "{number} actors", len(stage.actors)),
        ties=board.say_many("{number} tie", "{number} ties", len(ties)), missing=absent,
    )  # fmt: skip
    if stage.plan.areas:
        sectors = listed(board, tuple(stage.sectors[id_][1] for id_ in stage.plan.areas))
        text += " " + board.say("The actors stand in the sectors {sectors}.", sectors=sectors)
    if stage.brokers:
        brokers = listed(
            board, tuple(name(board, stage.actors[id_].item) for id_ in stage.actors if id_ in stage.brokers)
        )
        text += " " + board.say("Most between the others: {brokers}.", brokers=brokers)
    return text
