"""What the line says: test calls, silent callers, the known-incident notice"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "voices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("test_numbers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("notice_incident_id", sa.String(), nullable=True),
        sa.Column("notice_text", sa.String(), nullable=False),
        sa.Column("notice_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_incident_id"], ["incidents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("calls", sa.Column("test", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("calls", sa.Column("silent", sa.String(), nullable=False, server_default=""))
    op.add_column("calls", sa.Column("notice_of", sa.String(), nullable=True))
    op.create_foreign_key(None, "calls", "incidents", ["notice_of"], ["id"])
