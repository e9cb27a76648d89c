"""The road network as it was read, and what of it is closed."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment


class RoadGraphRow(SQLModel, table=True):
    """`arrays`: compressed; api.roads.stored knows how. The newest is the one in use."""

    __tablename__ = "road_graphs"

    id: str = Field(primary_key=True)
    center_id: str
    name: str
    arrays: bytes
    nodes: int
    segments: int
    made_at: datetime = moment()
    import_id: str | None = Field(default=None, foreign_key="imports.id")


class ClosureRow(SQLModel, table=True):
    __tablename__ = "closures"

    id: str = Field(primary_key=True)
    center_id: str
    what: str
    lat: float
    lon: float
    radius_m: float
    way: int = Field(sa_type=BigInteger)
    factor: float | None = None
    since: datetime = moment()
    until: datetime | None = moment(None)
    made_by: str | None = Field(default=None, foreign_key="users.id")
    lifted_at: datetime | None = moment(None)
    lifted_by: str | None = Field(default=None, foreign_key="users.id")
