"""PostgreSQL: sessions on asyncpg, and a listener that hears what other processes wrote."""

import asyncio
import contextlib
import logging
import secrets
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
WAKE_SECONDS = 10.0
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

    A connection may go deaf without a word, so what is missed is made good by the regular waking.
    """

    def __init__(self, url: URL, committed: Callable[[frozenset[str]], None]) -> None:
        self._url = url
        self._committed = committed
        self.sender = secrets.token_hex(8)
        self._task: asyncio.Task[None] | None = None
        self._connected = asyncio.Event()

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

    def _heard(self, _connection: Any, _pid: int, _channel: str, payload: object) -> None:
        sender, _, name = str(payload).partition("|")
        if sender != self.sender:
            self._committed(frozenset({name}))

    async def _run(self) -> None:
        pause = 0.2
        while True:
            try:
                connection = await asyncpg.connect(
                    host=self._url.query.get("host") or self._url.host, port=self._url.port, user=self._url.username,
                    password=self._url.password, database=self._url.database, timeout=10,
                )  # fmt: skip
                try:
                    await connection.add_listener(CHANNEL, self._heard)
                    self._connected.set()
                    pause = 0.2
                    while not connection.is_closed():
                        self._committed(frozenset({"*"}))
                        await asyncio.sleep(WAKE_SECONDS)
                        await connection.execute("SELECT 1", timeout=10)
                finally:
                    with contextlib.suppress(Exception):
                        await connection.close(timeout=2)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                log.warning("the listener lost PostgreSQL and tries again in %.1f s: %s", pause, error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)
