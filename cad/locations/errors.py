"""Refusals about locations."""

from cad.errors import Invalid


class Refused(Invalid):
    """A message that names no place that could be trusted. `reason` is one word, stable: for counts and logs."""

    error_id = "location_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(
            "Pesan lokasi ini tidak dapat dibaca. Tanyakan lokasinya kepada penelepon.",
            en="This location message cannot be read. Ask the caller where they are.",
            reason=reason,
        )
        self.reason = reason
