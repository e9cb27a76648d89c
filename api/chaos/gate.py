"""A gate between telephony and ARI: connections through it can be cut, or fall silent, without any privilege."""

import asyncio
import contextlib

LOOPBACK = "127.0.0.1"
CHUNK = 65536


class Gate:
    """Passes bytes from `port` to `to_port`, both on loopback."""

    def __init__(self, port: int, to_port: int) -> None:
        self._port, self._to_port = port, to_port
        self._server: asyncio.Server | None = None
        self._open = asyncio.Event()  # bytes flow
        self._open.set()
        self._shut = False
        self._links: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, self._port)

    async def close(self) -> None:
        self._open.set()
        self._drop_all()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def cut(self) -> None:
        """Every connection is reset, and new ones are until `mend`."""
        self._shut = True
        self._drop_all()

    def hush(self) -> None:
        """Connections stay up and nothing comes through any more, as behind a firewall that forgot them."""
        self._open.clear()

    def mend(self) -> None:
        self._shut = False
        self._open.set()

    def _drop_all(self) -> None:
        for writer in list(self._links):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._shut:
            writer.transport.abort()
            return
        try:
            there, onward = await asyncio.open_connection(LOOPBACK, self._to_port)
        except OSError:
            writer.transport.abort()
            return
        self._links |= {writer, onward}
        try:
            await asyncio.gather(self._pass(reader, onward), self._pass(there, writer))
        finally:
            self._links -= {writer, onward}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while more := await reader.read(CHUNK):
                await self._open.wait()
                writer.write(more)
                await writer.drain()
        writer.transport.abort()
