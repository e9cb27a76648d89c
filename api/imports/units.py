"""Units (CSV): call_sign, agency (id, name or kind), kind; station (id or name), capabilities (| between), crew, phone.

Those that are not in the file stay. A new unit is out of service until somebody puts it in: a file does not know who is
on duty. Status and position of one that is known are not touched.
"""

from pathlib import Path
from typing import Any

from api.imports.csv_sheet import CsvRow, CsvSheet
from api.imports.keys import agency_of, slug
from cad.clock import utc_now
from cad.imports.model import Draft, Known, Sheet
from cad.numbers import read_number

COLUMNS = {
    "call_sign": ("unit", "nama_panggilan", "kode"),
    "agency": ("opd", "dinas", "agency_id"),
    "station": ("pos", "station_id"),
    "kind": ("jenis",),
    "capabilities": ("kemampuan",),
    "crew": ("awak", "regu"),
    "phone": ("telepon", "hp"),
}


def read(path: Path, known: Known) -> Draft:
    told = CsvSheet(path, COLUMNS, needed=("call_sign", "agency", "kind"))
    ids = {call_sign: key for key, call_sign in known.units.items()}
    rows: dict[str, dict[str, Any]] = {}
    for one in told:
        row = _row(one, known, ids)
        if row["id"] in rows:
            one.wrong(f"Unit {row['call_sign']!r} ada dua kali.", f"Unit {row['call_sign']!r} is there twice.")
        rows[row["id"]] = row
    born = {
        "center_id": known.center_id,
        "status": "out_of_service",
        "status_since": utc_now(),
        "status_reason": "Baru dari impor",
    }
    return Draft(
        kind="units",
        sheets=(Sheet(table="units", rows=tuple(rows.values()), born=born),),
        problems=tuple(told.problems),
        summary={"units": len(rows)},
    )


def _row(one: CsvRow, known: Known, ids: dict[str, str]) -> dict[str, Any]:
    call_sign, agency = one.text("call_sign", needed=True, longest=40), one.text("agency", needed=True)
    agency_id = agency_of(agency, dict(known.agencies), dict(known.agency_kinds))
    if agency and not agency_id:
        one.wrong(f"OPD {agency!r} tidak dikenal.", f"Agency {agency!r} is not known, or is not the only one.")
    return {
        "id": ids.get(call_sign) or f"unit-{slug(call_sign)}",
        "agency_id": agency_id,
        "station_id": _station(one, agency_id, known),
        "call_sign": call_sign,
        "kind": one.text("kind", needed=True, longest=64),
        "capabilities": one.listed("capabilities"),
        "crew": one.text("crew"),
        "phone": _phone(one, known),
    }


def _station(one: CsvRow, agency_id: str, known: Known) -> str | None:
    told = one.text("station")
    if not told:
        return None
    if told in known.stations:
        return told
    found = [k for k, name in known.stations.items() if name == told and known.station_agencies[k] == agency_id]
    if len(found) == 1:
        return found[0]
    one.wrong(
        f"Pos {told!r} tidak dikenal. Impor pos dahulu.", f"Station {told!r} is not known. Import stations first."
    )
    return None


def _phone(one: CsvRow, known: Known) -> str:
    told = one.text("phone", longest=40)
    e164 = read_number(told, country_code=known.country_code, area_code=known.area_code).e164 if told else ""
    if told and not e164:
        one.wrong(f"{told!r} bukan nomor telepon.", f"{told!r} is no telephone number.")
    return e164
