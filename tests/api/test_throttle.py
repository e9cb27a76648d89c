"""Guessing passwords is slow, and locks nobody else out."""

import pytest

from api.errors import TooMany
from api.throttle import WINDOW_S, WRONG_PER_NAME_AND_ADDRESS, Throttle


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def throttled(clock: Clock) -> Throttle:
    throttle = Throttle(clock)
    for _ in range(WRONG_PER_NAME_AND_ADDRESS):
        throttle.check("dina", "10.0.0.1")
        throttle.note_wrong("dina", "10.0.0.1")
    return throttle


def test_given_five_wrong_passwords_then_the_sixth_try_must_wait() -> None:
    with pytest.raises(TooMany) as refused:
        throttled(Clock()).check("Dina", "10.0.0.1")
    assert refused.value.fields["retry_after_s"] == int(WINDOW_S) + 1


def test_given_an_attacker_elsewhere_then_the_person_at_the_desk_still_gets_in() -> None:
    throttled(Clock()).check("dina", "10.0.0.2")


def test_given_the_time_is_over_then_trying_is_allowed_again() -> None:
    clock = Clock()
    throttle = throttled(clock)
    clock.now += WINDOW_S + 1
    throttle.check("dina", "10.0.0.1")


def test_given_the_right_password_then_earlier_mistakes_are_forgotten() -> None:
    throttle = throttled(Clock())
    throttle.note_right("dina", "10.0.0.1")
    throttle.check("dina", "10.0.0.1")


def test_given_many_names_from_one_address_then_the_address_must_wait() -> None:
    throttle = Throttle(Clock())
    for n in range(50):
        throttle.note_wrong(f"name-{n}", "10.0.0.1")
    with pytest.raises(TooMany):
        throttle.check("somebody", "10.0.0.1")
