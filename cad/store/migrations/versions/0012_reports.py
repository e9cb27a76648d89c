"""Reports, merge and split; disaster mode, major incidents, numbers on paper"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# Each call that stands with an incident has reported it; a call that we made has not.
CALLS_SO_FAR = """
INSERT INTO reports (id, center_id, exercise, incident_id, kind, at, call_id, type_code, text, source, place_text,
    kelurahan_code, place_source, person_id)
SELECT id, center_id, exercise, incident_id, 'call', coalesce(received_at, first_seen_at), id, '', '', dialled, '',
    '', 'dispatcher', person_id
FROM calls WHERE incident_id IS NOT NULL AND direction = 'in'
"""


def upgrade() -> None:
    op.add_column("incidents", sa.Column("merged_into", sa.String(), nullable=True))
    op.add_column("incidents", sa.Column("major_incident_id", sa.String(), nullable=True))
    op.add_column("incidents", sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(None, "incidents", "incidents", ["merged_into"], ["id"])
    op.create_foreign_key(None, "incidents", "incidents", ["major_incident_id"], ["id"])
    for name in ("merged_into", "major_incident_id"):
        op.create_index(f"incidents_{name}", "incidents", [name], postgresql_where=sa.text(f"{name} IS NOT NULL"))
    op.create_table(
        "reports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("exercise", sa.Boolean(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("call_id", sa.String(), nullable=True),
        sa.Column("type_code", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("place_text", sa.String(), nullable=False),
        sa.Column("kelurahan_code", sa.String(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("place_source", sa.String(), nullable=False),
        sa.Column("radius_m", sa.Float(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("added_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"]),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
        sa.ForeignKeyConstraint(["added_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("call_id"),
    )
    op.create_index(op.f("ix_reports_incident_id"), "reports", ["incident_id"])
    op.execute(CALLS_SO_FAR)
    op.create_table(
        "merges",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("into_id", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("reports", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("calls", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("assignments", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["into_id"], ["incidents.id"]),
        sa.ForeignKeyConstraint(["source_id"], ["incidents.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_merges_source_id"), "merges", ["source_id"])
    op.create_table(
        "disasters",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["began_by"], ["users.id"]),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "disasters_one_at_a_time",
        "disasters",
        ["center_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.add_column("number_blocks", sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("number_blocks", sa.Column("reserved_by", sa.String(), nullable=True))
    op.create_foreign_key(None, "number_blocks", "users", ["reserved_by"], ["id"])
