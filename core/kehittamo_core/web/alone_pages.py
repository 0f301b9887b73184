"""Writing alone: the box on a board's page, one's own notes in it, and the reveal."""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath

from kehittamo_core.errors import NotFound, Refused
from kehittamo_core.web import language
from kehittamo_core.web.activity_view import signing_sentence
from kehittamo_core.web.board_reading import Opened
from kehittamo_core.web.boardview import BoardView
from kehittamo_core.web.desk import AtDesk, Desk, safe_address
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.language import say
from kehittamo_core.web.security import COOKIE, is_https
from kehittamo_core.workshop import hidden, overview
from kehittamo_core.workshop import hidden_commands as hc
from kehittamo_core.workshop.hidden import Alone
from kehittamo_core.workshop.taking_back import GRACE, SECONDS

log = logging.getLogger("kehittamo.web")
DAY = 24 * 3600


def alone_words(signing: str) -> str:
    """What is said to people before they write alone: that it is hidden, and how it will be signed."""
    hidden_words = say("Nobody else sees what you write, not even the facilitator, until all is shown at once.")
    return f"{hidden_words} {signing_sentence(signing)}"


@dataclass(frozen=True)
class Place:
    """Where a note may be written: a part of the board, and what it is there."""

    value: str
    label: str


@dataclass(frozen=True)
class AloneView:
    """The box in which somebody writes alone; without `places` they only see that others do."""

    alone: Alone
    href: str
    words: str
    places: tuple[Place, ...]
    labels: Mapping[str, str]


def alone_view(view: BoardView, alone: Alone | None, programme: str) -> AloneView | None:
    """Writing alone as a board's page shows it; None where nobody writes alone."""
    if alone is None:
        return None
    places, labels = [], {}
    for zone in view.zones:
        kinds = [(view.method.kind(kind.id), kind) for kind in zone.kinds] if view.method is not None else []
        named = [
            kind for declared, kind in kinds if declared is not None and not declared.setup and declared.at_most is None
        ]
        for kind in named:
            label = zone.label if len(named) == 1 else f"{zone.label}: {kind.label}"
            places.append(Place(f"{zone.id}/{kind.id}", label))
            labels[f"{zone.id}/{kind.id}"] = label
    return AloneView(
        alone, f"/p/{programme}/activities/{alone.activity}/alone", alone_words(alone.signing),
        tuple(places) if view.may.write else (), labels,
    )  # fmt: skip


def _cookie_name(activity: str) -> str:
    return f"own-{activity}"


def owner_of(desk: Desk, activity: str) -> str:
    """The key by which the reader's own anonymous notes are found: of this browser, this activity and this session; "" for none."""
    key = (desk.request.cookies.get(_cookie_name(activity)) or "")[:80]
    return f"{key}.{desk.request.cookies.get(COOKIE) or ''}" if key else ""


def give_key(desk: Desk, alone: Alone | None, answer: Response[Any]) -> Response[Any]:
    """Put a key on a browser that will need one to find its own anonymous notes."""
    if alone is not None and alone.signing == "anonymous" and not owner_of(desk, alone.activity):
        answer.cookies.append(
            Cookie(
                key=_cookie_name(alone.activity), value=secrets.token_hex(32), max_age=DAY, path="/", httponly=True,
                samesite="lax", secure=is_https(desk.request.scope),
            )
        )  # fmt: skip
    return answer


async def read_own(desk: Desk, board: str) -> Alone | None:
    """Writing alone on a board with the reader's own notes; None where nobody writes alone."""
    alone = await desk.read(hidden.read_alone, desk.who, board)
    if alone is not None and (owner := owner_of(desk, alone.activity)):
        alone = await desk.read(hidden.read_alone, desk.who, board, owner)
    return alone


async def alone_of(desk: Desk, opened: Opened, view: BoardView) -> AloneView | None:
    """The box of a board's page."""
    return alone_view(view, await read_own(desk, opened.board.id), opened.place.programme.id)


class AlonePages(Controller):
    """`/p/.../activities/.../alone` and `.../reveal`."""

    path = "/p/{programme:str}/activities/{activity:str}"

    @get("/alone")
    async def own(self, desk: AtDesk, programme: FromPath[str], activity: FromPath[str]) -> Response[Any]:
        """One's own notes on the `board` of the query; without htmx the board."""
        board = await self._board(desk, programme, activity, desk.query("board"))
        alone = await read_own(desk, board)
        if not desk.is_htmx:
            return give_key(desk, alone, desk.back_to(f"/b/{board}"))
        return give_key(desk, alone, await self._mine(desk, programme, board))

    @post("/alone", status_code=200)
    async def write(self, desk: AtDesk, programme: FromPath[str], activity: FromPath[str]) -> Response[Any]:
        """Keep notes apart: several `text` values become several notes."""
        form = await desk.form()
        board = await self._board(desk, programme, activity, form.get("board"))
        zone, _, kind = form.get("place").partition("/")
        texts = tuple(text.replace("\r\n", "\n").replace("\r", "\n") for text in form.all("text"))
        content = await desk.read(overview.board_language, desk.who, board, language.current())
        await desk.do(
            hc.WriteAlone(
                command_id=desk.command_id(form), board=board, activity=activity, texts=texts, kind=kind, zone=zone,
                language=content, owner=owner_of(desk, activity),
            )
        )  # fmt: skip
        return await self._answer(desk, programme, board)

    @post("/alone/{note:str}", status_code=200)
    async def change(
        self, desk: AtDesk, programme: FromPath[str], activity: FromPath[str], note: FromPath[str]
    ) -> Response[Any]:
        """Write one's own note anew, or with `remove` take it away."""
        form = await desk.form()
        board = await self._board(desk, programme, activity, form.get("board"))
        text = None if form.get("remove") else form.raw("text")
        await desk.do(
            hc.ChangeAlone(
                command_id=desk.command_id(form), board=board, activity=activity, note=known_id(note), text=text,
                owner=owner_of(desk, activity),
            )
        )  # fmt: skip
        return await self._answer(desk, programme, board)

    @post("/reveal", status_code=200)
    async def reveal(self, desk: AtDesk, programme: FromPath[str], activity: FromPath[str]) -> Response[Any]:
        """Show the notes of all; it can be taken back for ten seconds."""
        form = await desk.form()
        command = hc.Reveal(
            command_id=desk.command_id(form), programme=known_id(programme), activity=known_id(activity)
        )
        done = await desk.do(command)
        forget_later(desk)
        return desk.told(done, safe_address(form.get("back"), f"/p/{programme}"))

    @staticmethod
    async def _board(desk: Desk, programme: str, activity: str, board: str) -> str:
        """The board of the form, if it is the programme's."""
        await desk.read(overview.head, desk.who, known_id(programme))
        known_id(activity)
        if await desk.read(overview.programme_of_board, known_id(board)) != programme:
            raise NotFound("There is no such board, or it is not yours.")
        return board

    @staticmethod
    async def _mine(desk: Desk, programme: str, board: str) -> Response[Any]:
        from kehittamo_core.web.board_reading import board_view, open_board

        opened = await open_board(desk, board)
        view = board_view(desk.plugins, opened)
        box = await alone_of(desk, opened, view)
        return desk.fragment("core/hall/alone_own.html", box=box, board_id=board)

    async def _answer(self, desk: Desk, programme: str, board: str) -> Response[Any]:
        if not desk.is_htmx:
            return desk.back_to(f"/b/{board}#al-{board}")
        return await self._mine(desk, programme, board)


_waiting: set[asyncio.Task[None]] = set()


def forget_later(desk: Desk) -> None:
    """Delete whose the revealed notes were as soon as the reveal cannot be taken back any more."""

    async def forget() -> None:
        await asyncio.sleep(SECONDS + GRACE + 1)
        try:
            await desk.database.write(hidden.forget_owners)
        except (Refused, RuntimeError):
            log.info("the owners of revealed notes are forgotten at the next start")

    task = asyncio.get_running_loop().create_task(forget())
    _waiting.add(task)
    task.add_done_callback(_waiting.discard)
