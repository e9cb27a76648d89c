"""Alarms as every screen shows them. `id` is the key, so that the live channel finds whose entry it belongs to."""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.alarms.errors import UnknownAlarm
from cad.store.views.reading import View, the_one, views_of

ALARM = """
SELECT a.key AS id, a.key, a.severity, a.text_id, a.text_en, a.source, a.raised_at, a.cleared_at, a.acknowledged_at,
    u.name AS acknowledged_by
FROM alarms a LEFT JOIN users u ON u.id = a.acknowledged_by
"""
WORST_FIRST = "ORDER BY (a.severity = 'critical') DESC, a.raised_at DESC, a.key"
OPEN = text(f"{ALARM} WHERE a.cleared_at IS NULL {WORST_FIRST}")
BY_KEY = text(f"{ALARM} WHERE a.key = ANY(:keys) {WORST_FIRST}")


async def alarms(session: AsyncSession) -> list[View]:
    """The open ones, the worst first."""
    return await views_of(session, OPEN)


async def alarm_views(session: AsyncSession, keys: Collection[str]) -> list[View]:
    """These, also those that are over (they have `cleared_at`)."""
    return await views_of(session, BY_KEY, keys=list(keys)) if keys else []


async def alarm(session: AsyncSession, key: str) -> View:
    return the_one(await alarm_views(session, [key]), UnknownAlarm)
