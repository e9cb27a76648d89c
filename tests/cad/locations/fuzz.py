"""Whatever comes, a parser gives a fix that can be shown, or its own refusal: nothing else.

    python -m tests.cad.locations.fuzz 60      # seconds for each parser

Seeds are our own messages, and the samples where TANGGAP_SHARED_DATA has them; each try changes one a few times.
"""

import math
import os
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cad.locations import aml_https, aml_sms, pidf_lo
from cad.locations.errors import Refused
from cad.locations.model import Fix
from tests.cad.locations import made_up as made

CHUNKS = (made.POINT, made.CIRCLE, made.SPHERE, made.ELLIPSE, made.ELLIPSOID, made.ARC_BAND, made.SQUARE, made.PRISM)
TOKENS = [
    *(b"nan", b"inf", b"-", b"1e99", b"-0", b"0 0", b"91", b"181", b"\0", b"\xff", b"%00", b"&", b";", b"=", b","),
    *(b"<", b">", b"</", b"]]>", b"&lt;", b"<!DOCTYPE a>", b"&b;", b'encoding="utf-16"', b'encoding="x"', b" " * 99),
    *(b"N", b'A"ML=2', b"9" * 30, "\u0661\u0662".encode(), "\ud55c".encode(), b"-1", b"<!--", b"<![CDATA["),
]
VALUE = re.compile(rb"""([=>;&"])([^=<>;&"]+)([<;&"])""")
Parser = Callable[[bytes], tuple[Fix, ...]]


def _sms(message: bytes) -> tuple[Fix, ...]:
    text = message.decode("utf-8", errors="surrogateescape")
    return (aml_sms.read(text),) if aml_sms.is_aml(text) else ()


def _https(message: bytes) -> tuple[Fix, ...]:
    aml_https.is_signed(message, "AML")
    return (aml_https.read(message),)


PARSERS: dict[str, Parser] = {"aml_sms": _sms, "aml_https": _https, "pidf_lo": pidf_lo.read}


def seeds(name: str) -> list[bytes]:
    shared = Path(os.environ.get("TANGGAP_SHARED_DATA", "/nowhere")) / "messages"
    if name == "aml_sms":
        files = [shared / "aml" / "sms.txt"]
        own = [made.V1.encode(), made.V2.encode(), made.packed_hex(made.V1).encode()]
    elif name == "aml_https":
        files = [shared / "aml" / "https.txt"]
        own = [made.FORM.encode(), made.signed(made.FORM, "AML")]
    else:
        samples = shared / "pidf_lo"
        own = [made.document(made.in_tuple(made.info(chunk, made.CIVIC))) for chunk in CHUNKS]
        own.append(made.document(made.in_device(made.info(*CHUNKS)), made.in_person(made.info(made.CIVIC))))
        return own + [file.read_bytes() for file in (samples.iterdir() if samples.exists() else ())]
    return own + [line for file in files if file.exists() for line in file.read_bytes().splitlines()]


def mutated(message: bytes, chance: random.Random) -> bytes:
    told = bytearray(message)
    for _ in range(chance.randint(1, 6)):
        place, size = chance.randrange(len(told) + 1), chance.randint(1, 12)
        match chance.randrange(7):
            case 0:
                told[place : place + size] = chance.choice(TOKENS)
            case 1:
                del told[place : place + size]
            case 2:
                told[place : place + 1] = bytes([chance.randrange(256)])
            case 3:
                told[place:place] = told[place : place + 10 * size]
            case 4:
                told[place:place] = chance.choice(TOKENS)
            case 5:
                told = told[:place] or told
            case 6:  # a whole value becomes another, so that what is well formed stays so
                values = [found.span(2) for found in VALUE.finditer(told)]
                if values:
                    start, end = chance.choice(values)
                    told[start:end] = chance.choice(TOKENS)
    return bytes(told)


def check(parser: Parser, message: bytes) -> bool:
    """Whether it was read. Raises on anything that must not be."""
    try:
        fixes = parser(message)
    except Refused as refused:
        assert refused.reason
        return False
    for fix in fixes:
        check_fix(fix)
    return bool(fixes)


def check_fix(fix: Fix) -> None:
    assert (fix.lat is None) == (fix.lon is None)
    if fix.lat is not None and fix.lon is not None:
        assert -90 <= fix.lat <= 90
        assert -180 <= fix.lon <= 180
        assert (fix.lat, fix.lon) != (0, 0)
    assert fix.radius_m is None or 0 < fix.radius_m < math.inf
    assert fix.altitude_m is None or math.isfinite(fix.altitude_m)
    assert fix.confidence is None or 0 <= fix.confidence <= 100
    assert fix.at is None or (fix.at.tzinfo and 1970 <= fix.at.year <= 2200)
    words = [fix.number, fix.imei, fix.method, fix.raw_kind, *fix.civic, *fix.civic.values(), *fix.notes]
    assert all("\0" not in word and word.encode() is not None and len(word) <= 200 for word in words)


def run(name: str, seconds: float, seed: int = 112) -> tuple[int, int]:
    """Tries, and how many were read."""
    chance, sources = random.Random(seed), seeds(name)
    until, tries, read = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        message = mutated(chance.choice(sources), chance)
        try:
            read += check(PARSERS[name], message)
        except BaseException:
            print(f"{name}: after {tries} tries: {message!r}", file=sys.stderr)
            raise
        tries += 1
    return tries, read


if __name__ == "__main__":
    for parser in PARSERS:
        print(parser, *run(parser, float(sys.argv[1]) if len(sys.argv) > 1 else 60.0), flush=True)
