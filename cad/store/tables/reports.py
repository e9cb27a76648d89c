"""What was told of an incident, and which incidents went into which."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment, texts


class ReportRow(SQLModel, table=True):
    __tablename__ = "reports"

    id: str = Field(primary_key=True)
    center_id: str
    exercise: bool
    incident_id: str = Field(foreign_key="incidents.id", index=True)
    kind: str
    at: datetime = moment()
    call_id: str | None = Field(default=None, foreign_key="calls.id", unique=True)
    type_code: str
    text: str
    source: str
    place_text: str
    kelurahan_code: str
    lat: float | None = None
    lon: float | None = None
    place_source: str
    radius_m: float | None = None
    person_id: str | None = Field(default=None, foreign_key="persons.id")
    added_by: str | None = Field(default=None, foreign_key="users.id")


class MergeRow(SQLModel, table=True):
    __tablename__ = "merges"

    id: str = Field(primary_key=True)
    into_id: str = Field(foreign_key="incidents.id")
    source_id: str = Field(foreign_key="incidents.id", index=True)
    at: datetime = moment()
    user_id: str = Field(foreign_key="users.id")
    reports: list[str] = texts()
    calls: list[str] = texts()
    assignments: list[str] = texts()
    undone_at: datetime | None = moment(None)
