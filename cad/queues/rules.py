"""What a routing plan may say. Pure: raises PlanInvalid, which names the choice and says what to do."""

import re
from dataclasses import replace
from typing import Any

from cad.queues.errors import PlanInvalid
from cad.queues.model import CHOICES, NIGHT_MODES, RoutingPlan

BOUNDS = {
    "ring_seconds": (5, 120),
    "ring_all_after_s": (0, 600),
    "ring_all_waiting": (0, 500),
    "wrap_up_s": (0, 600),
    "overflow_after_s": (0, 3600),
    "overflow_waiting": (0, 500),
    "outside_after_s": (0, 3600),
    "announce_every_s": (0, 600),
}
MOST_OUTSIDE, MOST_SKILLS, MOST_DIALLED, MOST_DESKS = 10, 20, 50, 500
SHORTEST_ANNOUNCED_S = 10  # an announcement takes some 6 s
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")
NUMBER = re.compile(r"\+?[0-9]{3,16}")


def changed_plan(plan: RoutingPlan, choices: dict[str, Any], desk_ids: set[str]) -> RoutingPlan:
    """The plan with these choices, one version on; the same plan when nothing is other than before."""
    if unknown := set(choices) - set(CHOICES):
        raise _wrong(min(unknown), "Pilihan ini tidak dikenal.", "There is no such choice.")
    chosen = tidied(replace(plan, **choices))
    _check_bounds(chosen, plan)
    check(chosen, desk_ids)
    return plan if chosen == plan else replace(chosen, version=plan.version + 1)


def tidied(plan: RoutingPlan) -> RoutingPlan:
    """Numbers without what people write between their digits, names without space around them."""
    return replace(
        plan,
        outside=[{"name": _line(one["name"]), "number": _digits(one["number"])} for one in plan.outside],
        dialled=[{"number": _digits(one["number"]), "skill": one["skill"]} for one in plan.dialled],
        skills=[
            {"code": one["code"], "name_id": _line(one["name_id"]), "name_en": _line(one.get("name_en", ""))}
            for one in plan.skills
        ],
        overflow_desks=sorted(set(plan.overflow_desks)),
    )


def _check_bounds(plan: RoutingPlan, before: RoutingPlan) -> None:
    """What a city's settings say stays allowed until somebody changes it."""
    for name, (least, most) in BOUNDS.items():
        value = getattr(plan, name)
        if value != getattr(before, name) and not least <= value <= most:
            raise _wrong(name, f"Isi antara {least} dan {most}.", f"Choose between {least} and {most}.")
    if 0 < plan.announce_every_s < SHORTEST_ANNOUNCED_S:
        least_s = SHORTEST_ANNOUNCED_S
        raise _wrong("announce_every_s", f"Isi 0 atau paling sedikit {least_s}.", f"Choose 0, or {least_s} or more.")


def check(plan: RoutingPlan, desk_ids: set[str]) -> None:
    _check_desks(plan, desk_ids)
    _check_night(plan)
    _check_skills(plan)
    _check_numbers(plan)


def _check_desks(plan: RoutingPlan, desk_ids: set[str]) -> None:
    if len(plan.overflow_desks) > MOST_DESKS or set(plan.overflow_desks) - desk_ids:
        raise _wrong("overflow_desks", "Ada meja yang tidak dikenal.", "There is no such desk.")
    if desk_ids and desk_ids <= set(plan.overflow_desks):
        raise _wrong(
            "overflow_desks",
            "Semua meja ada di kelompok kedua. Sisakan paling sedikit satu di kelompok pertama.",
            "Every desk is in the second group. Leave at least one in the first.",
        )


def _check_night(plan: RoutingPlan) -> None:
    if plan.night_mode not in NIGHT_MODES:
        raise _wrong("night.mode", "Pilih off, on atau schedule.", "Choose off, on or schedule.")
    for name in ("from", "to"):
        if not CLOCK.fullmatch(getattr(plan, f"night_{name}")):
            raise _wrong(f"night.{name}", "Tulis jam seperti 22:00.", "Write the time like 22:00.")
    if plan.night_mode == "schedule" and plan.night_from == plan.night_to:
        raise _wrong("night.to", "Jam mulai dan selesai sama.", "It begins and ends at the same time.")


def _check_skills(plan: RoutingPlan) -> None:
    codes = plan.skill_codes
    for n, skill in enumerate(plan.skills):
        if not CODE.fullmatch(skill["code"]) or len(codes) > MOST_SKILLS:
            raise _wrong(f"skills.{n}.code", "Kode: huruf kecil, angka, _.", "A code is small letters, digits, _.")
        if not skill["name_id"]:
            raise _wrong(f"skills.{n}.name_id", "Tulis namanya.", "Write its name.")
        if codes.index(skill["code"]) != n:
            raise _wrong(f"skills.{n}.code", "Kode ini dipakai dua kali.", "This code is used twice.")


def _check_numbers(plan: RoutingPlan) -> None:
    dialled = [one["number"] for one in plan.dialled]
    for n, one in enumerate(plan.dialled):
        if not NUMBER.fullmatch(one["number"]) or len(dialled) > MOST_DIALLED:
            raise _wrong(f"dialled.{n}.number", "Ini bukan nomor.", "This is no number.")
        if one["number"] == "112" or dialled.index(one["number"]) != n:
            raise _wrong(
                f"dialled.{n}.number",
                "112 selalu masuk antrean umum, dan nomor lain hanya boleh ada sekali.",
                "112 always leads to the common queue, and another number may stand here once.",
            )
        if one["skill"] not in plan.skill_codes:
            raise _wrong(f"dialled.{n}.skill", "Pilih keahlian.", "Choose a skill.")
    for n, outside in enumerate(plan.outside):
        if not NUMBER.fullmatch(outside["number"]) or len(plan.outside) > MOST_OUTSIDE:
            raise _wrong(f"outside.{n}.number", "Ini bukan nomor.", "This is no number.")
        if not outside["name"]:
            raise _wrong(f"outside.{n}.name", "Tulis siapa yang dihubungi.", "Write whose number it is.")


def changes(before: RoutingPlan, after: RoutingPlan) -> dict[str, Any]:
    """For the journal: what was chosen, and what stood there before."""
    old, new = before.choices(), after.choices()
    return {
        name: {"from": _shown(name, old[name]), "to": _shown(name, new[name])}
        for name in CHOICES
        if old[name] != new[name]
    }


def _shown(name: str, value: Any) -> Any:
    return [one["name"] for one in value] if name == "outside" else value


def _digits(number: str) -> str:
    return re.sub(r"[\s().-]", "", number)


def _line(text: str) -> str:
    return " ".join(text.split())[:60]


def _wrong(field: str, sentence: str, en: str) -> PlanInvalid:
    return PlanInvalid(field, sentence, en)
