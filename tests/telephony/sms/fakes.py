"""An outbox in memory behind the bus's interface, and a provider whose answers a test chooses."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cad.messages.commands import ClaimPages, MarkPageFailed, MarkPageSent
from cad.messages.model import Page
from telephony.sms.sender import Outgoing, Receipt

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def page(number: int = 1, **changed: Any) -> Page:
    told = Page(
        id=f"page-{number}", center_id="c", exercise=False, incident_id="i", assignment_id="a", unit_id="u",
        to="+628117000001", body=f"PERINTAH {number}-1", created_at=START, due_at=START,
    )  # fmt: skip
    return replace(told, **changed)


@dataclass
class FakeOutbox:
    """Honours the bus for the three commands a page worker uses. `away` makes it raise what the real one raises."""

    clock: Clock
    pages: dict[str, Page] = field(default_factory=dict)
    away: Exception | None = None

    async def handle(self, command: object) -> Any:
        if self.away:
            raise self.away
        if isinstance(command, ClaimPages):
            return [self._claim(kept, command) for kept in self._due()[: command.limit]]
        if isinstance(command, MarkPageSent):
            return self._put(command.page_id, state="sent", provider_sid=command.provider_sid, claimed_until=None)
        assert isinstance(command, MarkPageFailed)
        retry = command.retry_in_s
        due_at = self.clock() + timedelta(seconds=retry or 0)
        state = "failed" if retry is None else "queued"
        return self._put(command.page_id, state=state, error=command.error, due_at=due_at, claimed_until=None)

    def _due(self) -> list[Page]:
        now = self.clock()
        free = [p for p in self.pages.values() if p.claimed_until is None or p.claimed_until <= now]
        return [p for p in free if p.state == "queued" and p.due_at <= now]

    def _claim(self, kept: Page, command: ClaimPages) -> Page:
        until = self.clock() + timedelta(seconds=command.lease_s)
        doubtful = kept.claimed_until is not None
        return self._put(kept.id, claimed_until=until, attempts=kept.attempts + 1, doubtful=doubtful)

    def _put(self, page_id: str, **changed: Any) -> Page:
        self.pages[page_id] = replace(self.pages[page_id], **changed)
        return self.pages[page_id]


@dataclass
class FakeSender:
    """Honours `Sender`. `failures` are raised by the next sends, in turn; `find_failure` by every look-up."""

    taken: list[Outgoing] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    find_failure: Exception | None = None
    looked_up: int = 0

    async def send(self, message: Outgoing) -> Receipt:
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(message)
        return Receipt(f"SM{len(self.taken)}", "queued")

    async def find(self, message: Outgoing) -> Receipt | None:
        self.looked_up += 1
        if self.find_failure:
            raise self.find_failure
        known = [n for n, kept in enumerate(self.taken, start=1) if kept.body == message.body]
        return Receipt(f"SM{known[0]}", "sent") if known else None

    async def close(self) -> None:
        """Nothing is open."""
