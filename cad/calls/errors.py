"""Refusals about calls."""

from cad.errors import Conflict, Forbidden, Invalid, NotFound


class UnknownCall(NotFound):
    error_id = "unknown_call"

    def __init__(self) -> None:
        super().__init__("Panggilan ini tidak ditemukan.", en="There is no such call.")


class CallNotUp(Conflict):
    error_id = "call_not_up"

    def __init__(self, state: str) -> None:
        super().__init__(
            "Panggilan ini tidak sedang tersambung, jadi tidak ada yang dapat dilakukan padanya.",
            en="This call is not up, so nothing can be done with it.",
            state=state,
        )


class UnknownCallAction(Invalid):
    error_id = "unknown_call_action"

    def __init__(self, action: str) -> None:
        super().__init__(
            "Tindakan ini tidak dikenal.",
            en="Unknown action.",
            action=action[:40],
        )


class TargetMissing(Invalid):
    error_id = "target_missing"

    def __init__(self) -> None:
        super().__init__(
            "Pilih tujuan: meja lain, nomor instansi, nomor telepon, atau antrean keahlian.",
            en="Choose whom: another desk, an agency's number, a telephone number, or a skill's queue.",
        )


class NumberNotDialable(Invalid):
    error_id = "number_not_dialable"

    def __init__(self) -> None:
        super().__init__(
            "Nomor ini tidak dapat dihubungi. Tulis angka saja, 3 sampai 15 digit.",
            en="This number cannot be dialled. Write digits only, 3 to 15 of them.",
        )


class NoSuchLeg(Conflict):
    error_id = "no_such_leg"

    def __init__(self) -> None:
        super().__init__(
            "Pihak itu tidak (lagi) ada dalam panggilan ini.",
            en="That party is not (or no longer) in this call.",
        )


class NotYourOwnCall(Conflict):
    error_id = "already_in_call"

    def __init__(self) -> None:
        super().__init__("Meja itu sudah ada dalam panggilan ini.", en="That desk is in this call already.")


class NotForYou(Forbidden):
    error_id = "supervisor_only"

    def __init__(self) -> None:
        super().__init__(
            "Mendengarkan, berbisik, dan masuk panggilan hanya untuk supervisor.",
            en="Listening, whispering and joining are for supervisors.",
        )
