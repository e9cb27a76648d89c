"""Users as an administrator manages them."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.views.reading import View, the_one, views_of
from cad.units.errors import UnknownUnit
from cad.users.errors import UnknownUser

PERSON = """
SELECT u.id, u.username, u.name, u.role, u.agency_id, g.name AS agency_name, u.areas, u.unit_id, n.call_sign,
    u.active, u.must_change, u.created_at, d.label AS desk_label,
    (SELECT max(s.created_at) FROM sessions s WHERE s.user_id = u.id) AS last_sign_in_at,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('since', iso(s.created_at), 'address', s.address, 'agent', s.agent)
            ORDER BY s.created_at DESC), '[]')
        FROM sessions s WHERE s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > now()) AS open_sessions,
    (SELECT count(*) FROM journal j WHERE j.subject_type = 'user' AND j.subject_id = u.id AND j.kind = 'SignInRefused'
        AND j.occurred_at > now() - interval '1 day') AS refused_today
FROM users u
LEFT JOIN agencies g ON g.id = u.agency_id
LEFT JOIN units n ON n.id = u.unit_id
LEFT JOIN desks d ON d.user_id = u.id
"""
ALL = text(f"{PERSON} ORDER BY u.active DESC, u.name, u.id")
ONE = text(f"{PERSON} WHERE u.id = :id")


OWN = text("""
SELECT n.call_sign, '/r/' || a.token AS link
FROM units n LEFT JOIN assignments a ON a.unit_id = n.id AND a.status NOT IN ('available', 'cancelled')
WHERE n.id = :unit
""")


async def own_assignment(session: AsyncSession, unit_id: str) -> View:
    return the_one(await views_of(session, OWN, unit=unit_id), UnknownUnit)


async def managed_users(session: AsyncSession) -> list[View]:
    return await views_of(session, ALL)


async def managed_user(session: AsyncSession, user_id: str) -> View:
    return the_one(await views_of(session, ONE, id=user_id), UnknownUser)
