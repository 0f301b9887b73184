"""SQLite: one writer on one thread that lets letters go first, an fsync right behind it, and readers beside it."""

import asyncio
import contextlib
import json
import os
import queue
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, QueuePool

from kehittamo_core.roominess import roomy

T = TypeVar("T")
PACE = 0.05
"""Seconds from the end of one sync to the next while commits come fast; after a rest it follows at once."""
CHECKPOINT = 500
"""Commits after which the write-ahead log is folded into the database, by the thread that syncs: never within a commit."""
WAY = 0.05
"""Seconds that a reader's statement waits at most for the writer to rest."""
POLL_SECONDS = 0.5
BUSY_SECONDS = 15.0


def read_json(text: str) -> Any:
    """JSON; most of what is stored is an empty list or an empty map, and costs nothing to read."""
    if text == "{}":
        return {}
    if text == "[]":
        return []
    return json.loads(text)


def sqlite_engine(path: Path, *, writes: bool, pool_size: int = 0, synced: bool = False) -> Engine:
    """An engine on a file: write-ahead log, foreign keys on; a writer begins IMMEDIATE, a reader sees one moment.

    `synced` says that a `Syncer` beside it folds the log into the database.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        json_deserializer=read_json,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        **(
            {"poolclass": QueuePool, "pool_size": pool_size, "max_overflow": 2}
            if pool_size
            else {"poolclass": NullPool}
        ),
    )

    @event.listens_for(engine, "connect")
    def prepare(dbapi_connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        dbapi_connection.isolation_level = None  # the driver must not begin by itself: we say BEGIN, see below
        cursor = dbapi_connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "cache_size=-16000",
            "temp_store=MEMORY",
            # What is deleted or written over leaves no residue in the pages: words of people, and whose they were.
            *(["secure_delete=ON"] if writes else []),
            *(["wal_autocheckpoint=0"] if writes and synced else []),
        ):
            cursor.execute(f"PRAGMA {pragma}")
        if not writes:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class Wake(Enum):
    """What else the writer is woken for."""

    HURRIED = "hurried"
    STOP = "stop"


def give_way(readers: Engine, rests: threading.Event) -> None:
    """Let whoever reads wait at each statement while the writer is at work, at most `WAY` seconds.

    The interpreter carries out one thread at a time, in equal turns: with two who read beside it a command held the database
    three times as long, and letters waited for it.
    """

    @event.listens_for(readers, "before_cursor_execute")
    def wait(*_: object) -> None:
        rests.wait(WAY)


@dataclass
class Job:
    """One write that waits its turn, and where its answer goes."""

    work: Callable[[Session], Any]
    answer: "asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None
    names: set[str] = field(default_factory=set)


class Writer:
    """The one writer. `committed` is called on the event loop with the names that each commit touched."""

    def __init__(self, path: Path, committed: Callable[[frozenset[str]], None], *, watch: bool) -> None:
        self._path = path
        self._committed = committed
        self._watch = watch
        self._hurried: deque[Job] = deque()
        self._queue: queue.SimpleQueue[Job | Wake] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=roomy, args=(self._run,), name="database writer", daemon=True)
        self._syncer = Syncer(path, self._loop)
        self._closed = False
        self._turn = threading.Lock()
        self.rests = threading.Event()
        self.rests.set()
        self._cursor: sqlite3.Cursor | None = None
        self._ready: asyncio.Future[None] = self._loop.create_future()

    async def start(self) -> None:
        """Open the connection; raises what the database says where it cannot."""
        self._thread.start()
        await self._ready

    async def write(self, work: Callable[[Session], Any], *, hurried: bool = False) -> Any:
        """Carry out `work` in a transaction; returns when it is committed. What is hurried goes before all else that waits."""
        if self._closed:
            raise RuntimeError("the database is closed")
        job = Job(work, self._loop.create_future())
        if hurried:
            self._hurried.append(job)
            self._queue.put(Wake.HURRIED)
        else:
            self._queue.put(job)
        return await job.answer

    def at_once(self, work: Callable[[sqlite3.Cursor], T | None]) -> T | None:
        """Carry out `work` in a transaction here and now, on the event loop: for the few statements of a typed letter.

        None where the writer is at work, another process writes, or `work` answers None: then nothing is done, and `write`
        is the way. It does not wait for what stands in line. What `work` raises undoes it.
        """
        if self._closed or self._cursor is None or self._hurried or not self._turn.acquire(blocking=False):
            return None
        try:
            try:
                self._cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return None
            try:
                result = work(self._cursor)
                self._cursor.execute("ROLLBACK" if result is None else "COMMIT")
            except BaseException:
                self._cursor.execute("ROLLBACK")
                raise
        finally:
            self._turn.release()
        if result is not None:
            self._syncer.poke()
        return result

    async def synced(self) -> None:
        """Return when everything committed so far has reached the disk."""
        await self._syncer.wait()

    async def close(self) -> None:
        """Finish what waits, sync, and close."""
        if self._closed:
            return
        self._closed = True
        self._queue.put(Wake.STOP)
        await asyncio.to_thread(self._thread.join)
        await asyncio.to_thread(self._syncer.close)

    def _run(self) -> None:
        engine = sqlite_engine(self._path, writes=True, synced=True)
        try:
            with engine.connect() as connection:
                self._version(connection)
                self._cursor = connection.connection.cursor()  # type: ignore[assignment]
                self._patience(0)
                self._tell(self._ready.set_result, None)
                self._serve(connection)
                self._empty_log()
        except BaseException as error:
            if not self._ready.done():
                self._tell(self._ready.set_exception, error)
            else:
                raise
        finally:
            self._cursor = None
            engine.dispose()

    def _patience(self, seconds: float) -> None:
        """How long to wait for another process that writes: on the event loop not at all."""
        if self._cursor is not None:
            self._cursor.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")

    def _empty_log(self) -> None:
        """At the end the log is folded into the database and emptied: older pages, with what was deleted, go with it."""
        if self._cursor is not None:
            self._patience(1)
            self._cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _serve(self, connection: Connection) -> None:
        seen = self._version(connection)
        looked = time.monotonic()
        while True:
            with contextlib.suppress(queue.Empty):
                job = self._queue.get(timeout=POLL_SECONDS if self._watch else None)
                self._carry_out_hurried(connection)
                if job is Wake.STOP:
                    return
                if isinstance(job, Job):
                    self._carry_out(connection, job)
            if self._watch and time.monotonic() - looked >= POLL_SECONDS:
                looked = time.monotonic()
                with self._turn:
                    version = self._version(connection)
                if version != seen:
                    seen = version
                    self._tell(self._committed, frozenset({"*"}))

    def _carry_out_hurried(self, connection: Connection) -> None:
        while self._hurried:
            self._carry_out(connection, self._hurried.popleft())

    @staticmethod
    def _version(connection: Connection) -> int:
        """SQLite's own number for "somebody else wrote": it stays the same for this connection's own commits."""
        cursor = connection.connection.cursor()
        try:
            return int(cursor.execute("PRAGMA data_version").fetchone()[0])
        finally:
            cursor.close()

    def _carry_out(self, connection: Connection, job: Job) -> None:
        """A job in a transaction of its own: nobody who types waits for more than the one that is under way.

        A commit does not wait for the disk (the syncer does), so several in one would save next to nothing.
        """
        with self._turn:
            self.rests.clear()
            self._patience(BUSY_SECONDS)
            try:
                with connection.begin(), Session(connection, expire_on_commit=False) as session:
                    session.info["rooms"] = job.names
                    job.result = job.work(session)
                    session.flush()
            except Exception as error:
                job.error = error
            self._patience(0)
            self.rests.set()
        self._syncer.poke()
        self._tell(self._deliver, job)

    def _deliver(self, job: Job) -> None:
        if not job.answer.done():
            if job.error is None:
                job.answer.set_result(job.result)
            else:
                job.answer.set_exception(job.error)
        if job.names and job.error is None:
            self._committed(frozenset(job.names))

    def _tell(self, call: Callable[..., object], *values: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(call, *values)


class Syncer:
    """Brings the write-ahead log to the disk right behind each commit, several commits in one go when they come fast."""

    def __init__(self, path: Path, loop: asyncio.AbstractEventLoop) -> None:
        self._path = path
        self._wal = path.with_name(path.name + "-wal")
        self._loop = loop
        self._state = threading.Condition()
        self._rests = False
        self._wanted = 0
        self._reached = 0
        self._folded = 0
        self._stop = False
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._thread = threading.Thread(target=self._run, name="database fsync", daemon=True)
        self._thread.start()

    def poke(self) -> None:
        """Something was committed."""
        with self._state:
            self._wanted += 1
            if self._rests:
                self._state.notify()

    async def wait(self) -> None:
        """Return when all that was committed before now is on the disk."""
        future: asyncio.Future[None] = self._loop.create_future()
        with self._state:
            if self._reached >= self._wanted:
                return
            self._waiting.append((self._wanted, future))
        await future

    def close(self) -> None:
        """Stop after the last sync."""
        with self._state:
            self._stop = True
            self._state.notify()
        self._thread.join()

    def _run(self) -> None:
        file: int | None = None
        try:
            while True:
                with self._state:
                    self._rests = True
                    self._state.wait_for(lambda: self._wanted > self._reached or self._stop)
                    self._rests = False
                    target = self._wanted
                    if target == self._reached:
                        return
                error: OSError | None = None
                try:
                    # Opening and closing the log's file is safe: SQLite keeps its locks on the other two files.
                    file = os.open(self._wal, os.O_RDONLY) if file is None else file
                    os.fdatasync(file)
                except FileNotFoundError:
                    pass  # the log was folded into the database, which SQLite syncs itself
                except OSError as caught:
                    error = caught
                self._arrived(target, error)
                if target - self._folded >= CHECKPOINT:
                    self._folded = target
                    self._fold()
                with self._state:
                    self._state.wait_for(lambda: self._stop, PACE)
        finally:
            if file is not None:
                os.close(file)

    def _fold(self) -> None:
        """Fold the log into the database, as far as readers let it; nobody who writes waits for this."""
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(self._path, timeout=0)) as database:
            database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _arrived(self, target: int, error: OSError | None) -> None:
        with self._state:
            self._reached = target
            ready = [future for wanted, future in self._waiting if wanted <= target]
            self._waiting = [(wanted, future) for wanted, future in self._waiting if wanted > target]
        if ready:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(_answer, ready, error)


def _answer(futures: "list[asyncio.Future[None]]", error: OSError | None) -> None:
    for future in futures:
        if future.done():
            continue
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)
