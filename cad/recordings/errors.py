"""Refusals about recordings."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownRecording(NotFound):
    error_id = "unknown_recording"

    def __init__(self) -> None:
        super().__init__("Rekaman ini tidak ditemukan.", en="There is no such recording.")


class RecordingRemoved(Conflict):
    error_id = "recording_removed"

    def __init__(self) -> None:
        super().__init__(
            "Masa simpan rekaman ini sudah berakhir; suaranya sudah dihapus.",
            en="This recording's time was over; its audio has been removed.",
        )


class BadRecordingRules(Invalid):
    error_id = "bad_recording_rules"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Aturan rekaman tidak lengkap atau salah pada isian {name}.",
            en=f"The recording rules are incomplete or wrong at {name}.",
            name=name,
        )


class LockReasonMissing(Invalid):
    error_id = "lock_reason_missing"

    def __init__(self) -> None:
        super().__init__("Tulis alasan menahan rekaman ini.", en="Write why this recording is held.")
