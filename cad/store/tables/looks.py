"""Looks at records of persons. The database refuses to change one, and to remove one before its time."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment


class LookRow(SQLModel, table=True):
    """`times` and `last_at` grow while the same person looks at the same thing again within some minutes."""

    __tablename__ = "looks"
    __table_args__ = (
        Index("looks_at", "at"),
        Index("looks_of_user", "user_id", "at"),
        Index("looks_of_person", "person_id", "at"),
    )

    id: str = Field(primary_key=True)
    at: datetime = moment()
    last_at: datetime = moment()
    times: int
    user_id: str = Field(foreign_key="users.id")
    role: str
    kind: str
    subject_id: str
    person_id: str | None = Field(default=None, foreign_key="persons.id")
    outcome: str
    reason: str
    address: str
