"""A page: the message to a unit. Its row is the outbox: written with the assignment, sent after the commit."""

from dataclasses import dataclass, replace
from datetime import datetime

# A provider's words for ours. What is not named here changes nothing (queued, accepted, sending ...).
STATE_OF_PROVIDER = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "failed",
    "failed": "failed",
}
RANK = {"queued": 0, "sent": 1, "failed": 2, "delivered": 3}


@dataclass(frozen=True, kw_only=True)
class Page:
    """`kind`: dispatch, cancel (to a unit), hand_over, escalation (to an agency's duty phone, without a unit).

    `state`: queued, sent, delivered, failed. `attempts` counts claims.

    `doubtful`: claimed before by somebody who never said how it went, so the provider is asked before it is sent again.
    """

    id: str
    center_id: str
    exercise: bool
    kind: str = "dispatch"
    incident_id: str
    assignment_id: str | None
    unit_id: str | None
    agency_id: str | None = None
    to: str
    body: str
    created_at: datetime
    due_at: datetime
    state: str = "queued"
    attempts: int = 0
    error: str = ""
    claimed_by: str = ""
    claimed_until: datetime | None = None
    doubtful: bool = False
    provider_sid: str | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None


def advanced(page: Page, state: str, at: datetime, error: str = "") -> Page:
    """The page in this state, or unchanged when it is further already: delivered stays delivered."""
    if RANK[state] <= RANK[page.state]:
        return page
    return replace(
        page,
        state=state,
        error=error,
        sent_at=page.sent_at or (at if state in ("sent", "delivered") else None),
        delivered_at=at if state == "delivered" else page.delivered_at,
    )
