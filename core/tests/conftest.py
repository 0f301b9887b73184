"""Databases for the tests of the core: real SQLite files, and a real PostgreSQL server of their own."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from core.tests import samples
from core.tests.workshop_table import Table
from kehittamo_core.database import upgrade as changes
from kehittamo_core.database.engine import Database, Session
from kehittamo_core.database.sqlite import sqlite_engine
from kehittamo_core.loading import Plugins

TEMPORARY = tempfile.gettempdir()
"""Where anybody's files may stand; a command that a test calls here moves this process's own to a folder that is closed to others."""
MISSING = "PostgreSQL's server is missing: install it with `make system` (Debian: apt-get install postgresql)."


def _binaries() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        pytest.fail(MISSING, pytrace=False)
    return versions[-1].parent


def _as_postgres(*command: str | Path) -> list[str]:
    """PostgreSQL refuses to run as root, so root hands over to its own user."""
    words = [str(part) for part in command]
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else words


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of an empty database on a private server, reached by a socket in a folder of its own."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="kehittamo-postgres-", dir=TEMPORARY))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    subprocess.run(
        _as_postgres(binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync"),
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=60"
    control = _as_postgres(binaries / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", options)
    subprocess.run([*control, "start"], check=True, capture_output=True, cwd=folder)
    try:
        url = f"postgresql://postgres@/kehittamo_template?host={folder}"
        asyncio.run(_execute(folder, "CREATE DATABASE kehittamo_template"))
        changes.upgrade(Database(url))
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        stop = _as_postgres(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        subprocess.run(stop, check=False, capture_output=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


async def _execute(folder: Path, statement: str) -> None:
    connection = await asyncpg.connect(host=str(folder), user="postgres", database="postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An upgraded, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    changes.upgrade(Database(f"sqlite:///{path}"))
    return path


def fresh_sqlite(template: Path, path: Path) -> Database:
    """A database of its own on a copied file."""
    shutil.copy(template, path)
    return Database(f"sqlite:///{path}")


_number = iter(range(1_000_000))


def fresh_postgres(postgres_url: str) -> Database:
    """A database of its own on the private server."""
    folder = Path(postgres_url.partition("host=")[2])
    name = f"test_{os.getpid()}_{next(_number)}"
    asyncio.run(_execute(folder, f"CREATE DATABASE {name} TEMPLATE kehittamo_template"))
    return Database(f"postgresql://postgres@/{name}?host={folder}")


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An upgraded, empty database of each kind; not started."""
    if request.param == "sqlite":
        return fresh_sqlite(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
    return fresh_postgres(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def live_database(both: Database) -> AsyncIterator[Database]:
    """A started database of each kind."""
    await both.start()
    yield both
    await both.close()


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Database:
    """An upgraded, empty SQLite database; not started."""
    return fresh_sqlite(sqlite_template, tmp_path / "test.db")


@pytest.fixture
def plugins() -> Plugins:
    """The two methods of `samples`."""
    return samples.plugins()


@pytest.fixture
def table(database: Database, plugins: Plugins) -> Iterator[Table]:
    engine = sqlite_engine(database.path, writes=True)
    with Session(engine) as session, session.begin():
        session.info["rooms"] = set()
        yield Table(session, plugins)
        session.rollback()
    engine.dispose()
