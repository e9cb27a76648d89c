"""Pages: the outbox of SMS."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment


class PageRow(SQLModel, table=True):
    __tablename__ = "pages"
    __table_args__ = (Index("pages_due", "due_at", postgresql_where=text("state = 'queued'")),)

    id: str = Field(primary_key=True)
    center_id: str
    exercise: bool
    incident_id: str = Field(foreign_key="incidents.id", index=True)
    assignment_id: str | None = Field(default=None, foreign_key="assignments.id", index=True)
    unit_id: str | None = Field(default=None, foreign_key="units.id")
    kind: str = Field(default="dispatch", sa_column_kwargs={"server_default": "dispatch"})
    agency_id: str | None = Field(default=None, foreign_key="agencies.id")
    to: str
    body: str
    created_at: datetime = moment(index=True)
    due_at: datetime = moment()
    state: str
    attempts: int
    error: str
    claimed_by: str
    claimed_until: datetime | None = moment(None)
    doubtful: bool
    provider_sid: str | None = Field(default=None, unique=True)
    sent_at: datetime | None = moment(None)
    delivered_at: datetime | None = moment(None)
