"""A programme with a board on a real database, a hub that serves it, and pages that speak to the hub as a browser would."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from pycrdt import Doc, Text
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database
from kehittamo_core.database.ids import new_id
from kehittamo_core.fields import Field
from kehittamo_core.hookspecs import hookimpl
from kehittamo_core.live import frames
from kehittamo_core.live.hub import Hub
from kehittamo_core.live.member import Member
from kehittamo_core.live.ports import Op
from kehittamo_core.live.store import DatabaseStore, watch
from kehittamo_core.loading import load_plugins
from kehittamo_core.method import Kind, Method
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import joining
from kehittamo_core.workshop.carrying import execute
from kehittamo_core.workshop.people import OPERATOR, Identity
from kehittamo_core.workshop.texts import text_key

T = TypeVar("T")
NOTE = Kind(id="note", code="N", label="Note", fields=(Field(id="text", label="Text", type="text"),))
METHOD = Method(id="notes", package="", title="Notes", summary="Notes", kinds=(NOTE,))
PLUGINS = load_plugins(extra=[SimpleNamespace(kehittamo_methods=hookimpl(lambda: (METHOD,)))], installed=False)


class Pages:
    """A renderer that says of every thing what it was asked; how often it was asked is counted."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, frozenset[str], str, str]] = []
        self.fails = False

    async def render(
        self, room: str, refs: set[str], language: str, role: str, fresh: frozenset[str] = frozenset()
    ) -> Iterable[Op]:
        self.asked.append((room, frozenset(refs), language, role))
        await asyncio.sleep(0.005)
        if self.fails:
            raise ValueError("this cannot be rendered")
        return [
            {"op": "upsert", "id": f"e-{ref}", "parent": "list", "before": None, "html": role} for ref in sorted(refs)
        ]

    async def mine(self, room: str, refs: set[str], who: Any) -> Iterable[Op]:
        return [{"op": "upsert", "id": f"v-{who.person_id}", "parent": None, "before": None, "html": "yours"}]


class Page:
    """A connection that keeps what it is sent, and a Yjs document as a browser would hold it."""

    def __init__(self, hub: Hub, who: Identity, token: str = "") -> None:
        self.told: list[dict[str, Any]] = []
        self.code: int | None = None
        self.docs: dict[str, Doc[Text]] = {}
        self.hub = hub
        self.member: Member = hub.connect(who, self, token)

    def push_text(self, frame: str) -> None:
        self.told.append(json.loads(frame))

    push_along = push_text

    def push_bytes(self, frame: bytes) -> None:
        message = frames.read_binary(frame)
        doc = self.docs[message.key]
        if message.step == frames.STEP1:
            reply = doc.get_update(message.body)
            if reply != b"\x00\x00":
                self.later = asyncio.ensure_future(self.send_text(message.key, 1, reply))
        else:
            doc.apply_update(message.body)

    def close(self, code: int, reason: str = "") -> None:
        self.code = code
        self.hub.disconnect(self.member)

    async def say(self, **message: Any) -> None:
        await self.hub.receive(self.member, json.dumps(message))

    async def follow(
        self, room: str, since: int | None = None, epoch: str | None = None, at: int | None = None
    ) -> None:
        await self.say(type="sub", rooms=[{"room": room, "since": since, "epoch": epoch, "at": at}])

    async def send_text(self, key: str, step: Any, body: bytes) -> None:
        await self.hub.receive(self.member, frames.sync_frame(key, step, body))

    async def open(self, key: str) -> None:
        doc = self.docs.setdefault(key, Doc())
        doc.get("text", type=Text)
        await self.send_text(key, 0, doc.get_state())

    async def write(self, key: str, at: int, words: str, *, remove: int = 0) -> None:
        doc = self.docs[key]
        text = doc.get("text", type=Text)
        before = doc.get_state()
        with doc.transaction():
            if remove:
                del text[at : at + remove]
            text.insert(at, words)
        await self.send_text(key, 2, doc.get_update(before))

    def reads(self, key: str) -> str:
        return str(self.docs[key].get("text", type=Text))

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [told for told in self.told if told["type"] == kind]


class House:
    """A programme with a board and a note, three people, and a hub that serves them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.pages = Pages()
        self.hub = Hub(DatabaseStore(database, PLUGINS), self.pages)
        watch(database, self.hub)

    async def furnish(self) -> None:
        self.programme = (await self.do(c.CreateProgramme(command_id="p", title="Koe"))).ref
        board = await self.do(c.CreateBoard(command_id="b", programme=self.programme, method="notes", title="Taulu"))
        self.board = board.ref
        self.room = f"board:{self.board}"
        self.key = await self.add("Alku")
        self.elina = await self.person("Elina", "expert")
        self.pekka = await self.person("Pekka", "expert")
        self.katselija = await self.person("Katri", "observer")
        await self.hub.start()

    async def do(self, command: c.Command, who: Identity = OPERATOR) -> Any:
        return await self.database.write(lambda session: execute(session, PLUGINS, who, command))

    async def add(self, words: str) -> str:
        done = await self.do(c.AddItem(command_id=new_id(), board=self.board, kind="note", values={"text": words}))
        self.note = done.ref
        return text_key(done.ref, "text", "fi")

    async def person(self, name: str, role: str) -> Identity:
        def make(session: Session) -> Identity:
            return joining.person_named(session, session.get_one(m.Programme, self.programme), name, role)

        return await self.database.write(make)

    def visit(self, who: Identity) -> Page:
        """A page that follows nothing yet."""
        return Page(self.hub, who)

    async def page(self, who: Identity, token: str = "") -> Page:
        """A page that follows the board."""
        page = Page(self.hub, who, token)
        await page.follow(self.room)
        return page

    async def stored(self, key: str) -> str:
        return await self.database.read(lambda session: session.get_one(m.CoText, key).plain)

    @staticmethod
    async def until(true: Callable[[], bool | Awaitable[bool]], seconds: float = 5) -> None:
        """Wait for something to become true."""
        async with asyncio.timeout(seconds):
            while True:
                answer = true()
                if answer if isinstance(answer, bool) else await answer:
                    return
                await asyncio.sleep(0.005)


@pytest.fixture
async def house(live_database: Database) -> AsyncIterator[House]:
    """A house on SQLite, and one on PostgreSQL."""
    house = House(live_database)
    await house.furnish()
    yield house
    await house.hub.stop()


@pytest.fixture
def make_house() -> type[House]:
    """Makes a house on a database that is started."""
    return House
