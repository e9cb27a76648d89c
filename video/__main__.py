"""`python -m video`: the cameras, until SIGTERM. Low priority: two cores are for the calls."""

import asyncio
import logging
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

import structlog
import uvicorn

from cad.errors import Unavailable
from cad.heartbeat import Heartbeat
from cad.installation import Installation, load_installation
from cad.store.database import Database
from cad.store.server import database_url
from video.app import make_app
from video.cameras import StoredCameras
from video.packets import SourceBroken, Stream
from video.relay.addresses import serve_viewers_at
from video.relay.readers import Readers
from video.sources import DEMO, demo_number, open_source
from video.sources.demo import demo_clip

log = structlog.get_logger(__name__)

NICE = 5
BEAT_S = 1.0
LOOK_S = 10.0


async def serve(installation: Installation) -> None:
    folder = installation.home / "video"
    folder.mkdir(exist_ok=True)
    heart = Heartbeat(installation.run, "video")
    heart.say("starting")
    database = Database(database_url(installation), pool=2)

    def open_from_folder(source: str) -> Stream:
        return open_source(source, folder)

    readers = Readers(StoredCameras(database, installation.settings.center_id), open_from_folder)
    config = uvicorn.Config(
        make_app(readers, installation.secrets.service_token),
        host="127.0.0.1",  # viewers come through the API
        port=installation.settings.video_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = Server(config)
    tasks = [asyncio.create_task(_beat(heart, readers, server)), asyncio.create_task(_prepare(readers, folder))]
    try:
        await server.serve()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await database.dispose()


class Server(uvicorn.Server):
    """Knows when its socket listens."""

    listening = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening = self.started


async def _beat(heart: Heartbeat, readers: Readers, server: Server) -> None:
    while True:
        if server.listening:
            known = readers.known()
            broken = sum(reader.state == "broken" for reader in known)
            detail = f"{broken} of {len(known)} cameras broken" if broken else ""
            heart.say("ready", detail, cameras=len(known), viewers=sum(reader.viewers for reader in known))
        else:
            heart.write()
        await asyncio.sleep(BEAT_S)


async def _prepare(readers: Readers, folder: Path) -> None:
    """Draws the demo cameras' clips before anybody looks, one after the other."""
    done: set[str] = set()
    while True:
        try:
            sources = {reader.camera.source for reader in await readers.all()}
        except Unavailable:
            sources = set()
        for source in sorted(sources - done):
            done.add(source)
            if source.startswith(DEMO):
                await _drawn(folder, source)
        await asyncio.sleep(LOOK_S)


async def _drawn(folder: Path, source: str) -> None:
    try:
        await asyncio.to_thread(demo_clip, folder, demo_number(source))
    except SourceBroken as error:
        log.warning("video.demo_not_drawn", reason=str(error))


def configure_logs(level: str) -> None:
    logging.basicConfig(level=logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.upper()),
    )


def main() -> None:
    installation = load_installation()
    configure_logs(installation.settings.log_level)
    logging.getLogger("libav").setLevel(logging.CRITICAL)  # its lines may hold a camera's address
    os.nice(NICE)
    serve_viewers_at(installation.settings.bind, urlsplit(installation.base_url).hostname or "")
    asyncio.run(serve(installation))


if __name__ == "__main__":
    main()
