"""AML by SMS. Version 1 (ETSI TS 103 625) and version 2 (Google's ELS Beta), as text or as a data SMS.

    A"ML=1;lt=48.82639;lg=-2.36619;rd=52;top=20191112112928;lc=68;pm=G;si=...;ei=...;mcc=208;mnc=20;ml=126
    A"ML=2;en=112;et=1593187189;lo=-37.42175,-122.08461,2000.1;lt=-9;lc=68;lz=-100.1,100.1;ls=G;ei=...;lg=id-ID

The same key means another thing in each version (`lt`, `lg`). The subscriber's IMSI is not taken: nobody needs it.
"""

import base64
import binascii
import re
from datetime import UTC, datetime

from cad.locations import reading
from cad.locations.errors import Refused
from cad.locations.model import Fix

HEADER = 'A"ML='
LONGEST = 1_000  # characters; a message is some 130, two parts 300
TOP = "%Y%m%d%H%M%S"
TOP_DIGITS = re.compile(r"[0-9]{14}")


def is_aml(body: str) -> bool:
    """Whether this SMS is one for us: by its header, plain or encoded."""
    try:
        _text(body)
    except Refused:
        return False
    return True


def read(body: str) -> Fix:
    """One message. Text, or a data SMS in hexadecimal or base64 (GSM 7-bit packed, or plain octets).

    A null fix is a Fix without a point and with the note `null_fix`. Raises Refused.
    """
    text = _text(body)
    told = _fields(text)
    match told.get("version"):
        case "1":
            return _version_1(told, text)
        case "2":
            return _version_2(told)
    raise Refused("unknown_version")


def _text(body: str) -> str:
    text = body.strip().strip("\0")
    if len(text) > LONGEST:
        raise Refused("too_long")
    if text.startswith(HEADER):
        return text
    for octets in (_hexadecimal(text), _base64(text)):
        for way in (_octets_as_text, unpacked):
            if octets and (found := way(octets)).startswith(HEADER):
                return found.strip().strip("\0\r\n ")
    raise Refused("not_aml")


def _hexadecimal(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _octets_as_text(octets: bytes) -> str:
    return octets.decode("ascii", errors="replace")


def unpacked(octets: bytes) -> str:
    """3GPP TS 23.038, 6.1.2.1: seven bits a character, the lowest first. All of AML's characters are as in ASCII."""
    bits = int.from_bytes(octets, "little")
    return "".join(chr(bits >> 7 * n & 0x7F) for n in range(len(octets) * 8 // 7))


def _fields(text: str) -> dict[str, str]:
    """By lower-case name; of two with one name the first counts."""
    version, *rest = text.removeprefix(HEADER).split(";")
    told = {"version": version.strip()}
    for part in rest:
        name, _, value = part.partition("=")
        told.setdefault(name.strip().lower(), value.strip())
    return told


def _version_1(told: dict[str, str], text: str) -> Fix:
    notes = ["length_wrong"] if told.get("ml") and told["ml"] != str(len(text)) else []
    at = _top(told.get("top", ""), notes)
    is_null = "N" in (told.get("pm", "").upper(), told.get("rd", "").upper())
    point: tuple[float | None, float | None] = (None, None)
    if is_null:
        notes.append("null_fix")
    else:
        point = reading.position(reading.number(told.get("lt")), reading.number(told.get("lg")))
    return Fix(
        lat=point[0],
        lon=point[1],
        radius_m=None if is_null else reading.radius(reading.number(told.get("rd"))),
        confidence=reading.confidence(reading.number(told.get("lc"))),
        at=at,
        source="aml_sms",
        method="none" if is_null else reading.method(told.get("pm")),
        imei=reading.imei(told.get("ei")),
        raw_kind="aml_sms_v1",
        notes=tuple(notes),
    )


def _top(text: str, notes: list[str]) -> datetime | None:
    """Time of position, UTC."""
    try:
        if TOP_DIGITS.fullmatch(text):
            at = datetime.strptime(text, TOP).replace(tzinfo=UTC)
            if reading.EARLIEST < at.year < reading.LATEST:
                return at
    except ValueError:
        pass
    if text:
        notes.append("time_unreadable")
    return None


def _version_2(told: dict[str, str]) -> Fix:
    notes: list[str] = []
    call_at = reading.from_epoch(reading.number(told.get("et")))
    place = [reading.number(part) for part in told.get("lo", "").split(",")]
    is_null = not told.get("lo") or told.get("ls", "").upper() == "N"
    lat = lon = radius_m = altitude_m = at = None
    if is_null:
        notes.append("null_fix")
    else:
        lat, lon = reading.position(place[0], place[1] if len(place) > 1 else None)
        radius_m = reading.radius(place[2]) if len(place) > 2 else None
        altitude_m = reading.altitude(reading.number(told.get("lz", "").split(",")[0]))
        at = _after(call_at, told.get("lt", ""), notes)
    return Fix(
        lat=lat,
        lon=lon,
        radius_m=radius_m,
        confidence=reading.confidence(reading.number(told.get("lc"))),
        altitude_m=altitude_m,
        at=at,
        call_at=call_at,
        source="aml_sms",
        method="none" if is_null else reading.method(told.get("ls")),
        imei=reading.imei(told.get("ei")),
        raw_kind="aml_sms_v2",
        notes=tuple(notes),
    )


def _after(call_at: datetime | None, lt: str, notes: list[str]) -> datetime | None:
    """`lt` is seconds relative to `et`; without it the position is as old as the call."""
    if call_at is None:
        return None
    if not lt:
        return call_at
    at = reading.from_epoch(call_at.timestamp() + shift) if (shift := reading.number(lt)) is not None else None
    if at is None:
        notes.append("time_unreadable")
    return at
