"""What a dispatcher says of a call and of its number."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DisposeCall:
    """What became of the call; an empty `code` takes it back. Returns the Call. The same twice is once."""

    user_id: str
    call_id: str
    code: str


@dataclass(frozen=True, kw_only=True)
class LowerNumber:
    """The number of this call waits behind others for so many days; what was said before of it is replaced. Returns the
    Lowered. Conflict `number_not_known` when the call has no number."""

    user_id: str
    call_id: str
    days: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class LiftNumber:
    """Normal priority again. Returns the Lowered; None when it was not lowered."""

    user_id: str
    call_id: str


@dataclass(frozen=True, kw_only=True)
class ExpireLowered:
    """Ends what has run out. The dialplan looks at the expiry itself; this is for the screens. Returns how many."""

    limit: int = 200
