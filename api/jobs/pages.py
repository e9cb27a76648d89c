"""Pages go out: claimed from the outbox, sent through the provider, and marked. Never lost; sent twice only when
nobody can know better.

A page whose claim ran out (its sender died between the request and the commit) or whose request was never
answered is in doubt: the provider is asked first whether it has it.
"""

import asyncio
import time
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from cad.bus import Bus
from cad.clock import Clock, utc_now
from cad.errors import NotFound, Unavailable
from cad.messages.commands import ClaimPages, MarkPageFailed, MarkPageSent
from cad.messages.model import Page
from cad.ports import Interrupted
from telephony.backoff import delays
from telephony.sms.sender import Outgoing, PagePutOff, PageRefused, Receipt, Sender

log = structlog.get_logger(__name__)

AT_ONCE = 4  # as many as the sender has threads
LEASE_S = 20.0  # a dead sender's page waits so long; longer than a request may take (12 s) and its marking
MUST_START_WITHIN_S = 5.0  # of the lease: a process that was frozen after its claim leaves the page to the next
RETRY_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
GIVE_UP_AFTER = timedelta(minutes=15)  # the dispatcher has seen it as late long before, and calls by radio
SEND_WITHOUT_LOOK_UP = 4  # attempts: twice is better than never
DATABASE_AWAY = (SQLAlchemyError, Interrupted, Unavailable, OSError)
MARK_WITHIN_S = 60.0


class PageWorker:
    """`state` is for the heartbeat: empty when all is well, otherwise what is wrong."""

    def __init__(self, bus: Bus, sender: Sender, *, name: str = "", clock: Clock = utc_now, lease_s: float = LEASE_S):
        self._bus = bus
        self._sender = sender
        self._name = name
        self._clock = clock
        self._lease_s = lease_s
        self._under_way: set[asyncio.Task[None]] = set()
        self.trouble = ""
        self.sent = 0
        self.failed = 0

    async def run(self, wake: asyncio.Event, poll_s: float = 1.0) -> None:
        """Until cancelled. Looks at the outbox when woken, when a page is done, and every `poll_s`."""
        pauses = delays(0.2, 5.0)
        while True:
            wake.clear()
            try:
                await self.start_due()
            except DATABASE_AWAY as error:
                log.warning("pages.database_away", error=type(error).__name__)
                self.trouble = "database away"
                await asyncio.sleep(next(pauses))
                continue
            pauses = delays(0.2, 5.0)
            await self._next_reason(wake, poll_s)

    async def start_due(self) -> int:
        """Claims what is due, as far as hands are free, and starts to send it. Returns how many."""
        free = AT_ONCE - len(self._under_way)
        if free <= 0:
            return 0
        claimed_at = time.monotonic()
        pages = await self._bus.handle(ClaimPages(limit=free, lease_s=self._lease_s, worker=self._name))
        if self.trouble == "database away":
            self.trouble = ""
        for page in pages:
            task = asyncio.create_task(self._deliver(page, claimed_at))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(pages)

    async def finish(self, within_s: float) -> bool:
        """True when all that was under way is done; what is not will be in doubt, and looked up by the next."""
        if not self._under_way:
            return True
        _, left = await asyncio.wait(self._under_way, timeout=within_s)
        return not left

    async def _next_reason(self, wake: asyncio.Event, poll_s: float) -> None:
        woken = asyncio.create_task(wake.wait())
        try:
            await asyncio.wait({woken, *self._under_way}, timeout=poll_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()

    async def _deliver(self, page: Page, claimed_at: float) -> None:
        if time.monotonic() - claimed_at > MUST_START_WITHIN_S:
            log.warning("page.claim_outlived", page_id=page.id)
            return
        try:
            receipt = await self._find_or_send(page)
        except PageRefused as error:
            await self._failed(page, str(error), None)
        except PagePutOff as error:
            await self._put_off(page, error)
        else:
            await self._mark(MarkPageSent(page_id=page.id, provider_sid=receipt.provider_sid))
            self.sent += 1
            self.trouble = ""
            log.info("page.sent", page_id=page.id, provider_sid=receipt.provider_sid, attempts=page.attempts)

    async def _find_or_send(self, page: Page) -> Receipt:
        message = Outgoing(page_id=page.id, to=page.to, body=page.body)
        if page.doubtful or page.attempts > 1:
            found = await self._look_up(page, message)
            if found:
                log.info("page.found_at_provider", page_id=page.id, provider_sid=found.provider_sid)
                return found
        return await self._sender.send(message)

    async def _look_up(self, page: Page, message: Outgoing) -> Receipt | None:
        try:
            return await self._sender.find(message)
        except PagePutOff:
            if page.attempts < SEND_WITHOUT_LOOK_UP:
                raise
            log.warning("page.sent_in_doubt", page_id=page.id, attempts=page.attempts)
            return None

    async def _put_off(self, page: Page, error: PagePutOff) -> None:
        self.trouble = str(error)
        too_late = self._clock() - page.created_at > GIVE_UP_AFTER
        wait_s = error.retry_in_s or RETRY_S[min(page.attempts, len(RETRY_S)) - 1]
        await self._failed(page, str(error), None if too_late else wait_s)

    async def _failed(self, page: Page, reason: str, retry_in_s: float | None) -> None:
        self.failed += 1
        log.warning("page.not_sent", page_id=page.id, reason=reason, attempts=page.attempts, retry_in_s=retry_in_s)
        await self._mark(MarkPageFailed(page_id=page.id, error=reason, retry_in_s=retry_in_s))

    async def _mark(self, command: MarkPageSent | MarkPageFailed) -> None:
        """Tries for a while; what cannot be marked is in doubt when its lease ends, and looked up then."""
        until = time.monotonic() + MARK_WITHIN_S
        for pause in delays(0.1, 5.0):
            try:
                await self._bus.handle(command)
                return
            except NotFound:
                log.warning("page.gone", page_id=command.page_id)
                return
            except DATABASE_AWAY as error:
                log.warning("page.unmarked", page_id=command.page_id, error=type(error).__name__)
            if time.monotonic() + pause > until:
                return
            await asyncio.sleep(pause)
