"""A location as Asterisk hands it on (GEOLOC_PROFILE): names and values out of the PIDF-LO in the INVITE.

    GML|shape=Circle,crs=2d,pos="48.123 14.456",radius="24"
    civicAddress|country=AT,A1="Wien",RD="Fockygasse"

Asterisk reads the document (the first <device>, <tuple> or <person> with a location, RFC 5491); we read its reading.
"""

import math
import re
from dataclasses import replace

from cad.locations import civic, reading, shapes
from cad.locations.errors import Refused
from cad.locations.model import Fix
from cad.locations.pidf_lo import CONFIDENCE
from cad.locations.xml import Element

LONGEST = 6_000
PAIR = re.compile(r"""\s*([A-Za-z0-9_]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,]*))\s*(?:,|$)""")
POSITIONS = ("pos", "pos3d")
UNIT = re.compile(r"\s*(degrees|radians|meters|metres)$")


def read_drawn(told: str, *, method: str = "", confidence: str = "") -> Fix:
    """`told` is `<format>|<location_info>`. Raises Refused."""
    if len(told) > LONGEST:
        raise Refused("too_long")
    kind, _, text = told.partition("|")
    pairs = _pairs(text)
    known = Fix(source="pidf_lo", method=reading.method(method))
    if kind == "civicAddress":
        return _civic(pairs, known)
    if kind != "GML":
        raise Refused("no_location")
    stated = reading.confidence(reading.number(dict(_pairs(confidence)).get("value")))
    return _shape(pairs, known, stated)


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(found[1], next((part for part in found.groups()[1:] if part), "")) for found in PAIR.finditer(text)]


def _civic(pairs: list[tuple[str, str]], known: Fix) -> Fix:
    address = civic.read(Element("", "civicAddress", {}, "", [Element("", name, {}, text) for name, text in pairs]))
    if not address:
        raise Refused("no_location")
    return replace(known, raw_kind="civic", civic=address)


def _shape(pairs: list[tuple[str, str]], known: Fix, stated: int | None) -> Fix:
    kind = dict(pairs).get("shape", "")
    if kind not in shapes.READERS:
        raise Refused("no_location")
    drawn = shapes.read(_element(kind, pairs))
    default = CONFIDENCE if drawn.radius_m is not None else None
    return replace(
        known,
        lat=drawn.lat,
        lon=drawn.lon,
        radius_m=drawn.radius_m,
        altitude_m=drawn.altitude_m,
        confidence=stated if stated is not None else default,
        raw_kind=drawn.kind,
        notes=drawn.notes,
    )


def _element(kind: str, pairs: list[tuple[str, str]]) -> Element:
    """The element that Asterisk read it from, as far as it counts."""
    told = [("pos" if name in POSITIONS else name, _plain(text)) for name, text in pairs if name != "shape"]
    inner = [Element("", name, {}, text) for name, text in told]
    if kind not in ("Polygon", "Prism"):
        return Element("", kind, {}, "", inner)
    size = {"srsDimension": "3"} if dict(pairs).get("crs") == "3d" else {}
    ring = Element("", "Polygon", size, "", [Element("", "LinearRing", {}, "", inner)])
    return ring if kind == "Polygon" else Element("", kind, {}, "", [ring])


def _plain(text: str) -> str:
    """`43.2 degrees` without its unit; radians as degrees."""
    value, unit = UNIT.sub("", text), UNIT.search(text)
    if unit and unit[1] == "radians" and (radians := reading.number(value)) is not None:
        return f"{math.degrees(radians):.6f}"
    return value
