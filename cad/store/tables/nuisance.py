"""Numbers that wait longer for a while. Kept after their end: who lowered whom, and why, can be asked for."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment


class LoweredRow(SQLModel, table=True):
    """The number is in the person's calls; once the person is erased nothing here leads to it."""

    __tablename__ = "lowered"
    __table_args__ = (
        Index("lowered_of_person", "person_id", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("lowered_until", "expires_at", postgresql_where=text("ended_at IS NULL")),
    )

    id: str = Field(primary_key=True)
    center_id: str
    person_id: str = Field(foreign_key="persons.id")
    call_id: str = Field(foreign_key="calls.id")
    prio: int
    reason: str
    user_id: str = Field(foreign_key="users.id")
    since: datetime = moment()
    expires_at: datetime = moment()
    ended_at: datetime | None = moment(None)
    ended_by: str | None = Field(default=None, foreign_key="users.id")
    ended_as: str
