"""Viewers reach the addresses the installation binds to, and no others."""

import pytest

from video.relay.addresses import addresses_of, is_loopback


@pytest.mark.parametrize(
    ("bind", "offered"),
    [("127.0.0.1", ["127.0.0.1"]), ("0.0.0.0", None), ("::", None), ("198.51.100.7", None), ("a-name", None)],
)
def test_given_an_address_to_bind_to_when_viewers_come_then_they_are_offered_that(
    bind: str, offered: list[str] | None
) -> None:
    assert addresses_of(bind) == offered


def test_given_names_of_this_machine_when_asked_then_loopback_is_known() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "192.0.2.1", "x")] == [True] * 3 + [
        False
    ] * 2
