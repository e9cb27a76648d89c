"""What each center's line says beside the usual announcements."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from cad.store.tables.columns import json, moment


class VoicesRow(SQLModel, table=True):
    """`id` is the center's. The test numbers are the city's own telephones."""

    __tablename__ = "voices"

    id: str = Field(primary_key=True)
    version: int
    test_numbers: list[Any] = json(list)
    notice_incident_id: str | None = Field(default=None, foreign_key="incidents.id")
    notice_text: str
    notice_until: datetime | None = moment(None)
