"""Which ways are roads, which way they may be driven, how fast. After OSM's wiki, Key:oneway and Key:access."""

from pathlib import Path

import pytest

from api.roads.graph import Street
from api.roads.graphml import read_graphml
from api.roads.osm import cut, directions, read_streets, street_of
from api.roads.speeds import speed_kmh

OSM = """<?xml version='1.0' encoding='UTF-8'?>
<osm version="0.6">
 <node id="1" version="1" lat="-0.460" lon="100.400"/>
 <node id="2" version="1" lat="-0.461" lon="100.400"/>
 <node id="3" version="1" lat="-0.462" lon="100.400"/>
 <node id="4" version="1" lat="-0.463" lon="100.400"/>
 <way id="11" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
  <tag k="highway" v="primary"/><tag k="name" v="Jalan Sudirman"/></way>
 <way id="12" version="1"><nd ref="3"/><nd ref="4"/><tag k="highway" v="footway"/></way>
</osm>
"""


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("highway=primary", (True, True)),
        ("highway=primary oneway=yes", (True, False)),
        ("highway=primary oneway=-1", (False, True)),
        ("highway=residential junction=roundabout", (True, False)),
        ("highway=residential junction=roundabout oneway=no", (True, True)),
        ("highway=motorway", (True, False)),
        ("highway=primary oneway=no", (True, True)),
    ],
)
def test_which_way_a_street_may_be_driven(tags: str, expected: tuple[bool, bool]) -> None:
    assert directions(dict(tag.split("=") for tag in tags.split())) == expected


@pytest.mark.parametrize(
    ("tags", "for_vehicles"),
    [
        ("highway=residential", True),
        ("highway=footway", False),
        ("highway=service access=private", True),
        ("highway=track access=no", False),
        ("highway=service access=no emergency=yes", True),
        ("highway=residential motor_vehicle=no", False),
        ("highway=pedestrian area=yes", False),
    ],
)
def test_which_ways_are_roads_for_a_fire_engine(tags: str, for_vehicles: bool) -> None:
    assert (street_of(dict(tag.split("=") for tag in tags.split()), [1, 2], 1) is not None) == for_vehicles


@pytest.mark.parametrize(
    ("highway", "sign", "kmh"),
    [("primary", "", 50), ("primary", "30", 30), ("residential", "50", 25), ("primary", "20 mph", 32.18688),
     ("trunk_link", "", 60), ("primary", "ID:urban", 50), ("primary", "0", 5)],
)  # fmt: skip
def test_how_fast(highway: str, sign: str, kmh: float) -> None:
    assert speed_kmh(highway, sign) == pytest.approx(kmh)


def test_a_bollard_ends_a_street() -> None:
    pieces = cut(Street([1, 2, 3, 4, 5, 6], 30), {3})

    assert [piece.nodes for piece in pieces] == [[1, 2], [4, 5, 6]]


def test_an_extract_is_read(tmp_path: Path) -> None:
    file = tmp_path / "town.osm"
    file.write_text(OSM)

    graph = read_streets(file)

    assert (graph.nodes, graph.segments, graph.names) == (3, 2, ("Jalan Sudirman",))
    assert graph.metres[0] == pytest.approx(111.2, abs=0.1)


def test_graphml_is_read_with_its_bends(tmp_path: Path) -> None:
    keys = {"y": "d4", "x": "d5", "highway": "d9", "geometry": "d14", "name": "d10", "osmid": "d8", "maxspeed": "d16"}
    head = "".join(f'<key id="{key}" attr.name="{name}" attr.type="string"/>' for name, key in keys.items())
    nodes = "".join(
        f'<node id="{n}"><data key="d4">{lat}</data><data key="d5">116.8</data></node>'
        for n, lat in ((7, -1.2), (8, -1.22))
    )
    edges = "".join(
        f'<edge source="{a}" target="{b}"><data key="d9">[\'primary\', \'trunk\']</data><data key="d10">Jalan A</data>'
        f'<data key="d14">LINESTRING (116.8 {s}, 116.81 -1.21, 116.8 {e})</data></edge>'
        for a, b, s, e in ((7, 8, -1.2, -1.22), (8, 7, -1.22, -1.2))
    )
    file = tmp_path / "town.graphml"
    file.write_text(
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{head}'
        f'<graph edgedefault="directed">{nodes}{edges}</graph></graphml>'
    )

    graph = read_graphml(file)

    assert (graph.nodes, graph.segments, graph.names) == (3, 2, ("Jalan A",))
