"""What a city's files say is read right, or every mistake is told with its line."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.imports import reader_of
from cad.ids import new_id
from cad.imports.commands import TakeBackImport, TakeImport
from cad.imports.model import Draft, Known
from cad.store import views
from tests.support.database import Store

KNOWN = Known(
    center_id="padang-panjang",
    area_code="0752",
    agencies={"agency-fire": "Damkar", "agency-health": "Dinas Kesehatan"},
    agency_kinds={"agency-fire": "fire", "agency-health": "health"},
    stations={"station-pusat": "Mako Damkar"},
    station_agencies={"station-pusat": "agency-fire"},
    units={"unit-damkar-01": "DAMKAR-01"},
)
CHECKED = ("numbers", "places", "stations", "units", "boundaries")
RING = [[100.40, -0.47], [100.42, -0.47], [100.42, -0.45], [100.40, -0.45], [100.40, -0.47]]


def read(kind: str, told: str | bytes, folder: Path, known: Known = KNOWN) -> Draft:
    file = folder / "file"
    file.write_bytes(told if isinstance(told, bytes) else told.encode())
    return reader_of(kind)(file, known)


def lines(draft: Draft) -> list[int]:
    return [problem.line for problem in draft.problems]


def test_numbers_are_read_with_semicolons_a_byte_order_mark_and_indonesian_headings(tmp_path: Path) -> None:
    told = "\ufeffNomor;Nama;Alamat;Lintang;Bujur\n0752 82110;Toko Sinar;Jl. Sudirman 1;-0,4653;100,4001\n"
    told += "+62752555666;;Jl. A;;\n"
    draft = read("numbers", told, tmp_path)
    assert draft.problems == ()
    first, second = draft.sheets[0].rows
    assert first == {
        "e164": "+6275282110",
        "name": "Toko Sinar",
        "address": "Jl. Sudirman 1",
        "lat": -0.4653,
        "lon": 100.4001,
        "source": "ALI",
    }
    assert (second["e164"], second["lat"]) == ("+62752555666", None)


def test_every_wrong_line_of_a_file_is_told(tmp_path: Path) -> None:
    told = "number,address,lat,lon\nabc,Jl. A,,\n0752-82110,,,\n0752-82111,Jl. C,95,100\n"
    told += "0752-82112,Jl. D,-0.4,\n0752-82110,Jl. E,,\n"
    assert lines(read("numbers", told, tmp_path)) == [2, 3, 4, 4, 5, 6]


@pytest.mark.parametrize(
    "told", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"number,number,address\n1,2,3\n", b"number\0,address\n"]
)
def test_what_is_no_such_table_is_told_once_and_nothing_is_read(told: bytes, tmp_path: Path) -> None:
    draft = read("numbers", told, tmp_path)
    assert draft.problems
    assert draft.sheets[0].rows == ()


def test_units_keep_their_id_and_a_new_one_is_out_of_service(tmp_path: Path) -> None:
    told = (
        "call_sign,agency,station,kind,capabilities,crew,phone\n"
        "DAMKAR-01,fire,Mako Damkar,pump,water|hazmat,Hendra,0812 3456 7890\nAMB-09,Dinas Kesehatan,,ambulance,,,\n"
    )
    draft = read("units", told, tmp_path)
    assert draft.problems == ()
    first, second = draft.sheets[0].rows
    assert (first["id"], first["station_id"]) == ("unit-damkar-01", "station-pusat")
    assert (first["capabilities"], first["phone"]) == (["water", "hazmat"], "+6281234567890")
    assert (second["id"], second["agency_id"], second["station_id"]) == ("unit-amb-09", "agency-health", None)
    assert draft.sheets[0].born["status"] == "out_of_service"


def test_a_unit_of_nobody_at_no_station_is_refused(tmp_path: Path) -> None:
    told = "call_sign,agency,station,kind\nX,navy,,ship\nY,fire,Pos Antah,pump\nY,fire,,pump\n"
    assert lines(read("units", told, tmp_path)) == [2, 3, 4]


def test_a_station_is_known_by_its_name_within_its_agency(tmp_path: Path) -> None:
    told = "agency,name,lat,lon\nfire,Mako Damkar,-0.46,100.4\nhealth,Mako Damkar,-0.47,100.4\nfire,Pos,0,0\n"
    draft = read("stations", told, tmp_path)
    assert [row["id"] for row in draft.sheets[0].rows][:2] == ["station-pusat", "station-health-mako-damkar"]
    assert lines(draft) == [4]


def test_places_of_one_name_are_two_places_and_keep_their_ids(tmp_path: Path) -> None:
    told = "nama,jenis,lat,lon,alias\nJalan A,street,-0.4,100.4,Jl Lama|Jl Baru\nJalan A,street,-0.5,100.4,\n"
    one, again = read("places", told, tmp_path), read("places", told, tmp_path)
    assert one == again
    assert len({row["id"] for row in one.sheets[0].rows}) == 2
    assert one.sheets[0].rows[0]["aliases"] == ["Jl Lama", "Jl Baru"]
    assert lines(read("places", "name,kind,lat,lon\nA,ocean,-0.4,100\nB,,x,100\n", tmp_path)) == [2, 3]


def feature(code: str = "13.74.01.1001", geometry: Any = None, **more: Any) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [RING]} if geometry is None else geometry
    return {"type": "Feature", "properties": {"kode": code, "nama": "Ganting", **more}, "geometry": shape}


def geojson(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_boundaries_make_areas_and_keep_the_kelurahan_in_step(tmp_path: Path) -> None:
    response = feature("a", kind="response_area", agency="fire")
    draft = read("boundaries", geojson(feature(kecamatan="Timur"), response), tmp_path)
    assert draft.problems == ()
    areas, kelurahan = draft.sheets
    assert [row["id"] for row in areas.rows] == ["kelurahan:13.74.01.1001", "response_area:agency-fire:a"]
    assert areas.scopes == ("kelurahan:13.74", "response_area:agency-fire")
    (one,) = kelurahan.rows
    assert (one["code"], one["kecamatan"]) == ("13.74.01.1001", "Timur")
    assert (one["lat"], one["lon"]) == (pytest.approx(-0.46), pytest.approx(100.41))


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {"type": "Feature", "properties": {}, "geometry": None},
        feature(""),
        feature(geometry={"type": "Point", "coordinates": [100, 0]}),
        feature(geometry={"type": "Polygon", "coordinates": []}),
        feature(geometry={"type": "Polygon", "coordinates": [RING[:3]]}),
        feature(geometry={"type": "Polygon", "coordinates": [RING[:4]]}),
        feature(geometry={"type": "Polygon", "coordinates": [[[500, 1], *RING, [500, 1]]]}),
        feature(geometry={"type": "MultiPolygon", "coordinates": [RING]}),
        feature(kind="ocean"),
        feature(kind="response_area", agency="navy"),
        feature("x" * 300),
    ],
)
def test_a_wrong_feature_is_told_by_its_number(wrong: Any, tmp_path: Path) -> None:
    assert lines(read("boundaries", geojson(feature("1"), wrong), tmp_path)) == [2]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(which=st.sampled_from(CHECKED), told=st.binary(max_size=200), headed=st.booleans())
def test_any_bytes_are_a_draft(which: str, told: bytes, headed: bool, tmp_path: Path) -> None:
    heading = b"number,address,name,agency,call_sign,kind,lat,lon\n" if headed else b""
    assert read(which, heading + told, tmp_path).kind == which


async def taken(store: Store, draft: Draft) -> str:
    store.clock.forward(1)
    command = TakeImport(user_id=None, import_id=new_id(), file_name="f", sha256="0" * 64, draft=draft)
    return str((await store.bus.handle(command)).id)


async def city_of(store: Store) -> Known:
    async with store.database.session() as session:
        return await views.known_city(session, store.center.id, "62", "0752")


EVERYTHING = ("units", "stations", "kelurahan", "areas", "gazetteer", "ali_numbers")


async def everything(store: Store) -> dict[str, Any]:
    return {table: await store.rows(f"SELECT * FROM {table} ORDER BY 1") for table in EVERYTHING}


async def test_units_stations_and_boundaries_are_taken_and_taken_back(seeded: Store, tmp_path: Path) -> None:
    before = await everything(seeded)
    known = await city_of(seeded)
    units = "call_sign,agency,kind,crew\nDAMKAR-01,fire,pump,Regu Baru\nDAMKAR-09,fire,pump,\n"
    stations = "agency,name,lat,lon\nfire,Mako Damkar,-0.47,100.39\nfire,Pos Baru,-0.48,100.38\n"
    bounds = geojson(feature(), feature("13.74.09.1001"))
    drafts = [
        read(kind, told, tmp_path, known)
        for kind, told in (("units", units), ("stations", stations), ("boundaries", bounds))
    ]
    async with seeded.database.session() as session:
        shown = await views.import_preview(session, drafts[0])
    assert (shown[0]["new"], shown[0]["changed"], shown[0]["examples"]["new"]) == (1, 1, ["DAMKAR-09"])
    ids = [await taken(seeded, draft) for draft in drafts]
    crew = await seeded.value("SELECT crew FROM units WHERE call_sign = 'DAMKAR-01'")
    new = (await seeded.rows("SELECT status, status_reason FROM units WHERE call_sign = 'DAMKAR-09'"))[0]
    assert (crew, new["status"]) == ("Regu Baru", "out_of_service")
    assert await seeded.value("SELECT count(*) FROM areas") == 2
    assert await seeded.value("SELECT kecamatan FROM areas WHERE code = '13.74.01.1001'") == "Padang Panjang Timur"
    for import_id in ids:
        await seeded.bus.handle(TakeBackImport(user_id=None, import_id=import_id))
    assert await everything(seeded) == before


@pytest.mark.skipif(not os.environ.get("TANGGAP_SHARED_DATA"), reason="TANGGAP_SHARED_DATA is not set")
async def test_the_true_boundaries_of_both_cities_stand_beside_each_other(seeded: Store) -> None:
    geo = Path(os.environ["TANGGAP_SHARED_DATA"]) / "geo"
    for name in ("kel_1374.geojson", "kel_1371.geojson"):
        draft = reader_of("boundaries")(geo / name, await city_of(seeded))
        assert draft.problems == ()
        await taken(seeded, draft)
    assert await seeded.value("SELECT count(*) FROM areas") == 120
    same = await seeded.value("SELECT count(*) FROM kelurahan WHERE kecamatan LIKE 'Padang Panjang%'")
    assert same == 16
