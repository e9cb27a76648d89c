"""Recordings and every look at them; the rules they are kept by."""

from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr

from api.schemas.common import Given, Line, View


class RecordingView(View):
    """`bytes` and `sha256` are those of the file as it is kept now (`format`), `wav_sha256` what was recorded."""

    id: str
    call_id: str
    number: str
    user_name: str | None
    incident_id: str | None
    incident_number: int | None
    started_at: str
    duration_s: float | None
    state: str
    note: str
    bytes: int | None
    sha256: str | None
    wav_sha256: str | None
    format: Literal["wav", "opus"]
    away: bool
    keep_until: str | None
    locked: bool
    locked_because: Literal["", "incident", "supervisor"]
    lock_reason: str
    locked_by: str | None
    removed_at: str | None
    plays: int


class Play(View):
    at: str
    user_name: str | None
    kind: str


class RecordingWithPlays(RecordingView):
    """Here `plays` is the list itself, newest first; in lists and on the live channel it is their number."""

    plays: list[Play]  # type: ignore[assignment]


class Waveform(View):
    """`peaks`: pairs (caller, desk) of 0..100, evenly spread over the recording."""

    peaks: list[tuple[int, int]]


class GivenLock(Given):
    """`reason` is wanted when it is locked."""

    locked: bool = True
    reason: Line = ""


Days = Annotated[int, Field(ge=0, le=36500)]


class GivenRules(Given):
    """`keep_days` 0: for ever. An empty `s3_secret` keeps the one that is there."""

    keep_days: Days
    compress_after_h: Annotated[int, Field(ge=0, le=876000)]
    away_after_d: Days = 30
    away_kind: Literal["", "folder", "s3"] = ""
    away_folder: Line = ""
    s3_endpoint: Line = ""
    s3_bucket: Line = ""
    s3_region: Line = ""
    s3_key: Line = ""
    s3_secret: SecretStr = Field(default=SecretStr(""), max_length=200)


class RulesView(View):
    """The secret is never shown; `s3_secret_set` says whether there is one."""

    keep_days: int
    compress_after_h: int
    away_after_d: int
    away_kind: str
    away_folder: str
    s3_endpoint: str
    s3_bucket: str
    s3_region: str
    s3_key: str
    s3_secret_set: bool
    updated_at: str | None


class AuditView(View):
    """`state`: none, asked, running (`done` of `total` calls), done."""

    state: Literal["none", "asked", "running", "done"]
    asked_at: str | None
    asked_by: str | None
    checked_at: str | None
    done: int
    total: int
    repaired: int
    calls_without: list[dict[str, Any]]
    recordings_without: list[dict[str, Any]]
    one_sided: list[dict[str, Any]]
