"""Roles, scopes, looks at a person's record"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# What was seen stays seen: only "again" may be noted on a look, and a year is the least that any rule keeps it.
GUARD = """
CREATE FUNCTION looks_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at > now() - interval '365 days' THEN
            RAISE EXCEPTION 'a look is kept for a year at least' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.times <= OLD.times OR NEW.last_at < OLD.last_at
        OR to_jsonb(NEW) - 'times' - 'last_at' <> to_jsonb(OLD) - 'times' - 'last_at' THEN
        RAISE EXCEPTION 'a look is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.add_column("users", sa.Column("agency_id", sa.String(), nullable=True))
    op.add_column("users", sa.Column("areas", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.add_column("users", sa.Column("unit_id", sa.String(), nullable=True))
    op.add_column("users", sa.Column("must_change", sa.Boolean(), nullable=False, server_default="false"))
    op.create_foreign_key(None, "users", "agencies", ["agency_id"], ["id"])
    op.create_foreign_key(None, "users", "units", ["unit_id"], ["id"])
    op.create_table(
        "looks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("role", "kind", "subject_id")),
        sa.Column("person_id", sa.String(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("outcome", "reason", "address")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("looks_at", "looks", ["at"])
    op.create_index("looks_of_user", "looks", ["user_id", "at"])
    op.create_index("looks_of_person", "looks", ["person_id", "at"])
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER looks_guard BEFORE UPDATE OR DELETE ON looks FOR EACH ROW EXECUTE FUNCTION looks_guard()"
    )
