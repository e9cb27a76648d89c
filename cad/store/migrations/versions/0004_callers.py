"""What callers need in the database"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ACTIVE = sa.text("state IN ('open', 'calling')")
RUNNING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.add_column("calls", sa.Column("hang_up_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("calls", sa.Column("disposition", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "abandoned",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("exercise", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("last_call_id", sa.String(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waited_s", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("callback_call_id", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
        sa.ForeignKeyConstraint(["last_call_id"], ["calls.id"]),
        sa.ForeignKeyConstraint(["claimed_by"], ["users.id"]),
        sa.ForeignKeyConstraint(["callback_call_id"], ["calls.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("abandoned_of_person", "abandoned", ["person_id"], unique=True, postgresql_where=ACTIVE)
    op.create_index("abandoned_active", "abandoned", ["last_at"], unique=False, postgresql_where=ACTIVE)
    op.create_index("abandoned_recent", "abandoned", ["last_at"], unique=False)
    op.create_index(
        "abandoned_callback",
        "abandoned",
        ["callback_call_id"],
        unique=False,
        postgresql_where=sa.text("callback_call_id IS NOT NULL"),
    )
    op.create_table(
        "lost_calls",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("abandoned_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waited_s", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"]),
        sa.ForeignKeyConstraint(["abandoned_id"], ["abandoned.id"]),
        sa.PrimaryKeyConstraint("call_id"),
    )
    op.create_index(op.f("ix_lost_calls_abandoned_id"), "lost_calls", ["abandoned_id"], unique=False)
    op.create_table(
        "lowered",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("prio", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_as", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("lowered_of_person", "lowered", ["person_id"], unique=True, postgresql_where=RUNNING)
    op.create_index("lowered_until", "lowered", ["expires_at"], unique=False, postgresql_where=RUNNING)
