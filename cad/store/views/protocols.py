"""The tree of types, one type's protocol, its versions and its draft; what was answered and ticked on incidents."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.protocols.errors import UnknownDraft, UnknownProtocol
from cad.store.views.reading import View, grouped, the_one, views_of

LISTED = """
SELECT t.code, t.name_id, t.name_en, t."group", t.parent, t.priority, t.agencies, t.capabilities, t.version, t.active
FROM incident_types t
"""
TYPES = text(f"{LISTED} ORDER BY t.position, t.code")
TYPES_OF = text(f"SELECT x.code AS id, x.* FROM ({LISTED}) x WHERE x.code = ANY(:codes)")
# For the editor: what is signed and what is being worked on.
EDITED = text("""
SELECT t.code, t.version, v.source, v.published_at, v.confirmed_at, v.confirmed_name, d.edit AS draft_edit,
    d.saved_at AS draft_saved_at, u.name AS draft_saved_by, d.protocol->>'name_id' AS draft_name,
    jsonb_array_length(coalesce(v.protocol->'questions', '[]')) AS questions
FROM incident_types t LEFT JOIN incident_type_versions v ON v.code = t.code AND v.version = t.version
FULL JOIN protocol_drafts d ON d.code = t.code LEFT JOIN users u ON u.id = d.saved_by
ORDER BY t.position, coalesce(t.code, d.code)
""")
VERSION = """
SELECT v.code, v.version, v.source, v.published_at, u.name AS published_by, v.reason, v.confirmed_at, v.confirmed_name,
    v.version = t.version AS current
FROM incident_type_versions v JOIN incident_types t ON t.code = v.code LEFT JOIN users u ON u.id = v.published_by
"""
VERSIONS = text(f"{VERSION} WHERE v.code = :code ORDER BY v.version DESC LIMIT 200")
PROTOCOL = text(f"""
SELECT x.*, v.protocol FROM ({VERSION}) x JOIN incident_type_versions v USING (code, version)
WHERE x.code = :code AND CASE WHEN CAST(:version AS integer) IS NULL THEN x.current ELSE x.version = :version END
""")
DRAFT = text("""
SELECT d.code, d.protocol, d.base, d.edit, d.saved_at, u.name AS saved_by
FROM protocol_drafts d LEFT JOIN users u ON u.id = d.saved_by WHERE d.code = :code
""")
CODES = text("SELECT code FROM incident_types")
# The latest answer to each question, and the ticks, of any number of incidents.
ON_INCIDENTS = text("""
SELECT a.incident_id, 'answers' AS part, a.type_code, a.question AS key, a.answer AS value, a.at, u.name AS by
FROM (SELECT DISTINCT ON (incident_id, type_code, question) * FROM card_answers WHERE incident_id = ANY(:ids)
    ORDER BY incident_id, type_code, question, at DESC, id DESC) a
LEFT JOIN users u ON u.id = a.by
UNION ALL
SELECT k.incident_id, 'ticks', k.type_code, k.item, 'done', k.at, u.name
FROM checklist_ticks k LEFT JOIN users u ON u.id = k.by WHERE k.incident_id = ANY(:ids) AND k.ticked
ORDER BY at
""")


async def types(session: AsyncSession) -> list[View]:
    return await views_of(session, TYPES)


async def type_views(session: AsyncSession, codes: Collection[str]) -> list[View]:
    return await views_of(session, TYPES_OF, codes=list(codes)) if codes else []


async def type_codes(session: AsyncSession) -> set[str]:
    return set((await session.execute(CODES)).scalars())


async def types_edited(session: AsyncSession) -> list[View]:
    return await views_of(session, EDITED)


async def protocol(session: AsyncSession, code: str, version: int | None = None) -> View:
    """That version, or the current one, with who published and who confirmed it."""
    return the_one(await views_of(session, PROTOCOL, code=code, version=version), UnknownProtocol)


async def protocol_versions(session: AsyncSession, code: str) -> list[View]:
    return await views_of(session, VERSIONS, code=code)


async def protocol_draft(session: AsyncSession, code: str) -> View:
    return the_one(await views_of(session, DRAFT, code=code), UnknownDraft)


async def with_cards(session: AsyncSession, incidents: list[View]) -> list[View]:
    """Each with its `answers` and `ticks`."""
    ids = [one["id"] for one in incidents]
    found = grouped(await views_of(session, ON_INCIDENTS, ids=ids), "incident_id") if ids else {}
    for incident in incidents:
        parts = grouped(found.get(incident["id"], []), "part")
        incident["answers"] = [_part(one, "question", "answer") for one in parts.get("answers", [])]
        incident["ticks"] = [_part(one, "item") for one in parts.get("ticks", [])]
    return incidents


def _part(row: View, key: str, value: str = "") -> dict[str, Any]:
    told = {"type_code": row["type_code"], key: row["key"], "at": row["at"], "by": row["by"]}
    return told | ({value: row["value"]} if value else {})
