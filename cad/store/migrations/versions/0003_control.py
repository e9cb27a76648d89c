"""What call control needs: legs of every kind, parked calls, calls that start here, numbers dialled into a call"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("calls", sa.Column("direction", sa.String(), nullable=False, server_default="in"))
    op.add_column("calls", sa.Column("reached_at", moment, nullable=True))
    op.add_column("calls", sa.Column("callback_of", sa.String(), nullable=True))
    op.create_foreign_key(None, "calls", "calls", ["callback_of"], ["id"])
    op.add_column("calls", sa.Column("park_told", moment, nullable=True))
    op.add_column("calls", sa.Column("unpark_told", moment, nullable=True))
    op.add_column("calls", sa.Column("park_label", sa.String(), nullable=False, server_default=""))
    op.add_column("calls", sa.Column("parked_at", moment, nullable=True))
    op.add_column("calls", sa.Column("missed_at", moment, nullable=True))
    op.add_column("legs", sa.Column("kind", sa.String(), nullable=False, server_default="desk"))
    op.add_column("legs", sa.Column("role", sa.String(), nullable=False, server_default="talk"))
    op.add_column("legs", sa.Column("how", sa.String(), nullable=False, server_default=""))
    op.add_column("legs", sa.Column("name", sa.String(), nullable=False, server_default=""))
    op.add_column("legs", sa.Column("role_at", moment, nullable=True))
    op.add_column("legs", sa.Column("gave", sa.Boolean(), nullable=False, server_default="false"))
    op.create_table(
        "dialled_numbers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_dialled_numbers_call_id"), "dialled_numbers", ["call_id"])
    op.create_index(op.f("ix_dialled_numbers_person_id"), "dialled_numbers", ["person_id"])
