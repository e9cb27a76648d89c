"""Refusals about units."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownUnit(NotFound):
    error_id = "unknown_unit"

    def __init__(self) -> None:
        super().__init__("Unit ini tidak ditemukan.", en="There is no such unit.")


class UnitOnAssignment(Conflict):
    error_id = "unit_on_assignment"

    def __init__(self, call_sign: str) -> None:
        super().__init__(
            f"{call_sign} sedang bertugas. Ubah status penugasannya, bukan status unitnya.",
            en=f"{call_sign} is on an assignment. Change the assignment's status instead.",
            call_sign=call_sign,
        )


class UnknownUnitStatus(Invalid):
    error_id = "unknown_unit_status"

    def __init__(self, status: str) -> None:
        super().__init__(
            "Status unit ini tidak dikenal. Pilih available atau out_of_service.",
            en="Unknown unit status. Choose available or out_of_service.",
            status=status[:40],
        )


class ReasonMissing(Invalid):
    error_id = "reason_missing"

    def __init__(self) -> None:
        super().__init__("Tuliskan alasannya.", en="Give a reason.")
