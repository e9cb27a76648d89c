"""How long recordings are kept, and where: a city's choice, in one place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cad.recordings.errors import BadRecordingRules

AWAY_KINDS = ("", "folder", "s3")


@dataclass(frozen=True, kw_only=True)
class RecordingRules:
    """`keep_days` 0: for ever. `away_kind` empty: recordings stay on this machine. `s3_secret` is sealed."""

    center_id: str
    keep_days: int = 365
    compress_after_h: int = 24
    away_after_d: int = 30
    away_kind: str = ""
    away_folder: str = ""
    s3_endpoint: str = ""
    s3_bucket: str = ""
    s3_region: str = ""
    s3_key: str = ""
    s3_secret: str = ""
    updated_at: datetime | None = None
    updated_by: str | None = None

    def check(self) -> None:
        """Raises BadRecordingRules naming the field that does not fit."""
        if min(self.keep_days, self.compress_after_h, self.away_after_d) < 0:
            raise BadRecordingRules("keep_days")
        if self.away_kind not in AWAY_KINDS:
            raise BadRecordingRules("away_kind")
        if self.away_kind == "folder" and not self.away_folder.startswith("/"):
            raise BadRecordingRules("away_folder")
        if self.away_kind == "s3":
            self._check_s3()

    def _check_s3(self) -> None:
        if not self.s3_endpoint.startswith(("https://", "http://")):
            raise BadRecordingRules("s3_endpoint")
        for name in ("s3_bucket", "s3_key", "s3_secret"):
            if not getattr(self, name):
                raise BadRecordingRules(name)

    @property
    def away_where(self) -> str:
        return self.away_folder if self.away_kind == "folder" else f"{self.s3_endpoint.rstrip('/')}/{self.s3_bucket}"

    def is_over(self, started_at: datetime | None, now: datetime) -> bool:
        return bool(self.keep_days and started_at and started_at + timedelta(days=self.keep_days) < now)
