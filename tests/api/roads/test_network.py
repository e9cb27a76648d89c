"""How long to a place, by road: exact, with one-way streets, closures, and where there is no road."""

import math
import os
from pathlib import Path

import numpy as np
import pytest

from api.bench.town import grid
from api.roads.exact import exact_seconds, graph_of
from api.roads.graph import RoadGraph, Street, build
from api.roads.graphml import read_graphml
from api.roads.network import OFF_ROAD_M_PER_S, Closure, Network
from cad.dispatching.travel import DETOUR, STRAIGHT_M_PER_S
from cad.places.model import distance_m

SHARED = os.environ.get("TANGGAP_SHARED_DATA", "")
# Three streets in a row, 36 km/h: 10 m/s. A - B - C, and a one-way short cut C -> A by D.
POINTS = {1: (0.0, 100.0), 2: (0.0, 100.01), 3: (0.0, 100.02), 4: (0.005, 100.01)}
METRES = distance_m(POINTS[1], POINTS[2])


def row_of_streets() -> RoadGraph:
    return build(POINTS, [Street([1, 2, 3], 36.0, way=7), Street([3, 4, 1], 72.0, True, False, way=8)])


def seconds(network: Network, place: tuple[float, float], *units: tuple[float, float]) -> list[float]:
    lat, lon = np.array(units).T
    return [float(one) for one in network.to(*place).seconds(lat, lon)[0]]


def test_a_street_takes_its_length_at_its_speed() -> None:
    (told,) = seconds(Network(row_of_streets()), POINTS[2], POINTS[1])

    assert told == pytest.approx(METRES / 10, rel=1e-4)


def test_a_place_in_the_middle_of_a_street_is_reached_from_both_ends() -> None:
    middle = (0.0, 100.005)

    from_a, from_b = seconds(Network(row_of_streets()), middle, POINTS[1], POINTS[2])

    assert from_a == pytest.approx(from_b, rel=1e-4) == pytest.approx(METRES / 20, rel=1e-4)


def test_a_unit_on_the_very_street_drives_straight_to_it() -> None:
    (told,) = seconds(Network(row_of_streets()), (0.0, 100.002), (0.0, 100.008))

    assert told == pytest.approx(METRES * 0.6 / 10, rel=1e-3)


def test_a_one_way_street_is_driven_its_way_only() -> None:
    network = Network(row_of_streets())

    there, back = seconds(network, POINTS[1], POINTS[3])[0], seconds(network, POINTS[3], POINTS[1])[0]

    short_cut = (distance_m(POINTS[3], POINTS[4]) + distance_m(POINTS[4], POINTS[1])) / 20
    assert there == pytest.approx(short_cut, rel=1e-3)
    assert back == pytest.approx(2 * METRES / 10, rel=1e-3)


def test_a_closed_street_is_driven_around_or_not_at_all() -> None:
    closed = Network(row_of_streets()).closed([Closure(0.0, 100.015, 20)])

    assert seconds(closed, POINTS[1], POINTS[3])[0] < math.inf
    assert seconds(closed, POINTS[3], POINTS[1]) == [math.inf]


def test_a_slow_street_takes_so_much_longer() -> None:
    slow = Network(row_of_streets()).closed([Closure(0, 0, factor=3.0, way=7)])

    assert seconds(slow, POINTS[2], POINTS[1])[0] == pytest.approx(3 * METRES / 10, rel=1e-3)


def test_given_the_incident_lies_where_the_road_is_closed_then_units_drive_up_to_the_closure() -> None:
    landslide = (0.0, 100.002)
    closed = Network(row_of_streets()).closed([Closure(*landslide, 30)])

    assert seconds(closed, landslide, POINTS[3])[0] < math.inf


def test_where_there_is_no_road_the_straight_line_is_told_and_it_says_so() -> None:
    far = (0.3, 100.3)

    told, by_road = Network(row_of_streets()).to(*far).seconds(np.array([0.31]), np.array([100.3]))

    assert not by_road[0]
    assert told[0] == pytest.approx(distance_m(far, (0.31, 100.3)) * DETOUR / STRAIGHT_M_PER_S, rel=1e-3)


def test_off_the_road_a_unit_drives_slowly_to_the_nearest_one() -> None:
    yard = (0.001, 100.0)

    (told,) = seconds(Network(row_of_streets()), POINTS[2], yard)

    off = distance_m(yard, POINTS[1])
    assert told == pytest.approx(METRES / 10 + off / OFF_ROAD_M_PER_S, rel=0.05)


def test_both_directions_told_apart_are_one_street() -> None:
    twice = build(POINTS, [Street([1, 2], 36, True, False), Street([2, 1], 36, True, False)])

    assert twice.segments == 1 and np.isfinite([twice.along_s[0], twice.against_s[0]]).all()


def test_a_car_park_that_nothing_leads_to_is_left_out() -> None:
    points = {n: (0.0, 100 + n * 0.001) for n in range(60)} | {100: (0.02, 100.0), 101: (0.02, 100.001)}

    graph = build(points, [Street(list(range(60)), 30), Street([100, 101], 30)])

    assert graph.nodes == 60


def test_the_nearest_street_is_the_nearest_of_all() -> None:
    network, chance = Network(grid()), np.random.default_rng(3)
    lat, lon = chance.uniform(-0.481, -0.468, 300), chance.uniform(100.379, 100.392, 300)

    told = network.snap(lat, lon)

    every = np.arange(network.graph.segments)
    for n in range(300):
        x, y = network.plane(lat[n : n + 1], lon[n : n + 1])
        assert network.project(x, y, every)[1].min() == pytest.approx(told.off_m[n], abs=1e-9)


def agreement(network: Network, incidents: int, units: int, seed: int) -> None:
    chance, g = np.random.default_rng(seed), network.graph
    nodes = chance.integers(g.nodes, size=units)
    lat, lon = g.lat[nodes] + chance.normal(0, 2e-4, units), g.lon[nodes] + chance.normal(0, 2e-4, units)
    exact_graph, starts = graph_of(network), network.snap(lat, lon)
    for _ in range(incidents):
        at = int(chance.integers(g.nodes))
        place = (float(g.lat[at]) + chance.normal(0, 1e-4), float(g.lon[at]) + chance.normal(0, 1e-4))
        ours, by_road = network.to(*place).seconds(lat, lon)
        exact = exact_seconds(network, exact_graph, *place, starts)
        assert by_road.all()
        np.testing.assert_allclose(ours, exact, rtol=1e-9, atol=1e-6)
        assert (np.argsort(ours, kind="stable")[:10] == np.argsort(exact, kind="stable")[:10]).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_answer_is_that_of_networkx(seed: int) -> None:
    network = Network(grid(seed=seed))
    closures = [Closure(-0.475, 100.385, 120), Closure(0, 0, factor=2.5, way=103)]

    agreement(network, 5, 60, seed)
    agreement(network.closed(closures), 5, 60, seed)


@pytest.mark.skipif(not SHARED, reason="TANGGAP_SHARED_DATA is not set: the made-up town covers the same")
def test_every_answer_is_that_of_networkx_in_balikpapan() -> None:
    network = Network(read_graphml(Path(SHARED) / "geo" / "balikpapan_drive.graphml"))

    agreement(network.closed([Closure(-1.2604732, 116.8624967, 200)]), 5, 200, 7)
