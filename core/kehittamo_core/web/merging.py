"""Merging notes of a board into one, and splitting one."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.web import language
from kehittamo_core.web.board_reading import board_view, open_board
from kehittamo_core.web.desk import AtDesk, Undo
from kehittamo_core.web.ids import known_id
from kehittamo_core.workshop import overview
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop.access import board_for


class Merging(Controller):
    """`/b/.../merge` and `/b/.../items/.../split`."""

    path = "/b/{board:str}"

    @get("/merge")
    async def choose(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """The notes of the board, to choose those that are one."""
        opened = await open_board(desk, board)
        await desk.read(board_for, desk.who, known_id(board), "write")
        view = board_view(desk.plugins, opened)
        return desk.page(
            "core/process/merge.html",
            programme=opened.place.programme,
            nav="boards",
            view=view,
            chosen=desk.query("item"),
        )

    @post("/merge", status_code=303)
    async def merge(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """Make one note of the chosen ones."""
        form = await desk.form()
        ids = tuple(known_id(id_) for id_ in form.all("item"))
        done = await desk.do(
            p.MergeItems(command_id=desk.command_id(form), board=known_id(board), items=ids, text=form.raw("text"))
        )
        return desk.told(done, f"/b/{board}/items/{done.ref}", language.say("Merged."), Undo(f"/b/{board}/undo"))

    @post("/items/{element:str}/split", status_code=303)
    async def split(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """Make a note of each line."""
        form = await desk.form()
        id_ = await desk.read(overview.on_board, desk.who, known_id(board), known_id(element))
        texts = tuple(form.raw("text").split("\n"))
        done = await desk.do(
            p.SplitItem(command_id=desk.command_id(form), board=known_id(board), item=id_, texts=texts)
        )
        return desk.told(done, f"/b/{board}/items/{id_}", language.say("Split."), Undo(f"/b/{board}/undo"))
