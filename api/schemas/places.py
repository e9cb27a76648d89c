"""Places found, where a point lies, and imports."""

from typing import Any, Literal

from api.schemas.common import View

UPLOADED = Literal["boundaries", "places", "stations", "units", "numbers"]


class WhereView(View):
    """`method` nearest_point: there are no boundaries here, so it is the nearest kelurahan's. See cad.places.areas."""

    kelurahan_code: str
    kelurahan: str
    kecamatan: str
    city: str
    near_border: bool
    other: str
    border_m: float | None
    response_areas: dict[str, str]
    unsure: list[str]
    method: Literal["polygon", "nearest_point", ""]


class PlaceHit(View):
    """`detail`: the other name by which it was found."""

    kind: str
    name: str
    detail: str
    lat: float
    lon: float
    score: float
    source: str
    where: WhereView


class ImportView(View):
    """`can_take_back`: it is the last of its kind that holds."""

    id: str
    kind: str
    file_name: str
    sha256: str
    taken_at: str
    taken_by: str | None
    summary: dict[str, Any]
    taken_back_at: str | None
    can_take_back: bool


class ProblemView(View):
    """`line` 0: the file as a whole; in GeoJSON the number of the feature."""

    line: int
    sentence: str
    sentence_en: str


class TableChange(View):
    table: str
    new: int
    changed: int
    removed: int
    same: int
    examples: dict[str, list[str]]


class ImportPreview(View):
    """What taking this very file (`sha256`) would do now. `problems`: the first 100 of `problem_count`."""

    kind: str
    sha256: str
    problem_count: int
    problems: list[ProblemView]
    summary: dict[str, Any]
    tables: list[TableChange]
