"""Whether each desk's phone is registered, as ARI sees it, told to the domain when it changes.

Events tell at once; the whole list is looked at on each connect and now and then, because events may be missed.
"""

import asyncio
from collections.abc import Iterable

import structlog

from cad.bus import Bus
from cad.desks.commands import SeeDesk
from cad.errors import TanggapError
from telephony.ari import AriError, Client
from telephony.ari.models import Endpoint, Event
from telephony.away import is_away
from telephony.channels import endpoint_desk

log = structlog.get_logger()

PERIOD_S = 10.0
THERE = frozenset({"Reachable", "Created", "NonQualified", "Updated"})
GONE = frozenset({"Unreachable", "Removed"})


class Presence:
    def __init__(self, ari: Client, bus: Bus, desk_ids: Iterable[str]) -> None:
        self._ari, self._bus, self._desk_ids = ari, bus, frozenset(desk_ids)
        self._told: dict[str, bool] = {}
        self._seen: dict[str, bool] = {}
        self._complained: set[str] = set()
        self._changed = asyncio.Event()

    def contact_changed(self, event: Event) -> None:
        desk_id = endpoint_desk(event.get("endpoint", {}).get("resource", ""))
        status = event.get("contact_info", {}).get("contact_status", "")
        if status in THERE | GONE:
            self._see(desk_id, status in THERE)

    async def look_again(self) -> None:
        """The whole list. What was told before counts no more: the database may be another one."""
        self._told.clear()
        await self._look()

    async def run(self) -> None:
        while True:
            await self._tell_safely()
            try:
                async with asyncio.timeout(PERIOD_S):
                    await self._changed.wait()
            except TimeoutError:
                await self._look()

    async def _look(self) -> None:
        try:
            for endpoint in await self._ari.endpoints.list_by_tech("PJSIP"):
                self._see(endpoint_desk(endpoint["resource"]), is_online(endpoint))
        except AriError as error:
            log.info("desks.presence_unknown", why=error.reason)

    def _see(self, desk_id: str, registered: bool) -> None:
        if desk_id in self._desk_ids:
            self._seen[desk_id] = registered
            self._changed.set()

    async def _tell_safely(self) -> None:
        self._changed.clear()
        for desk_id, registered in sorted(self._seen.items()):
            if self._told.get(desk_id) == registered:
                continue
            try:
                await self._bus.handle(SeeDesk(desk_id=desk_id, registered=registered, source="ari"))
                self._told[desk_id] = registered
            except Exception as error:  # noqa: BLE001 - the next round tries again
                self._complain(desk_id, error)

    def _complain(self, desk_id: str, error: Exception) -> None:
        """Once for each desk: one that the domain does not know stays so until somebody makes it."""
        if desk_id not in self._complained:
            self._complained.add(desk_id)
            known = None if isinstance(error, TanggapError) or is_away(error) else error
            log.warning("desk.not_told", desk_id=desk_id, error=type(error).__name__, exc_info=known)


def is_online(endpoint: Endpoint) -> bool:
    return endpoint.get("state") == "online"
