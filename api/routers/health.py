"""For monitors: each part's state, and Prometheus's figures."""

import ipaddress
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.health import database_of, is_ready, process_parts
from api.runtime import RuntimeOf
from api.schemas.city import Health
from api.sessions import address_of
from cad.errors import Forbidden

router = APIRouter(tags=["health"])
FORWARDED = ("x-forwarded-for", "forwarded")


AWAY: dict[int | str, dict[str, Any]] = {503: {"model": Health, "description": "A needed part is away."}}


@router.get("/health", response_model=Health, responses=AWAY)
async def health(runtime: RuntimeOf) -> Any:
    """503 while the database, Asterisk or telephony is not ready. The others are told, and do no harm to a call."""
    parts = {"database": await database_of(runtime.database), **process_parts(runtime.installation.run)}
    ready = is_ready(parts)
    body = {
        "ready": ready,
        "center": runtime.installation.settings.center_name,
        "parts": {name: part.view() for name, part in parts.items()},
    }
    return JSONResponse(body, status_code=200 if ready else 503, headers={"Cache-Control": "no-store"})


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(request: Request) -> Response:
    """Only from this machine itself: not through a proxy, not from the network."""
    if not _is_local(address_of(request)) or any(name in request.headers for name in FORWARDED):
        raise Forbidden("Metrik hanya untuk mesin ini sendiri.", en="Metrics are for this machine only. Ask from it.")
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _is_local(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
