"""Searching places and taking imports over HTTP; what an import brings is found without a restart."""

import hashlib
import json
from typing import Any

import httpx

from cad.ids import new_id
from tests.support.waiting import eventually

RING = [[100.36, -0.49], [100.44, -0.49], [100.44, -0.44], [100.36, -0.44], [100.36, -0.49]]
PLACES = b"name,kind,lat,lon,alias\nGedung Uji,landmark,-0.47,100.40,Gedung Coba\n"


async def search(client: httpx.AsyncClient, q: str, **more: Any) -> list[dict[str, Any]]:
    answer = await client.get("/api/places/search", params={"q": q, **more})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def take(admin: httpx.AsyncClient, kind: str, told: bytes, **more: str) -> httpx.Response:
    asked = {"kind": kind, "file_name": "uji", "sha256": hashlib.sha256(told).hexdigest(), "id": new_id(), **more}
    return await admin.post("/api/imports", params=asked, content=told)


async def undo(admin: httpx.AsyncClient, import_id: str) -> None:
    assert (await admin.post(f"/api/imports/{import_id}/undo")).status_code == 200


async def test_the_demo_city_is_searched_out_of_the_box(dina: httpx.AsyncClient) -> None:
    hit = (await search(dina, "silaiang bawah"))[0]
    assert (hit["kind"], hit["name"], hit["source"]) == ("kelurahan", "Silaing Bawah", "kelurahan")
    assert hit["where"]["kelurahan_code"] == "13.74.02.1004"
    assert (await search(dina, "psr pusat"))[0]["name"] in {"Pasar Padang Panjang", "Simpang Pasar Pusat"}
    assert (await search(dina, "rsud"))[0]["name"] == "RSUD"
    assert (await search(dina, "-0,4607 100,4177"))[0]["where"]["kelurahan"] == "Ganting"
    assert await search(dina, "") == []


async def test_without_boundaries_the_nearest_point_is_told_as_such(dina: httpx.AsyncClient) -> None:
    answer = await dina.get("/api/places/at", params={"lat": -0.4608, "lon": 100.4178})
    assert (answer.json()["kelurahan"], answer.json()["method"]) == ("Ganting", "nearest_point")


async def test_an_import_is_shown_taken_found_listed_and_taken_back(
    admin: httpx.AsyncClient, dina: httpx.AsyncClient
) -> None:
    shown = (await admin.post("/api/imports/preview", params={"kind": "places"}, content=PLACES)).json()
    assert shown["problem_count"] == 0
    assert shown["tables"][0] | {"examples": None} == {
        "table": "gazetteer", "new": 1, "changed": 0, "removed": 0, "same": 0, "examples": None,
    }  # fmt: skip
    assert shown["tables"][0]["examples"]["new"] == ["Gedung Uji"]
    made = await take(admin, "places", PLACES)
    assert made.status_code == 201, made.text

    async def found() -> bool:
        hits = await search(dina, "gedung coba")
        return bool(hits) and hits[0]["name"] == "Gedung Uji" and hits[0]["detail"] == "Gedung Coba"

    await eventually(found, 5, "the new name is found")
    listed = (await admin.get("/api/imports")).json()
    assert (listed[0]["id"], listed[0]["taken_by"], listed[0]["can_take_back"]) == (made.json()["id"], "Admin", True)
    await undo(admin, made.json()["id"])

    async def gone() -> bool:
        return not [hit for hit in await search(dina, "gedung coba") if hit["name"] == "Gedung Uji"]

    await eventually(gone, 5, "the name is gone again")
    again = await admin.post(f"/api/imports/{made.json()['id']}/undo")
    assert (again.status_code, again.json()["error_id"]) == (409, "import_taken_back")


async def test_boundaries_make_the_kelurahan_sure_and_its_border_told(
    admin: httpx.AsyncClient, dina: httpx.AsyncClient
) -> None:
    feature = {
        "type": "Feature",
        "properties": {"kode": "13.74.01.1001", "nama": "Ganting", "kota": "Padang Panjang"},
        "geometry": {"type": "Polygon", "coordinates": [RING]},
    }
    told = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    made = await take(admin, "boundaries", told)
    assert made.status_code == 201, made.text

    async def sure() -> bool:
        where = (await dina.get("/api/places/at", params={"lat": -0.4401, "lon": 100.40})).json()
        if where["method"] != "polygon":
            return False
        assert (where["kelurahan"], where["near_border"], where["city"]) == ("Ganting", True, "Padang Panjang")
        assert 10 < where["border_m"] < 12.5  # 0.0001 degrees are 11.1 m
        return True

    await eventually(sure, 5, "the boundary is known")
    await undo(admin, made.json()["id"])


async def test_a_wrong_file_is_answered_with_its_lines_and_is_never_taken(admin: httpx.AsyncClient) -> None:
    wrong = b"name,kind,lat,lon\nA,landmark,x,100\n"
    shown = (await admin.post("/api/imports/preview", params={"kind": "places"}, content=wrong)).json()
    assert (shown["problem_count"], shown["problems"][0]["line"]) == (1, 2)
    assert shown["problems"][0]["sentence"] and shown["problems"][0]["sentence_en"]
    refused = await take(admin, "places", wrong)
    assert (refused.status_code, refused.json()["error_id"]) == (422, "import_has_problems")
    other = await take(admin, "places", PLACES, sha256="0" * 64)
    assert (other.status_code, other.json()["error_id"]) == (409, "import_changed")


async def test_only_an_administrator_imports(dina: httpx.AsyncClient, sari: httpx.AsyncClient) -> None:
    for client in (dina, sari):
        assert (await take(client, "places", PLACES)).status_code == 403
        assert (await client.get("/api/imports")).status_code == 403


async def test_a_large_file_is_an_import_only(admin: httpx.AsyncClient) -> None:
    large = b"name,kind,lat,lon\n" + b"#" * 300_000
    assert (await admin.post("/api/imports/preview", params={"kind": "places"}, content=large)).status_code == 200
    assert (await admin.post("/api/incidents", content=large)).status_code == 413
