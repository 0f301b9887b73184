"""The report's pages: save a version, choose what to make, see how far it is chapter by chapter, take the file."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.errors import Invalid, NotAllowed, NotFound
from kehittamo_core.web import language
from kehittamo_core.web.composer import Composed, NoOutline, changed, composed
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.errors import told
from kehittamo_core.web.files import file_answer
from kehittamo_core.web.forms import Form
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.live import Live, now_ms
from kehittamo_core.web.programme_view import BoardCard, board_card, may_of, stage_title, when_of
from kehittamo_core.web.reports import Reports
from kehittamo_core.web.templating import words_of
from kehittamo_core.words import LANGUAGES
from kehittamo_core.workshop import jobs, overview
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.commands import ChangeProgramme, ChangeReportText, SaveSnapshot
from kehittamo_core.workshop.events import RoomState, programme_room, report_room
from kehittamo_core.workshop.jobs import CANCELLED, UNDER_WAY, JobRow
from kehittamo_core.workshop.overview import Overview
from kehittamo_core.workshop.report_texts import ReportText, make_entries, report_texts

PATIENCE = 2.5
"""Seconds that a page waits for the chapters."""
PRIVATE = "This file holds what is not for publication, so only facilitators get it; take the archive for publication."


def size_in_words(size: int) -> str:
    """A file's size as people read it."""
    return f"{size / 1024 / 1024:.1f} Mt".replace(".", ",") if size > 900_000 else f"{max(1, size // 1024)} kt"


def job_view(
    job: JobRow, size: int = 0, *, before: int = 0, lost: str = "", may_cancel: bool = False, looks: bool = False
) -> dict[str, Any]:
    """A report under way, ready, failed or cancelled, for its fragment.

    `before` are those made first; `lost` is what became of it where the database could not take it.
    """
    message, state = (lost, "failed") if lost else (job.message, job.state)
    steps = [{"icon": "check", "text": text} for text in job.options.get("steps") or []]
    if state == "running" and job.done < job.total:
        rest = language.count("{number} part to come", "{number} parts to come", job.total - job.done)
        steps.append({"icon": "clock", "text": rest})
    return {
        "id": job.id, "running": state in UNDER_WAY, "failed": state in ("failed", "old"), "cancelled": state == CANCELLED,
        "before": before, "may_cancel": may_cancel, "looks": looks, "done": job.done,
        "total": job.total, "percent": round(100 * job.done / job.total) if job.total else 0, "steps": steps,
        "message": told(message, {}) if message else "", "size": size_in_words(size),
    }  # fmt: skip


async def _texts(desk: Desk, programme_id: str, plan: Composed) -> dict[str, ReportText]:
    """The co-edited texts of the chapters, by their ids; one that is shown for the first time is made ready to be written."""
    fields = {one.id: "text" if one.kind == "page" else "introduction" for one in plan.outline.chapters}
    found = await desk.read(report_texts, desk.who, programme_id, fields, language.current())
    if fresh := [id_ for id_ in fields if id_ not in found]:
        await desk.write(make_entries, desk.who, programme_id, fresh)
        found = await desk.read(report_texts, desk.who, programme_id, fields, language.current())
    return found


def _chapters(
    plan: Composed | None, cards: Sequence[BoardCard], texts: Mapping[str, ReportText]
) -> list[dict[str, Any]]:
    """The chapters as the page lists them; the boards alone where nothing can be composed."""
    if plan is None:
        return [
            {
                "id": card.id, "title": card.title, "kind": "board", "left_out": False, "style": "text", "said": None, "href": f"/b/{card.id}",
                "what": card.group or language.count("{number} note", "{number} notes", card.items),
                "state": "bad" if not card.installed else "ok" if card.items else "empty",
            }
            for card in cards
        ]  # fmt: skip
    known = {card.id: card for card in cards}
    made = []
    for one in plan.outline.chapters:
        card = known.get(plan.boards.get(one.board, ""))
        state = "" if card is None else "bad" if not card.installed else "ok" if card.items else "empty"
        made.append(
            {
                "id": one.id, "title": one.title, "kind": one.kind, "what": one.where, "left_out": one.left_out,
                "said": texts.get(one.id), "style": one.style, "state": state, **plan.called(one, language.current()),
                "href": f"/b/{card.id}" if card is not None else "", "perspective": one.perspective, "agenda": one.agenda, "images": one.images,
                "mark": plan.mark_of(one.id),
            }
        )  # fmt: skip
    return made


def _place(form: Form, plan: Sequence[Mapping[str, Any]], before: Composed) -> str:
    """Where on its page one goes on after an action: at what was written, with its fields open, or at what was moved."""
    act, chapter = form.get("act"), form.get("chapter")
    if act == "add":
        known = {one.id for one in before.outline.chapters}
        return f"edit-{next(one['id'] for one in plan if one['id'] not in known)}"
    if act == "save":
        return f"edit-{chapter}"
    return f"chapter-{chapter}" if chapter and act != "remove" else "chapters"


def _words(desk: Desk, form: Form, programme_id: str) -> ChangeReportText:
    """A chapter's introduction or a page's text as a form sends it whose page has no scripts."""
    seen = form.get("revision")
    return ChangeReportText(
        command_id=desk.command_id(form), programme=programme_id, entry=form.get("chapter")[:64],
        field=form.get("field")[:40], text=form.raw("words"), language=form.get("language")[:8] or None,
        revision=int(seen) if seen.isdigit() else None,
    )  # fmt: skip


class ReportPages(Controller):
    """`/p/.../report`."""

    path = "/p/{programme:str}"

    async def _overview(self, desk: Desk, programme: str) -> Overview:
        return await desk.read(overview.overview, desk.plugins, desk.who, known_id(programme), language.current())

    @get("/report")
    async def show(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """What the report holds, and what to make of it."""
        found = await self._overview(desk, programme)
        may = may_of(found.rights)
        at = now_ms()
        outline = await composed(desk, found.programme.id, PATIENCE, again=bool(desk.query("again")))
        plan, missing = (outline, NoOutline()) if isinstance(outline, Composed) else (None, outline)
        may_compose = may.facilitate and not desk.who.looking
        texts = await _texts(desk, found.programme.id, plan) if may_compose and plan is not None else {}
        rooms = ((report_room(found.programme.id), RoomState(0, "")), (programme_room(found.programme.id), found.room))
        live = Live(desk.who, rooms, at, quietly=True) if may_compose else None
        cards = [board_card(row, desk.plugins) for row in found.boards]
        rows = await desk.read(jobs.jobs_of, desk.who, found.programme.id)
        formats = [
            {"id": one.id, "title": words_of(one.package, one.title)}
            for one in desk.plugins.exports.values()
            if one.scope == "programme" and (may.facilitate or not one.private)
        ]
        formats.sort(key=lambda one: one["id"] != "pdf")
        titles = {one["id"]: one["title"] for one in formats}
        running = next((row for row in rows if row.state in UNDER_WAY), None)
        result_day = next((stage for stage in found.stages if stage.kind == "result_day"), None)
        now = next((stage_title(stage) for stage in found.stages if stage.state == "now"), "")
        ready = [
            {
                "id": row.id,
                "title": f"{titles.get(row.format, row.format)} ({row.language})",
                "at": row.finished_at,
                "looks": desk.plugins.exports[row.format].look is not None,
            }
            for row in rows
            if row.state == "done" and row.format in titles
        ]
        return desk.page(
            "core/report.html", programme=found.programme, nav="report", may=may, formats=formats,
            chapters=_chapters(plan, cards, texts), checks=plan.checks if plan is not None else [],
            revision=plan.revision if plan is not None else 0, composes=plan is not None and may_compose, live=live,
            waiting=missing.coming or (plan is not None and plan.dated), why=told(missing.why, {}) if missing.why else "",
            actors=await desk.read(jobs.actors_of, desk.who, found.programme.id) if any(
                way.of_actor for way in desk.plugins.exports.values()
            ) else [],
            perspectives=plan.perspectives if plan is not None else (), agenda=plan.agenda if plan is not None else (),
            images=plan.images if plan is not None else (),
            snapshots=found.snapshots, suggested=now or language.say("Version {number}", number=len(found.snapshots) + 1),
            page={"goal": found.goal, "result_day": when_of(result_day) if result_day else ""},
            programme_language=found.programme.languages[0], job=self._view(desk, running) if running else None,
            ready=ready, seen=next((one for one in ready if one["looks"]), None),
        )  # fmt: skip

    @post("/snapshots", status_code=303)
    async def save(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Save the programme as it is now under a name."""
        form = await desk.form()
        name = form.get("name")
        if not name:
            raise Invalid("Give the version a name.")
        await desk.do(SaveSnapshot(command_id=desk.command_id(form), programme=known_id(programme), name=name))
        return desk.back_to(f"/p/{programme}/report")

    @post("/report/plan", status_code=303)
    async def compose(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Order, leave out, introduce a chapter; add or remove a free page."""
        form = await desk.form()
        id_ = known_id(programme)
        await desk.read(programme_for, desk.who, id_, "facilitate")
        if form.get("act") == "write":
            await desk.do(_words(desk, form, id_))
            return desk.back_to(f"/p/{programme}/report#edit-{form.get('chapter')}")
        now = await composed(desk, id_)
        if isinstance(now, NoOutline):
            raise Invalid(now.why) if now.why else NotFound("This report cannot be composed.")
        sent = form.get("revision")
        fresh = not sent.isdigit() or now.is_as_it_was(form)
        plan = changed(now, form, language.current())
        change = ChangeProgramme(
            command_id=desk.command_id(form), programme=id_, field="report", value=plan,
            revision=now.revision if fresh else int(sent),
        )  # fmt: skip
        await desk.do(change)
        return desk.back_to(f"/p/{programme}/report#{_place(form, plan, now)}")

    @post("/report", status_code=200)
    async def make(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Begin to make a report."""
        form = await desk.form()
        found = await self._overview(desk, programme)
        wanted, format_, speak = form.get("snapshot"), form.get("format", "pdf"), form.get("language", "fi")
        way = desk.plugins.exports.get(format_)
        if way is None or way.scope != "programme":
            raise Invalid("There is no format {format} here.", format=format_[:40])
        if speak not in LANGUAGES:
            raise Invalid("There is no language {language} here.", language=speak[:10])
        if not wanted:
            if "facilitate" not in found.rights:
                raise NotAllowed("Only facilitators save versions; choose one that is saved.")
            name = language.say("Report {when}", when=language.moment(overview.now()))
            done = await desk.do(
                SaveSnapshot(command_id=desk.command_id(form), programme=found.programme.id, name=name)
            )
            wanted = done.ref
        options: dict[str, Any] = {name: True for name in ("final", "names") if form.get(name)}
        if options and "facilitate" not in found.rights:
            raise NotAllowed("Only facilitators stamp a report as final or print names.")
        if way.private and "facilitate" not in found.rights:
            raise NotAllowed(PRIVATE)
        if way.of_actor:
            options = {**options, "actor": form.get("actor")[:64]}
        job = await desk.write(jobs.start_job, desk.who, found.programme.id, known_id(wanted), format_, speak, options)
        desk.request.app.state.reports.start(job.id, job.programme_id)
        if not desk.is_htmx:
            return desk.back_to(f"/p/{programme}/report/jobs/{job.id}")
        return desk.fragment("core/parts/job.html", programme=found.programme, job=self._view(desk, job))

    def _view(self, desk: Desk, row: JobRow, size: int = 0) -> dict[str, Any]:
        """A report as the one who asks sees it."""
        reports: Reports = desk.request.app.state.reports
        own = row.actor_id is not None and row.actor_id == desk.who.person_id
        return job_view(
            row, size, before=reports.before(row.id), lost=reports.unwritten.get(row.id, ""),
            may_cancel=not desk.who.looking and (own or desk.who.may("facilitate")),
            looks=(way := desk.plugins.exports.get(row.format)) is not None and way.look is not None,
        )  # fmt: skip

    @post("/report/jobs/{job:str}/cancel", status_code=200)
    async def cancel(self, desk: AtDesk, programme: FromPath[str], job: FromPath[str]) -> Response[Any]:
        """Go without a report that is being made, or waits."""
        await desk.form()
        row = await desk.write(jobs.cancel_job, desk.who, known_id(programme), known_id(job))
        desk.request.app.state.reports.cancel(row.id)
        if not desk.is_htmx:
            return desk.back_to(f"/p/{programme}/report/jobs/{job}")
        head = await desk.read(overview.head, desk.who, row.programme_id)
        return desk.fragment("core/parts/job.html", programme=head, job=job_view(row))

    @get("/report/jobs/{job:str}")
    async def progress(self, desk: AtDesk, programme: FromPath[str], job: FromPath[str]) -> Response[Any]:
        """How far a report is."""
        row = await desk.read(jobs.job_of, desk.who, known_id(programme), known_id(job))
        size = 0
        if row.state == "done":
            _, data = await desk.read(jobs.job_file, desk.who, known_id(programme), row.id)
            size = len(data)
        head = await desk.read(overview.head, desk.who, known_id(programme))
        view = self._view(desk, row, size)
        if desk.is_htmx:
            return desk.fragment("core/parts/job.html", programme=head, job=view)
        return desk.page("core/job.html", programme=head, nav="report", job=view)

    @get("/report/jobs/{job:str}/file")
    async def file(self, desk: AtDesk, programme: FromPath[str], job: FromPath[str]) -> Response[Any]:
        """The file of a ready report."""
        row, data = await desk.read(jobs.job_file, desk.who, known_id(programme), known_id(job))
        way = desk.plugins.exports.get(row.format)
        if way is None:
            raise NotFound("This report is not ready.")
        if way.private and not desk.who.may("facilitate"):
            raise NotAllowed(PRIVATE)
        head = await desk.read(overview.head, desk.who, row.programme_id)
        kind = "" if way.id == way.ending else f"{way.id} "  # several ways out are zips, and stand in one folder
        return file_answer(data, f"{head.title} {kind}{row.language}", way.ending, way.media_type)
