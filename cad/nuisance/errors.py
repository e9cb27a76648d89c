"""Refusals about dispositions and lowered numbers."""

from cad.errors import Conflict, Invalid
from cad.nuisance.model import DAYS, DISPOSITIONS


class UnknownDisposition(Invalid):
    error_id = "unknown_disposition"

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Hasil panggilan ini tidak dikenal. Pilih {', '.join(DISPOSITIONS)}.",
            en=f"Unknown disposition. Choose {', '.join(DISPOSITIONS)}.",
            code=code[:40],
        )


class NumberNotKnown(Conflict):
    error_id = "number_not_known"

    def __init__(self) -> None:
        super().__init__(
            "Panggilan ini tidak membawa nomor yang dapat dikenali, jadi prioritasnya tidak dapat diturunkan.",
            en="This call came without a number that can be told again, so it cannot be lowered.",
        )


class NotSoLong(Invalid):
    error_id = "not_so_long"

    def __init__(self) -> None:
        super().__init__(
            f"Pilih {DAYS.start} sampai {DAYS.stop - 1} hari.", en=f"Choose {DAYS.start} to {DAYS.stop - 1} days."
        )
