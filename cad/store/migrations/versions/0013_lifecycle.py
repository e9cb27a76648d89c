"""Timers, notes at an address, life cycles"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _life_cycles()
    _hand_overs()
    _timers()
    _address_notes()


def _moment(name: str, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _word(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False)


def _named(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=True)


def _life_cycles() -> None:
    op.add_column("incidents", sa.Column("alarm_level", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("incidents", _named("lead_agency_id"))
    op.add_column("incidents", _moment("reopened_at"))
    op.create_foreign_key(None, "incidents", "agencies", ["lead_agency_id"], ["id"])
    op.add_column("narratives", _moment("struck_at"))
    op.add_column("narratives", _named("struck_by"))
    op.add_column("narratives", sa.Column("struck_reason", sa.String(), nullable=False, server_default=""))
    op.create_foreign_key(None, "narratives", "users", ["struck_by"], ["id"])
    op.add_column("assignments", sa.Column("cancel_reason", sa.String(), nullable=False, server_default=""))
    op.add_column("assignments", _moment("stepped_at"))
    op.add_column("assignments", _moment("crew_ok_at"))
    op.add_column("assignments", sa.Column("eta_s", sa.Float(), nullable=True))
    op.add_column("pages", sa.Column("kind", sa.String(), nullable=False, server_default="dispatch"))
    op.add_column("pages", _named("agency_id"))
    op.create_foreign_key(None, "pages", "agencies", ["agency_id"], ["id"])
    op.alter_column("pages", "assignment_id", nullable=True)
    op.alter_column("pages", "unit_id", nullable=True)


def _hand_overs() -> None:
    op.create_table(
        "hand_overs",
        _word("id"),
        _word("incident_id"),
        _named("from_agency_id"),
        _word("to_agency_id"),
        _word("reason"),
        _word("state"),
        _moment("asked_at", nullable=False),
        _named("asked_by"),
        _moment("answered_at"),
        _named("answered_by"),
        _word("note"),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"]),
        sa.ForeignKeyConstraint(["from_agency_id"], ["agencies.id"]),
        sa.ForeignKeyConstraint(["to_agency_id"], ["agencies.id"]),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"]),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_hand_overs_incident_id", "hand_overs", ["incident_id"])
    op.create_index(
        "hand_overs_one_pending",
        "hand_overs",
        ["incident_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )


def _timers() -> None:
    op.create_table(
        "timers",
        _word("id"),
        _word("key"),
        _word("kind"),
        _word("incident_id"),
        _named("assignment_id"),
        _named("unit_id"),
        _named("agency_id"),
        _moment("started_at", nullable=False),
        _moment("due_at", nullable=False),
        _moment("next_at"),
        _word("state"),
        sa.Column("level", sa.Integer(), nullable=False),
        _moment("raised_at"),
        _moment("acknowledged_at"),
        _named("acknowledged_by"),
        _word("note"),
        _moment("stopped_at"),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"]),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"]),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"]),
        sa.ForeignKeyConstraint(["acknowledged_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_timers_incident_id", "timers", ["incident_id"])
    op.create_index("timers_live", "timers", ["next_at"], postgresql_where=sa.text("state <> 'stopped'"))
    op.create_table(
        "timer_rules",
        _word("id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("duty_phones", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _address_notes() -> None:
    op.create_table(
        "address_notes",
        _word("id"),
        _word("center_id"),
        _word("kind"),
        _word("text"),
        _word("place_text"),
        _word("place_key"),
        _word("kelurahan_code"),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("radius_m", sa.Float(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        _word("reason"),
        _moment("created_at", nullable=False),
        _named("author_id"),
        _moment("expires_at"),
        _moment("reviewed_at"),
        _named("reviewed_by"),
        _moment("withdrawn_at"),
        _named("withdrawn_by"),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["reviewed_by"], ["users.id"]),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("address_notes_kept", "address_notes", ["id"], postgresql_where=sa.text("withdrawn_at IS NULL"))
