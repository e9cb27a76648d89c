"""The observer: ARI's events through the translator to the courier, and a fresh look at each (re)connect."""

import asyncio
import re
from collections.abc import Iterable

import structlog

from telephony.ari import AriError, Client, NotFound
from telephony.ari.models import Channel, Event
from telephony.channels import desk_of
from telephony.observer.courier import Courier
from telephony.observer.translator import Translator
from telephony.times import from_ari

log = structlog.get_logger()

LINKED = "CHANNEL(linkedid)"
CALLER = "CALLER_UNIQUEID"  # set by dialplan on every leg; the linkedid of one that was called in is another's


class Observer:
    def __init__(self, ari: Client, translator: Translator, courier: Courier) -> None:
        self._ari, self._translator, self._courier = ari, translator, courier

    def listen(self) -> None:
        """From now on, what ARI tells is passed on."""
        for event_type in self._translator.event_types:
            self._ari.on_event(event_type, self.see)

    def see(self, event: Event) -> None:
        for fact in self._translator.translate(event):
            self._courier.post(fact)

    async def look_around(self) -> set[str]:
        """After a (re)connect: learns which channels live and which desk talks to whom. Returns their uniqueids."""
        before = self._translator.known()
        channels = await self._ari.channels.list()
        self._translator.adopt(channels, await self._linked(channels), before)
        return {channel["id"] for channel in channels}

    async def living(self) -> set[str] | None:
        """The channels that Asterisk has now; None when it does not say."""
        try:
            return {channel["id"] for channel in await self._ari.channels.list()}
        except AriError:
            return None

    async def pbx_began(self) -> float | None:
        """When this Asterisk was started, in epoch seconds; None when it does not say. Raises AriError."""
        info = await self._ari.asterisk.get_info()
        began = from_ari(info.get("status", {}).get("startup_time"))
        return began.timestamp() if began else None

    async def _linked(self, channels: Iterable[Channel]) -> dict[str, str]:
        legs = [channel["id"] for channel in channels if desk_of(channel["name"])]
        found = await asyncio.gather(*(self._linked_to(leg) for leg in legs))
        return dict(zip(legs, found, strict=True))

    async def _linked_to(self, leg: str) -> str:
        for variable in (CALLER, LINKED):
            try:
                if told := await self._ari.channels.get_channel_var(leg, variable):
                    return told
            except NotFound:
                continue
        return ""


def born_at(uniqueid: str) -> float | None:
    """The second in which a channel was made, which Asterisk writes into its uniqueid."""
    match = re.search(r"(\d{9,11})\.\d+$", uniqueid)
    return float(match[1]) if match else None
