"""Reading and writing archives in tests, and seeing whether anything changed."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database
from kehittamo_core.exchange import canonical
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop.archive import export_document, import_document
from kehittamo_core.workshop.people import OPERATOR


def read(database: Database, plugins: Plugins, document: dict[str, Any], *, replace: bool = False) -> str:
    return database.now(lambda session: import_document(session, plugins, OPERATOR, document, replace))


def written(database: Database, programme_id: str) -> bytes:
    return database.now(lambda session: canonical(export_document(session, programme_id)))


def everything(database: Database) -> list[Any]:
    """All rows of all tables, to see that nothing changed."""

    def look(session: Session) -> list[Any]:
        return [
            (table.name, sorted(map(repr, session.execute(select(table)).all())))
            for table in m.Base.metadata.sorted_tables
        ]

    return database.now(look)
