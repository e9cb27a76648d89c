"""Taking evidence out, and noting what a check of the journal found."""

from dataclasses import replace

from cad.evidence.commands import (
    FailEvidence,
    FinishEvidence,
    NoteEidoExported,
    NoteEvidenceTaken,
    NoteJournalChecked,
    RequestEvidence,
)
from cad.evidence.errors import EvidenceNotReady, EvidenceReasonMissing, UnknownEvidence
from cad.evidence.events import (
    EidoExported,
    EvidenceExported,
    EvidenceFailed,
    EvidenceRequested,
    EvidenceTaken,
    JournalChecked,
)
from cad.evidence.model import Evidence
from cad.ids import new_id
from cad.incidents.errors import UnknownIncident
from cad.ports import UnitOfWork

ENDED = ("ready", "failed")


async def request_evidence(command: RequestEvidence, work: UnitOfWork) -> Evidence:
    if command.evidence_id and (known := await work.evidence.by_id(command.evidence_id)):
        return known
    if not command.reason.strip():
        raise EvidenceReasonMissing
    if await work.incidents.by_id(command.incident_id) is None:
        raise UnknownIncident
    evidence = Evidence(
        id=command.evidence_id or new_id(),
        incident_id=command.incident_id,
        asked_by=command.user_id,
        asked_at=work.now,
        reason=command.reason.strip(),
        numbers=command.numbers,
    )
    await work.evidence.put(evidence)
    work.record(
        EvidenceRequested(
            occurred_at=work.now,
            actor=command.user_id,
            incident_id=evidence.incident_id,
            evidence_id=evidence.id,
            reason=evidence.reason,
        )
    )
    return evidence


async def _known(evidence_id: str, work: UnitOfWork) -> Evidence:
    evidence = await work.evidence.by_id(evidence_id)
    if evidence is None:
        raise UnknownEvidence
    return evidence


async def finish_evidence(command: FinishEvidence, work: UnitOfWork) -> Evidence:
    evidence = await _known(command.evidence_id, work)
    if evidence.state in ENDED:
        return evidence
    evidence = replace(
        evidence,
        state="ready",
        done=command.bytes,
        total=command.bytes,
        bytes=command.bytes,
        sha256=command.sha256,
        claimed_until=None,
        finished_at=work.now,
    )
    await work.evidence.put(evidence)
    work.record(
        EvidenceExported(
            occurred_at=work.now,
            source="system",
            actor=evidence.asked_by,
            incident_id=evidence.incident_id,
            evidence_id=evidence.id,
            reason=evidence.reason,
            bytes=evidence.bytes,
            sha256=evidence.sha256,
        )
    )
    return evidence


async def fail_evidence(command: FailEvidence, work: UnitOfWork) -> Evidence:
    evidence = await _known(command.evidence_id, work)
    if evidence.state in ENDED:
        return evidence
    evidence = replace(evidence, state="failed", error=command.error, claimed_until=None, finished_at=work.now)
    await work.evidence.put(evidence)
    work.record(
        EvidenceFailed(
            occurred_at=work.now,
            source="system",
            actor=evidence.asked_by,
            incident_id=evidence.incident_id,
            evidence_id=evidence.id,
            error=evidence.error,
        )
    )
    return evidence


async def note_evidence_taken(command: NoteEvidenceTaken, work: UnitOfWork) -> Evidence:
    evidence = await _known(command.evidence_id, work)
    if evidence.state != "ready":
        raise EvidenceNotReady(evidence.state)
    work.record(
        EvidenceTaken(
            occurred_at=work.now,
            actor=command.user_id,
            incident_id=evidence.incident_id,
            evidence_id=evidence.id,
            sha256=evidence.sha256,
        )
    )
    return evidence


async def note_eido_exported(command: NoteEidoExported, work: UnitOfWork) -> None:
    work.record(
        EidoExported(
            occurred_at=work.now,
            actor=command.user_id,
            incident_id=command.incident_id,
            sha256=command.sha256,
        )
    )


async def note_journal_checked(command: NoteJournalChecked, work: UnitOfWork) -> None:
    work.record(
        JournalChecked(
            occurred_at=work.now,
            source="system",
            position=command.position,
            seals=command.seals,
            problems=command.problems,
            problem=command.problem,
            seconds=command.seconds,
        )
    )


HANDLERS = {
    RequestEvidence: request_evidence,
    FinishEvidence: finish_evidence,
    FailEvidence: fail_evidence,
    NoteEvidenceTaken: note_evidence_taken,
    NoteEidoExported: note_eido_exported,
    NoteJournalChecked: note_journal_checked,
}
