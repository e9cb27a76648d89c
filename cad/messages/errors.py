"""Refusals about pages."""

from cad.errors import Conflict, NotFound


class UnknownPage(NotFound):
    error_id = "unknown_page"

    def __init__(self) -> None:
        super().__init__("Pesan ini tidak ditemukan.", en="There is no such message.")


class PageNotFailed(Conflict):
    error_id = "page_not_failed"

    def __init__(self, state: str) -> None:
        super().__init__(
            "Pesan ini belum gagal, jadi tidak dikirim ulang.",
            en="This message has not failed, so it is not sent again.",
            state=state,
        )
