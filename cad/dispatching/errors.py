"""Refusals about sending units."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownAssignment(NotFound):
    error_id = "unknown_assignment"

    def __init__(self) -> None:
        super().__init__("Penugasan ini tidak ditemukan.", en="There is no such assignment.")


class UnitBusy(Conflict):
    error_id = "unit_busy"

    def __init__(self, call_sign: str, status: str) -> None:
        super().__init__(
            f"{call_sign} sedang tidak tersedia. Pilih unit lain, atau tuliskan alasan untuk tetap mengirimnya.",
            en=f"{call_sign} is not available. Choose another unit, or give a reason to send it all the same.",
            call_sign=call_sign,
            status=status,
        )


class UnknownStep(Invalid):
    error_id = "unknown_step"

    def __init__(self, status: str) -> None:
        super().__init__("Status penugasan ini tidak dikenal.", en="Unknown assignment status.", status=status[:40])


class IllegalStep(Conflict):
    error_id = "illegal_step"

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(
            "Status penugasan tidak dapat mundur.",
            en="An assignment's status cannot go back.",
            current=current,
            wanted=wanted,
        )


class AssignmentIsOver(Conflict):
    error_id = "assignment_over"

    def __init__(self, status: str) -> None:
        super().__init__("Penugasan ini sudah selesai.", en="This assignment is over.", status=status)
