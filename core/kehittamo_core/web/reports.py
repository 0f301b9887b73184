"""Making reports in the background: one after the other in fair turns, each telling how far it is; the file is kept whole or not at all."""

import asyncio
import errno
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kehittamo_core.database.engine import Database
from kehittamo_core.errors import KehittamoError, WorkFailed
from kehittamo_core.exporting import ExportRequest
from kehittamo_core.loading import Plugins
from kehittamo_core.workers import Workers
from kehittamo_core.workshop import jobs

log = logging.getLogger("kehittamo.reports")
TELL_EVERY = 0.4
"""Seconds between two entries of how far a report is."""
BROKEN = "Something broke on our side; it has been noted."
FULL = "The disk of the server is full, so the file could not be kept. Nothing half made was left. Tell the operator, and make it again."
REASONS: Mapping[str, str] = {
    "time": "It took longer than a file may take. Leave out chapters, or make it again when less is going on.",
    "memory": "It needed more memory than it may have. Leave out chapters, or make one board at a time.",
    "killed": "The process that made it was ended, twice. Nothing half made was left; make it again.",
}
"""What became of a report, by the reason that its worker gives; English msgids."""


@dataclass(order=True)
class Wanted:
    """A report that waits: `turn` is its round, `number` its place among all."""

    turn: int
    number: int
    job_id: str = field(compare=False)
    programme_id: str = field(compare=False)


class Line:
    """Whose report is next: each programme in its turn, however many it asked for at once."""

    def __init__(self) -> None:
        self._waiting: list[Wanted] = []
        self._turns: dict[str, int] = {}
        self._round = 0
        self._count = 0

    def join(self, job_id: str, programme_id: str) -> None:
        """Wait behind one's own, beside the others."""
        turn = max(self._round, self._turns.get(programme_id, -1) + 1)
        self._turns[programme_id] = turn
        self._count += 1
        self._waiting.append(Wanted(turn, self._count, job_id, programme_id))

    def next(self) -> Wanted | None:
        """Take the first out of the line."""
        if not self._waiting:
            return None
        first = min(self._waiting)
        self._waiting.remove(first)
        self._round = first.turn
        return first

    def leave(self, job_id: str) -> bool:
        """Go without a report; False where it does not wait."""
        found = next((one for one in self._waiting if one.job_id == job_id), None)
        if found is not None:
            self._waiting.remove(found)
        return found is not None

    def before(self, job_id: str) -> int:
        """How many come before it."""
        found = next((one for one in self._waiting if one.job_id == job_id), None)
        return sum(one < found for one in self._waiting) + 1 if found is not None else 0


class Reports:
    """The reports of this process."""

    def __init__(
        self, database: Database, workers: Workers, plugins: Plugins, cache: Path, *, at_once: int = 1
    ) -> None:
        self._database = database
        self._workers = workers
        self._plugins = plugins
        self._cache = cache
        self._at_once = at_once
        self._line = Line()
        self._making: dict[str, asyncio.Task[None]] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self._told: dict[str, float] = {}
        self._steps: dict[str, list[str]] = {}
        self._options: dict[str, Mapping[str, Any]] = {}
        self.unwritten: dict[str, str] = {}
        """What became of reports where the database could not take it, by job."""

    def start(self, job_id: str, programme_id: str) -> None:
        """Make a report when it is its turn."""
        self._line.join(job_id, programme_id)
        self._go_on()

    def before(self, job_id: str) -> int:
        """How many reports are made before this one."""
        return self._line.before(job_id)

    def cancel(self, job_id: str) -> None:
        """End a report that is under way here; what was made of it is let go."""
        if not self._line.leave(job_id) and job_id in self._making:
            self._making[job_id].cancel()

    async def stop(self) -> None:
        """End what is under way."""
        tasks = [*self._making.values(), *self._telling]
        self._at_once = 0
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _go_on(self) -> None:
        while len(self._making) < self._at_once and (wanted := self._line.next()) is not None:
            task = asyncio.create_task(self._make(wanted.job_id))
            self._making[wanted.job_id] = task
            task.add_done_callback(lambda _, job_id=wanted.job_id: self._made(job_id))  # type: ignore[misc]

    def _made(self, job_id: str) -> None:
        self._making.pop(job_id, None)
        self._go_on()

    async def _make(self, job_id: str) -> None:
        try:
            job, snapshot, document = await self._database.read(lambda session: jobs.job_document(session, job_id))
            loop = asyncio.get_running_loop()
            self._options[job_id] = job.options
            await self._tell(job_id, state="running")

            def progress(done: int, total: int, what: str) -> None:
                loop.call_soon_threadsafe(self._progress, job_id, done, total, what)

            request = ExportRequest(
                document=document, plugins=self._plugins, language=job.language, snapshot=snapshot.as_mapping(),
                options={**job.options, "cache": str(self._cache)}, progress=progress,
            )  # fmt: skip
            data = await self._workers.export(job.format, request)
            await self._database.write(lambda session: jobs.finish_job(session, job_id, data))
        except asyncio.CancelledError:
            raise
        except Exception as error:
            if not isinstance(error, KehittamoError) and not is_full(error):
                log.exception("the report %s could not be made", job_id)
            else:
                log.warning("the report %s could not be made: %s", job_id, error)
            await self._fail(job_id, what_became(error))
        finally:
            self._told.pop(job_id, None)
            self._steps.pop(job_id, None)
            self._options.pop(job_id, None)

    async def _fail(self, job_id: str, message: str) -> None:
        """Write down that there is no file, or remember it where nothing can be written."""
        try:
            await self._tell(job_id, state="failed", message=message)
        except Exception:
            log.exception("what became of the report %s could not be written down", job_id)
            self.unwritten[job_id] = message

    def _progress(self, job_id: str, done: int, total: int, what: str) -> None:
        if job_id not in self._making:
            return
        steps = self._steps.setdefault(job_id, [])
        if what and what not in steps:
            steps.append(what[:200])
        now = time.monotonic()
        if done < total and now - self._told.get(job_id, 0.0) < TELL_EVERY:
            return
        self._told[job_id] = now
        options = {**self._options.get(job_id, {}), "steps": list(steps)}
        task = asyncio.create_task(self._say(job_id, done=done, total=total, step=what[:400], options=options))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _say(self, job_id: str, **values: object) -> None:
        """Tell how far it is; a step that cannot be written down does not end the report."""
        try:
            await self._tell(job_id, **values)
        except Exception as error:
            log.warning("how far the report %s is could not be written down: %s", job_id, error)

    async def _tell(self, job_id: str, **values: object) -> None:
        there = await self._database.write(lambda session: jobs.tell_job(session, job_id, values))
        if not there:  # cancelled, perhaps on a page of another process
            self.cancel(job_id)


def what_became(error: Exception) -> str:
    """Why there is no file, as an English msgid; a part that is missing says itself what to install."""
    if is_full(error):
        return FULL
    if isinstance(error, WorkFailed):
        return REASONS.get(error.reason, str(error))
    return str(error) if isinstance(error, KehittamoError) else BROKEN


def is_full(error: BaseException | None) -> bool:
    """Whether a disk without room is behind an error: SQLite's, the system's, or a worker's word of it."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if any(words in str(error) for words in ("database or disk is full", "No space left on device")):
            return True
        error = error.__cause__ or error.__context__
    return False
