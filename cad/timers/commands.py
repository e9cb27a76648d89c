"""What time and people do to timers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class RunTimers:
    """Starts, raises, escalates and stops what the state asks for; one process at a time. The same done twice.

    Returns when to look again (a datetime, None when nothing runs), or False while another process does it.
    """


@dataclass(frozen=True, kw_only=True)
class AcknowledgeTimer:
    """Somebody sees to it: nobody further is told. Twice changes nothing; Conflict `timer_over`. Returns the Timer."""

    user_id: str
    timer_id: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeTimerRules:
    """The supervisor's thresholds (an empty list: the defaults again). Conflict `timer_rules_changed`. Returns them."""

    user_id: str
    version: int
    rules: Sequence[Mapping[str, Any]]
    duty_phones: Mapping[str, str] = field(default_factory=dict)
