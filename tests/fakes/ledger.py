"""A ledger of plain lists, away when told to be."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cad.errors import Unavailable
from cad.queues.model import RoutingPlan
from cad.trunks.model import Trunk
from telephony.ledger import DeskWish, Entry, RecordedCall


@dataclass
class ListLedger:
    wishes: list[DeskWish] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    recorded: dict[str, RecordedCall] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    notice: str = ""
    numbers: dict[str, str] = field(default_factory=dict)
    astdb: dict[str, dict[str, str]] = field(default_factory=dict)
    trunks: list[Trunk] = field(default_factory=list)
    plan: RoutingPlan = field(default_factory=lambda: RoutingPlan(center_id="test"))
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

    async def routing_plan(self) -> RoutingPlan:
        self._answer()
        return self.plan

    async def astdb_wishes(self) -> dict[str, dict[str, str]]:
        self._answer()
        return self.astdb

    async def dialled_number(self, number_id: str) -> str:
        self._answer()
        return self.numbers.get(number_id, "")

    async def number_of_call(self, call_id: str) -> str:
        self._answer()
        return self.numbers.get(call_id, "")

    async def location_uri(self, reference_id: str) -> str:
        self._answer()
        return ""

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
