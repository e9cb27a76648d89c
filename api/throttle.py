"""Slows down guessing: after a few wrong passwords for one name from one address, wait."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from api.errors import TooMany

WINDOW_S = 300.0
# OWASP: lock by name and address together, so that nobody can lock a dispatcher out from elsewhere.
WRONG_PER_NAME_AND_ADDRESS = 5
WRONG_PER_ADDRESS = 50  # a whole shift behind one address, each mistyping a few times
MAX_KEYS = 10_000

Key = tuple[str, str]


@dataclass
class Throttle:
    """Counts in this process; each of several processes allows as many again."""

    clock: Callable[[], float] = time.monotonic
    _wrong: dict[Key, deque[float]] = field(default_factory=dict)

    def check(self, username: str, address: str) -> None:
        """Raises TooMany with the seconds to wait."""
        waits = [
            self._wait((username.lower(), address), WRONG_PER_NAME_AND_ADDRESS),
            self._wait(("", address), WRONG_PER_ADDRESS),
        ]
        if (wait := max(waits)) > 0:
            seconds = int(wait) + 1
            raise TooMany(
                f"Terlalu banyak sandi salah. Coba lagi dalam {seconds} detik.",
                en=f"Too many wrong passwords. Try again in {seconds} s.",
                retry_after_s=seconds,
            )

    def locked_s(self, username: str) -> int:
        """For how long nobody signs in by this name, from wherever most wrong passwords came; 0 when they can."""
        keys = [key for key in self._wrong if key[0] == username.lower()]
        return int(max((self._wait(key, WRONG_PER_NAME_AND_ADDRESS) for key in keys), default=0.0))

    def note_wrong(self, username: str, address: str) -> None:
        if len(self._wrong) > MAX_KEYS:
            self._forget_old()
        for key in ((username.lower(), address), ("", address)):
            self._wrong.setdefault(key, deque(maxlen=WRONG_PER_ADDRESS)).append(self.clock())

    def note_right(self, username: str, address: str) -> None:
        self._wrong.pop((username.lower(), address), None)

    def _wait(self, key: Key, allowed: int) -> float:
        """Seconds until one more try is allowed for this key."""
        now = self.clock()
        recent = [at for at in self._wrong.get(key, ()) if at > now - WINDOW_S]
        return recent[-allowed] + WINDOW_S - now if len(recent) >= allowed else 0.0

    def _forget_old(self) -> None:
        edge = self.clock() - WINDOW_S
        self._wrong = {key: times for key, times in self._wrong.items() if times and times[-1] > edge}


STRANGERS_WINDOW_S = 60.0
STRANGERS_ALLOWED = 60  # refused messages of one address in a minute


@dataclass
class Strangers:
    """Messages that nobody signed: an address that goes on with them is not even read for a while."""

    clock: Callable[[], float] = time.monotonic
    _refused: dict[str, deque[float]] = field(default_factory=dict)

    def wait_s(self, address: str) -> int:
        """How long this address has to wait; 0: it may send."""
        times = self._refused.get(address)
        if not times or len(times) < STRANGERS_ALLOWED:
            return 0
        return max(0, math.ceil(times[0] + STRANGERS_WINDOW_S - self.clock()))

    def note(self, address: str) -> None:
        if len(self._refused) > MAX_KEYS:
            self._refused.clear()
        self._refused.setdefault(address, deque(maxlen=STRANGERS_ALLOWED)).append(self.clock())
