"""ALI (CSV): number, name, address; lat, lon, source. The file replaces what its sources had told before."""

from pathlib import Path
from typing import Any

from api.imports.csv_sheet import POINT, CsvRow, CsvSheet
from cad.imports.model import Draft, Known, Sheet
from cad.numbers import read_number

COLUMNS = {
    "number": ("nomor", "telepon", "phone", "e164"),
    "name": ("nama", "pelanggan"),
    "address": ("alamat",),
    "source": ("sumber",),
    **POINT,
}


def read(path: Path, known: Known) -> Draft:
    told = CsvSheet(path, COLUMNS, needed=("number", "address"))
    rows: dict[str, dict[str, Any]] = {}
    for one in told:
        row = _row(one, known)
        if row["e164"] in rows:
            one.wrong("Nomor ini ada dua kali di berkas.", "This number is in the file twice.")
        rows[row["e164"]] = row
    sources = tuple(sorted({row["source"] for row in rows.values()}))
    return Draft(
        kind="numbers",
        sheets=(Sheet(table="ali_numbers", key="e164", rows=tuple(rows.values()), scope="source", scopes=sources),),
        problems=tuple(told.problems),
        summary={"numbers": len(rows), "with_a_point": sum(row["lat"] is not None for row in rows.values())},
    )


def _row(one: CsvRow, known: Known) -> dict[str, Any]:
    number = one.text("number", needed=True, longest=40)
    e164 = read_number(number, country_code=known.country_code, area_code=known.area_code).e164
    if number and not e164:
        one.wrong(f"{number!r} bukan nomor telepon.", f"{number!r} is no telephone number.")
    lat, lon = one.point(needed=False)
    made = {"e164": e164 or number, "name": one.text("name"), "address": one.text("address", needed=True)}
    return {**made, "lat": lat, "lon": lon, "source": one.text("source") or "ALI"}
