"""Which of several fixes goes first, and what Asterisk read out of an INVITE."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.locations.asterisk import read_drawn
from cad.locations.errors import Refused
from cad.locations.rules import best_first

NOW = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)


def at(seconds: float) -> str:
    return (NOW + timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def place(name: str, **more: Any) -> dict[str, Any]:
    told = {"lat": -0.46, "lon": 100.4, "radius_m": 20.0, "source": "aml_sms", "address": "", "at": at(0)}
    return told | {"id": name, "received_at": at(1)} | more


def test_the_newest_of_sufficient_accuracy_goes_first_then_the_line_then_the_others_by_radius() -> None:
    told = [
        place("none", lat=None, lon=None, radius_m=None),
        place("address", lat=None, lon=None, radius_m=None, address="Jalan A 1"),
        place("cell", radius_m=2000.0, at=at(60)),
        place("coarse", radius_m=300.0, at=at(50)),
        place("line", source="ali", radius_m=None, at=None, received_at=None),
        place("older", at=at(0)),
        place("newer", radius_m=90.0, at=at(30)),
        place("stale", radius_m=5.0, at=at(-7200)),
    ]
    first = [one["id"] for one in best_first(told)]
    assert first == ["newer", "older", "line", "stale", "coarse", "cell", "address", "none"]
    assert best_first([]) == []


@given(
    st.lists(
        st.builds(
            place,
            st.text(max_size=3),
            radius_m=st.none() | st.floats(0.1, 1e6),
            at=st.none() | st.floats(-1e5, 1e5).map(at),
            source=st.sampled_from(["aml_sms", "ali", "pidf_lo"]),
            lat=st.none() | st.just(1.0),
        ),
        max_size=8,
    )
)
def test_none_is_lost_by_being_sorted(told: list[dict[str, Any]]) -> None:
    assert sorted(map(id, best_first(told))) == sorted(map(id, told))


# As Asterisk 22 hands on what was in an INVITE.
def test_what_asterisk_read_out_of_an_invite_is_read() -> None:
    fix = read_drawn('GML|shape="Circle",crs="2d",pos="-0.46425 100.3992",radius="24"', method="GPS")
    assert (fix.point, fix.radius_m, fix.confidence) == ((-0.46425, 100.3992), 24.0, 95)
    assert (fix.method, fix.raw_kind, fix.source) == ("gnss", "circle", "pidf_lo")
    square = ",".join(f'pos="{corner}"' for corner in ("0 100", "0 100.02", "0.02 100.02", "0.02 100", "0 100"))
    assert read_drawn(f"GML|shape=Polygon,crs=2d,{square}").point == pytest.approx((0.01, 100.01), abs=1e-6)
    home = read_drawn('civicAddress|country=AT,A1="Wien",RD="Fockygasse, hinten",HNO="51A"')
    assert home.civic == {"country": "AT", "A1": "Wien", "RD": "Fockygasse, hinten", "HNO": "51A"}


@given(st.text(max_size=200) | st.text(alphabet='GML|shape=Circle,pos"0123456789. -', max_size=120))
def test_whatever_asterisk_says_is_read_or_refused(told: str) -> None:
    for text in (told, f"GML|{told}", f"GML|shape=Circle,{told}", f"civicAddress|{told}"):
        try:
            read_drawn(text)
        except Refused as refused:
            assert refused.reason
