"""Twilio's Messages API as far as the platform uses it: create, list, fetch. Same paths, codes and JSON.

https://www.twilio.com/docs/messaging/api/message-resource
"""

import asyncio
import re
import secrets
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials

from telephony.sms.standin.messages import Message, Messages
from telephony.sms.standin.numbers import Manner, manner_of
from telephony.sms.standin.reports import Reports

BASE = "/2010-04-01/Accounts/{account}"
NEVER_S = 60.0  # longer than any client waits
E164 = re.compile(r"\+[1-9]\d{6,14}")
SENDER = re.compile(r"\+[1-9]\d{3,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")
SENTENCES = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    21211: "Invalid 'To' Phone Number",
    21212: "Invalid 'From' Phone Number",
    21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21604: "A 'To' phone number is required.",
    21606: "The 'From' phone number is not a valid, SMS-capable number for your account.",
    21609: "Invalid 'StatusCallback' URL",
    21610: "Attempt to send to unsubscribed recipient",
    21611: "This 'From' number has exceeded the maximum number of queued messages",
    21612: "The 'To' phone number is not currently reachable using the 'From' phone number via SMS.",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit",
}


class Refusal(Exception):
    """Answered in Twilio's own words: {code, message, more_info, status}."""

    def __init__(self, code: int, http: int = 400) -> None:
        super().__init__(SENTENCES[code])
        self.code, self.http = code, http


def answer_refusal(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    more = f"https://www.twilio.com/docs/errors/{error.code}"
    body = {"code": error.code, "message": str(error), "more_info": more, "status": error.http}
    headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if error.http == 401 else None
    return JSONResponse(body, error.http, headers)


Given = Annotated[HTTPBasicCredentials | None, Depends(HTTPBasic(auto_error=False))]


def twilio_api(messages: Messages, reports: Reports, account_sid: str, token: str) -> APIRouter:
    def known(account: str, given: Given) -> None:
        right = given is not None and secrets.compare_digest(
            f"{given.username}:{given.password}".encode(), f"{account_sid}:{token}".encode()
        )
        if not right:
            raise Refusal(20003, 401)
        if account != account_sid:
            raise Refusal(20404, 404)

    router = APIRouter(prefix=BASE, dependencies=[Depends(known)])

    @router.post("/Messages.json", status_code=201)
    async def create(
        To: Annotated[str, Form()] = "",
        From: Annotated[str, Form()] = "",
        Body: Annotated[str, Form()] = "",
        StatusCallback: Annotated[str, Form()] = "",
    ) -> dict[str, object]:
        manner = manner_of(To, From)
        first = messages.first_request(To, Body)
        if refusal := _refusal(To, From, Body, StatusCallback, manner, first):
            messages.refuse(To, refusal.code, refusal.http)
            raise refusal
        message = messages.take(To, From, Body, StatusCallback)
        reports.follow(message)
        await asyncio.sleep(NEVER_S if manner.first_answer_never and first else manner.answer_after_s)
        return message.resource(account_sid)

    @router.get("/Messages.json")
    async def listed(
        To: str = "",
        From: str = "",
        PageSize: Annotated[int, Query(ge=1, le=1000)] = 50,
        Page: Annotated[int, Query(ge=0)] = 0,
    ) -> dict[str, object]:
        found = [m for m in messages.newest_first() if _matches(m, To, From)]
        return _page(found, {"To": To, "From": From}, PageSize, Page, account_sid)

    @router.get("/Messages/{sid}.json")
    async def fetched(sid: str) -> dict[str, object]:
        message = messages.get(sid)
        if message is None:
            raise Refusal(20404, 404)
        return message.resource(account_sid)

    return router


def _refusal(to: str, sender: str, body: str, callback: str, manner: Manner, first: bool) -> Refusal | None:
    if code := _invalid(to, sender, body, callback) or manner.refusal:
        return Refusal(code)
    if first and manner.first_status:
        return Refusal(20429 if manner.first_status == 429 else 20500, manner.first_status)
    return None


def _invalid(to: str, sender: str, body: str, callback: str) -> int:
    """Twilio's error code for the first thing wrong with a request, 0 when all is well."""
    checks = (
        (not to, 21604),
        (not sender, 21603),
        (not body, 21602),
        (len(body) > 1600, 21617),
        (not E164.fullmatch(to), 21211),
        (not SENDER.fullmatch(sender), 21212),
        (bool(callback) and not _is_url(callback), 21609),
    )
    return next((code for wrong, code in checks if wrong), 0)


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _matches(message: Message, to: str, sender: str) -> bool:
    return (not to or message.to == to) and (not sender or message.sender == sender)


def _page(found: list[Message], asked: dict[str, str], size: int, page: int, account_sid: str) -> dict[str, object]:
    base = f"/2010-04-01/Accounts/{account_sid}/Messages.json"

    def uri(number: int) -> str:
        return f"{base}?{urlencode({**{k: v for k, v in asked.items() if v}, 'PageSize': size, 'Page': number})}"

    start, end = page * size, page * size + size
    shown = found[start:end]
    return {
        "messages": [message.resource(account_sid) for message in shown],
        "page": page,
        "page_size": size,
        "start": start,
        "end": start + len(shown) - 1 if shown else start,
        "uri": uri(page),
        "first_page_uri": uri(0),
        "next_page_uri": uri(page + 1) if end < len(found) else None,
        "previous_page_uri": uri(page - 1) if page else None,
    }
