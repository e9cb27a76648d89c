"""Who goes before whom, by Asterisk's own database alone: no process of ours runs here."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.phone import Phone
from tests.support.pbx import Mark, Pbx, running_pbx
from tests.support.waiting import eventually
from tests.telephony.pbx.room import choose

pytestmark = pytest.mark.timeout(120)
RING_ALL_S = 6
PATIENCE_S = 4  # instead of 60, where that is what is waited for


@pytest.fixture(scope="module")
def pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    """One for all tests here; each has numbers of its own."""
    home = tmp_path_factory.mktemp("priority")
    with running_pbx(home, desks=4, ring_seconds=3) as running:
        yield running


@asynccontextmanager
async def staffed(pbx: Pbx, desks: Desks) -> AsyncIterator[None]:
    """One desk that talks shortly with each."""
    desks.talk_s = 0.3
    pbx.add_desk("desk-01")
    yield
    await pbx.quiet(within_s=30)
    pbx.remove_desk("desk-01")


def lower(pbx: Pbx, number: str, prio: int, expires_in_s: float | None = 3600) -> None:
    until = "" if expires_in_s is None else f"|{int(time.time() + expires_in_s)}"
    pbx.ask(f'database put priority {number} "{prio}{until}"')


async def dials(pbx: Pbx, phone: Phone, number: str) -> Mark:
    """The `received` mark of this caller, once they wait."""
    waiting = len(pbx.marks("queued"))
    await Caller(phone, number).dial(*pbx.sip)
    await pbx.mark("queued", waiting + 1)
    return pbx.marks("received")[-1]


def answered_in_order(pbx: Pbx, *callers: Mark) -> list[str]:
    """The numbers in the order in which a desk let them go."""
    number_of = {caller.uniqueid: caller.fields["number"] for caller in callers}
    return [number_of[mark.linkedid] for mark in pbx.marks("released") if mark.linkedid in number_of]


async def test_given_priorities_when_callers_wait_then_the_higher_goes_first_and_the_lower_last(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    lower(pbx, "+628110000009", -10)
    lower(pbx, "+628110000001", 5, expires_in_s=None)
    callers = [await dials(pbx, phone, number) for number in ("08110000009", "08110000005", "08110000001")]
    async with staffed(pbx, desks):
        await eventually(lambda: len(answered_in_order(pbx, *callers)) == 3, within_s=30)

    assert [caller.fields["prio"] for caller in callers] == ["-10", "0", "5"]
    assert answered_in_order(pbx, *callers) == ["08110000001", "08110000005", "08110000009"]


async def test_given_a_lowered_number_has_waited_long_enough_then_it_stands_where_it_came(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    """Before the others who came later; and those who come after wait behind it as behind anybody."""
    pbx.ask(f"dialplan set global LOWERED_WAIT_S {PATIENCE_S}")
    lower(pbx, "+628110000029", -10)
    first = await dials(pbx, phone, "08110000029")
    second = await dials(pbx, phone, "08110000025")
    began = time.monotonic()
    await eventually(lambda: time.monotonic() - began > PATIENCE_S + 1, within_s=PATIENCE_S + 10)
    async with staffed(pbx, desks):
        await eventually(lambda: len(answered_in_order(pbx, first, second)) == 2, within_s=30)

    pbx.ask("dialplan set global LOWERED_WAIT_S 60")
    assert first.fields["prio"] == "-10"
    assert answered_in_order(pbx, first, second) == ["08110000029", "08110000025"]


async def test_given_a_desk_is_free_when_a_lowered_number_calls_then_it_is_answered_at_once(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    lower(pbx, "+628110000039", -99)
    async with staffed(pbx, desks):
        caller = Caller(phone, "08110000039")
        began = time.monotonic()
        await caller.dial(*pbx.sip)
        assert await caller.hears(desks.hz, seconds=0.2)
        assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    ("number", "kept", "prio"),
    [
        ("08110000041", "-10|{past}", "0"),
        ("08110000042", "-10|{future}", "-10"),
        ("08110000043", "-10", "-10"),
        ("08110000044", "block", "0"),
        ("08110000045", "-10|soon", "0"),
        ("08110000046", "-1000|{future}", "0"),
    ],
    ids=["expired", "running", "without an end", "no number", "no time", "too low"],
)
async def test_what_stands_in_astdb_is_read_with_its_expiry(
    pbx: Pbx, phone: Phone, number: str, kept: str, prio: str
) -> None:
    now = int(time.time())
    pbx.ask(f'database put priority +62{number[1:]} "{kept.format(past=now - 1, future=now + 600)}"')
    caller = Caller(phone, number)
    dialog = await caller.dial(*pbx.sip)
    await eventually(lambda: [m for m in pbx.marks("received") if m.fields["number"] == number])
    await dialog.hang_up()

    (received,) = [mark for mark in pbx.marks("received") if mark.fields["number"] == number]
    assert received.fields["prio"] == prio
    assert [line for line in pbx.complaints() if "ast_expr" in line or "CUT" in line] == []


async def test_given_all_desks_ring_for_who_has_waited_long_then_a_lowered_number_is_not_put_before_others_by_that(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    """The later stages of waiting go before the first one; a lowered caller comes to them only after its minute."""
    choose(pbx, ring_all_after_s=RING_ALL_S)
    pbx.add_desk("desk-01")
    pbx.pause_desk("desk-01")
    lower(pbx, "+628110000059", -10)
    began = time.monotonic()
    lowered = await dials(pbx, phone, "08110000059")
    await eventually(lambda: time.monotonic() - began > RING_ALL_S + 1, within_s=RING_ALL_S + 10)
    usual = await dials(pbx, phone, "08110000055")
    desks.talk_s = 0.3
    pbx.action("QueuePause", Interface="PJSIP/desk-01", Paused="false")
    await eventually(lambda: len(answered_in_order(pbx, lowered, usual)) == 2, within_s=30)
    await pbx.quiet(within_s=30)
    pbx.remove_desk("desk-01")

    assert answered_in_order(pbx, lowered, usual) == ["08110000055", "08110000059"]
