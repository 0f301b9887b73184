"""Where processes keep files while they work: a folder of each one's own, gone when it ends, however it ends.

A worker that is killed cleans nothing up (WeasyPrint alone leaves a folder of fonts), so its supervisor removes its folder.
A supervisor that is killed leaves its own, which holds those of its workers: a lock tells whether it lives, and the next
process that starts workers removes what nobody holds any more. Programs that clean `/tmp` by age respect such a lock too.
"""

import contextlib
import fcntl
import itertools
import os
import shutil
import tempfile
import threading
import time
from multiprocessing.util import Finalize
from pathlib import Path

PREFIX = "kehittamo-work-"
LONGEST = 76
"""Letters of a path that still leaves room for the socket to the fork server, whose address has at most 107."""
LAST = -1_000
"""At the end of a process: after what multiprocessing keeps in the folder itself."""

_lock = threading.Lock()
_numbers = itertools.count(1)
_made: tuple[int, Path] | None = None


def own() -> Path:
    """This process's folder, made when it is first asked for; what ended processes left is removed then."""
    global _made
    with _lock:
        if _made is None or _made[0] != os.getpid():
            sweep()
            _made = os.getpid(), _held()
            Finalize(None, remove, args=(_made[1],), exitpriority=LAST)
        return _made[1]


def settle() -> None:
    """From now on every temporary file of this process stands in its own folder, where its path is not too long."""
    folder = own()
    if len(str(folder)) <= LONGEST:
        use(folder)


def part() -> Path:
    """A new folder in this process's own, for a process that it starts; the one who asks removes it."""
    folder = own() / str(next(_numbers))
    folder.mkdir(mode=0o700, parents=True)
    return folder


def use(folder: Path) -> None:
    """From now on every temporary file of this process, and of those that it starts, stands in a folder."""
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)


def remove(folder: Path) -> None:
    """Remove a folder with everything in it, and what processes that are just ending still write there."""
    for _ in range(5):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.02)


def sweep() -> None:
    """Remove the folders of processes that have ended without doing so."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # somebody else's, or gone meanwhile
            held = _open(folder)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove(folder)
            finally:
                os.close(held)


def _open(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)


def _held() -> Path:
    """A new folder, locked until this process ends; made anew where a sweeper was quicker than the lock."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        with contextlib.suppress(FileNotFoundError):
            held = _open(folder)
            fcntl.flock(held, fcntl.LOCK_EX)
            if folder.exists():
                return folder
            os.close(held)
