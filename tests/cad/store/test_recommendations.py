"""Recommendations out of the store: the few that are read are the best of all, by the domain's own judgement."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cad.clock import utc_now
from cad.dispatching.commands import DispatchUnit
from cad.dispatching.fitness import READY, Candidate, concern_s, readiness
from cad.dispatching.recommend import recommend
from cad.dispatching.run_cards import Need
from cad.dispatching.travel import straight_line
from cad.incidents.commands import OpenIncident
from cad.places.model import Place
from cad.store import views
from cad.store.fleet import Area, StraightWay, read_fleet, shortlist
from cad.store.views.recommendations import Asked, City, _candidates
from tests.cad.store.people import hire
from tests.support.database import Store

CENTER = (-0.4650, 100.4000)
NEEDS = (Need(("water", "hazmat"), 2, "fire"), Need(("rescue",), 1), Need(("ambulance",), 2, "health"))
STATIONS = ("station-damkar-pusat", "station-bpbd")
AREA = Area(("fire",), STATIONS[:1])


async def many_units(store: Store, count: int, now: datetime, seed: int = 1) -> None:
    chance = Random(seed)
    kinds = {"fire": "water hazmat rescue", "health": "ambulance rescue", "bpbd": "rescue boat"}
    for n in range(count):
        kind = chance.choice(sorted(kinds))
        at_home = chance.random() < 0.3
        values: dict[str, Any] = {
            "id": f"made-{n:03d}", "agency": f"agency-{kind}", "sign": f"MADE-{n:03d}",
            "can": chance.sample(kinds[kind].split(), chance.randint(0, 2)),
            "status": chance.choice(["available"] * 4 + ["returning", "on_scene", "out_of_service"]),
            "lat": None if at_home else CENTER[0] + chance.uniform(-0.05, 0.05),
            "lon": None if at_home else CENTER[1] + chance.uniform(-0.05, 0.05),
            "station": chance.choice(STATIONS) if at_home or chance.random() < 0.5 else None,
            "at": now - timedelta(minutes=chance.choice([1, 60])),
            "crew": chance.choice([None, 2, 4]), "least": chance.choice([None, 3]),
            "began": chance.choice([None, *(now + timedelta(hours=hours) for hours in (-2, -13, 1))]),
            "ends": chance.choice([None, *(now + timedelta(hours=hours) for hours in (2, -1))]),
        }  # fmt: skip
        async with store.database.engine.begin() as connection:
            await connection.exec_driver_sql(
                """INSERT INTO units (id, center_id, agency_id, station_id, call_sign, kind, capabilities, crew, phone,
                status, status_since, status_reason, lat, lon, position_at, crew_count, crew_minimum, shift_began_at,
                shift_ends_at) VALUES (%(id)s, 'padang-panjang', %(agency)s, %(station)s, %(sign)s, 'x', %(can)s, '',
                '', %(status)s, now(), '', %(lat)s, %(lon)s, %(at)s, %(crew)s, %(least)s, %(began)s, %(ends)s)""",
                values,
            )


async def all_candidates(store: Store) -> list[Candidate]:
    ids = [row["id"] for row in await store.rows("SELECT id FROM units")]
    async with store.database.session() as session:
        return await _candidates(session, ids, AREA)


async def test_what_the_store_says_of_a_unit_is_what_the_domain_says(seeded: Store) -> None:
    now = utc_now()
    await many_units(seeded, 150, now)

    async with seeded.database.session() as session:
        fleet = await read_fleet(session, NEEDS, AREA, now)

    known = {one.unit_id: one for one in await all_candidates(seeded)}
    expected = {
        one.unit_id: (
            sum(1 << n for n, need in enumerate(NEEDS) if need.fits(one.agency_kind, one.capabilities)),
            readiness(one, now), concern_s(one, now),
        )
        for one in known.values() if one.status != "out_of_service"
    }  # fmt: skip
    told = zip(fleet.ids, zip(fleet.needs, fleet.ready, fleet.concern_s, strict=True), strict=True)
    assert dict(told) == {unit_id: worth for unit_id, worth in expected.items() if worth[0]}
    assert all(
        known[one].point in (None, (lat, lon)) for one, lat, lon in zip(fleet.ids, fleet.lat, fleet.lon, strict=True)
    )


async def test_the_few_that_are_judged_give_the_choice_of_all(seeded: Store) -> None:
    now = utc_now()
    await many_units(seeded, 150, now, seed=2)
    everybody = await all_candidates(seeded)
    travel = {one.unit_id: straight_line(CENTER, one.point) for one in everybody if one.point}

    async with seeded.database.session() as session:
        fleet = await read_fleet(session, NEEDS, AREA, now)
    few = shortlist(fleet, NEEDS, StraightWay(CENTER))
    judged = [one for one in everybody if one.unit_id in {fleet.ids[at] for at in few}]

    assert len(judged) < len(everybody)
    of_few = recommend(NEEDS, CENTER, judged, now, travel=travel)
    of_all = recommend(NEEDS, CENTER, everybody, now, travel=travel)
    assert [need.chosen for need in of_few.needs] == [need.chosen for need in of_all.needs]
    assert all(len(need.chosen) == need.count for need in of_all.needs)
    for at, (seconds, by_road) in few.items():
        if fleet.ready[at] == READY:
            assert not by_road and abs(seconds - (travel[fleet.ids[at]].seconds or 0)) < 1e-6


async def advice_of(store: Store, asked: Asked, city: City | None = None) -> dict[str, Any]:
    async with store.database.session() as session:
        return await views.recommendations(session, asked, city or City())


async def test_a_run_card_is_read_with_its_alarm_level_and_those_on_their_way(seeded: Store) -> None:
    card = (
        '{"levels": [{"number": 1, "needs": [{"any_of": ["water"], "count": 2, "agency": "fire"}]},'
        ' {"number": 2, "needs": [{"any_of": ["ladder"], "count": 1}]}]}'
    )
    async with seeded.database.engine.begin() as connection:
        change = "UPDATE incident_types SET run_card = %(card)s::jsonb WHERE code = 'structure_fire'"
        await connection.exec_driver_sql(change, {"card": card})
    dina = await hire(seeded)
    place = Place(lat=CENTER[0], lon=CENTER[1])
    incident = await seeded.bus.handle(OpenIncident(user_id=dina.id, type_code="structure_fire", place=place))
    async with seeded.database.session() as session:
        before = await views.recommendations_for_incident(session, incident.id)
    first = before["needs"][0]["chosen"][0]
    await seeded.bus.handle(DispatchUnit(user_id=dina.id, incident_id=incident.id, unit_id=first))
    async with seeded.database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE incidents SET alarm_level = 2")

    async with seeded.database.session() as session:
        after = await views.recommendations_for_incident(session, incident.id, replace(City(), neighbour="Bukittinggi"))

    assert (len(before["needs"]), len(before["needs"][0]["chosen"]), before["shortfalls"]) == (1, 2, [])
    assert (after["needs"][0]["sent"], len(after["needs"][0]["chosen"])) == (1, 1)
    assert [one["text_id"] for one in after["shortfalls"]] == ["Tidak ada tangga dalam 20 menit: minta Bukittinggi."]


async def test_a_station_that_gives_its_last_is_named_with_who_could_stand_by(seeded: Store) -> None:
    told = await advice_of(seeded, Asked(type_code="breathing", lat=-0.4622, lon=100.3921))

    assert told["units"][0]["call_sign"] == "AMB-04"
    (move,) = told["move_ups"]
    assert (move["to_station"], move["from_station"]) == ("Puskesmas Kebun Sikolos", "PSC 119")


async def test_without_a_place_readiness_and_fitness_alone_rank(seeded: Store) -> None:
    told = await advice_of(seeded, Asked(type_code="breathing"))

    assert told["units"][0]["minutes"] is None and told["units"][0]["fits"]
    assert (await advice_of(seeded, Asked()))["units"]
