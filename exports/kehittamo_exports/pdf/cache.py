"""Rendered chapters kept in a folder by the hash of their content, so that one changed board renders one chapter.

A file is written aside and renamed, so a killed worker or a full disk leaves no half chapter; what cannot be read or
written is simply rendered again.
"""

import base64
import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from kehittamo_exports.pdf.sheet import Mark, Rendered, Sheet, render

MOST = 1_000
"""Sheets and what is remembered of boards kept; the longest unused go first."""


def cached(sheet: Sheet, folder: str, make: Callable[[Sheet], Rendered] = render) -> Rendered:
    """A sheet rendered, or taken from the folder where the same one was rendered before; "" keeps nothing."""
    if not folder:
        return make(sheet)
    file = Path(folder) / f"{sheet.key()}.json"
    known = _read(file)
    if known is not None:
        return known
    made = make(sheet)
    _write(file, made)
    return made


def kept(key: str, folder: str) -> Rendered | None:
    """The sheet of a key, where it was rendered before."""
    return _read(Path(folder) / f"{key}.json")


def _read(file: Path) -> Rendered | None:
    try:
        stored = json.loads(file.read_bytes())
        rendered = Rendered(
            id=stored["id"],
            language=stored["language"],
            pdf=base64.b64decode(stored["pdf"]),
            sizes=tuple((width, height) for width, height in stored["sizes"]),
            anchors={name: (page, x, y) for name, (page, x, y) in stored["anchors"].items()},
            bookmarks=tuple(Mark(*mark) for mark in stored["bookmarks"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    with contextlib.suppress(OSError):
        os.utime(file)
    return rendered


def _write(file: Path, made: Rendered) -> None:
    stored = {
        "id": made.id,
        "language": made.language,
        "pdf": base64.b64encode(made.pdf).decode(),
        "sizes": made.sizes,
        "anchors": made.anchors,
        "bookmarks": [(mark.level, mark.label, mark.page, mark.y) for mark in made.bookmarks],
    }
    write_aside(file, json.dumps(stored))


def write_aside(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    aside = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text)
        aside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink()


def tidy(folder: str) -> None:
    """Remove the longest unused chapters beyond the most that are kept, and what a killed process left."""
    if not folder:
        return
    with contextlib.suppress(OSError):
        kept = sorted(Path(folder).glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in (*kept[MOST:], *Path(folder).glob("*.part")):
            with contextlib.suppress(OSError):
                file.unlink()
