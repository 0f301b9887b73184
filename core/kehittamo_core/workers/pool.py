"""The workers as the rest of the core sees them: ask, await, and get a result or `WorkFailed` with its reason.

    workers = Workers(plugins, count=2)
    await workers.start()
    svg = await workers.svg(board, "chain")
    pdf = await workers.export("pdf", request)
    await workers.close()

Two lanes: `count` processes for short jobs (drawings, rules, insights), one for exports, so that a long report never
makes a page wait. `submit` is the same without an event loop, for the command line and for exports that share out work.
"""

import asyncio
import atexit
import hashlib
import logging
import pickle
import queue
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import fields, replace
from types import TracebackType
from typing import Any, Literal, TypeVar

from kehittamo_core.board import Board
from kehittamo_core.errors import MissingPart, WorkFailed
from kehittamo_core.exporting import ExportRequest
from kehittamo_core.findings import Insight, Pair, Problem
from kehittamo_core.loading import Plugins
from kehittamo_core.method import Method
from kehittamo_core.report import Chapter
from kehittamo_core.scene.shapes import Scene
from kehittamo_core.workers import jobs
from kehittamo_core.workers.process import tell
from kehittamo_core.workers.slot import STOP, Job, Slot, Told

T = TypeVar("T")
log = logging.getLogger("kehittamo.workers")

EXPORT_SECONDS = 300.0
"""The wall limit of a whole export; its chapters have shorter ones of their own."""


class Workers:
    """Supervised processes. `memory` is in MiB on top of what the libraries map, `seconds` the usual wall limit."""

    def __init__(
        self, plugins: Plugins | None = None, *, count: int = 2, exports: int = 1, seconds: float = 20.0,
        memory: int = 768, priority: int = 10, remember: int = 256,
    ) -> None:  # fmt: skip
        self._plugins = plugins or Plugins()
        self._seconds = seconds
        self._remember = remember
        self._seen: OrderedDict[bytes, asyncio.Future[Any]] = OrderedDict()
        self._short: queue.PriorityQueue[Job] = queue.PriorityQueue()
        self._long: queue.PriorityQueue[Job] = queue.PriorityQueue()
        room = memory * 1024 * 1024
        self._slots = [
            Slot(f"worker-{number + 1}", self._short, memory=room, priority=priority, parent=False)
            for number in range(count)
        ]
        self._slots += [
            Slot(f"export-{number + 1}", self._long, memory=room, priority=priority, parent=True)
            for number in range(exports)
        ]
        self._running = False

    # Life

    def open(self) -> None:
        """Start the processes in the background; returns at once."""
        if not self._running:
            self._running = True
            atexit.register(self.stop)
            for slot in self._slots:
                slot.start()

    def stop(self) -> None:
        """End all processes and fail what still waits."""
        if not self._running:
            return
        self._running = False
        atexit.unregister(self.stop)
        for lane in (self._short, self._long):
            lane.put(STOP)
        for slot in self._slots:
            slot.close()
        for slot in self._slots:
            slot.join(5)
        for lane in (self._short, self._long):
            while not lane.empty():
                job = lane.get_nowait()
                if job is not STOP and not job.future.done():
                    job.future.cancel()

    async def start(self) -> None:
        """Start the processes in the background; returns at once."""
        self.open()

    async def close(self) -> None:
        """End all processes without holding up the event loop."""
        await asyncio.to_thread(self.stop)

    def __enter__(self) -> "Workers":
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that stand ready."""
        return tuple(pid for slot in self._slots if (pid := slot.pid) is not None)

    # Asking

    def submit(
        self, function: Callable[..., T], *arguments: Any, seconds: float | None = None, name: str = "", rank: int = 0,
        told: Told | None = None, long: bool = False,
    ) -> "Future[T]":  # fmt: skip
        """Ask for a function that is importable by name; smaller `rank` first. The future raises `WorkFailed`.

        Raises:
            WorkFailed: the workers are not running, or the job cannot be pickled (reason "failed").
        """
        return self._submit(function, arguments, seconds, name, rank, told, long=long).future

    def _submit(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float | None, name: str, rank: int,
        told: Told | None, *, long: bool,
    ) -> Job:  # fmt: skip
        name = name or getattr(function, "__qualname__", repr(function))
        if not self._running:
            raise WorkFailed(f"{name}: the workers are not running", reason="killed")
        limit = self._seconds if seconds is None else seconds
        try:
            payload = pickle.dumps((function, arguments, limit), protocol=pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            raise WorkFailed(
                f"{name} cannot be handed to a worker ({error}); give functions that are importable by name",
                reason="failed",
            ) from error
        job = Job(rank=rank, name=name, payload=payload, seconds=limit, told=told)
        (self._long if long else self._short).put(job)
        return job

    async def run(self, function: Callable[..., T], *arguments: Any, seconds: float | None = None, name: str = "") -> T:
        """Run a function that is importable by name in a worker.

        Raises:
            WorkFailed: it raised ("failed"), ran out of time ("time") or memory ("memory"), or was killed ("killed").
        """
        result: T = await _awaited(self._submit(function, arguments, seconds, name, 0, None, long=False))
        return result

    # Methods

    def _method(self, board: Board) -> Method:
        method = self._plugins.methods.get(board.method)
        if method is None:
            raise MissingPart(f"The method {board.method} is not installed.")
        return method

    def _drawing(self, board: Board, drawing_id: str | None) -> Callable[[Board], Scene]:
        method = self._method(board)
        drawing = method.drawing(drawing_id) if drawing_id else next(iter(method.drawings), None)
        if drawing is None:
            raise MissingPart(f"The method {board.method} has no drawing {drawing_id or ''}".rstrip() + ".")
        return drawing.draw

    async def draw(self, board: Board, drawing_id: str | None = None) -> Scene:
        """A drawing of a board (the method's first where none is named); the same board is drawn once."""
        function = self._drawing(board, drawing_id)
        name = f"{board.method} {function.__name__}"
        scene: Scene = await self._once(("draw", _name(function)), board, jobs.draw, (function, board), name)
        return scene

    async def svg(
        self, board: Board, drawing_id: str | None = None, palette: Literal["screen", "print"] = "screen",
        title_id: str = "",
    ) -> str:  # fmt: skip
        """A drawing of a board as SVG, drawn and painted in a worker; the same board is painted once."""
        function = self._drawing(board, drawing_id)
        name = f"{board.method} {function.__name__}"
        key = ("svg", _name(function), palette, title_id)
        painted: str = await self._once(key, board, jobs.paint, (function, board, palette, title_id), name)
        return painted

    async def problems(self, board: Board) -> tuple[Problem, ...]:
        """What the method's rules find; a rule that fails is left out and logged."""
        rules = self._method(board).rules
        if not rules:
            return ()
        key = ("problems", *(_name(rule) for rule in rules))
        found: tuple[Problem, ...]
        failed: tuple[str, ...]
        found, failed = await self._once(key, board, jobs.find_problems, (rules, board), f"{board.method} rules")
        for name in failed:
            log.warning("the rule %s of %s failed on board %s", name, board.method, board.id)
        return found

    async def insights(self, board: Board) -> tuple[Insight, ...]:
        """What the method computes from a board; nothing where it computes nothing."""
        function = self._method(board).find_insights
        if function is None:
            return ()
        key, name = ("insights", _name(function)), f"{board.method} insights"
        found: tuple[Insight, ...] = await self._once(key, board, jobs.find_insights, (function, board), name)
        return found

    async def pairs(self, board: Board) -> tuple[Pair, ...]:
        """Who should sit together next time, as the method finds it on a board; nobody where it looks for nobody."""
        function = self._method(board).find_pairs
        if function is None:
            return ()
        key, name = ("pairs", _name(function)), f"{board.method} pairs"
        found: tuple[Pair, ...] = await self._once(key, board, jobs.find_pairs, (function, board), name)
        return found

    async def chapter(self, board: Board) -> Chapter:
        """The board's chapter: as its method writes it, else a plain one of its drawings, insights and tables."""
        method = self._method(board)
        return await self.run(jobs.write_chapter, method, board, name=f"{board.method} chapter")

    async def export(self, way_id: str, request: ExportRequest, *, seconds: float = EXPORT_SECONDS) -> bytes:
        """A whole export; `request.progress` is called in a thread of this process. Cancelling ends its process.

        Raises:
            MissingPart: there is no such export, or the machine lacks something that it needs.
        """
        way = self._plugins.exports.get(way_id)
        if way is None:
            raise MissingPart(f"There is no export {way_id}.")
        portable = replace(request, plugins=sendable(request.plugins), progress=tell)
        name = f"export {way_id}"
        job = self._submit(jobs.export, (way.write, portable), seconds, name, 0, request.progress, long=True)
        written: bytes = await _awaited(job)
        return written

    # Remembering

    async def _once(
        self, kind: tuple[str, ...], board: Board, function: Callable[..., Any], arguments: tuple[Any, ...], name: str
    ) -> Any:
        """The result for the same function and content, computed once and shared by all who ask meanwhile."""
        key = _content(kind, board)
        known = self._seen.get(key)
        if known is None:
            job = self._submit(function, arguments, None, name, 0, None, long=False)
            known = asyncio.wrap_future(job.future)
            known.add_done_callback(lambda done: self._forget_failure(key, done))
            self._seen[key] = known
            while len(self._seen) > self._remember:
                self._seen.popitem(last=False)
        else:
            self._seen.move_to_end(key)
        return await asyncio.shield(known)

    def _forget_failure(self, key: bytes, done: "asyncio.Future[Any]") -> None:
        if (done.cancelled() or done.exception() is not None) and self._seen.get(key) is done:
            del self._seen[key]


async def _awaited(job: Job) -> Any:
    """A job's result; when the one who waits is cancelled, so is the job."""
    try:
        return await asyncio.wrap_future(job.future)
    except asyncio.CancelledError:
        job.cancelled.set()
        raise


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _content(kind: tuple[str, ...], board: Board) -> bytes:
    """A hash of a board's values; its lazily made indexes do not count."""
    values = [getattr(board, part.name) for part in fields(board)]
    return hashlib.blake2b(pickle.dumps((kind, values)), digest_size=16).digest()


def sendable(plugins: Plugins) -> Plugins:
    """The plugins without methods and exports that cannot be pickled (functions that have no importable name)."""

    def travels(thing: object) -> bool:
        try:
            pickle.dumps(thing)
        except Exception:
            return False
        return True

    return replace(
        plugins,
        methods={id_: method for id_, method in plugins.methods.items() if travels(method)},
        exports={id_: way for id_, way in plugins.exports.items() if travels(way)},
    )
