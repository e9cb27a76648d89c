"""The life of a page. The sender works in steps, each its own transaction:

pages = await bus.handle(ClaimPages(limit=10, lease_s=30))
for page in pages:
    if page.doubtful:  # somebody claimed it before and died: ask the provider whether it went out
        ...
    await bus.handle(MarkPageSent(page_id=page.id, provider_sid=sid))
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ClaimPages:
    """Queued pages that are due, oldest first, for `lease_s` seconds ours alone (SKIP LOCKED). Returns list[Page].

    `worker` names who claims. A page whose lease ran out is claimed again and comes with `doubtful=True`.
    """

    limit: int = 10
    lease_s: float = 30.0
    worker: str = ""


@dataclass(frozen=True, kw_only=True)
class MarkPageSent:
    page_id: str
    provider_sid: str


@dataclass(frozen=True, kw_only=True)
class MarkPageFailed:
    """`retry_in_s` None: for good (the dispatcher is shown it). Otherwise it is queued again after that time."""

    page_id: str
    error: str
    retry_in_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class RecordPageStatus:
    """What the provider says: queued, sending, sent, delivered, undelivered, failed, read.

    Never goes backwards: delivered stays delivered. An unknown sid is NotFound. Returns the Page.
    """

    provider_sid: str
    status: str
    error_code: str = ""


@dataclass(frozen=True, kw_only=True)
class ResendPage:
    """A dispatcher sends a failed page again (a new page of the same assignment). Returns the Page."""

    user_id: str
    page_id: str
