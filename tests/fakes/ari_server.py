"""A programmable ARI: it speaks Asterisk's WebSocket, and misbehaves when told to."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

Answer = tuple[int, object]


@dataclass
class AriServer:
    """`answers` maps `GET channels` to (status, body). `mute` leaves requests unanswered, `refuse` answers the
    handshake with that status."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    mute: bool = False
    refuse: int = 0
    asked: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    handshakes: list[Request] = field(default_factory=list)
    clients: list[ServerConnection] = field(default_factory=list)
    connects: int = 0
    _server: Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/ari"

    async def start(self) -> None:
        where = ("127.0.0.1", self.port)
        self._server = await serve(self._talk, *where, process_request=self._handshake, ping_interval=None)
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def stop(self) -> None:
        """As when Asterisk is killed: nobody says goodbye."""
        self.cut()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def cut(self) -> None:
        for client in self.clients:
            client.transport.abort()

    async def send(self, event: dict[str, Any] | str | bytes) -> None:
        for client in self.clients:
            await client.send(json.dumps(event) if isinstance(event, dict) else event)

    def _handshake(self, connection: ServerConnection, request: Request) -> Response | None:
        self.handshakes.append(request)
        return Response(self.refuse, "refused", Headers(), b"") if self.refuse else None

    async def _talk(self, connection: ServerConnection) -> None:
        self.connects += 1
        self.clients.append(connection)
        try:
            async for text in connection:
                await self._answer(connection, json.loads(text))
        finally:
            self.clients.remove(connection)

    async def _answer(self, connection: ServerConnection, request: dict[str, Any]) -> None:
        asked = f"{request['method']} {request['uri']}"
        self.asked.append(asked)
        self.bodies.append(request.get("message_body", ""))
        if self.mute:
            return
        status, body = self.answers.get(asked.partition("?")[0], (404, {"message": "not found"}))
        answer = {"type": "RESTResponse", "request_id": request["request_id"], "status_code": status}
        answer |= {"reason_phrase": "said the fake", "uri": request["uri"]}
        if body is not None:
            answer["message_body"] = json.dumps(body)
        await connection.send(json.dumps(answer))


@asynccontextmanager
async def ari_server(prepare: Callable[[AriServer], None] = lambda _: None) -> AsyncIterator[AriServer]:
    server = AriServer()
    prepare(server)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def running(coroutine: Any) -> AsyncIterator[asyncio.Task[None]]:
    """A coroutine that runs for ever, ended with the block. A failure of its own is raised there."""
    task = asyncio.ensure_future(coroutine)
    try:
        yield task
    finally:
        task.cancel()
        results = await asyncio.gather(task, return_exceptions=True)
        if isinstance(results[0], Exception):
            raise results[0]
