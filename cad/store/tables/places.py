"""The center and its city: agencies, stations, kelurahan, cameras, incident types."""

from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import texts


class CenterRow(SQLModel, table=True):
    __tablename__ = "centers"

    id: str = Field(primary_key=True)
    name: str
    timezone: str


class AgencyRow(SQLModel, table=True):
    __tablename__ = "agencies"

    id: str = Field(primary_key=True)
    center_id: str
    name: str
    kind: str
    phone: str


class StationRow(SQLModel, table=True):
    __tablename__ = "stations"

    id: str = Field(primary_key=True)
    agency_id: str = Field(foreign_key="agencies.id", index=True)
    name: str
    lat: float
    lon: float


class KelurahanRow(SQLModel, table=True):
    __tablename__ = "kelurahan"

    code: str = Field(primary_key=True)
    name: str
    kecamatan: str
    lat: float
    lon: float


class CameraRow(SQLModel, table=True):
    __tablename__ = "cameras"

    id: str = Field(primary_key=True)
    center_id: str
    name: str
    lat: float
    lon: float
    heading: float
    fov: float
    source: str


class IncidentTypeRow(SQLModel, table=True):
    __tablename__ = "incident_types"

    code: str = Field(primary_key=True)
    name_id: str
    name_en: str
    group: str
    priority: int
    agencies: list[str] = texts()
    capabilities: list[str] = texts()
    position: int = 0
    parent: str = Field(default="", sa_column_kwargs={"server_default": ""})
    version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    active: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})
    run_card: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": "{}"})
