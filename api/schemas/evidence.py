"""Evidence that is taken out, and whether the journal is whole."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.schemas.common import Given, Id, Keepable, View

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), Keepable]


class GivenEvidence(Given):
    """`id` may be chosen by the client (a UUID), so that a request sent twice makes one file."""

    reason: Reason
    id: Id | None = None


class EvidenceView(View):
    """`done` of `total` bytes went in. `sha256` is the file's; the file is there for a week."""

    id: str
    incident_id: str
    incident_number: int
    asked_by: str | None
    asked_at: str
    reason: str
    numbers: bool
    state: Literal["asked", "running", "ready", "failed"]
    done: int
    total: int
    finished_at: str | None
    bytes: int
    sha256: str
    error: str


class JournalState(View):
    """The last check of the whole journal, and its last seal; None before the first. `problems` 0: it was whole."""

    head: int
    checked_at: str | None
    checked_to: int | None
    problems: int | None
    problem: str | None
    seal: int | None
    sealed_to: int | None
    sealed_at: str | None
    key_id: str | None
    unsealed_since: str | None


class EidoTaken(View):
    """What became of a document that came in."""

    incident_id: str
    incident_number: int
    known: bool = Field(description="It had come before; nothing was made anew.")
    notes: list[str] = Field(description="What of the document could not be taken over, in sentences.")
