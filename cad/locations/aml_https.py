"""AML by HTTPS: a form (ETSI TS 103 625, Google's ELS field table). Every field is optional, and may be malformed."""

import hashlib
import hmac
from urllib.parse import parse_qsl

from cad.locations import reading
from cad.locations.errors import Refused
from cad.locations.model import Fix

LONGEST = 16_384  # octets; a real one is some 600
MOST_FIELDS = 100
SIGNATURE = b"&hmac="


def is_signed(body: bytes, key: str) -> bool:
    """HMAC-SHA1, in hexadecimal, over what stands before `&hmac=`. Nothing is signed with an empty key."""
    said, _, signature = body.rpartition(SIGNATURE)
    expected = hmac.new(key.encode(), said, hashlib.sha1).hexdigest().encode()
    return bool(key and said) and hmac.compare_digest(signature.strip().lower(), expected)


def read(body: bytes) -> Fix:
    """One form, as it came. Raises Refused when it tells neither a place nor whose it is."""
    if len(body) > LONGEST:
        raise Refused("too_long")
    told = _fields(body)
    notes: list[str] = []
    lat, lon = _point(told, notes)
    at = reading.from_epoch(_seconds(told.get("location_time")))
    if told.get("location_time") and at is None:
        notes.append("time_unreadable")
    floor = "".join(c for c in told.get("location_floor", "") if c.isprintable()).strip()[:20]
    fix = Fix(
        lat=lat,
        lon=lon,
        radius_m=None if lat is None else reading.radius(reading.number(told.get("location_accuracy"))),
        confidence=reading.confidence(
            reading.number(told.get("location_certainty") or told.get("location_confidence"))
        ),
        altitude_m=None if lat is None else reading.altitude(reading.number(told.get("location_altitude"))),
        at=at,
        call_at=reading.from_epoch(_seconds(told.get("time"))),
        source="aml_https",
        method=reading.method(told.get("location_source")),
        civic={"FLR": floor} if floor else {},
        number="".join(c for c in told.get("device_number", "") if c.isascii() and c.isprintable())[:40],
        imei=reading.imei(told.get("device_imei")),
        raw_kind="aml_https",
        notes=tuple(notes),
    )
    if fix.point is None and not (fix.number or fix.imei):
        raise Refused("nothing_said")
    return fix


def _fields(body: bytes) -> dict[str, str]:
    """Of two with one name the first counts."""
    told: dict[str, str] = {}
    try:
        pairs = parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Refused("too_many_fields") from None
    for name, value in pairs:
        told.setdefault(name.strip().lower(), value.strip())
    return told


def _point(told: dict[str, str], notes: list[str]) -> tuple[float | None, float | None]:
    """What is malformed costs the point only: whose telephone it is, is still worth knowing."""
    lat, lon = told.get("location_latitude"), told.get("location_longitude")
    if not lat or not lon:
        notes.append("null_fix")
        return None, None
    try:
        return reading.position(reading.number(lat), reading.number(lon))
    except Refused as refused:
        notes += [refused.reason, "null_fix"]
        return None, None


def _seconds(text: str | None) -> float | None:
    milliseconds = reading.number(text)
    return None if milliseconds is None else milliseconds / 1000
