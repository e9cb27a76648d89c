"""A timer: something is due, and when it does not come, the dispatcher, the supervisor and the agency are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cad.agencies.model import Agency

KINDS = ("not_acknowledged", "not_en_route", "overdue_on_scene", "crew_check", "no_unit", "hand_over")
DISPATCHER, SUPERVISOR, SMS = 1, 2, 3  # the levels of the ladder


@dataclass(frozen=True, kw_only=True)
class Timer:
    """`key` names what runs since when; `next_at` is when the ladder's next step is due (None: no more).

    `state`: running, raised, acknowledged (somebody sees to it), stopped. `level`: 0, then who was told last.
    """

    id: str
    key: str
    kind: str
    incident_id: str
    assignment_id: str | None = None
    unit_id: str | None = None
    agency_id: str | None = None
    started_at: datetime
    due_at: datetime
    next_at: datetime | None
    state: str = "running"
    level: int = 0
    raised_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    note: str = ""
    stopped_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How long `kind` may take. The rule that names most of group (of the incident's type), agency (kind of the
    unit's) and priority holds. Seconds; `supervisor_s` and `sms_s` count from when it is late, 0 tells nobody.

    `eta_share`: for `overdue_on_scene`, how many times the expected travel time, plus `after_s`; 0: `after_s` alone.
    """

    kind: str
    group: str = ""
    agency: str = ""
    priority: int = 0
    on: bool = True
    after_s: int
    supervisor_s: int = 60
    sms_s: int = 180
    eta_share: float = 0.0
    why_id: str = ""
    why_en: str = ""


@dataclass(frozen=True, kw_only=True)
class TimerRules:
    """A center's thresholds as the supervisor set them. `duty_phones`: agency id to the number of its officer on duty;
    without one the agency's own telephone is used."""

    id: str
    version: int = 0
    rules: list[Any] = field(default_factory=list)  # Rule as plain objects
    duty_phones: Mapping[str, Any] = field(default_factory=dict)


def duty_phone(rules: TimerRules | None, agency: Agency) -> str:
    return str((rules.duty_phones.get(agency.id) if rules else "") or agency.phone)
