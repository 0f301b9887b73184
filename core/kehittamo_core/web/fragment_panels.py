"""The parts of open side panels that change when somebody else writes: links, comments and single fields of an element."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from jinja2 import Environment

from kehittamo_core.database.engine import Database
from kehittamo_core.database.ids import is_id
from kehittamo_core.errors import Refused
from kehittamo_core.loading import Plugins
from kehittamo_core.web.board_reading import Opened
from kehittamo_core.web.boardview import BoardView
from kehittamo_core.web.sideview import ElementView, element_view
from kehittamo_core.workshop import details, overview
from kehittamo_core.workshop.people import Identity

Op = Mapping[str, Any]
MOST_ELEMENTS = 12
"""More elements than this at once are an import or an action; open panels then show them when they are opened anew."""


async def panel_ops(
    database: Database,
    plugins: Plugins,
    templates: Environment,
    opened: Opened,
    view: BoardView,
    refs: set[str],
    who: Identity,
) -> list[Op]:
    """The changed parts of the panels of these elements, and of the ends of changed links."""
    wanted = {ref for ref in refs if is_id(ref) and ref != view.id}
    for link in opened.board.links:
        if link.id in wanted:
            wanted |= {link.source, link.target}
    if not wanted or len(wanted) > MOST_ELEMENTS:
        return []
    titles = await database.read(lambda session: overview.board_titles(session, who, opened.place.programme.id))
    ops: list[Op] = []
    for id_ in sorted(wanted):
        if opened.board.find(id_) is None:
            continue
        try:
            detail = await database.read(partial(_detail, plugins=plugins, who=who, id_=id_, speak=opened.language))
        except Refused:
            continue
        panel = element_view(detail, plugins, opened.board, view.id, titles, view.may)
        ops += _ops(templates, panel)
    return ops


def _detail(session: Any, plugins: Plugins, who: Identity, id_: str, speak: str) -> details.ElementDetail:
    return details.element_detail(session, plugins, who, id_, speak, 0)


def _ops(templates: Environment, panel: ElementView) -> list[Op]:
    parts = templates.get_template("core/parts/panels.html").module
    fields = templates.get_template("core/parts/fields.html").module
    ops: list[Op] = [
        {"op": "upsert", "id": f"sl-{panel.id}", "html": str(parts.links_section(panel)).strip()},  # type: ignore[attr-defined]
        {"op": "upsert", "id": f"sc-{panel.id}", "html": str(parts.comment_list(panel)).strip()},  # type: ignore[attr-defined]
    ]
    if panel.asked:
        html = str(parts.asked(panel)).strip()  # type: ignore[attr-defined]
        ops.append({"op": "upsert", "id": f"sa-{panel.id}", "html": html})
    for one in (*panel.fields, *panel.more_fields):
        if one.type != "text" or one.many:
            html = str(fields.saving(one, panel.id, panel.href, panel.may.write)).strip()  # type: ignore[attr-defined]
            ops.append({"op": "upsert", "id": f"sf-{panel.id}-{one.id}", "html": html})
    return ops
