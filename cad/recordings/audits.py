"""Comparing calls, recordings and files: asked for, followed, and what it found."""

from dataclasses import replace

from cad.ports import UnitOfWork
from cad.recordings.commands import ReportAudit, RequestAudit
from cad.recordings.events import RecordingAuditRequested, RecordingsAudited
from cad.recordings.model import Audit


async def request(command: RequestAudit, work: UnitOfWork) -> Audit:
    """Asked again while it runs, it is the same one."""
    before = await work.recording_audits.by_id(command.pbx_id) or Audit(pbx_id=command.pbx_id, state="done")
    audit = replace(before, state="asked", asked_at=work.now, asked_by=command.user_id, done=0, total=0)
    await work.recording_audits.put(audit)
    work.record(RecordingAuditRequested(occurred_at=work.now, actor=command.user_id, pbx_id=command.pbx_id))
    return audit


async def report(command: ReportAudit, work: UnitOfWork) -> Audit:
    before = await work.recording_audits.by_id(command.pbx_id) or Audit(pbx_id=command.pbx_id)
    audit = replace(before, state="running", done=command.done, total=command.total)
    if command.finished:
        audit = replace(
            audit,
            state="done",
            checked_at=work.now,
            repaired=command.repaired,
            calls_without=command.calls_without,
            recordings_without=command.recordings_without,
        )
        if _found(audit) != _found(before) or before.state != "done":
            work.record(
                RecordingsAudited(
                    occurred_at=work.now,
                    source="system",
                    pbx_id=command.pbx_id,
                    calls=command.total,
                    calls_without=len(command.calls_without),
                    recordings_without=len(command.recordings_without),
                    repaired=command.repaired,
                )
            )
    await work.recording_audits.put(audit)
    return audit


def _found(audit: Audit) -> tuple[object, ...]:
    return audit.calls_without, audit.recordings_without, audit.repaired


HANDLERS = {RequestAudit: request, ReportAudit: report}
