"""Whatever comes over the wire: the call is answered where it can be, Asterisk lives, and the next caller is answered.

No desk, no process of ours: a call is answered by the dialplan alone. Answers are looked at on the wire, byte for byte.
"""

import random
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import pytest

from telephony.pbx import process
from tests.support.pbx import Mark, Pbx, running_pbx
from tests.support.waiting import wait_until
from tests.support.wire import PATIENCE_S, SDP, Invite, Wire, status
from tests.telephony.pbx.malformed import BODIES, HEADERS, LOCATIONS

pytestmark = pytest.mark.timeout(90)
CASES = [*BODIES, *LOCATIONS, *HEADERS]
DROPPED_WITHIN_S = 0.4


@pytest.fixture(scope="module")
def hard_pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    with running_pbx(tmp_path_factory.mktemp("malformed") / "home", desks=2, trunk_calls_per_s=100_000) as pbx:
        yield pbx


def pid_of(pbx: Pbx) -> int:
    found = process.find(pbx.installation)
    return found.pid if found else 0


@pytest.fixture(autouse=True)
def unharmed(hard_pbx: Pbx) -> Iterator[None]:
    """After each: the same process, the next caller answered, no channel left behind."""
    before = pid_of(hard_pbx)
    yield
    with Wire(hard_pbx.sip) as wire:
        assert wire.dial(Invite()) == 200
    assert pid_of(hard_pbx) == before != 0
    wait_until(lambda: not hard_pbx.channels(), 10, "no channel is left")


@pytest.mark.parametrize(("invite", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_wrong_invite_is_answered_where_an_answer_is_possible(
    hard_pbx: Pbx, invite: Invite, expected: set[int]
) -> None:
    with Wire(hard_pbx.sip) as wire:
        assert wire.dial(invite, within_s=DROPPED_WITHIN_S if 0 in expected else PATIENCE_S) in expected


@pytest.mark.parametrize("body", [SDP.encode(), b"", b"garbage", SDP.replace("40000", "0").encode()])
def test_given_no_sdp_when_the_offer_comes_late_or_never_then_the_call_was_answered(hard_pbx: Pbx, body: bytes) -> None:
    with Wire(hard_pbx.sip) as wire:
        invite = Invite(body=b"")
        answer = wire.ask(invite)
        assert status(answer) == 200
        assert "m=audio" in answer  # ours is the offer then
        wire.acknowledge(invite, answer, body)
        wire.hang_up(invite, answer)


def again(invite: Invite, answer: str, cseq: str, body: bytes, method: str = "INVITE") -> Invite:
    """A request within the call."""
    tag = re.search(r"^To:.*;tag=([^;\r\n]+)", answer, re.MULTILINE | re.IGNORECASE)
    assert tag
    return Invite(method=method, call_id=invite.call_id, tag=invite.tag, to_tag=tag.group(1), cseq=cseq, body=body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", {200}),
        (SDP.replace("sendrecv", "inactive").encode(), {200}),
        (SDP.replace("AVP 8 0 101", "AVP 0").encode(), {200}),
        (SDP.replace("AVP 8 0 101", "AVP 77\r\na=rtpmap:77 FOO/8000").encode(), {200, 488}),
        (SDP.replace("40000", "0").encode(), {200, 488}),
        (b"garbage", {400, 415, 488}),
    ],
    ids=["empty", "on hold", "another codec", "no common codec", "port 0", "garbage"],
)
def test_given_a_call_is_up_when_it_is_invited_again_so_then_it_goes_on(
    hard_pbx: Pbx, body: bytes, expected: set[int]
) -> None:
    with Wire(hard_pbx.sip) as wire:
        invite = Invite()
        answer = wire.ask(invite)
        wire.acknowledge(invite, answer)
        second = again(invite, answer, "2", body)
        answer_again = wire.ask(second)
        assert status(answer_again) in expected
        wire.acknowledge(replace(second, method="ACK"), answer_again, SDP.encode() if not body else b"")
        assert len(hard_pbx.channels()) == 1
        assert status(wire.hang_up(invite, answer)) == 200


def test_given_an_invite_is_repeated_when_answered_then_it_is_one_call(hard_pbx: Pbx) -> None:
    with Wire(hard_pbx.sip) as wire:
        invite = Invite()
        data = invite.encode(wire.host, wire.port)
        for _ in range(5):
            wire.send(data)
        answer = wire.final(invite.call_id)
        assert status(answer) == 200
        wire.acknowledge(invite, answer)
        assert len(hard_pbx.channels()) == 1
        wire.hang_up(invite, answer)
    assert marked(hard_pbx, invite).name == "received"


def marked(pbx: Pbx, invite: Invite) -> Mark:
    """What the dialplan said of this call; it is one, or the assertion fails."""

    def own() -> list[Mark]:
        return [mark for mark in pbx.marks("received") if mark.fields["sip_call_id"] == invite.call_id]

    found = wait_until(own, 10, "the call's mark")
    assert len(found) == 1
    return found[0]


def test_given_a_cancel_races_the_answer_when_both_cross_then_nothing_is_left_behind(hard_pbx: Pbx) -> None:
    for _ in range(10):
        with Wire(hard_pbx.sip) as wire:
            invite = Invite()
            wire.send(invite.encode(wire.host, wire.port))
            wire.send(replace(invite, method="CANCEL", body=b"").encode(wire.host, wire.port))
            answer = wire.final(invite.call_id)
            assert status(answer) in {200, 487}
            wire.acknowledge(invite, answer)
            if status(answer) == 200:
                wire.hang_up(invite, answer)


def test_given_requests_of_calls_that_do_not_exist_when_sent_then_they_are_refused(hard_pbx: Pbx) -> None:
    with Wire(hard_pbx.sip) as wire:
        for method in ("BYE", "CANCEL", "UPDATE", "INFO", "PRACK", "REFER", "NOTIFY", "REGISTER", "SUBSCRIBE", "FOO"):
            answer = wire.ask(Invite(method=method, to_tag="nobody", body=b""))
            assert 400 <= status(answer) < 500 or status(answer) == 501, (method, answer)


def test_given_a_stream_breaks_when_more_callers_come_by_tcp_then_they_are_answered(hard_pbx: Pbx) -> None:
    whole = Invite()
    for broken in (
        b"\x00" * 3000,
        b"INVITE sip:112@127.0.0.1 SIP/2.0\r\n",
        whole.encode("127.0.0.1", 1, "TCP")[:200],
        replace(whole, length="99999").encode("127.0.0.1", 1, "TCP"),
        replace(whole, length="-3").encode("127.0.0.1", 1, "TCP"),
        b"\r\n\r\n" * 500,
    ):
        with socket.create_connection(hard_pbx.sip, timeout=5) as link:
            link.sendall(broken)
        with socket.create_connection(hard_pbx.sip, timeout=5) as link:
            host, port = link.getsockname()
            invite = Invite()
            link.sendall(invite.encode(host, port, "TCP"))
            told = ""
            while "SIP/2.0 200" not in told:
                more = link.recv(4096)
                assert more, broken
                told += more.decode()
            link.sendall(again(invite, told, "1", b"", "ACK").encode(host, port, "TCP"))
            link.sendall(again(invite, told, "2", b"", "BYE").encode(host, port, "TCP"))


def test_given_bodies_of_line_ends_alone_when_they_follow_true_calls_then_asterisk_lives(hard_pbx: Pbx) -> None:
    """Asterisk's SDP parser goes on behind the end of such a body: nothing of an earlier message may stand there."""
    for length in range(1, 33):
        for ends in (b"\r\n", b"\n"):
            with Wire(hard_pbx.sip) as wire:
                assert wire.dial(Invite()) == 200
                assert wire.dial(Invite(body=(ends * length)[:length])) in {400, 488}, (length, ends)


HOSTILE = (
    '"${SHELL(touch pwned)}, x&y|(z)" <sip:0812345678@127.0.0.1>',
    '"Ani \\"112\\" & Budi)" <sip:0812345678@127.0.0.1>',
    "<sip:08%22%20%26%20%221@127.0.0.1>",
    "<sip:%24%7BSHELL(touch%20pwned)%7D@127.0.0.1>",
    "<sip:08%2C1)%20%3D%20(1@127.0.0.1>",
    "<sip:%27%3B%20DROP%20TABLE@127.0.0.1>",
    "<sip:%24%5B1%20%2F%200%5D@127.0.0.1>",
    "<sip:1%5E2%26number%3D911@127.0.0.1>",
)


@pytest.mark.parametrize("sender", HOSTILE)
@pytest.mark.parametrize("header", ["From", "P-Asserted-Identity"])
def test_given_a_hostile_name_or_number_when_it_calls_then_the_dialplan_reads_it_as_text(
    hard_pbx: Pbx, sender: str, header: str
) -> None:
    said = len(hard_pbx.complaints())
    invite = Invite(sender=sender) if header == "From" else Invite(headers=[(header, sender)])
    with Wire(hard_pbx.sip) as wire:
        assert wire.dial(invite) == 200
    mark = marked(hard_pbx, invite)
    assert mark.fields["dialled"] == "112"
    assert mark.fields["trunk"] == "trunk"
    told = mark.fields["from" if header == "From" else "pai"]
    assert unquote(told).startswith(re.sub("[()]", "_", unquote(sender)))  # a bracket may end an expression
    assert re.fullmatch(r"(\+\d+)?", mark.fields["e164"])
    assert list(hard_pbx.installation.home.rglob("pwned")) == []
    assert [line for line in hard_pbx.complaints()[said:] if re.search("ast_expr|func_|pbx", line)] == []


def test_given_mutations_of_true_messages_when_sent_by_the_hundred_then_nothing_is_harmed(hard_pbx: Pbx) -> None:
    chance = random.Random(112)
    with Wire(hard_pbx.sip) as wire:
        seeds = [case[1].encode(wire.host, wire.port) for case in (*BODIES[:1], *LOCATIONS[:1], *HEADERS[:1])]
        seeds = [*seeds, Invite().encode(wire.host, wire.port)]
        for nth in range(1500):
            data = bytearray(chance.choice(seeds))
            for _ in range(chance.randint(1, 8)):
                at = chance.randrange(len(data))
                kind = chance.random()
                if kind < 0.5:
                    data[at] = chance.randrange(256)
                elif kind < 0.7:
                    del data[at : at + chance.randint(1, 40)]
                elif kind < 0.9:
                    data[at:at] = data[at : at + chance.randint(1, 60)]
                else:
                    data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 30)))
            unique = re.sub(rb"(?m)^(Call-ID: ).*?\r", rb"\g<1>f%d\r" % nth, bytes(data))
            wire.send(unique)
            if nth % 100 == 99:
                with Wire(hard_pbx.sip) as sane:
                    assert sane.dial(Invite()) == 200, nth
    hard_pbx.ask("channel request hangup all")
