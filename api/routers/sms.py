"""What the SMS provider reports: POST /sms/twilio/status, signed. Wrong signature: 403, and nothing is read."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Header, Request, Response
from starlette.datastructures import FormData
from twilio.request_validator import RequestValidator

from api.runtime import Runtime, RuntimeOf
from cad.errors import Forbidden, Invalid, NotFound
from cad.messages.commands import MarkPageSent, RecordPageStatus
from telephony.sms.account import STATUS_PATH
from telephony.sms.twilio_errors import delivery_sentence

log = structlog.get_logger(__name__)

router = APIRouter(tags=["sms"])

LONGEST_ID = 64
FIELDS = ("MessageSid", "MessageStatus", "ErrorCode", "To", "From", "AccountSid", "ApiVersion")
FORM_SCHEMA = {"type": "object", "properties": {name: {"type": "string"} for name in FIELDS}}
FORM = {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": FORM_SCHEMA}}}}


class WrongSignature(Forbidden):
    error_id = "wrong_signature"


@router.post(STATUS_PATH, status_code=204, openapi_extra=FORM)
async def record_status(
    request: Request, runtime: RuntimeOf, x_twilio_signature: Annotated[str, Header()] = ""
) -> Response:
    """One status of one message (Twilio's form). Any order, any number of times; later states stay."""
    form = await request.form()
    if not is_signed(runtime, request.url.query, form, x_twilio_signature):
        log.warning("sms.callback_refused", reason="wrong signature")
        raise WrongSignature(
            "Tanda tangan laporan ini salah. Periksa alamat publik dan token Twilio.",
            en="The signature of this report is wrong. Check the public address and Twilio's token.",
        )
    await _record(runtime, request.query_params.get("page", ""), form)
    return Response(status_code=204)


def is_signed(runtime: Runtime, query: str, form: FormData, signature: str, path: str = STATUS_PATH) -> bool:
    """Against the configured public address: behind a proxy the request's own address is another."""
    url = f"{runtime.installation.base_url}{path}" + (f"?{query}" if query else "")
    values = {key: str(value) for key, value in form.items()}
    validator = RequestValidator(runtime.installation.secrets.twilio_auth_token)
    return bool(signature) and bool(validator.validate(url, values, signature))


async def _record(runtime: Runtime, page_id: str, form: FormData) -> None:
    sid, status = _field(form, "MessageSid", "SmsSid"), _field(form, "MessageStatus", "SmsStatus")
    if not sid or not status:
        raise Invalid("MessageSid dan MessageStatus wajib ada.", en="MessageSid and MessageStatus are required.")
    reported = RecordPageStatus(
        provider_sid=sid, status=status, error_code=delivery_sentence(_field(form, "ErrorCode"))
    )
    log.info("sms.status", sid=sid, status=status)
    try:
        await runtime.bus.handle(reported)
    except NotFound:
        if not page_id:
            raise
        await _adopt(runtime, page_id, reported)


async def _adopt(runtime: Runtime, page_id: str, reported: RecordPageStatus) -> None:
    """The report overtook the sender's own commit, or the sender died before it: the report says it was taken."""
    async with runtime.bus.transaction() as transaction:
        await transaction.handle(MarkPageSent(page_id=page_id[:LONGEST_ID], provider_sid=reported.provider_sid))
        await transaction.handle(reported)


def _field(form: FormData, *names: str) -> str:
    return next((str(form[name])[:LONGEST_ID] for name in names if form.get(name)), "")
