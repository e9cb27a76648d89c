"""Sending a unit to an incident, and the steps of its assignment."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class DispatchUnit:
    """Writes the assignment and its page in one transaction; returns the Assignment.

    A unit that is not available is refused (Conflict `unit_busy`) unless `override_reason` says why it is
    sent all the same (it leaves its other assignment). Repeating it for the same incident returns what is there.
    """

    user_id: str
    incident_id: str
    unit_id: str
    override_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SetAssignmentStatus:
    """The next step of an assignment. `by` is a user id, or `responder` for the unit itself by its link.

    `status`: acknowledged, en_route, on_scene, transporting, at_hospital, returning, available (cleared), cancelled.
    The same step again changes nothing; a step back is refused (Conflict `illegal_step`). Returns the Assignment.
    `occurred_at`: when it truly was, for a step a responder took without a signal (kept between the last step and now).
    """

    by: str
    assignment_id: str
    status: str
    occurred_at: datetime | None = None
