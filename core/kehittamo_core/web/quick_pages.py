"""The secretary's quick entry of a board, and its canvas to print for a table without devices."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.errors import Invalid
from kehittamo_core.web.alone_pages import alone_of
from kehittamo_core.web.ballot_pages import ballot_of
from kehittamo_core.web.board_reading import Opened, board_view, live_of, open_board, open_to_write
from kehittamo_core.web.boardview import BoardView
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.fieldview import ChoiceView
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.programme import qr_code
from kehittamo_core.web.task_view import board_task, task_view
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import tasks

MOST_LINES = 200
MOST_CANVASES = 40


def fields_of(view: BoardView) -> list[ChoiceView]:
    """Where a note may go: each part of the board, and where it takes several kinds each of them (`ZONE:KIND`)."""
    return [
        ChoiceView(f"{zone.id}:{kind.id}", zone.label if len(zone.kinds) == 1 else f"{zone.label}: {kind.label}")
        for zone in view.zones
        for kind in zone.kinds
    ]


class QuickPages(Controller):
    """`/b/BOARD/quick` and `/b/BOARD/paper`."""

    path = "/b/{board:str}"

    @get("/quick")
    async def quick(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """Quick entry: Enter is the next note, pasted lines become notes, the field is changed by a key."""
        opened = await open_to_write(desk, board)
        view = board_view(desk.plugins, opened, "work")
        if await alone_of(desk, opened, view) is not None:
            return desk.back_to(f"/b/{board}")  # everybody writes alone there now, the secretary too
        task, order = await desk.read(board_task, desk.who, opened.board.id)
        people = sorted(opened.people, key=lambda one: (one.group_id != opened.place.board.group_id, one.name))
        return desk.page(
            "core/hall/quick.html", programme=opened.place.programme, view=view, live=live_of(desk.who, opened), nav="boards",
            fields=fields_of(view), chosen=desk.query("zone"), behalf=desk.query("behalf"), people=people,
            task=task_view(task, opened.board.id) if task is not None else None, table_order=order,
            ballot=await ballot_of(desk, opened, view),
        )  # fmt: skip

    @post("/quick", status_code=200)
    async def write(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """Write a note, or one for each of several `text` values, where `zone` (`ZONE:KIND`) says."""
        form = await desk.form()
        opened = await open_to_write(desk, board)
        zone, _, kind = form.get("zone").partition(":")
        texts = [text.strip().replace("\r\n", "\n") for text in form.all("text") if text.strip()][:MOST_LINES]
        if not texts:
            raise Invalid("Write something first: the note is empty.")
        behalf = form.get("behalf") or None
        notes = tuple(c.Note(kind=kind, values={"text": text}, zone=zone) for text in texts)
        command: c.Command
        if len(notes) > 1:
            command = c.AddMany(
                command_id=desk.command_id(form), board=opened.board.id, notes=notes, language=opened.language, behalf=behalf
            )  # fmt: skip
        else:
            command = c.AddItem(
                command_id=desk.command_id(form), board=opened.board.id, kind=kind, values=notes[0].values, zone=zone,
                language=opened.language, behalf=behalf,
            )  # fmt: skip
        done = await desk.do(command)
        return desk.told(done, f"/b/{board}/quick?zone={zone}:{kind}&behalf={behalf or ''}")

    @get("/paper")
    async def paper(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """The canvas to print, A3 across: empty parts with headings, short ids, the code; with `all` every table's of its task."""
        opened = await open_board(desk, board)
        boards = [opened.board.id]
        task = await desk.read(tasks.task_of, desk.who, opened.board.id)
        if desk.query("all") and task is not None:
            boards = await desk.read(tasks.boards_of, opened.place.programme.id, [task.activity.id])
        canvases = [await self._canvas(desk, await open_board(desk, id_)) for id_ in boards[:MOST_CANVASES]]
        programme = opened.place.programme
        code = (programme.join_code or "") if programme.joining else ""
        return desk.page(
            "core/hall/paper.html", programme=programme, nav="boards", canvases=canvases, code=code,
            task=task_view(task) if task is not None else None, host=desk.base_url.partition("://")[2], back=f"/b/{board}",
            several=task is not None and len(task.places) > 1 and not desk.query("all"),
        )  # fmt: skip

    @staticmethod
    async def _canvas(desk: Desk, opened: Opened) -> dict[str, Any]:
        view = board_view(desk.plugins, opened, "work")
        zones = [zone for zone in view.zones if zone.id]
        across = {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3}.get(len(zones), 4)
        return {
            "id": known_id(view.id), "title": view.title, "crumb": view.crumb, "zones": zones, "across": across,
            "qr": qr_code(f"{desk.base_url}/b/{view.id}"),
        }  # fmt: skip
