"""Seals, bundles, EIDO"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

# Only letters and digits count, so that "jl.sudirman" is two words and not the name of a computer.
WORDS = (
    """
    CREATE FUNCTION plain_words(told text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT to_tsvector('simple', regexp_replace(told, '[^[:alnum:]]+', ' ', 'g'))
    $$
    """,
    """
    CREATE FUNCTION incident_words_of(incident incidents) RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT setweight(plain_words(incident.place_text || ' ' || coalesce((SELECT k.name || ' ' || k.kecamatan
                FROM public.kelurahan k WHERE k.code = incident.kelurahan_code), '')), 'A')
            || setweight(plain_words(coalesce((SELECT t.name_id || ' ' || t.name_en FROM public.incident_types t
                WHERE t.code = incident.type_code), '')), 'B')
            || setweight(plain_words(incident.what || ' ' || incident.note), 'C')
            || setweight(plain_words(coalesce((SELECT left(string_agg(n.text, ' '), 100000)
                FROM public.narratives n WHERE n.incident_id = incident.id), '')), 'D')
    $$
    """,
    """
    CREATE FUNCTION incident_words_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO incident_words (incident_id, opened_at, words)
        VALUES (NEW.id, NEW.opened_at, incident_words_of(NEW))
        ON CONFLICT (incident_id) DO UPDATE SET words = excluded.words;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE FUNCTION narrative_words_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO incident_words (incident_id, opened_at, words)
        SELECT i.id, i.opened_at, incident_words_of(i) FROM public.incidents i WHERE i.id = NEW.incident_id
        ON CONFLICT (incident_id) DO UPDATE SET words = excluded.words;
        RETURN NULL;
    END
    $$
    """,
    "CREATE TRIGGER words_kept AFTER INSERT OR UPDATE OF what, note, place_text, kelurahan_code, type_code ON incidents"
    " FOR EACH ROW EXECUTE FUNCTION incident_words_kept()",
    "CREATE TRIGGER words_kept AFTER INSERT OR UPDATE OF text ON narratives"
    " FOR EACH ROW EXECUTE FUNCTION narrative_words_kept()",
    "INSERT INTO incident_words (incident_id, opened_at, words) SELECT i.id, i.opened_at, incident_words_of(i)"
    " FROM incidents i",
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
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident_id"),
    )
    op.create_index("incident_words_words", "incident_words", ["words"], postgresql_using="gin")
    op.create_index(op.f("ix_incident_words_opened_at"), "incident_words", ["opened_at"])
    op.create_index("incidents_of_type", "incidents", ["type_code", "opened_at"])
    op.create_index("incidents_closed", "incidents", ["closed_at"], postgresql_where=sa.text("state = 'closed'"))
    for statement in (*RULES, *WORDS):
        op.execute(statement)
