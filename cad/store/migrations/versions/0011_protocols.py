"""Incident types, cards, checklists as versioned data"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSONB = postgresql.JSONB(astext_type=sa.Text())
MOMENT = sa.DateTime(timezone=True)

# What was published stays: whoever took an incident under it must find it as it was. Signing it is the one change.
PUBLISHED_STAYS = (
    """
    CREATE FUNCTION protocol_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR (OLD.id, OLD.code, OLD.version, OLD.source, OLD.protocol, OLD.published_at, OLD.reason)
            IS DISTINCT FROM (NEW.id, NEW.code, NEW.version, NEW.source, NEW.protocol, NEW.published_at, NEW.reason)
        THEN RAISE EXCEPTION 'a published version is never changed';
        END IF;
        RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER published_stays BEFORE UPDATE OR DELETE ON incident_type_versions
    FOR EACH ROW EXECUTE FUNCTION protocol_stays()
    """,
)


def upgrade() -> None:
    op.add_column("incident_types", sa.Column("parent", sa.String(), nullable=False, server_default=""))
    op.add_column("incident_types", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("incident_types", sa.Column("active", sa.Boolean(), nullable=False, server_default="true"))
    op.add_column("incident_types", sa.Column("run_card", JSONB, nullable=False, server_default="{}"))
    op.add_column("incidents", sa.Column("type_version", sa.Integer(), nullable=False, server_default="0"))
    _versions()
    _on_incidents()
    for rule in PUBLISHED_STAYS:
        op.execute(rule)


def _versions() -> None:
    op.create_table(
        "incident_type_versions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("protocol", JSONB, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["published_by"], ["users.id"]),
        sa.ForeignKeyConstraint(["confirmed_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code", "version"),
    )
    op.create_table(
        "protocol_drafts",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("protocol", JSONB, nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("edit", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("saved_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["saved_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("code"),
    )


def _on_incidents() -> None:
    op.create_table(
        "card_answers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("type_code", sa.String(), nullable=False),
        sa.Column("type_version", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"]),
        sa.ForeignKeyConstraint(["by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_card_answers_incident_id", "card_answers", ["incident_id"])
    op.create_table(
        "checklist_ticks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("type_code", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"]),
        sa.ForeignKeyConstraint(["by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_checklist_ticks_incident_id", "checklist_ticks", ["incident_id"])
