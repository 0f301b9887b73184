"""The first form of the database.

Long because: it makes every table at once; a change that has been released is never edited.
"""

import sqlalchemy as sa
from alembic import op

from kehittamo_core.database.migrations.types import Json

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first form of the database."""
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_table(
        "command",
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("command_id", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("answer", Json, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", "command_id", name=op.f("pk_command")),
    )
    op.create_table(
        "room",
        sa.Column("id", sa.String(length=48), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("banner", sa.String(length=200), nullable=True),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("targets", Json, nullable=False),
        sa.Column("goal_marks", Json, nullable=False),
        sa.Column("frame", Json, nullable=False),
        sa.Column("labels", Json, nullable=False),
        sa.Column("revision", Json, nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=True),
        sa.Column("join_code", sa.String(length=6), nullable=True),
        sa.Column("joining", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_programme_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("join_code", name=op.f("uq_programme_join_code")),
        sa.UniqueConstraint("key", name=op.f("uq_programme_key")),
    )
    op.create_table(
        "actor",
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("aliases", Json, nullable=False),
        sa.Column("part_of", sa.String(length=64), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_actor_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_actor_programme_id_key")),
    )
    op.create_table(
        "code_counter",
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("prefix", sa.String(length=8), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_code_counter_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("programme_id", "prefix", name=op.f("pk_code_counter")),
    )
    op.create_table(
        "decision",
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("date", sa.String(length=10), nullable=True),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("elements", Json, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_decision_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_decision_programme_id_key")),
    )
    op.create_table(
        "event",
        sa.Column("room", sa.String(length=48), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("ref", sa.String(length=128), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("command_id", sa.String(length=64), nullable=True),
        sa.Column("before", Json, nullable=True),
        sa.Column("after", Json, nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_event_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room", "seq", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_actor", ["room", "actor_id", "seq"], unique=False)
        batch_op.create_index("ix_event_command", ["programme_id", "command_id"], unique=False)
        batch_op.create_index("ix_event_ref", ["ref"], unique=False)

    op.create_table(
        "group_",
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_group__programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_group__programme_id_key")),
    )
    op.create_table(
        "interim_task",
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("stage", sa.String(length=64), nullable=True),
        sa.Column("owner", sa.String(length=200), nullable=True),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_interim_task_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interim_task")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_interim_task_programme_id_key")),
    )
    op.create_table(
        "next_step",
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_next_step_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_step")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_next_step_programme_id_key")),
    )
    op.create_table(
        "question",
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_question_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_question_programme_id_key")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_snapshot_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_snapshot_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "stage",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("date", sa.String(length=10), nullable=True),
        sa.Column("date_text", sa.String(length=200), nullable=True),
        sa.Column("start", sa.String(length=5), nullable=True),
        sa.Column("end", sa.String(length=5), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_stage_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_stage_programme_id_key")),
    )
    op.create_table(
        "term",
        sa.Column("term", sa.String(length=200), nullable=True),
        sa.Column("aliases", Json, nullable=False),
        sa.Column("meaning", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_term_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_term_programme_id_key")),
    )
    op.create_table(
        "text",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("room", sa.String(length=48), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_text_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_text")),
    )
    with op.batch_alter_table("text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_text_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_text_room"), ["room"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("stage_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("time", sa.String(length=5), nullable=True),
        sa.Column("minutes", sa.Float(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("presenter", sa.String(length=200), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_agenda_item_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_agenda_item_stage_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_agenda_item_programme_id_key")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_stage_id"), ["stage_id"], unique=False)

    op.create_table(
        "board",
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("stage_id", sa.String(length=32), nullable=True),
        sa.Column("group_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("settings", Json, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group_.id"], name=op.f("fk_board_group_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_board_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_board_stage_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_board_programme_id_key")),
    )
    op.create_table(
        "participant",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("group_id", sa.String(length=32), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group_.id"], name=op.f("fk_participant_group_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_participant_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_participant_programme_id_key")),
    )
    op.create_table(
        "report_job",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("snapshot_id", sa.String(length=32), nullable=True),
        sa.Column("format", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("options", Json, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=400), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_report_job_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_report_job_snapshot_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_job")),
    )
    with op.batch_alter_table("report_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_job_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "text_history",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("text_key", sa.String(length=128), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["text_key"], ["text.key"], name=op.f("fk_text_history_text_key"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_history")),
    )
    with op.batch_alter_table("text_history", schema=None) as batch_op:
        batch_op.create_index("ix_text_history_text", ["text_key", "minute"], unique=False)

    op.create_table(
        "text_update",
        sa.Column("text_key", sa.String(length=128), nullable=False),
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["text_key"], ["text.key"], name=op.f("fk_text_update_text_key"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("text_key", "n", name=op.f("pk_text_update")),
    )
    op.create_table(
        "access_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("participant_id", sa.String(length=32), nullable=True),
        sa.Column("programme_id", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_access_link_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_access_link_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_access_link_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_link_token_hash")),
    )
    with op.batch_alter_table("access_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_link_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_link_participant_id"), ["participant_id"], unique=False)

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
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_agenda_item_id"), ["agenda_item_id"], unique=False)

    op.create_table(
        "element",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("board_id", sa.String(length=32), nullable=True),
        sa.Column("is_link", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("order_", sa.Float(), nullable=False),
        sa.Column("x", sa.Float(), nullable=True),
        sa.Column("y", sa.Float(), nullable=True),
        sa.Column("source_id", sa.String(length=32), nullable=True),
        sa.Column("target_id", sa.String(length=32), nullable=True),
        sa.Column("values_", Json, nullable=False),
        sa.Column("translations", Json, nullable=False),
        sa.Column("revision", Json, nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by", sa.String(length=32), nullable=True),
        sa.Column("sources", Json, nullable=False),
        sa.Column("uncertain", Json, nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_element_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_element_board_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_element_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["element.id"],
            name=op.f("fk_element_source_id"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["element.id"],
            name=op.f("fk_element_target_id"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_element")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_element_programme_id_key")),
    )
    with op.batch_alter_table("element", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_element_board_id"), ["board_id"], unique=False)
        batch_op.create_index("ix_element_programme_code", ["programme_id", "code"], unique=False)
        batch_op.create_index(batch_op.f("ix_element_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_element_target_id"), ["target_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("element_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("signed", sa.String(length=200), nullable=True),
        sa.Column("written", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["element_id"], ["element.id"], name=op.f("fk_comment_element_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_comment_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_comment_programme_id_key")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_element_id"), ["element_id"], unique=False)

    op.create_table(
        "session_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("participant_id", sa.String(length=32), nullable=True),
        sa.Column("link_id", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_session_token_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["access_link.id"], name=op.f("fk_session_token_link_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_session_token_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session_token")),
    )
    with op.batch_alter_table("session_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_token_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_token_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_token_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("element_id", sa.String(length=32), nullable=False),
        sa.Column("participant_id", sa.String(length=32), nullable=True),
        sa.Column("group_id", sa.String(length=32), nullable=True),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("signed", sa.String(length=200), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_vote_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["element_id"], ["element.id"], name=op.f("fk_vote_element_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["group_.id"], name=op.f("fk_vote_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_vote_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_vote_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("element_id", "account_id", name=op.f("uq_vote_element_id_account_id")),
        sa.UniqueConstraint("element_id", "group_id", name=op.f("uq_vote_element_id_group_id")),
        sa.UniqueConstraint("element_id", "participant_id", name=op.f("uq_vote_element_id_participant_id")),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_programme_id"), ["programme_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_programme_id"))

    op.drop_table("vote")
    with op.batch_alter_table("session_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_token_participant_id"))
        batch_op.drop_index(batch_op.f("ix_session_token_link_id"))
        batch_op.drop_index(batch_op.f("ix_session_token_account_id"))

    op.drop_table("session_token")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_element_id"))

    op.drop_table("comment")
    with op.batch_alter_table("element", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_element_target_id"))
        batch_op.drop_index(batch_op.f("ix_element_source_id"))
        batch_op.drop_index("ix_element_programme_code")
        batch_op.drop_index(batch_op.f("ix_element_board_id"))

    op.drop_table("element")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_agenda_item_id"))

    op.drop_table("activity")
    with op.batch_alter_table("access_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_link_participant_id"))
        batch_op.drop_index(batch_op.f("ix_access_link_account_id"))

    op.drop_table("access_link")
    op.drop_table("text_update")
    with op.batch_alter_table("text_history", schema=None) as batch_op:
        batch_op.drop_index("ix_text_history_text")

    op.drop_table("text_history")
    with op.batch_alter_table("report_job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_job_programme_id"))

    op.drop_table("report_job")
    op.drop_table("participant")
    op.drop_table("board")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_stage_id"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_text_room"))
        batch_op.drop_index(batch_op.f("ix_text_programme_id"))
        batch_op.drop_index(batch_op.f("ix_text_owner_id"))

    op.drop_table("text")
    op.drop_table("term")
    op.drop_table("stage")
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_snapshot_programme_id"))

    op.drop_table("snapshot")
    op.drop_table("question")
    op.drop_table("next_step")
    op.drop_table("interim_task")
    op.drop_table("group_")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_ref")
        batch_op.drop_index("ix_event_command")
        batch_op.drop_index("ix_event_actor")

    op.drop_table("event")
    op.drop_table("decision")
    op.drop_table("code_counter")
    op.drop_table("actor")
    op.drop_table("programme")
    op.drop_table("room")
    op.drop_table("command")
    op.drop_table("account")
