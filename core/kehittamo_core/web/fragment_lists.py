"""The parts of the process pages that change when somebody else writes: lists, agendas, tasks, support."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment

from kehittamo_core.database.engine import Database
from kehittamo_core.web.lists_view import list_view
from kehittamo_core.web.process_view import plan_view, support_view, task_views, today
from kehittamo_core.workshop import process_reading as reading
from kehittamo_core.workshop.lists import BY_ID
from kehittamo_core.workshop.people import Identity

Op = Mapping[str, Any]
HOME_LISTS = {
    "interim_tasks": "tasks", "decisions": "decisions", "next_steps": "next_steps", "questions": "questions",
    "background": "background",
}  # fmt: skip
"""The lists that stand on the programme's home too, and their macros."""


def _everything(session: Any, who: Identity, programme_id: str, changed: set[str]) -> dict[str, Any]:
    """What the changed lists hold, read in one go."""
    lists = {name: reading.read_list(session, who, programme_id, name) for name in changed if name in BY_ID}
    return {
        "lists": lists,
        "counted": reading.counted(session, programme_id),
        "plan": reading.plan(session, who, programme_id) if changed & {"agenda", "stages"} else [],
        "tasks": reading.tasks(session, who, programme_id, today()) if "interim_tasks" in changed else [],
        "support": reading.support(session, who, programme_id) if "support" in changed else None,
    }


async def list_ops(
    database: Database, templates: Environment, programme_id: str, changed: set[str], who: Identity
) -> list[Op]:
    """The changed lists as fragments; pages that do not show one leave it alone."""
    found = await database.read(lambda session: _everything(session, who, programme_id, changed))
    parts: Any = templates.get_template("core/process/parts.html").module
    ops: list[Op] = []

    def put(id_: str, html: object) -> None:
        ops.append({"op": "upsert", "id": id_, "html": str(html).strip()})

    for name, rows in found["lists"].items():
        view = list_view(rows, programme_id, found["counted"])
        if name == "interim_tasks":
            put("sec-interim_tasks", parts.tasks(task_views(view, found["tasks"]), view))
        elif name not in ("agenda", "stages"):
            put(f"sec-{name}", parts.entries(view))
    for meeting in plan_view(found["plan"], who.may("facilitate")):
        put(f"sec-agenda-{meeting.key}", parts.agenda(meeting, programme_id))
        put(f"sh-{meeting.key}", parts.head(meeting, programme_id))
    if found["support"] is not None:
        put("sec-support", parts.stands(support_view(found["support"], programme_id)))
    return ops
