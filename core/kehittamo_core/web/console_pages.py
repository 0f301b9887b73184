"""The console of whoever leads, and every control in the hall: open, lock, end, go on, the clock, call, tell, help, take back."""

import json
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.errors import Invalid, NotFound
from kehittamo_core.live.hub import Hub
from kehittamo_core.web import forms, language
from kehittamo_core.web.console_view import Console, console_view, done_words, writers
from kehittamo_core.web.desk import HTML, AtDesk, Desk, Undo, safe_address
from kehittamo_core.web.forms import Form
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.live import Live, now_ms
from kehittamo_core.web.programme import join_view
from kehittamo_core.web.projector_pages import shown_board
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop.commands import Done
from kehittamo_core.workshop.events import board_room, programme_room
from kehittamo_core.workshop.hall_console import Leading, activity_in_hall, leading
from kehittamo_core.workshop.hall_reading import ActivityRow, read_now

MOST_ROOMS = 18
"""Boards that a console follows live; a page may follow 20 rooms, and its programme's is one of them."""
VIEWS = ("boards", "stream", "list")
PARTS = ("agenda", "head", "stream", "list", "people", "asks", "news", "undo", "bar", "gathered", "screen", "vote")
"""The parts of the console that are sent anew; each is a macro of `core/hall/lead.html` and an element `lead-PART`."""


def minutes(form: Form) -> float | None:
    """The minutes that a form names; None where it names none.

    Raises:
        Invalid: what it names is no number.
    """
    value = forms.number(form.get("minutes"))
    if value is None or isinstance(value, int | float):
        return value
    raise Invalid("{value} is not a number of minutes.", value=form.get("minutes")[:40])


def told(desk: Desk, done: Done, form: Form, programme: str, message: str = "", *, undo: bool = True) -> Response[Any]:
    """The answer to a control: the console shows it and offers to take it back; other pages get a word and that offer."""
    back = safe_address(form.get("back"), f"/p/{programme}/lead")
    if form.get("from") == "lead":
        return desk.told(done, back, body='<hx-partial hx-target="#lead-ask" hx-swap="innerHTML"></hx-partial>')
    offer = Undo(f"/p/{programme}/hall/back") if undo else None
    return desk.told(done, back, message, offer)


class ConsolePages(Controller):
    """`/p/PROGRAMME/lead`, `/activities/ACTIVITY/...` and `/hall/...`."""

    path = "/p/{programme:str}"

    # The console

    async def _console(self, desk: Desk, programme: str) -> tuple[Leading, Console]:
        found = await desk.read(leading, desk.who, known_id(programme))
        hub: Hub = desk.request.app.state.hub
        return found, console_view(found, desk.plugins, hub.presence)

    @get("/lead")
    async def lead(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """The console."""
        at = now_ms()
        found, view = await self._console(desk, programme)
        return self._page(desk, found, view, at)

    def _page(
        self, desk: Desk, found: Leading, view: Console, at: int, ask: dict[str, Any] | None = None
    ) -> Response[Any]:
        rooms = [(programme_room(found.programme.id), found.room)]
        seen: set[str] = set()
        for table in found.tables:
            if table.room is not None and table.board not in seen and len(rooms) <= MOST_ROOMS:
                seen.add(table.board)
                rooms.append((board_room(table.board), table.room))
        wanted = desk.query("view")
        return desk.page(
            "core/hall/console.html", programme=found.programme, v=view, nav="lead", mode=wanted if wanted in VIEWS else "boards",
            live=Live(desk.who, tuple(rooms), at, quietly=True), join=join_view(desk, found.programme, facilitates=True), ask=ask,
        )  # fmt: skip

    @get("/lead/news")
    async def news(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """What the console shows by now, as operations on its page; the cards anew only where there are others."""
        found, view = await self._console(desk, programme)
        parts: Any = desk.templates.get_template("core/hall/lead.html").module
        ops = [
            {"op": "upsert", "id": f"lead-{name}", "html": str(getattr(parts, name)(view)).strip()} for name in PARTS
        ]
        rooms: list[dict[str, Any]] = []
        if desk.query("boards") != view.boards:
            ops.append({"op": "upsert", "id": "lead-tables", "html": str(parts.tables(view)).strip()})
            rooms = [
                {
                    "room": board_room(table.board),
                    "since": table.room.seq,
                    "epoch": table.room.epoch,
                    "at": now_ms(),
                    "unseen": True,
                }
                for table in found.tables
                if table.room is not None
            ]
        for table in view.tables:
            for name in ("head", "foot", "state"):
                html = str(getattr(parts, f"card_{name}")(table, view)).strip()
                ops.append({"op": "upsert", "id": f"lt-{name}-{table.key}", "html": html})
        body = json.dumps({"ops": ops, "rooms": rooms[:MOST_ROOMS], "boards": view.boards}, ensure_ascii=False)
        return Response(body, media_type="application/json; charset=utf-8")

    # Activities

    async def _activity(self, desk: Desk, programme: str, activity: str) -> tuple[ActivityRow, list[str]]:
        found = await desk.read(activity_in_hall, known_id(programme), known_id(activity))
        if found is None:
            raise NotFound("There is no such activity (any more).")
        return found

    @post("/activities/{activity:str}/state", status_code=200)
    async def move(self, desk: AtDesk, programme: FromPath[str], activity: FromPath[str]) -> Response[Any]:
        """Open, lock or end an activity; where people still write in what closes by it, ask first."""
        form = await desk.form()
        state, even = form.get("state"), form.get("even") == "1"
        command = h.MoveActivity(
            command_id=desk.command_id(form), programme=known_id(programme), activity=known_id(activity), state=state,
            beside=form.get("beside") == "1",
        )  # fmt: skip
        if not even and (asked := await self._still_writing(desk, programme, command)):
            return await self._ask(desk, programme, asked)
        return told(desk, await desk.do(command), form, programme, done_words(state))

    async def _still_writing(self, desk: Desk, programme: str, command: h.MoveActivity) -> dict[str, Any] | None:
        """What to ask before people are interrupted: how many write, in which activity, and what would be done."""
        if not desk.who.may("facilitate"):
            return None
        closes: str | None = command.activity
        if command.state == "open":
            going = (await desk.read(read_now, desk.who, command.programme)).activity
            closes = going.id if going is not None and not command.beside and going.id != command.activity else None
        if closes is None:
            return None
        activity, boards = await self._activity(desk, programme, closes)
        hub: Hub = desk.request.app.state.hub
        number = writers(hub.presence, boards) if activity.state == "open" else 0
        if not number:
            return None
        return {"number": number, "closes": activity, "activity": command.activity, "state": command.state}

    async def _ask(self, desk: Desk, programme: str, asked: dict[str, Any]) -> Response[Any]:
        if desk.is_htmx:
            parts: Any = desk.templates.get_template("core/hall/lead.html").module
            html = str(parts.ask(programme, asked)).strip()
            body = f'<hx-partial hx-target="#lead-ask" hx-swap="innerHTML">{html}</hx-partial>'
            return Response(body, media_type=HTML)
        at = now_ms()
        found, view = await self._console(desk, programme)
        return self._page(desk, found, view, at, asked)

    @post("/activities/{activity:str}/round", status_code=200)
    async def go_on(self, desk: AtDesk, programme: FromPath[str], activity: FromPath[str]) -> Response[Any]:
        """The next round; where tables rotate, the bell."""
        form = await desk.form()
        command = h.NextRound(
            command_id=desk.command_id(form), programme=known_id(programme), activity=known_id(activity)
        )
        return told(desk, await desk.do(command), form, programme, done_words("round"))

    @post("/activities/{activity:str}/clock", status_code=200)
    async def turn(self, desk: AtDesk, programme: FromPath[str], activity: FromPath[str]) -> Response[Any]:
        """Start, pause, stop the clock or add minutes, for all or for one table."""
        form = await desk.form()
        command = h.SetClock(
            command_id=desk.command_id(form), programme=known_id(programme), activity=known_id(activity),
            what=form.get("what"), minutes=minutes(form), table=form.get("table") or None,
        )  # fmt: skip
        return told(desk, await desk.do(command), form, programme, done_words("clock"))

    # The hall

    @post("/hall/gather", status_code=200)
    async def gather(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Call everybody to a board or to what goes on, bring them there, or let them go."""
        form = await desk.form()
        command = h.Gather(
            command_id=desk.command_id(form), programme=known_id(programme), mode=form.get("mode"),
            place=form.get("board") or None,
        )  # fmt: skip
        return told(desk, await desk.do(command), form, programme, done_words("gather"))

    @post("/hall/message", status_code=200)
    async def tell(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """A message to everybody; an empty one takes it away."""
        form = await desk.form()
        command = h.TellAll(command_id=desk.command_id(form), programme=known_id(programme), text=form.get("text"))
        return told(desk, await desk.do(command), form, programme, done_words("message"))

    @post("/hall/help", status_code=200)
    async def help(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """A table asks for help, or needs none any more."""
        form = await desk.form()
        gone = form.get("done") == "1"
        command = h.AskHelp(
            command_id=desk.command_id(form), programme=known_id(programme), text=form.get("text"),
            table=form.get("table") or None, done=gone,
        )  # fmt: skip
        done = await desk.do(command)
        if form.get("from") == "lead":
            return told(desk, done, form, programme)
        said = language.say("The request was taken back.") if gone else language.say("A facilitator sees your request.")
        return desk.told(done, safe_address(form.get("back"), f"/p/{programme}"), said)

    @post("/hall/screen", status_code=200)
    async def show(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """What the projector shows; `step` goes to the next or the previous part of what it shows."""
        form = await desk.form()
        what, board, view, part = form.get("what"), form.get("board") or None, form.get("view") or None, 0
        if step := form.get("step"):
            found = await desk.read(leading, desk.who, known_id(programme))
            shown = found.now.screen or {}
            what, board, view = str(shown.get("what") or ""), shown.get("board"), shown.get("view")
            on = await shown_board(desk, found.programme.id, shown)
            last = len(on.pieces) - 1 if on is not None else 0
            part = min(max((on.number if on is not None else 0) + (1 if step == "next" else -1), 0), max(last, 0))
        elif sent := form.get("part"):
            wanted = forms.whole(sent)
            if wanted is None:
                raise Invalid("There is no part {value} of this drawing.", value=sent[:40])
            part = wanted
        command = h.ShowOnScreen(
            command_id=desk.command_id(form),
            programme=known_id(programme),
            what=what,
            place=board,
            view=view,
            part=part,
        )
        return told(desk, await desk.do(command), form, programme, undo=False)

    @post("/hall/back", status_code=200)
    async def back(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Take back the last control, within ten seconds of it."""
        form = await desk.form()
        done = await desk.do(h.TakeBack(command_id=desk.command_id(form), programme=known_id(programme)))
        return told(desk, done, form, programme, language.say("Taken back."), undo=False)
