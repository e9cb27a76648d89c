"""What telephony asks of the database. The answers come from `cad.store`; tests give their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class DeskWish:
    """How a desk should stand in the queue. `state`: off, ready, paused, wrap_up."""

    desk_id: str
    state: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordedCall:
    """A recording with the times of its call that tell how long it should be."""

    uniqueid: str
    file: str
    state: str  # recording, ready, damaged, missing
    started_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    broken: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A journal entry, as much of it as telephony acts on."""

    position: int
    kind: str
    recorded_at: datetime
    data: dict[str, object]


class Ledger(Protocol):
    """Every method raises what `telephony.away.is_away` recognises while the database is away."""

    async def desk_wishes(self) -> list[DeskWish]: ...

    async def open_calls(self, pbx_id: str) -> list[str]:
        """The uniqueids of this PBX's calls that have not ended."""

    async def unfinished_recordings(self, pbx_id: str) -> list[RecordedCall]:
        """Those in state `recording` whose call has ended."""

    async def recording(self, pbx_id: str, file: str) -> RecordedCall | None: ...

    async def position(self) -> int:
        """The journal's last position; 0 when it is empty."""

    async def entries_after(self, position: int, limit: int, kinds: Sequence[str]) -> list[Entry]: ...
