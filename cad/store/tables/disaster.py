"""When the center worked in disaster mode."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment


class DisasterRow(SQLModel, table=True):
    __tablename__ = "disasters"
    __table_args__ = (
        Index("disasters_one_at_a_time", "center_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    id: str = Field(primary_key=True)
    center_id: str
    reason: str
    began_at: datetime = moment()
    began_by: str = Field(foreign_key="users.id")
    ended_at: datetime | None = moment(None)
    ended_by: str | None = Field(default=None, foreign_key="users.id")
