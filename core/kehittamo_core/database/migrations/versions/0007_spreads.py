"""The spread of ratings that were given alone, kept when its round ends."""

import sqlalchemy as sa
from alembic import op

from kehittamo_core.database.migrations.types import Json

revision = "0007_spreads"
down_revision = "0006_hidden"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A round has its spread; one that is shown now is counted by nobody any more, and is opened anew where it is wanted."""
    with op.batch_alter_table("rating_round") as batch:
        batch.add_column(sa.Column("spread", Json, server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    """Spreads go, and with them the rounds that are only kept for them."""
    op.execute("DELETE FROM rating_round WHERE state = 'ended'")
    with op.batch_alter_table("rating_round") as batch:
        batch.drop_column("spread")
