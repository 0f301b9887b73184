"""Runs the changes on the connection that `database/upgrade.py` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

from kehittamo_core.database.models import Base, Utc


def render(type_: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types so that a change stays readable when the models move on."""
    if type_ == "type" and isinstance(item, Utc):
        return "sa.DateTime(timezone=True)"
    if type_ == "type" and isinstance(item, JSON):
        return "Json"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
