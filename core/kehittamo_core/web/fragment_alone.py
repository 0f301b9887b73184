"""What pages that write alone are sent: counts for everybody, one's own notes for their writer's pages alone."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment

from kehittamo_core.database.engine import Database
from kehittamo_core.web.alone_pages import alone_view
from kehittamo_core.web.board_reading import Opened
from kehittamo_core.web.boardview import BoardView
from kehittamo_core.workshop import hidden
from kehittamo_core.workshop.people import Identity


async def alone_ops(
    database: Database, templates: Environment, view: BoardView, opened: Opened, refs: set[str], who: Identity, *,
    own: bool = False,
) -> list[Mapping[str, Any]]:  # fmt: skip
    """The changes of the box: its count, or all of it where writing alone began or ended. `own` asks for `who`'s own notes."""
    turned = f"alone:{view.id}" in refs
    if view.id not in refs and not turned:
        return []
    alone = await database.read(lambda session: hidden.read_alone(session, who, view.id))
    box = alone_view(view, alone, opened.place.programme.id)
    parts: Any = templates.get_template("core/hall/alone_parts.html").module
    if own:
        # Whoever is found by a key is on no list: their pages ask for their own notes themselves.
        if box is None or box.alone.signing == "anonymous":
            return []
        return [{"op": "upsert", "id": f"am-{view.id}", "html": str(parts.mine(view.id, box)).strip()}]
    if turned:
        return [{"op": "upsert", "id": f"al-{view.id}", "html": str(parts.box(view, box, False)).strip()}]
    if box is None:
        return []
    return [{"op": "upsert", "id": f"ac-{view.id}", "html": str(parts.count(view.id, box)).strip()}]
