"""What happened to a unit."""

from dataclasses import dataclass
from typing import ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class UnitStatusChanged(Event):
    subject: ClassVar[tuple[str, str]] = ("unit", "unit_id")

    unit_id: str
    status: str
    previous: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitMoved(Event):
    subject: ClassVar[tuple[str, str]] = ("unit", "unit_id")

    unit_id: str
    lat: float
    lon: float
