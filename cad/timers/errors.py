"""Refusals about timers."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownTimer(NotFound):
    error_id = "unknown_timer"

    def __init__(self) -> None:
        super().__init__("Pengingat ini tidak ditemukan.", en="There is no such timer.")


class TimerIsOver(Conflict):
    error_id = "timer_over"

    def __init__(self) -> None:
        super().__init__("Pengingat ini sudah selesai dengan sendirinya.", en="This timer has ended by itself.")


class TimerRulesAlreadyChanged(Conflict):
    error_id = "timer_rules_changed"

    def __init__(self, version: int) -> None:
        super().__init__(
            "Orang lain baru saja mengubah ini. Muat ulang, lalu simpan lagi.",
            en="Somebody else has just changed this. Load it again, then save.",
            version=version,
        )


class DutyPhoneInvalid(Invalid):
    error_id = "duty_phone_invalid"

    def __init__(self, agency: str, number: str) -> None:
        super().__init__(
            f"{number[:40]} bukan nomor telepon. Tulis seperti 0812 3456 7890.",
            en=f"{number[:40]} is no telephone number. Write it like 0812 3456 7890.",
            agency_id=agency,
        )
