"""The journal's own rules, as the first schema lays them. A later change goes into a later migration, not here."""

# A function for the hash, one for appending (one round trip inside a commit), one for going over the chain, and the
# trigger that keeps the past as it was.
JOURNAL_RULES = (
    """
    CREATE FUNCTION iso(t timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    $$
    """,
    """
    CREATE FUNCTION journal_hash(previous bytea, entry journal) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
        SELECT sha256(previous || convert_to(jsonb_build_array(
            entry.position,
            (extract(epoch FROM entry.occurred_at) * 1000000)::bigint,
            (extract(epoch FROM entry.recorded_at) * 1000000)::bigint,
            entry.source, entry.kind, entry.actor, entry.desk_id, entry.subject_type, entry.subject_id, entry.data
        )::text, 'UTF8'))
    $$
    """,
    """
    CREATE FUNCTION journal_append(entries jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE
        head journal_head;
        told jsonb;
        entry journal;
    BEGIN
        SELECT * INTO STRICT head FROM journal_head FOR UPDATE;
        FOR told IN SELECT value FROM jsonb_array_elements(entries) WITH ORDINALITY ORDER BY ordinality LOOP
            entry.position := head.position + 1;
            entry.occurred_at := (told->>'occurred_at')::timestamptz;
            entry.recorded_at := clock_timestamp();
            entry.source := told->>'source';
            entry.kind := told->>'kind';
            entry.actor := told->>'actor';
            entry.desk_id := told->>'desk_id';
            entry.subject_type := told->>'subject_type';
            entry.subject_id := told->>'subject_id';
            entry.data := told->'data';
            entry.hash := journal_hash(head.hash, entry);
            INSERT INTO journal VALUES (entry.*);
            IF told ? 'ciphertext' THEN
                INSERT INTO journal_sealed (position, person_id, ciphertext)
                VALUES (entry.position, told->>'person_id', decode(told->>'ciphertext', 'hex'));
            END IF;
            head.position := entry.position;
            head.hash := entry.hash;
        END LOOP;
        UPDATE journal_head SET position = head.position, hash = head.hash;
        PERFORM pg_notify('journal', head.position::text);
        RETURN head.position;
    END
    $$
    """,
    """
    CREATE FUNCTION journal_first_broken() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
    DECLARE
        entry journal;
        hash bytea := '';
        counted bigint := 0;
    BEGIN
        FOR entry IN SELECT * FROM journal ORDER BY journal.position LOOP
            counted := counted + 1;
            hash := journal_hash(hash, entry);
            IF entry.position <> counted OR entry.hash <> hash THEN
                RETURN counted;
            END IF;
        END LOOP;
        IF EXISTS (SELECT FROM journal_head h WHERE h.position <> counted) THEN
            RETURN counted + 1;
        END IF;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END
    $$
    """,
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_sealed"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "INSERT INTO journal_head (id, position, hash) VALUES (1, 0, '')",
)
