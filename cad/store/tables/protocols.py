"""Published versions of each incident type's protocol, drafts, and what was answered and ticked on incidents."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import json, moment


class ProtocolVersionRow(SQLModel, table=True):
    """A trigger keeps what was published as it is; only its confirmation is added."""

    __tablename__ = "incident_type_versions"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: str = Field(primary_key=True)
    code: str
    version: int
    source: str
    protocol: dict[str, Any] = json()
    published_at: datetime = moment()
    published_by: str | None = Field(default=None, foreign_key="users.id")
    reason: str
    confirmed_at: datetime | None = moment(None)
    confirmed_by: str | None = Field(default=None, foreign_key="users.id")
    confirmed_name: str


class ProtocolDraftRow(SQLModel, table=True):
    __tablename__ = "protocol_drafts"

    code: str = Field(primary_key=True)
    protocol: dict[str, Any] = json()
    base: int
    edit: int
    saved_at: datetime = moment()
    saved_by: str | None = Field(default=None, foreign_key="users.id")


class CardAnswerRow(SQLModel, table=True):
    __tablename__ = "card_answers"

    id: str = Field(primary_key=True)
    incident_id: str = Field(foreign_key="incidents.id", index=True)
    type_code: str
    type_version: int
    question: str
    answer: str
    at: datetime = moment()
    by: str | None = Field(default=None, foreign_key="users.id")


class ChecklistTickRow(SQLModel, table=True):
    __tablename__ = "checklist_ticks"

    id: str = Field(primary_key=True)
    incident_id: str = Field(foreign_key="incidents.id", index=True)
    type_code: str
    item: str
    ticked: bool
    at: datetime = moment()
    by: str | None = Field(default=None, foreign_key="users.id")
