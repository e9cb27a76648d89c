"""AML of our own: the forms an SMS comes in, signatures, and what is forgiven."""

import base64
from datetime import UTC, datetime

import pytest

from cad.locations import aml_https, aml_sms
from cad.locations.errors import Refused
from tests.cad.locations import made_up as made

AT = datetime(2026, 3, 1, 7, 5, 10, tzinfo=UTC)
# Text, and a data SMS as gateways hand it on.
FORMS = {
    "text": made.V1,
    "hex of septets": made.packed_hex(made.V1),
    "base64 of septets": base64.b64encode(made.packed(made.V1)).decode(),
    "base64 of text": base64.b64encode(made.V1.encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_an_sms_is_read_in_every_form_it_comes_in(form: str) -> None:
    fix = aml_sms.read(FORMS[form])
    assert (fix.point, fix.radius_m, fix.at) == ((-0.46425, 100.3992), 20.0, AT)
    assert (fix.method, fix.imei, fix.confidence) == ("wifi", "355458061005220", 68)


def test_version_2_counts_its_time_from_the_call() -> None:
    fix = aml_sms.read(made.V2)
    assert fix.point == (-0.46425, 100.3992)
    assert (fix.radius_m, fix.altitude_m) == (20.5, 781.0)
    assert fix.call_at == datetime.fromtimestamp(1772348700, UTC)
    assert fix.at == datetime.fromtimestamp(1772348688, UTC)


@pytest.mark.parametrize(("ml", "noted"), [("ml=127", True), ("", False)])
def test_a_wrong_length_is_forgiven_and_noted(ml: str, noted: bool) -> None:
    assert ("length_wrong" in aml_sms.read(made.V1 + ml).notes) is noted


def test_a_length_that_counts_itself_is_right() -> None:
    text = f"{made.V1}ml={len(made.V1) + 6}"
    assert aml_sms.read(text).notes == ()


@pytest.mark.parametrize("change", [("pm=W", "pm=N"), ("rd=20", "rd=N")])
def test_a_null_fix_has_no_point_though_it_names_one(change: tuple[str, str]) -> None:
    fix = aml_sms.read(made.V1.replace(*change))
    assert fix.point is None
    assert fix.radius_m is None
    assert "null_fix" in fix.notes


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Tolong ada kebakaran", "not_aml"),
        ('A"ML=3;lt=1;lg=1', "unknown_version"),
        (made.V1.replace("-0.46425", "-91.0"), "position_out_of_range"),
        (made.V1.replace("-0.46425", "nan"), "position_unreadable"),
        (made.V1.replace("-0.46425", "+0.0").replace("+100.39920", "0"), "null_island"),
        (made.V2.replace("-0.46425,", ""), "position_out_of_range"),
        (made.V1 + "x" * 1000, "too_long"),
    ],
)
def test_an_sms_that_names_no_place_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        aml_sms.read(text)
    assert refused.value.reason == reason


def test_a_form_is_read() -> None:
    fix = aml_https.read(made.FORM.encode())
    assert (fix.point, fix.radius_m, fix.altitude_m) == ((-0.46425, 100.3992), 20.0, 781.0)
    assert (fix.number, fix.imei, fix.civic) == ("+6281234567890", "355458061005220", {"FLR": "2"})
    assert fix.at == datetime.fromtimestamp(1772348710.5, UTC)
    assert fix.call_at == datetime.fromtimestamp(1772348700, UTC)


def test_only_what_stands_before_the_signature_is_signed() -> None:
    body = made.signed(made.FORM, "secret")
    assert aml_https.is_signed(body, "secret")
    assert not aml_https.is_signed(body, "another")
    assert not aml_https.is_signed(body, "")
    assert not aml_https.is_signed(body.replace(b"-0.46425", b"-0.46426"), "secret")
    assert not aml_https.is_signed(body + b"&device_number=1", "secret")
    assert not aml_https.is_signed(made.FORM.encode(), "secret")


def test_a_malformed_point_costs_the_point_only() -> None:
    fix = aml_https.read(made.FORM.replace("-0.46425", "north").encode())
    assert fix.point is None
    assert fix.number == "+6281234567890"
    assert set(fix.notes) == {"position_unreadable", "null_fix"}


@pytest.mark.parametrize(("body", "reason"), [(b"", "nothing_said"), (b"a=1&" * 200, "too_many_fields")])
def test_a_form_that_says_nothing_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        aml_https.read(body)
    assert refused.value.reason == reason
