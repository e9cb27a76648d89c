"""The same table that the dialplan is held to (tests/telephony/pbx/test_numbers.py)."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.numbers import read_number

TABLE = Path(__file__).parents[1] / "data" / "numbers.csv"


def cases() -> list[tuple[str, str, bool]]:
    with TABLE.open(newline="") as rows:
        return [(row["raw"], row["e164"], row["withheld"] == "1") for row in csv.DictReader(rows)]


@pytest.mark.parametrize(("raw", "e164", "withheld"), cases())
def test_a_number_is_read_as_the_table_says(raw: str, e164: str, withheld: bool) -> None:
    number = read_number(raw, country_code="62", area_code="0752")

    assert (number.e164, number.withheld) == (e164, withheld)


@given(st.text(max_size=40))
def test_whatever_the_trunk_sends_is_read(raw: str) -> None:
    number = read_number(raw, area_code="0752")

    assert number.raw == raw
    assert not (number.withheld and number.e164)


@given(st.from_regex(r"\+62[1-9][0-9]{7,10}", fullmatch=True))
def test_a_number_in_e164_reads_as_itself_however_it_is_written(e164: str) -> None:
    national = "0" + e164.removeprefix("+62")

    assert {read_number(one).e164 for one in (e164, national, e164[1:], "00" + e164[1:])} == {e164}
