"""How alike two incident types are as descriptions of one thing.

A city edits its types, so families go by the words of a type's code (`vehicle_fire`, `fire.vehicle`), not by a list
of codes: callers of one crash say "a car burns", "somebody lies on the road", "the road is blocked".
"""

import re
from functools import lru_cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SAME, FAMILY, UNTOLD, GROUP, OTHER = 1.0, 0.8, 0.6, 0.5, 0.15

# One word may stand in several families: somebody unconscious on the road is a crash seen from a window.
FAMILIES: dict[str, frozenset[str]] = {
    "fire": _set("fire wildfire smoke explosion gas electrical burn burning hazmat alarm burns poisoning"),
    "crash": _set("traffic accident crash collision road vehicle injury injured unconscious trapped"),
    "body": _set(
        "cardiac arrest breathing unconscious injury stroke chest bleeding seizure medical choking birth burns"
    ),
    "violence": _set(
        "violence violent crime brawl noise domestic assault fight weapon brawl disturbance threat injury robbery"
    ),
    "crime": _set("crime theft robbery burglary violent"),
    "lost": _set("missing lost drowning"),
    "storm": _set("tree road blocked electrical landslide flood wind storm"),
    "water": _set("flood drowning landslide river boat swept"),
    "quake": _set("earthquake collapse landslide trapped tsunami eruption"),
}
# Seen or felt from afar, so that callers place it far apart; and still reported hours after it began.
WIDE = _set("wildfire smoke explosion flood earthquake landslide tsunami wind storm eruption")
FROM_AFAR = WIDE | _set("fire gas hazmat")
# In one room: the neighbour's is another.
NARROW = _set("cardiac breathing childbirth stroke chest domestic transport theft medical")
# Chosen when nobody knows yet: says nothing against any other.
UNSPECIFIC = _set("other silent unknown public")

REACH_M = 300.0  # a crash on the ground: callers name the crossing before or after it
REACH_WIDE_M, REACH_NARROW_M = 800.0, 120.0  # smoke over roofs; one house and the next
HALF_LIFE_MIN, HALF_LIFE_WIDE_MIN = 20.0, 120.0


@lru_cache(maxsize=2048)
def words_of(code: str) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z]+", code.lower())) - {""}


@lru_cache(maxsize=2048)
def families_of(code: str) -> frozenset[str]:
    return frozenset(name for name, words in FAMILIES.items() if words & words_of(code))


def says_nothing(code: str) -> bool:
    return not code or bool(words_of(code) & UNSPECIFIC)


@lru_cache(maxsize=65536)
def likeness(one: str, other: str, one_group: str, other_group: str) -> tuple[float, str]:
    """0..1, and which rule said so: same, untold, family, group, other."""
    if one and one == other:
        return SAME, "same"
    if says_nothing(one) or says_nothing(other):
        return UNTOLD, "untold"
    if families_of(one) & families_of(other):
        return FAMILY, "family"
    if one_group and one_group == other_group:
        return GROUP, "group"
    return OTHER, "other"


@lru_cache(maxsize=2048)
def reach_m(code: str) -> float:
    """How far apart two who tell of one thing of this type place it."""
    words = words_of(code)
    if words & FROM_AFAR:
        return REACH_WIDE_M
    return REACH_NARROW_M if words & NARROW else REACH_M


@lru_cache(maxsize=2048)
def half_life_min(code: str) -> float:
    """After so many minutes without a report of it, a new one is half as likely about it."""
    return HALF_LIFE_WIDE_MIN if words_of(code) & WIDE else HALF_LIFE_MIN
