"""Refusals about reports, merges and splits."""

from cad.errors import Conflict, Invalid


class UnknownReportKind(Invalid):
    error_id = "unknown_report_kind"

    def __init__(self) -> None:
        super().__init__(
            "Jenis laporan: kamera, mitra atau warga. Panggilan ditambahkan lewat panggilannya.",
            en="A report is a camera's, a partner's or a citizen's. A call is added by the call itself.",
        )


class MergedIntoItself(Invalid):
    error_id = "merged_into_itself"

    def __init__(self) -> None:
        super().__init__(
            "Kejadian tidak dapat digabung dengan dirinya sendiri. Pilih kejadian lain.",
            en="An incident cannot be merged into itself. Choose another.",
        )


class TargetIsClosed(Conflict):
    error_id = "target_closed"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Kejadian {number} sudah ditutup. Buka kembali dahulu, lalu ulangi.",
            en=f"Incident {number} is closed. Reopen it first, then try again.",
            number=number,
        )


class ExerciseMixed(Conflict):
    error_id = "exercise_mixed"

    def __init__(self) -> None:
        super().__init__(
            "Latihan dan kejadian sungguhan tidak dapat digabung.",
            en="An exercise and a real incident cannot be merged.",
        )


class NothingToSplit(Invalid):
    error_id = "nothing_to_split"

    def __init__(self) -> None:
        super().__init__(
            "Pilih laporan yang akan dipisahkan.",
            en="Choose the reports that are about something else.",
        )


class ReportNotThere(Conflict):
    error_id = "report_not_there"

    def __init__(self) -> None:
        super().__init__(
            "Laporan yang dipilih tidak lagi ada di kejadian ini. Muat ulang, lalu pilih lagi.",
            en="A chosen report is no longer with this incident. Look again and choose again.",
        )


class UnitNotThere(Conflict):
    error_id = "unit_not_there"

    def __init__(self) -> None:
        super().__init__(
            "Unit yang dipilih tidak sedang bertugas di kejadian ini. Muat ulang, lalu pilih lagi.",
            en="A chosen unit is not assigned to this incident now. Look again and choose again.",
        )
