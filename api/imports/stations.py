"""Stations (CSV): agency (id, name or kind), name, lat, lon; id. Those that are not in the file stay."""

from pathlib import Path
from typing import Any

from api.imports.csv_sheet import POINT, CsvRow, CsvSheet
from api.imports.keys import agency_of, slug
from cad.imports.model import Draft, Known, Sheet

COLUMNS = {"id": ("kode",), "agency": ("opd", "dinas", "agency_id"), "name": ("nama", "pos"), **POINT}


def read(path: Path, known: Known) -> Draft:
    told = CsvSheet(path, COLUMNS, needed=("agency", "name", "lat", "lon"))
    rows: dict[str, dict[str, Any]] = {}
    for one in told:
        row = _row(one, known)
        if row["id"] in rows:
            one.wrong(f"Pos {row['name']!r} ada dua kali.", f"Station {row['name']!r} is there twice.")
        rows[row["id"]] = row
    return Draft(
        kind="stations",
        sheets=(Sheet(table="stations", rows=tuple(rows.values())),),
        problems=tuple(told.problems),
        summary={"stations": len(rows)},
    )


def _row(one: CsvRow, known: Known) -> dict[str, Any]:
    name, agency = one.text("name", needed=True), one.text("agency", needed=True)
    agency_id = agency_of(agency, dict(known.agencies), dict(known.agency_kinds))
    if agency and not agency_id:
        one.wrong(f"OPD {agency!r} tidak dikenal.", f"Agency {agency!r} is not known, or is not the only one.")
    lat, lon = one.point(needed=True)
    return {"id": _id(one, agency_id, name, known), "agency_id": agency_id, "name": name, "lat": lat, "lon": lon}


def _id(one: CsvRow, agency_id: str, name: str, known: Known) -> str:
    """The one told, or that of the station with this name, or a new one."""
    if told := one.text("id", longest=64):
        return told
    same = (key for key, other in known.stations.items() if other == name and known.station_agencies[key] == agency_id)
    return next(same, "") or f"station-{slug(agency_id.removeprefix('agency-'))}-{slug(name)}"
