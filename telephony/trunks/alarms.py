"""A trunk that is down is an alarm; that none is up is a critical one."""

from collections.abc import Mapping

from cad.alarms.commands import ClearAlarm, RaiseAlarm
from cad.bus import Bus
from cad.trunks.model import alarm_key

SOURCE = "trunks"
TROUBLE = ("down", "unregistered")
LOOKS = 2  # one lost packet is no trouble: so many looks in a row


class Alarms:
    """`look` is told every enabled trunk: id -> (name, state)."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._bad: dict[str, int] = {}
        self._raised: set[str] = set()
        self._well: set[str] = set()

    async def look(self, trunks: Mapping[str, tuple[str, str]]) -> None:
        self._bad = {name: self._bad.get(name, 0) + 1 for name, (_, state) in trunks.items() if state in TROUBLE}
        lasting = {name for name, looks in self._bad.items() if looks >= LOOKS}
        severity = "critical" if lasting and not any(state == "up" for _, state in trunks.values()) else "warning"
        for name in sorted(lasting):
            await self._bus.handle(_alarm(name, *trunks[name], severity))
        fine = {name for name, (_, state) in trunks.items() if state == "up"}
        for name in sorted((fine - self._well) | (self._raised - set(trunks))):
            await self._bus.handle(ClearAlarm(key=alarm_key(name), source=SOURCE))
        self._raised = (self._raised | lasting) & set(trunks) - fine
        self._well = fine


def _alarm(trunk_id: str, name: str, state: str, severity: str) -> RaiseAlarm:
    what_id = "tidak menjawab" if state == "down" else "tidak terdaftar di operator"
    what_en = "does not answer" if state == "down" else "is not registered with its network"
    rest_id = (
        "Tidak ada trunk lain yang hidup. Hubungi operator sekarang." if severity == "critical" else "Hubungi operator."
    )
    rest_en = "No other trunk is up. Call the network now." if severity == "critical" else "Call its network."
    return RaiseAlarm(
        key=alarm_key(trunk_id),
        severity=severity,
        text_id=f"Trunk {name} {what_id}. {rest_id}",
        text_en=f"Trunk {name} {what_en}. {rest_en}",
        source=SOURCE,
    )
