"""*45 on a real Asterisk: a desk hears how it stands, with no other process of ours and no database running."""

from pathlib import Path

import numpy as np
import pytest

from telephony.agi import phrases
from telephony.callers.audio import Sound
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.phone import Phone
from tests.support.pbx import Pbx
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(90)


PIECE = 2400  # 0.3 s: what a packet that came late tears out of a sentence leaves the other pieces whole


def likeness(heard: Sound, part: Sound) -> float:
    """How much of `part` was heard, from 0 to 1: its audible pieces, each looked for wherever it may be."""
    pieces = [part[at : at + PIECE] for at in range(0, len(part) - PIECE, PIECE)]
    return float(np.mean([_found(heard, piece) for piece in pieces if np.abs(piece).max() > 1000]))


def _found(heard: Sound, piece: Sound) -> float:
    long, short = heard.astype(np.float64), piece.astype(np.float64)
    size = 1 << (len(long) + PIECE).bit_length()
    product = np.fft.irfft(np.fft.rfft(long, size) * np.conj(np.fft.rfft(short, size)), size)[: len(long) - PIECE]
    energy = np.cumsum(long**2)
    there = np.sqrt(np.maximum(energy[PIECE:] - energy[:-PIECE], 1e6)) * np.linalg.norm(short)
    return float((product / there).max())


def sentence(pbx: Pbx, name: str) -> Sound:
    file = pbx.installation.pbx / "data" / "sounds" / phrases.FOLDER / f"{name}.sln"
    return np.frombuffer(file.read_bytes(), dtype="<i2").astype(np.int16)


async def dial_45(pbx: Pbx, desks: Desks) -> Sound:
    """All that desk-01 hears. It is rung and lands where dialling *45 lands: the test phone has no password."""
    there = {"Context": "desk-out", "Exten": "*45", "Priority": "1"}
    pbx.action("Originate", Channel="PJSIP/desk-01", Async="true", **there)
    call = (await eventually(lambda: desks.calls, what="desk-01 on the phone"))[-1]
    await eventually(call.ended.is_set, 30, "*45 said all")
    sound: Sound = call.media.heard()
    return sound


def told(pbx: Pbx, heard: Sound) -> list[str]:
    """The state and the count that were heard: of each kind the likeliest, as they share most of their words."""
    scores = {name: likeness(heard, sentence(pbx, name)) for name in phrases.PHRASES}
    counts = {name for name in scores if name.startswith("waiting-")}
    likeliest = (max(kind, key=scores.__getitem__) for kind in (scores.keys() - counts, counts))
    return [name for name in likeliest if scores[name] > 0.75]


def chosen(pbx: Pbx) -> str:
    """What the AGI process itself says."""
    log = (pbx.installation.logs / "asterisk.log").read_text()
    return log.rpartition("sentences=")[2].split()[0]


async def test_given_a_ready_desk_when_it_dials_45_then_it_hears_so(pbx: Pbx, desks: Desks) -> None:
    pbx.add_desk("desk-01", "desk-02")
    heard = await dial_45(pbx, desks)
    assert chosen(pbx) == "desk-ready,waiting-0"
    assert told(pbx, heard) == ["desk-ready", "waiting-0"]
    assert pbx.complaints() == []


async def test_given_a_desk_outside_the_queue_when_it_dials_45_then_it_hears_so(pbx: Pbx, desks: Desks) -> None:
    pbx.add_desk("desk-02")
    heard = await dial_45(pbx, desks)
    assert chosen(pbx) == "desk-absent,waiting-0"
    assert told(pbx, heard) == ["desk-absent", "waiting-0"]


async def test_given_a_paused_desk_and_two_callers_when_it_dials_45_then_it_hears_both(
    pbx: Pbx, desks: Desks, phone: Phone
) -> None:
    pbx.add_desk("desk-01")
    pbx.pause_desk("desk-01")
    for number in ("081234567890", "081234567891"):
        await Caller(phone, number).dial(*pbx.sip)
    await eventually(lambda: len(pbx.marks("queued")) == 2, what="two waiting")
    heard = await dial_45(pbx, desks)
    assert chosen(pbx) == "desk-paused,waiting-2"
    assert told(pbx, heard) == ["desk-paused", "waiting-2"]


@pytest.mark.parametrize("script", ["", "#!/bin/sh\nexit 1\n", "#!/nowhere/python\n", "#!/bin/sh\nexec sleep 60\n"])
async def test_given_no_answer_when_45_is_dialled_then_that_is_said(pbx: Pbx, desks: Desks, script: str) -> None:
    """Missing, failing, not startable, hanging."""
    pbx.add_desk("desk-01")
    _replace(pbx.installation.pbx / "data" / "agi-bin" / "desk-check", script)
    assert told(pbx, await dial_45(pbx, desks)) == [phrases.UNAVAILABLE]


def _replace(file: Path, script: str) -> None:
    file.unlink()
    if script:
        file.write_text(script)
        file.chmod(0o700)
