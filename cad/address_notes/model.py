"""A note at an address: what whoever goes there should know."""

from dataclasses import dataclass
from datetime import datetime

KINDS = ("dog", "gate", "hydrant", "violent", "hazard", "access", "medical", "other")
# What is said of a person: for those who send, with a reason and an end (UU PDP 27/2022: no longer than needed).
ALWAYS_SENSITIVE = frozenset({"violent", "medical"})


@dataclass(frozen=True, kw_only=True)
class AddressNote:
    """It belongs to a point with `radius_m`, to an address in words (`place_key`: normalised), or to a kelurahan."""

    id: str
    center_id: str
    kind: str
    text: str
    place_text: str = ""
    place_key: str = ""
    kelurahan_code: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_m: float = 30.0
    sensitive: bool = False
    reason: str = ""
    created_at: datetime
    author_id: str | None
    expires_at: datetime | None = None
    reviewed_at: datetime | None = None
    reviewed_by: str | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None

    def holds(self, now: datetime) -> bool:
        return self.withdrawn_at is None and (self.expires_at is None or self.expires_at > now)
