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
