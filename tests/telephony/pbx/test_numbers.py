"""The dialplan reads a caller's number as Python does: one table for both."""

import asyncio
import csv
from pathlib import Path
from urllib.parse import quote

import pytest

from telephony.callers.audio import silence
from telephony.callers.phone import Phone
from tests.support.pbx import Pbx
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(120)
TABLE = Path(__file__).parents[2] / "data" / "numbers.csv"


async def call_from(phone: Phone, pbx: Pbx, raw: str) -> str:
    """One short call; gives its SIP Call-ID."""
    user = f"{quote(raw, safe='')}@" if raw else ""
    host, port = pbx.sip
    dialog = await phone.call(f"sip:112@{host}:{port}", pbx.sip, f"<sip:{user}{phone.host}>", silence(1))
    await asyncio.wait_for(dialog.talking.wait(), 10)
    await dialog.hang_up()
    return dialog.call_id


async def test_given_the_table_when_each_number_calls_then_the_dialplan_reads_it_so(pbx: Pbx, phone: Phone) -> None:
    rows = list(csv.DictReader(TABLE.read_text().splitlines()))
    expected = {await call_from(phone, pbx, row["raw"]): row for row in rows}
    await eventually(lambda: len(pbx.marks("received")) == len(rows), 20)
    read = {mark.fields["sip_call_id"]: mark.fields for mark in pbx.marks("received")}
    wrong = [
        (row, read[call_id]["e164"], read[call_id]["withheld"])
        for call_id, row in expected.items()
        if (read[call_id]["e164"], read[call_id]["withheld"]) != (row["e164"], row["withheld"])
    ]
    assert wrong == []
    assert [line for line in pbx.complaints() if "ast_expr" in line or "func_" in line] == []
