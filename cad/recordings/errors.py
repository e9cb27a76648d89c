"""Refusals about recordings."""

from cad.errors import NotFound


class UnknownRecording(NotFound):
    error_id = "unknown_recording"

    def __init__(self) -> None:
        super().__init__("Rekaman ini tidak ditemukan.", en="There is no such recording.")
