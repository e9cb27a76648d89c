"""What Twilio does after it took a message: it goes from queued to sent to delivered, and each step is
reported to the status callback, signed with the account's token, again and again until it is heard."""

import asyncio
import ssl
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import httpx
import structlog
from twilio.request_validator import RequestValidator

from cad.clock import utc_now
from telephony.sms.standin.messages import Message, Messages
from telephony.sms.standin.numbers import Manner, manner_of

log = structlog.get_logger("standin")

RETRY_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0)  # then it gives up, as Twilio does
CALLBACK_TIMEOUT_S = 15.0  # Twilio's own
RESUME_WITHIN = timedelta(minutes=10)  # after a restart: older stories are over


class Reports:
    def __init__(
        self, messages: Messages, account_sid: str, token: str, *, ca_file: str = "", pace: float = 1.0
    ) -> None:
        self._messages = messages
        self._account_sid = account_sid
        self._signer = RequestValidator(token)
        self._pace = pace
        self._http = httpx.AsyncClient(timeout=CALLBACK_TIMEOUT_S, trust_env=False, verify=_trust(ca_file))
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(self, message: Message) -> None:
        self._start(self._story(message, manner_of(message.to, message.sender)))

    def resume(self) -> None:
        """After a restart: the stories that were not told to their end."""
        for message in reversed(self._messages.newest_first()):
            if utc_now() - message.at < RESUME_WITHIN:
                self.follow(message)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _story(self, message: Message, manner: Manner) -> None:
        earlier: asyncio.Task[None] | None = None
        for wait_s, status, error_code in manner.steps:
            if status in message.reported:
                continue
            await asyncio.sleep(wait_s * self._pace)
            self._messages.advance(message, status, error_code)
            for _ in range(manner.reports if message.callback else 0):
                earlier = self._start(self._report_after(earlier, message, status, error_code))

    async def _report_after(
        self, earlier: asyncio.Task[None] | None, message: Message, status: str, error_code: str
    ) -> None:
        """In order, without holding up the message itself when nobody hears the reports."""
        if earlier is not None:
            await asyncio.wait([earlier])
        await self._report(message, status, error_code)

    async def _report(self, message: Message, status: str, error_code: str) -> None:
        form = self._form(message, status, error_code)
        headers = {
            "X-Twilio-Signature": self._signer.compute_signature(message.callback, form),
            "I-Twilio-Idempotency-Token": f"{message.sid}-{status}",
            "User-Agent": "TwilioProxy/1.1",
        }
        for attempt, wait_s in enumerate((*RETRY_S, 0.0), start=1):
            http = await self._post(message.callback, form, headers)
            heard = 200 <= http < 300
            self._messages.reported(message, status, http, attempt, heard)
            if heard or 400 <= http < 500:
                return
            await asyncio.sleep(wait_s * self._pace)
        log.warning("standin.report_given_up", sid=message.sid, status=status)

    async def _post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> int:
        """The HTTP status, 0 when nobody answered."""
        try:
            return (await self._http.post(url, data=form, headers=headers)).status_code
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.debug("standin.callback_unheard", reason=type(error).__name__)
            return 0

    def _form(self, message: Message, status: str, error_code: str) -> dict[str, str]:
        form = {
            "AccountSid": self._account_sid,
            "ApiVersion": "2010-04-01",
            "From": message.sender,
            "To": message.to,
            "MessageSid": message.sid,
            "SmsSid": message.sid,
            "MessageStatus": status,
            "SmsStatus": status,
        }
        return form | ({"ErrorCode": error_code} if error_code else {})


def _trust(ca_file: str) -> ssl.SSLContext:
    """The machine's authorities and the city's own, so that a callback to our own HTTPS is verified too."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(cafile=ca_file)
    return context
