"""What was chosen about sharing calls out, and what it did to a call."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from cad.calls.events import CallEvent
from cad.events import Event
from cad.users.events import UserEvent


@dataclass(frozen=True, kw_only=True)
class RoutingPlanChanged(Event):
    """`changes`: name -> {"from", "to"}; of numbers outside only the names, they may be somebody's own telephone."""

    subject: ClassVar[tuple[str, str]] = ("plan", "center_id")

    center_id: str
    version: int
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SkillsChanged(UserEvent):
    skills: list[str] = field(default_factory=list)
    previous: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CallSorted(CallEvent):
    skill: str


@dataclass(frozen=True, kw_only=True)
class CallOverflowed(CallEvent):
    to: str
    why: str = ""
    name: str = ""
