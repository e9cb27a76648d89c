"""The routing plan, who can do what, and what a call went through while it waited"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    numbers = (
        "version",
        "ring_seconds",
        "ring_all_after_s",
        "ring_all_waiting",
        "wrap_up_s",
        "overflow_after_s",
        "overflow_waiting",
        "outside_after_s",
        "announce_every_s",
    )
    op.create_table(
        "routing_plans",
        sa.Column("center_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.Column("overflow_desks", postgresql.ARRAY(sa.Text()), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("night_mode", "night_from", "night_to")),
        *(
            sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False)
            for name in ("outside", "skills", "dialled")
        ),
        sa.PrimaryKeyConstraint("center_id"),
    )
    op.add_column("users", sa.Column("skills", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.add_column("desks", sa.Column("skipped", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("desks", sa.Column("wrap_up_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("calls", sa.Column("skill", sa.String(), nullable=False, server_default=""))
    op.add_column("calls", sa.Column("overflow", sa.String(), nullable=False, server_default=""))
    op.add_column("calls", sa.Column("overflow_told", sa.DateTime(timezone=True), nullable=True))
