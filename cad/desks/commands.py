"""Sitting down at a desk, being ready, pausing, leaving."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SignOnDesk:
    """Takes the desk that was asked for, or the first free one; returns the Desk.

    Somebody who already sits at a desk keeps it (or moves, when another one is asked for). State: paused.
    Conflict `desk_taken` or `no_desk_free`.
    """

    user_id: str
    desk_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SetDeskState:
    """`ready`, `paused` (with a reason) or `wrap_up`. Conflict `not_at_a_desk`. Returns the Desk."""

    user_id: str
    state: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SignOffDesk:
    """Returns the Desk that was left, or None when the user sat at none."""

    user_id: str


@dataclass(frozen=True, kw_only=True)
class SeeDesk:
    """The PBX says whether the desk's phone is registered. `source`: ari, ami."""

    desk_id: str
    registered: bool
    source: str = "ari"
