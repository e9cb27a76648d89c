"""Which units to send: a pure function of the type, the place and the units. It recommends; a person decides.

Units that fit come first, and among them the best of each agency the type asks for, in the type's own order (the
leading agency first), then the second best of each, and so on. Best: available, then nearest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cad.incidents.model import IncidentType
from cad.places.model import distance_m

METHOD = "straight_line"
# Straight-line speed: about 40 km/h on the road with lights on in a city, over a detour of about 1.3.
SPEED_M_PER_MIN = 30_000 / 60
OLD_POSITION = timedelta(minutes=10)

NOT_READY = {"out_of_service": ("tidak beroperasi", "out of service"), "returning": ("sedang kembali", "returning")}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    unit_id: str
    call_sign: str
    agency_kind: str
    capabilities: tuple[str, ...]
    status: str
    point: tuple[float, float] | None
    position_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """`fits`: agency and capability suit the type and the unit is available. Distance None: a position is missing."""

    unit_id: str
    call_sign: str
    agency_kind: str
    distance_m: float | None
    minutes: float | None
    method: str
    fits: bool
    reasons_id: list[str]
    reasons_en: list[str]


@dataclass(frozen=True)
class _Judged:
    unit: Candidate
    distance: float | None
    has: tuple[str, ...]  # what the type asks for and the unit has
    suits: bool

    @property
    def fits(self) -> bool:
        return self.suits and self.unit.status == "available"

    @property
    def goodness(self) -> tuple[bool, bool, float, str]:
        far = float("inf") if self.distance is None else self.distance
        return not self.suits, self.unit.status != "available", far, self.unit.call_sign


def recommend(
    kind: IncidentType | None, place: tuple[float, float] | None, units: Iterable[Candidate], now: datetime
) -> list[Recommendation]:
    """Best first. Without a type every unit suits; without a place availability and fitness alone rank."""
    judged = sorted((_judge(kind, place, unit) for unit in units), key=lambda one: one.goodness)
    turn: dict[str, int] = {}
    ranked = []
    for one in judged:
        turn[one.unit.agency_kind] = turn.get(one.unit.agency_kind, -1) + 1
        ranked.append(((not one.fits, not one.suits, turn[one.unit.agency_kind], *_place_in(kind, one)), one))
    return [_told(one, now) for _, one in sorted(ranked, key=lambda pair: pair[0])]


def _place_in(kind: IncidentType | None, one: _Judged) -> tuple[int, float, str]:
    agencies = kind.agencies if kind else []
    far = float("inf") if one.distance is None else one.distance
    order = agencies.index(one.unit.agency_kind) if one.unit.agency_kind in agencies else len(agencies)
    return order, far, one.unit.call_sign


def _judge(kind: IncidentType | None, place: tuple[float, float] | None, unit: Candidate) -> _Judged:
    distance = distance_m(place, unit.point) if place and unit.point else None
    wanted = kind.capabilities if kind else []
    has = tuple(one for one in wanted if one in unit.capabilities)
    agency_suits = kind is None or not kind.agencies or unit.agency_kind in kind.agencies
    return _Judged(unit, distance, has, agency_suits and bool(has or not wanted))


def _told(one: _Judged, now: datetime) -> Recommendation:
    reasons = _reasons(one, now)
    return Recommendation(
        unit_id=one.unit.unit_id,
        call_sign=one.unit.call_sign,
        agency_kind=one.unit.agency_kind,
        distance_m=None if one.distance is None else round(one.distance),
        minutes=None if one.distance is None else round(one.distance / SPEED_M_PER_MIN, 1),
        method=METHOD,
        fits=one.fits,
        reasons_id=[indonesian for indonesian, _ in reasons],
        reasons_en=[english for _, english in reasons],
    )


def _reasons(one: _Judged, now: datetime) -> list[tuple[str, str]]:
    """What speaks for it and what against, each as (Indonesian, English)."""
    reasons = [_status_reason(one.unit.status)]
    if not one.suits:
        reasons.append(("bukan untuk jenis ini", "not for this type"))
    reasons += [CAPABILITY_WORDS.get(name, (name, name)) for name in one.has]
    if one.distance is None:
        reasons.append(("jarak belum diketahui", "distance not known"))
    else:
        kilometres = f"{one.distance / 1000:.1f}"
        reasons.append((f"{kilometres.replace('.', ',')} km garis lurus", f"{kilometres} km straight line"))
    at = one.unit.position_at
    if at and now - at > OLD_POSITION and one.unit.status != "available":
        minutes = int((now - at).total_seconds() // 60)
        reasons.append((f"posisi {minutes} menit lalu", f"position {minutes} min old"))
    return reasons


def _status_reason(status: str) -> tuple[str, str]:
    if status == "available":
        return "siaga", "available"
    return NOT_READY.get(status, ("sedang bertugas", "on an assignment"))


CAPABILITY_WORDS = {
    "water": ("pompa air", "water"),
    "rescue": ("penyelamatan", "rescue"),
    "extrication": ("alat ekstrikasi", "extrication"),
    "hazmat": ("bahan berbahaya", "hazmat"),
    "ambulance": ("ambulans", "ambulance"),
    "advanced_life_support": ("bantuan hidup lanjut", "advanced life support"),
    "patrol": ("patroli", "patrol"),
    "traffic": ("pengaturan lalu lintas", "traffic control"),
    "crowd": ("pengendalian massa", "crowd control"),
    "boat": ("perahu", "boat"),
    "evacuation": ("evakuasi", "evacuation"),
    "heavy_equipment": ("alat berat", "heavy equipment"),
    "tow": ("derek", "tow truck"),
    "snake": ("penanganan hewan", "animal handling"),
    "tree": ("gergaji pohon", "tree cutting"),
}
