"""Listens to one process's heartbeat file and says for how long it has been silent."""

import time
from collections.abc import Callable
from pathlib import Path

from cad.heartbeat import read_beat

OUR_OWN_STALL_S = 5.0


class Pulse:
    """Silence is measured on our monotonic clock from when we last saw the beat change, never between
    two wall clocks: a clock that jumps must not kill a healthy system. Time in which we did not look
    (we were stopped, the machine slept) is not held against the process.
    """

    def __init__(self, folder: Path, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder, self.name, self._clock = folder, name, clock
        self.state, self.detail, self.beaten = "starting", "", False
        self._last_at: object = None
        self._changed_at = self._looked_at = clock()

    def forget(self) -> None:
        """A new process begins: what the last one wrote says nothing about it."""
        (self.folder / f"{self.name}.beat").unlink(missing_ok=True)
        self.state, self.detail, self.beaten, self._last_at = "starting", "", False, None
        self._changed_at = self._looked_at = self._clock()

    def silent_s(self) -> float:
        now = self._clock()
        if now - self._looked_at > OUR_OWN_STALL_S:
            self._changed_at += now - self._looked_at
        self._looked_at = now
        beat = read_beat(self.folder, self.name)
        if beat is not None and beat.get("at") != self._last_at:
            self._last_at, self._changed_at, self.beaten = beat.get("at"), now, True
            self.state, self.detail = str(beat.get("state", "ready")), str(beat.get("detail", ""))
        return now - self._changed_at
