"""Starting the server: what must be there is looked at first, and said in one sentence where it is missing."""

import errno
import gc
import os
import socket
import sys
from ctypes.util import find_library
from dataclasses import replace
from typing import Any

import uvicorn
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from kehittamo_core.database import upgrade as changes
from kehittamo_core.database.engine import Database
from kehittamo_core.errors import MissingPart
from kehittamo_core.loading import Plugins
from kehittamo_core.roominess import roomy
from kehittamo_core.settings import Settings

FACTORY = "kehittamo_core.serving:one_of_several"
NO_PANGO = "Pango is not installed, so there is no PDF: install it with  make system  (Debian: libpango-1.0-0)."


def serve(
    settings: Settings, plugins: Plugins, packages: list[str], host: str, port: int, workers: int, *, demo: bool
) -> None:
    """Look at what is needed, say what is missing, and serve until the process is stopped.

    Raises:
        MissingPart: the port is taken, the folder cannot be written, the database is not in the present form, several
            processes are asked of SQLite, or another server runs on the file.
    """
    console = Console(stderr=True, highlight=False)
    demo = demo or settings.demo
    database = Database(settings.database_url)
    if workers > 1 and database.is_sqlite:
        raise MissingPart(
            f"--workers {workers} needs PostgreSQL: SQLite has one writer, so one process serves it. "
            "Set KEHITTAMO_DATABASE_URL, or leave --workers out."
        )
    settings = replace(settings.with_secret(), demo=demo)
    with listen(host, port) as listener:
        # The pages themselves go by the address that each reader came by, unless one is set.
        here = settings.with_base_url(f"http://{_shown(host)}:{listener.getsockname()[1]}").base_url
        database_ready(database, demo=demo)
        database.hold()
        try:
            if demo:
                _show_demo(console, database, here, plugins, packages)
            for broken in plugins.broken:
                console.print(f"{broken.name} is broken and left out: {broken.reason}", markup=False)
            if find_library("pango-1.0") is None:
                console.print(NO_PANGO)
            console.print(f"Kehittämö serves {here}  (stop: Ctrl+C)", markup=False, soft_wrap=True)
            run(settings, plugins, listener, workers)
        finally:
            database.release()


def database_ready(database: Database, *, demo: bool) -> None:
    """Make the tables of a new database, and bring an example's to the present form; refuse any other that is not in it.

    Raises:
        MissingPart: it is not in the present form.
    """
    if demo:
        changes.upgrade(database)
        return
    changes.begin(database)
    standing = changes.standing(database)
    if standing.present != standing.newest:
        raise MissingPart(
            f"The database is at {standing.present or 'no form'}, this version needs {standing.newest}; run: kehittamo db upgrade"
        )


def listen(host: str, port: int) -> socket.socket:
    """A socket on the address.

    Raises:
        MissingPart: the port is taken or not allowed, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        number = getattr(error, "errno", None)
        if number == errno.EADDRINUSE:
            raise MissingPart(
                f"Port {port} is taken by another program: stop it, or choose another with --port."
            ) from None
        if number == errno.EACCES:
            raise MissingPart(f"Port {port} is not allowed here: choose one above 1023 with --port.") from None
        raise MissingPart(
            f"{host} is not an address of this machine; leave --host out, or write 0.0.0.0 for all."
        ) from None
    # From here on whoever comes waits for the server to be ready, and is not turned away.
    listener.listen(128)
    listener.set_inheritable(True)
    return listener


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - a comparison
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _show_demo(console: Console, database: Database, address: str, plugins: Plugins, packages: list[str]) -> None:
    from kehittamo_core import demo
    from kehittamo_core.workshop import archive

    with console.status("Reading the examples ..."):
        database.now(lambda session: archive.upgrade_stored(session, plugins))
        database.now(lambda session: demo.load(session, plugins, packages))
    links = database.now(demo.fresh_links)
    lines = Text()
    for shown, token in links:
        lines.append(f"{shown.role}: {shown.name}\n", style="bold")
        lines.append(f"{address}/l/{token}\n")
    lines.right_crop(1)
    width = max(len(line) for line in lines.plain.splitlines()) + 4
    wide = Console(highlight=False, width=max(width, 60))
    wide.print(Panel(lines, title="Personal links", expand=False))


def run(settings: Settings, plugins: Plugins, listener: socket.socket, workers: int) -> None:
    """Serve on a socket that is open already."""
    from kehittamo_core.web.socket import SERVER_OPTIONS

    keep_time()
    options: dict[str, Any] = {"log_level": "warning", "access_log": False, "lifespan": "on", **SERVER_OPTIONS}
    if workers == 1:
        from kehittamo_core.web.app import create_app

        app = create_app(settings=settings, plugins=plugins)
        roomy(uvicorn.Server(uvicorn.Config(app, **options)).run, sockets=[listener])
        return
    # Each process reads the settings anew, so what was found out here is handed on.
    os.environ.update(KEHITTAMO_SECRET=settings.secret, KEHITTAMO_DEMO="1" if settings.demo else "0")
    from uvicorn.supervisors import Multiprocess

    config = uvicorn.Config(FACTORY, factory=True, workers=workers, **options)
    Multiprocess(config, sockets=[listener]).run()


def keep_time() -> None:
    """Let the event loop be on time while threads read for pages: it is handed the interpreter sooner, and no longer waits
    for collections that look through all that was loaded at the start.
    """
    sys.setswitchinterval(0.001)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def one_of_several() -> Any:
    """The application in one of several processes."""
    from kehittamo_core.web.app import from_environment

    keep_time()
    return from_environment()
