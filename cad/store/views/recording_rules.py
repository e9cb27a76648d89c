"""The rules recordings are kept by, and what the last audit found."""

from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.recordings.rules import RecordingRules
from cad.store.rows import table_of
from cad.store.tables import RecordingRulesRow
from cad.store.views.reading import View, views_of

RULES = table_of(RecordingRulesRow)
AUDITS = text("""
SELECT a.pbx_id, a.state, a.asked_at, u.name AS asked_by, a.checked_at, a.done, a.total, a.repaired, a.calls_without,
    a.recordings_without
FROM recording_audits a LEFT JOIN users u ON u.id = a.asked_by ORDER BY a.pbx_id
""")
# A side that was silent for a whole conversation: a fault of a headset or a line, or a caller who could not speak.
ONE_SIDED = text("""
SELECT r.id AS recording_id, r.call_id, r.note, r.started_at, c.desk_id, u.name AS user_name
FROM recordings r JOIN calls c ON c.id = r.call_id LEFT JOIN users u ON u.id = c.user_id
WHERE r.note IN ('silent_caller', 'silent_desk') AND r.started_at > now() - interval '30 days'
ORDER BY r.started_at DESC LIMIT 200
""")
STATES = ("running", "asked", "done")


async def recording_rules(session: AsyncSession, center_id: str) -> RecordingRules:
    """The defaults while nobody has chosen. `s3_secret` is sealed."""
    row = (await session.execute(select(RULES).where(RULES.c.center_id == center_id))).mappings().one_or_none()
    return RecordingRules(**row) if row else RecordingRules(center_id=center_id)


async def recording_audit(session: AsyncSession) -> View:
    """One picture of all PBXs: state (none, asked, running, done), how far, and what was found."""
    audits = await views_of(session, AUDITS)
    states = [audit["state"] for audit in audits]
    return {
        "state": next((state for state in STATES if state in states), "none"),
        "asked_at": _last(audits, "asked_at"),
        "asked_by": next((audit["asked_by"] for audit in audits if audit["asked_by"]), None),
        "checked_at": _last(audits, "checked_at"),
        **{name: sum(audit[name] for audit in audits) for name in ("done", "total", "repaired")},
        **{name: [one for audit in audits for one in audit[name]] for name in ("calls_without", "recordings_without")},
        "one_sided": await views_of(session, ONE_SIDED),
    }


def _last(audits: list[View], name: str) -> Any:
    return max((audit[name] for audit in audits if audit[name]), default=None)
