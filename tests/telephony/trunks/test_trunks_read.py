"""Pure: what Asterisk's command line says of trunks, and where a trunk's calls come from."""

from cad.alarms.commands import ClearAlarm, RaiseAlarm
from cad.trunks.model import Trunk
from telephony.trunks.alarms import Alarms
from telephony.trunks.keeper import MOST_ADDRESSES, _refusals
from telephony.trunks.names import matches
from telephony.trunks.reading import grown, read
from tests.fakes.command_bus import CommandBus

CONTACTS = """
  Contact:  <Aor/ContactUri..............................> <Hash....> <Status> <RTT(ms)..>
==========================================================================================

  Contact:  desk-01/sip:k2@192.0.2.7:5060;transport=ws     1ab5e9a1f1 Avail         4.000
  Contact:  out-telkom-1/sip:10.1.2.3:5060                 1ab5e9a1f2 Avail        12.345
  Contact:  out-indosat/sip:sip.indosat.example:5061;trans 1ab5e9a1f3 Unavail        -nan
  Contact:  out-baru/sip:10.9.9.9:5060                     1ab5e9a1f4 NonQual        -nan
"""
REGISTRATIONS = """
 <Registration/ServerURI..............................>  <Auth....................>  <Status.......>
 out-telkom-1/sip:10.1.2.3:5060;transport=udp            out-telkom-1                Registered        (exp. 232s)
 out-baru/sip:10.9.9.9:5060                              out-baru                    Rejected          (exp. 9s)
"""
COUNTERS = "   COUNTRY=62\n   IN_trunk-telkom-1=7\n   OUT_telkom-1=3\n   REFUSED_too_many_trunk=4\n   TICK_trunk=17:2\n"
STRANGERS = """
  Request:  <IP Address..............................................>  <Count> <Age(sec)>
  Request:  203.0.113.9                                                       47     10.020
  Request:  2001:db8::5                                                        2      1.000
"""


def test_what_the_command_line_says_is_read() -> None:
    look = read(CONTACTS, REGISTRATIONS, COUNTERS, STRANGERS)
    assert look.contacts["telkom-1"] == ("Avail", 12.345)
    assert look.state("telkom-1", registers=True) == "up"
    assert look.state("indosat", registers=False) == "down"
    assert look.state("baru", registers=True) == "unregistered"
    assert look.state("baru", registers=False) == "unknown"
    assert look.state("gone", registers=False) == "unknown"
    assert look.counts == {"IN_trunk-telkom-1": 7, "OUT_telkom-1": 3, "REFUSED_too_many_trunk": 4}
    assert look.strangers == {"203.0.113.9": 47, "2001:db8::5": 2}


def test_a_count_that_began_anew_is_counted_from_nothing() -> None:
    assert grown({"a": 5, "b": 9, "c": 1}, {"a": 7, "b": 2, "c": 1, "d": 3}) == {"a": 2, "b": 2, "d": 3}


def test_a_flood_from_everywhere_fills_no_table() -> None:
    noted = _refusals({"REFUSED_too_fast_trunk-a": 3}, {f"203.0.113.{n}": n + 1 for n in range(200)})
    assert len(noted) == MOST_ADDRESSES + 2
    assert sum(one.count for one in noted if one.reason == "unknown_address") == 200 * 201 // 2
    assert noted[-1].address == "trunk-a"


def trunk(*peers: str) -> Trunk:
    return Trunk(id="a", center_id="c", name="A", host="sip.example", port=5060, peers=list(peers))


def test_given_a_name_when_dns_is_away_then_the_addresses_known_before_stay() -> None:
    assert matches(trunk(), [], lambda _: ["10.0.0.2", "10.0.0.1"]) == ["10.0.0.1", "10.0.0.2"]
    assert matches(trunk(), ["10.0.0.1"], lambda _: []) == ["10.0.0.1"]
    assert matches(trunk("10.5.0.0/24", "sip.example"), ["10.0.0.1"], lambda _: []) == ["10.0.0.1", "10.5.0.0/24"]
    assert matches(trunk("10.5.0.0/24", "::1"), [], lambda _: ["10.6.6.6"]) == ["10.5.0.0/24", "::1"]


async def test_given_two_trunks_when_one_then_both_are_down_then_the_second_makes_it_critical() -> None:
    bus = CommandBus()
    alarms = Alarms(bus)
    both_up = {"a": ("A", "up"), "b": ("B", "up")}
    await alarms.look(both_up)
    bus.handled.clear()
    await alarms.look(both_up | {"a": ("A", "down")})
    assert bus.handled == []  # one lost packet is no trouble
    await alarms.look(both_up | {"a": ("A", "down")})
    (raised,) = bus.handled
    assert isinstance(raised, RaiseAlarm)
    assert (raised.key, raised.severity) == ("trunk_down.a", "warning")
    for _ in range(2):
        bus.handled.clear()
        await alarms.look({"a": ("A", "down"), "b": ("B", "unregistered")})
    assert {command.severity for command in bus.handled} == {"critical"}
    bus.handled.clear()
    await alarms.look({"b": ("B", "up")})
    assert {command.key for command in bus.handled} == {"trunk_down.a", "trunk_down.b"}
    assert all(isinstance(command, ClearAlarm) for command in bus.handled)
