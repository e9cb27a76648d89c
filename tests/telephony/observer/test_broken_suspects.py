"""Which open calls a restarted Asterisk cannot have any more."""

import pytest

from telephony.observer.broken import suspects
from telephony.observer.observer import born_at

BEGAN = 1000000100.7


@pytest.mark.parametrize(
    ("uniqueid", "dead"),
    [
        ("1000000050.1", True),
        ("pbx-1-1000000050.1", True),
        ("1000000100.1", True),  # the same second: CEL has to say which Asterisk's
        ("1000000101.1", False),
        ("1000000060.9", False),  # lives
        ("strange", False),
    ],
)
def test_only_a_call_older_than_this_asterisk_and_not_in_its_list_is_dead(uniqueid: str, dead: bool) -> None:
    assert suspects([uniqueid], {"1000000060.9"}, BEGAN) == ([uniqueid] if dead else [])


def test_a_uniqueid_tells_its_birth() -> None:
    assert born_at("1763726400.12") == 1763726400
    assert born_at("") is None
