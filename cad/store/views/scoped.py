"""The one place where what a person may see becomes a condition of SQL.

Every table has a view of the same name in the schema `scoped`, which holds only the rows (and of some columns only the
part) that the scope of this session may see. A session for somebody with less than the whole city (`Database.session`)
looks into that schema first: the queries of `cad/store/views` name their tables without a schema, so each of them is
kept within the scope without a word about it, the ones that are written later too.

A table that nobody thought of is closed to agencies and responders, or as open as the rows its foreign keys point at.
The views are made after the migrations (`cad.store.migrations.upgrade`), anew whenever this file or a table changes.
"""

import hashlib
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, Table, text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.access.scope import NOUNS, Scope

SCHEMA = "scoped"
LONGEST_ID = 64
SEARCH_PATH = f"{SCHEMA}, public"


def reach(noun: str) -> str:
    return f"current_setting('tanggap.{noun}', true)"


AGENCY, UNIT, AREAS = (f"current_setting('tanggap.{name}', true)" for name in ("agency", "unit", "areas"))
STAFF = f"{reach('settings')} = 'all'"
OUTSIDE = f"{reach('incidents')} IN ('agency', 'own')"


def in_areas(code: str) -> str:
    """A place that is not known yet lies in every area."""
    return f"""({code} = '' OR {AREAS} = '' OR EXISTS (
        SELECT FROM unnest(string_to_array({AREAS}, ',')) w WHERE {code} = w OR starts_with({code}, w || '.')))"""


def agencys(incident: str) -> str:
    """The agency has, leads, or was asked to take over this incident (an expression for its row)."""
    return f"""({incident}.lead_agency_id = {AGENCY} OR EXISTS (
        SELECT FROM public.assignments a JOIN public.units n ON n.id = a.unit_id
        WHERE a.incident_id = {incident}.id AND n.agency_id = {AGENCY}) OR EXISTS (
        SELECT FROM public.hand_overs h WHERE h.incident_id = {incident}.id
            AND {AGENCY} IN (h.to_agency_id, h.from_agency_id)))"""


OF_ITS_KIND = f"""(EXISTS (
    SELECT FROM public.incident_types t JOIN public.agencies g ON g.kind = ANY(t.agencies)
    WHERE t.code = x.type_code AND g.id = {AGENCY}) AND {in_areas("x.kelurahan_code")})"""
OWN_NOW = f"""EXISTS (SELECT FROM public.assignments a WHERE a.incident_id = x.id AND a.unit_id = {UNIT}
    AND a.status NOT IN ('available', 'cancelled'))"""
OWN_UNIT = f"EXISTS (SELECT FROM public.units n WHERE n.id = x.unit_id AND n.agency_id = {AGENCY})"
THEIRS = f"EXISTS (SELECT FROM public.incidents i WHERE i.id = x.incident_id AND {agencys('i')})"


def by_reach(noun: str, **conditions: str) -> str:
    """`conditions`: reach -> SQL; any other reach sees nothing."""
    whens = " ".join(f"WHEN '{name}' THEN {sql}" for name, sql in conditions.items())
    return f"CASE {reach(noun)} {whens} ELSE false END"


def seen(table: str, column: str) -> str:
    """The row that this column points at may be seen."""
    return f"EXISTS (SELECT FROM {SCHEMA}.{table} v WHERE v.id = x.{column})"


# The journal: by what an entry is about, and by what else it names.
ABOUT = (
    " ".join(
        f"WHEN '{table[:-1]}' THEN {seen(table, 'subject_id')}"
        for table in ("incidents", "calls", "assignments", "pages", "recordings", "units")
    )
    + f" WHEN 'abandoned' THEN {seen('abandoned', 'subject_id')}"
)
NAMED = " AND ".join(
    f"(x.data->>'{name}' IS NULL OR EXISTS (SELECT FROM {SCHEMA}.{table} v WHERE v.id = x.data->>'{name}'))"
    for name, table in (("incident_id", "incidents"), ("call_id", "calls"))
)

# Which rows of a table may be seen; `x` is the row. Written in the order in which they need one another.
ROWS: Mapping[str, str] = {
    "incidents": by_reach(
        "incidents",
        all="true",
        area=in_areas("x.kelurahan_code"),
        agency=f"({agencys('x')} OR {OF_ITS_KIND})",
        own=OWN_NOW,
    ),
    "units": by_reach(
        "units",
        all="true",
        area="true",
        agency=f"""(x.agency_id = {AGENCY} OR EXISTS (
            SELECT FROM public.assignments o JOIN public.incidents i ON i.id = o.incident_id
            WHERE o.unit_id = x.id AND o.status NOT IN ('available', 'cancelled') AND {agencys("i")}))""",
        own=f"x.id = {UNIT}",
    ),
    "calls": by_reach(
        "calls",
        all="true",
        area=f"(x.incident_id IS NULL OR {seen('incidents', 'incident_id')})",
        agency=seen("incidents", "incident_id"),
    ),
    "assignments": f"{seen('incidents', 'incident_id')} AND {seen('units', 'unit_id')}",
    "narratives": seen("incidents", "incident_id"),
    "pages": by_reach(
        "pages",
        all="true",
        area=seen("incidents", "incident_id"),
        agency=f"{OWN_UNIT} AND {seen('incidents', 'incident_id')}",
    ),
    "recordings": by_reach("recordings", all="true", area=seen("calls", "call_id")),
    "legs": seen("calls", "call_id"),
    "abandoned": by_reach("persons", all="true", area=seen("calls", "last_call_id")),
    "lost_calls": by_reach("persons", all="true", area=seen("calls", "call_id")),
    "persons": by_reach("persons", all="true", area=f"EXISTS (SELECT FROM {SCHEMA}.calls v WHERE v.person_id = x.id)"),
    "lowered": by_reach("persons", all="true", area=f"(x.call_id IS NULL OR {seen('calls', 'call_id')})"),
    "dialled_numbers": by_reach("persons", all="true", area=seen("calls", "call_id")),
    "looks": by_reach("persons", all="true", area=seen("persons", "person_id")),
    "journal": f"CASE x.subject_type {ABOUT} ELSE {STAFF} END AND {NAMED}",
    # Names of people beside what they did; the page on which users are managed asks for its own role.
    "users": "true",
    # What a city is made of.
    **dict.fromkeys(
        (
            "agencies",
            "stations",
            "kelurahan",
            "incident_types",
            "incident_type_versions",
            "centers",
            "cameras",
            "journal_head",
        ),
        "true",
    ),
    **dict.fromkeys(("sessions", "person_keys", "journal_sealed", "cursors"), "false"),
}
# A row's visibility follows these, and a column that points at a row which may not be seen is empty.
POINTED_AT = ("incidents", "calls", "units", "assignments", "recordings")

DIGITS = r"regexp_replace(x.{0}, '\D', '', 'g')"
# As `api.visibility.mask` does it.
MASKED = f"""CASE WHEN {THEIRS} OR {reach("calls")} <> 'agency' THEN x.{{0}}
    WHEN x.{{0}} = '' THEN '' WHEN length({DIGITS}) < 5 THEN '****'
    WHEN length({DIGITS}) < 9 THEN '****' || right({DIGITS}, 2)
    ELSE CASE WHEN starts_with(x.{{0}}, '+') THEN '+' ELSE '' END
        || left({DIGITS}, 4) || '-****-' || right({DIGITS}, 3) END"""
# previous_incident_id and the like: the other incident may be anybody's.
OTHERS_IDS = "ARRAY['previous_incident_id', 'into_id', 'source_id', 'merged_into', 'major_incident_id', 'call_ids']"


def only_inside(column: str, empty: str = "''") -> str:
    return f"CASE WHEN {OUTSIDE} THEN {empty} ELSE x.{column} END"


OWN_CREW = f"CASE WHEN NOT {OUTSIDE} OR x.agency_id = {AGENCY} OR x.id = {UNIT} THEN x.{{0}} ELSE '' END"
COLUMNS: Mapping[tuple[str, str], str] = {
    ("calls", "number_raw"): MASKED.format("number_raw"),
    ("calls", "number_e164"): MASKED.format("number_e164"),
    ("calls", "identity"): only_inside("identity", "'{}'::jsonb"),
    # Without the person nothing is told of what they did before.
    ("calls", "person_id"): f"CASE {reach('persons')} WHEN 'all' THEN x.person_id WHEN 'area' THEN x.person_id END",
    ("incidents", "person_id"): f"CASE {reach('persons')} WHEN 'all' THEN x.person_id WHEN 'area' THEN x.person_id END",
    ("units", "crew"): OWN_CREW.format("crew"),
    ("units", "phone"): OWN_CREW.format("phone"),
    # The link answers for the unit.
    ("assignments", "token"): f"CASE WHEN x.unit_id = {UNIT} THEN x.token ELSE '' END",
    ("users", "password_hash"): "''",
    ("users", "username"): only_inside("username"),
    ("users", "areas"): only_inside("areas", "'{}'::text[]"),
    ("cameras", "source"): "''",
    ("journal", "data"): f"CASE WHEN {OUTSIDE} OR {AREAS} <> '' THEN x.data - {OTHERS_IDS} ELSE x.data END",
}


def statements() -> Iterator[str]:
    """The schema and its views, in an order in which each finds what it needs."""
    # Here, because the tables' package and the views' would import each other.
    from cad.store.tables import METADATA

    yield f"CREATE SCHEMA {SCHEMA}"
    first = [name for name in ROWS if name in METADATA.tables]
    for name in [*first, *sorted(METADATA.tables.keys() - ROWS.keys())]:
        yield _view(METADATA.tables[name])


def _view(table: Table) -> str:
    columns = ", ".join(f'{_column(table, column.name)} AS "{column.name}"' for column in table.columns)
    return f'CREATE VIEW {SCHEMA}."{table.name}" AS SELECT {columns} FROM public."{table.name}" x WHERE {_rows(table)}'


def _column(table: Table, name: str) -> str:
    if (table.name, name) in COLUMNS:
        return COLUMNS[table.name, name]
    if condition := _pointing(table.name, name, _points_at(table, name)):
        return f'CASE WHEN {condition} THEN x."{name}" END'
    return f'x."{name}"'


def _pointing(table: str, name: str, other: str | None) -> str:
    """When a column of a row that may be seen points at one that perhaps may not."""
    if table == other and table in ("incidents", "calls"):  # a view cannot look into itself
        rows = ROWS[table].replace("x.", "o.")
        return f'EXISTS (SELECT FROM public.{table} o WHERE o.id = x."{name}" AND {rows})'
    if table in ("calls", "users") and other in ("incidents", "units"):
        return seen(other, name)
    return ""


def _rows(table: Table) -> str:
    if table.name in ROWS:
        return ROWS[table.name]
    links = {column.name: other for column in table.columns if (other := _points_at(table, column.name)) in POINTED_AT}
    if links:
        each = [f"(x.{column} IS NULL OR {seen(other, column)})" for column, other in links.items() if other]
        some = " OR ".join(f"x.{column} IS NOT NULL" for column in links)
        return f"({' AND '.join(each)}) AND ({STAFF} OR {some})"
    if "kelurahan_code" in table.c:
        return f"{STAFF} AND {in_areas('x.kelurahan_code')}"
    return STAFF


def _points_at(table: Table, name: str) -> str | None:
    return next((key.column.table.name for key in table.c[name].foreign_keys), None)


def fingerprint() -> str:
    return hashlib.sha256("\n".join(statements()).encode()).hexdigest()


def is_current(connection: Connection) -> bool:
    told = text("SELECT obj_description(to_regnamespace(:schema), 'pg_namespace')")
    return bool(connection.execute(told, {"schema": SCHEMA}).scalar_one() == fingerprint())


def remove(connection: Connection) -> None:
    """Before a migration: a view would hold its tables as they are."""
    connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))


def install(connection: Connection) -> None:
    for statement in statements():
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '{fingerprint()}'")


async def is_seen(session: AsyncSession, noun: str, key: str) -> bool | None:
    """Whether the session's scope holds this row; None when there is no such table (a WHEP session, an alarm's key)."""
    from cad.store.tables import METADATA

    table = next((name for name in (noun, f"{noun}s") if name in METADATA.tables), "sessions")
    if table == "sessions" or "id" not in METADATA.tables[table].c:
        return None
    if "\0" in key or len(key) > LONGEST_ID:
        return False
    return bool((await session.execute(text(f'SELECT 1 FROM "{table}" WHERE id = :id'), {"id": key})).first())


SETTINGS = (*NOUNS, "agency", "unit", "areas")
NARROW = text(
    f"SELECT set_config('search_path', '{SEARCH_PATH}', true), "
    + ", ".join(f"set_config('tanggap.{name}', :{name}, true)" for name in SETTINGS)
)


async def narrow(session: AsyncSession, scope: Scope) -> None:
    """From here to the end of its transaction the session sees what this scope may see."""
    values = {noun: scope.sight(noun).reach for noun in NOUNS}
    belongs = {"agency": scope.agency_id or "", "unit": scope.unit_id or "", "areas": ",".join(sorted(scope.areas))}
    await session.execute(NARROW, values | belongs)
