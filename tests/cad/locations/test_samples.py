"""Every sample message is read right, or refused for the right reason."""

import os
from pathlib import Path
from typing import Any

import pytest

from cad.locations import aml_https, aml_sms, pidf_lo
from cad.locations.errors import Refused
from cad.locations.model import Fix
from tests.cad.locations.expected import AML_HTTPS, AML_SMS, HTTPS_KEY, PIDF_LO

SHARED = os.environ.get("TANGGAP_SHARED_DATA")
pytestmark = pytest.mark.skipif(not SHARED, reason="TANGGAP_SHARED_DATA is not set: the samples are not here")
MESSAGES = Path(SHARED or ".") / "messages"
CHECKED = (
    *("lat", "lon", "radius_m", "confidence", "altitude_m", "at", "call_at", "method"),
    *("number", "imei", "civic", "raw_kind"),
)
EMPTY = {"method": "unknown", "number": "", "imei": "", "civic": {}}


def check(fix: Fix, expected: dict[str, Any]) -> None:
    told = {name: getattr(fix, name) for name in CHECKED}
    assert told == {name: expected.get(name, EMPTY.get(name)) for name in CHECKED}
    assert set(fix.notes) >= expected.get("notes", set())


def lines(name: str) -> list[str]:
    return (MESSAGES / "aml" / name).read_text().splitlines()


@pytest.mark.parametrize("n", range(len(AML_SMS)))
def test_each_aml_sms_is_read_as_the_standard_says(n: int) -> None:
    check(aml_sms.read(lines("sms.txt")[n]), AML_SMS[n])


@pytest.mark.parametrize("n", range(len(AML_HTTPS)))
def test_each_aml_form_is_read_as_the_standard_says(n: int) -> None:
    body = lines("https.txt")[n].encode()
    check(aml_https.read(body), AML_HTTPS[n])
    assert aml_https.is_signed(body, HTTPS_KEY) is AML_HTTPS[n]["signed"]


def test_no_sample_was_forgotten() -> None:
    assert len(lines("sms.txt")) == len(AML_SMS)
    assert len(lines("https.txt")) == len(AML_HTTPS)
    assert {file.name for file in (MESSAGES / "pidf_lo").iterdir()} == set(PIDF_LO)


@pytest.mark.parametrize("name", sorted(PIDF_LO))
def test_each_pidf_lo_is_read_or_refused_as_the_standard_says(name: str) -> None:
    document, expected = (MESSAGES / "pidf_lo" / name).read_bytes(), PIDF_LO[name]
    if isinstance(expected, str):
        with pytest.raises(Refused) as refused:
            pidf_lo.read(document)
        assert refused.value.reason == expected
        return
    fixes = pidf_lo.read(document)
    assert len(fixes) == len(expected)
    for fix, one in zip(fixes, expected, strict=True):
        check(fix, one)
        assert fix.source == "pidf_lo"
