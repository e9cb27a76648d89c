"""Named refusals: a stable id, the HTTP status that fits, and a sentence that says what to do.

The sentence is Indonesian, as the screens are; `sentence_en` is for those who switched to English.
"""

from typing import ClassVar


class TanggapError(Exception):
    """Something a person can act on. `str(error)` is the sentence shown to them.

    `error_id` is stable across releases; `status` is the HTTP status the API answers with;
    `fields` are the facts a screen or a log may show beside the sentence (never personal data).
    """

    error_id: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, sentence: str, *, en: str = "", **fields: object) -> None:
        super().__init__(sentence)
        self.sentence_en = en or sentence
        self.fields = fields


class NotFound(TanggapError):
    error_id = "not_found"
    status = 404


class Invalid(TanggapError):
    error_id = "invalid"
    status = 422


class Conflict(TanggapError):
    """The thing has moved on since it was read, or does not allow this step now."""

    error_id = "conflict"
    status = 409


class Forbidden(TanggapError):
    error_id = "forbidden"
    status = 403


class Unauthenticated(TanggapError):
    error_id = "unauthenticated"
    status = 401


class Unavailable(TanggapError):
    """A part we need does not answer now; nothing was lost, trying again is right."""

    error_id = "unavailable"
    status = 503
