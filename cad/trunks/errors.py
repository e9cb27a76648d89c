"""Refusals about trunks."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownTrunk(NotFound):
    error_id = "unknown_trunk"

    def __init__(self) -> None:
        super().__init__("Trunk ini tidak ditemukan.", en="There is no such trunk.")


class TrunkExists(Conflict):
    error_id = "trunk_exists"

    def __init__(self, name: str) -> None:
        super().__init__(
            "Sudah ada trunk dengan nama ini. Pilih nama lain.",
            en="There is a trunk with this name already. Choose another.",
            name=name,
        )


class BadTrunk(Invalid):
    """`field` says which entry is wrong."""

    error_id = "bad_trunk"

    def __init__(self, field: str, sentence: str, en: str) -> None:
        super().__init__(sentence, en=en, field=field)
