"""A city's services and where they stand."""

from dataclasses import dataclass

AGENCY_KINDS = ("police", "fire", "health", "bpbd", "dishub", "satpol")


@dataclass(frozen=True, kw_only=True)
class Agency:
    """An OPD (Organisasi Perangkat Daerah)."""

    id: str
    center_id: str
    name: str
    kind: str
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Station:
    id: str
    agency_id: str
    name: str
    lat: float
    lon: float
