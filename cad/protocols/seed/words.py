"""Short words to write cards in.

yes_no("awake", "Apakah ia sadar?", "Is the patient awake?", no=then(1, to="cardiac_arrest"))
"""

from dataclasses import dataclass, field, replace
from typing import Any

from cad.protocols.model import Answer, ChecklistItem, Instruction, Question


@dataclass(frozen=True)
class Card:
    questions: tuple[Question, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    run_card: dict[str, Any] = field(default_factory=dict)


def then(priority: int = 0, *, to: str = "", next: str = "") -> Answer:
    """What an answer does: a priority, another type, a question to go on with."""
    return Answer(value="", text_id="", priority=priority, type_code=to, next=next)


NOTHING = then()


def yes_no(id: str, text_id: str, text_en: str, yes: Answer = NOTHING, no: Answer = NOTHING) -> Question:
    answers = (
        replace(yes, value="yes", text_id="Ya", text_en="Yes"),
        replace(no, value="no", text_id="Tidak", text_en="No"),
    )
    return Question(id=id, text_id=text_id, text_en=text_en, kind="yes_no", answers=answers)


def one(value: str, text_id: str, text_en: str, does: Answer = NOTHING) -> Answer:
    return replace(does, value=value, text_id=text_id, text_en=text_en)


def choice(id: str, text_id: str, text_en: str, *answers: Answer) -> Question:
    return Question(id=id, text_id=text_id, text_en=text_en, kind="choice", answers=answers)


def band(
    value: str,
    text_id: str,
    text_en: str,
    does: Answer = NOTHING,
    *,
    least: float | None = None,
    most: float | None = None,
) -> Answer:
    return replace(does, value=value, text_id=text_id, text_en=text_en, at_least=least, at_most=most)


def number(id: str, text_id: str, text_en: str, *bands: Answer) -> Question:
    return Question(id=id, text_id=text_id, text_en=text_en, kind="number", answers=bands)


def words(id: str, text_id: str, text_en: str) -> Question:
    return Question(id=id, text_id=text_id, text_en=text_en, kind="text")


def say(id: str, text_id: str, text_en: str, when: str = "") -> Instruction:
    """`when` is `question=value|value`."""
    question, _, values = when.partition("=")
    told = tuple(values.split("|")) if values else ()
    return Instruction(id=id, text_id=text_id, text_en=text_en, question=question, values=told)


def tick(id: str, text_id: str, text_en: str) -> ChecklistItem:
    return ChecklistItem(id=id, text_id=text_id, text_en=text_en)


def run_card(*levels: list[tuple[str, int, str]]) -> dict[str, Any]:
    """Each level adds to those below it: a list of (capabilities by `|`, how many, agency or empty for any)."""
    return {
        "levels": [
            {
                "number": at,
                "needs": [
                    {"any_of": any_of.split("|"), "count": count, "agency": agency} for any_of, count, agency in needs
                ],
            }
            for at, needs in enumerate(levels, start=1)
        ],
    }


STAY = say(
    "stay",
    "Bantuan sedang kami kirim. Jangan tutup telepon dulu, saya tetap bersama Anda.",
    "Help is on its way. Please stay on the line, I am with you.",
)
GUIDE = say(
    "guide",
    "Minta seseorang menunggu di tepi jalan untuk mengarahkan petugas.",
    "Ask someone to wait at the roadside to guide the crew.",
)
PLACE = tick("place", "Lokasi dan patokan diulang kepada penelepon", "Place and landmark repeated to the caller")
CALLBACK = tick("callback", "Nomor yang bisa dihubungi kembali sudah dicatat", "A number to call back is noted")
SAFE = tick("safe", "Penelepon berada di tempat aman", "The caller is in a safe place")
UPDATE = tick("update", "Petugas diberi tahu perkembangan dari penelepon", "The crew was told what the caller added")
AMBULANCE = tick("ambulance", "Ambulans diberangkatkan", "Ambulance dispatched")
HOSPITAL = tick("hospital", "Rumah sakit tujuan diberi tahu", "The receiving hospital was told")
POLICE = tick("police", "Polisi diberi tahu", "The police were told")
FIRE_CREW = tick("fire_crew", "Pemadam diberangkatkan", "Fire service dispatched")
POWER = tick("power", "PLN diminta memutus aliran listrik", "The power company was asked to cut the power")
BPBD = tick("bpbd", "Pusdalops BPBD diberi tahu", "The disaster agency's control room was told")
