"""An import before and after it is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cad.places.model import Kelurahan

KINDS = ("boundaries", "places", "stations", "units", "numbers", "osm")
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong in the file, and where: `line` counts from 1, 0 is the file as a whole (a feature of a GeoJSON is
    told by its number in order)."""

    line: int
    sentence: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Rows for one table; all have the same columns and a `key` of their own.

    `scope`: the column, and `scopes` its values, that these rows replace: whatever the table has of them beyond these
    rows is removed. No scope: nothing is removed. `born` goes to new rows only, beside their own columns.
    A table with a column `import_id` gets it set. Columns that JSON cannot hold (bytes) may stand in new rows only.
    """

    table: str
    rows: tuple[Row, ...]
    key: str = "id"
    scope: str = ""
    scopes: tuple[str, ...] = ()
    born: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a file says. With problems it is shown, never taken. `summary` is JSON, for people: names and counts."""

    kind: str
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()
    summary: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Import:
    id: str
    center_id: str
    kind: str
    file_name: str
    sha256: str
    taken_at: datetime
    taken_by: str | None = None  # a user; None on the command line
    summary: dict[str, Any] = field(default_factory=dict)
    taken_back_at: datetime | None = None
    taken_back_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the city has already, for a reader to check against: ids and names by id."""

    center_id: str = ""
    country_code: str = "62"
    area_code: str = ""
    agencies: Mapping[str, str] = field(default_factory=dict)  # id -> name
    agency_kinds: Mapping[str, str] = field(default_factory=dict)  # id -> kind
    stations: Mapping[str, str] = field(default_factory=dict)  # id -> name
    station_agencies: Mapping[str, str] = field(default_factory=dict)  # id -> agency id
    units: Mapping[str, str] = field(default_factory=dict)  # id -> call sign
    kelurahan: Mapping[str, Kelurahan] = field(default_factory=dict)  # by code
