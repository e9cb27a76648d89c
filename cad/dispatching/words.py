"""Why a unit is recommended, or what is missing, each as (Indonesian, English)."""

from datetime import datetime

from cad.dispatching.fitness import Candidate
from cad.dispatching.run_cards import Need
from cad.dispatching.travel import Travel

Words = tuple[str, str]

CAPABILITY_WORDS = {
    "water": ("pompa air", "water"),
    "engine": ("pompa", "engine"),
    "tanker": ("tangki", "tanker"),
    "ladder": ("tangga", "ladder"),
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
AGENCY_WORDS = {
    "police": ("polisi", "police"),
    "fire": ("damkar", "fire"),
    "health": ("kesehatan", "health"),
    "bpbd": ("BPBD", "BPBD"),
    "dishub": ("Dishub", "Dishub"),
    "satpol": ("Satpol PP", "Satpol PP"),
}
NOT_READY = {"out_of_service": ("tidak beroperasi", "out of service"), "returning": ("sedang kembali", "returning")}


def need_words(need: Need) -> Words:
    """`pompa atau tangki`; with no capability asked for, the agency."""
    if not need.any_of:
        return AGENCY_WORDS.get(need.agency, (f"unit {need.agency}".strip(), f"{need.agency} unit".strip()))
    told = [capability(name) for name in need.any_of]
    return " atau ".join(one for one, _ in told), " or ".join(one for _, one in told)


def capability(name: str) -> Words:
    return CAPABILITY_WORDS.get(name, (name, name))


def status_words(status: str) -> Words:
    if status == "available":
        return "siaga", "available"
    return NOT_READY.get(status, ("sedang bertugas", "on an assignment"))


def travel_words(distance_m: float | None, travel: Travel | None) -> Words:
    if distance_m is None or travel is None:
        return "jarak belum diketahui", "distance not known"
    if travel.seconds is None:
        return "tidak ada jalan terbuka ke sana", "no open road leads there"
    if travel.method == "road":
        return "waktu tempuh lewat jalan", "travel time by road"
    kilometres = f"{distance_m / 1000:.1f}"
    return f"{kilometres.replace('.', ',')} km garis lurus", f"{kilometres} km straight line"


def concern_words(unit: Candidate, now: datetime) -> list[Words]:
    """What speaks against it, or for it beside the time."""
    told = list[Words]()
    if unit.own_area:
        told.append(("wilayahnya sendiri", "its own area"))
    if unit.crew_short:
        crew = f"{unit.crew_count}/{unit.crew_minimum}"
        told.append((f"kru kurang {crew}", f"crew short {crew}"))
    if unit.off_shift(now):
        told.append(("di luar giliran jaga", "off shift"))
    if unit.long_on_duty(now) and unit.shift_began_at:
        hours = int((now - unit.shift_began_at).total_seconds() // 3600)
        told.append((f"bertugas {hours} jam", f"on duty {hours} h"))
    if unit.position_is_old(now) and unit.position_at:
        minutes = int((now - unit.position_at).total_seconds() // 60)
        told.append((f"posisi {minutes} menit lalu", f"position {minutes} min old"))
    return told


def shortfall_words(need: Need, missing: int, within_min: int, neighbour: str) -> Words:
    """`Tidak ada tangga dalam 20 menit: minta Bukittinggi.`"""
    indonesian, english = need_words(need)
    if missing < need.count:
        indonesian, english = f"Kurang {missing} {indonesian}", f"{missing} {english} short"
    else:
        indonesian, english = f"Tidak ada {indonesian}", f"No {english}"
    ask_id, ask_en = neighbour or "kota tetangga", neighbour or "the next city"
    return (
        f"{indonesian} dalam {within_min} menit: minta {ask_id}.",
        f"{english} within {within_min} minutes: ask {ask_en}.",
    )
