"""A real Asterisk takes its trunks from the database while calls are up, and says how they are."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from cad.alarms.commands import ClearAlarm, RaiseAlarm
from cad.trunks.commands import NoteRefusals, SeeTrunk
from cad.trunks.model import Trunk
from telephony.callers.audio import longest_silence
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.message import parse, reply
from telephony.callers.phone import Phone
from telephony.pbx import process, runtime, trunks
from telephony.trunks.keeper import Trunks
from tests.fakes.command_bus import CommandBus
from tests.fakes.ledger import ListLedger
from tests.support.pbx import Pbx, new_pbx
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(90)
DESK_HZ = 440.0


@pytest.fixture(scope="module")
def pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    """Its own trunk is one address; whoever else calls is a stranger until a trunk of the database lets them in."""
    made = new_pbx(tmp_path_factory.mktemp("kept") / "home", desks=2, trunk_addresses="127.0.0.1/32")
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def network() -> AsyncIterator[Phone]:
    """What a trunk leads to: it answers OPTIONS, as networks do."""
    phone = Phone("127.0.0.4")
    await phone.open()
    yield phone
    phone.vanish()


def trunk_to(phone: Phone, **more: object) -> Trunk:
    told = {"id": "satu", "center_id": "c", "name": "Satu", "host": phone.host, "port": phone.port} | more
    return Trunk(**told)  # type: ignore[arg-type]


class Registrar(Phone):
    """Takes a registration when the account has been shown, refuses it before."""

    opens = True

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = parse(data)
        if message is None or message.method != "REGISTER":
            super().datagram_received(data, addr)
        elif not self.opens:
            self.send(reply(message, 403, "Forbidden", "no"), addr)
        elif not message.get("Authorization"):
            challenge = ("WWW-Authenticate", 'Digest realm="network",nonce="1",algorithm=MD5')
            self.send(reply(message, 401, "Unauthorized", "who", challenge), addr)
        else:
            kept = ("Contact", f"{message.get('Contact')};expires=60")
            self.send(reply(message, 200, "OK", "yes", kept), addr)


def keeper_of(pbx: Pbx, *wanted: Trunk) -> tuple[Trunks, ListLedger, CommandBus]:
    ledger, bus = ListLedger(trunks=list(wanted)), CommandBus()
    return Trunks(pbx.installation, bus, ledger), ledger, bus


async def call_from(phone: Phone, pbx: Pbx) -> Caller:
    caller = Caller(phone, "081234567890")
    await caller.dial(*pbx.sip)
    return caller


async def seen(keeper: Trunks, bus: CommandBus, state: str) -> SeeTrunk:
    """Looks until Asterisk says so."""

    async def look() -> SeeTrunk | None:
        await keeper.look()
        told = [command for command in bus.handled if isinstance(command, SeeTrunk)]
        return told[-1] if told and told[-1].state == state else None

    found: SeeTrunk = await eventually(look, 20, f"the trunk is {state}")
    return found


async def test_given_a_call_is_up_when_a_trunk_is_added_then_it_goes_on_and_the_new_trunks_callers_come_in(
    pbx: Pbx, network: Phone, phone: Phone
) -> None:
    desks = Desks()
    await desks.open(pbx.installation.settings.desk_sip_port)
    pbx.add_desk("desk-01")
    caller = await call_from(phone, pbx)
    assert await caller.hears(DESK_HZ)
    stranger = await call_from(network, pbx)
    assert stranger.dialog is not None
    await asyncio.wait_for(stranger.dialog.ended.wait(), 10)
    assert stranger.dialog.status == 401

    keeper, _, bus = keeper_of(pbx, trunk_to(network))
    assert caller.dialog is not None
    heard = len(caller.dialog.media.heard())
    assert await keeper.apply()
    assert not await keeper.apply()
    assert (await seen(keeper, bus, "up")).latency_ms is not None
    peer = await call_from(network, pbx)
    assert peer.dialog is not None
    await asyncio.wait_for(peer.dialog.talking.wait(), 10)
    assert [mark.fields["trunk"] for mark in pbx.marks("received")] == ["trunk", "trunk-satu"]
    await keeper.look()
    assert any(isinstance(command, SeeTrunk) and command.calls_in == 1 for command in bus.handled)

    assert await caller.hears(DESK_HZ, 2.0, since=heard)
    assert longest_silence(caller.dialog.media.heard()[heard:]) < 0.5  # the desk's tone itself pauses for 0.2 s
    assert not caller.dialog.ended.is_set()
    await caller.dialog.hang_up()
    await peer.dialog.hang_up()
    desks.phone.vanish()
    pbx.remove_desk("desk-01")
    await pbx.quiet()
    assert [line for line in pbx.complaints() if "rtp" not in line.lower()] == []


async def test_given_a_trunk_is_removed_when_applied_then_its_callers_are_refused_and_counted(
    pbx: Pbx, network: Phone
) -> None:
    keeper, ledger, bus = keeper_of(pbx, trunk_to(network))
    await keeper.apply()
    ledger.trunks = []
    assert await keeper.apply()
    await keeper.look()
    bus.handled.clear()
    stranger = await call_from(network, pbx)
    assert stranger.dialog is not None
    await asyncio.wait_for(stranger.dialog.ended.wait(), 10)
    await keeper.look()
    (noted,) = [command for command in bus.handled if isinstance(command, NoteRefusals)]
    assert {(one.address, one.reason) for one in noted.refusals} == {(network.host, "unknown_address")}


async def test_given_the_network_behind_it_dies_when_looked_at_then_there_is_an_alarm_until_it_is_back(
    pbx: Pbx, network: Phone
) -> None:
    port = network.port
    keeper, _, bus = keeper_of(pbx, trunk_to(network))
    await keeper.apply()
    await seen(keeper, bus, "up")
    network.vanish()
    await seen(keeper, bus, "down")
    await keeper.look()
    (alarm,) = [command for command in bus.handled if isinstance(command, RaiseAlarm)][:1]
    assert (alarm.key, alarm.severity) == ("trunk_down.satu", "critical")
    await network.open(port)
    await seen(keeper, bus, "up")
    assert isinstance(bus.handled[-1], ClearAlarm)
    assert bus.handled[-1].key == "trunk_down.satu"


async def test_given_it_registers_when_the_network_refuses_then_it_is_unregistered_and_later_up(pbx: Pbx) -> None:
    registrar = Registrar("127.0.0.4")
    await registrar.open()
    registrar.opens = False
    account = trunk_to(registrar, username="62752112", secret='a;b"c', registers=True)
    keeper, ledger, bus = keeper_of(pbx, account)
    await keeper.apply()
    await seen(keeper, bus, "unregistered")
    registrar.opens = True
    ledger.trunks = [replace(account, priority=1, port=registrar.port, srtp="off")]
    await keeper.apply()
    pbx.ask("pjsip send unregister out-satu")
    pbx.ask("pjsip send register out-satu")
    await seen(keeper, bus, "up")
    registrar.vanish()


async def test_given_the_database_is_away_when_asterisk_starts_then_its_trunks_are_those_last_written(
    pbx: Pbx, network: Phone
) -> None:
    keeper, ledger, _ = keeper_of(pbx, trunk_to(network))
    await keeper.apply()
    ledger.away = True
    running = process.find(pbx.installation)
    assert running is not None
    runtime.stop(pbx.installation)
    pbx.start()
    peer = await call_from(network, pbx)
    assert peer.dialog is not None
    await asyncio.wait_for(peer.dialog.talking.wait(), 10)
    await peer.dialog.hang_up()
    assert oct(trunks.kept_file(pbx.installation).stat().st_mode)[-3:] == "600"
    assert oct((pbx.installation.pbx / "etc" / "pjsip_trunks.conf").stat().st_mode)[-3:] == "600"
