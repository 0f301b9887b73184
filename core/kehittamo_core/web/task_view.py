"""The task that people work on, on the head of its boards and on the page that brings them there.

What differs from table to table stands in the same words for all: each page shows the part of its own table (`at-3` around
it, `for-3` on the part), so that one fragment serves everybody of a language and a role.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from litestar import Controller, Response, get
from litestar.params import FromPath

from kehittamo_core.database.engine import Database
from kehittamo_core.errors import Refused
from kehittamo_core.web.activity_view import minutes_word, name_of, round_word, signing_sentence, state_word
from kehittamo_core.web.desk import AtDesk
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.language import say
from kehittamo_core.web.parts_of_people import table_name
from kehittamo_core.web.process_pages import page_context
from kehittamo_core.workshop import overview, tasks
from kehittamo_core.workshop.hall_reading import read_now
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.tasks import Task

Op = Mapping[str, Any]


@dataclass(frozen=True)
class RoundView:
    """One of a task's rounds."""

    words: str
    state: str


@dataclass(frozen=True)
class PlaceView:
    """Where a table works now."""

    order: int
    table: str
    href: str
    title: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class TaskView:
    """A task as people at the tables see it. `status` says in one sentence what has changed, for screen readers."""

    id: str
    name: str
    number: int | None
    title: str
    instruction: str
    plain: str
    state: str
    state_word: str
    rounds: Sequence[RoundView]
    signing: str
    hidden: bool
    rotates: bool
    moved: bool
    places: Sequence[PlaceView]
    common: PlaceView | None
    status: str


def task_view(task: Task, board: str = "") -> TaskView:
    """A task, as it is shown on a board or (without one) on a page of its own."""
    row = task.activity
    rounds = [
        RoundView(
            " ".join(part for part in (round_word(one["kind"]), minutes_word(one.get("minutes"))) if part),
            "done" if at < row.round else "now" if at == row.round else "coming",
        )
        for at, one in enumerate(row.rounds)
    ]
    query = f"?view={row.view}" if row.view else ""
    places = [
        PlaceView(
            one.order, table_name(one.number, one.name), f"/b/{one.board}{query}" if one.board else "", one.board_title,
            one.board == board,
        )
        for one in task.places
    ]  # fmt: skip
    common = (
        PlaceView(0, "", f"/b/{task.common[0]}{query}", task.common[1], task.common[0] == board)
        if task.common
        else None
    )
    own = next((one for one in task.places if one.board == board), None)
    group = table_name(own.number, own.name) if own is not None and not row.rotates else ""
    parts = [name_of(row), state_word(row.state)]
    if rounds and row.state == "open":
        parts.append(say("round {number} of {all}", number=row.round + 1, all=len(rounds)))
        parts.append(rounds[min(row.round, len(rounds) - 1)].words)
    return TaskView(
        id=row.id, name=name_of(row), number=row.number, title=row.title or say("No title yet"), instruction=row.instruction,
        plain=row.plain, state=row.state, state_word=state_word(row.state), rounds=rounds,
        signing=signing_sentence(row.signing, group), hidden=row.hidden and not row.revealed, rotates=row.rotates, moved=row.rotates and row.shift > 0,
        places=places, common=common, status=", ".join(parts),
    )  # fmt: skip


def board_task(session: Any, who: Identity, board_id: str) -> tuple[Task | None, int]:
    """What a board's page needs for its task: the task, and the reader's table."""
    return tasks.task_of(session, who, board_id), tasks.table_order(session, who)


async def task_ops(
    database: Database, templates: Environment, programme_id: str, refs: set[str], who: Identity
) -> list[Op]:
    """The heads of the boards of changed activities, and the page of what goes on; pages that show neither leave it alone."""
    module: Any = templates.get_template("core/hall/task.html").module

    def read(session: Any) -> tuple[bool, list[tuple[str, Task | None]], Task | None]:
        known = tasks.activities_among(session, programme_id, refs)
        if not known:
            return False, [], None
        boards = tasks.boards_of(session, programme_id, known)
        return (
            True,
            [(id_, tasks.task_of(session, who, id_)) for id_ in boards],
            tasks.task_now(session, who, programme_id),
        )

    try:
        changed, heads, now = await database.read(read)
    except Refused:
        return []
    if not changed:
        return []
    ops: list[Op] = []
    for id_, task in heads:
        view = task_view(task, id_) if task is not None else None
        ops.append({"op": "upsert", "id": f"tk-{id_}", "html": str(module.task(id_, view)).strip()})
    view = task_view(now) if now is not None else None
    ops.append({"op": "upsert", "id": f"now-{programme_id}", "html": str(module.now(programme_id, view)).strip()})
    return ops


class TaskPages(Controller):
    """`/p/PROGRAMME/now`."""

    path = "/p/{programme:str}/now"

    @get("/")
    async def now(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Bring a participant to the board of their table; without one the task, and what comes next."""
        id_ = known_id(programme)
        now = await desk.read(read_now, desk.who, id_)
        if now.board and now.activity is not None and desk.query("stay") != "1" and not desk.who.may("facilitate"):
            return desk.back_to(f"/b/{now.board}{f'?view={now.activity.view}' if now.activity.view else ''}")
        task = await desk.read(tasks.task_now, desk.who, id_)
        item = await desk.read(tasks.coming, desk.who, id_)
        order = await desk.read(tasks.table_order, desk.who)
        groups = await desk.read(overview.groups_of, id_)
        own = next((one for one in groups if one.id == desk.who.group_id), None)
        return desk.page(
            "core/hall/now.html", task=task_view(task) if task is not None else None, coming=(item.text or "").split("\n")[0] if item else "",
            order=order, table=table_name(own.number, own.name or "") if own is not None else "", **await page_context(desk, programme),
        )  # fmt: skip
