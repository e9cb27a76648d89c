"""What the line says now, for the page on which it is set."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.views.reading import View, views_of

VOICES = text("""
SELECT v.version, v.test_numbers, CASE WHEN i.state = 'open' AND v.notice_until > now() THEN jsonb_build_object(
    'on', true, 'incident_id', i.id, 'incident_number', i.number, 'text', v.notice_text, 'until', iso(v.notice_until))
    END AS notice
FROM voices v LEFT JOIN incidents i ON i.id = v.notice_incident_id
""")


async def voices(session: AsyncSession) -> View:
    found = await views_of(session, VOICES)
    return found[0] if found else {"version": 0, "test_numbers": [], "notice": None}
