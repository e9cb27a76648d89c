"""What the supervisor knows of one process, as `status` shows it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from cad.clock import utc_now

Tell = Callable[[str], None]


@dataclass
class Condition:
    """state: off, starting, ready, degraded, frozen, restarting, crashing, stopped."""

    name: str
    state: str = "off"
    detail: str = ""
    pid: int | None = None
    restarts: int = 0
    since: datetime = field(default_factory=utc_now)

    def become(self, state: str, detail: str = "") -> None:
        if state != self.state:
            self.state, self.since = state, utc_now()
        self.detail = detail

    @property
    def usable(self) -> bool:
        return self.state in {"ready", "degraded"}

    def as_dict(self) -> dict[str, object]:
        told: dict[str, object] = {"name": self.name, "state": self.state, "pid": self.pid}
        return told | {"since": self.since.isoformat(), "restarts": self.restarts, "detail": self.detail}


class Service(Protocol):
    """A thing that is kept alive: a child of ours, or an engine in a session of its own."""

    condition: Condition

    async def keep_alive(self) -> None:
        """Runs until cancelled."""

    async def end(self) -> None:
        """Ends it; returns when it is gone."""
