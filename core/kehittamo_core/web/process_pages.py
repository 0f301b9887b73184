"""The pages of a process: meetings and agenda, follow-up, description, phases, and what is done there."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core import mailing
from kehittamo_core.errors import Invalid
from kehittamo_core.web import language
from kehittamo_core.web.desk import AtDesk, Desk, Flash, Undo
from kehittamo_core.web.forms import iso_date, whole
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.letters import task_wording, write_to
from kehittamo_core.web.lists_view import ListView, clock_text, list_view
from kehittamo_core.web.live import Live, now_ms
from kehittamo_core.web.process_view import plan_view, support_view, task_views, today, with_work_between
from kehittamo_core.workshop import overview, pictures
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop import process_reading as reading
from kehittamo_core.workshop.commands import ChangeStage
from kehittamo_core.workshop.entries import list_named
from kehittamo_core.workshop.events import programme_room, room_state
from kehittamo_core.workshop.lists import BY_ID, LISTS
from kehittamo_core.workshop.task_reminders import RemindOfTasks, waiting_tasks

HEAD_LINES = ("title", "website", "footer", "banner")
HEAD_TEXTS = ("target_group", "acknowledgement")


async def page_context(desk: Desk, programme: str) -> dict[str, Any]:
    """What every page of a process needs: the programme, the room it follows, what may be done, and a word of undo."""
    id_ = known_id(programme)
    at = now_ms()
    head = await desk.read(overview.head, desk.who, id_)
    state = await desk.read(room_state, programme_room(id_))
    helps = await desk.read(reading.may, desk.who, id_, "facilitate")
    flash = None
    list_id, _, entry = desk.query("removed").partition("/")
    if list_id in BY_ID and entry:
        flash = Flash(language.say("Deleted."), Undo(f"/p/{programme}/lists/{list_id}/{entry}/restore", leads=True))
    return {
        "programme": head, "nav": "plan", "helps": helps, "live": Live(desk.who, ((programme_room(id_), state),), at),
        "coordinates": desk.who.may("coordinate"), "flash": flash,
    }  # fmt: skip


async def list_views(desk: Desk, programme: str, page: str) -> list[ListView]:
    """The lists of a page."""
    counted = await desk.read(reading.counted, known_id(programme))
    found = []
    for declared in LISTS:
        if declared.page == page:
            rows = await desk.read(reading.read_list, desk.who, known_id(programme), declared.id)
            found.append(list_view(rows, known_id(programme), counted))
    return found


class ProcessPages(Controller):
    """`/p/...`, beside the programme's home."""

    path = "/p/{programme:str}"

    @get("/plan")
    async def plan(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """The meetings with their agendas."""
        context = await page_context(desk, programme)
        parts = await desk.read(reading.plan, desk.who, known_id(programme))
        view = plan_view(parts, context["helps"])
        return desk.page("core/process/plan.html", current="plan", plan=view, groups=with_work_between(view), **context)

    @post("/plan/dates", status_code=303)
    async def dates(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Set the days of all meetings at once; an empty day is open."""
        form = await desk.form()
        found: dict[str, dict[str, Any]] = {}
        for name in form.names():
            field, _, key = name.partition(".")
            if field in ("date", "start", "end") and key:
                value = form.get(name) or None
                found.setdefault(key, {})[field] = iso_date(value or "") if field == "date" else clock_text(value)
        await desk.do(p.SetDates(command_id=desk.command_id(form), programme=known_id(programme), dates=found))
        return desk.back_to(f"/p/{programme}/plan")

    @post("/plan/{stage:str}/state", status_code=303)
    async def hold(self, desk: AtDesk, programme: FromPath[str], stage: FromPath[str]) -> Response[Any]:
        """Begin or end a meeting; ending saves a version."""
        form = await desk.form()
        part = await desk.read(reading.stage_of, desk.who, known_id(programme), stage[:64])
        await desk.do(
            ChangeStage(command_id=desk.command_id(form), stage=part.stage.id, values={"state": form.get("state")})
        )
        return desk.back_to(f"/p/{programme}/plan#stages-{stage}")

    @post("/plan/shift", status_code=303)
    async def shift(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Move the times from an agenda item on."""
        form = await desk.form()
        said = form.get("minutes").replace("−", "-")
        minutes = whole(said.lstrip("+-"), 9_999)
        if minutes is None:
            raise Invalid("{minutes} minutes cannot be shifted; say between 1 and 720.", minutes=said[:20] or "-")
        await desk.do(
            p.ShiftAgenda(
                command_id=desk.command_id(form), programme=known_id(programme), entry=form.get("entry")[:64],
                minutes=-minutes if said.startswith("-") else minutes,
            )
        )  # fmt: skip
        return desk.back_to(f"/p/{programme}/plan#agenda-{form.get('entry')[:64]}")

    @get("/plan/{stage:str}/sheet")
    async def sheet(self, desk: AtDesk, programme: FromPath[str], stage: FromPath[str]) -> Response[Any]:
        """A meeting's run sheet, to print."""
        context = await page_context(desk, programme)
        part = await desk.read(reading.stage_of, desk.who, known_id(programme), stage[:64])
        view = plan_view([part], False)[0]
        return desk.page("core/process/sheet.html", part=view, **context)

    @get("/follow")
    async def follow(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Tasks, decisions, questions, next steps, deliverables, and what people think of the goal."""
        context = await page_context(desk, programme)
        lists = {one.id: one for one in await list_views(desk, programme, "follow")}
        tasks = await desk.read(reading.tasks, desk.who, known_id(programme), today())
        stands = await desk.read(reading.support, desk.who, known_id(programme))
        writes = await desk.read(reading.may, desk.who, known_id(programme), "write")
        return desk.page(
            "core/process/follow.html", current="follow", lists=lists, tasks=task_views(lists["interim_tasks"], tasks),
            support=support_view(stands, known_id(programme)), writes=writes, **context,
        )  # fmt: skip

    @get("/follow/reminder")
    async def reminder(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Whoever has not done a task, as a list to copy and as one mail."""
        context = await page_context(desk, programme)
        await desk.read(overview.deleted_boards, desk.who, known_id(programme))
        found = await desk.read(reading.tasks, desk.who, known_id(programme), today())
        wanted = desk.query("task")
        late = [row for row in found if row.late and wanted in ("", row.task.key)]
        people = {person.id: person for row in late for person in row.late}
        mails = sorted({person.email for person in people.values() if person.email})
        return desk.page(
            "core/process/reminder.html", late=late, people=len(people), mails=mails, wanted=wanted,
            mail=mailing.is_set(desk.settings), where=f"{desk.base_url}/p/{programme}/follow", **context,
        )  # fmt: skip

    @post("/follow/reminder", status_code=200)
    async def remind(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Write to whoever has not done a task: a letter with their tasks and their link, sent or to copy."""
        form = await desk.form()
        id_, task = known_id(programme), form.get("task")[:64]
        head = await desk.read(overview.head, desk.who, id_)
        waiting = await desk.read(waiting_tasks, id_, task)
        return await write_to(
            desk, RemindOfTasks(command_id=desk.command_id(form), programme=id_, task=task), reminder=True,
            by_mail=form.get("send") == "1", back=f"/p/{id_}/follow", words=task_wording(head.title, waiting),
        )  # fmt: skip

    @post("/follow/tasks/{task:str}", status_code=303)
    async def mark(self, desk: AtDesk, programme: FromPath[str], task: FromPath[str]) -> Response[Any]:
        """Say that a task is done, or is not."""
        form = await desk.form()
        done = await desk.do(
            p.MarkTask(
                command_id=desk.command_id(form), programme=known_id(programme), task=task[:64], done=form.get("done") != "0",
                person=form.get("person") or None, whole=form.get("whole") == "1",
            )
        )  # fmt: skip
        return desk.told(done, f"/p/{programme}/follow#interim_tasks-{task}")

    @post("/support", status_code=303)
    async def stand(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Say what one thinks of the shared goal."""
        form = await desk.form()
        await desk.do(
            p.TakeStand(
                command_id=desk.command_id(form),
                programme=known_id(programme),
                stand=form.get("stand"),
                reason=form.raw("reason"),
            )
        )
        return desk.back_to(f"/p/{programme}/follow#support")

    @get("/about")
    async def about(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """The goal's targets, figures, background, terms, actors, cases and sources."""
        context = await page_context(desk, programme)
        lists = await list_views(desk, programme, "about")
        images = await desk.read(pictures.pictures, desk.who, known_id(programme))
        groups = await desk.read(overview.groups_of, known_id(programme))
        return desk.page(
            "core/process/about.html",
            current="about",
            images=images,
            groups=[(group.id, group.name or str(group.number or "")) for group in groups],
            lists=lists,
            frame=context["programme"].frame or {},
            **context,
        )

    @post("/about", status_code=303)
    async def change_head(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Set the programme's own fields."""
        form = await desk.form()
        values: dict[str, Any] = {name: form.get(name) or None for name in HEAD_LINES if name in form}
        values.update({name: form.raw(name).strip() or None for name in HEAD_TEXTS if name in form})
        if "area" in form:
            head = await desk.read(overview.head, desk.who, known_id(programme))
            old = dict((head.frame or {}).get("area") or {})
            excluded = [line.strip() for line in form.raw("excluded").split("\n") if line.strip()]
            old.update(
                text=form.raw("area").strip() or None, reason=form.raw("area_reason").strip() or None, excluded=excluded
            )
            values["area"] = {name: part for name, part in old.items() if part} or None
        await desk.do(p.ChangeHead(command_id=desk.command_id(form), programme=known_id(programme), values=values))
        return desk.back_to(f"/p/{programme}/about")

    @get("/process")
    async def process(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Phases, activities with who takes part, counts, and the chosen concept."""
        context = await page_context(desk, programme)
        lists = await list_views(desk, programme, "process")
        return desk.page("core/process/phases.html", current="process", lists=lists, **context)


__all__ = ["ProcessPages", "list_named", "list_views", "page_context"]
