"""Evidence: an incident's whole story as one signed file, and whether the journal is whole."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.jobs.evidence import file_of
from api.roles import Listener, Overseer
from api.runtime import Reading, RuntimeOf
from api.schemas.common import PathId
from api.schemas.evidence import EvidenceView, GivenEvidence, JournalState
from api.visibility import of_role
from cad.errors import Forbidden, NotFound
from cad.evidence.commands import NoteEvidenceTaken, RequestEvidence
from cad.store import views

router = APIRouter(prefix="/api", tags=["evidence"])
FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"application/zip": {}}, "description": "The signed file."}}


class NamesNumbers(Forbidden):
    error_id = "evidence_names_numbers"

    def __init__(self) -> None:
        super().__init__(
            "Berkas ini memuat nomor penelepon. Minta berkas sendiri; nomornya akan disamarkan.",
            en="This file names callers' numbers. Ask for one of your own; numbers are masked in it.",
        )


class EvidenceForgotten(NotFound):
    error_id = "evidence_forgotten"

    def __init__(self) -> None:
        super().__init__(
            "Berkas bukti disimpan seminggu dan sudah dihapus. Minta lagi bila masih perlu.",
            en="An evidence file is kept for a week, and this one is gone. Ask for it again when it is needed.",
        )


@router.post("/incidents/{incident_id}/evidence", status_code=202, response_model=EvidenceView)
async def ask_evidence(incident_id: PathId, given: GivenEvidence, user: Overseer, runtime: RuntimeOf) -> Any:
    """Made in the background: `GET /api/evidence/{id}` tells how far it is. The reason is journalled."""
    evidence = await runtime.bus.handle(
        RequestEvidence(
            user_id=user.user_id,
            incident_id=incident_id,
            reason=given.reason,
            numbers=of_role(user.role).numbers,
            evidence_id=given.id,
        )
    )
    async with runtime.database.session() as session:
        return await views.evidence(session, evidence.id)


@router.get("/incidents/{incident_id}/evidence", response_model=list[EvidenceView])
async def list_evidence(incident_id: PathId, user: Overseer, session: Reading) -> Any:
    """What was taken out of this incident, newest first."""
    return await views.evidence_of(session, incident_id)


@router.get("/evidence/{evidence_id}", response_model=EvidenceView)
async def see_evidence(evidence_id: PathId, user: Overseer, session: Reading) -> Any:
    return await views.evidence(session, evidence_id)


@router.get("/evidence/{evidence_id}/file", response_class=FileResponse, responses=FILE)
async def evidence_file(evidence_id: PathId, user: Overseer, runtime: RuntimeOf) -> FileResponse:
    """Each download is in the journal before the first byte leaves."""
    async with runtime.database.session() as session:
        told = await views.evidence(session, evidence_id)
    file = file_of(runtime.installation, told["id"])
    if told["numbers"] and not of_role(user.role).numbers:
        raise NamesNumbers
    if told["state"] == "ready" and not file.is_file():
        raise EvidenceForgotten
    await runtime.bus.handle(NoteEvidenceTaken(user_id=user.user_id, evidence_id=evidence_id))
    name = f"bukti-{told['incident_number']}-{told['sha256'][:8]}.zip"
    return FileResponse(
        file, media_type="application/zip", filename=name, headers={"Cache-Control": "private, no-store"}
    )


@router.get("/journal/state", response_model=JournalState)
async def journal_state(user: Listener, session: Reading) -> Any:
    """Whether the journal was found whole, when, and how old its last seal is."""
    return await views.journal_state(session)
