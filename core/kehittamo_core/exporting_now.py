"""An export from the command line: a version of this moment, with its progress on the terminal."""

import contextlib
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from kehittamo_core.database.engine import Database
from kehittamo_core.database.models import now
from kehittamo_core.document.published import published
from kehittamo_core.errors import NotFound
from kehittamo_core.exchange import canonical
from kehittamo_core.exporting import ExportRequest
from kehittamo_core.loading import Plugins
from kehittamo_core.workers import scratch
from kehittamo_core.workshop.archive_export import export_document, programme_named

ARCHIVE = "archive"


def export(
    database: Database, plugins: Plugins, key: str, format_: str, *, language: str | None, board: str | None,
    drawing: str | None, console: Console, options: Mapping[str, Any] = MappingProxyType({}),
) -> bytes:  # fmt: skip
    """The file of a programme in a format; `options` are the export's own, such as `cache`, `final` and `names`.

    Raises:
        NotFound: there is no such programme, format or board.
    """
    way = plugins.exports.get(format_)
    if way is None:
        raise NotFound(
            "There is no format {format}; known are {known}.", format=format_, known=", ".join(plugins.exports) or "-"
        )
    document = database.now(lambda session: export_document(session, programme_named(session, key).id))
    if way.id != ARCHIVE:
        # What is handed round is what everybody may see, and the one board that was asked for by name.
        named = [
            {**part, "restricted": None, "shown_to": None} if part["id"] == board else part
            for part in document.get("boards", [])
        ]
        document = published({**document, "boards": named})
    boards = [entry["id"] for entry in document.get("boards", [])]
    if (board is None and way.scope == "board") or (board is not None and board not in boards):
        known = ", ".join(boards) or "-"
        message = (
            "There is no board {board}; known are {known}."
            if board
            else "Name a board with --board; known are {known}."
        )
        raise NotFound(message, board=board or "", known=known)
    scratch.settle()
    data = canonical(document)
    snapshot: Mapping[str, Any] = {
        "id": "", "name": "", "sha256": hashlib.sha256(data).hexdigest(), "who": None, "when": now().isoformat(timespec="seconds")
    }  # fmt: skip
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(way.title, total=None)

        def progress(done: int, total: int, what: str) -> None:
            shown.update(task, completed=done, total=total or None, description=what or way.title)

        return way.write(
            ExportRequest(
                document=document, plugins=plugins, language=language or document["programme"]["languages"][0], board=board,
                drawing=drawing, snapshot=snapshot, options=options, progress=progress,
            )
        )  # fmt: skip


def hindrance(file: Path) -> str:
    """Why a file could not be written there, asked before minutes are spent on making it; "" where nothing is seen."""
    folder = file.absolute().parent
    if not folder.is_dir():
        return f"there is no folder {folder}; make it, or name another"
    if not os.access(file if file.exists() else folder, os.W_OK):
        return f"{file if file.exists() else folder} may not be written; name another"
    return ""


def keep(file: Path, data: bytes) -> None:
    """Write a file whole or not at all: aside first, then under its name, so that a full disk leaves what was there.

    Raises:
        OSError: it could not be written.
    """
    if file.exists() and not file.is_file():  # a device or a pipe
        file.write_bytes(data)
        return
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as part:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        aside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
