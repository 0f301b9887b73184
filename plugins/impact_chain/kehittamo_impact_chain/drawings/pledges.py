"""Resurssilupaukset: each need as a bar, filled by what is confirmed and promised; what nobody gives stays open, and is said."""

from kehittamo_core.api import Board, Role, Scene, Stroke, Words
from kehittamo_impact_chain.drawings.parts import Shape, empty, head, note
from kehittamo_impact_chain.naming import kind_many, name
from kehittamo_impact_chain.pledges import Need, before_and_after, givers, needs

WIDE, NAMES, HIGH = 170.0, 62.0, 5.0
LEFT = NAMES + 4.0
ROOM = WIDE - LEFT


def draw_pledges(board: Board) -> Scene:
    """One row per need, each bar on its own scale: units differ, so lengths are shares of the own need."""
    rows = needs(board)
    if not rows:
        return Scene(
            shapes=empty(board, board.say("Write how much each input takes: then pledges can be set against it.")),
            alt=board.say("No needs with amounts yet."),
        )
    shapes: list[Shape] = list(head(board, kind_many(board, "pledge"), 0, 0, len(board.of("pledge"))))
    y = _legend(board, shapes, 8.0) + 3.0
    for need in rows:
        y = _row(board, need, shapes, y) + 4.0
    covered = sum(1 for need in rows if need.covered)
    return Scene(
        shapes=tuple(shapes),
        alt=board.say_many(
            "{number} need with what is confirmed and promised of it; {covered} covered.",
            "{number} needs with what is confirmed and promised of each; {covered} covered.",
            len(rows),
            covered=covered,
        ),
    )


def _rectangle(x: float, y: float, width: float, fill: Role | None, *, dashed: bool = False) -> Stroke:
    corners = ((x, y), (x + width, y), (x + width, y + HIGH), (x, y + HIGH))
    return Stroke(points=corners, role="rust" if dashed else "edge", width=0.35, closed=True, fill=fill, dashed=dashed)


def _legend(board: Board, shapes: list[Shape], y: float) -> float:
    x = 0.0
    looks: tuple[tuple[str, Role | None, bool], ...] = (
        (board.label("pledge.state.confirmed"), "moss", False),
        (board.label("pledge.state.promised"), "n-sammal", False),
        (board.say("nobody gives"), None, True),
    )
    for text, fill, dashed in looks:
        shapes.append(_rectangle(x, y, 7.0, fill, dashed=dashed))
        words = note(board, text, x + 8.6, y + 0.7, 40.0)
        shapes.append(words)
        x += 8.6 + words.line_width + 7.0
    return y + HIGH


def _row(board: Board, need: Need, shapes: list[Shape], y: float) -> float:
    label = Words(x=0, y=y, text=name(board, need.item), width=NAMES, size=3.2, item=need.item, language=board.language)
    shapes.append(label)
    scale = ROOM / max(need.needed, need.pledged, 1e-9)
    x = LEFT
    parts: tuple[tuple[float, Role | None, bool], ...] = (
        (need.confirmed, "moss", False), (need.promised, "n-sammal", False), (need.missing, None, True),
    )  # fmt: skip
    for amount, fill, dashed in parts:
        if amount > 0:
            shapes.append(_rectangle(x, y, amount * scale, fill, dashed=dashed))
            x += amount * scale
    if need.pledged > need.needed > 0:
        line = LEFT + need.needed * scale
        shapes.append(Stroke(points=((line, y - 1.0), (line, y + HIGH + 1.0)), role="ink", width=0.5))
    said = before_and_after(board, need)
    who = givers(board, need)
    text = note(
        board, f"{said} ({who})" if who else said, LEFT, y + HIGH + 1.0, ROOM, role="ink-2" if need.covered else "rust"
    )
    shapes.append(text)
    return max(label.y + label.height, text.y + text.height)
