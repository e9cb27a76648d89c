"""Published versions, drafts, answers and ticks."""

from sqlalchemy import bindparam, delete, func, select

from cad.protocols.model import CardAnswer, ChecklistTick, ProtocolDraft, ProtocolVersion
from cad.store.rows import Rows, table_of
from cad.store.tables import CardAnswerRow, ChecklistTickRow, ProtocolDraftRow, ProtocolVersionRow

VERSIONS, DRAFTS = table_of(ProtocolVersionRow), table_of(ProtocolDraftRow)
ANSWERS = table_of(CardAnswerRow)
VERSION = select(VERSIONS).where(VERSIONS.c.id == bindparam("key"))
LATEST = select(func.coalesce(func.max(VERSIONS.c.version), 0)).where(VERSIONS.c.code == bindparam("of"))
LAST_ANSWER = (
    select(ANSWERS)
    .where(
        ANSWERS.c.incident_id == bindparam("incident"),
        ANSWERS.c.type_code == bindparam("of"),
        ANSWERS.c.question == bindparam("asked"),
    )
    .order_by(ANSWERS.c.at.desc(), ANSWERS.c.id.desc())
    .limit(1)
)


class StoredProtocols(Rows[ProtocolVersion]):
    table = VERSIONS
    entity = ProtocolVersion

    async def version_of(self, code: str, version: int) -> ProtocolVersion | None:
        """Not locked: what was published stays, and every dispatcher reads it."""
        key = f"{code}.{version}"
        return self._known.get(key) or await self._first(VERSION, {"key": key})

    async def latest(self, code: str) -> int:
        """The last version's number; 0 when there is none. Two who publish at once: the second's number is taken."""
        await self.writes.flush()
        return int((await self.connection.execute(LATEST, {"of": code})).scalar_one())


class StoredDrafts(Rows[ProtocolDraft]):
    table = DRAFTS
    entity = ProtocolDraft
    key = "code"

    async def drop(self, code: str) -> None:
        await self.writes.flush()
        await self.connection.execute(delete(DRAFTS).where(DRAFTS.c.code == code))


class StoredAnswers(Rows[CardAnswer]):
    table = ANSWERS
    entity = CardAnswer

    async def last_of(self, incident_id: str, type_code: str, question: str) -> CardAnswer | None:
        return await self._first(LAST_ANSWER, {"incident": incident_id, "of": type_code, "asked": question})


class StoredTicks(Rows[ChecklistTick]):
    table = table_of(ChecklistTickRow)
    entity = ChecklistTick
