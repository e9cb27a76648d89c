"""Is it known already? How likely what is being taken down is the same as an incident that is open, or just closed.

    match = score(taken_down, known, now)    # Match(score=0.91, reasons_id=["60 m dari sini", ...])

The score is place x time x kind, each 0..1: any of them alone rules it out (two fires 3 km apart are two, whatever
else they share). The same caller is evidence of another sort, so it is joined as one of two independent signs,
1 - (1 - event)(1 - caller).

Why the weights are what they are:
- Place: each point is off by its own radius, and callers place one thing apart by what it is (`kinds.reach_m`: smoke
  is seen over roofs, a heart attack is in one house). Errors add as squares: sigma^2 = reach^2 + ra^2 + rb^2. Then
  exp(-d^2 / 2 sigma^2), times reach / sigma: a fix of 2 km that covers everything is no evidence for anything.
- Kelurahan alone (1 to 2 km^2 in a city) is worth a look, never certain: 0.45; another one 0.1, since callers near a
  line name the wrong one; where nothing is known 0.3, less than a good point gives and more than a wrong one. Shared
  words of an address lift it to 0.75 at most: many houses in one street.
- Time: counted between what was last and first heard of each. Calls about one thing come within minutes: half after
  20. Floods and wildfires are told of for hours. What is still open never falls below 0.3: it may well go on.
- Kind: `kinds.likeness`.
- The same caller rings again about the same thing (where are they?) more often than about another: 0.75 at once, less
  with time, and less when place or kind speak against it, which what is not known does not.

Nearer never scores lower, longer ago never higher, the same caller never lower; symmetric in the two.
"""

import math
import re
from dataclasses import dataclass, field
from datetime import datetime

from cad.places.model import distance_m
from cad.reports.kinds import UNTOLD, half_life_min, likeness, reach_m

SURE, LIKELY, POSSIBLE = 0.7, 0.45, 0.2  # below the last nothing is shown
SAME_KELURAHAN, OTHER_KELURAHAN, NOWHERE, SAME_WORDS = 0.45, 0.1, 0.3, 0.75
STILL_OPEN = 0.3
SAME_CALLER = 0.75
CALLER_HALF_LIFE_MIN = 20.0
# Of an address: words that every street has.
COMMON = "jalan jln jl gang gg no nomor rt rw dekat depan samping belakang di dan simpang kel km"
COMMON_WORDS = frozenset(COMMON.split())
GRADES = ((SURE, "sure"), (LIKELY, "likely"), (POSSIBLE, "possible"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """What is known of one side. `first_at`, `last_at`: when it was first and last told of; None is now.

    `words` are those of its address (`address_words`); `caller_ids` whatever names a caller (a person's id).
    """

    type_code: str = ""
    group: str = ""
    point: tuple[float, float] | None = None
    radius_m: float = 0.0
    kelurahan_code: str = ""
    words: frozenset[str] = frozenset()
    first_at: datetime | None = None
    last_at: datetime | None = None
    open: bool = True
    caller_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """`grade`: sure, likely, possible; empty: not worth a line. `distance_m` None: not both have a point."""

    score: float
    grade: str
    distance_m: float | None
    minutes: float
    same_caller: bool
    reasons_id: list[str] = field(default_factory=list)
    reasons_en: list[str] = field(default_factory=list)


def address_words(text: str) -> frozenset[str]:
    found = re.findall(r"[^\W_]+", text.lower())
    return frozenset(word for word in found if word not in COMMON_WORDS and (len(word) > 1 or word.isdigit()))


def score(one: Sighting, other: Sighting, now: datetime) -> Match:
    """How likely they are one, with the reasons. Below POSSIBLE no reasons are written."""
    total = likelihood(one, other, now)
    grade = next((name for least, name in GRADES if total >= least), "")
    apart_m = _apart_m(one, other)
    minutes = minutes_between(one, other, now)
    same_caller = not one.caller_ids.isdisjoint(other.caller_ids)
    told = _reasons(one, other, apart_m, minutes, same_caller) if grade else ()
    return Match(
        score=total,
        grade=grade,
        distance_m=apart_m,
        minutes=minutes,
        same_caller=same_caller,
        reasons_id=[words[0] for words in told],
        reasons_en=[words[1] for words in told],
    )


def likelihood(one: Sighting, other: Sighting, now: datetime) -> float:
    """The score alone: a thousand are compared while somebody types."""
    minutes = minutes_between(one, other, now)
    kind, _ = likeness(one.type_code, other.type_code, one.group, other.group)
    place = _place(one, other, _apart_m(one, other))
    event = place * _time(one, other, minutes) * kind
    if one.caller_ids.isdisjoint(other.caller_ids):
        return event
    return 1 - (1 - event) * (1 - _caller(place, kind, minutes))


def _apart_m(one: Sighting, other: Sighting) -> float | None:
    return distance_m(one.point, other.point) if one.point and other.point else None


def minutes_between(one: Sighting, other: Sighting, now: datetime) -> float:
    """From the last word of the earlier to the first of the later; 0 when they overlap."""
    gap = max(
        ((one.first_at or now) - (other.last_at or now)).total_seconds(),
        ((other.first_at or now) - (one.last_at or now)).total_seconds(),
    )
    return max(0.0, gap / 60)


def _place(one: Sighting, other: Sighting, apart_m: float | None) -> float:
    if apart_m is not None:
        reach = max(reach_m(one.type_code), reach_m(other.type_code))
        sigma_squared = reach**2 + one.radius_m**2 + other.radius_m**2
        return reach / math.sqrt(sigma_squared) * math.exp(-(apart_m**2) / (2 * sigma_squared))
    if one.kelurahan_code and other.kelurahan_code:
        base = SAME_KELURAHAN if one.kelurahan_code == other.kelurahan_code else OTHER_KELURAHAN
    else:
        base = NOWHERE
    return max(base, base + (SAME_WORDS - base) * _overlap(one.words, other.words))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Of the shorter address, how much stands in the other; one word alone is half of it."""
    shorter = min(len(one), len(other))
    return len(one & other) / max(2, shorter) if shorter else 0.0


def _time(one: Sighting, other: Sighting, minutes: float) -> float:
    half_life = max(half_life_min(one.type_code), half_life_min(other.type_code))
    faded: float = 2 ** (-minutes / half_life)
    return max(faded, STILL_OPEN) if one.open and other.open else faded


def _caller(place: float, kind: float, minutes: float) -> float:
    faded: float = 2 ** (-minutes / CALLER_HALF_LIFE_MIN)
    return SAME_CALLER * faded * (0.3 + 0.7 * min(1.0, place / NOWHERE)) * (0.5 + 0.5 * min(1.0, kind / UNTOLD))


KIND_WORDS = {
    "same": ("jenis sama", "same type"),
    "family": ("jenis serumpun", "related type"),
    "group": ("kelompok jenis sama", "same group of types"),
    "untold": ("jenis belum pasti", "type not certain yet"),
    "other": ("jenis lain", "another type"),
}


def _reasons(
    one: Sighting, other: Sighting, apart_m: float | None, minutes: float, same_caller: bool
) -> list[tuple[str, str]]:
    """The strongest first, Indonesian and English."""
    _, rule = likeness(one.type_code, other.type_code, one.group, other.group)
    caller = [("penelepon yang sama", "same caller")] if same_caller else []
    return [*caller, _place_words(one, other, apart_m), _time_words(minutes), KIND_WORDS[rule]]


def _place_words(one: Sighting, other: Sighting, apart_m: float | None) -> tuple[str, str]:
    if apart_m is not None:
        far = f"{round(apart_m / 10) * 10} m" if apart_m < 995 else f"{apart_m / 1000:.1f} km"
        rough = round(math.hypot(one.radius_m, other.radius_m) / 10) * 10
        comma = far.replace(".", ",")
        if rough >= 100:
            return f"{comma} dari sini (± {rough} m)", f"{far} from here (± {rough} m)"
        return f"{comma} dari sini", f"{far} from here"
    if one.words & other.words:
        return "alamat mirip", "similar address"
    if one.kelurahan_code and one.kelurahan_code == other.kelurahan_code:
        return "kelurahan sama", "same kelurahan"
    return "tempat belum pasti", "place not certain yet"


def _time_words(minutes: float) -> tuple[str, str]:
    whole = round(minutes)
    if whole < 1:
        return "baru saja", "just now"
    if whole < 90:
        return f"{whole} menit lalu", f"{whole} min ago"
    return f"{round(minutes / 60)} jam lalu", f"{round(minutes / 60)} h ago"
