"""What pages are sent of ratings given alone: counts, and word that they should fetch the box anew when it turns."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment

from kehittamo_core.database.engine import Database
from kehittamo_core.loading import Plugins
from kehittamo_core.web.boardview import BoardView
from kehittamo_core.web.ratings_pages import ratings_views
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.ratings import read_ratings


async def rating_ops(
    database: Database, plugins: Plugins, templates: Environment, view: BoardView, refs: set[str], who: Identity
) -> list[Mapping[str, Any]]:
    """The changes of the ratings of a board; nobody's own values are in them, and no spread before it is shown."""
    if view.method is None or not any(kind.rated_alone for kind in view.method.links):
        return []
    turned = f"ratings:{view.id}" in refs
    group_rated = any((link := view.board.find(ref)) is not None and _rated(view, link.kind) for ref in refs)
    if turned or group_rated:
        # A part that is new on the page fetches the box; one that stands there already would not be asked again.
        html = (
            f'<section id="ra-{view.id}" class="ratings col"><div hx-get="/b/{view.id}/ratings" hx-trigger="load" '
            f'hx-target="#ra-{view.id}" hx-swap="outerMorph"></div></section>'
        )
        return [{"op": "upsert", "id": f"ra-{view.id}", "html": html}]
    if view.id not in refs:
        return []
    found = await database.read(lambda session: read_ratings(session, plugins, who, view.id))
    parts: Any = templates.get_template("core/hall/ratings_parts.html").module
    return [
        {"op": "upsert", "id": f"rc-{view.id}-{one.now.kind}", "html": str(parts.count(view.id, one)).strip()}
        for one in ratings_views(view, found)
        if one.now.state
    ]


def _rated(view: BoardView, kind_id: str) -> bool:
    kind = view.method.link(kind_id) if view.method is not None else None
    return kind is not None and kind.rated_alone
