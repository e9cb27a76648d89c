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
