"""Calls out over several trunks: the first that works, in order, decided by dialplan alone."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest

from telephony.callers.audio import tone
from telephony.callers.caller import Caller
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from telephony.pbx import trunks
from telephony.pbx.trunks import Line
from tests.support.pbx import Pbx, free_port, new_pbx
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(90)
NUMBER = "081155501234"
NAMES = ("satu", "dua")
DialOut = Callable[..., Awaitable[Caller]]


class Network:
    """The telephone network behind one trunk. `refuses_with`: a status instead of a call."""

    def __init__(self, hz: float) -> None:
        self.phone = Phone()
        self.hz, self.refuses_with = hz, (0, "")
        self.calls: list[Dialog] = []
        self.phone.sound_for = lambda _invite: tone(self.hz, 7.0, on_s=0.5, off_s=0.2)
        self.phone.on_call = self._ring

    async def _ring(self, call: Dialog) -> None:
        self.calls.append(call)
        if self.refuses_with[0]:
            call.refuse(*self.refuses_with)
            return
        call.ring()
        self.phone.spawn(call.answer())


@pytest.fixture(scope="module")
def ports() -> list[int]:
    return [free_port() for _ in range(2)]


@pytest.fixture(scope="module")
def out_pbx(tmp_path_factory: pytest.TempPathFactory, ports: list[int]) -> Iterator[Pbx]:
    """Two trunks, tried in this order: satu, dua."""
    pbx = new_pbx(tmp_path_factory.mktemp("trunks") / "home", desks=2)
    lines = [Line(id=name, host="127.0.0.1", port=port) for name, port in zip(NAMES, ports, strict=True)]
    trunks.keep(pbx.installation, lines)
    pbx.start()
    yield pbx
    pbx.stop()


@pytest.fixture
async def networks(out_pbx: Pbx, ports: list[int]) -> AsyncIterator[list[Network]]:
    made = [Network(600.0), Network(800.0)]
    for network, port in zip(made, ports, strict=True):
        await network.phone.open(port)
    await eventually(lambda: all("Avail" in contact(out_pbx, name) for name in NAMES), 15, "both are found alive")
    yield made
    for network in made:
        network.phone.vanish()
    await out_pbx.quiet()


def contact(pbx: Pbx, name: str) -> str:
    lines = [line for line in pbx.ask("pjsip show contacts").splitlines() if f"out-{name}/" in line]
    return lines[0].replace("Unavail", "gone") if lines else ""


@pytest.fixture
async def dial_out(out_pbx: Pbx, networks: list[Network]) -> AsyncIterator[DialOut]:
    """Somebody inside calls a number: three lines of test dialplan stand for the desk's call or the overflow's."""
    phone = Phone()
    await phone.open()

    async def dial(number: str = NUMBER) -> Caller:
        lines = [("Set", "GLOBAL(CAME_OF_IT)=")]
        lines += [("Gosub", f"tanggap-dial-out,s,1({number},20)"), ("Set", "GLOBAL(CAME_OF_IT)=${DIALSTATUS}")]
        for nth, (application, data) in enumerate(lines, 1):
            line = {"Context": "emergency-in", "Extension": "7", "Priority": str(nth), "Replace": "true"}
            answer = out_pbx.action("DialplanExtensionAdd", Application=application, ApplicationData=data, **line)
            assert answer["Response"] == "Success", answer
        caller = Caller(phone, "081234567890", dialled="7")
        await caller.dial(*out_pbx.sip)
        return caller

    yield dial
    await phone.close()


async def came_of_it(pbx: Pbx) -> str:
    found: str = await eventually(lambda: pbx.action("Getvar", Variable="CAME_OF_IT").get("Value", ""), 30, "an end")
    return found


async def test_given_the_first_trunk_works_when_dialled_then_the_call_goes_there_alone(
    out_pbx: Pbx, dial_out: DialOut, networks: list[Network]
) -> None:
    caller = await dial_out()
    assert await caller.hears(networks[0].hz)
    assert NUMBER in networks[0].calls[0].dialled
    assert networks[1].calls == []


async def test_given_the_first_trunk_refuses_when_dialled_then_the_next_takes_the_call(
    out_pbx: Pbx, dial_out: DialOut, networks: list[Network]
) -> None:
    for status in (503, "Service Unavailable"), (500, "Server Internal Error"), (403, "Forbidden"):
        networks[0].refuses_with = status
        caller = await dial_out()
        assert await caller.hears(networks[1].hz), status
        assert caller.dialog is not None
        await caller.dialog.hang_up()


async def test_given_the_called_party_does_not_want_it_when_dialled_then_no_other_trunk_is_asked(
    out_pbx: Pbx, dial_out: DialOut, networks: list[Network]
) -> None:
    for status in (486, "Busy Here"), (603, "Decline"), (480, "Temporarily Unavailable"):
        networks[0].refuses_with = status
        await dial_out()
        assert await came_of_it(out_pbx)
        assert networks[1].calls == [], status


async def test_given_the_first_trunk_is_dead_when_dialled_then_the_next_is_dialled_at_once(
    out_pbx: Pbx, dial_out: DialOut, networks: list[Network]
) -> None:
    networks[0].phone.vanish()
    await eventually(lambda: "gone" in contact(out_pbx, "satu"), 20, "the dead trunk is found dead")
    caller = await dial_out()
    assert await caller.hears(networks[1].hz, within_s=5)


async def test_given_every_trunk_is_dead_when_dialled_then_the_dialplan_goes_on_and_knows(
    out_pbx: Pbx, dial_out: DialOut, networks: list[Network]
) -> None:
    for network in networks:
        network.phone.vanish()
    await eventually(lambda: all("gone" in contact(out_pbx, name) for name in NAMES), 20, "both are found dead")
    await dial_out()
    assert await came_of_it(out_pbx) == "CHANUNAVAIL"


async def test_given_the_database_said_another_order_when_dialled_then_that_is_taken(
    out_pbx: Pbx, dial_out: DialOut, networks: list[Network]
) -> None:
    out_pbx.action("DBPut", Family="trunk", Key="order", Val="dua|satu")
    try:
        caller = await dial_out()
        assert await caller.hears(networks[1].hz)
    finally:
        out_pbx.action("DBDel", Family="trunk", Key="order")


async def test_given_a_number_with_something_else_in_it_when_dialled_then_only_digits_reach_the_network(
    out_pbx: Pbx, dial_out: DialOut, networks: list[Network]
) -> None:
    caller = await dial_out("+62811&PJSIP/evil@out-dua/55@x")
    assert await caller.hears(networks[0].hz)
    assert networks[0].calls[0].dialled.startswith("sip:+6281155@")
    assert networks[1].calls == []
