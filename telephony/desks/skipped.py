"""Desks that rang to the end unanswered come last (dialplan raises their penalty); after a while they have their turn
again, or when their dispatcher says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PUSHED_BACK_S = 60.0


@dataclass
class Skipped:
    _since: dict[str, tuple[int, float]] = field(default_factory=dict)

    def over(self, penalties: Mapping[str, int], now: float) -> list[str]:
        """The desks whose penalty was the same for long enough. `now` is of a clock that only goes forward."""
        for desk, penalty in penalties.items():
            if self._since.get(desk, (0, 0.0))[0] != penalty:
                self._since[desk] = (penalty, now)
        return [desk for desk, (penalty, since) in self._since.items() if penalty > 0 and now - since >= PUSHED_BACK_S]
