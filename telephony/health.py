"""Is telephony well? Each part says what it misses; the heartbeat says it to the supervisor and the screens."""

import asyncio
from collections.abc import Callable

import structlog

from cad.heartbeat import Heartbeat

log = structlog.get_logger()

Complaint = Callable[[], str]
LOOK_S = 0.5


class Health:
    def __init__(self, heartbeat: Heartbeat, complaints: list[Complaint]) -> None:
        """Each complaint is a sentence's worth of trouble, or empty."""
        self._heartbeat, self._complaints = heartbeat, complaints

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._heartbeat.run())
            group.create_task(self._watch())

    def look(self) -> None:
        troubles = list(dict.fromkeys(trouble for complain in self._complaints if (trouble := complain())))
        state, detail = ("degraded", "; ".join(troubles)) if troubles else ("ready", "")
        if (state, detail) != (self._heartbeat.state, self._heartbeat.detail):
            log.info("telephony.state", state=state, detail=detail)
            self._heartbeat.say(state, detail)

    async def _watch(self) -> None:
        while True:
            self.look()
            await asyncio.sleep(LOOK_S)
