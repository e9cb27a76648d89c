"""A point as people and their phones write it: decimal degrees, or degrees, minutes and seconds, with Indonesian or
English letters (LS, LU, BT, BB; S, N, E, W; U north, T east, B west)."""

import re

DECIMAL = r"[+-]?\d{1,3}(?:[.]\d{1,15})"
DECIMAL_COMMA = r"[+-]?\d{1,3}(?:,\d{1,15})"
BETWEEN = r"\s*[,;/\s]\s*"
FRAME = re.compile(r"^(?:geo:|.*[@=](?=[+-]?\d))|[?].*$|,\s*\d+(?:\.\d+)?[zm]\b.*$", re.IGNORECASE)
NAMED = re.compile(r"\b(?:lat(?:itude)?|lon(?:g|gitude)?|lng|lintang|bujur|koordinat)\b\s*[:=]?", re.IGNORECASE)
PLAIN = (re.compile(f"({DECIMAL}){BETWEEN}({DECIMAL})"), re.compile(f"({DECIMAL_COMMA}){BETWEEN}({DECIMAL_COMMA})"))
# south and north, then east and west; the letter is the first that fits (LS before S)
SOUTH, NORTH, EAST, WEST = ("LS", "S"), ("LU", "N", "U"), ("BT", "E", "T"), ("BB", "W", "B")
LETTER = r"(LS|LU|BT|BB|[NSEWUTB])"
ANGLE = (  # no digit before minutes and seconds: a long number is not cut in pieces
    r"([+-]?\d{1,3}(?:[.,]\d{1,15})?)\s*(?:[°ºd:]|deg|derajat)?\s*"
    r"(?:(?<!\d)(\d{1,2}(?:[.,]\d{1,10})?)\s*(?:['′’m:]|menit)?\s*)?"  # noqa: RUF001 minutes are written with any of them
    r"(?:(?<!\d)(\d{1,2}(?:[.,]\d{1,10})?)\s*(?:[\"″”s]|''|detik)?\s*)?"
)
BEFORE = re.compile(rf"{LETTER}\s*{ANGLE}\s*[,;/]?\s*{LETTER}\s*{ANGLE}", re.IGNORECASE)
AFTER = re.compile(rf"{ANGLE}{LETTER}\s*[,;/]?\s*{ANGLE}{LETTER}", re.IGNORECASE)
LONGEST = 200  # characters; nobody writes a point at more length


def read_coordinates(text: str) -> tuple[float, float] | None:
    """(lat, lon), or None when it is no point on Earth. Longitude first is understood where it cannot be a latitude."""
    if len(text) > LONGEST:
        return None
    told = NAMED.sub(" ", FRAME.sub("", text.strip())).strip(" ()[]")
    for shape in PLAIN:
        if found := shape.fullmatch(told):
            return _on_earth(_number(found[1]), _number(found[2]))
    if found := BEFORE.fullmatch(told):
        one, other = found.groups()[:4], found.groups()[4:]
        return _lettered(_side(*one), _side(*other))
    if found := AFTER.fullmatch(told):
        lat, lat_letter, lon, lon_letter = found.groups()[:3], found[4], found.groups()[4:7], found[8]
        return _lettered(_side(lat_letter, *lat), _side(lon_letter, *lon))
    return None


def _number(told: str | None) -> float:
    return float(told.replace(",", ".")) if told else 0.0


def _on_earth(first: float, second: float) -> tuple[float, float] | None:
    if abs(first) > 90 >= abs(second):
        first, second = second, first
    return (first, second) if abs(first) <= 90 and abs(second) <= 180 else None


def _lettered(one: tuple[str, float] | None, other: tuple[str, float] | None) -> tuple[float, float] | None:
    if one is None or other is None or one[0] == other[0]:
        return None
    lat, lon = (one[1], other[1]) if one[0] == "lat" else (other[1], one[1])
    return _on_earth(lat, lon) if abs(lat) <= 90 else None


def _side(letter: str, degrees: str, minutes: str | None, seconds: str | None) -> tuple[str, float] | None:
    """('lat' or 'lon', degrees); None with 60 minutes and more."""
    if _number(minutes) >= 60 or _number(seconds) >= 60:
        return None
    value = abs(_number(degrees)) + _number(minutes) / 60 + _number(seconds) / 3600
    below = letter.upper() in SOUTH + WEST or degrees.startswith("-")
    return ("lat" if letter.upper() in SOUTH + NORTH else "lon"), -value if below else value
