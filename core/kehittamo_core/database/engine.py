"""The one way to the database: `read` and `write` take plain synchronous functions of a Session, on SQLite and PostgreSQL.

`now` does the same without an event loop, for the command line.
"""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Session

from kehittamo_core.database import postgresql
from kehittamo_core.database.sqlite import Writer, give_way, sqlite_engine
from kehittamo_core.errors import MissingPart

T = TypeVar("T")
Woken = Callable[[frozenset[str]], None]
READERS = 2
PROBLEMS: tuple[type[Exception], ...] = (SQLAlchemyError, OSError)
"""What a database may raise; `explain` says which of it an operator can mend."""

__all__ = ["PROBLEMS", "Database", "Session", "explain"]


class Database:
    """A database by its address: `sqlite:///path` or `postgresql://user:password@host/name`.

    After each commit the callables in `on_commit` get the names that it touched, on the event loop: rooms
    (`board:HEX`, `programme:HEX`), texts (`text:KEY`), or `*` for "look at everything". Those in `on_word` get what other
    processes say with `tell_others`.
    """

    def __init__(self, url: str) -> None:
        self.url = _read_url(url)
        self.on_commit: list[Woken] = []
        self.on_word: list[Callable[[str], None]] = []
        self._writer: Writer | None = None
        self._readers: Engine | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._engine: AsyncEngine | None = None
        self._listener: postgresql.Listener | None = None
        self._lock: int | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the one-process database."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return Path(str(self.url.database))

    def hold(self) -> None:
        """Claim the SQLite file for one server; other commands of the command line may still write beside it.

        The lock stands on a file of its own: closing any handle of the database file would drop SQLite's own locks.

        Raises:
            MissingPart: another server holds it.
        """
        if not self.is_sqlite or self._lock is not None:
            return
        lock = os.open(self.path.with_name(self.path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise MissingPart(
                f"Another server already runs on {self.path}. Stop it first, or give this one a KEHITTAMO_HOME of its own."
            ) from None
        self._lock = lock

    def release(self) -> None:
        """Give the file free for another server."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def start(self, *, watch: bool = True) -> None:
        """Open it. `watch` also wakes on what other processes write."""
        if self.is_sqlite:
            self._writer = Writer(self.path, self._committed, watch=watch)
            await self._writer.start()
            self._readers = sqlite_engine(self.path, writes=False, pool_size=READERS)
            give_way(self._readers, self._writer.rests)
            self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="database reader")
        else:
            self._engine = postgresql.postgresql_engine(self.url)
            self._listener = postgresql.Listener(self.url, self._committed, self._heard)
            if watch:
                await self._listener.start()

    async def close(self) -> None:
        """Finish what was begun, and close."""
        if self._writer is not None:
            await self._writer.close()
        if self._listener is not None:
            await self._listener.close()
        if self._pool is not None:
            self._pool.shutdown(wait=True)
        if self._readers is not None:
            self._readers.dispose()
        if self._engine is not None:
            await self._engine.dispose()
        self.release()
        self._writer = self._listener = self._pool = self._readers = self._engine = None

    async def read(self, work: Callable[[Session], T]) -> T:
        """What `work` finds; it sees one moment of the database and may not write."""
        if self._pool is not None:
            return await asyncio.get_running_loop().run_in_executor(self._pool, self._read, work)
        if self._engine is None:
            raise RuntimeError("the database is not started")
        async with AsyncSession(self._engine, expire_on_commit=False) as session:
            return await session.run_sync(work)

    def _read(self, work: Callable[[Session], T]) -> T:
        with Session(self._readers, expire_on_commit=False) as session:
            return work(session)

    async def write(self, work: Callable[[Session], T], *, hurried: bool = False) -> T:
        """Carry out `work` in one transaction; it is committed when this returns, and undone when `work` raises.

        What is `hurried` is quick and somebody sees it wait: it goes before all that stands in line.
        """
        if self._writer is not None:
            result: T = await self._writer.write(work, hurried=hurried)
            return result
        if self._engine is None or self._listener is None:
            raise RuntimeError("the database is not started")
        result, names = await postgresql.write(self._engine, work, self._listener.sender)
        if names:
            self._committed(names)
        return result

    def at_once(self, work: Callable[[sqlite3.Cursor], T | None]) -> T | None:
        """Carry out the few statements of a typed letter in a transaction here and now, on SQLite where nobody else writes.

        None where that cannot be, or where `work` answers None: nothing is done then, and `write` is the way. `work` gets a
        cursor, touches no room, and is quick: the event loop waits for it.
        """
        return self._writer.at_once(work) if self._writer is not None else None

    async def synced(self) -> None:
        """Return when everything that was committed before has reached the disk."""
        if self._writer is not None:
            await self._writer.synced()

    def now(self, work: Callable[[Session], T]) -> T:
        """Carry out `work` in one transaction, without an event loop of the caller's."""
        if not self.is_sqlite:
            return asyncio.run(self._once(work))
        engine = sqlite_engine(self.path, writes=True)
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                session.info["rooms"] = set()
                return work(session)
        finally:
            engine.dispose()

    async def _once(self, work: Callable[[Session], T]) -> T:
        engine = postgresql.postgresql_engine(self.url, pooled=False)
        try:
            result, _ = await postgresql.write(engine, work, "command line")
            return result  # type: ignore[no-any-return]
        finally:
            await engine.dispose()

    def tell_others(self, words: str) -> None:
        """Say something to the other processes that is not worth storing; they hear it in `on_word`. Alone, nobody does."""
        if self._listener is not None:
            self._listener.say(words)

    def _heard(self, words: str) -> None:
        for call in self.on_word:
            call(words)

    def _committed(self, names: frozenset[str]) -> None:
        for call in self.on_commit:
            call(names)


def _read_url(url: str) -> URL:
    """An address with the driver that we use; raises MissingPart for any other database."""
    try:
        read = make_url(url)
    except ArgumentError:
        raise MissingPart(
            f"KEHITTAMO_DATABASE_URL {url!r} is not a database address; write sqlite:///path or postgresql://user@host/name."
        ) from None
    backend = read.drivername.partition("+")[0]
    if backend == "sqlite":
        if not read.database or read.database == ":memory:":
            raise MissingPart("KEHITTAMO_DATABASE_URL names no file; write sqlite:///path/to/kehittamo.db.")
        return read.set(drivername="sqlite")
    if backend in ("postgresql", "postgres"):
        return read.set(drivername="postgresql+asyncpg")
    raise MissingPart(f"KEHITTAMO_DATABASE_URL names {backend}; Kehittämö runs on SQLite and on PostgreSQL.")


def explain(error: Exception) -> str | None:
    """One sentence for an error of the database that its operator can mend; None for any other."""
    if isinstance(error, OperationalError) and isinstance(error.orig, sqlite3.OperationalError):
        said = str(error.orig)
        if "unable to open" in said or "readonly" in said:
            return "The database file cannot be written: see that its folder exists and belongs to you, or set KEHITTAMO_HOME."
        if "locked" in said:
            return "The database is busy with another long write; try again in a moment."
        if "no such table" in said:
            return "The database has no tables yet; run: kehittamo db upgrade"
        if "full" in said:
            return "The disk is full; nothing was stored."
    if isinstance(error, OSError) and not isinstance(error, OperationalError):
        return f"The database cannot be reached ({error}); see KEHITTAMO_DATABASE_URL."
    return None
