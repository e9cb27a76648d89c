"""Whether the journal was found whole, how old its last seal is, and which evidence was taken out."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.evidence.errors import UnknownEvidence
from cad.store.views.reading import View, the_one, views_of

CHECKED_AT = text("""
SELECT recorded_at FROM journal WHERE subject_type = 'journal' AND subject_id = 'journal' AND kind = 'JournalChecked'
ORDER BY position DESC LIMIT 1
""")
STATE = text("""
SELECT h.position AS head, c.recorded_at AS checked_at, c.occurred_at, (c.data->>'position')::bigint AS checked_to,
    (c.data->>'problems')::int AS problems, c.data->>'problem' AS problem,
    s.number AS seal, s.position AS sealed_to, s.sealed_at, s.key_id,
    (SELECT min(j.recorded_at) FROM journal j WHERE j.position = coalesce(s.position, 0) + 1) AS unsealed_since
FROM journal_head h
LEFT JOIN LATERAL (SELECT * FROM journal j WHERE j.subject_type = 'journal' AND j.subject_id = 'journal'
    AND j.kind = 'JournalChecked' ORDER BY j.position DESC LIMIT 1) c ON true
LEFT JOIN LATERAL (SELECT * FROM journal_seals ORDER BY number DESC LIMIT 1) s ON true
""")
EVIDENCE = """
SELECT e.id, e.incident_id, i.number AS incident_number, u.name AS asked_by, e.asked_at, e.reason, e.numbers, e.state,
    e.done, e.total, e.finished_at, e.bytes, e.sha256, e.error
FROM evidence e JOIN incidents i ON i.id = e.incident_id LEFT JOIN users u ON u.id = e.asked_by
"""
BY_ID = text(f"{EVIDENCE} WHERE e.id = :id")
OF_INCIDENT = text(f"{EVIDENCE} WHERE e.incident_id = :incident ORDER BY e.asked_at DESC LIMIT 50")


async def journal_checked_at(session: AsyncSession) -> datetime | None:
    at: datetime | None = (await session.execute(CHECKED_AT)).scalar_one_or_none()
    return at


async def journal_state(session: AsyncSession) -> View:
    """head, checked_at, checked_to, problems, problem (all of the last check, None before the first), seal, sealed_to,
    sealed_at, key_id (None before the first seal), unsealed_since (None when all is sealed)."""
    (state,) = await views_of(session, STATE)
    return state


async def evidence(session: AsyncSession, evidence_id: str) -> View:
    return the_one(await views_of(session, BY_ID, id=evidence_id), UnknownEvidence)


async def evidence_of(session: AsyncSession, incident_id: str) -> list[View]:
    """The exports of an incident, newest first."""
    return await views_of(session, OF_INCIDENT, incident=incident_id)
