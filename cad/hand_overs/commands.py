"""Who leads an incident, and who is asked to."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class HandOverIncident:
    """Another agency is asked to lead. Until it accepts, who led goes on. Conflict `hand_over_pending`. Returns the
    HandOver."""

    user_id: str
    incident_id: str
    agency_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AnswerHandOver:
    """The agency's answer; a refusal says why. The same answer again changes nothing. Returns the HandOver."""

    user_id: str
    hand_over_id: str
    accept: bool
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ExpireHandOver:
    """Nobody answered in time, as the timers say. One that was answered stays as it is. Returns the HandOver."""

    hand_over_id: str
