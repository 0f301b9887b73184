"""Lines of the chain: how a link that leads looks, and the lanes in which feedback comes back."""

from collections.abc import Mapping

from kehittamo_core.api import Area, Board, Box, Connector, Item, Link
from kehittamo_impact_chain.chain import Chain
from kehittamo_impact_chain.drawings.parts import Role

LANE = 3.2
"""Distance of two feedback lanes, in millimetres."""

FROM: dict[str, Role] = {"input": "edge", "output": "edge", "solution": "n-kanerva-e", "outcome": "n-sammal-e"}


def lead_role(board: Board, chain: Chain, link: Link) -> tuple[Role, float]:
    """Colour role and width of a link: red where both its ends are on the thread, else by the kind it comes from."""
    source, target = chain.items.get(link.source), chain.items.get(link.target)
    if source is not None and target is not None and source.on_thread and target.on_thread:
        return "thread", 1.1
    kind = source.kind if source is not None else "input"
    return FROM.get(kind, "edge"), 0.7 if kind in ("solution", "outcome") else 0.45


def feedback_lines(
    board: Board, boxes: Mapping[str, Box], frames: Mapping[str, Area], bottom: float, clear: float = 0.0
) -> tuple[list[Connector], float]:
    """Dashed lines for what comes back, each in a lane of its own below the columns; gives also the lowest y.

    `clear` is how far lines keep from a box, past the edge of a frame round it, in millimetres.
    """
    lines: list[Connector] = []
    lane = bottom + 5.0
    steps = 0
    for link in board.links_of("feedback"):
        source, target = board.item(link.source), board.item(link.target)
        start, end = boxes.get(link.source), boxes.get(link.target)
        if start is None or end is None or source is None or target is None or source.id == target.id:
            continue
        shift = clear + 2.0 + (steps % 5) * 1.5
        steps += 1
        out_x, out_y = _gate(source, start, frames)
        in_x, in_y = _gate(target, end, frames, arriving=True)
        out_turn = out_x + shift if _leaves_right(source) else out_x - shift
        in_turn = in_x - shift if _arrives_left(target) else in_x + shift
        points = ((out_x, out_y), (out_turn, out_y), (out_turn, lane), (in_turn, lane), (in_turn, in_y), (in_x, in_y))
        line = Connector(points=points, curve="round", link=link, role="lake", width=0.5, dashed=True, arrow="end")
        lines.append(line)
        lane += LANE
    return lines, lane if lines else bottom


def _leaves_right(item: Item) -> bool:
    return item.kind != "input"


def _arrives_left(item: Item) -> bool:
    return item.kind in ("input", "outcome", "impact")


def _gate(item: Item, box: Box, frames: Mapping[str, Area], *, arriving: bool = False) -> tuple[float, float]:
    """Where a feedback line leaves or meets an item: never through the gap inside the frames."""
    y = box.y + box.height * (0.75 if arriving else 0.3)
    left = _arrives_left(item) if arriving else not _leaves_right(item)
    frame = frames.get(item.id)
    if frame is not None:
        return frame.x + frame.width, y
    return (box.x if left else box.right), y
