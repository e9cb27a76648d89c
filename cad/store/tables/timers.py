"""Timers that run or ran, what they are set to, and hand-overs between agencies."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import json, moment


class TimerRow(SQLModel, table=True):
    """`key` names what runs since when, so that nothing runs twice."""

    __tablename__ = "timers"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("timers_live", "next_at", postgresql_where=text("state <> 'stopped'")),
    )

    id: str = Field(primary_key=True)
    key: str
    kind: str
    incident_id: str = Field(foreign_key="incidents.id", index=True)
    assignment_id: str | None = Field(default=None, foreign_key="assignments.id")
    unit_id: str | None = Field(default=None, foreign_key="units.id")
    agency_id: str | None = Field(default=None, foreign_key="agencies.id")
    started_at: datetime = moment()
    due_at: datetime = moment()
    next_at: datetime | None = moment(None)
    state: str
    level: int
    raised_at: datetime | None = moment(None)
    acknowledged_at: datetime | None = moment(None)
    acknowledged_by: str | None = Field(default=None, foreign_key="users.id")
    note: str
    stopped_at: datetime | None = moment(None)


class TimerRulesRow(SQLModel, table=True):
    """`id` is the center's."""

    __tablename__ = "timer_rules"

    id: str = Field(primary_key=True)
    version: int
    rules: list[Any] = json(list)
    duty_phones: dict[str, Any] = json()


class HandOverRow(SQLModel, table=True):
    """An incident is handed to one agency at a time; the database itself holds to that."""

    __tablename__ = "hand_overs"
    __table_args__ = (
        Index("hand_overs_one_pending", "incident_id", unique=True, postgresql_where=text("state = 'pending'")),
    )

    id: str = Field(primary_key=True)
    incident_id: str = Field(foreign_key="incidents.id", index=True)
    from_agency_id: str | None = Field(default=None, foreign_key="agencies.id")
    to_agency_id: str = Field(foreign_key="agencies.id")
    reason: str
    state: str
    asked_at: datetime = moment()
    asked_by: str | None = Field(default=None, foreign_key="users.id")
    answered_at: datetime | None = moment(None)
    answered_by: str | None = Field(default=None, foreign_key="users.id")
    note: str
