"""Material that only some see: boards and images that are shown to chosen groups."""

import sqlalchemy as sa
from alembic import op

from kehittamo_core.database.migrations.types import Json

revision = "0005_teams"
down_revision = "0004_hall"
branch_labels = None
depends_on = None

TABLES = ("board", "picture")


def upgrade() -> None:
    """Whether something is shown to some only, and to whom; what was there is shown to everybody, as before."""
    for name in TABLES:
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("restricted", sa.Boolean(), server_default=sa.text("false"), nullable=False))
            batch.add_column(sa.Column("shown_to", Json, server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    """Everything is shown to everybody again."""
    for name in TABLES:
        with op.batch_alter_table(name) as batch:
            batch.drop_column("shown_to")
            batch.drop_column("restricted")
