"""Incidents, their narrative, and the blocks their numbers come from."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment


class NumberBlockRow(SQLModel, table=True):
    """Incident numbers `first`..`last`, reserved by one holder (`center`, or a place cut off from it)."""

    __tablename__ = "number_blocks"
    __table_args__ = (UniqueConstraint("center_id", "first"),)

    id: str = Field(primary_key=True)
    center_id: str
    holder: str
    first: int
    last: int
    next: int
    reserved_at: datetime | None = moment(None)
    reserved_by: str | None = Field(default=None, foreign_key="users.id")


class IncidentRow(SQLModel, table=True):
    __tablename__ = "incidents"
    __table_args__ = (
        UniqueConstraint("center_id", "number"),
        Index("incidents_open", "id", postgresql_where=text("state = 'open'")),
        Index("incidents_of_type", "type_code", "opened_at"),
        Index("incidents_closed", "closed_at", postgresql_where=text("state = 'closed'")),
        Index("incidents_merged_into", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),
        Index(
            "incidents_major_incident_id", "major_incident_id", postgresql_where=text("major_incident_id IS NOT NULL")
        ),
    )

    id: str = Field(primary_key=True)
    center_id: str
    exercise: bool
    number: int
    type_code: str = Field(foreign_key="incident_types.code")
    type_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    priority: int
    what: str
    place_text: str
    kelurahan_code: str
    lat: float | None = None
    lon: float | None = None
    place_source: str
    radius_m: float | None = None
    state: str
    opened_at: datetime = moment(index=True)
    opened_by: str | None = Field(default=None, foreign_key="users.id")
    closed_at: datetime | None = moment(None)
    disposition: str
    note: str
    version: int
    person_id: str | None = Field(default=None, foreign_key="persons.id")
    alarm_level: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    lead_agency_id: str | None = Field(default=None, foreign_key="agencies.id")
    reopened_at: datetime | None = moment(None)
    merged_into: str | None = Field(default=None, foreign_key="incidents.id")
    major_incident_id: str | None = Field(default=None, foreign_key="incidents.id")
    entered_at: datetime | None = moment(None)


class NarrativeRow(SQLModel, table=True):
    __tablename__ = "narratives"

    id: str = Field(primary_key=True)
    incident_id: str = Field(foreign_key="incidents.id", index=True)
    at: datetime = moment()
    user_id: str | None = Field(default=None, foreign_key="users.id")
    text: str
    struck: bool
    struck_at: datetime | None = moment(None)
    struck_by: str | None = Field(default=None, foreign_key="users.id")
    struck_reason: str = Field(default="", sa_column_kwargs={"server_default": ""})
