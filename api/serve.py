"""Runs the API: one process by default; several share the port when TANGGAP_API_PROCESSES says so."""

import os

import structlog
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from cad.installation import Installation, load_installation

# SIGTERM must end us within 3 s; open live channels are told at once by the hub.
GRACE_S = 2


def application() -> FastAPI:
    """For several processes, and for `uvicorn --factory api.serve:application`."""
    installation = load_installation()
    configure_logs(installation.settings.log_level)
    return create_app(installation)


def configure_logs(level: str) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.upper()),
    )


def serve(installation: Installation) -> None:
    settings = installation.settings
    configure_logs(settings.log_level)
    processes = int(os.environ.get("TANGGAP_API_PROCESSES", "1"))
    uvicorn.run(
        create_app(installation) if processes == 1 else "api.serve:application",
        factory=processes > 1,
        workers=processes if processes > 1 else None,
        host=settings.bind,
        port=settings.http_port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # costs more than it saves on a city's own network
        ws_max_size=4096,  # a console says `pong` and no more
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_S,
        ssl_certfile=settings.tls_certificate or None,
        ssl_keyfile=settings.tls_key or None,
    )
