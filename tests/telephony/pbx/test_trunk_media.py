"""Audio is encrypted where the other side offers it, required where a trunk says so, and plain where it must be."""

import base64
import os
from collections.abc import Iterator

import pytest

from telephony.pbx import trunks
from telephony.pbx.trunks import Line
from tests.support.pbx import Pbx, new_pbx
from tests.support.wire import SDP, Invite, Wire, status

pytestmark = pytest.mark.timeout(60)
KEY = base64.b64encode(os.urandom(30)).decode()
CRYPTO = f"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{KEY}\r\n"
PLAIN, OPPORTUNE = SDP, SDP + CRYPTO  # RFC 8643: encrypted if the other side can, in an offer that says it is plain
SECURE = SDP.replace("RTP/AVP", "RTP/SAVP") + CRYPTO


@pytest.fixture(scope="module")
def media_pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    pbx = new_pbx(tmp_path_factory.mktemp("media") / "home", desks=1, trunk_addresses="127.0.0.1/32")
    lines = [
        Line(id=choice, host=host, port=5060, srtp=choice, matches=[host])
        for choice, host in (("off", "127.0.0.2"), ("optional", "127.0.0.3"), ("required", "127.0.0.4"))
    ]
    trunks.keep(pbx.installation, lines)
    pbx.start()
    yield pbx
    pbx.stop()


@pytest.mark.parametrize(
    ("host", "offer", "expected", "encrypted"),
    [
        ("127.0.0.1", PLAIN, 200, False),
        ("127.0.0.1", OPPORTUNE, 200, True),
        ("127.0.0.1", SECURE, 200, True),
        ("127.0.0.2", PLAIN, 200, False),
        ("127.0.0.2", SECURE, 488, False),
        ("127.0.0.3", PLAIN, 200, False),
        ("127.0.0.3", SECURE, 200, True),
        ("127.0.0.4", SECURE, 200, True),
        ("127.0.0.4", PLAIN, 488, False),
    ],
)
def test_what_a_trunk_offers_is_answered_as_its_choice_says(
    media_pbx: Pbx, host: str, offer: str, expected: int, encrypted: bool
) -> None:
    with Wire(media_pbx.sip, host) as wire:
        invite = Invite(body=offer.encode())
        answer = wire.ask(invite)
        assert status(answer) == expected
        wire.acknowledge(invite, answer)
        assert ("a=crypto:" in answer) is encrypted
        if expected == 200:
            wire.hang_up(invite, answer)
