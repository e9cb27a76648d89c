"""Whoever need not ring a caller back does not see the number."""

import pytest

from api.visibility import mask, of_role, seen_by

CALL = {
    "id": "c1",
    "number": "08123456789",
    "number_e164": "+628123456789",
    "caller": {"calls": 1, "incidents": [{"number": 1123}]},
}


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("08123456789", "0812-****-789"),
        ("+628123456789", "+6281-****-789"),
        ("0752 555-0101", "0752-****-101"),
        ("112", "****"),
        ("555123", "****23"),
        ("anonymous", "****"),
        ("", ""),
    ],
)
def test_a_masked_number_shows_its_ends_only(number: str, shown: str) -> None:
    assert mask(number) == shown


@pytest.mark.parametrize("role", ["administrator", "auditor", "responder", "unknown"])
def test_given_a_role_that_rings_nobody_back_then_numbers_are_masked_everywhere(role: str) -> None:
    seen = seen_by(of_role(role), {"calls": [CALL]})
    assert seen["calls"][0]["number"] == "0812-****-789"
    assert seen["calls"][0]["number_e164"] == "+6281-****-789"


@pytest.mark.parametrize("role", ["dispatcher", "supervisor"])
def test_given_a_role_that_rings_callers_back_then_numbers_are_whole(role: str) -> None:
    assert seen_by(of_role(role), CALL) == CALL


def test_an_incidents_number_is_no_phone_number() -> None:
    assert seen_by(of_role("auditor"), CALL)["caller"]["incidents"] == [{"number": 1123}]


def test_the_responders_link_is_not_shown_to_who_only_looks() -> None:
    body = "DAMKAR-2: P1\nJawab: https://tanggap.example/r/s3cret-Token"
    assert seen_by(of_role("auditor"), {"body": body})["body"].endswith("/r/****")


def test_only_reviewing_roles_see_recordings() -> None:
    assert [role for role in ("dispatcher", "supervisor", "administrator", "auditor") if of_role(role).recordings] == [
        "supervisor",
        "administrator",
        "auditor",
    ]
