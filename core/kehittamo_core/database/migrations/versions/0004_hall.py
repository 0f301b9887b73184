"""What goes on in the hall: activities with their rounds, clock and state, and what everybody is shown right now."""

import sqlalchemy as sa
from alembic import op

from kehittamo_core.database.migrations.types import Json

revision = "0004_hall"
down_revision = "0003_process"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables; the activity of the first form was never written."""
    op.drop_table("activity")
    op.create_table(
        "activity",
        sa.Column("stage_id", sa.String(length=32), nullable=True),
        sa.Column("agenda_item", sa.String(length=64), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("instruction", sa.Text(), nullable=True),
        sa.Column("plain", sa.Text(), nullable=True),
        sa.Column("method", sa.String(length=64), nullable=True),
        sa.Column("starter", sa.String(length=64), nullable=True),
        sa.Column("model", sa.String(length=64), nullable=True),
        sa.Column("per_group", sa.Boolean(), nullable=False),
        sa.Column("groups", Json, nullable=False),
        sa.Column("boards", Json, nullable=False),
        sa.Column("view", sa.String(length=64), nullable=True),
        sa.Column("rounds", Json, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rotates", sa.Boolean(), nullable=False),
        sa.Column("shift", sa.Integer(), nullable=False),
        sa.Column("signing", sa.String(length=12), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_", sa.Float(), nullable=True),
        sa.Column("extra", Json, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_activity_stage_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_activity_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_activity_programme_id_key")),
    )
    with op.batch_alter_table("activity") as batch:
        batch.create_index(batch.f("ix_activity_stage_id"), ["stage_id"])
    op.create_table(
        "hall",
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=True),
        sa.Column("gather", Json, nullable=True),
        sa.Column("message", Json, nullable=True),
        sa.Column("help", Json, nullable=False),
        sa.Column("screen", Json, nullable=True),
        sa.Column("undo", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_hall_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_hall_activity_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_hall")),
    )


def downgrade() -> None:
    """Back to the activity of the first form."""
    op.drop_table("hall")
    op.drop_table("activity")
    op.create_table(
        "activity",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agenda_item_id", sa.String(length=32), nullable=False),
        sa.Column("instruction", sa.Text(), nullable=False),
        sa.Column("boards", Json, nullable=False),
        sa.Column("rights", Json, nullable=False),
        sa.Column("rounds", Json, nullable=False),
        sa.Column("timer", Json, nullable=False),
        sa.Column("signing", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_activity_agenda_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    with op.batch_alter_table("activity") as batch:
        batch.create_index(batch.f("ix_activity_agenda_item_id"), ["agenda_item_id"])
