"""Which notes belong to a place: by its point, by its address in words, or by its kelurahan. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime

from cad.address_notes.model import AddressNote
from cad.places.model import Place, distance_m

# What different people write for the same.
_SAME = {
    "jalan": "jl",
    "jln": "jl",
    "nomor": "",
    "nomer": "",
    "no": "",
    "gang": "gg",
    "kelurahan": "kel",
    "komplek": "komp",
    "kompleks": "komp",
}
_WORD = re.compile(r"[0-9a-z]+")
CLOSEST_M = 10.0  # a fix is hardly better
MOST_UNSURE_M = 200.0  # a place as wide as a cell of the network says nothing about one house


def place_key(text: str) -> str:
    """`Jalan Sudirman No. 12` and `JL SUDIRMAN 12` are one address: words, lower case, the usual abbreviations."""
    words = (_SAME.get(word, word) for word in _WORD.findall(text.lower()))
    return " ".join(word for word in words if word)


def matching(notes: Iterable[AddressNote], place: Place, now: datetime) -> list[AddressNote]:
    """Those that hold now: the nearest first, then by address, then those of the whole kelurahan."""
    key = place_key(place.text)
    found = [(rank, note) for note in notes if note.holds(now) and (rank := _rank(note, place, key)) is not None]
    return [note for _, note in sorted(found, key=lambda pair: (pair[0], pair[1].created_at))]


def _rank(note: AddressNote, place: Place, key: str) -> float | None:
    """Metres; 1e6 for the same address in words, 2e6 for the kelurahan; None when it is another place."""
    if place.point and note.lat is not None and note.lon is not None:
        away = distance_m(place.point, (note.lat, note.lon))
        unsure = min(place.radius_m or 0.0, MOST_UNSURE_M)
        if away <= max(note.radius_m, CLOSEST_M) + unsure:
            return away
    if note.place_key and key and _same_address(note.place_key, key):
        return 1e6
    of_area = note.kelurahan_code and note.kelurahan_code == place.kelurahan_code
    return 2e6 if of_area and note.lat is None and not note.place_key else None


def _same_address(one: str, other: str) -> bool:
    """All words of the shorter are in the longer, in one piece: `jl sudirman 12` in `warung ani jl sudirman 12`. One
    word alone (a street's name) is no address."""
    short, long = sorted((one, other), key=len)
    return len(short.split()) > 1 and f" {short} " in f" {long} "
