"""A programmable AMI: it greets, lets in, answers pings, and falls silent or hangs up when told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class AmiServer:
    """`silent` names actions that get no answer (`*`: none does). `replies` maps an action to raw text."""

    port: int = 0
    secret: str = "secret"
    silent: set[str] = field(default_factory=set)
    replies: dict[str, str] = field(default_factory=dict)
    actions: list[dict[str, str]] = field(default_factory=list)
    logins: int = 0
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self.cut()

    def cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    def names(self) -> list[str]:
        return [action["Action"] for action in self.actions]

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            if "*" not in self.silent:
                writer.write(b"Asterisk Call Manager/11.0.0\r\n")
            while block := (await reader.readuntil(b"\r\n\r\n")).decode():
                self._answer(writer, dict(line.split(": ", 1) for line in block.strip().splitlines()))
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            self._writers.discard(writer)
            writer.close()

    def _answer(self, writer: asyncio.StreamWriter, action: dict[str, str]) -> None:
        self.actions.append(action)
        name, number = action["Action"], action["ActionID"]
        if self.silent & {name, "*"}:
            return
        if name == "Login":
            self.logins += action["Secret"] == self.secret
        refused = name == "Login" and action["Secret"] != self.secret
        usual = f"Response: {'Error' if refused else 'Success'}\r\nActionID: {number}\r\nMessage: said the fake\r\n\r\n"
        writer.write(self.replies.get(name, usual).replace("@id@", number).encode())


@asynccontextmanager
async def ami_server() -> AsyncIterator[AmiServer]:
    server = AmiServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
