"""Pages through Twilio's own client, `client.messages.create(...)`, kept off the event loop.

The client is synchronous, so each call runs in a thread. With no account set the very same client and
request go to the stand-in: only the HTTP client it is given differs, by one address.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlsplit

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from telephony.sms.account import Account
from telephony.sms.sender import Outgoing, PagePutOff, Receipt
from telephony.sms.twilio_errors import explain

TIMEOUT_S = 5.0  # to connect, and again between bytes; a page waits for nobody longer than WHOLE_S
WHOLE_S = 12.0  # must stay below the lease of a claimed page
AT_ONCE = 4  # a slow message must not hold up the next one
DEAD = {"failed", "undelivered", "canceled"}  # an earlier page with these very words that never arrived
LOOK_BACK = 50  # newest messages to one number; Twilio's own page size

T = TypeVar("T")

quiet = logging.getLogger("tanggap.twilio")
quiet.setLevel(logging.WARNING)  # the client logs each URL at INFO, and a look-up's URL holds the number


class StandinHttpClient(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's HTTP client with the host changed: every path, header and parameter is the client's own."""

    def __init__(self, api_url: str, timeout: float) -> None:
        super().__init__(timeout=timeout, logger=quiet)
        self._api_url = api_url
        self.session.trust_env = False  # a proxy of the environment has no business on loopback

    def request(self, method: str, url: str, *arguments: Any, **named: Any) -> Any:
        path = urlsplit(url)._replace(scheme="", netloc="").geturl()
        return super().request(method, self._api_url + path, *arguments, **named)


class TwilioSender:
    def __init__(self, account: Account, *, timeout_s: float = TIMEOUT_S, whole_s: float = WHOLE_S) -> None:
        self._account = account
        self._timeout_s = timeout_s
        self._whole_s = whole_s
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sms")
        self._own = threading.local()  # requests' session is not promised to be safe between threads
        self._lines: list[TwilioHttpClient] = []  # of all threads, to be closed in the end

    async def send(self, message: Outgoing) -> Receipt:
        return await self._in_thread(lambda: self._create(message))

    async def find(self, message: Outgoing) -> Receipt | None:
        return await self._in_thread(lambda: self._look_up(message))

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for line in self._lines:
            line.session.close()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(loop.run_in_executor(self._threads, work), self._whole_s)
        except TimeoutError:
            raise PagePutOff("Penyedia SMS tidak menjawab", doubtful=True) from None
        except (TwilioException, RequestException, ValueError, KeyError) as error:
            raise explain(error) from None  # the original's text may hold the number

    def _create(self, message: Outgoing) -> Receipt:
        callback = self._account.status_url(message.page_id)
        more = {"status_callback": callback} if callback else {}
        sent = self._client.messages.create(to=message.to, from_=self._account.sender, body=message.body, **more)
        return Receipt(str(sent.sid), str(sent.status))

    def _look_up(self, message: Outgoing) -> Receipt | None:
        for kept in self._client.messages.list(to=message.to, limit=LOOK_BACK, page_size=LOOK_BACK):
            same = _squeezed(message.body) in _squeezed(str(kept.body))  # a trial account puts a line in front
            if same and kept.status not in DEAD:
                return Receipt(str(kept.sid), str(kept.status))
        return None

    @property
    def _client(self) -> Client:
        if not hasattr(self._own, "client"):
            self._own.client = self._new_client()
        client: Client = self._own.client
        return client

    def _new_client(self) -> Client:
        account = self._account
        http: TwilioHttpClient
        if account.api_url:
            http = StandinHttpClient(account.api_url, self._timeout_s)
        else:
            http = TwilioHttpClient(timeout=self._timeout_s, logger=quiet)
        self._lines.append(http)
        return Client(account.sid, account.token, http_client=http)


def _squeezed(text: str) -> str:
    return " ".join(text.split())
