"""Today's path and the target path in one drawing: what is new, what changes, what is left out."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from kehittamo_core.api import Board, Box, Connector, Item, Scene
from kehittamo_service_path.drawings.lines import AnyShape
from kehittamo_service_path.drawings.path import meeting_points, path_scene

SIGNS = {"new": "+", "changed": "~", "removed": "−"}


def draw_change(board: Board) -> Scene:
    """The whole path with its differences marked: + new, ~ changes, − left out (struck, kept)."""
    marked = {item.id: change for item in board.items if (change := item.get("change")) in SIGNS}
    notes = meeting_points(board) | {id_: _note(board, id_, change) for id_, change in marked.items()}
    scene = path_scene(board, notes)
    gone = {id_ for id_, change in marked.items() if change == "removed"}
    shapes = tuple(shown_change(shape, marked, gone) for shape in scene.shapes)
    counts = {name: list(marked.values()).count(name) for name in SIGNS}
    alt = board.say("Today's path and the target path: {new} new, {changed} changed, {removed} left out.", **counts)
    return replace(scene, shapes=shapes, alt=f"{alt} {scene.alt}")


def _note(board: Board, id_: str, change: str) -> str:
    item = board.item(id_)
    kind = item.kind if item is not None else "step"
    return f"{SIGNS[change]} {board.label(f'{kind}.change.{change}')}"


def shown_change(shape: AnyShape, marked: Mapping[str, str], gone: Collection[str]) -> AnyShape:
    """A box with its change in its edge, an arrow of what is left out in grey; anything else as it is."""
    if isinstance(shape, Box) and isinstance(shape.item, Item) and shape.form != "tab":
        change = marked.get(shape.item.id)
        if change == "new":
            return replace(shape, strong=True)
        if change == "removed":
            return replace(shape, struck=True, tone="plain", dashed=True)
    if isinstance(shape, Connector) and shape.link is not None:
        ends = {getattr(shape.link, "source", ""), getattr(shape.link, "target", "")}
        if not ends.isdisjoint(gone) and shape.link.kind in ("then", "returns"):
            return replace(shape, role="edge", dashed=True, width=0.5)
    return shape
