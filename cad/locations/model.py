"""A fix: where somebody's telephone was, according to one source at one moment."""

from dataclasses import dataclass, field
from datetime import datetime

SOURCES = ("aml_https", "aml_sms", "pidf_lo", "ali")


@dataclass(frozen=True, kw_only=True)
class Fix:
    """What one message says. WGS 84 degrees, metres; everything may be missing.

    `radius_m` encloses what the source drew (None: it does not say how sure it is); `confidence` is the per cent that
    the caller is inside. `at` is when it was measured. `number` and `imei` are as the message has them. `notes` are
    words for what was forgiven: `null_fix`, `length_wrong`, `time_unreadable` ...
    """

    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    confidence: int | None = None
    altitude_m: float | None = None
    at: datetime | None = None
    source: str
    method: str = "unknown"  # gnss, wifi, cell, hybrid, none, unknown, or the source's own word
    civic: dict[str, str] = field(default_factory=dict)  # RFC 5139's element names
    raw_kind: str = ""
    notes: tuple[str, ...] = ()
    number: str = ""
    imei: str = ""
    call_at: datetime | None = None  # when the emergency call began, by the telephone's clock

    @property
    def point(self) -> tuple[float, float] | None:
        if self.lat is None or self.lon is None:
            return None
        return self.lat, self.lon


@dataclass(frozen=True, kw_only=True)
class KeptFix:
    """A fix as it is kept. `device` is a keyed hash of the telephone's IMEI; the number itself is its person's."""

    id: str
    center_id: str
    exercise: bool
    received_at: datetime
    person_id: str | None
    call_id: str | None  # only when the call itself brought it; others are bound by person and time
    device: str
    lat: float | None
    lon: float | None
    radius_m: float | None
    confidence: int | None
    altitude_m: float | None
    at: datetime | None
    source: str
    method: str
    civic: dict[str, str]
    raw_kind: str
    notes: list[str]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """An https address out of an INVITE where the caller's place may be asked for."""

    id: str
    call_id: str
    uri: str
    told_at: datetime
