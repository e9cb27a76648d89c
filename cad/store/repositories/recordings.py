"""Recordings, the rules they are kept by, and the audits."""

from sqlalchemy import bindparam

from cad.recordings.model import Audit, Recording
from cad.recordings.rules import RecordingRules
from cad.store.rows import Rows, table_of
from cad.store.tables import RecordingAuditRow, RecordingRow, RecordingRulesRow


class StoredRecordings(Rows[Recording]):
    table = table_of(RecordingRow)
    entity = Recording

    async def by_file(self, pbx_id: str, file: str) -> Recording | None:
        columns = self.table.c
        is_it = (columns.pbx_id == bindparam("pbx")) & (columns.file == bindparam("name"))
        return await self.one(is_it, pbx=pbx_id, name=file)


class StoredRecordingRules(Rows[RecordingRules]):
    table = table_of(RecordingRulesRow)
    entity = RecordingRules
    key = "center_id"


class StoredRecordingAudits(Rows[Audit]):
    table = table_of(RecordingAuditRow)
    entity = Audit
    key = "pbx_id"
