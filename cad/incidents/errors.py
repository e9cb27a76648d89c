"""Refusals about incidents."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownIncident(NotFound):
    error_id = "unknown_incident"

    def __init__(self) -> None:
        super().__init__("Kejadian ini tidak ditemukan.", en="There is no such incident.")


class UnknownIncidentType(Invalid):
    error_id = "unknown_incident_type"

    def __init__(self, code: str) -> None:
        super().__init__(
            "Jenis kejadian ini tidak dikenal. Pilih satu dari daftar.",
            en="Unknown incident type. Choose one from the list.",
            type_code=code[:40],
        )


class UnknownPriority(Invalid):
    error_id = "unknown_priority"

    def __init__(self) -> None:
        super().__init__("Prioritas harus 1, 2, 3 atau 4.", en="The priority must be 1, 2, 3 or 4.")


class UnknownDisposition(Invalid):
    error_id = "unknown_disposition"

    def __init__(self, disposition: str) -> None:
        super().__init__(
            "Hasil penanganan ini tidak dikenal. Pilih satu dari daftar.",
            en="Unknown disposition. Choose one from the list.",
            disposition=disposition[:40],
        )


class IncidentAlreadyChanged(Conflict):
    error_id = "incident_changed"

    def __init__(self, version: int) -> None:
        super().__init__(
            "Rekan Anda baru saja mengubah kejadian ini. Periksa isinya, lalu simpan lagi.",
            en="A colleague has just changed this incident. Look at it and save again.",
            version=version,
        )


class IncidentIsClosed(Conflict):
    error_id = "incident_closed"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Kejadian {number} sudah ditutup. Buka kejadian baru bila perlu.",
            en=f"Incident {number} is closed. Open a new one if needed.",
            number=number,
        )


class UnitsStillAssigned(Conflict):
    error_id = "units_assigned"

    def __init__(self, number: int, units: int) -> None:
        super().__init__(
            f"Masih ada {units} unit yang bertugas di kejadian {number}. Selesaikan penugasannya dahulu.",
            en=f"{units} units are still assigned to incident {number}. Clear them first.",
            number=number,
            units=units,
        )


class TextMissing(Invalid):
    error_id = "text_missing"

    def __init__(self) -> None:
        super().__init__("Teksnya masih kosong.", en="The text is empty.")


class NothingToChange(Invalid):
    error_id = "nothing_to_change"

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            "Yang dapat diubah: jenis, prioritas, uraian dan tempat.",
            en="What can be changed: type_code, priority, what, place.",
            unknown=names,
        )


class NoteMissing(Invalid):
    error_id = "note_missing"

    def __init__(self, disposition: str, why_id: str, why_en: str) -> None:
        super().__init__(f"Tambahkan keterangan: {why_id}.", en=f"Add a note: {why_en}.", disposition=disposition)


class DispositionDoesNotFit(Conflict):
    error_id = "disposition_does_not_fit"

    def __init__(self, disposition: str, why_id: str, why_en: str) -> None:
        super().__init__(
            f"Hasil ini tidak cocok: {why_id}. Pilih yang lain.",
            en=f"This disposition does not fit: {why_en}. Choose another.",
            disposition=disposition,
        )


class ReopenReasonMissing(Invalid):
    error_id = "reopen_reason_missing"

    def __init__(self) -> None:
        super().__init__("Tuliskan mengapa kejadian ini dibuka lagi.", en="Say why this incident is opened again.")


class IncidentWasMerged(Conflict):
    error_id = "incident_was_merged"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Kejadian {number} sudah digabung. Pisahkan dahulu, atau buka kejadian induknya.",
            en=f"Incident {number} was merged. Split it first, or open the one that it belongs to.",
            number=number,
        )


class AlarmLevelSkipped(Conflict):
    error_id = "alarm_level_skipped"

    def __init__(self, level: int) -> None:
        super().__init__(
            f"Alarm sekarang tingkat {level}. Naikkan satu tingkat: {level + 1}.",
            en=f"The alarm level is {level} now. Raise it by one: {level + 1}.",
            level=level,
        )


class NoHigherAlarm(Conflict):
    error_id = "no_higher_alarm"

    def __init__(self, highest: int) -> None:
        super().__init__(
            f"Alarm sudah di tingkat tertinggi ({highest}). Kirim unit tambahan satu per satu.",
            en=f"The alarm is at its highest level ({highest}). Send further units one by one.",
            highest=highest,
        )


class UnknownNarrative(NotFound):
    error_id = "unknown_narrative"

    def __init__(self) -> None:
        super().__init__("Catatan ini tidak ditemukan.", en="There is no such note.")


class StrikeReasonMissing(Invalid):
    error_id = "strike_reason_missing"

    def __init__(self) -> None:
        super().__init__("Tuliskan mengapa catatan ini dicoret.", en="Say why this note is struck.")
