"""Refusals about the routing plan."""

from cad.errors import Conflict, Invalid


class PlanChanged(Conflict):
    error_id = "plan_changed"

    def __init__(self, version: int) -> None:
        super().__init__(
            "Orang lain baru saja mengubah aturan antrean. Muat ulang, lalu simpan lagi.",
            en="Somebody else has just changed the queue's plan. Load it again, then save.",
            version=version,
        )


class PlanInvalid(Invalid):
    """`field` is the choice that is wrong."""

    error_id = "plan_invalid"

    def __init__(self, field: str, sentence: str, en: str) -> None:
        super().__init__(sentence, en=en, field=field)


class UnknownSkill(Invalid):
    error_id = "unknown_skill"

    def __init__(self, code: str) -> None:
        super().__init__(
            "Keahlian ini tidak ada dalam aturan antrean. Tambahkan di sana dahulu.",
            en="This skill is not in the queue's plan. Add it there first.",
            skill=code[:40],
        )
