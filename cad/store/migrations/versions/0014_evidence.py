"""Seals, bundles, EIDO"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

WORDS = (
    """
    CREATE FUNCTION incident_words_of(incident incidents) RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT setweight(to_tsvector('simple', incident.place_text), 'A')
            || setweight(to_tsvector('simple', coalesce((SELECT t.name_id || ' ' || t.name_en FROM incident_types t
                WHERE t.code = incident.type_code), '')), 'B')
            || setweight(to_tsvector('simple', coalesce((SELECT k.name || ' ' || k.kecamatan FROM kelurahan k
                WHERE k.code = incident.kelurahan_code), '')), 'B')
            || setweight(to_tsvector('simple', incident.what || ' ' || incident.note), 'C')
            || setweight(to_tsvector('simple', coalesce((SELECT left(string_agg(n.text, ' '), 200000)
                FROM narratives n WHERE n.incident_id = incident.id), '')), 'D')
    $$
    """,
    """
    CREATE FUNCTION incident_words_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO incident_words (incident_id, words) VALUES (NEW.id, incident_words_of(NEW))
        ON CONFLICT (incident_id) DO UPDATE SET words = excluded.words;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE FUNCTION narrative_words_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO incident_words (incident_id, words)
        SELECT i.id, incident_words_of(i) FROM incidents i WHERE i.id = NEW.incident_id
        ON CONFLICT (incident_id) DO UPDATE SET words = excluded.words;
        RETURN NULL;
    END
    $$
    """,
    "CREATE TRIGGER words_kept AFTER INSERT OR UPDATE OF what, note, place_text, kelurahan_code, type_code ON incidents"
    " FOR EACH ROW EXECUTE FUNCTION incident_words_kept()",
    "CREATE TRIGGER words_kept AFTER INSERT OR UPDATE OF text ON narratives"
    " FOR EACH ROW EXECUTE FUNCTION narrative_words_kept()",
    "INSERT INTO incident_words (incident_id, words) SELECT i.id, incident_words_of(i) FROM incidents i",
)
# The head only goes on: whoever sets it back to hide a cut tail has to take this away first.
RULES = (
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_seals"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER only_on BEFORE UPDATE ON journal_head"
    " FOR EACH ROW WHEN (NEW.position < OLD.position) EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON journal_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def upgrade() -> None:
    op.create_table(
        "journal_seals",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("position"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("numbers", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"]),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_evidence_incident_id"), "evidence", ["incident_id"])
    op.create_index(
        "evidence_to_make", "evidence", ["asked_at"], postgresql_where=sa.text("state IN ('asked', 'running')")
    )
    op.create_table(
        "incident_words",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident_id"),
    )
    op.create_index("incident_words_words", "incident_words", ["words"], postgresql_using="gin")
    for statement in (*RULES, *WORDS):
        op.execute(statement)
