"""People are invited, reminded and seated: when they were asked and came, with whom they sit, and what their table works on."""

import sqlalchemy as sa
from alembic import op

from kehittamo_core.database.migrations.types import Json

revision = "0002_people"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns of accounts, groups and participants; who has a session or a vote already has come."""
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("password", sa.String(length=200), nullable=True))
    with op.batch_alter_table("group_") as table:
        table.add_column(sa.Column("task", sa.Text(), nullable=True))
        table.add_column(sa.Column("profile", sa.String(length=64), nullable=True))
    with op.batch_alter_table("participant") as table:
        table.add_column(sa.Column("together", Json, nullable=False, server_default="[]"))
        table.add_column(sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in ("invited_at", "reminded_at", "joined_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute(
        sa.text(
            "UPDATE participant SET joined_at = "
            "(SELECT min(made_at) FROM session_token WHERE session_token.participant_id = participant.id)"
        )
    )


def downgrade() -> None:
    """Back to the first form."""
    with op.batch_alter_table("participant") as table:
        for name in ("together", "by_hand", "invited_at", "reminded_at", "joined_at"):
            table.drop_column(name)
    with op.batch_alter_table("group_") as table:
        for name in ("task", "profile"):
            table.drop_column(name)
    with op.batch_alter_table("account") as table:
        table.drop_column("password")
