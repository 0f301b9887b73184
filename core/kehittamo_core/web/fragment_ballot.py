"""What pages are sent of a vote: how many have voted, its beginning and its end; one's own points to one's own pages alone."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment

from kehittamo_core.database.engine import Database
from kehittamo_core.web.ballot_pages import ballot_view
from kehittamo_core.web.board_reading import Opened
from kehittamo_core.web.boardview import BoardView
from kehittamo_core.workshop.ballot_reading import read_ballot
from kehittamo_core.workshop.people import Identity


async def ballot_ops(
    database: Database, templates: Environment, view: BoardView, opened: Opened, refs: set[str], who: Identity, *,
    own: bool = False,
) -> list[Mapping[str, Any]]:  # fmt: skip
    """The changes of a vote on a board's pages; `own` asks for `who`'s own points."""
    turned = f"ballot:{view.id}" in refs
    if view.id not in refs and not turned:
        return []
    now = await database.read(lambda session: read_ballot(session, who, view.id))
    vote = ballot_view(view, now, opened.place.programme.id)
    parts: Any = templates.get_template("core/hall/ballot_parts.html").module
    if own:
        if vote is None or not vote.now.open:
            return []
        return [{"op": "upsert", "id": f"ba-{view.id}", "html": str(parts.mine(view, vote)).strip()}]
    if turned:
        return [{"op": "upsert", "id": f"bx-{view.id}", "html": str(parts.box(view, vote, False)).strip()}]
    if vote is None or not vote.now.open:
        return []
    return [{"op": "upsert", "id": f"bc-{view.id}", "html": str(parts.count(view.id, vote)).strip()}]
