"""Notes written alone, votes by ballot, ratings given alone first, and the table's name under which a note was written."""

import sqlalchemy as sa
from alembic import op

from kehittamo_core.database.migrations.types import Json

revision = "0006_hidden"
down_revision = "0005_teams"
branch_labels = None
depends_on = None

VOTERS = ("participant_id", "group_id", "account_id")


def upgrade() -> None:
    """Four tables; votes name their ballot, and a person has one on an item in each."""
    with op.batch_alter_table("element") as batch:
        batch.add_column(sa.Column("signed", sa.String(length=200), nullable=True))
    with op.batch_alter_table("vote") as batch:
        batch.add_column(sa.Column("ballot", sa.String(length=32), nullable=False, server_default=""))
        batch.add_column(sa.Column("proxy_by", sa.String(length=32), nullable=True))
        for voter in VOTERS:
            batch.drop_constraint(batch.f(f"uq_vote_element_id_{voter}"), type_="unique")
            batch.create_unique_constraint(
                batch.f(f"uq_vote_element_id_{voter}_ballot"), ["element_id", voter, "ballot"]
            )
    op.create_table(
        "hidden_note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("board_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("values_", Json, nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("signed", sa.String(length=200), nullable=True),
        sa.Column("owner_hash", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("element_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_hidden_note_activity_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_hidden_note_board_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_note")),
    )
    op.create_index("ix_hidden_note_activity", "hidden_note", ["activity_id"])
    op.create_table(
        "ballot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("boards", Json, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=True),
        sa.Column("overruled", Json, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_ballot_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_ballot_activity_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_ballot_programme_id_key")),
    )
    op.create_index(op.f("ix_ballot_activity_id"), "ballot", ["activity_id"])
    op.create_table(
        "rating_round",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("board_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_rating_round_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_rating_round_board_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_round")),
        sa.UniqueConstraint("board_id", "kind", name=op.f("uq_rating_round_board_id_kind")),
    )
    op.create_index(op.f("ix_rating_round_programme_id"), "rating_round", ["programme_id"])
    op.create_table(
        "rating",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.String(length=32), nullable=False),
        sa.Column("target_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("values_", Json, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rating_round.id"], name=op.f("fk_rating_round_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source_id"], ["element.id"], name=op.f("fk_rating_source_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target_id"], ["element.id"], name=op.f("fk_rating_target_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint(
            "round_id",
            "source_id",
            "target_id",
            "person_id",
            name=op.f("uq_rating_round_id_source_id_target_id_person_id"),
        ),
    )


def downgrade() -> None:
    """Back to one vote for each item and voter; what is hidden goes."""
    for table in ("rating", "rating_round", "hidden_note"):
        op.drop_table(table)
    op.execute("DELETE FROM vote WHERE ballot <> ''")
    op.drop_table("ballot")
    with op.batch_alter_table("vote") as batch:
        for voter in VOTERS:
            batch.drop_constraint(batch.f(f"uq_vote_element_id_{voter}_ballot"), type_="unique")
            batch.create_unique_constraint(batch.f(f"uq_vote_element_id_{voter}"), ["element_id", voter])
        batch.drop_column("proxy_by")
        batch.drop_column("ballot")
    with op.batch_alter_table("element") as batch:
        batch.drop_column("signed")
