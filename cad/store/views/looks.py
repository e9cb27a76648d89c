"""Who looked at whose record: for those who keep watch over it, and for the person themself."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.views.reading import View, views_of

# The number is that of the person's last call, as long as they are not forgotten.
LOOK = """
SELECT k.id, k.at, k.last_at, k.times, k.user_id, u.name AS user_name, k.role, k.kind, k.subject_id, k.person_id,
    coalesce(n.number_e164, '') AS number, k.outcome, k.reason, k.address
FROM looks k JOIN users u ON u.id = k.user_id
LEFT JOIN LATERAL (SELECT c.number_e164 FROM calls c WHERE c.person_id = k.person_id AND c.number_e164 <> ''
    ORDER BY c.received_at DESC LIMIT 1) n ON true
WHERE (CAST(:person AS text) IS NULL OR k.person_id = :person)
    AND (CAST(:user AS text) IS NULL OR k.user_id = :user)
    AND (CAST(:kind AS text) IS NULL OR k.kind = :kind)
    AND (CAST(:outcome AS text) IS NULL OR k.outcome = :outcome)
    AND (CAST(:since AS timestamptz) IS NULL OR k.at >= :since)
    AND (CAST(:until AS timestamptz) IS NULL OR k.at <= :until)
"""
SEARCH = text(f"{LOOK} ORDER BY k.at DESC, k.id DESC LIMIT :limit")
# Refusals by person, the last 30 days: whoever tries doors shows here.
REFUSED = text("""
SELECT k.user_id, u.name AS user_name, sum(k.times)::int AS times, max(k.last_at) AS last_at
FROM looks k JOIN users u ON u.id = k.user_id
WHERE k.outcome <> 'seen' AND k.at > now() - interval '30 days'
GROUP BY k.user_id, u.name ORDER BY times DESC LIMIT 20
""")
OF_HASH = text("SELECT id FROM persons WHERE number_hash = :digest")


async def person_with(session: AsyncSession, number_e164: str, pepper: str) -> str | None:
    digest = hmac.new(pepper.encode(), number_e164.encode(), hashlib.sha256).hexdigest()
    person_id: str | None = (await session.execute(OF_HASH, {"digest": digest})).scalar_one_or_none()
    return person_id


async def looks(
    session: AsyncSession,
    *,
    person: str | None = None,
    user: str | None = None,
    kind: str | None = None,
    outcome: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 100,
) -> list[View]:
    """Newest first."""
    told = {"person": person, "user": user, "kind": kind, "outcome": outcome, "since": since, "until": until}
    return await views_of(session, SEARCH, **told, limit=limit)


async def looks_refused(session: AsyncSession) -> list[View]:
    return await views_of(session, REFUSED)
