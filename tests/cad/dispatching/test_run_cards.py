"""Run cards as plain data: there and back, and what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.agencies.model import AGENCY_KINDS
from cad.dispatching.run_cards import AlarmLevel, InvalidRunCard, Need, RunCard, from_plain, of_type, to_plain
from cad.incidents.types import INCIDENT_TYPES

FIRE = {
    "levels": [
        {"number": 1, "needs": [{"any_of": ["engine", "tanker"], "count": 2, "agency": "fire"}]},
        {"number": 2, "needs": [{"any_of": ["ladder"]}]},
    ]
}
WORDS = st.text("abcdefghijklmnop_", min_size=1, max_size=40)
NEEDS = st.builds(
    Need,
    any_of=st.lists(WORDS, min_size=1, max_size=8).map(tuple),
    count=st.integers(1, 20),
    agency=st.sampled_from(["", *AGENCY_KINDS]),
    required=st.booleans(),
)
LEVELS = st.lists(st.lists(NEEDS, max_size=12), max_size=9)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["levels", "number", "needs", "any_of", "count", "agency"]), inner)
    ),
    max_leaves=12,
)


def test_each_level_adds_to_those_below() -> None:
    card = from_plain("structure_fire", FIRE)

    assert card.needs(1) == (Need(("engine", "tanker"), 2, "fire"),)
    assert card.needs(2) == (Need(("engine", "tanker"), 2, "fire"), Need(("ladder",), 1, ""))


@given(LEVELS)
def test_what_is_kept_is_what_was_meant(levels: list[list[Need]]) -> None:
    card = RunCard("x", tuple(AlarmLevel(n, tuple(needs)) for n, needs in enumerate(levels, 1)))

    assert from_plain("x", to_plain(card)) == card


@given(st.dictionaries(st.sampled_from(["levels", "other"]), JSON))
def test_anything_else_is_refused_by_name_or_is_a_card(plain: dict[str, Any]) -> None:
    try:
        card = from_plain("x", plain)
    except InvalidRunCard as refused:
        assert refused.fields["where"] and refused.sentence_en
    else:
        assert from_plain("x", to_plain(card)) == card


@pytest.mark.parametrize(
    "need", [{}, {"any_of": []}, {"any_of": ["x"], "count": 0}, {"any_of": ["x"], "count": True}, {"any_of": [""]},
             {"any_of": ["x"], "agency": "navy"}, {"any_of": "water"}, {"any_of": ["a\0"]}, "water"],
)  # fmt: skip
def test_a_need_that_says_nothing_is_refused(need: Any) -> None:
    with pytest.raises(InvalidRunCard):
        from_plain("x", {"levels": [{"number": 1, "needs": [need]}]})


def test_levels_are_counted_from_one() -> None:
    with pytest.raises(InvalidRunCard):
        from_plain("x", {"levels": [{"number": 2, "needs": []}]})


def test_an_empty_card_asks_for_nothing() -> None:
    assert from_plain("x", {}).needs(3) == ()


def test_a_type_without_a_card_asks_each_of_its_agencies() -> None:
    kind = next(kind for kind in INCIDENT_TYPES if kind.code == "structure_fire")

    assert of_type(kind).needs() == (
        Need(("water",), 1, "fire"),
        Need(("water",), 1, "police", required=False),
    )
