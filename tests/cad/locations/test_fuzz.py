"""Mutated messages and plain noise: a fix that can be shown, or the parser's own refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cad.locations.fuzz import PARSERS, check, run


@pytest.mark.parametrize("name", PARSERS)
def test_a_mutated_message_is_read_or_refused(name: str) -> None:
    tries, read = run(name, 0.7)
    assert tries > read > 0


@pytest.mark.parametrize("name", PARSERS)
@given(noise=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_noise_is_refused_or_read(name: str, noise: bytes) -> None:
    check(PARSERS[name], noise)
