"""Refusals about calls."""

from cad.errors import Conflict, Invalid, NotFound


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
            "Tindakan ini tidak dikenal. Pilih hold, resume atau hang_up.",
            en="Unknown action. Choose hold, resume or hang_up.",
            action=action[:40],
        )
