"""Refusals about sending units."""

from collections.abc import Sequence

from cad.dispatching.steps import words
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

    def __init__(self, current: str, wanted: str, possible: Sequence[str] = ()) -> None:
        (now_id, now_en), (next_id, next_en) = words([current]), words(possible)
        super().__init__(
            f"Status penugasan tidak dapat mundur: sekarang {now_id}. Yang mungkin: {next_id}.",
            en=f"An assignment's status cannot go back: it is {now_en}. Possible: {next_en}.",
            current=current,
            wanted=wanted,
            possible=list(possible),
        )


class NotYourStep(Conflict):
    error_id = "not_your_step"

    def __init__(self, wanted: str) -> None:
        super().__init__(
            "Hanya pusat komando yang dapat membatalkan penugasan. Hubungi 112.",
            en="Only the command center can cancel an assignment. Call 112.",
            wanted=wanted,
        )


class CancelReasonMissing(Invalid):
    error_id = "cancel_reason_missing"

    def __init__(self, call_sign: str) -> None:
        super().__init__(
            f"{call_sign} sudah menjawab. Tuliskan alasan pembatalan; unit akan diberi tahu.",
            en=f"{call_sign} has answered already. Say why it is cancelled; the unit will be told.",
            call_sign=call_sign,
        )


class NothingToCorrect(Conflict):
    error_id = "nothing_to_correct"

    def __init__(self, status: str) -> None:
        super().__init__(
            "Tidak ada langkah yang dapat dikoreksi. Langkah berikutnya dapat ditekan seperti biasa.",
            en="There is no step to take back. Press the next step as usual.",
            status=status,
        )


class TooLateToCorrect(Conflict):
    error_id = "too_late_to_correct"

    def __init__(self, within_s: int) -> None:
        super().__init__(
            f"Koreksi hanya dalam {within_s} detik. Tulis catatan pada kejadian sebagai gantinya.",
            en=f"A step can be taken back within {within_s} seconds. Write a note on the incident instead.",
            within_s=within_s,
        )


class UnitSentElsewhere(Conflict):
    error_id = "unit_sent_elsewhere"

    def __init__(self, call_sign: str) -> None:
        super().__init__(
            f"{call_sign} sudah tidak bebas lagi, jadi langkah ini tidak dapat dikoreksi.",
            en=f"{call_sign} is no longer free, so this step cannot be taken back.",
            call_sign=call_sign,
        )


class AssignmentIsOver(Conflict):
    error_id = "assignment_over"

    def __init__(self, status: str) -> None:
        super().__init__("Penugasan ini sudah selesai.", en="This assignment is over.", status=status)
