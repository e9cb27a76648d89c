"""What Asterisk's command line says of its trunks, read into values."""

import re
from dataclasses import dataclass, field

CONTACTS, REGISTRATIONS = "pjsip show contacts", "pjsip show registrations"
GLOBALS, STRANGERS = "dialplan show globals", "pjsip show unidentified_requests"
_CONTACT = re.compile(r"^\s*Contact:\s+out-([0-9a-z-]+)/\S+\s+\S+\s+(\w+)\s+(\S+)", re.MULTILINE)
_REGISTRATION = re.compile(
    r"^\s*out-([0-9a-z-]+)/sips?:.*?\s(Registered|Unregistered|Rejected|Stopped)\b", re.MULTILINE
)
_GLOBAL = re.compile(r"^\s*((?:IN|OUT|FAILED|REFUSED)_[0-9a-z_-]+)=(\d+)\s*$", re.MULTILINE)
_STRANGER = re.compile(r"^\s*Request:\s+([0-9a-fA-F.:]+)\s+(\d+)\s+[\d.]+\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Look:
    """One look at Asterisk. `contacts`: trunk id -> (Avail, Unavail, NonQual ..., round trip in ms or None);
    `counts`: the dialplan's counters since it started; `strangers`: address -> requests."""

    contacts: dict[str, tuple[str, float | None]] = field(default_factory=dict)
    registered: dict[str, bool] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    strangers: dict[str, int] = field(default_factory=dict)

    def state(self, trunk_id: str, registers: bool) -> str:
        status, _ = self.contacts.get(trunk_id, ("", None))
        if status == "Unavail":
            return "down"
        if registers and not self.registered.get(trunk_id, False):
            return "unregistered"
        return "up" if status == "Avail" else "unknown"


def read(contacts: str, registrations: str, counters: str, strangers: str) -> Look:
    return Look(
        {name: (status, _milliseconds(told)) for name, status, told in _CONTACT.findall(contacts)},
        {name: status == "Registered" for name, status in _REGISTRATION.findall(registrations)},
        {name: int(count) for name, count in _GLOBAL.findall(counters)},
        {address: int(count) for address, count in _STRANGER.findall(strangers)},
    )


def _milliseconds(told: str) -> float | None:
    return float(told) if re.fullmatch(r"\d+(\.\d+)?", told) else None


def grown(before: dict[str, int], now: dict[str, int]) -> dict[str, int]:
    """What came since the last look. A count that is smaller than before began anew."""
    risen = {name: count - before.get(name, 0) for name, count in now.items()}
    return {name: more if more > 0 else now[name] for name, more in risen.items() if more}
