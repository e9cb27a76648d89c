"""A ledger of plain lists, away when told to be."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cad.errors import Unavailable
from cad.trunks.model import Trunk
from telephony.ledger import DeskWish, Entry, RecordedCall


@dataclass
class ListLedger:
    wishes: list[DeskWish] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    recorded: dict[str, RecordedCall] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    notice: str = ""
    astdb: dict[str, dict[str, str]] = field(default_factory=dict)
    trunks: list[Trunk] = field(default_factory=list)
    away: bool = False

    async def desk_wishes(self) -> list[DeskWish]:
        self._answer()
        return self.wishes

    async def open_calls(self, pbx_id: str) -> list[str]:
        self._answer()
        return self.calls

    async def unfinished_recordings(self, pbx_id: str) -> list[RecordedCall]:
        self._answer()
        return [one for one in self.recorded.values() if one.state == "recording" and one.ended_at]

    async def recording(self, pbx_id: str, file: str) -> RecordedCall | None:
        self._answer()
        return self.recorded.get(file)

    async def astdb_wishes(self) -> dict[str, dict[str, str]]:
        self._answer()
        return self.astdb

    async def notice_words(self) -> str:
        self._answer()
        return self.notice

    async def trunks_in_use(self, pepper: str) -> list[Trunk]:
        self._answer()
        return self.trunks

    async def entries_after(self, position: int, limit: int, kinds: Sequence[str]) -> list[Entry]:
        self._answer()
        return [entry for entry in self.entries if entry.position > position and entry.kind in kinds][:limit]

    def _answer(self) -> None:
        if self.away:
            raise Unavailable("The database is away.")
