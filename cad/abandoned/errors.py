"""Refusals about calling back."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownAbandoned(NotFound):
    error_id = "unknown_abandoned"

    def __init__(self) -> None:
        super().__init__("Panggilan tak terjawab ini tidak ditemukan.", en="There is no such abandoned call.")


class CallbackTaken(Conflict):
    error_id = "callback_taken"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} sedang menelepon balik penelepon ini.", en=f"{name} is calling this caller back.", by=name
        )


class CallbackClosed(Conflict):
    error_id = "callback_closed"

    def __init__(self, state: str) -> None:
        super().__init__(
            "Penelepon ini sudah ditangani; tidak perlu ditelepon balik lagi.",
            en="This caller has been dealt with; there is no need to call back any more.",
            state=state,
        )


class CallbackImpossible(Conflict):
    error_id = "callback_impossible"

    def __init__(self) -> None:
        super().__init__(
            "Nomor penelepon ini disembunyikan atau tidak dapat dihubungi.",
            en="This caller's number is withheld or cannot be dialled.",
        )


class CallerOnTheLine(Conflict):
    error_id = "caller_on_the_line"

    def __init__(self) -> None:
        super().__init__(
            "Penelepon ini sedang menelepon 112 sekarang. Ambil panggilannya di antrean.",
            en="This caller is calling 112 right now. Take their call from the queue.",
        )


_WAIT = {
    "calls_waiting": (
        "Ada panggilan baru yang menunggu. Jawab dahulu, lalu telepon balik.",
        "New calls are waiting. Answer them first, then call back.",
    ),
    "desks_needed": (
        "Harus ada meja lain yang siap untuk panggilan baru. Tunggu rekan Anda selesai, lalu telepon balik.",
        "Another desk has to be ready for new calls. Wait until a colleague is free, then call back.",
    ),
}


class CallbacksLimited(Conflict):
    error_id = "callbacks_limited"

    def __init__(self, why: str) -> None:
        sentence, en = _WAIT[why]
        super().__init__(sentence, en=en, why=why)


class ReasonNeeded(Invalid):
    error_id = "reason_needed"

    def __init__(self) -> None:
        super().__init__("Tuliskan alasannya.", en="Say why.")
