"""An OpenStreetMap extract (.osm.pbf): roads as one network, names of streets, crossings and landmarks."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from api.imports.keys import key_of
from api.roads.names import Name, crossings, landmarks, streets
from api.roads.osm import read_streets
from api.roads.stored import to_bytes
from cad.clock import utc_now
from cad.imports.model import Draft, Known, Problem, Sheet

LONGEST_NAME = 200
SOURCE = "osm"


def read(path: Path, known: Known) -> Draft:
    try:
        graph = read_streets(path)
        named = [*streets(graph), *crossings(graph), *landmarks(path)]
    except RuntimeError as error:
        return _refused("Berkas ini bukan kutipan OpenStreetMap (.osm.pbf).", f"Not an OpenStreetMap extract: {error}.")
    if not graph.segments:
        return _refused("Tidak ada jalan di dalam berkas ini.", "There is no road in this file.")
    with path.open("rb") as told:
        sha256 = hashlib.file_digest(told, "sha256").hexdigest()
    roads = {
        "id": key_of(SOURCE, sha256),
        "center_id": known.center_id,
        "name": path.name,
        "arrays": to_bytes(graph),
        "nodes": graph.nodes,
        "segments": graph.segments,
    }
    rows = _rows(named)
    kinds = Counter(row["kind"] for row in rows)
    return Draft(
        kind="osm",
        sheets=(
            Sheet(table="road_graphs", rows=(roads,), born={"made_at": utc_now()}),
            Sheet(table="gazetteer", rows=rows, scope="source", scopes=(SOURCE,)),
        ),
        summary={"road_nodes": graph.nodes, "road_segments": graph.segments, **{f"{k}s": n for k, n in kinds.items()}},
    )


def _refused(sentence: str, english: str) -> Draft:
    return Draft(kind="osm", problems=(Problem(line=0, sentence=sentence, en=english),))


def _rows(named: list[Name]) -> tuple[dict[str, Any], ...]:
    seen: Counter[tuple[str, str]] = Counter()
    rows = []
    for one in named:
        name = one.name.replace("\0", "").strip()[:LONGEST_NAME]
        if not name:
            continue
        seen[one.kind, name] += 1  # two streets of one name are two places
        rows.append(
            {
                "id": key_of(SOURCE, one.kind, name, str(seen[one.kind, name])),
                "kind": one.kind,
                "name": name,
                "aliases": sorted({alias.replace("\0", "")[:LONGEST_NAME] for alias in one.aliases} - {name}),
                "lat": one.lat,
                "lon": one.lon,
                "source": SOURCE,
            }
        )
    return tuple(rows)
