"""Units and their assignments."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment, texts


class UnitRow(SQLModel, table=True):
    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("center_id", "call_sign"),)

    id: str = Field(primary_key=True)
    center_id: str
    agency_id: str = Field(foreign_key="agencies.id")
    station_id: str | None = Field(default=None, foreign_key="stations.id", index=True)
    call_sign: str
    kind: str
    capabilities: list[str] = texts()
    crew: str
    phone: str
    status: str
    status_since: datetime = moment()
    status_reason: str
    lat: float | None = None
    lon: float | None = None
    position_at: datetime | None = moment(None)
    crew_count: int | None = None
    crew_minimum: int | None = None
    shift_began_at: datetime | None = moment(None)
    shift_ends_at: datetime | None = moment(None)


class AssignmentRow(SQLModel, table=True):
    """One unit is on one assignment at a time; the database itself holds to that."""

    __tablename__ = "assignments"
    __table_args__ = (
        UniqueConstraint("incident_id", "order"),
        Index(
            "assignments_one_a_unit",
            "unit_id",
            unique=True,
            postgresql_where=text("status NOT IN ('available', 'cancelled')"),
        ),
    )

    id: str = Field(primary_key=True)
    incident_id: str = Field(foreign_key="incidents.id")
    unit_id: str = Field(foreign_key="units.id")
    order: int
    token: str = Field(unique=True)
    status: str
    dispatched_at: datetime = moment()
    dispatched_by: str | None = Field(default=None, foreign_key="users.id")
    override_reason: str
    acknowledged_at: datetime | None = moment(None)
    en_route_at: datetime | None = moment(None)
    on_scene_at: datetime | None = moment(None)
    transporting_at: datetime | None = moment(None)
    at_hospital_at: datetime | None = moment(None)
    returning_at: datetime | None = moment(None)
    cleared_at: datetime | None = moment(None)
    cancel_reason: str = Field(default="", sa_column_kwargs={"server_default": ""})
    stepped_at: datetime | None = moment(None)
    crew_ok_at: datetime | None = moment(None)
    eta_s: float | None = None
