"""The projector of the hall: one thing at a time, as large as it has to be, led from the console; it has no controls."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from kehittamo_core.errors import KehittamoError, Refused
from kehittamo_core.live.hub import Hub
from kehittamo_core.web import language
from kehittamo_core.web.board_reading import board_view, open_board
from kehittamo_core.web.boardview import BoardView
from kehittamo_core.web.console_view import Console, console_view
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.live import Live, now_ms
from kehittamo_core.web.parts import SMALL_SHARE, Piece, pieces
from kehittamo_core.web.programme import join_view
from kehittamo_core.workshop.boards import goal_text
from kehittamo_core.workshop.events import board_room, programme_room
from kehittamo_core.workshop.hall_console import Leading, board_named, leading
from kehittamo_core.workshop.overview import content_language

MOST_ROOMS = 18


@dataclass(frozen=True)
class Shown:
    """A board on the projector: its view, its parts, and which of them is shown."""

    view: BoardView
    pieces: tuple[Piece, ...]
    number: int

    @property
    def href(self) -> str:
        """Where the drawing of the shown part is fetched."""
        assert self.view.drawing is not None
        return f"{self.view.drawing.href}?share=small" + (f"&part={self.number}" if self.number else "")


async def shown_board(desk: Desk, programme: str, screen: Mapping[str, Any] | None) -> Shown | None:
    """The board that the projector shows; None where it shows none, or it is gone."""
    if not screen or screen.get("what") != "board":
        return None
    row = await desk.read(board_named, programme, screen.get("board"))
    if row is None:
        return None
    opened = await open_board(desk, row.id)
    view = board_view(desk.plugins, opened, "drawing", str(screen.get("view") or ""))
    if view.drawing is None:
        return None
    parts: tuple[Piece, ...] = ()
    with contextlib.suppress(KehittamoError):  # the drawing says in its own place that it failed
        parts = pieces(await desk.workers.draw(opened.board, view.drawing.id), SMALL_SHARE)
    number = min(int(screen.get("part") or 0), max(len(parts) - 1, 0))
    return Shown(view, parts, number)


class ProjectorPages(Controller):
    """`GET /p/PROGRAMME/screen`."""

    path = "/p/{programme:str}/screen"

    @get("/")
    async def screen(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """What the hall is shown; for htmx only what changes."""
        at = now_ms()
        found: Leading = await desk.read(leading, desk.who, known_id(programme), "see")
        hub: Hub = desk.request.app.state.hub
        view: Console = console_view(found, desk.plugins, hub.presence)
        shown = None
        with contextlib.suppress(Refused):
            shown = await shown_board(desk, found.programme.id, found.now.screen)
        rooms = [(programme_room(found.programme.id), found.room)]
        if shown is not None:
            place = await open_board(desk, shown.view.id)
            rooms.append((board_room(shown.view.id), place.place.room))
        elif str(view.screen.get("what") or "") == "activity" and desk.who.may("facilitate"):
            boards = {table.board: table.room for table in found.tables if table.room is not None}
            rooms += [(board_room(board), room) for board, room in boards.items()][:MOST_ROOMS]
        content = content_language(found.programme, language.current())
        context: dict[str, Any] = {
            "programme": found.programme, "v": view, "shown": shown, "live": Live(desk.who, tuple(rooms), at, quietly=True),
            "goal": await desk.read(goal_text, found.programme, content),
            "join": join_view(desk, found.programme, facilitates=desk.who.may("facilitate")),
        }  # fmt: skip
        if desk.is_htmx:
            return desk.fragment("core/hall/screen.html", "shown", **context)
        return desk.page("core/hall/screen.html", **context)
