"""What was made of a board before: remembered by its content and by the code that reads it, so that nothing is drawn twice."""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import lru_cache
from importlib import util
from pathlib import Path
from typing import Any

from kehittamo_core.api import Board, Method
from kehittamo_exports.pdf.cache import write_aside

CODE = (".py", ".po", ".css")


@lru_cache(maxsize=64)
def code_of(package: str) -> str:
    """A hash of the names, sizes and times of a package's files: a new release, or a changed line, makes all anew."""
    spec = util.find_spec(package.partition(".")[0])
    digest = hashlib.blake2b(digest_size=12)
    for root in (spec.submodule_search_locations or ()) if spec is not None else ():
        for folder, below, files in os.walk(root):
            below.sort()
            for name in sorted(files):
                if name.endswith(CODE):
                    stat = (Path(folder) / name).stat()
                    digest.update(f"{folder}/{name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def key_of(method: Method | None, board: Board, *more: Any) -> str:
    """A hash of a board, of what else is given, and of the code that makes something of them."""
    values = repr([[getattr(board, field.name) for field in fields(board)], more])
    digest = hashlib.blake2b(values.encode("utf-8", "surrogatepass"), digest_size=20)
    for package in ("kehittamo_core", "kehittamo_exports", method.package if method is not None else ""):
        digest.update(code_of(package).encode() if package else b"-")
    return digest.hexdigest()


def texts(folder: str, key: str, make: Callable[[], Sequence[str]]) -> Sequence[str]:
    """Texts that were remembered under a key, else made and remembered; "" remembers nothing."""
    file = file_of(folder, key)
    known = read(file) if folder else None
    if known is not None:
        return known
    made = tuple(make())
    if folder:
        write_aside(file, json.dumps(made))
    return made


def file_of(folder: str, key: str) -> Path:
    """Where something is remembered; sheets stand in the same folder without `known` in their names."""
    return Path(folder) / f"{key}.known.json"


def read(file: Path) -> tuple[str, ...] | None:
    """The texts of a file; None where there are none that can be read."""
    try:
        stored = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(stored, list) or not all(isinstance(one, str) for one in stored):
        return None
    with contextlib.suppress(OSError):
        os.utime(file)
    return tuple(stored)
