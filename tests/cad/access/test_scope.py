"""Who may see what, cell by cell; written from the issue and UU PDP 27/2022, not from the table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.access.scope import NOUNS, ROLES, SIGHTS, Scope

# role -> what it sees, in the order of NOUNS:
# incidents units calls recordings persons pages journal settings users
EXPECTED = {
    # Takes calls and sends units anywhere; hears no recordings, manages nobody.
    "dispatcher": ("area", "all", "area", "none", "area", "area", "area", "all", "none"),
    # Its own agency only; who called before is none of its business.
    "agency_dispatcher": ("agency", "agency", "agency", "none", "none", "agency", "agency", "none", "none"),
    # The own assignment only.
    "responder": ("own", "own", "none", "none", "none", "none", "none", "none", "none"),
    "supervisor": ("area", "all", "area", "area", "area", "area", "area", "all", "all"),
    # Runs the machine and the users, asks for nobody's history.
    "administrator": ("area", "all", "area", "area", "none", "area", "area", "all", "all"),
    # Everything, to read.
    "auditor": ("area", "all", "area", "area", "area", "area", "area", "all", "all"),
}
MASKED = {"administrator": {"incidents", "calls", "recordings", "pages"}}
MASKED["auditor"] = MASKED["administrator"] | {"persons"}
CELLS = [(role, noun, reach) for role, row in EXPECTED.items() for noun, reach in zip(NOUNS, row, strict=True)]


@pytest.mark.parametrize(("role", "noun", "reach"), CELLS)
def test_each_role_sees_so_far_and_no_further(role: str, noun: str, reach: str) -> None:
    sight = Scope(role).sight(noun)
    assert sight.reach == reach
    assert sight.masked == (noun in MASKED.get(role, set()))
    assert sight.masked_foreign == ((role, noun) == ("agency_dispatcher", "calls"))


def test_the_table_has_every_role_and_every_noun() -> None:
    assert set(SIGHTS) == set(ROLES) == set(EXPECTED)
    assert all(set(row) == set(NOUNS) for row in SIGHTS.values())


def test_given_an_unknown_role_then_it_sees_nothing() -> None:
    assert {Scope("guest").sight(noun).reach for noun in NOUNS} == {"none"}
    assert not Scope("guest").whole


@pytest.mark.parametrize("role", ["dispatcher", "supervisor", "administrator", "auditor"])
def test_given_no_areas_then_the_center_sees_the_whole_city(role: str) -> None:
    assert Scope(role).whole
    assert not Scope(role, areas=frozenset({"13.74.01"})).whole


@pytest.mark.parametrize("role", ["agency_dispatcher", "responder"])
def test_outside_of_the_center_nobody_sees_the_whole(role: str) -> None:
    assert not Scope(role, agency_id="agency-fire").whole


@pytest.mark.parametrize(
    ("areas", "place", "covered"),
    [
        ({"13.74.02.1008"}, "13.74.02.1008", True),
        ({"13.74.02"}, "13.74.02.1008", True),
        ({"13.74"}, "13.74.02.1008", True),
        ({"13.74.01"}, "13.74.02.1008", False),
        ({"13.74.0"}, "13.74.02.1008", False),
        ({"13.74.02.100"}, "13.74.02.1008", False),
        ({"13.74.01", "13.74.02"}, "13.74.02.1008", True),
        (set(), "13.74.02.1008", True),
        ({"13.74.01"}, "", True),
    ],
)
def test_an_area_holds_what_lies_below_it(areas: set[str], place: str, covered: bool) -> None:
    assert Scope("dispatcher", areas=frozenset(areas)).covers(place) is covered


CODES = st.lists(st.from_regex(r"[0-9]{2}", fullmatch=True), min_size=1, max_size=4).map(".".join)


@given(place=CODES, areas=st.frozensets(CODES, min_size=1, max_size=4), more=st.frozensets(CODES, max_size=3))
def test_more_areas_never_show_less(place: str, areas: frozenset[str], more: frozenset[str]) -> None:
    if Scope("dispatcher", areas=areas).covers(place):
        assert Scope("dispatcher", areas=areas | more).covers(place)
