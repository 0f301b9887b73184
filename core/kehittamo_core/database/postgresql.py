"""PostgreSQL: sessions on asyncpg, and a listener that hears what other processes wrote."""

import asyncio
import contextlib
import logging
import secrets
from collections import deque
from collections.abc import Callable
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

CHANNEL = "kehittamo"
LISTENER = "kehittamo listener"
"""How a listener's connection is called in pg_stat_activity."""
FLEETING = "kehittamo_fleeting"
"""What is said to the other processes and never stored: who is here."""
WAKE_SECONDS = 10.0
ECHO_SECONDS = 2.0
"""How often the listener says something to itself; when it does not hear that in as long, it has gone deaf."""
ECHO = "echo"
UNSAID = 1000
"""What may wait to be said while PostgreSQL is away; older words are dropped, they are said again soon."""
TRIES = 4
_AGAIN = {"40001", "40P01"}
"""SQLSTATEs that ask for another try: serialization failure, deadlock."""

log = logging.getLogger("kehittamo.database")


def postgresql_engine(url: URL, *, pooled: bool = True) -> AsyncEngine:
    """An engine on asyncpg."""
    if pooled:
        return create_async_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True)
    return create_async_engine(url, poolclass=NullPool)


def _asks_again(error: DBAPIError) -> bool:
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None) in _AGAIN


async def write(engine: AsyncEngine, work: Callable[[Session], Any], sender: str) -> tuple[Any, frozenset[str]]:
    """Carry out `work` in a transaction, again after a deadlock or a race for the same row; tell the other processes."""
    for turn in range(TRIES):
        try:
            async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
                names: set[str] = set()
                session.sync_session.info["rooms"] = names
                result = await session.run_sync(work)
                for name in sorted(names):
                    await session.execute(
                        text("SELECT pg_notify(:channel, :payload)"),
                        {"channel": CHANNEL, "payload": f"{sender}|{name}"},
                    )
            return result, frozenset(names)
        except DBAPIError as error:
            last = 1 if isinstance(error, IntegrityError) else TRIES - 1
            if turn >= last or not _asks_again(error):
                raise
            await asyncio.sleep(0.01 * (turn + 1))
    raise AssertionError("unreachable")


class Listener:
    """Hears NOTIFY on a connection of its own; wakes everything on each (re)connect and every 10 seconds.

    A connection may go deaf without a word: the listener listens to itself, and connects anew when it hears nothing.
    """

    def __init__(
        self, url: URL, committed: Callable[[frozenset[str]], None], heard: Callable[[str], None] = lambda _: None
    ) -> None:
        self._url = url
        self._committed = committed
        self._fleeting = heard
        self._unsaid: deque[str] = deque(maxlen=UNSAID)
        self._news = asyncio.Event()
        self._echo = asyncio.Event()
        self.sender = secrets.token_hex(8)
        self._task: asyncio.Task[None] | None = None
        self._connected = asyncio.Event()
        self.connection: Any = None

    async def start(self) -> None:
        """Start listening; returns when the first connection stands."""
        self._task = asyncio.create_task(self._run(), name="database listener")
        await self._connected.wait()

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def say(self, words: str) -> None:
        """Say something to the other processes, soon; at most 7,900 bytes, and nobody promises that it arrives."""
        self._unsaid.append(words)
        self._news.set()

    def _heard(self, _connection: Any, _pid: int, channel: str, payload: object) -> None:
        sender, _, words = str(payload).partition("|")
        if sender == self.sender:
            if words == ECHO:
                self._echo.set()
        elif channel == FLEETING:
            self._fleeting(words)
        elif words != ECHO:
            self._committed(frozenset({words}))

    async def _listen(self, connection: Any) -> None:
        """Say what is to be said and listen, until the connection ends or hears nothing any more."""
        loop = asyncio.get_running_loop()
        echo = wake = loop.time()
        while not connection.is_closed():
            if loop.time() >= wake:
                wake = loop.time() + WAKE_SECONDS
                self._committed(frozenset({"*"}))
            if loop.time() >= echo:
                self._echo.clear()
                await self._notify(connection, CHANNEL, ECHO)
                await asyncio.wait_for(self._echo.wait(), ECHO_SECONDS)
                echo = loop.time() + ECHO_SECONDS
            self._news.clear()
            while self._unsaid:
                await self._notify(connection, FLEETING, self._unsaid.popleft())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), max(0.0, echo - loop.time()))

    async def _notify(self, connection: Any, channel: str, words: str) -> None:
        await connection.execute(
            "SELECT pg_notify($1, $2)", channel, f"{self.sender}|{words}", timeout=2 * ECHO_SECONDS
        )

    async def _run(self) -> None:
        pause = 0.2
        while True:
            try:
                connection = await asyncpg.connect(
                    host=self._url.query.get("host") or self._url.host, port=self._url.port, user=self._url.username,
                    password=self._url.password, database=self._url.database, timeout=10,
                    server_settings={"application_name": LISTENER},
                )  # fmt: skip
                try:
                    for channel in (CHANNEL, FLEETING):
                        await connection.add_listener(channel, self._heard)
                    self.connection = connection
                    self._connected.set()
                    pause = 0.2
                    await self._listen(connection)
                finally:
                    with contextlib.suppress(Exception):
                        await connection.close(timeout=2)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                log.warning("the listener lost PostgreSQL and tries again in %.1f s: %s", pause, str(error) or "deaf")
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)
