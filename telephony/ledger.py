"""What telephony asks of the database. The answers come from `cad.store.pbx`; tests give their own."""

from collections.abc import Sequence
from typing import Protocol

from cad.store.pbx import DeskWish, Entry, RecordedCall
from cad.trunks.model import Trunk

__all__ = ["DeskWish", "Entry", "Ledger", "RecordedCall"]


class Ledger(Protocol):
    """See PbxQueries. Every method raises what `telephony.away.is_away` recognises while the database is away."""

    async def desk_wishes(self) -> list[DeskWish]: ...

    async def open_calls(self, pbx_id: str) -> list[str]: ...

    async def unfinished_recordings(self, pbx_id: str) -> list[RecordedCall]: ...

    async def recording(self, pbx_id: str, file: str) -> RecordedCall | None: ...

    async def astdb_wishes(self) -> dict[str, dict[str, str]]: ...

    async def notice_words(self) -> str: ...

    async def trunks_in_use(self, pepper: str) -> list[Trunk]: ...

    async def entries_after(self, position: int, limit: int, kinds: Sequence[str]) -> list[Entry]: ...
