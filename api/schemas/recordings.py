"""Recordings and every look at them."""

from api.schemas.common import View


class RecordingView(View):
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
