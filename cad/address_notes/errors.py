"""Refusals about notes at an address."""

from cad.errors import Invalid, NotFound


class UnknownAddressNote(NotFound):
    error_id = "unknown_address_note"

    def __init__(self) -> None:
        super().__init__("Catatan alamat ini tidak ditemukan.", en="There is no such note.")


class UnknownNoteKind(Invalid):
    error_id = "unknown_note_kind"

    def __init__(self) -> None:
        super().__init__("Jenis catatan ini tidak dikenal. Pilih satu dari daftar.", en="Unknown kind of note.")


class NoteWithoutPlace(Invalid):
    error_id = "note_without_place"

    def __init__(self) -> None:
        super().__init__(
            "Catatan alamat perlu tempat: titik di peta, alamat, atau kelurahan.",
            en="A note needs a place: a point on the map, an address, or a kelurahan.",
        )


class NoteTextMissing(Invalid):
    error_id = "note_text_missing"

    def __init__(self) -> None:
        super().__init__("Teks catatannya masih kosong.", en="The note's text is empty.")


class SensitiveNoteIncomplete(Invalid):
    error_id = "sensitive_note_incomplete"

    def __init__(self) -> None:
        super().__init__(
            "Catatan tentang orang perlu alasan dan tanggal berakhir, paling lama satu tahun.",
            en="A note about a person needs a reason and an end, a year ahead at most.",
        )


class NoteEndsInThePast(Invalid):
    error_id = "note_ends_in_the_past"

    def __init__(self) -> None:
        super().__init__("Tanggal berakhir sudah lewat.", en="The end lies in the past.")
