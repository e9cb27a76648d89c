"""Where somebody was. The place itself is sealed under their key."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from cad.events import SEALED, Event


@dataclass(frozen=True, kw_only=True)
class FixReceived(Event):
    """`call_id` is the call it was bound to when it came; None: it waits for one."""

    subject: ClassVar[tuple[str, str]] = ("fix", "fix_id")

    fix_id: str
    call_id: str | None
    method: str = ""
    radius_m: float | None = None
    raw_kind: str = ""
    has_point: bool = True
    notes: list[str] = field(default_factory=list)
    place: dict[str, Any] | None = field(default=None, metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class LocationReferred(Event):
    """The INVITE named an address where the place may be asked for (kept in `fix_references`). Telephony asks."""

    subject: ClassVar[tuple[str, str]] = ("call", "call_id")

    call_id: str
    reference_id: str
