"""EIDO documents out and in (NENA-STA-021). What is covered stands in cad/evidence/eido.py."""

import hashlib
import hmac
import json
import time
from collections import deque
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Security
from fastapi.responses import JSONResponse
from fastapi.security import APIKeyHeader

from api.errors import TooMany
from api.roles import Overseer
from api.runtime import Reading, RuntimeOf
from api.schemas.common import PathId
from api.schemas.evidence import EidoTaken
from api.visibility import of_role, seen_by
from cad.clock import utc_now
from cad.errors import Unauthenticated
from cad.events import iso
from cad.evidence.commands import NoteEidoExported
from cad.evidence.eido import Received, read_eido, to_eido
from cad.incidents.commands import OpenIncident
from cad.reports.commands import AddReport
from cad.store import views

router = APIRouter(prefix="/api", tags=["eido"])

A_MINUTE, PER_MINUTE = 60.0, 60  # of one partner: a center that hands over everything it has does not reach it
_came: dict[str, deque[float]] = {}


_key = APIKeyHeader(name="X-Partner-Key", scheme_name="partner", description="Of `partner_keys`.", auto_error=False)


async def partner(runtime: RuntimeOf, key: Annotated[str | None, Security(_key)] = None) -> str:
    """The name of the partner whose key this is. Keys: setting `partner_keys`, `name=key, name=key`."""
    told = (one.strip().partition("=") for one in runtime.installation.settings.partner_keys.split(","))
    for name, _, secret in told:
        if name and secret and hmac.compare_digest(secret.encode(), (key or "").encode("utf-8", "ignore")):
            _slow_down(name)
            return name
    raise Unauthenticated(
        "Kunci mitra tidak dikenal. Minta kunci kepada pusat 112 ini, dan kirim sebagai X-Partner-Key.",
        en="This partner key is not known. Ask this 112 center for one, and send it as X-Partner-Key.",
    )


def _slow_down(name: str) -> None:
    now, came = time.monotonic(), _came.setdefault(name, deque(maxlen=PER_MINUTE))
    if len(came) == PER_MINUTE and now - came[0] < A_MINUTE:
        wait_s = int(A_MINUTE - (now - came[0])) + 1
        raise TooMany(
            f"Terlalu banyak dokumen dalam satu menit. Kirim lagi dalam {wait_s} detik.",
            en=f"Too many documents in a minute. Send it again in {wait_s} s.",
            retry_after_s=wait_s,
        )
    came.append(now)


@router.post("/eido", status_code=201, response_model=EidoTaken)
async def take_eido(
    runtime: RuntimeOf, name: Annotated[str, Depends(partner)], document: Annotated[dict[str, Any], Body()]
) -> Any:
    """A partner's document becomes an open incident with the partner's report, or one more report on the one that is
    there. The same document twice changes nothing."""
    async with runtime.database.session() as session:
        codes = frozenset(kind["code"] for kind in (await views.city(session))["types"])
        received = read_eido(document, codes)
        known = await views.incident_views(session, [received.incident_id])
    notes = list(received.problems)
    if not known and received.closed:
        notes.append("it was closed at the sending center already; it is open here until somebody closes it")
    async with runtime.bus.transaction() as transaction:
        if not known:
            await transaction.handle(_opening(received, runtime.installation.settings.exercise))
        await transaction.handle(_report(received, name))
    async with runtime.database.session() as session:
        incident = await views.incident(session, received.incident_id)
    return {
        "incident_id": incident["id"],
        "incident_number": incident["number"],
        "known": bool(known),
        "notes": notes,
    }


def _opening(received: Received, exercise: bool) -> OpenIncident:
    return OpenIncident(
        user_id=None,
        type_code=received.type_code,
        priority=received.priority,
        what=received.notes[0] if received.notes else received.type_text,
        place=received.place,
        exercise=exercise,
        incident_id=received.incident_id,
    )


def _report(received: Received, name: str) -> AddReport:
    return AddReport(
        incident_id=received.incident_id,
        kind="partner",
        report_id=received.report_id,
        at=received.at if received.at and received.at <= utc_now() else None,
        type_code=received.type_code,
        text="\n".join(received.notes)[:4000],
        source=f"{name}: {received.sender}"[:200],
        place=received.place,
    )


@router.get("/incidents/{incident_id}/eido", response_class=JSONResponse, response_model=dict[str, Any])
async def give_eido(incident_id: PathId, user: Overseer, session: Reading, runtime: RuntimeOf) -> JSONResponse:
    """The incident as an EIDO document. Who took it, and its hash, are in the journal."""
    settings = runtime.installation.settings
    incident = await views.incident(session, incident_id)
    told = {
        "incident": incident,
        "calls": await views.call_views(session, incident["call_ids"]),
        "units": await views.unit_views(session, {one["unit_id"] for one in incident["assignments"]}),
    }
    seen: dict[str, Any] = seen_by(of_role(user.role), told)
    document = to_eido(
        seen["incident"],
        calls=seen["calls"],
        units=seen["units"],
        center_id=settings.center_id,
        center_name=settings.center_name,
        at=iso(utc_now()),
    )
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    await runtime.bus.handle(NoteEidoExported(user_id=user.user_id, incident_id=incident_id, sha256=digest))
    name = f'attachment; filename="eido-{incident["number"]}.json"'
    return JSONResponse(document, headers={"Content-Disposition": name, "Cache-Control": "private, no-store"})
