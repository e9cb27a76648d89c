"""Plus codes (Open Location Code): full ones decoded, short ones completed near a place.

After the specification at github.com/google/open-location-code: ten digits in pairs (latitude, longitude) to base 20,
then single digits for the cells of a grid of 4 columns and 5 rows; '+' after the eighth digit; zeros pad a short one.
"""

import re
from dataclasses import dataclass

DIGITS = "23456789CFGHJMPQRVWX"
SEPARATOR_AT = 8
PAIRS = 10  # digits that are pairs; up to five more are of the grid
LONGEST = 15
COLUMNS, ROWS = 4, 5
CODE = re.compile(rf"[{DIGITS}0]{{2,8}}\+[{DIGITS}]{{0,7}}", re.IGNORECASE)
PAIR_DEGREES = (20.0, 1.0, 1 / 20, 1 / 400, 1 / 8000)


@dataclass(frozen=True)
class Cell:
    south: float
    west: float
    north: float
    east: float

    @property
    def centre(self) -> tuple[float, float]:
        """(lat, lon)."""
        return min(90.0, (self.south + self.north) / 2), min(180.0, (self.west + self.east) / 2)


def is_full(code: str) -> bool:
    return _is_code(code) and code.index("+") == SEPARATOR_AT and _starts_on_earth(code)


def is_short(code: str) -> bool:
    """Its first digits are left out: it needs a place near which it is."""
    return _is_code(code) and code.index("+") < SEPARATOR_AT and "0" not in code


def _is_code(code: str) -> bool:
    if not CODE.fullmatch(code) or code.index("+") % 2 or len(code) - code.index("+") == 2:
        return False
    digits, rest = code.split("+")
    padding = digits[len(digits.rstrip("0")) :]
    if "0" in digits.rstrip("0") or len(padding) % 2 or digits == padding:
        return False
    return not padding or (not rest and len(digits) == SEPARATOR_AT)


def _starts_on_earth(code: str) -> bool:
    """90 N is the ninth row of 20 degrees, 180 E the eighteenth column: nothing begins beyond."""
    return DIGITS.index(code[0].upper()) * 20 < 180 and DIGITS.index(code[1].upper()) * 20 < 360


def decode(code: str) -> Cell:
    """The cell of a full code."""
    digits = code.upper().replace("+", "").rstrip("0")[:LONGEST]
    south, west, high, wide = -90.0, -180.0, 400.0, 400.0
    for n in range(0, min(len(digits), PAIRS), 2):
        high = wide = PAIR_DEGREES[n // 2]
        south += DIGITS.index(digits[n]) * high
        west += DIGITS.index(digits[n + 1]) * wide
    for digit in digits[PAIRS:]:
        row, column = divmod(DIGITS.index(digit), COLUMNS)
        high, wide = high / ROWS, wide / COLUMNS
        south += row * high
        west += column * wide
    return Cell(south, west, south + high, west + wide)


def recover(short: str, lat: float, lon: float) -> Cell:
    """The nearest cell to this point whose code ends so."""
    missing = SEPARATOR_AT - short.index("+")
    step = PAIR_DEGREES[missing // 2 - 1]
    lat = max(-90.0, min(90.0, lat))
    found = decode(_first_digits(lat, lon, missing) + short)
    (centre_lat, centre_lon) = (found.south + found.north) / 2, (found.west + found.east) / 2
    up = _nearer(lat - centre_lat, step)
    if not -90 <= centre_lat + up <= 90:
        up = 0.0
    across = _nearer(lon - centre_lon, step)
    return Cell(found.south + up, found.west + across, found.north + up, found.east + across)


def _nearer(away: float, step: float) -> float:
    """One step towards the point when that is nearer."""
    if abs(away) <= step / 2:
        return 0.0
    return step if away > 0 else -step


def _first_digits(lat: float, lon: float, count: int) -> str:
    up, across = min(lat + 90, 180 - 1e-9), (lon + 180) % 360
    made = ""
    for step in PAIR_DEGREES[: count // 2]:
        row, column = int(up / step + 1e-10), int(across / step + 1e-10)
        made += DIGITS[min(row, 19)] + DIGITS[min(column, 19)]
        up, across = up - row * step, across - column * step
    return made
