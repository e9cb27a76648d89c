"""Notes that belong to a place."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment


class AddressNoteRow(SQLModel, table=True):
    __tablename__ = "address_notes"
    __table_args__ = (Index("address_notes_kept", "id", postgresql_where=text("withdrawn_at IS NULL")),)

    id: str = Field(primary_key=True)
    center_id: str
    kind: str
    text: str
    place_text: str
    place_key: str
    kelurahan_code: str
    lat: float | None = None
    lon: float | None = None
    radius_m: float
    sensitive: bool
    reason: str
    created_at: datetime = moment()
    author_id: str | None = Field(default=None, foreign_key="users.id")
    expires_at: datetime | None = moment(None)
    reviewed_at: datetime | None = moment(None)
    reviewed_by: str | None = Field(default=None, foreign_key="users.id")
    withdrawn_at: datetime | None = moment(None)
    withdrawn_by: str | None = Field(default=None, foreign_key="users.id")
