"""Refusals of disaster mode."""

from cad.errors import Conflict, Invalid


class ReasonMissing(Invalid):
    error_id = "disaster_reason_missing"

    def __init__(self) -> None:
        super().__init__(
            "Tulis alasan mode bencana: apa yang terjadi, di mana.",
            en="Say why disaster mode: what has happened, where.",
        )


class MajorUnderItself(Invalid):
    error_id = "major_under_itself"

    def __init__(self) -> None:
        super().__init__(
            "Kejadian induk tidak dapat berada di bawah dirinya sendiri. Keluarkan dari pilihan.",
            en="A major incident cannot stand under itself. Take it out of what you chose.",
        )


class MajorIsGrouped(Conflict):
    error_id = "major_is_grouped"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Kejadian {number} sendiri ada di bawah kejadian induk lain. Pilih induknya.",
            en=f"Incident {number} itself stands under another major incident. Choose that one.",
            number=number,
        )


class GroupOfGroups(Conflict):
    error_id = "group_of_groups"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Kejadian {number} adalah induk dari kejadian lain. Pindahkan anggotanya dahulu.",
            en=f"Incident {number} has others under it. Move those first.",
            number=number,
        )


class BlockSize(Invalid):
    error_id = "block_size"

    def __init__(self, least: int, most: int) -> None:
        super().__init__(
            f"Cadangkan {least} sampai {most} nomor.",
            en=f"Reserve {least} to {most} numbers.",
            least=least,
            most=most,
        )


class HolderMissing(Invalid):
    error_id = "holder_missing"

    def __init__(self) -> None:
        super().__init__("Tulis siapa yang memegang nomor-nomor ini.", en="Say who holds these numbers.")


class NumberNotReserved(Invalid):
    error_id = "number_not_reserved"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Nomor {number} tidak dicadangkan untuk formulir kertas. Periksa nomor di formulirnya.",
            en=f"Number {number} was not set aside for paper. Look at the number on the sheet.",
            number=number,
        )


class NumberUsed(Conflict):
    error_id = "number_used"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Nomor {number} sudah dipakai. Buka kejadian itu dan lihat apakah sama.",
            en=f"Number {number} is used already. Open that incident and see whether it is the same.",
            number=number,
        )


class TimesOutOfOrder(Invalid):
    error_id = "times_out_of_order"

    def __init__(self) -> None:
        super().__init__(
            "Urutan waktunya tidak mungkin: dibuka, dikirim, tiba, selesai, ditutup; tidak di masa depan.",
            en="The times cannot be in this order: opened, dispatched, on scene, cleared, closed; none in the future.",
        )
