"""The life cycles as tables: from where a unit, an assignment or an incident may go, and who may say so.

Words: `dispatcher` is anybody who sends units, `responder` the crew by its own link, `system` a consequence.
"""

from collections.abc import Iterable, Mapping

DISPATCHER, RESPONDER, SYSTEM = "dispatcher", "responder", "system"
BOTH = frozenset({DISPATCHER, RESPONDER})
ONLY_DISPATCHER = frozenset({DISPATCHER})

# The way forward, in order.
STEPS = ("dispatched", "acknowledged", "en_route", "on_scene", "transporting", "at_hospital", "returning", "available")
OVER = frozenset({"available", "cancelled"})

# A step may be skipped, for a crew forgets to press; none is taken back but by a correction.
ASSIGNMENT: Mapping[str, tuple[str, ...]] = {
    "dispatched": (
        "acknowledged",
        "en_route",
        "on_scene",
        "transporting",
        "at_hospital",
        "returning",
        "available",
        "cancelled",
    ),
    "acknowledged": ("en_route", "on_scene", "transporting", "at_hospital", "returning", "available", "cancelled"),
    "en_route": ("on_scene", "transporting", "at_hospital", "returning", "available", "cancelled"),
    "on_scene": ("transporting", "at_hospital", "returning", "available", "cancelled"),
    "transporting": ("at_hospital", "returning", "available", "cancelled"),
    "at_hospital": ("returning", "available", "cancelled"),
    "returning": ("available", "cancelled"),
    "available": (),
    "cancelled": (),
}
# A crew says how far it is; that it need not come is the center's to say.
WHO_STEPS: Mapping[str, frozenset[str]] = dict.fromkeys(STEPS, BOTH) | {"cancelled": ONLY_DISPATCHER}

# A unit outside an assignment. On one it follows the assignment's status (SYSTEM).
UNIT: Mapping[str, tuple[str, ...]] = {
    "available": ("out_of_service", "dispatched"),
    "out_of_service": ("available", "dispatched"),
    **{status: (*ASSIGNMENT[status][:-1], "dispatched") for status in STEPS[:-1]},
}
WHO_SETS_UNIT: Mapping[str, frozenset[str]] = {
    "available": ONLY_DISPATCHER | {SYSTEM},
    "out_of_service": ONLY_DISPATCHER,
    **{status: frozenset({SYSTEM}) for status in STEPS[:-1]},
}

INCIDENT: Mapping[str, tuple[str, ...]] = {"open": ("closed",), "closed": ("open",)}
HAND_OVER: Mapping[str, tuple[str, ...]] = {
    "pending": ("accepted", "refused", "expired"),
    "accepted": (),
    "refused": (),
    "expired": (),
}

WORDS: Mapping[str, tuple[str, str]] = {
    "dispatched": ("dikirim", "dispatched"),
    "acknowledged": ("diterima", "acknowledged"),
    "en_route": ("menuju lokasi", "en route"),
    "on_scene": ("di lokasi", "on scene"),
    "transporting": ("membawa pasien", "transporting"),
    "at_hospital": ("di rumah sakit", "at hospital"),
    "returning": ("kembali", "returning"),
    "available": ("selesai", "cleared"),
    "cancelled": ("dibatalkan", "cancelled"),
}


def possible(status: str, by: str = DISPATCHER) -> tuple[str, ...]:
    """Where an assignment in this status may go, by this one."""
    return tuple(step for step in ASSIGNMENT.get(status, ()) if by in WHO_STEPS[step])


def words(statuses: Iterable[str]) -> tuple[str, str]:
    """Said in one line, Indonesian and English."""
    told = [WORDS.get(status, (status, status)) for status in statuses]
    return ", ".join(one for one, _ in told) or "tidak ada", ", ".join(other for _, other in told) or "nothing"
