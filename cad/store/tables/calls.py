"""Calls, their legs, and the persons who called."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import json, moment


class PersonRow(SQLModel, table=True):
    """A caller. `number_hash` is an HMAC of the number; both it and the key go when the person is erased."""

    __tablename__ = "persons"

    id: str = Field(primary_key=True)
    number_hash: str | None = Field(default=None, unique=True)
    first_seen_at: datetime = moment()
    last_seen_at: datetime = moment()
    erased_at: datetime | None = moment(None)


class PersonKeyRow(SQLModel, table=True):
    """The key that seals one person's data in the journal. Destroying the row destroys the data."""

    __tablename__ = "person_keys"

    person_id: str = Field(primary_key=True, foreign_key="persons.id")
    key: bytes


class CallRow(SQLModel, table=True):
    __tablename__ = "calls"
    __table_args__ = (
        UniqueConstraint("pbx_id", "uniqueid"),
        Index("calls_recent", "received_at"),
        Index("calls_of_person", "person_id", "received_at"),
        Index("calls_of_number", "number_e164"),
        Index("calls_up", "id", postgresql_where=text("ended_at IS NULL")),
        Index("calls_of_incident", "incident_id", postgresql_where=text("incident_id IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    center_id: str
    exercise: bool
    pbx_id: str
    uniqueid: str
    first_seen_at: datetime = moment()
    received_at: datetime | None = moment(None)
    number_raw: str
    number_e164: str
    withheld: bool
    person_id: str | None = Field(default=None, foreign_key="persons.id")
    dialled: str
    queue_priority: int
    sip_call_id: str
    identity: dict[str, Any] = json()
    trunk: str
    held_at: datetime | None = moment(None)
    resumed_at: datetime | None = moment(None)
    returned_told: int
    returned: int
    ended_at: datetime | None = moment(None, index=True)
    end_cause: int
    broken: bool
    incident_id: str | None = Field(default=None, foreign_key="incidents.id")
    recording_skipped: str
    skill: str = Field(default="", sa_column_kwargs={"server_default": ""})
    overflow: str = Field(default="", sa_column_kwargs={"server_default": ""})
    overflow_told: datetime | None = moment(None)
    hang_up_asked_at: datetime | None = moment(None)
    disposition: str = Field(default="", sa_column_kwargs={"server_default": ""})
    direction: str = Field(default="in", sa_column_kwargs={"server_default": "in"})
    reached_at: datetime | None = moment(None)
    callback_of: str | None = Field(default=None, foreign_key="calls.id")
    park_told: datetime | None = moment(None)
    unpark_told: datetime | None = moment(None)
    park_label: str = Field(default="", sa_column_kwargs={"server_default": ""})
    parked_at: datetime | None = moment(None)
    missed_at: datetime | None = moment(None)
    test: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    silent: str = Field(default="", sa_column_kwargs={"server_default": ""})
    notice_of: str | None = Field(default=None, foreign_key="incidents.id")
    state: str
    outcome: str | None = None
    answered_at: datetime | None = moment(None)
    desk_id: str | None = None
    user_id: str | None = Field(default=None, foreign_key="users.id")


class LegRow(SQLModel, table=True):
    """A channel in a call beside the caller's own. No foreign key on the desk: the PBX may name one we do not know."""

    __tablename__ = "legs"

    pbx_id: str = Field(primary_key=True)
    uniqueid: str = Field(primary_key=True)
    call_id: str = Field(foreign_key="calls.id", index=True)
    desk_id: str
    user_id: str | None = Field(default=None, foreign_key="users.id")
    offered_at: datetime | None = moment(None)
    answered_at: datetime | None = moment(None)
    released_at: datetime | None = moment(None)
    closed: bool
    cause: int
    kind: str = Field(default="desk", sa_column_kwargs={"server_default": "desk"})
    role: str = Field(default="talk", sa_column_kwargs={"server_default": "talk"})
    how: str = Field(default="", sa_column_kwargs={"server_default": ""})
    name: str = Field(default="", sa_column_kwargs={"server_default": ""})
    role_at: datetime | None = moment(None)
    gave: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class DialledNumberRow(SQLModel, table=True):
    """A number that a dispatcher asked to dial into a call: kept beside the journal, and goes with its person."""

    __tablename__ = "dialled_numbers"

    id: str = Field(primary_key=True)
    call_id: str = Field(foreign_key="calls.id", index=True)
    person_id: str | None = Field(default=None, foreign_key="persons.id", index=True)
    number: str
    asked_at: datetime = moment()
