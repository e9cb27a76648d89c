"""Refusals about hand-overs."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownAgency(Invalid):
    error_id = "unknown_agency"

    def __init__(self) -> None:
        super().__init__("Instansi ini tidak dikenal. Pilih satu dari daftar.", en="Unknown agency. Choose one.")


class UnknownHandOver(NotFound):
    error_id = "unknown_hand_over"

    def __init__(self) -> None:
        super().__init__("Penyerahan ini tidak ditemukan.", en="There is no such hand-over.")


class AlreadyLeads(Conflict):
    error_id = "already_leads"

    def __init__(self, agency: str) -> None:
        super().__init__(
            f"{agency} sudah memimpin kejadian ini. Pilih instansi lain.",
            en=f"{agency} leads this incident already. Choose another agency.",
        )


class HandOverPending(Conflict):
    error_id = "hand_over_pending"

    def __init__(self, agency: str) -> None:
        super().__init__(
            f"Kejadian ini sedang diserahkan kepada {agency}. Tunggu jawabannya, atau catat penolakannya.",
            en=f"This incident is being handed to {agency}. Wait for the answer, or note that it was refused.",
        )


class HandOverAnswered(Conflict):
    error_id = "hand_over_answered"

    def __init__(self, state: str) -> None:
        told = {"accepted": "diterima", "refused": "ditolak"}.get(state, "lewat waktu")
        super().__init__(
            f"Penyerahan ini sudah {told}. Serahkan lagi bila perlu.",
            en=f"This hand-over is {state} already. Hand it over again if needed.",
            state=state,
        )
