"""The inside of a worker: one job after the other from a pipe, with low priority and a limit to its memory.

Jobs arrive as pickled (function, arguments, seconds) and are answered by pickled (kind, ...): `tell` messages on the way,
then `done` with the result or `failed` with a reason. A worker ends when its pipe closes or its parent has gone.
"""

import contextlib
import math
import os
import pickle
import resource
import signal
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from kehittamo_core.errors import KehittamoError
from kehittamo_core.roominess import roomy
from kehittamo_core.workers import scratch

_pipe: Connection | None = None

Answer = tuple[Any, ...]
"""("tell", done, total, what), ("done", result) or ("failed", reason, error class or None, message, traceback)."""


def tell(done: int, total: int, what: str) -> None:
    """Say how far a long job is, from inside it; outside a worker nobody listens."""
    if _pipe is not None:
        _pipe.send_bytes(pickle.dumps(("tell", done, total, what)))


def address_space() -> int:
    """The bytes of address space that this process has now, 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123  (no path object in a fresh fork)
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _limit(memory: int) -> None:
    """At most `memory` bytes on top of what is mapped already: libraries alone map hundreds of megabytes."""
    most = address_space() + memory
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """A second net under the supervisor's clock: the kernel ends a job that computes far over its limit."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + 2 * seconds + 5)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _end_with_parent() -> None:
    """End this process when the one that started it has gone, even in the middle of a job."""
    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def _give_way(priority: int) -> None:
    """Low priority, as for nice, against every process of the machine and not of our session only.

    Linux weighs sessions against one another where it groups by them (`autogroup` in sched(7)), and nice counts within a
    session: so this becomes one of its own, which gives way as a whole. Measured with a report under way: a process that
    sleeps and wakes was up to 51 ms late before, 6 ms after.
    """
    with contextlib.suppress(OSError):
        lowered = os.nice(priority)
        if priority > 0:
            os.setsid()
            _lower_session(lowered)


def _lower_session(priority: int) -> None:
    """The kernel takes one such change in a tenth of a second from all users who are not root."""
    for _ in range(10):
        try:
            Path("/proc/self/autogroup").write_text(str(priority))
            return
        except BlockingIOError:
            time.sleep(0.11)


def work(job: bytes) -> Answer:
    """One job, done or failed; every error of the function becomes an answer."""
    try:
        function, arguments, seconds = pickle.loads(job)  # noqa: S301  (from our own parent process)
        _limit_time(seconds)
        return ("done", roomy(function, *arguments))
    except MemoryError:
        return ("failed", "memory", None, "it needed more memory than it may have", "")
    except KehittamoError as error:
        return ("failed", "failed", type(error), str(error), traceback.format_exc())
    except RecursionError as error:
        return ("failed", "failed", None, f"RecursionError: {error}", "")
    except Exception as error:
        return ("failed", "failed", None, f"{type(error).__name__}: {error}", traceback.format_exc())


def serve(pipe: Connection, memory: int, priority: int, folder: Path) -> None:
    """Answer jobs until the pipe closes; `memory` in bytes, `priority` as for nice, `folder` for its temporary files."""
    global _pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's affair
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _give_way(priority)
    _end_with_parent()
    scratch.use(folder)
    _limit(memory)
    _pipe = pipe
    while True:
        try:
            job = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        answer = work(job)
        pipe.send_bytes(_portable(answer))


def _portable(answer: Answer) -> bytes:
    try:
        return pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(("failed", "memory", None, "its result needed more memory than it may have", ""))
    except Exception as error:
        return pickle.dumps(("failed", "failed", None, f"its result cannot be sent: {error}", ""))


Job = tuple[Callable[..., Any], tuple[Any, ...], float]
