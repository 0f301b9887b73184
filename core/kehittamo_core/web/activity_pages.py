"""The page of a programme's activities: facilitators prepare there what people do at the tables, meeting by meeting."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid, NotFound
from kehittamo_core.web.activity_view import (
    ActivityForm,
    by_meeting,
    group_words,
    presets,
    read_form,
    starts_of,
    values_of_row,
)
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.fieldview import ChoiceView
from kehittamo_core.web.forms import Form
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.process_pages import page_context
from kehittamo_core.web.programme_view import stage_title
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop import overview
from kehittamo_core.workshop import process_reading as reading
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.boards import BoardRow, board_list
from kehittamo_core.workshop.hall_reading import ActivityRow, activities_of


class ActivityPages(Controller):
    """`/p/PROGRAMME/activities...`."""

    path = "/p/{programme:str}/activities"

    @get("/")
    async def show(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """The activities by meeting; with `new` (a meeting) or `edit` (an activity) the form."""
        await desk.read(programme_for, desk.who, known_id(programme), "facilitate")
        if "new" in desk.request.query_params or desk.query("edit"):
            return await self._form_page(desk, programme)
        rows, plan, groups, boards = await self._read(desk, programme)
        return desk.page(
            "core/hall/activities.html", meetings=by_meeting(rows, plan, group_words(groups), boards), form=None,
            presets=presets(), current="activities", **await page_context(desk, programme),
        )  # fmt: skip

    async def _read(
        self, desk: Desk, programme: str
    ) -> tuple[list[ActivityRow], list[reading.PlanPart], list[m.Group], list[BoardRow]]:
        id_ = known_id(programme)
        return (
            await desk.read(activities_of, desk.who, id_),
            await desk.read(reading.plan, desk.who, id_),
            list(await desk.read(overview.groups_of, id_)),
            await desk.read(board_list, id_, desk.who, desk.plugins),
        )

    async def _form(self, desk: Desk, programme: str, activity: str) -> ActivityForm:
        rows, plan, groups, boards = await self._read(desk, programme)
        row = next((one for one in rows if one.id == activity), None) if activity else None
        if activity and row is None:
            raise NotFound("There is no such activity (any more).")
        keys = {part.stage.id: part.stage.key for part in plan}
        values = values_of_row(row, keys) if row is not None else self._fresh(desk, rows, plan)
        return ActivityForm(
            id=activity, title=row.title if row is not None else "", opened=row is not None and row.state != "draft", values=values,
            stages=[ChoiceView(part.stage.key, stage_title(part.stage)) for part in plan],
            agenda=[
                ChoiceView(item.key, f"{stage_title(part.stage)}: {item.text or ''}")
                for part in plan for item in part.rows if item.kind == "activity"
            ],
            starts=starts_of(desk.plugins, boards), boards=[ChoiceView(one.key, one.title) for one in boards],
            groups=[ChoiceView(key, name) for key, name in group_words(groups).items()],
        )  # fmt: skip

    @staticmethod
    def _fresh(desk: Desk, rows: list[ActivityRow], plan: list[reading.PlanPart]) -> dict[str, Any]:
        """What a new activity's form begins with: its meeting, the agenda item that it carries out, a way of working."""
        stage, item = desk.query("new"), desk.query("item")
        part = next((one for one in plan if one.stage.key == stage), None)
        said = next((one for one in part.rows if one.key == item), None) if part is not None else None
        own = [row.number or 0 for row in rows if part is not None and row.stage == part.stage.id]
        chosen = next((one for one in presets() if one.id == desk.query("preset")), None)
        return {
            "title": (said.text or "").split("\n")[0] if said is not None else "", "number": max(own, default=0) + 1,
            "stage": stage, "agenda_item": item if said is not None else "", "start": "", "per_group": True,
            "groups": list(said.groups) if said is not None else [], "boards": list(said.boards) if said is not None else [],
            "rounds": [], "rotates": False, "signing": "group", "hidden": False, "view": "", "instruction": "", "plain": "",
            "minutes": said.minutes if said is not None else None, **(chosen.values if chosen is not None else {}),
        }  # fmt: skip

    async def _form_page(
        self, desk: Desk, programme: str, form: ActivityForm | None = None, status: int = 200
    ) -> Response[Any]:
        activity = known_id(desk.query("edit")) if desk.query("edit") else ""
        shown = form or await self._form(desk, programme, activity)
        return desk.page(
            "core/hall/activities.html", status=status, form=shown, presets=presets(), current="activities",
            **await page_context(desk, programme),
        )  # fmt: skip

    @post("/", status_code=303)
    async def add(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Prepare an activity; what is wrong is said at its field."""
        return await self._save(desk, programme, "", await desk.form())

    @post("/{activity:str}", status_code=303)
    async def change(self, desk: AtDesk, programme: FromPath[str], activity: FromPath[str]) -> Response[Any]:
        """Change an activity, or with `step` move it up or down in its meeting."""
        form = await desk.form()
        if form.get("step"):
            await desk.do(
                h.PlaceActivity(
                    command_id=desk.command_id(form), programme=known_id(programme), activity=known_id(activity),
                    step=-1 if form.get("step") == "up" else 1,
                )
            )  # fmt: skip
            return desk.back_to(f"/p/{programme}/activities#activity-{activity}")
        return await self._save(desk, programme, known_id(activity), form)

    async def _save(self, desk: Desk, programme: str, activity: str, form: Form) -> Response[Any]:
        id_, command_id = known_id(programme), desk.command_id(form)
        await desk.read(programme_for, desk.who, id_, "facilitate")
        before = await self._form(desk, programme, activity)
        shown, values = read_form(form, opened=before.opened)
        try:
            if activity:
                command: Any = h.ChangeActivity(command_id=command_id, programme=id_, activity=activity, values=values)
            else:
                command = h.AddActivity(command_id=command_id, programme=id_, values=values)
            done = await desk.do(command)
        except Invalid as error:
            return await self._form_page(desk, programme, before.wrong(error, {**before.values, **shown}), error.status)
        return desk.back_to(f"/p/{programme}/activities#activity-{done.ref}")

    @post("/{activity:str}/remove", status_code=303)
    async def remove(self, desk: AtDesk, programme: FromPath[str], activity: FromPath[str]) -> Response[Any]:
        """Take an activity away that was never opened."""
        form = await desk.form()
        await desk.do(
            h.RemoveActivity(
                command_id=desk.command_id(form), programme=known_id(programme), activity=known_id(activity)
            )
        )
        return desk.back_to(f"/p/{programme}/activities")
