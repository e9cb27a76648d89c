"""Refusals about what the line says."""

from cad.errors import Conflict, Invalid


class VoicesChanged(Conflict):
    error_id = "voices_changed"

    def __init__(self, version: int) -> None:
        super().__init__(
            "Orang lain baru saja mengubah ini. Muat ulang, lalu simpan lagi.",
            en="Somebody else has just changed this. Load it again, then save.",
            version=version,
        )


class InvalidTestNumber(Invalid):
    error_id = "test_number_invalid"

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number[:40]} bukan nomor telepon. Tulis seperti 0812 3456 7890.",
            en=f"{number[:40]} is no telephone number. Write it like 0812 3456 7890.",
            number=number[:40],
        )


class TooManyTestNumbers(Invalid):
    error_id = "too_many_test_numbers"

    def __init__(self, most: int) -> None:
        super().__init__(f"Paling banyak {most} nomor uji.", en=f"At most {most} test numbers.", most=most)


class NoticeTooLong(Invalid):
    error_id = "notice_too_long"

    def __init__(self, longest: int) -> None:
        super().__init__(
            f"Pengumuman paling panjang {longest} huruf; penelepon menunggu.",
            en=f"A notice has at most {longest} characters; callers are waiting.",
            longest=longest,
        )
