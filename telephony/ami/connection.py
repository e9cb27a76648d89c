"""The supervised AMI connection: a thread of its own owns pyst2, and connects again whenever it is lost.

connection = Connection(host, port, username, secret)
connection.on_connected(synchronise)
await connection.run()                                  # for ever
await connection.ask("QueuePause", Queue="emergency", Interface="PJSIP/desk-01", Paused="true")
members = await connection.collect("QueueStatus", last="QueueStatusComplete", Queue="emergency")
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any, TypeVar

import structlog
from asterisk.manager import ManagerException

from telephony import metrics
from telephony.ami.manager import Answer, Collector, DeadlineManager, answer_of
from telephony.backoff import delays

log = structlog.get_logger()
Result = TypeVar("Result")

ConnectHandler = Callable[[], Awaitable[None]]
PING_S = 2.0


class AmiError(Exception):
    """Something asked of AMI did not work."""


class AmiUnavailable(AmiError):
    """Not connected, or no answer in time. Nothing is known about what became of the request."""


class AmiRefused(AmiError):
    """Asterisk's own words for why it will not."""


class Connection:
    """`connected` is set while we are logged in."""

    def __init__(self, host: str, port: int, username: str, secret: str, *, timeout_s: float = 3.0) -> None:
        self._where, self._login, self._timeout_s = (host, port), (username, secret), timeout_s
        self._thread: ThreadPoolExecutor | None = None
        self._manager: DeadlineManager | None = None
        self._connect_handlers: list[ConnectHandler] = []
        self._numbers = count(1)
        self._lost = asyncio.Event()
        self.connected = asyncio.Event()

    def on_connected(self, handler: ConnectHandler) -> None:
        """Runs after each login; a failure is logged and does not end the connection."""
        self._connect_handlers.append(handler)

    async def run(self) -> None:
        waiting = delays()
        try:
            while True:
                try:
                    await self._connect()
                except AmiError as error:
                    metrics.ami_failures.inc()
                    log.warning("ami.unreachable", detail=str(error)[:200])
                    await asyncio.sleep(next(waiting))
                    continue
                waiting = delays()
                await self._serve()
                await asyncio.sleep(next(waiting))
        finally:
            self._drop()

    async def ask(self, action: str, **headers: str) -> Answer:
        """One action, one answer. Raises AmiRefused or AmiUnavailable."""
        self._must_be_connected()
        return await self._in_thread(self._send, {"Action": action, **headers})

    async def collect(self, action: str, last: str, **headers: str) -> list[Answer]:
        """An action whose answer is a list of events, up to the event named `last`."""
        self._must_be_connected()
        return await self._in_thread(self._send_and_collect, {"Action": action, **headers}, last)

    def _must_be_connected(self) -> None:
        if not self.connected.is_set():
            raise AmiUnavailable("not connected")

    async def _connect(self) -> None:
        manager = self._manager = DeadlineManager()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ami")
        username, secret = self._login
        await self._in_thread(manager.connect, *self._where, self._timeout_s)
        login = {"Action": "Login", "Username": username, "Secret": secret, "Events": "off"}
        await self._in_thread(self._send, login)
        self._lost.clear()
        self.connected.set()
        metrics.ami_connected.set(1)
        metrics.ami_connects.inc()
        log.info("ami.connected")

    async def _serve(self) -> None:
        """Until the connection is lost, which a ping finds out when nothing else does."""
        announcing = asyncio.create_task(self._announce())
        try:
            while not self._lost.is_set():
                await self.ask("Ping")
                await self._lost_within(PING_S)
        except AmiError as error:
            log.warning("ami.lost", detail=str(error)[:200])
        finally:
            announcing.cancel()
            await asyncio.gather(announcing, return_exceptions=True)
            self._drop()

    async def _lost_within(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._lost.wait()
        except TimeoutError:
            return

    async def _announce(self) -> None:
        for handler in self._connect_handlers:
            try:
                await handler()
            except Exception:
                log.exception("ami.announce_failed", handler=getattr(handler, "__qualname__", "?"))

    async def _in_thread(self, work: Callable[..., Result], *arguments: object) -> Result:
        """Runs it in the owner's thread; a question that takes too long costs the connection."""
        manager = self._manager
        if self._thread is None:
            raise AmiUnavailable("not connected")
        running = asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)
        running.add_done_callback(_noticed)
        try:
            async with asyncio.timeout(self._timeout_s):
                return await asyncio.shield(running)
        except (TimeoutError, asyncio.CancelledError) as interrupted:
            if isinstance(interrupted, asyncio.CancelledError) and not running.cancelled():
                raise
            self._drop(manager)
            raise AmiUnavailable(f"no answer in {self._timeout_s} s") from None
        except (ManagerException, OSError, ValueError) as error:  # ValueError: the socket was closed under it
            self._drop(manager)
            raise AmiUnavailable(str(error) or type(error).__name__) from None

    def _send(self, headers: Answer) -> Answer:
        answer = answer_of(self._living().send_action({**headers, "ActionID": f"tanggap-{next(self._numbers)}"}))
        return _accepted(answer)

    def _send_and_collect(self, headers: Answer, last: str) -> list[Answer]:
        manager, action_id = self._living(), f"tanggap-{next(self._numbers)}"
        with Collector(manager, action_id, last) as collector:
            answer = manager.send_action({**headers, "ActionID": action_id})
            collector.take_from(answer)
            if not collector.found:
                _accepted(answer_of(answer))
            return collector.wait(self._timeout_s)

    def _living(self) -> DeadlineManager:
        if self._manager is None:
            raise ManagerException("not connected")
        return self._manager

    def _drop(self, lost: DeadlineManager | None = None) -> None:
        """Ends the connection (`lost` when it is still that one), and its thread with it."""
        if lost is not None and lost is not self._manager:
            return
        manager, self._manager = self._manager, None
        thread, self._thread = self._thread, None
        if manager is not None:
            manager.abort()
        if thread is not None:
            thread.shutdown(wait=False, cancel_futures=True)
        self.connected.clear()
        self._lost.set()
        metrics.ami_connected.set(0)


def _noticed(running: asyncio.Future[Any]) -> None:
    """Whoever asked may have been cancelled meanwhile; then the answer's failure is nobody's."""
    if not running.cancelled():
        running.exception()


def _accepted(answer: Answer) -> Answer:
    if answer.get("Response") == "Error":
        raise AmiRefused(answer.get("Message", "refused"))
    return answer
