"""`python -m telephony.sms.standin`: serves the stand-in on loopback until SIGTERM."""

import asyncio
import logging
import socket

import structlog
import uvicorn

from cad.heartbeat import Heartbeat
from cad.installation import Installation, load_installation
from telephony.sms.standin.app import make_app


async def serve(installation: Installation) -> None:
    heart = Heartbeat(installation.run, "standin")
    heart.say("starting")
    config = uvicorn.Config(
        make_app(installation),
        host="127.0.0.1",  # never beyond: it shows what was written to responders
        port=installation.settings.standin_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    beating = asyncio.create_task(heart.run())
    try:
        await Ready(config, heart).serve()
    finally:
        beating.cancel()


class Ready(uvicorn.Server):
    """Says `ready` once its socket listens."""

    def __init__(self, config: uvicorn.Config, heart: Heartbeat) -> None:
        super().__init__(config)
        self._heart = heart

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._heart.say("ready")


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
    asyncio.run(serve(installation))


if __name__ == "__main__":
    main()
