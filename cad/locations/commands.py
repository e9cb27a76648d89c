"""Locations that reach us."""

from dataclasses import dataclass

from cad.calls.commands import CallFact
from cad.locations.model import Fix


@dataclass(frozen=True, kw_only=True)
class RecordFix:
    """Returns the KeptFix. `fix_id` is made from the message, so that one that comes twice is kept once.

    Whose it is: `call_id`, else `sender` (the number an SMS came from), else the number in the fix, else its telephone.
    """

    fix_id: str
    fix: Fix
    sender: str = ""
    call_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class LocateCall(CallFact):
    """What the INVITE said of the caller's place. `uris` are https addresses where it may be asked for; `drawn` is
    a location in the INVITE itself as Asterisk read it (names and values), empty when there was none."""

    uris: tuple[str, ...] = ()
    drawn: str = ""
    method: str = ""
    confidence: str = ""
