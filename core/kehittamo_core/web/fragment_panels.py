"""The parts of open side panels that change when somebody else writes: links, comments and single fields of an element."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment

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


@dataclass(frozen=True)
class Panels:
    """What the panels of some elements show, by the elements' ids, and the titles of the boards beside."""

    shown: Mapping[str, details.ElementDetail] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


def read_panels(session: Any, plugins: Plugins, who: Identity, opened: Opened, refs: set[str]) -> Panels:
    """The panels of these elements and of the ends of these links, as far as they are not too many."""
    wanted = {ref for ref in refs if is_id(ref) and ref != opened.board.id}
    for link in opened.board.links:
        if link.id in wanted:
            wanted |= {link.source, link.target}
    if len(wanted) > MOST_ELEMENTS:
        return Panels()
    found = {}
    for id_ in sorted(wanted):
        if opened.board.find(id_) is None:
            continue
        with suppress(Refused):
            found[id_] = details.element_detail(session, plugins, who, id_, opened.language, 0)
    return Panels(found, overview.board_titles(session, who, opened.place.programme.id) if found else {})


def panel_ops(plugins: Plugins, templates: Environment, opened: Opened, view: BoardView, panels: Panels) -> list[Op]:
    """The changed parts of these panels; pages that have none of them open leave them alone."""
    ops: list[Op] = []
    for detail in panels.shown.values():
        ops += _ops(templates, element_view(detail, plugins, opened.board, view.id, panels.titles, view.may))
    return ops


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
