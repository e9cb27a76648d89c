"""Alarms: one row a key, open or over."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment


class AlarmRow(SQLModel, table=True):
    __tablename__ = "alarms"
    __table_args__ = (Index("alarms_open", "raised_at", postgresql_where=text("cleared_at IS NULL")),)

    key: str = Field(primary_key=True)
    severity: str
    text_id: str
    text_en: str
    source: str
    raised_at: datetime = moment()
    cleared_at: datetime | None = moment(None)
    acknowledged_at: datetime | None = moment(None)
    acknowledged_by: str | None = Field(default=None, foreign_key="users.id")
