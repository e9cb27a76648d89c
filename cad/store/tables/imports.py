"""What was taken in from files, and the rows as they were before; the city's areas, names and numbers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import json, moment


class ImportRow(SQLModel, table=True):
    __tablename__ = "imports"
    __table_args__ = (Index("imports_by_kind", "kind", "taken_at"),)

    id: str = Field(primary_key=True)
    center_id: str
    kind: str
    file_name: str
    sha256: str
    taken_at: datetime = moment()
    taken_by: str | None = None
    summary: dict[str, Any] = json()
    taken_back_at: datetime | None = moment(None)
    taken_back_by: str | None = None


class ImportChangeRow(SQLModel, table=True):
    """A row as it was before an import; `before` empty: there was none."""

    __tablename__ = "import_changes"

    import_id: str = Field(primary_key=True, foreign_key="imports.id")
    table_name: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    before: dict[str, Any] | None = Field(default=None, sa_type=JSONB)


class GazetteerRow(SQLModel, table=True):
    """kind: street, crossing, landmark, kelurahan, alias. `aliases`: other names of the same."""

    __tablename__ = "gazetteer"

    id: str = Field(primary_key=True)
    kind: str
    name: str
    aliases: list[str] = json(list)
    lat: float
    lon: float
    source: str = Field(index=True)
    import_id: str | None = Field(default=None, foreign_key="imports.id")


class AreaRow(SQLModel, table=True):
    """kind: kelurahan, kecamatan, response_area (with `agency_id`). `polygons`: GeoJSON's MultiPolygon coordinates,
    lon lat. `scope`: what one file replaces as a whole (a city's kelurahan, an agency's response areas)."""

    __tablename__ = "areas"

    id: str = Field(primary_key=True)
    kind: str
    code: str
    name: str
    kecamatan: str
    city: str
    agency_id: str | None = Field(default=None, foreign_key="agencies.id")
    polygons: list[Any] = json(list)
    scope: str = Field(index=True)
    source: str
    import_id: str | None = Field(default=None, foreign_key="imports.id")


class AliNumberRow(SQLModel, table=True):
    """ALI: who and where a fixed line is, as its provider tells it."""

    __tablename__ = "ali_numbers"

    e164: str = Field(primary_key=True)
    name: str
    address: str
    lat: float | None = None
    lon: float | None = None
    source: str = Field(index=True)
    import_id: str | None = Field(default=None, foreign_key="imports.id")
