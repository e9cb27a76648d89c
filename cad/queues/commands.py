"""Choosing how calls are shared out, and who can do what."""

from dataclasses import dataclass, field
from typing import Any

from cad.calls.commands import CallFact


@dataclass(frozen=True, kw_only=True)
class ChangeRoutingPlan:
    """`version` is the one that was read; `choices` by name (cad.queues.model.CHOICES), those left out stay. Conflict
    `plan_changed`. Returns the RoutingPlan."""

    user_id: str
    version: int
    choices: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SetSkills:
    """What a user can do beside what everybody can; codes of the plan. Returns the User."""

    by: str
    user_id: str
    skills: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class EndWrapUp:
    """The time after the last call is over; changes nothing when the desk has moved on. Returns the Desk or None."""

    desk_id: str


@dataclass(frozen=True, kw_only=True)
class SortCall(CallFact):
    """The dialplan sorted the call to those who have this skill (mark `queued`)."""

    skill: str


@dataclass(frozen=True, kw_only=True)
class OverflowCall(CallFact):
    """Nobody of the first group came. `to`: group, outside (then `name` is whose number). `why`: time, count, night,
    nobody, or what became of the number outside (outside_noanswer ...)."""

    to: str
    why: str = ""
    name: str = ""
