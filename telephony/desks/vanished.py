"""A desk whose phone has just vanished while it rang: that ring is ended, so that the caller rings elsewhere a second
later. With us dead it lasts to its end (the plan's ring_seconds), and the next desk's turn comes then."""

import asyncio

import structlog

from telephony.ari import AriError, Client
from telephony.ari.models import Event
from telephony.channels import desk_of, endpoint_desk
from telephony.desks.presence import GONE

log = structlog.get_logger()

RINGING = frozenset({"Down", "Ring", "Ringing"})


class Vanished:
    def __init__(self, ari: Client) -> None:
        self._ari = ari
        self._tasks: set[asyncio.Task[None]] = set()

    def contact_changed(self, event: Event) -> None:
        desk_id = endpoint_desk(event.get("endpoint", {}).get("resource", ""))
        if desk_id and event.get("contact_info", {}).get("contact_status", "") in GONE:
            task = asyncio.create_task(self.end_rings(desk_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def end_rings(self, desk_id: str) -> None:
        """Only of rings: a talk ends by itself when no sound came for four seconds."""
        try:
            legs = [one for one in await self._ari.channels.list() if desk_of(one["name"]) == desk_id]
            for leg in legs:
                if leg["state"] in RINGING and await self._ari.channels.hangup(leg["id"]):
                    log.info("desk.ring_ended", desk_id=desk_id)
        except AriError as error:
            log.info("desk.ring_goes_on", desk_id=desk_id, why=error.reason)
