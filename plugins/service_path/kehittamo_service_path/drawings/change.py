"""Today's path and the target path in one drawing: what is new, what changes, what is left out."""

from dataclasses import replace

from kehittamo_core.api import Badge, Board, Box, Connector, Scene
from kehittamo_service_path.drawings.lines import AnyShape
from kehittamo_service_path.drawings.path import draw_path


def draw_change(board: Board) -> Scene:
    """The whole path with its differences marked: + new, ~ changes, − left out (struck, kept)."""
    scene = draw_path(board)
    shapes: list[AnyShape] = []
    counts = {"new": 0, "changed": 0, "removed": 0}
    for shape in scene.shapes:
        change = shape.item.get("change") if isinstance(shape, Box) and shape.item is not None else None
        if isinstance(shape, Box) and change in counts:
            counts[change] += 1
            marked = replace(shape, strong=True) if change == "new" else shape
            if change == "removed":
                marked = replace(shape, struck=True, tone="plain", dashed=True)
            shapes += [marked, _mark(board, marked, change)]
        elif isinstance(shape, Connector) and shape.link is not None and _is_gone(board, shape):
            shapes.append(replace(shape, role="edge", dashed=True))
        else:
            shapes.append(shape)
    alt = board.say(
        "Today's path and the target path: {new} new, {changed} changed, {removed} left out.", **counts
    )
    return Scene(shapes=tuple(shapes), alt=f"{alt} {scene.alt}", parts=scene.parts)


def _mark(board: Board, box: Box, change: str) -> Badge:
    sign = {"new": "+", "changed": "~", "removed": "−"}[change]
    role = {"new": "moss", "changed": "amber", "removed": "rust"}[change]
    label = board.label(f"{box.item.kind}.change.{change}") if box.item is not None else change
    return Badge(
        x=box.x + box.width / 2, y=box.bottom, text=f"{sign} {label}", form="pill", role=role, size=5.0,  # type: ignore[arg-type]
        filled=False, item=box.item,
    )  # fmt: skip


def _is_gone(board: Board, line: Connector) -> bool:
    if line.link is None:
        return False
    ends = (board.item(getattr(line.link, "source", "")), board.item(getattr(line.link, "target", "")))
    return any(end is not None and end.get("change") == "removed" for end in ends)
