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
    eta_s: float | None = None  # how long the way is thought to take; by the straight line when nobody says


@dataclass(frozen=True, kw_only=True)
class SetAssignmentStatus:
    """The next step of an assignment. `by` is a user id, or `responder` for the unit itself by its link.

    `status`: acknowledged, en_route, on_scene, transporting, at_hospital, returning, available (cleared), cancelled.
    The same step again changes nothing; a step back is refused (Conflict `illegal_step`, naming what is possible).
    `occurred_at`: when it truly was, for a step a responder took without a signal (kept between the last step and now;
    one that was overtaken meanwhile is kept between its neighbours). `reason` belongs to `cancelled`: needed once the
    crew has answered (Invalid `cancel_reason_missing`); the unit is told by a page. Returns the Assignment.
    """

    by: str
    assignment_id: str
    status: str
    occurred_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectAssignmentStatus:
    """A slip of the finger: one step back within a minute of its recording, once. Conflict `nothing_to_correct`,
    `too_late_to_correct`, `unit_sent_elsewhere`. Returns the Assignment."""

    user_id: str
    assignment_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CheckCrew:
    """The crew was asked and all is well: its next check counts from now. Returns the Assignment."""

    user_id: str
    assignment_id: str
