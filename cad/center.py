"""The center this process works for."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Center:
    """`area_code` with its leading zero; `base_url` is what responders reach."""

    id: str
    name: str = ""
    timezone: str = "Asia/Jakarta"
    country_code: str = "62"
    area_code: str = ""
    base_url: str = ""
    pbx_id: str = "pbx-1"  # where calls that start here are made
    exercise: bool = False
    callback_keep_free: int = 1  # desks that stay free for new calls while others call back
