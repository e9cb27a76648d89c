"""The score of a number: what counts, how much, and how it fades."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.nuisance.model import DISPOSITIONS
from cad.nuisance.score import Told, score


def told(what: str, calls: int, age_days: float = 0) -> Told:
    return Told(what=what, age_days=age_days, calls=calls)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([], 0),
        ([told("", 40)], 0),
        ([told("genuine", 3)], 0),
        ([told("test", 9), told("information", 9)], 0),
        ([told("prank", 1)], 25),
        ([told("prank", 3)], 50),
        ([told("prank", 9)], 75),
        ([told("prank", 3), told("genuine", 1)], 33),
        ([told("prank", 3, age_days=8)], 33),
        ([told("prank", 3, age_days=31)], 20),
        ([told("prank", 3, age_days=91)], 0),
        ([told("silent", 4)], 25),
        ([told("abandoned", 5)], 14),
        ([told("abandoned", 500)], 25),
    ],
)
def test_what_a_history_scores(history: list[Told], expected: int) -> None:
    assert score(history) == expected


HISTORIES = st.lists(
    st.builds(
        Told,
        what=st.sampled_from(["", "abandoned", "something new", *DISPOSITIONS]),
        age_days=st.floats(-1, 400),
        calls=st.integers(0, 100_000),
    ),
    max_size=8,
)


@given(HISTORIES)
def test_every_history_has_a_score_between_0_and_100_and_a_genuine_call_never_raises_it(history: list[Told]) -> None:
    before, after = score(history), score([*history, told("genuine", 1)])

    assert 0 <= after <= before <= 100


@given(HISTORIES, st.integers(1, 50))
def test_another_prank_never_lowers_it(history: list[Told], more: int) -> None:
    assert score([*history, told("prank", more)]) >= score(history)
