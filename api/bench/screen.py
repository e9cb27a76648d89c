"""How long from Asterisk's own ChannelCreated to a dispatcher's screen, beside the floor: a bare ARI client."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from websockets.asyncio.client import connect

from api.bench.person import Person
from cad.installation import Installation
from telephony.pbx import addresses

APP = "tanggap-bench"


@dataclass
class Screen:
    """Wall-clock seconds by the caller's uniqueid. Asterisk's timestamps have milliseconds."""

    installation: Installation
    person: Person
    created: dict[str, float] = field(default_factory=dict)
    known_to_ari: dict[str, float] = field(default_factory=dict)
    on_screen: dict[str, float] = field(default_factory=dict)
    in_journal: dict[str, float] = field(default_factory=dict)
    twice: int = 0
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def open(self) -> None:
        state = await self.person.get("/api/state")
        hello, listening = asyncio.Event(), asyncio.Event()
        self._tasks = [
            asyncio.create_task(self._watch_live(int(state["position"]), hello)),
            asyncio.create_task(self._watch_ari(listening)),
        ]
        await asyncio.wait_for(asyncio.gather(hello.wait(), listening.wait()), 15)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task

    def to_screen_ms(self) -> list[float]:
        return self._since_created(self.on_screen)

    def to_journal_ms(self) -> list[float]:
        """To `recorded_at`, which the transaction takes when it begins."""
        return self._since_created(self.in_journal)

    def floor_ms(self) -> list[float]:
        return self._since_created(self.known_to_ari)

    def _since_created(self, moments: dict[str, float]) -> list[float]:
        return [(at - self.created[call]) * 1000 for call, at in moments.items() if call in self.created]

    async def _watch_live(self, after: int, hello: asyncio.Event) -> None:
        async for message in self.person.live(after):
            at = time.time()
            if message["type"] == "hello":
                hello.set()
            elif message.get("kind") == "CallReceived":
                uniqueid = str(message["data"]["uniqueid"])
                self.twice += uniqueid in self.on_screen
                self.on_screen.setdefault(uniqueid, at)
                self.in_journal.setdefault(uniqueid, datetime.fromisoformat(message["recorded_at"]).timestamp())

    async def _watch_ari(self, listening: asyncio.Event) -> None:
        async for event, at in listen_to_ari(self.installation, listening):
            uniqueid = event["channel"]["id"]
            self.created[uniqueid] = datetime.fromisoformat(event["timestamp"]).timestamp()
            self.known_to_ari[uniqueid] = at


async def listen_to_ari(
    installation: Installation, listening: asyncio.Event | None = None
) -> AsyncIterator[tuple[dict[str, Any], float]]:
    """The least that any program can do with ARI: read all, look, note the time. New callers' channels."""
    secrets = installation.secrets
    url = addresses.ari_url(installation).replace("http", "ws", 1) + f"/events?app={APP}&subscribeAll=true"
    told = base64.b64encode(f"{addresses.USER}:{secrets.ari_password}".encode()).decode()
    async with connect(url, additional_headers={"Authorization": f"Basic {told}"}, max_size=2**24) as socket:
        if listening is not None:
            listening.set()
        async for text in socket:
            at = time.time()
            if '"ChannelCreated"' in str(text) and '"PJSIP/trunk' in str(text):
                yield json.loads(text), at
