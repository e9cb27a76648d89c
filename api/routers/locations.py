"""Where callers are: AML by HTTPS and by SMS comes in here, and a call's locations are read.

A sender is answered 2xx whatever it says (ETSI TS 103 625): 200 when it was taken, 202 when it was set aside. Those set
aside are counted and logged without what they say.
"""

from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Header, Request, Response

from api import metrics
from api.errors import TooMany
from api.roles import Reader
from api.routers.sms import WrongSignature, is_signed
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.common import PathId
from api.schemas.locations import LocationView, Taken
from api.visibility import of_role, seen_by
from cad.locations import aml_https, aml_sms
from cad.locations.commands import RecordFix
from cad.locations.errors import Refused
from cad.locations.handlers import made_of
from cad.store import views
from telephony.sms.account import INBOUND_PATH

log = structlog.get_logger(__name__)

router = APIRouter(tags=["locations"])

FORM_TYPE = "application/x-www-form-urlencoded"


def _form(*names: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
    return {"requestBody": {"content": {FORM_TYPE: {"schema": schema}}}}


AML = _form("v", "device_number", "location_latitude", "location_longitude", "location_accuracy", "hmac")
SMS = _form("MessageSid", "From", "To", "Body")


@router.post("/aml", response_model=Taken, openapi_extra=AML)
async def take_aml(request: Request, runtime: RuntimeOf, response: Response) -> Any:
    """AML by HTTPS: the form is signed with HMAC-SHA1 under the installation's `aml_key`."""
    address = request.client.host if request.client else ""
    if wait_s := runtime.aml.wait_s(address):
        metrics.LOCATIONS.labels("aml_https", "too_many").inc()
        raise TooMany(
            f"Terlalu banyak pesan tanpa tanda tangan yang benar. Coba lagi dalam {wait_s} detik.",
            en=f"Too many messages without a right signature. Try again in {wait_s} s.",
            retry_after_s=wait_s,
        )
    body = await request.body()
    if not aml_https.is_signed(body, runtime.installation.secrets.aml_key):
        runtime.aml.note(address)
        return _set_aside("aml_https", "unsigned", response)
    try:
        fix = aml_https.read(body)
    except Refused as refused:
        return _set_aside("aml_https", refused.reason, response)
    await _record(runtime, RecordFix(fix_id=made_of("aml", body), fix=fix))
    return Taken(taken=True)


def _set_aside(road: str, reason: str, response: Response) -> Taken:
    metrics.LOCATIONS.labels(road, "refused").inc()
    log.warning("location.refused", road=road, reason=reason)
    response.status_code = 202
    return Taken(taken=False)


async def _record(runtime: Runtime, command: RecordFix) -> None:
    await runtime.bus.handle(command)
    metrics.LOCATIONS.labels(command.fix.source, "taken").inc()
    log.info("location.taken", source=command.fix.source, method=command.fix.method, has_point=bool(command.fix.point))


@router.post(INBOUND_PATH, response_model=Taken, openapi_extra=SMS)
async def take_sms(
    request: Request, runtime: RuntimeOf, response: Response, x_twilio_signature: Annotated[str, Header()] = ""
) -> Any:
    """An SMS that came in. AML is read; anything else is set aside. Wrong signature: 403, and nothing is read."""
    form = await request.form()
    if not is_signed(runtime, request.url.query, form, x_twilio_signature, INBOUND_PATH):
        log.warning("sms.inbound_refused", reason="wrong signature")
        raise WrongSignature(
            "Tanda tangan SMS ini salah. Periksa alamat publik dan token Twilio.",
            en="The signature of this SMS is wrong. Check the public address and Twilio's token.",
        )
    told = {name: str(form.get(name, "")) for name in ("MessageSid", "From", "Body")}
    try:
        fix = aml_sms.read(told["Body"])
    except Refused as refused:
        return _set_aside("aml_sms", refused.reason, response)
    named = made_of("sms", told["MessageSid"] or told["Body"], told["From"])
    await _record(runtime, RecordFix(fix_id=named, fix=fix, sender=told["From"][:40]))
    return Taken(taken=True)


@router.get("/api/calls/{call_id}/locations", response_model=list[LocationView])
async def list_locations(call_id: PathId, user: Reader, session: Reading) -> Any:
    """Best first: the newest that is accurate enough, then a fixed line's own address, then the others."""
    return seen_by(of_role(user.role), await views.locations_of_call(session, call_id))
