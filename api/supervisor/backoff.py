"""How long to wait before starting again what died."""

from dataclasses import dataclass

FIRST_S, LONGEST_S = 0.2, 10.0
HEALED_AFTER_S = 30.0


@dataclass
class Backoff:
    """0.2 s, doubling to 10 s; from the start again for a process that lived for half a minute."""

    failures: int = 0

    def after(self, lived_s: float) -> float:
        if lived_s >= HEALED_AFTER_S:
            self.failures = 0
        delay = min(LONGEST_S, FIRST_S * 2.0 ** min(self.failures, 10))
        self.failures += 1
        return delay

    @property
    def looping(self) -> bool:
        """Died five times in a row, each soon after its start."""
        return self.failures >= 5
