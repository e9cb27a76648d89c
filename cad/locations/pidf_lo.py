"""PIDF-LO: a location as SIP carries it (RFC 4119, 5491, 5139, 6442).

Which goes first (RFC 5491, rule 8): the first <device> with a location, then the first <tuple>, <person> as a last
resort; inside of one, the document's order. A geodetic and a civic location in one <location-info> are one place.
"""

from collections.abc import Iterable
from datetime import datetime

from cad.locations import civic, reading, shapes
from cad.locations.errors import Refused
from cad.locations.model import Fix
from cad.locations.xml import Element, parse

CONFIDENCE = 95  # RFC 5491, section 5: what an uncertainty means that does not say more
PRESENTITIES = ("device", "tuple", "person")  # in the order in which they count
MOST = 10  # fixes of one document


def read(document: bytes) -> tuple[Fix, ...]:
    """What the document says, first what goes first; never empty. Raises Refused."""
    root = parse(document)
    fixes: list[Fix] = []
    refusals: list[Refused] = []
    for holder in _holders(root):
        for info in holder.all("location-info"):
            try:
                fixes += _fixes(info, holder)
            except Refused as refused:
                refusals.append(refused)
    if not fixes:
        raise refusals[0] if refusals else Refused("no_location")
    return tuple(fixes[:MOST])


def _holders(root: Element) -> Iterable[Element]:
    """What may hold a location, in the order in which it counts; the whole document when it has none of these. HELD
    (RFC 5985) has its document inside of an answer."""
    root = next(root.all("presence"), root)
    found = [element for name in PRESENTITIES for element in root.children if element.name == name]
    return found or [root]


def _fixes(info: Element, holder: Element) -> list[Fix]:
    drawn = [child for child in info.children if shapes.is_shape(child)]
    addresses = (civic.read(child) for child in info.children if child.name == "civicAddress")
    address = next((one for one in addresses if one), {})
    if not drawn and not address:
        raise Refused("no_location")
    notes: list[str] = []
    at = _timestamp(holder, notes)
    method = reading.method(next((found.text for found in holder.all("method")), None))
    stated = _confidence(info)
    if not drawn:
        return [Fix(source="pidf_lo", raw_kind="civic", civic=address, method=method, at=at, notes=tuple(notes))]
    found, refused = _drawn(drawn)
    if not found and not address:
        raise refused[0]
    notes += [one.reason for one in refused]
    if not found:
        return [Fix(source="pidf_lo", raw_kind="civic", civic=address, method=method, at=at, notes=tuple(notes))]
    return [
        Fix(
            lat=shape.lat,
            lon=shape.lon,
            radius_m=shape.radius_m,
            confidence=stated if stated is not None else CONFIDENCE if shape.radius_m is not None else None,
            altitude_m=shape.altitude_m,
            at=at,
            source="pidf_lo",
            method=method,
            civic=address,
            raw_kind=shape.kind,
            notes=(*notes, *shape.notes),
        )
        for shape in found
    ]


def _drawn(elements: list[Element]) -> tuple[list[shapes.Shape], list[Refused]]:
    found: list[shapes.Shape] = []
    refused: list[Refused] = []
    for element in elements:
        try:
            found.append(shapes.read(element))
        except Refused as error:
            refused.append(error)
    return found, refused


def _timestamp(holder: Element, notes: list[str]) -> datetime | None:
    said = next((found.text.strip() for found in holder.all("timestamp") if found.text.strip()), "")
    at = reading.from_iso(said) if said else None
    if said and at is None:
        notes.append("time_unreadable")
    return at


def _confidence(info: Element) -> int | None:
    """RFC 7459; `unknown` stays unknown."""
    return reading.confidence(reading.number(info.said("confidence")))
