"""Refusals about protocols and cards."""

from cad.errors import Conflict, Invalid, NotFound
from cad.protocols.check import Problem

MOST_TOLD = 50


class UnknownProtocol(NotFound):
    error_id = "unknown_protocol"

    def __init__(self) -> None:
        super().__init__("Jenis atau versi ini tidak ditemukan.", en="There is no such type or version.")


class UnknownDraft(NotFound):
    error_id = "unknown_draft"

    def __init__(self) -> None:
        super().__init__("Belum ada konsep untuk jenis ini.", en="There is no draft of this type.")


class UnknownQuestion(Invalid):
    error_id = "unknown_question"

    def __init__(self, question: str) -> None:
        super().__init__(
            "Pertanyaan ini tidak ada di kartu kejadian ini. Muat ulang halaman.",
            en="This question is not on the incident's card. Reload the page.",
            question=question[:40],
        )


class UnfitAnswer(Invalid):
    error_id = "unfit_answer"

    def __init__(self, question: str) -> None:
        super().__init__(
            "Jawaban ini tidak cocok dengan pertanyaannya. Pilih dari kartu.",
            en="This answer does not fit the question. Choose from the card.",
            question=question[:40],
        )


class UnknownItem(Invalid):
    error_id = "unknown_item"

    def __init__(self, item: str) -> None:
        super().__init__(
            "Butir ini tidak ada di daftar periksa kejadian ini.",
            en="This item is not on the incident's checklist.",
            item=item[:40],
        )


class ProtocolInvalid(Invalid):
    """`problems`: path, sentence, sentence_en of each."""

    error_id = "protocol_invalid"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            f"Ada {len(problems)} hal yang perlu diperbaiki sebelum diterbitkan.",
            en=f"{len(problems)} things need mending before it can be published.",
            problems=[vars(problem) for problem in problems[:MOST_TOLD]],
        )


class DraftChanged(Conflict):
    error_id = "draft_changed"

    def __init__(self, edit: int) -> None:
        super().__init__(
            "Rekan Anda baru saja mengubah konsep ini. Muat ulang, lalu ulangi perubahan Anda.",
            en="A colleague has just changed this draft. Load it again and repeat your change.",
            edit=edit,
        )


class WhyMissing(Invalid):
    error_id = "why_missing"

    def __init__(self) -> None:
        super().__init__("Tulis alasannya dahulu.", en="Say why first.")


class NameMissing(Invalid):
    error_id = "name_missing"

    def __init__(self) -> None:
        super().__init__("Tulis nama yang mengesahkan.", en="Name who confirms it.")
