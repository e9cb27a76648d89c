"""What a dispatcher does with a lost caller, and what time does."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CallBack:
    """Claims the entry and calls out from the user's desk, in one transaction. Returns the outbound Call.

    Conflict: `callback_taken` when a colleague was faster, `callback_closed` when it is done with,
    `callback_impossible` without a number, `caller_on_the_line` when they are calling right now, `callbacks_limited`
    while new calls need us.
    """

    user_id: str
    abandoned_id: str


@dataclass(frozen=True, kw_only=True)
class DismissAbandoned:
    """Nobody needs to call back; `reason` says why. Returns the Abandoned."""

    user_id: str
    abandoned_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SweepAbandoned:
    """Strikes off what is older than 24 h, and takes back claims whose call never came to be. Returns how many."""

    limit: int = 200
