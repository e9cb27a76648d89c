"""What the CAD has of the numbers that were dialled, asked as a supervisor, when all has come to rest."""

import asyncio
import time
from typing import Any

from api.bench.person import Person
from api.chaos.account import InCad
from cad.errors import Unavailable

LOOK_AGAIN_S = 1.0


class CadLookup:
    def __init__(self, person: Person, rest_within_s: float) -> None:
        self._person, self._until = person, time.monotonic() + rest_within_s

    async def look_up(self, numbers: list[str]) -> dict[str, InCad]:
        """Each number once it is at rest: its calls ended and their recordings taken over, or time over."""
        offered = await self._offered()
        found = dict[str, InCad]()
        for number in numbers:
            while not _is_at_rest(seen := await self._one(number, offered)) and time.monotonic() < self._until:
                await asyncio.sleep(LOOK_AGAIN_S)
                offered = await self._offered()
            found[number] = seen
        return found

    async def _one(self, number: str, offered: list[dict[str, Any]] | None) -> InCad:
        calls = await self._person.get("/api/calls", number=number)
        recordings = {
            call["id"]: await self._person.get(f"/api/recordings/{call['recording_id']}")
            for call in calls
            if call["recording_id"]
        }
        calls.sort(key=lambda call: call["received_at"] or "")
        return InCad(calls, recordings, None if offered is None else _is_offered(calls, offered))

    async def _offered(self) -> list[dict[str, Any]] | None:
        try:
            offered: list[dict[str, Any]] = await self._person.get("/api/abandoned", limit=200)
        except Unavailable as refused:
            if "answered 404" in str(refused):
                return None
            raise
        return offered


def _is_offered(calls: list[dict[str, Any]], offered: list[dict[str, Any]]) -> bool:
    ours = {call["id"] for call in calls}
    return any(ours & set(one.get("call_ids", ())) for one in offered)


def _is_at_rest(seen: InCad) -> bool:
    ended = bool(seen.calls) and all(call["state"] == "ended" for call in seen.calls)
    return ended and all(view["state"] != "recording" for view in seen.recordings.values())
