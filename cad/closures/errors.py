"""Why a closure is refused."""

from cad.errors import Invalid, NotFound


class UnknownClosure(NotFound):
    error_id = "unknown_closure"

    def __init__(self) -> None:
        super().__init__("Penutupan jalan itu tidak ada. Muat ulang daftarnya.", en="There is no such closure. Reload.")


class InvalidClosure(Invalid):
    error_id = "closure_invalid"
