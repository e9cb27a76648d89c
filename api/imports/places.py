"""Names for the gazetteer (CSV): name, kind, lat, lon; aliases (with | between), source."""

from collections import Counter
from pathlib import Path
from typing import Any

from api.imports.csv_sheet import POINT, CsvRow, CsvSheet
from api.imports.keys import key_of
from cad.imports.model import Draft, Known, Sheet
from cad.places.gazetteer import KINDS

COLUMNS = {"name": ("nama",), "kind": ("jenis",), "aliases": ("alias", "nama_lain"), "source": ("sumber",), **POINT}


def read(path: Path, known: Known) -> Draft:
    told = CsvSheet(path, COLUMNS, needed=("name", "lat", "lon"))
    seen: Counter[tuple[str, str, str]] = Counter()
    rows = [_row(one, seen) for one in told]
    sources = tuple(sorted({row["source"] for row in rows}))
    return Draft(
        kind="places",
        sheets=(Sheet(table="gazetteer", rows=tuple(rows), scope="source", scopes=sources),),
        problems=tuple(told.problems),
        summary={"places": len(rows), "sources": list(sources)[:20]},
    )


def _row(one: CsvRow, seen: Counter[tuple[str, str, str]]) -> dict[str, Any]:
    name = one.text("name", needed=True)
    kind = one.text("kind").lower() or "landmark"
    if kind not in KINDS:
        one.wrong(f"Jenis {kind[:40]!r} tidak dikenal.", f"Kind {kind[:40]!r} is not known: {', '.join(KINDS)}.")
    source = one.text("source") or "places"
    lat, lon = one.point(needed=True)
    key = (source, kind, name)
    seen[key] += 1  # two streets of one name are two places
    made = {"id": key_of(*key, str(seen[key])), "kind": kind, "name": name, "aliases": one.listed("aliases")}
    return {**made, "lat": lat, "lon": lon, "source": source}
