"""Who floods takes nothing from others: a good peer's 112 calls are all answered meanwhile, counted by SIPp itself."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from telephony.pbx import trunks
from telephony.pbx.tree import program
from telephony.pbx.trunks import Line
from telephony.trunks.reading import STRANGERS, read
from tests.support.pbx import Pbx, new_pbx
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(120)
GOOD, FLOODING_PEER, STRANGER = "127.0.0.1", "127.0.0.2", "127.0.0.66"
AT_A_TIME = 12

INVITE = """<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="caller">
  <send retrans="500"><![CDATA[
    INVITE sip:112@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: <sip:08123456[call_number]@[local_ip]>;tag=[pid]c[call_number]
    To: <sip:112@[remote_ip]:[remote_port]>
    Call-ID: [call_id]
    CSeq: 1 INVITE
    Contact: <sip:caller@[local_ip]:[local_port]>
    Max-Forwards: 70
    Content-Type: application/sdp
    Content-Length: [len]

    v=0
    o=- 1 1 IN IP4 [local_ip]
    s=call
    c=IN IP4 [local_ip]
    t=0 0
    m=audio 40000 RTP/AVP 8
    a=rtpmap:8 PCMA/8000
  ]]></send>
  <recv response="100" optional="true"/>
"""
ACK = """
  <send><![CDATA[
    ACK {target} SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: <sip:08123456[call_number]@[local_ip]>;tag=[pid]c[call_number]
    [last_To:]
    Call-ID: [call_id]
    CSeq: 1 ACK
    Max-Forwards: 70
    Content-Length: 0

  ]]></send>
"""
TALK = """
  <pause milliseconds="{talk_ms}"/>
  <send retrans="500"><![CDATA[
    BYE [next_url] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: <sip:08123456[call_number]@[local_ip]>;tag=[pid]c[call_number]
    [last_To:]
    Call-ID: [call_id]
    CSeq: 2 BYE
    Max-Forwards: 70
    Content-Length: 0

  ]]></send>
  <recv response="200"/>
"""
END = "</scenario>\n"
ANSWERED = INVITE + '<recv response="200" rrs="true"/>' + ACK.format(target="[next_url]") + TALK + END
FINAL_ACK = ACK.format(target="sip:112@[remote_ip]:[remote_port]")
REFUSED = INVITE + '<recv response="401"/>' + FINAL_ACK + END


@pytest.fixture(scope="module")
def flooded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    home = tmp_path_factory.mktemp("floods") / "home"
    pbx = new_pbx(home, desks=2, trunk_addresses=GOOD, trunk_calls=AT_A_TIME)
    trunks.keep(pbx.installation, [Line(id="satu", host=FLOODING_PEER, port=5060, matches=[FLOODING_PEER])])
    pbx.start()
    yield pbx
    pbx.stop()


def sipp(pbx: Pbx, folder: Path, host: str, scenario: str, rate: int, calls: int) -> "subprocess.Popen[bytes]":
    """Its exit status is 0 when every call went as the scenario says."""
    folder.mkdir()
    (folder / "scenario.xml").write_text(scenario)
    command = [*program(pbx.installation, "sipp"), "-sf", str(folder / "scenario.xml"), "-i", host, "-nostdin"]
    command += ["-r", str(rate), "-m", str(calls), "-l", "3000", "-recv_timeout", "20000", f"{GOOD}:{pbx.sip[1]}"]
    with (folder / "screen.log").open("wb") as screen:
        return subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=screen, stderr=screen)


async def ended(process: "subprocess.Popen[bytes]") -> int:
    await eventually(lambda: process.poll() is not None, 60, "SIPp has done its calls")
    return process.returncode


def counter(pbx: Pbx, name: str) -> int:
    return int(pbx.action("Getvar", Variable=name).get("Value") or 0)


async def test_given_a_stranger_floods_when_a_good_peer_calls_then_all_of_its_calls_are_answered(
    flooded: Pbx, tmp_path: Path
) -> None:
    lines = len(flooded.log().splitlines())
    flood = sipp(flooded, tmp_path / "flood", STRANGER, REFUSED, rate=300, calls=2400)
    good = sipp(flooded, tmp_path / "good", GOOD, ANSWERED.format(talk_ms=300), rate=3, calls=20)
    try:
        assert await ended(good) == 0
        assert flood.poll() is None or flood.returncode == 0
    finally:
        flood.terminate()
        flood.wait(10)
        good.kill()
    assert read("", "", "", flooded.ask(STRANGERS)).strangers[STRANGER] > 300
    assert len(flooded.log().splitlines()) - lines < 20  # no line for each: the disk is for calls
    assert counter(flooded, "GLOBAL(IN_trunk)") == 20


async def test_given_a_known_peer_floods_when_another_calls_then_its_own_calls_alone_are_refused(
    flooded: Pbx, tmp_path: Path
) -> None:
    before = counter(flooded, "GLOBAL(IN_trunk)")
    flood = sipp(flooded, tmp_path / "flood", FLOODING_PEER, ANSWERED.format(talk_ms=8000), rate=40, calls=320)
    good = sipp(flooded, tmp_path / "good", GOOD, ANSWERED.format(talk_ms=300), rate=2, calls=12)
    try:
        assert await ended(good) == 0
    finally:
        flood.terminate()
        flood.wait(10)
        good.kill()
    assert counter(flooded, "GLOBAL(IN_trunk)") - before == 12
    assert AT_A_TIME <= counter(flooded, "GLOBAL(IN_trunk-satu)") < 4 * AT_A_TIME
    assert counter(flooded, "GLOBAL(REFUSED_too_many_trunk-satu)") > 20
    assert len(flooded.channels("PJSIP/trunk-satu-")) <= AT_A_TIME
