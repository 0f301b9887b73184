"""Bring a database to the present form, or say how far it is from it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.orm import Session

from kehittamo_core.database.engine import Database
from kehittamo_core.database.models import Base
from kehittamo_core.errors import MissingPart

T = TypeVar("T")


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, with no file of their own."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    made.set_main_option("path_separator", "os")
    if connection is not None:
        made.attributes["connection"] = connection
    return made


@dataclass(frozen=True)
class Standing:
    """How a database stands: its revision (None is empty), the newest one, and tables that differ from the models."""

    present: str | None
    newest: str
    differences: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether nothing is to be done."""
        return self.present == self.newest and not self.differences


def upgrade(database: Database) -> None:
    """Bring a database to the present form; makes the SQLite file and its folder where there are none."""
    if database.is_sqlite:
        try:
            database.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MissingPart(
                f"The folder {database.path.parent} cannot be made ({error.strerror}); set KEHITTAMO_HOME to one that is yours."
            ) from None
    database.now(_with_connection(lambda connection: command.upgrade(config(connection), "head")))


def begin(database: Database) -> None:
    """Make the tables where there is no database yet, or an empty one; leave any other as it is."""
    is_new = database.is_sqlite and not database.path.exists()
    if is_new or not database.now(_with_connection(lambda connection: inspect(connection).get_table_names())):
        upgrade(database)


def must_exist(database: Database) -> None:
    """See that there is something to read.

    Raises:
        MissingPart: there is no file yet.
    """
    if database.is_sqlite and not database.path.exists():
        raise MissingPart(f"There is no database {database.path} yet; run: kehittamo db upgrade")


def standing(database: Database) -> Standing:
    """How a database stands."""
    newest = ScriptDirectory.from_config(config()).get_current_head() or ""

    def look(connection: Connection) -> Standing:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        present = context.get_current_revision()
        differences = compare_metadata(context, Base.metadata) if present == newest else []
        return Standing(present, newest, tuple(str(difference) for difference in differences))

    return database.now(_with_connection(look))


def _with_connection(work: Callable[[Connection], T]) -> Callable[[Session], T]:
    return lambda session: work(session.connection())
