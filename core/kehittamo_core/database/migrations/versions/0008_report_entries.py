"""The entries of a report's plan own co-edited texts."""

import sqlalchemy as sa
from alembic import op

revision = "0008_report_entries"
down_revision = "0007_spreads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was written in plans stays there until it is first written anew."""
    op.create_table(
        "report_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_report_entry_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_entry")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_report_entry_programme_id_key")),
    )


def downgrade() -> None:
    """Introductions and free pages' texts go; they are in the saved versions."""
    owned = "SELECT t.key FROM text t JOIN report_entry r ON r.id = t.owner_id"
    for table in ("text_update", "text_history"):
        op.execute(f"DELETE FROM {table} WHERE text_key IN ({owned})")  # noqa: S608 (both are our own words)
    op.execute("DELETE FROM text WHERE owner_id IN (SELECT id FROM report_entry)")
    op.drop_table("report_entry")
