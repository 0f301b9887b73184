"""The pages of saved versions and of the result day: compare, bring back, show, end; and a copy of the programme."""

from functools import partial
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from markupsafe import Markup

from kehittamo_core.document.comparing import compare
from kehittamo_core.document.published import published
from kehittamo_core.errors import Invalid, NotFound
from kehittamo_core.picture import board_from_document, goal_of
from kehittamo_core.web import language
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.forms import whole
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.process_pages import page_context
from kehittamo_core.web.process_view import plan_view
from kehittamo_core.web.templating import words_of
from kehittamo_core.web.versions_view import change_groups
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop import process_reading as reading
from kehittamo_core.workshop.archive_export import export_document
from kehittamo_core.workshop.commands import SaveSnapshot
from kehittamo_core.workshop.snapshots import SnapshotRow, snapshot_document, snapshots
from kehittamo_core.workshop.teams import restricted_keys

NOW = "now"


class ProcessVersions(Controller):
    """`/p/.../versions` and `/p/.../result-day`."""

    path = "/p/{programme:str}"

    async def _document(
        self, desk: Desk, programme: str, wanted: str
    ) -> tuple[str, SnapshotRow | None, dict[str, Any]]:
        """A saved version of this programme (or what stands now): its name, itself, what the reader may see of its document."""
        also = await desk.read(restricted_keys, known_id(programme))
        cut = (lambda document: document) if desk.who.may("facilitate") else partial(published, also=also)
        if wanted == NOW:
            return language.say("as it is now"), None, cut(await desk.read(export_document, known_id(programme)))
        row, document = await desk.read(snapshot_document, known_id(wanted))
        if row.programme_id != known_id(programme):
            raise NotFound("There is no such saved version.")
        return row.name, row, cut(document)

    @get("/versions")
    async def versions(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """The saved versions, and what differs between two of them."""
        context = await page_context(desk, programme)
        saved = await desk.read(snapshots, known_id(programme))
        first, second = desk.query("from"), desk.query("to", NOW)
        compared = None
        if first:
            old_name, _, old = await self._document(desk, programme, first)
            new_name, _, new = await self._document(desk, programme, second)
            groups = change_groups(compare(old, new), old, new, desk.plugins)
            compared = {"old": old_name, "new": new_name, "groups": groups}
        return desk.page(
            "core/process/versions.html", current="versions", saved=saved, first=first, second=second, compared=compared,
            suggested=language.say("Version {number}", number=len(saved) + 1), **context,
        )  # fmt: skip

    @post("/versions", status_code=303)
    async def save(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Save the programme as it is now under a name."""
        form = await desk.form()
        if not form.get("name"):
            raise Invalid("Give the version a name.")
        await desk.do(
            SaveSnapshot(command_id=desk.command_id(form), programme=known_id(programme), name=form.get("name"))
        )
        return desk.back_to(f"/p/{programme}/versions")

    @post("/versions/{version:str}/restore", status_code=303)
    async def restore(self, desk: AtDesk, programme: FromPath[str], version: FromPath[str]) -> Response[Any]:
        """Bring a saved version back; what stands now is saved first."""
        form = await desk.form()
        await desk.do(
            p.RestoreVersion(
                command_id=desk.command_id(form), programme=known_id(programme), snapshot=known_id(version)
            )
        )
        return desk.back_to(f"/p/{programme}/versions")

    # The result day

    @get("/result-day")
    async def result_day(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """The result day: its agenda, the version that is shown, and the programme's end."""
        context = await page_context(desk, programme)
        saved = await desk.read(snapshots, known_id(programme))
        parts = await desk.read(reading.plan, desk.who, known_id(programme))
        day = next((part for part in reversed(parts) if part.stage.kind == "result_day"), None)
        shown = next((row for row in saved if row.id == context["programme"].shown_id), None)
        return desk.page(
            "core/process/result_day.html", current="result-day", saved=saved, shown=shown,
            day=plan_view([day], False)[0] if day is not None else None, **context,
        )  # fmt: skip

    @post("/state", status_code=303)
    async def set_state(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Begin the result day, end the programme, or open it again."""
        form = await desk.form()
        await desk.do(
            p.SetState(
                command_id=desk.command_id(form),
                programme=known_id(programme),
                state=form.get("state"),
                snapshot=known_id(form.get("snapshot")) if form.get("snapshot") else None,
            )
        )
        return desk.back_to(f"/p/{programme}/result-day")

    @get("/result-day/screen")
    async def screen(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """The saved version on the big screen, one thing at a time."""
        context = await page_context(desk, programme)
        shown = context["programme"].shown_id
        if not shown:
            raise NotFound("No saved version is shown; choose one on the page of the result day.")
        _, row, document = await self._document(desk, programme, shown)
        assert row is not None
        # The big screen is everybody's, whoever opens it.
        document = published(document, await desk.read(restricted_keys, known_id(programme)))
        slides = self._slides(desk, document)
        number = min(whole(desk.query("slide", "0"), 999) or 0, len(slides) - 1)
        svg = None
        slide = slides[number]
        if slide.get("board"):
            board = board_from_document(document, desk.plugins.methods, slide["board"], language.current())
            svg = Markup(await desk.workers.svg(board, slide["drawing"], "screen", "slide-title"))  # noqa: S704 (made here)
        return desk.page(
            "core/process/screen.html",
            slide=slide,
            svg=svg,
            number=number,
            last=len(slides) - 1,
            version=row,
            **context,
        )

    def _slides(self, desk: Desk, document: dict[str, Any]) -> list[dict[str, Any]]:
        """What is shown one after another: the goal, the drawings of the boards, decisions and next steps."""
        head = document["programme"]
        goal = goal_of(head, language.current())
        slides: list[dict[str, Any]] = [
            {"title": language.say("Shared goal"), "goal": goal.text, "lines": [target.text for target in goal.targets]}
        ]
        for board in document.get("boards") or []:
            method = desk.plugins.methods.get(board["method"])
            if method is not None and method.drawings and board.get("items"):
                title = board.get("title") or words_of(method.package, method.title)
                slides.append({"title": title, "board": board["id"], "drawing": method.drawings[0].id})
        for name, title in (("decisions", "Decisions"), ("next_steps", "Next steps")):
            lines = [part["text"] for part in document.get(name) or [] if part.get("text")]
            slides += [{"title": language.say(title), "lines": lines[at : at + 6]} for at in range(0, len(lines), 6)]
        return slides

    @post("/copy", status_code=303)
    async def copy(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """A new programme in the form of this one, without people and content."""
        form = await desk.form()
        done = await desk.do(
            p.CopyProgramme(command_id=desk.command_id(form), programme=known_id(programme), title=form.get("title"))
        )
        return desk.back_to(f"/p/{done.ref}/plan")
