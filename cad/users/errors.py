"""Refusals about users."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownUser(NotFound):
    error_id = "unknown_user"

    def __init__(self) -> None:
        super().__init__("Pengguna ini tidak ditemukan.", en="There is no such user.")


class UsernameTaken(Conflict):
    error_id = "username_taken"

    def __init__(self) -> None:
        super().__init__("Nama pengguna ini sudah dipakai.", en="This user name is taken.")


class UnknownRole(Invalid):
    error_id = "unknown_role"

    def __init__(self, role: str) -> None:
        super().__init__("Peran ini tidak dikenal.", en="Unknown role.", role=role[:40])


class AgencyMissing(Invalid):
    error_id = "agency_missing"

    def __init__(self) -> None:
        super().__init__(
            "Petugas dinas harus punya dinas. Pilih dinasnya.", en="An agency dispatcher needs an agency. Choose one."
        )


class UnitMissing(Invalid):
    error_id = "unit_missing"

    def __init__(self) -> None:
        super().__init__(
            "Petugas lapangan harus punya unit. Pilih unitnya.", en="A responder needs a unit. Choose one."
        )


class LastAdministrator(Conflict):
    error_id = "last_administrator"

    def __init__(self) -> None:
        super().__init__(
            "Ini administrator terakhir. Angkat administrator lain dahulu.",
            en="This is the last administrator. Make somebody else one first.",
        )


class WeakPassword(Invalid):
    error_id = "weak_password"

    def __init__(self, sentence: str, *, en: str, rule: str) -> None:
        super().__init__(sentence, en=en, rule=rule)
