"""The ARI client: one WebSocket for events and requests, opened again whenever it is lost.

client = Client(url, "app", username, password)
client.on_event("ChannelCreated", handler)     # called in order; must not wait
client.on_connected(announce)                  # a coroutine function, run after each (re)connect
await client.run()                             # for ever
channels = await client.channels.list()        # from anywhere, while connected
"""

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from telephony import metrics
from telephony.ari.errors import AriError, AriUnavailable
from telephony.ari.models import Event
from telephony.ari.protocol import Conversation, Garbage, Response
from telephony.ari.resources import Applications, Asterisk, Bridges, Channels, Endpoints, Recordings
from telephony.backoff import delays

EventHandler = Callable[[Event], None]
ConnectHandler = Callable[[], Awaitable[None]]

log = structlog.get_logger()

# A connection that lived shorter than this is a failed one: waiting before the next keeps us from spinning.
SHORT_LIFE_S = 2.0
# Two of us on one Asterisk take the app from each other: this often at most. What one misses CEL tells.
REPLACED_S = 4.0
REPLACED = "ApplicationReplaced"
OURS = ("RESTResponse", REPLACED)  # answers are events too: Asterisk's filter holds them back otherwise (tried)
MOST_TYPES = 1000  # Asterisk has some 50; more is nonsense, and not worth remembering
BIGGEST_FRAME = 8 * 2**20  # the list of some thousand channels comes in one frame


class Client:
    """`connected` is an asyncio.Event, set while the WebSocket is open."""

    def __init__(
        self,
        url: str,
        app: str,
        username: str,
        password: str,
        *,
        request_timeout_s: float = 3.0,
        ping_s: float = 2.0,
        longest_delay_s: float = 5.0,
    ) -> None:
        """`url` is ARI's root, as in `http://127.0.0.1:8088/ari`; `app` is ours alone on that Asterisk."""
        query = urlencode({"app": app, "subscribeAll": "true"})
        self._events_url = f"{url.replace('http', 'ws', 1).rstrip('/')}/events?{query}"
        self._authorization = "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()
        self._app = app
        self._timeout_s, self._ping_s, self._longest_delay_s = request_timeout_s, ping_s, longest_delay_s
        self._handlers: dict[str, list[EventHandler]] = {}
        self._connect_handlers: list[ConnectHandler] = []
        self._passed_over: set[str] = set()
        self._conversation = Conversation()
        self._waiting: dict[str, asyncio.Future[Response]] = {}
        self._socket: ClientConnection | None = None
        self._replaced = False
        self.connected = asyncio.Event()
        self.channels, self.bridges = Channels(self), Bridges(self)
        self.endpoints, self.recordings = Endpoints(self), Recordings(self)
        self.applications, self.asterisk = Applications(self), Asterisk(self)

    def on_event(self, event_type: str, handler: EventHandler) -> None:
        """Handlers of one type run in the order they were given. A handler that fails is logged; others go on."""
        self._handlers.setdefault(event_type, []).append(handler)

    def on_connected(self, handler: ConnectHandler) -> None:
        """Runs beside the events after each connect; ended when the connection is lost."""
        self._connect_handlers.append(handler)

    async def run(self) -> None:
        """Keeps the connection up until cancelled."""
        async for socket in connect(
            self._events_url,
            additional_headers={"Authorization": self._authorization},
            process_exception=self._failed_to_connect,
            reconnect_delays=lambda: delays(longest_s=self._longest_delay_s),  # type: ignore[arg-type,return-value]
            open_timeout=self._timeout_s,
            ping_interval=self._ping_s,
            ping_timeout=self._ping_s * 2,
            close_timeout=1,
            max_size=BIGGEST_FRAME,
            max_queue=1024,
            compression=None,
            proxy=None,
        ):
            began = time.monotonic()
            await self._serve(socket)
            if time.monotonic() - began < SHORT_LIFE_S or self._replaced:
                await asyncio.sleep(next(delays(first_s=REPLACED_S if self._replaced else 0.5)))

    async def request(self, method: str, uri: str, body: dict[str, object] | None = None) -> Any:
        """Asks Asterisk; the decoded answer. Raises NotFound, AriError, or AriUnavailable after the timeout."""
        socket = self._socket
        if socket is None:
            raise AriUnavailable("not connected", uri)
        request_id, text = self._conversation.request(method, uri, body)
        answer = self._waiting[request_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self._timeout_s):
                await socket.send(text)
                return (await answer).result()
        except TimeoutError:
            raise AriUnavailable(f"no answer in {self._timeout_s} s", uri) from None
        except ConnectionClosed:
            raise AriUnavailable("connection lost", uri) from None
        finally:
            self._waiting.pop(request_id, None)

    async def _serve(self, socket: ClientConnection) -> None:
        self._open(socket)
        self._replaced = False
        announcing = asyncio.create_task(self._announce())
        try:
            async for frame in socket:
                self.receive(frame)
                if self._replaced:
                    await socket.close()
            log.warning("ari.closed", code=socket.close_code)
        except ConnectionClosed as closed:
            log.warning("ari.lost", code=closed.rcvd.code if closed.rcvd else None)
        finally:
            self._close()
            announcing.cancel()
            await asyncio.gather(announcing, return_exceptions=True)

    def _open(self, socket: ClientConnection) -> None:
        self._conversation = Conversation()
        self._socket = socket
        self.connected.set()
        metrics.ari_connected.set(1)
        metrics.ari_connects.inc()
        log.info("ari.connected")

    def _close(self) -> None:
        self._socket = None
        self.connected.clear()
        metrics.ari_connected.set(0)
        for request_id, answer in list(self._waiting.items()):
            if not answer.done():
                answer.set_exception(AriUnavailable("connection lost"))
            self._waiting.pop(request_id, None)

    async def _narrow(self) -> None:
        """Some 250 events a call are sent when all are; we ask for those somebody here wants. Only a saving."""
        if "*" in self._handlers:
            return
        try:
            await self.applications.filter(self._app, [*OURS, *self._handlers])
        except AriError as error:
            log.info("ari.not_narrowed", why=error.reason)

    async def _announce(self) -> None:
        await self._narrow()
        for handler in self._connect_handlers:
            try:
                await handler()
            except Exception:
                metrics.handler_failures.inc()
                log.exception("ari.announce_failed", handler=getattr(handler, "__qualname__", "?"))

    def receive(self, frame: str | bytes) -> None:
        """One frame from Asterisk: an answer finds who asked, an event its handlers."""
        message = self._conversation.understand(frame)
        if isinstance(message, Garbage):
            metrics.ari_garbage.inc()
            log.warning("ari.garbage", why=message.why)
        elif isinstance(message, Response):
            self._answer(message)
        else:
            self._dispatch(message)

    def _answer(self, response: Response) -> None:
        asked = self._waiting.get(response.request_id)
        if asked is not None and not asked.done():
            asked.set_result(response)

    def _dispatch(self, event: Event) -> None:
        metrics.ari_events.inc()
        if event["type"] == REPLACED:
            self._replaced = True
            log.error("ari.replaced", hint="another process took our app; this connection hears nothing any more")
        handlers = [*self._handlers.get(event["type"], ()), *self._handlers.get("*", ())]
        if not handlers:
            self._pass_over(event["type"])
        for handler in handlers:
            try:
                handler(event)
            except Exception:
                metrics.handler_failures.inc()
                log.exception("ari.handler_failed", type=event["type"])

    def _pass_over(self, event_type: str) -> None:
        metrics.ari_passed_over.inc()
        if event_type not in self._passed_over and len(self._passed_over) < MOST_TYPES:
            self._passed_over.add(event_type)
            log.info("ari.event_passed_over", type=event_type[:64])

    def _failed_to_connect(self, error: Exception) -> Exception | None:
        """Nothing is fatal: a PBX that is starting refuses, answers 404 or 503, or is silent."""
        metrics.ari_failures.inc()
        log.warning("ari.unreachable", error=type(error).__name__, detail=str(error)[:200])
        return None
