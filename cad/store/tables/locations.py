"""Where callers are, as every source told it; bound to calls by person and time when they are shown."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import json, moment


class FixRow(SQLModel, table=True):
    __tablename__ = "fixes"
    __table_args__ = (
        Index("fixes_of_person", "person_id", "received_at"),
        Index("fixes_of_call", "call_id", postgresql_where=text("call_id IS NOT NULL")),
        Index("fixes_of_device", "device", "received_at", postgresql_where=text("device <> ''")),
    )

    id: str = Field(primary_key=True)
    center_id: str
    exercise: bool
    received_at: datetime = moment()
    person_id: str | None = Field(default=None, foreign_key="persons.id")
    call_id: str | None = Field(default=None, foreign_key="calls.id")
    device: str
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    confidence: int | None = None
    altitude_m: float | None = None
    at: datetime | None = moment(None)
    source: str
    method: str
    civic: dict[str, str] = json()
    raw_kind: str
    notes: list[str] = json(list)


class FixReferenceRow(SQLModel, table=True):
    """An address out of an INVITE. It leads to a person's place, so it goes with the person."""

    __tablename__ = "fix_references"

    id: str = Field(primary_key=True)
    call_id: str = Field(foreign_key="calls.id", index=True)
    uri: str
    told_at: datetime = moment()
