"""`python -m telephony`: watches the PBX, keeps its queue and its recordings, carries out what desks ask of calls."""

import asyncio
import gc
import logging
import signal
import sys

import prometheus_client
import structlog
import uvloop

from cad.heartbeat import Heartbeat
from cad.installation import Installation, load_installation
from cad.store.bootstrap import open_bus
from cad.store.kept import KeptQueries
from cad.store.pbx import PbxQueries
from cad.store.server import database_url
from telephony.service import Telephony

log = structlog.get_logger()


def tell_logs(level: str) -> None:
    """One line an event on stderr, which the supervisor keeps."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def serve_metrics(port: int) -> None:
    """A port already taken costs us the figures, not the calls."""
    try:
        prometheus_client.start_http_server(port, addr="127.0.0.1")
    except OSError as error:
        log.error("metrics.not_served", port=port, error=error.strerror)


async def run(installation: Installation) -> None:
    heartbeat = Heartbeat(installation.run, "telephony")
    heartbeat.say("starting")
    bus, database = open_bus(installation)
    service = Telephony(
        installation,
        bus,
        PbxQueries(database),
        database_url(installation),
        reconciles=installation.settings.reconciler,
        kept=KeptQueries(database, installation.settings.center_id, installation.settings.pbx_id),
    )
    telephony = asyncio.create_task(service.run(heartbeat))
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, telephony.cancel)
    try:
        await telephony
    except asyncio.CancelledError:
        log.info("telephony.ended")
    finally:
        await database.dispose()


def main() -> None:
    installation = load_installation()
    tell_logs(installation.settings.log_level)
    gc.freeze()  # what was imported stays: looking through it again costs 100 ms, and a second at the end
    serve_metrics(installation.settings.metrics_port)
    uvloop.run(run(installation))


if __name__ == "__main__":
    main()
