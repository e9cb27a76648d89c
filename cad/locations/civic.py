"""Civic addresses (RFC 4119, 5139, 6848): kept by their element's names, said as Indonesians write an address."""

from cad.locations.xml import Element

AREAS = ("A6", "A5", "A4", "A3", "A2", "A1")  # quarter to province
STREET = ("PRM", "PRD", "RD", "STS", "POD", "POM", "RDSEC", "RDBR", "RDSUBBR")
NUMBER = ("HNP", "HNO", "HNS")
INSIDE = ("NAM", "BLD", "FLR", "UNIT", "ROOM", "SEAT", "PLC")
KNOWN = {
    "country",
    *AREAS,
    *STREET,
    *NUMBER,
    *INSIDE,
    "LMK",
    "LMKP",
    "LOC",
    "PC",
    "PCN",
    "POBOX",
    "ADDCODE",
    "MP",
    "STP",
}
LONGEST = 200  # characters of one part


def read(element: Element) -> dict[str, str]:
    """What is said, each once; empty when nothing is."""
    told: dict[str, str] = {}
    for child in element.children:
        text = " ".join(child.text.split())[:LONGEST]
        if child.name in KNOWN and text:
            told.setdefault(child.name, text)
    return told


def text_of(civic: dict[str, str]) -> str:
    """One line: building, street and number, floor, quarter to province, postcode."""
    street = " ".join(civic[name] for name in STREET if name in civic)
    number = "".join(civic.get(name, "") for name in NUMBER)
    floor = f"lt. {civic['FLR']}" if "FLR" in civic else ""
    room = f"ruang {civic['ROOM']}" if "ROOM" in civic else ""
    unit = f"unit {civic['UNIT']}" if "UNIT" in civic else ""
    names = [civic.get(name, "") for name in ("NAM", "BLD")]
    areas = [civic.get(name, "") for name in AREAS]
    near = [civic.get(name, "") for name in ("LMK", "LOC")]
    parts = [*names, f"{street} {number}".strip(), floor, unit, room, *near, *areas, civic.get("PC", "")]
    return ", ".join(part for part in parts if part)
