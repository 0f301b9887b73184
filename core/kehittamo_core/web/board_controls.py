"""What is done to a board as a whole: undo, lock, rename, delete and take back, settings, actions, files of other forms."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.errors import NotFound
from kehittamo_core.web import language
from kehittamo_core.web.board_pages import board_page, settings_panel
from kehittamo_core.web.board_reading import board_view, open_board
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.files import file_answer
from kehittamo_core.web.forms import value_of, values_of
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.import_view import import_view, read_in, sent_file
from kehittamo_core.web.settings_view import setting_view
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import overview
from kehittamo_core.workshop.access import board_for


class BoardControls(Controller):
    """`/b/BOARD/...`."""

    path = "/b/{board:str}"

    @post("/undo", status_code=200)
    async def undo(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """Take back one's own last change."""
        form = await desk.form()
        done = await desk.do(c.UndoLast(command_id=desk.command_id(form), board=known_id(board)))
        return desk.told(done, f"/b/{board}", language.say("Taken back."))

    @post("/rename", status_code=200)
    async def rename(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """Give the board another name."""
        form = await desk.form()
        command = c.RenameBoard(command_id=desk.command_id(form), board=known_id(board), title=form.get("title"))
        return desk.told(await desk.do(command), f"/b/{board}/settings", language.say("Renamed."))

    @post("/assign", status_code=200)
    async def assign(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """Put the board to a meeting and a group."""
        form = await desk.form()
        command = c.AssignBoard(
            command_id=desk.command_id(form), board=known_id(board), stage=form.get("stage") or None,
            group=form.get("group") or None,
        )  # fmt: skip
        return desk.told(await desk.do(command), f"/b/{board}/settings", language.say("Saved."))

    @post("/shown", status_code=200)
    async def show(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """Say to whom the board is shown: everybody, or some tables and the facilitators."""
        form = await desk.form()
        command = c.ShowBoard(
            command_id=desk.command_id(form), board=known_id(board), restricted=form.get("restricted") == "1",
            groups=tuple(known_id(one) for one in form.all("group") if one),
        )  # fmt: skip
        return desk.told(await desk.do(command), f"/b/{board}/settings", language.say("Saved."))

    @post("/lock", status_code=200)
    async def lock(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """Close the board for writing, or open it again."""
        form = await desk.form()
        locked = form.get("locked", "1") == "1"
        done = await desk.do(c.LockBoard(command_id=desk.command_id(form), board=known_id(board), locked=locked))
        if not desk.is_htmx:
            return desk.told(done, f"/b/{board}/settings")
        return await settings_panel(desk, board)

    @post("/delete", status_code=303)
    async def delete(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """Delete the board; the programme's page offers to take it back."""
        form = await desk.form()
        opened = await open_board(desk, board)
        await desk.do(c.DeleteBoard(command_id=desk.command_id(form), board=opened.board.id))
        return desk.back_to(f"/p/{opened.place.programme.id}?deleted={opened.board.id}")

    @post("/restore", status_code=303)
    async def restore(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """Take back the deletion of the board."""
        form = await desk.form()
        await desk.do(c.RestoreBoard(command_id=desk.command_id(form), board=known_id(board)))
        return desk.back_to(f"/b/{board}")

    @post("/settings/{setting:str}", status_code=200)
    async def set(self, desk: AtDesk, board: FromPath[str], setting: FromPath[str]) -> Response[Any]:
        """Set one of the method's settings."""
        form = await desk.form()
        method = desk.method(await desk.read(overview.method_of_board, desk.who, known_id(board)))
        declared = next((one for one in method.settings if one.id == setting), None) if method else None
        if declared is None:
            raise NotFound("This board has no such setting.")
        value = value_of(declared, form)
        done = await desk.do(c.ChangeSetting(command_id=desk.command_id(form), board=board, id=setting, value=value))
        if not desk.is_htmx:
            return desk.told(done, f"/b/{board}/settings")
        view = board_view(desk.plugins, await open_board(desk, board))
        shown = setting_view(view, setting)
        return desk.fragment("core/parts/setting.html", view=view, f=shown)

    @post("/actions/{action:str}", status_code=200)
    async def act(self, desk: AtDesk, board: FromPath[str], action: FromPath[str]) -> Response[Any]:
        """Run one of the method's actions."""
        form = await desk.form()
        method = desk.method(await desk.read(overview.method_of_board, desk.who, known_id(board)))
        declared = next((one for one in method.actions if one.id == action), None) if method else None
        if declared is None:
            raise NotFound("This board has no such tool.")
        values = values_of(declared.fields, form)
        done = await desk.do(c.RunAction(command_id=desk.command_id(form), board=board, action=action, values=values))
        return desk.told(done, f"/b/{board}", done.message or language.say("Done."))

    # Files of the method's other forms

    def _codec(self, desk: Desk, method_id: str, codec: str) -> Any:
        method = desk.method(method_id)
        found = next((one for one in method.codecs if one.id == codec), None) if method else None
        if found is None:
            raise NotFound("This board has no such file.")
        return found

    @get("/files/{codec:str}")
    async def write_file(self, desk: AtDesk, board: FromPath[str], codec: FromPath[str]) -> Response[Any]:
        """The board as a file of another form."""
        opened = await open_board(desk, board)
        found = self._codec(desk, opened.board.method, codec)
        if found.write is None:
            raise NotFound("This board has no such file.")
        data = await desk.workers.run(found.write, opened.board, name=f"{opened.board.method} {codec}")
        return file_answer(data, opened.board.title, found.ending, found.media_type)

    @post("/files/{codec:str}", status_code=200)
    async def read_file(self, desk: AtDesk, board: FromPath[str], codec: FromPath[str]) -> Response[Any]:
        """Read a file of another form into the board, all or nothing."""
        await desk.read(board_for, desk.who, known_id(board), "write")
        found = self._codec(desk, await desk.read(overview.method_of_board, desk.who, known_id(board)), codec)
        if found.read is None:
            raise NotFound("This board has no such file.")
        sent = await sent_file(desk)
        form = await desk.form()
        done = await desk.do(
            c.ImportItems(
                command_id=desk.command_id(form), board=board, codec=codec, data=sent.data, name=sent.name or codec
            )
        )
        panel = ""
        if desk.is_htmx and form.get("panel"):
            view = board_view(desk.plugins, await open_board(desk, board))
            panel = desk.html("core/parts/import.html", view=view, p=read_in(view.method, found, sent.name))
        return desk.told(done, f"/b/{board}", done.message or language.say("Read in."), body=panel)

    @post("/files/{codec:str}/preview", status_code=200)
    async def preview_file(self, desk: AtDesk, board: FromPath[str], codec: FromPath[str]) -> Response[Any]:
        """What a file would bring to the board; nothing is stored."""
        await desk.read(board_for, desk.who, known_id(board), "write")
        opened = await open_board(desk, board)
        method = desk.method(opened.board.method)
        found = self._codec(desk, opened.board.method, codec)
        if method is None or found.read is None:
            raise NotFound("This board has no such file.")
        shown = await import_view(opened.board, method, found, await sent_file(desk))
        if desk.is_htmx:
            view = board_view(desk.plugins, opened)
            return desk.fragment("core/parts/import.html", view=view, p=shown)
        return await board_page(desk, opened, side="core/parts/import.html", p=shown)
