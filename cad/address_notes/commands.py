"""Writing, reviewing, withdrawing and looking at notes of a place."""

from dataclasses import dataclass
from datetime import datetime

from cad.places.model import Place


@dataclass(frozen=True, kw_only=True)
class AddAddressNote:
    """It needs a place (Invalid `note_without_place`). One about a person is sensitive: it needs a reason and an end
    (Invalid `sensitive_note_incomplete`). `note_id` may be chosen by the client. Returns the AddressNote."""

    user_id: str
    kind: str
    text: str
    place: Place
    radius_m: float = 30.0
    sensitive: bool = False
    reason: str = ""
    expires_at: datetime | None = None
    note_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewAddressNote:
    """Somebody looked whether it is still true; it holds until `expires_at`. Returns the AddressNote."""

    user_id: str
    note_id: str
    expires_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class WithdrawAddressNote:
    """It is no longer true. It stays on record. Returns the AddressNote."""

    user_id: str
    note_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NoteSeen:
    """Somebody was shown these sensitive notes: each look is on record. Returns how many were."""

    user_id: str
    note_ids: tuple[str, ...]
    incident_id: str = ""
