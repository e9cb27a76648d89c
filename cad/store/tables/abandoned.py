"""Callers to be called back, and the lost calls each entry stands for. Numbers are in the calls alone."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment

ACTIVE = text("state IN ('open', 'calling')")


class AbandonedRow(SQLModel, table=True):
    """One active entry for each person: two calls that end at once meet in the index."""

    __tablename__ = "abandoned"
    __table_args__ = (
        Index("abandoned_of_person", "person_id", unique=True, postgresql_where=ACTIVE),
        Index("abandoned_active", "last_at", postgresql_where=ACTIVE),
        Index("abandoned_recent", "last_at"),
        Index("abandoned_callback", "callback_call_id", postgresql_where=text("callback_call_id IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    center_id: str
    exercise: bool
    person_id: str | None = Field(default=None, foreign_key="persons.id")
    kind: str
    calls: int
    last_call_id: str = Field(foreign_key="calls.id")
    first_at: datetime = moment()
    last_at: datetime = moment()
    waited_s: float
    state: str
    reason: str
    note: str
    claimed_by: str | None = Field(default=None, foreign_key="users.id")
    claimed_at: datetime | None = moment(None)
    callback_call_id: str | None = Field(default=None, foreign_key="calls.id")
    attempts: int
    last_attempt_at: datetime | None = moment(None)
    closed_at: datetime | None = moment(None)


class LostCallRow(SQLModel, table=True):
    __tablename__ = "lost_calls"

    call_id: str = Field(primary_key=True, foreign_key="calls.id")
    abandoned_id: str = Field(foreign_key="abandoned.id", index=True)
    kind: str
    at: datetime = moment()
    waited_s: float
