"""Refusals about desks."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownDesk(NotFound):
    error_id = "unknown_desk"

    def __init__(self) -> None:
        super().__init__("Meja ini tidak ditemukan.", en="There is no such desk.")


class DeskTaken(Conflict):
    error_id = "desk_taken"

    def __init__(self, label: str) -> None:
        super().__init__(
            f"{label} sedang dipakai rekan Anda. Pilih meja lain.",
            en=f"{label} is taken by a colleague. Choose another desk.",
            desk=label,
        )


class NoDeskFree(Conflict):
    error_id = "no_desk_free"

    def __init__(self) -> None:
        super().__init__(
            "Semua meja terpakai. Minta administrator menambah meja.",
            en="Every desk is taken. Ask the administrator for more.",
        )


class NotAtADesk(Conflict):
    error_id = "not_at_a_desk"

    def __init__(self) -> None:
        super().__init__("Anda belum memakai meja. Masuk ke meja dahulu.", en="You are at no desk. Take one first.")


class UnknownDeskState(Invalid):
    error_id = "unknown_desk_state"

    def __init__(self, state: str) -> None:
        super().__init__(
            "Status meja ini tidak dikenal. Pilih ready, paused atau wrap_up.",
            en="Unknown desk state. Choose ready, paused or wrap_up.",
            state=state[:40],
        )
