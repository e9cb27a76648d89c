"""Refusals about evidence."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownEvidence(NotFound):
    error_id = "unknown_evidence"

    def __init__(self) -> None:
        super().__init__("Berkas bukti ini tidak ditemukan.", en="There is no such evidence file.")


class EvidenceReasonMissing(Invalid):
    error_id = "evidence_reason_missing"

    def __init__(self) -> None:
        super().__init__("Tulis untuk apa bukti ini dikeluarkan.", en="Write what this evidence is taken out for.")


class EvidenceNotReady(Conflict):
    error_id = "evidence_not_ready"

    def __init__(self, state: str) -> None:
        super().__init__(
            "Berkas bukti ini belum selesai dibuat. Tunggu sebentar, atau minta lagi bila gagal.",
            en="This evidence file is not ready. Wait a moment, or ask again when it failed.",
            state=state,
        )
