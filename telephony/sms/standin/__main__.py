"""`python -m telephony.sms.standin`: serves the stand-in on loopback until SIGTERM."""

import asyncio
import logging

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
    server = uvicorn.Server(config)
    beating = asyncio.create_task(_beat(heart, server))
    try:
        await server.serve()
    finally:
        beating.cancel()


async def _beat(heart: Heartbeat, server: uvicorn.Server) -> None:
    while not server.started:
        await asyncio.sleep(0.05)
    heart.say("ready")
    await heart.run()


def main() -> None:
    installation = load_installation()
    level = logging.getLevelNamesMapping().get(installation.settings.log_level.upper(), logging.INFO)
    logging.basicConfig(level=logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level))
    asyncio.run(serve(installation))


if __name__ == "__main__":
    main()
