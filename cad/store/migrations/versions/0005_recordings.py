"""What recordings need in the database"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("text_id", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["acknowledged_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(
        "alarms_open", "alarms", ["raised_at"], unique=False, postgresql_where=sa.text("cleared_at IS NULL")
    )
    _recordings()
    _rules()
    _audits()


def _recordings() -> None:
    for name, default in (
        ("format", "wav"),
        ("opus_sha256", ""),
        ("away", ""),
        ("away_where", ""),
        ("lock_reason", ""),
    ):
        op.add_column("recordings", sa.Column(name, sa.String(), server_default=default, nullable=False))
    op.add_column("recordings", sa.Column("opus_bytes", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("recordings", sa.Column("gone", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("recordings", sa.Column("locked_by", sa.String(), nullable=True))
    for name in ("away_at", "locked_at", "removed_at"):
        op.add_column("recordings", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(None, "recordings", "users", ["locked_by"], ["id"])
    for name, where in (
        ("recordings_to_compress", "format = 'wav' AND away = ''"),
        ("recordings_here", "away = '' AND NOT gone"),
    ):
        op.create_index(name, "recordings", ["started_at"], unique=False, postgresql_where=sa.text(where))


def _rules() -> None:
    texts = ("away_kind", "away_folder", "s3_endpoint", "s3_bucket", "s3_region", "s3_key", "s3_secret")
    op.create_table(
        "recording_rules",
        sa.Column("center_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("keep_days", "compress_after_h", "away_after_d")),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("center_id"),
    )


def _audits() -> None:
    op.create_table(
        "recording_audits",
        sa.Column("pbx_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("done", "total", "repaired")),
        sa.Column("calls_without", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recordings_without", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("pbx_id"),
    )
