"""A real server process on a real database file, and pages that speak to its socket as a browser does."""

import asyncio
import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import pytest
from pycrdt import Doc, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Session
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from core.tests.conftest import fresh_postgres, postgres_url
from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database
from kehittamo_core.live import frames
from kehittamo_core.workshop import joining
from tests.once import once

KEHITTAMO = (sys.executable, "-c", "from kehittamo_core.cli import main; main()")


def command(home: Path, *words: str, **environment: str) -> str:
    """Run one command of the command line; its output."""
    done = subprocess.run(
        [*KEHITTAMO, *words],
        env=os.environ | {"KEHITTAMO_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Server:
    """`kehittamo serve` on a free port; it can be killed and started again where it was.

    With the address of a PostgreSQL in its environment it may be several processes.
    """

    def __init__(self, home: Path, workers: int = 1, **environment: str) -> None:
        self.home = home
        self.environment = os.environ | {"KEHITTAMO_HOME": str(home)} | environment
        self.database = environment.get("KEHITTAMO_DATABASE_URL", "")
        self.workers = workers
        self.log = home / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*KEHITTAMO, "serve", "--port", str(self.port), "--workers", str(self.workers)],
                env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        assert self.process is not None
        for _ in range(1200):
            try:
                httpx.get(f"{self.url}/health", timeout=1)
                return
            except httpx.TransportError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """End it as a power cut of the process would: nothing is finished."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        """Ask it to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(90)

    def read(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        """Look into the database."""
        if self.database:
            named = {f"v{number}": value for number, value in enumerate(values, 1)}
            for name in named:
                query = query.replace("?", f":{name}", 1)
            database = Database(self.database)
            look = lambda session: [tuple(row) for row in session.execute(sql(query), named)]  # noqa: E731
            with ThreadPoolExecutor(1) as beside:  # the tests' own event loop goes on
                return beside.submit(database.now, look).result()
        with sqlite3.connect(self.home / "kehittamo.db") as database:
            return database.execute(query, values).fetchall()

    def plain(self, key: str) -> str:
        """What the database says that a text reads."""
        rows = self.read("SELECT plain FROM text WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""

    @cached_property
    def programme(self) -> str:
        """The practice programme's primary key."""
        return str(self.read("SELECT id FROM programme WHERE key = 'harjoitus'")[0][0])

    @cached_property
    def board(self) -> str:
        """A board of the practice programme that is open to all, with notes on it: its primary key."""
        query = """SELECT b.id, count(e.id) AS notes FROM board b JOIN element e ON e.board_id = b.id AND NOT e.is_link
                   WHERE b.programme_id = ? AND b.group_id IS NULL AND b.state = 'open' AND b.method = 'impact_chain'
                   GROUP BY b.id ORDER BY notes DESC"""
        return str(self.read(query, self.programme)[0][0])

    def sign_in(self, role: str, name: str) -> httpx.Client:
        """A browser's cookies after the personal link of somebody was opened."""

        def link(session: Session) -> str:
            programme = session.get_one(m.Programme, self.programme)
            return joining.make_link(session, joining.person_named(session, programme, name, role))

        token = Database(self.database or f"sqlite:///{self.home / 'kehittamo.db'}").now(link)
        # A connection for each request: one that is kept may be to a process that a test ends.
        client = httpx.Client(
            base_url=self.url, headers={"Origin": self.url}, follow_redirects=False, timeout=20,
            limits=httpx.Limits(max_keepalive_connections=0),
        )  # fmt: skip
        answer = client.post(f"/l/{token}")
        assert answer.status_code in (200, 302, 303), answer.text
        return client

    def note(self, client: httpx.Client, words: str) -> str:
        """Add a note to the board; the key of its text."""
        form = {"text": words, "kind": "input", "command_id": secrets.token_hex(8)}
        answer = client.post(f"/b/{self.board}/items", data=form, headers={"HX-Request": "true"})
        assert answer.status_code < 400, answer.text
        return str(self.read("SELECT key FROM text WHERE plain = ? ORDER BY key DESC", words)[0][0])


class Page:
    """A page's socket with its Yjs documents; `told` are the text frames it got."""

    def __init__(self, server: Server, client: httpx.Client, rooms: tuple[str, ...] = ()) -> None:
        self.server = server
        self.cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        self.rooms = {room: {"room": room, "since": None, "epoch": None, "at": None} for room in rooms}
        self.docs: dict[str, Doc[Text]] = {}
        self.shut_keys: set[str] = set()
        self.told: list[dict[str, Any]] = []
        self.frames: list[bytes] = []
        self.sent = 0
        self.code: int | None = None
        self.reason = ""
        self.socket: ClientConnection | None = None
        self.reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Page":
        await self.open_socket()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open_socket(self, *, origin: str | None = None, version: str = "1") -> None:
        """Connect, follow the rooms from what is known of them, and open the texts again."""
        self.code = None
        self.socket = await connect(
            f"{self.server.url.replace('http', 'ws')}/ws?v={version}", compression=None, max_size=None,
            additional_headers={"Cookie": self.cookie, "Origin": origin or self.server.url},
        )  # fmt: skip
        self.reader = asyncio.create_task(self._read(self.socket))
        if self.rooms:
            await self.say(type="sub", rooms=list(self.rooms.values()))
        for key in self.docs:
            await self.ask(key)

    async def close(self) -> None:
        """Leave."""
        if self.socket is not None:
            await self.socket.close()
        if self.reader is not None:
            await asyncio.gather(self.reader, return_exceptions=True)

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                if isinstance(frame, bytes):
                    self.frames.append(frame)
                    await self._sync(frame)
                else:
                    told = json.loads(frame)
                    self.told.append(told)
                    if told["type"] == "frag":
                        self.rooms[told["room"]] = {name: told.get(part) for name, part in PLACES.items()}
        except ConnectionClosed:
            pass
        self.code, self.reason = socket.close_code, socket.close_reason or ""

    async def _sync(self, frame: bytes) -> None:
        message = frames.read_binary(frame)
        doc = self.docs[message.key]
        if message.key in self.shut_keys:
            return
        if message.step == frames.STEP1:
            await self.send(frames.sync_frame(message.key, frames.STEP2, doc.get_update(message.body)))
        else:
            doc.apply_update(message.body)

    async def send(self, frame: str | bytes) -> None:
        """Send a frame as it is."""
        assert self.socket is not None
        await self.socket.send(frame)

    async def say(self, **message: Any) -> None:
        """Send a text frame."""
        await self.send(json.dumps(message))

    async def ask(self, key: str) -> None:
        """Open a text: say what of it is here."""
        self.shut_keys.discard(key)
        doc = self.docs.setdefault(key, Doc())
        doc.get("text", type=Text)
        await self.send(frames.sync_frame(key, frames.STEP1, doc.get_state()))

    async def shut(self, key: str) -> None:
        """Close a text; what is known of it stays here."""
        self.shut_keys.add(key)
        await self.send(bytes((frames.CLOSE, len(key.encode()))) + key.encode())

    async def write(self, key: str, at: int, words: str, remove: int = 0) -> None:
        """Type; places are in UTF-8 bytes, as pycrdt counts them."""
        doc = self.docs[key]
        text = doc.get("text", type=Text)
        made: list[bytes] = []
        subscription = doc.observe(lambda event: made.append(event.update))
        with doc.transaction():
            if remove:
                del text[at : at + remove]
            if words:
                text.insert(at, words)
        doc.unobserve(subscription)
        for update in made:
            self.sent += 1
            await self.send(frames.sync_frame(key, frames.UPDATE, update))

    def reads(self, key: str) -> str:
        """How a text reads on this page."""
        return str(self.docs[key].get("text", type=Text))

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The text frames of one type."""
        return [told for told in self.told if told["type"] == kind]


__all__ = ["Page", "Server", "Visitors", "command", "fresh_postgres", "postgres_url", "three"]

PLACES = {"room": "room", "since": "seq", "epoch": "epoch", "at": "at"}


async def _until(true: Callable[[], bool | Awaitable[bool]], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while True:
            answer = true()
            if answer if isinstance(answer, bool) else await answer:
                return
            await asyncio.sleep(0.01)


@pytest.fixture
def until() -> Callable[..., Awaitable[None]]:
    """Waits for something to become true."""
    return _until


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples read in, made once; to be copied."""
    return once(tmp_path_factory, "demo", lambda home: command(home, "demo", "load"))


@pytest.fixture(scope="session")
def shared(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for all tests that leave it standing."""
    home = tmp_path_factory.mktemp("shared") / "home"
    shutil.copytree(filled, home)
    server = Server(home)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def three(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Three processes on one PostgreSQL, for all tests that leave them standing."""
    home = tmp_path_factory.mktemp("three")
    database = fresh_postgres(postgres_url).url.set(drivername="postgresql").render_as_string(hide_password=False)
    command(home, "demo", "load", KEHITTAMO_DATABASE_URL=database)
    server = Server(home, workers=3, KEHITTAMO_DATABASE_URL=database)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The shared server; one of its own, on a fresh copy of the examples, for a test that is marked `own_server`."""
    if request.node.get_closest_marker("own_server") is None:
        yield request.getfixturevalue("shared")
        return
    home = request.getfixturevalue("tmp_path") / "home"
    shutil.copytree(request.getfixturevalue("filled"), home)
    server = Server(home)
    server.start()
    yield server
    server.stop()


class Visitors:
    """People who come to the practice board, each with a page of their own."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.pages: list[Page] = []
        self.clients: dict[tuple[str, str], httpx.Client] = {}

    async def client(self, name: str, role: str = "expert") -> httpx.Client:
        """The cookies of somebody who has opened a personal link."""
        if (name, role) not in self.clients:
            self.clients[name, role] = await asyncio.to_thread(self.server.sign_in, role, name)
        return self.clients[name, role]

    async def __call__(self, name: str = "Elina", role: str = "expert") -> Page:
        page = Page(
            self.server,
            await self.client(name, role),
            (f"board:{self.server.board}", f"programme:{self.server.programme}"),
        )
        self.pages.append(page)
        await page.open_socket()
        return page

    async def note(self, words: str) -> str:
        """A fresh note on the board, made by a facilitator; the key of its text."""
        client = await self.client("Mikko", "facilitator")
        return await asyncio.to_thread(self.server.note, client, words)

    async def post(self, path: str, name: str = "Mikko", role: str = "facilitator", **form: str) -> httpx.Response:
        """A command, sent as a page would."""
        client = await self.client(name, role)
        data = {"command_id": secrets.token_hex(8), **form}
        return await asyncio.to_thread(lambda: client.post(path, data=data, headers={"HX-Request": "true"}))

    async def aclose(self) -> None:
        """Everybody leaves."""
        for page in self.pages:
            await page.close()
        for client in self.clients.values():
            client.close()


@pytest.fixture
async def visit(server: Server) -> AsyncIterator[Visitors]:
    """Opens pages of people on the practice board, and closes them all at the end."""
    async with aclosing(Visitors(server)) as visitors:
        yield visitors
