"""What telephony makes of callers who say strange things: each is in the CAD once, and nothing of ours stumbles."""

import pytest
import structlog

from tests.support.waiting import eventually
from tests.support.wire import Invite, Wire
from tests.telephony.live.conftest import Site
from tests.telephony.pbx.malformed import BODIES, HEADERS, LOCATIONS

pytestmark = pytest.mark.timeout(120)
SENDERS: tuple[str | bytes, ...] = (
    b'"\xff\xfe\xc3(" <sip:0812345678@127.0.0.1>',
    "\"${EXTEN}, 'x' | (y) \\\" <sip:0812345678@127.0.0.1>",
    "<sip:08%22%20%26%20%221@127.0.0.1>",
    "<sip:%27%3B%20DROP%20TABLE%20calls@127.0.0.1>",
    "<sip:%00%01%02@127.0.0.1>",
    "<sip:" + "9" * 300 + "@127.0.0.1>",
    "<tel:+6281234567890>",
)


async def test_given_strange_callers_when_they_are_answered_then_each_is_in_the_cad_once_and_nothing_is_logged_as_wrong(
    site: Site,
) -> None:
    invites = [Invite(sender=sender) for sender in SENDERS]
    invites += [case[1] for case in (*BODIES, *LOCATIONS, *HEADERS) if case[2] == {200}]
    answered = set[str]()
    with structlog.testing.capture_logs() as logs:
        async with site.telephony():
            for invite in invites:
                with Wire(site.pbx.sip) as wire:
                    if wire.dial(invite) == 200:
                        answered.add(invite.call_id)

            async def all_ended() -> bool:
                rows = await site.rows("SELECT sip_call_id FROM calls WHERE ended_at IS NOT NULL")
                return answered <= {row["sip_call_id"] for row in rows}

            await eventually(all_ended, 60, "every answered call in the CAD")
    assert len(answered) > 40
    rows = await site.rows("SELECT sip_call_id, number_raw, trunk FROM calls")
    assert len(rows) == len({row["sip_call_id"] for row in rows}) == len(answered)
    assert {row["trunk"] for row in rows} == {"trunk"}
    assert [entry for entry in logs if entry["log_level"] in ("error", "critical")] == []
