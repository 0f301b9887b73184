"""A programme's pages: its home, its boards, new boards, and the few things that are set there."""

from typing import Any

import segno
from litestar import Controller, Response, get, post
from litestar.params import FromPath
from markupsafe import Markup

from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid
from kehittamo_core.web import language
from kehittamo_core.web.desk import AtDesk, Desk, Flash, Undo
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.live import Live, now_ms
from kehittamo_core.web.process_view import meanwhile_view, today
from kehittamo_core.web.programme_view import (
    board_card,
    may_of,
    meetings_of,
    programme_page,
    stage_title,
)
from kehittamo_core.web.templating import words_of
from kehittamo_core.workshop import overview
from kehittamo_core.workshop import process_reading as reading
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.commands import ChangeGoal, CreateBoard, SetJoining
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.overview import Overview, content_language


def qr_code(address: str) -> Markup:
    """An address as a QR code, drawn as SVG in the page."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(border=2, scale=4, dark="#13221D", light="#fff", omitsize=True))  # noqa: S704 (made here)


def join_view(desk: Desk, programme: m.Programme, facilitates: bool) -> dict[str, Any]:
    """What facilitators see of joining: whether it is open, the code and its QR."""
    code = programme.join_code or ""
    if not programme.joining or not code or not facilitates:
        return {"open": False, "code": "", "qr": "", "host": ""}
    host = desk.base_url.partition("://")[2]
    return {"open": True, "code": code, "qr": qr_code(f"{desk.base_url}/j/{code}"), "host": host}


class ProgrammePages(Controller):
    """`/p/...`."""

    path = "/p/{programme:str}"

    async def _overview(self, desk: Desk, programme: str) -> Overview:
        return await desk.read(overview.overview, desk.plugins, desk.who, known_id(programme), language.current())

    @get("/")
    async def home(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """The home of a programme."""
        at = now_ms()
        found = await self._overview(desk, programme)
        speak = content_language(found.programme, language.current())
        page = programme_page(
            found, desk.plugins, speak, join_view(desk, found.programme, "facilitate" in found.rights)
        )
        since = await desk.write(reading.visited, desk.who, found.programme.id)
        missed = await desk.read(reading.meanwhile, desk.who, found.programme.id, since, today())
        live = Live(desk.who, ((programme_room(found.programme.id), found.room),), at)
        flash = await self._flash(desk, found, page.may.facilitate)
        return desk.page(
            "core/programme.html",
            programme=found.programme,
            page=page,
            nav="programme",
            live=live,
            flash=flash,
            meanwhile=meanwhile_view(missed),
        )

    async def _flash(self, desk: Desk, found: Overview, facilitates: bool) -> Flash | None:
        """After the deletion of a board: the offer to take it back."""
        wanted = desk.query("deleted")
        if not wanted or not facilitates:
            return None
        deleted = await desk.read(overview.deleted_boards, desk.who, found.programme.id)
        board = next((one for one in deleted if one.id == wanted), None)
        if board is None:
            return None
        return Flash(language.say("Deleted: {title}", title=board.title), Undo(f"/b/{board.id}/restore", leads=True))

    @get("/boards")
    async def boards(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """All boards by meeting, and for facilitators those that were deleted."""
        found = await self._overview(desk, programme)
        may = may_of(found.rights)
        cards = [board_card(row, desk.plugins) for row in found.boards]
        meetings, loose = meetings_of(found.stages, cards)
        parts = [
            {"title": meeting.title, "when": meeting.when, "state": meeting.state, "boards": meeting.boards}
            for meeting in meetings
            if meeting.boards
        ]
        if loose:
            parts.append({"title": language.say("Without a meeting"), "when": "", "state": "now", "boards": loose})
        deleted = await desk.read(overview.deleted_boards, desk.who, found.programme.id) if may.facilitate else []
        return desk.page(
            "core/boards.html", programme=found.programme, nav="boards", may=may, parts=parts, deleted=deleted
        )

    @get("/boards/new")
    async def new_board(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Choose a method and a starter."""
        found = await self._overview(desk, programme)
        await desk.read(programme_for, desk.who, found.programme.id, "facilitate")
        methods = [
            {
                "id": method.id,
                "glyph": method.glyph,
                "title": words_of(method.package, method.title),
                "summary": words_of(method.package, method.summary),
                "starters": [
                    {
                        "id": one.id,
                        "label": words_of(method.package, one.label),
                        "help": words_of(method.package, one.help),
                    }
                    for one in method.starters
                ]
                or [{"id": "", "label": language.say("An empty board"), "help": ""}],
            }
            for method in desk.plugins.methods.values()
        ]
        stages = [{"id": stage.id, "title": stage_title(stage)} for stage in found.stages]
        groups = [{"id": group.id, "name": group.name or str(group.number or "")} for group in found.groups]
        return desk.page(
            "core/new_board.html",
            programme=found.programme,
            nav="boards",
            methods=methods,
            stages=stages,
            groups=groups,
        )

    @post("/boards", status_code=303)
    async def create_board(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Make a board of a method from a starter."""
        form = await desk.form()
        method, _, starter = form.get("start").partition("/")
        if not method:
            raise Invalid("Choose a method first.")
        done = await desk.do(
            CreateBoard(
                command_id=desk.command_id(form), programme=known_id(programme), method=method, title=form.get("title"),
                starter=starter or None, stage=form.get("stage") or None, group=form.get("group") or None,
            )
        )  # fmt: skip
        return desk.back_to(f"/b/{done.ref}")

    @post("/goal", status_code=200)
    async def change_goal(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Replace the goal's text; with scripts it is co-edited and this is not used."""
        form = await desk.form()
        done = await desk.do(
            ChangeGoal(
                command_id=desk.command_id(form), programme=known_id(programme), text=form.raw("text").strip(),
                language=language.current(),
            )
        )  # fmt: skip
        return desk.told(done, f"/p/{programme}")

    @post("/joining", status_code=200)
    async def set_joining(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Open or close joining by code."""
        form = await desk.form()
        await desk.do(
            SetJoining(
                command_id=desk.command_id(form), programme=known_id(programme), joining=form.get("joining") == "1"
            )
        )
        if not desk.is_htmx:
            return desk.back_to(f"/p/{programme}")
        found = await self._overview(desk, programme)
        speak = content_language(found.programme, language.current())
        page = programme_page(
            found, desk.plugins, speak, join_view(desk, found.programme, "facilitate" in found.rights)
        )
        return desk.fragment("core/parts/joinbox.html", programme=found.programme, page=page)
