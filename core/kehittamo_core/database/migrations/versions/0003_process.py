"""A process from its first day to its last: the programme's state, longer meetings, parallel points, tasks by person, stands."""

import sqlalchemy as sa
from alembic import op

from kehittamo_core.database.migrations.types import Json

revision = "0003_process"
down_revision = "0002_people"
branch_labels = None
depends_on = None

NO = sa.text("false")
NONE = sa.text("'[]'")


def upgrade() -> None:
    """Columns of the programme, its meetings and tasks; two tables."""
    with op.batch_alter_table("programme") as batch:
        batch.add_column(sa.Column("state", sa.String(length=12), nullable=True))
        batch.add_column(sa.Column("shown_id", sa.String(length=32), nullable=True))
    with op.batch_alter_table("stage") as batch:
        batch.add_column(sa.Column("end_date", sa.String(length=10), nullable=True))
    with op.batch_alter_table("agenda_item") as batch:
        batch.add_column(sa.Column("parallel", sa.Boolean(), nullable=False, server_default=NO))
        for name in ("groups", "takes_part", "boards"):
            batch.add_column(sa.Column(name, Json, nullable=False, server_default=NONE))
    with op.batch_alter_table("next_step") as batch:
        batch.add_column(sa.Column("done", sa.Boolean(), nullable=False, server_default=NO))
    with op.batch_alter_table("interim_task") as batch:
        batch.add_column(sa.Column("done_by", Json, nullable=False, server_default=NONE))
    with op.batch_alter_table("question") as batch:
        batch.add_column(sa.Column("owner", sa.String(length=64), nullable=True))
    with op.batch_alter_table("element") as batch:
        batch.add_column(sa.Column("origins", Json, nullable=False, server_default=NONE))
    op.create_table(
        "stand",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("stand", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_stand_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_stand_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand")),
        sa.UniqueConstraint("programme_id", "participant_id", name=op.f("uq_stand_programme_id_participant_id")),
    )
    op.create_table(
        "picture",
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.Column("alt", sa.Text(), nullable=True),
        sa.Column("use", sa.String(length=8), nullable=True),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_picture_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_picture_programme_id_key")),
    )
    op.create_table(
        "visit",
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_visit_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("programme_id", "person_id", name=op.f("pk_visit")),
    )


def downgrade() -> None:
    """Back to the first form."""
    op.drop_table("visit")
    op.drop_table("picture")
    op.drop_table("stand")
    for table, names in (
        ("element", ("origins",)),
        ("question", ("owner",)),
        ("interim_task", ("done_by",)),
        ("next_step", ("done",)),
        ("agenda_item", ("boards", "takes_part", "groups", "parallel")),
        ("stage", ("end_date",)),
        ("programme", ("shown_id", "state")),
    ):
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.drop_column(name)
