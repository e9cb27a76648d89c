"""Refusals about imports."""

from cad.errors import Conflict, Invalid, NotFound


class UnknownImport(NotFound):
    error_id = "unknown_import"

    def __init__(self) -> None:
        super().__init__("Impor ini tidak ditemukan.", en="There is no such import.")


class ImportHasProblems(Invalid):
    error_id = "import_has_problems"

    def __init__(self, count: int, first: str, first_en: str) -> None:
        super().__init__(
            f"Berkas ini punya {count} masalah, jadi tidak ada yang diambil. Yang pertama: {first}",
            en=f"This file has {count} problems, so nothing was taken. The first: {first_en}",
            count=count,
        )


class ImportEmpty(Invalid):
    error_id = "import_empty"

    def __init__(self) -> None:
        super().__init__(
            "Berkas ini tidak berisi satu baris pun yang dapat diambil.",
            en="There is not one row in this file that can be taken.",
        )


class AlreadyTakenBack(Conflict):
    error_id = "import_taken_back"

    def __init__(self) -> None:
        super().__init__("Impor ini sudah dibatalkan.", en="This import was taken back already.")


class NotTheLast(Conflict):
    error_id = "import_not_the_last"

    def __init__(self, file_name: str) -> None:
        super().__init__(
            f"Sesudah ini ada impor lain dari jenis yang sama ({file_name}). Batalkan yang itu dahulu.",
            en=f"Another import of the same kind came after this one ({file_name}). Take that one back first.",
            file_name=file_name,
        )


class ImportInUse(Conflict):
    error_id = "import_in_use"

    def __init__(self, table: str) -> None:
        super().__init__(
            "Sebagian baris impor ini sudah dipakai (kejadian, penugasan, atau unit), jadi tidak dapat dibuang.",
            en="Rows of this import are in use already (incidents, assignments or units), so they cannot be removed.",
            table=table,
        )


class ImportChanged(Conflict):
    error_id = "import_changed"

    def __init__(self) -> None:
        super().__init__(
            "Berkas ini bukan lagi yang diperiksa tadi. Periksa lagi, lalu ambil.",
            en="This is not the file that was checked. Check it again, then take it.",
        )
