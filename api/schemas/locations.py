"""Where a caller is, as the API shows it."""

from pydantic import Field

from api.schemas.common import View


class LocationView(View):
    """One fix. Without lat and lon it is an address in words, or a telephone that found nothing (note `null_fix`)."""

    id: str
    source: str = Field(description="aml_https, aml_sms, pidf_lo, ali (a fixed line's own address)")
    method: str = Field(description="gnss, wifi, cell, hybrid, manual, none, unknown, or the source's own word")
    lat: float | None
    lon: float | None
    radius_m: float | None = Field(description="Of a circle that encloses what the source drew; null: it does not say")
    confidence: int | None = Field(description="Per cent that the caller is inside of it")
    altitude_m: float | None
    at: str | None = Field(description="When it was measured")
    received_at: str | None
    address: str = Field(description="The civic address in words; empty when there is none")
    civic: dict[str, str]
    kind: str
    notes: list[str]


class Taken(View):
    """What became of a location message. Senders need not look at it."""

    taken: bool
