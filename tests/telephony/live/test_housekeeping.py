"""After a real call: its recording grows old by rule with both voices in it, and an audit finds nothing amiss."""

from datetime import timedelta
from typing import Any

import av
import numpy as np
import pytest

from cad.recordings.commands import RequestAudit, SetRecordingRules
from cad.recordings.files import playable_name
from cad.recordings.rules import RecordingRules
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.phone import Phone
from telephony.recordings.opus import length_ms
from tests.support.waiting import eventually
from tests.telephony.live.conftest import Site, ended

pytestmark = pytest.mark.timeout(120)


async def test_a_real_call_is_compressed_when_the_rules_say_so_with_each_voice_on_its_side(
    site: Site, phone: Phone, desks: Desks
) -> None:
    async with site.telephony() as telephony:
        sari = await site.sit_down("sari")
        await eventually(lambda: site.members() == {"desk-01": "ready"})
        caller = Caller(phone, "081234567890")
        dialog = await caller.dial(*site.pbx.sip)
        await site.until_journal("CallAnswered")
        assert await caller.hears(desks.hz, seconds=2)
        await desks.talking()[0].hang_up(closed=True)
        await ended(dialog)
        await site.until_journal("RecordingFinished")

        center = site.installation.settings.center_id
        rules = RecordingRules(center_id=center, compress_after_h=0)
        await site.bus.handle(SetRecordingRules(user_id=sari, rules=rules))
        await site.until_journal("RecordingCompressed", within_s=30)

        (recording,) = await site.rows("SELECT * FROM recordings")
        wav, opus = (site.installation.recordings / playable_name(recording["file"], kind) for kind in ("wav", "opus"))
        await eventually(lambda: not wav.exists())
        assert abs(length_ms(opus) - recording["duration_ms"]) < 100
        call = await site.call()
        talked = call["answered_at"] - recording["started_at"] + timedelta(seconds=1)
        assert loudest(opus, talked.total_seconds()) == pytest.approx([caller.hz, desks.hz], abs=5)

        await site.bus.handle(RequestAudit(user_id=sari, pbx_id=site.installation.settings.pbx_id))
        await eventually(lambda: audit_is_done(site), what="the audit is done", within_s=20)
        assert telephony.housekeeping.audit is not None
    (audit,) = await site.rows("SELECT * FROM recording_audits")
    assert (audit["calls_without"], audit["recordings_without"], audit["repaired"]) == ([], [], 0)


async def audit_is_done(site: Site) -> bool:
    rows = await site.rows("SELECT state FROM recording_audits")
    return [row["state"] for row in rows] == ["done"]


def loudest(opus: Any, from_s: float) -> list[float]:
    """The frequency each side has most of, in the half second from then on."""
    with av.open(str(opus)) as container:
        sides = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
    first = int(from_s * 48000)
    return [float(np.abs(np.fft.rfft(side[first : first + 24000])).argmax() * 2) for side in sides]
