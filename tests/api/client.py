"""A console without a screen: signs in, asks, and follows the live channel."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from api.sessions import COOKIE

CSRF = {"X-Tanggap": "1"}
Message = dict[str, Any]


@asynccontextmanager
async def sign_in(base_url: str, username: str, password: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=base_url, headers=CSRF, timeout=10) as client:
        answer = await client.post("/api/session", json={"username": username, "password": password})
        assert answer.status_code == 201, answer.text
        yield client


def live_url(base_url: str, after: int | None = None) -> str:
    query = "" if after is None else f"?after={after}"
    return f"{base_url.replace('http', 'ws', 1)}/api/live{query}"


@asynccontextmanager
async def live(client: httpx.AsyncClient, after: int | None = None, **options: Any) -> AsyncIterator["Live"]:
    headers = {"Cookie": f"{COOKIE}={client.cookies[COOKIE]}"}
    url = live_url(str(client.base_url).rstrip("/"), after)
    async with connect(url, additional_headers=headers, compression=None, **options) as socket:
        yield Live(socket)


class Live:
    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def next(self, within_s: float = 5.0) -> Message:
        async with asyncio.timeout(within_s):
            message: Message = json.loads(await self.socket.recv())
            return message

    async def hello(self) -> int:
        message = await self.next()
        assert message["type"] == "hello", message
        return int(message["position"])

    async def entry(self, wanted: Callable[[Message], bool], within_s: float = 5.0) -> Message:
        """The next entry that is wanted; others are passed over."""
        async with asyncio.timeout(within_s):
            while True:
                message = await self.next(within_s)
                if message["type"] == "entry" and wanted(message):
                    return message

    async def entries(self, count: int, within_s: float = 10.0) -> list[Message]:
        found: list[Message] = []
        async with asyncio.timeout(within_s):
            while len(found) < count:
                message = await self.next(within_s)
                if message["type"] == "entry":
                    found.append(message)
        return found
