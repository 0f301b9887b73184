"""One supervised worker process: started when it is needed, watched over, killed over its limit, made anew.

A slot is a thread of the parent that waits for the process; nothing here runs on the event loop.
"""

import contextlib
import itertools
import logging
import multiprocessing
import pickle
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from multiprocessing import spawn
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any, Final

from kehittamo_core.errors import MissingPart, PluginError, WorkFailed
from kehittamo_core.workers import scratch
from kehittamo_core.workers.process import serve

log = logging.getLogger("kehittamo.workers")
context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["kehittamo_core.workers.preload"])

PREFIX = "kehittamo-"
_prepare = spawn.get_preparation_data


def _without_main(name: str) -> dict[str, Any]:
    """What a child is told, without the parent's main script: our jobs are functions that are importable by name.

    Else every worker would import the whole command line or web application before its first job.
    """
    told: dict[str, Any] = _prepare(name)
    if name.startswith(PREFIX):
        for key in ("init_main_from_path", "init_main_from_name"):
            told.pop(key, None)
    return told


spawn.get_preparation_data = _without_main

# Without an order of their own, two jobs of one priority would be compared.
_numbers = itertools.count()

Told = Callable[[int, int, str], None]


@dataclass(order=True)
class Job:
    """What is to be done: `rank` orders the queue (smaller first), `tries` counts the processes that failed at it."""

    rank: int
    number: int = field(init=False, default_factory=lambda: next(_numbers))
    name: str = field(compare=False, default="")
    payload: bytes = field(compare=False, default=b"")
    seconds: float = field(compare=False, default=30.0)
    told: Told | None = field(compare=False, default=None)
    future: "Future[Any]" = field(compare=False, default_factory=Future)
    cancelled: threading.Event = field(compare=False, default_factory=threading.Event)
    tries: int = field(compare=False, default=0)


STOP: Final = Job(rank=1_000_000_000)


class Slot:
    """A worker process and the thread that supervises it."""

    def __init__(
        self, name: str, jobs: "queue.PriorityQueue[Job]", *, memory: int, priority: int, parent: bool
    ) -> None:
        self.name = PREFIX + name
        self._jobs = jobs
        self._memory = memory
        self._priority = priority
        self._parent = parent
        self._process: Any = None
        self._pipe: Connection | None = None
        self._folder: Path | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=f"{PREFIX}{name}-supervisor", daemon=True)

    @property
    def pid(self) -> int | None:
        """The process that stands ready, or None before it has come up."""
        process = self._process
        return process.pid if process is not None else None

    def start(self) -> None:
        """Start supervising; the process comes up in the background."""
        self._thread.start()

    def close(self) -> None:
        """End the process at once; the thread cleans up when it sees the broken pipe or the stop in its queue."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def join(self, seconds: float) -> None:
        """Wait for the thread to end."""
        self._thread.join(seconds)

    def _up(self) -> Connection:
        """The pipe of a living process."""
        with self._lock:
            if self._closed:
                raise EOFError("closed")
            if self._pipe is not None and self._process.is_alive():
                return self._pipe
            self._kill()
            ours, theirs = context.Pipe()
            folder = self._folder = scratch.part()
            process = context.Process(
                target=serve, args=(theirs, self._memory, self._priority, folder), name=self.name,
                daemon=not self._parent,
            )  # fmt: skip
            process.start()
            theirs.close()
            self._process, self._pipe = process, ours
            return ours

    def _kill(self) -> int | None:
        """End the process, remove what it left and give its exit code."""
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        folder, self._folder = self._folder, None
        if pipe is not None:
            pipe.close()
        code: int | None = None
        if process is not None:
            with contextlib.suppress(Exception):  # it may have gone by itself
                process.kill()
                process.join(5)
                code = process.exitcode
            with contextlib.suppress(ValueError):
                process.close()
        if folder is not None:
            scratch.remove(folder)
        return code

    def _drop(self) -> int | None:
        with self._lock:
            return self._kill()

    def _run(self) -> None:
        with contextlib.suppress(Exception):
            self._up()  # warm before the first job asks
        while True:
            job = self._jobs.get()
            if job is STOP:
                self._jobs.put(STOP)  # for the others
                self._drop()
                return
            if job.cancelled.is_set() or not (job.future.running() or job.future.set_running_or_notify_cancel()):
                _settle(job, error=WorkFailed(f"{job.name} was cancelled.", reason="cancelled"))
                continue
            self._do(job)

    def _do(self, job: Job) -> None:
        try:
            answer = self._ask(job)
        except (EOFError, OSError, pickle.UnpicklingError):
            code = self._drop()
            if self._closed:
                _settle(job, error=WorkFailed(f"{job.name} was stopped.", reason="killed"))
            else:
                self._again(job, "killed", f"its process ended ({code})")
            return
        except _OverTime:
            self._drop()
            self._again(job, "time", f"it took longer than {job.seconds:g} s")
            return
        except _Cancelled:
            self._drop()
            _settle(job, error=WorkFailed(f"{job.name} was cancelled.", reason="cancelled"))
            return
        if answer[0] == "done":
            _settle(job, result=answer[1])
            return
        _, reason, kind, message, trace = answer
        if reason == "memory":
            self._drop()
            self._again(job, reason, message)
        elif kind in (MissingPart, PluginError):
            _settle(job, error=kind(message))
        else:
            log.warning("%s failed: %s\n%s", job.name, message, trace)
            _settle(job, error=WorkFailed(f"{job.name} failed: {message}", reason="failed"))

    def _again(self, job: Job, reason: str, message: str) -> None:
        """One retry in a fresh process; a function that raises is not retried, it would only raise again."""
        job.tries += 1
        log.warning("%s: %s (attempt %d)", job.name, message, job.tries)
        if job.tries < 2 and not self._closed:
            self._jobs.put(job)
        else:
            _settle(job, error=WorkFailed(f"{job.name} failed: {message}", reason=reason))

    def _ask(self, job: Job) -> tuple[Any, ...]:
        """Send a job and wait for its answer, passing on what it tells."""
        pipe = self._up()
        pipe.send_bytes(job.payload)
        end = monotonic() + job.seconds
        while True:
            left = end - monotonic()
            if left <= 0:
                raise _OverTime
            if not pipe.poll(min(left, 0.2)):
                if job.cancelled.is_set():
                    raise _Cancelled
                continue
            answer: tuple[Any, ...] = pickle.loads(pipe.recv_bytes())  # noqa: S301  (from our own process)
            if answer[0] != "tell":
                return answer
            if job.told is not None:
                with contextlib.suppress(Exception):  # a listener that fails must not end the job
                    job.told(*answer[1:])


class _OverTime(Exception):
    """The job took longer than it may."""


class _Cancelled(Exception):
    """Nobody waits for the job any more."""


def _settle(job: Job, *, result: Any = None, error: Exception | None = None) -> None:
    with contextlib.suppress(InvalidStateError):  # the one who waited may have gone
        if error is not None:
            job.future.set_exception(error)
        else:
            job.future.set_result(result)
