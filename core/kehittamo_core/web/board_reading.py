"""Reading a board for its pages: its place, its picture, and the view that the templates show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kehittamo_core.board import Board
from kehittamo_core.errors import NotAllowed
from kehittamo_core.loading import Plugins
from kehittamo_core.web import language
from kehittamo_core.web.boardview import BoardView, May, drawing_views, zone_views
from kehittamo_core.web.desk import Desk
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.live import Live, now_ms
from kehittamo_core.web.programme_view import may_of, only_for, stage_title
from kehittamo_core.workshop import overview
from kehittamo_core.workshop.boards import build_board
from kehittamo_core.workshop.events import board_room, programme_room
from kehittamo_core.workshop.overview import BoardPlace, content_language
from kehittamo_core.workshop.people import Identity

MODES = ("work", "both", "drawing")


@dataclass(frozen=True)
class Opened:
    """A board as it was read, at the server's time `at`."""

    place: BoardPlace
    board: Board
    names: Mapping[str, str]
    people: Sequence[Any]
    language: str
    may: May
    at: int
    organisation: str = ""


def read_board(session: Any, plugins: Plugins, who: Identity | None, board_id: str, speak: str) -> Opened:
    """A board for somebody who may see it: its labels in the reader's language, its content in it where it has one.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `workshop.access`.
    """
    at = now_ms()
    place = overview.board_place(session, who, board_id)
    content = content_language(place.programme, speak)
    assert who is not None
    board = build_board(session, plugins, board_id, who.role, speak)
    secretary = who.role == "secretary" or who.may("facilitate")
    people = overview.people_of(session, place.programme.id) if secretary else []
    names = overview.names_of(session, place.programme.id)
    may = may_of(place.rights)
    if board.method not in plugins.methods:
        may = May(see=may.see, comment=may.comment, facilitate=may.facilitate, coordinate=may.coordinate)
    return Opened(place, board, names, people, content, may, at, who.organisation)


def crumb_of(place: BoardPlace) -> str:
    """Where a board stands: its meeting, and whose it is."""
    parts = [stage_title(place.stage)] if place.stage else []
    group = place.group
    parts.append(
        (group.name or language.say("Group {number}", number=group.number)) if group else language.say("common to all")
    )
    if only := only_for(place.board.restricted, place.shown_to):
        parts.append(only)
    return " · ".join(parts)


def board_view(plugins: Plugins, opened: Opened, mode: str = "both", drawing: str = "") -> BoardView:
    """A board as its page shows it, in a mode and with one of its drawings chosen."""
    board, place = opened.board, opened.place
    method = plugins.methods.get(board.method)
    drawings = drawing_views(board, method)
    chosen = next((one for one in drawings if one.id == drawing), drawings[0] if drawings else None)
    missing = ""
    if method is None:
        missing = language.say(
            "The method {method} is not installed here: the board can be read, but not changed.", method=board.method
        )
    if not drawings:
        mode = "work"
    return BoardView(
        id=board.id, title=board.title or board.label("method"), crumb=crumb_of(place), board=board, method=method,
        may=opened.may, locked=place.board.state == "locked", missing=missing,
        zones=zone_views(board, method, opened.language, opened.names, facilitator=opened.may.facilitate),
        drawings=drawings, drawing=chosen, mode=mode if mode in MODES else "both", language=opened.language,
        rev=str(place.room.seq), pdf=any(way.scope == "board" and way.ending == "pdf" for way in plugins.exports.values()), authors=opened.names,
        organisation=opened.organisation,
    )  # fmt: skip


def live_of(who: Identity, opened: Opened) -> Live:
    """What the page follows: its board's room, and the programme's."""
    place = opened.place
    return Live(
        who,
        ((board_room(place.board.id), place.room), (programme_room(place.programme.id), place.programme_room)),
        opened.at,
    )


async def open_board(desk: Desk, board: str) -> Opened:
    """Read the board of an address."""
    return await desk.read(read_board, desk.plugins, desk.who, known_id(board), language.current())


async def open_to_write(desk: Desk, board: str) -> Opened:
    """Read the board of an address for somebody who wants to change it.

    Raises:
        NotAllowed: they may not.
    """
    opened = await open_board(desk, board)
    if not opened.may.write:
        raise NotAllowed("You may not change this board.")
    return opened
