"""Desks, and who sat at them when."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment


class DeskRow(SQLModel, table=True):
    """One user sits at one desk: `user_id` is unique."""

    __tablename__ = "desks"

    id: str = Field(primary_key=True)
    center_id: str
    label: str
    exercise: bool
    user_id: str | None = Field(default=None, foreign_key="users.id", unique=True)
    session_id: str | None = None
    state: str
    reason: str
    since: datetime | None = moment(None)
    registered: bool
    skipped: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    wrap_up_until: datetime | None = moment(None)


class DeskSessionRow(SQLModel, table=True):
    __tablename__ = "desk_sessions"
    __table_args__ = (Index("desk_sessions_of_desk", "desk_id", "started_at"),)

    id: str = Field(primary_key=True)
    desk_id: str = Field(foreign_key="desks.id")
    user_id: str = Field(foreign_key="users.id")
    started_at: datetime = moment()
    ended_at: datetime | None = moment(None)
