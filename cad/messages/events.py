"""What became of a page."""

from dataclasses import dataclass
from typing import ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class PageEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("page", "page_id")

    page_id: str
    incident_id: str
    assignment_id: str | None
    unit_id: str | None


@dataclass(frozen=True, kw_only=True)
class PageQueued(PageEvent):
    about: str = "dispatch"  # the page's kind


@dataclass(frozen=True, kw_only=True)
class PageSent(PageEvent):
    provider_sid: str


@dataclass(frozen=True, kw_only=True)
class PageDelivered(PageEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PageFailed(PageEvent):
    """`retry_at` set: it is tried again then; otherwise somebody must call the unit."""

    error: str
    retry_at: str | None = None
