"""Making reports in the background: one task per report, which tells how far it is and keeps the file."""

import asyncio
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kehittamo_core.database.engine import Database
from kehittamo_core.errors import KehittamoError
from kehittamo_core.exporting import ExportRequest
from kehittamo_core.loading import Plugins
from kehittamo_core.workers import Workers
from kehittamo_core.workshop import jobs

log = logging.getLogger("kehittamo.reports")
TELL_EVERY = 0.4
"""Seconds between two entries of how far a report is."""


class Reports:
    """The reports of this process."""

    def __init__(self, database: Database, workers: Workers, plugins: Plugins, cache: Path) -> None:
        self._database = database
        self._workers = workers
        self._plugins = plugins
        self._cache = cache
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: dict[str, float] = {}
        self._steps: dict[str, list[str]] = {}
        self._options: dict[str, Mapping[str, Any]] = {}

    def start(self, job_id: str) -> None:
        """Begin to make a report."""
        task = asyncio.create_task(self._make(job_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

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
        except KehittamoError as error:
            log.warning("the report %s could not be made: %s", job_id, error)
            await self._tell(job_id, state="failed", message=str(error))
        except Exception:
            log.exception("the report %s could not be made", job_id)
            await self._tell(job_id, state="failed", message="Something broke on our side; it has been noted.")
        finally:
            self._told.pop(job_id, None)
            self._steps.pop(job_id, None)
            self._options.pop(job_id, None)

    def _progress(self, job_id: str, done: int, total: int, what: str) -> None:
        steps = self._steps.setdefault(job_id, [])
        if what and what not in steps:
            steps.append(what[:200])
        now = time.monotonic()
        if done < total and now - self._told.get(job_id, 0.0) < TELL_EVERY:
            return
        self._told[job_id] = now
        task = asyncio.create_task(
            self._tell(
                job_id,
                done=done,
                total=total,
                step=what[:400],
                options={**self._options.get(job_id, {}), "steps": list(steps)},
            )
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self, job_id: str, **values: object) -> None:
        await self._database.write(lambda session: jobs.tell_job(session, job_id, values))
