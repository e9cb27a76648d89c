"""The wall board's figures."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.views.reading import View, views_of

WITHIN_S = 15  # NENA-STA-020: 90 % of the calls answered within 15 s

CALLS = text("""
WITH today AS (SELECT date_trunc('day', now(), :timezone) AS since)
SELECT
    count(*) FILTER (WHERE c.state = 'waiting' AND c.direction = 'in') AS waiting,
    round(extract(epoch FROM now() - min(coalesce(c.received_at, c.first_seen_at))
        FILTER (WHERE c.state = 'waiting' AND c.direction = 'in')), 1) AS longest_wait_s,
    count(*) FILTER (WHERE c.direction = 'in' AND c.received_at >= t.since
        AND c.answered_at IS NOT NULL) AS answered_today,
    count(*) FILTER (WHERE c.direction = 'in' AND c.received_at >= t.since
        AND c.answered_at - c.received_at <= make_interval(secs => :within)) AS answered_within_15s,
    count(*) FILTER (WHERE c.received_at >= t.since AND c.outcome = 'abandoned') AS abandoned_today
FROM calls c, today t
WHERE c.ended_at IS NULL OR c.received_at >= t.since
""")
OPEN = text("SELECT priority, count(*) AS open FROM incidents WHERE state = 'open' GROUP BY priority")


async def figures(session: AsyncSession, timezone: str) -> View:
    """Today is the center's own day."""
    (told,) = await views_of(session, CALLS, timezone=timezone, within=WITHIN_S)
    counted = {row["priority"]: row["open"] for row in await views_of(session, OPEN)}
    return told | {"open_by_priority": {str(priority): counted.get(priority, 0) for priority in (1, 2, 3, 4)}}
