"""What may happen to a unit outside an assignment."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class SetUnitStatus:
    """`available` or `out_of_service` (with a reason); a unit on an assignment goes by SetAssignmentStatus."""

    user_id: str
    unit_id: str
    status: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class MoveUnit:
    """A position of a unit (AVL fix). One older than the one known changes nothing."""

    unit_id: str
    lat: float
    lon: float
    occurred_at: datetime
    source: str = "avl"
