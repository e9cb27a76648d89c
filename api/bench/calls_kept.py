"""What is left of the calls: in the CAD exactly once, and a recording that plays, with both voices in full."""

import asyncio
import io
import wave
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rich.progress import Progress

from api.bench.person import Person
from cad.errors import TanggapError
from telephony.callers.audio import RATE, read_wav, seconds_of_tone
from telephony.callers.sipp import CALLER_HZ, DESK_HZ

WRAPPED_WITHIN_S = 30.0  # a recording is wrapped soon after its call
LENGTH_SLACK_S = 0.5
LEAST_VOICE = 0.7  # of the talk, as tone on each side: SIPp itself stutters on a busy machine


@dataclass
class Kept:
    """Numbers for which it is so."""

    in_cad: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    recorded: set[str] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


async def look_up(supervisor: Person, numbers: list[str], talk_s: float, progress: Progress) -> Kept:
    kept = Kept()
    bar = progress.add_task("looked up", total=len(numbers))
    for number in numbers:
        call = await _only_call(supervisor, number, kept)
        if call is not None:
            kept.in_cad.add(number)
            await _look_at(supervisor, number, call, talk_s, kept)
        progress.advance(bar)
    return kept


async def _only_call(supervisor: Person, number: str, kept: Kept) -> dict[str, Any] | None:
    found = await supervisor.get("/api/calls", number=number)
    if len(found) != 1:
        kept.complaints.append(f"{number}: {len(found)} times in the CAD")
        return None
    return dict(found[0])


async def _look_at(supervisor: Person, number: str, call: dict[str, Any], talk_s: float, kept: Kept) -> None:
    if call["outcome"] == "answered" and call["state"] == "ended":
        kept.answered.add(number)
        kept.waits.append(_wait_s(call))
    else:
        kept.complaints.append(f"{number}: {call['state']}, {call['outcome']}")
    missing = await _missing_in_recording(supervisor, call, talk_s)
    if missing:
        kept.complaints.append(f"{number}: {missing}")
    else:
        kept.recorded.add(number)


def _wait_s(call: dict[str, Any]) -> float:
    received, answered = (datetime.fromisoformat(call[name]) for name in ("received_at", "answered_at"))
    return (answered - received).total_seconds()


async def _missing_in_recording(supervisor: Person, call: dict[str, Any], talk_s: float) -> str:
    """Empty when all is well."""
    recording_id = call["recording_id"]
    if not recording_id:
        return "no recording"
    view = await _ready(supervisor, recording_id)
    if view["state"] != "ready":
        return f"recording {view['state']}"
    try:
        sides = await asyncio.to_thread(read_wav, io.BytesIO(await supervisor.audio(recording_id)))
    except (wave.Error, EOFError, TanggapError) as error:
        return f"not playable: {error}"
    if len(sides) != 2:
        return f"{len(sides)} channels"
    length, caller, desk = (
        len(sides[0]) / RATE,
        seconds_of_tone(sides[0], CALLER_HZ),
        seconds_of_tone(sides[1], DESK_HZ),
    )
    if length >= talk_s - LENGTH_SLACK_S and min(caller, desk) >= LEAST_VOICE * talk_s:
        return ""
    return f"{length:.1f} s long, caller {caller:.1f} s, desk {desk:.1f} s of tone"


async def _ready(supervisor: Person, recording_id: str) -> dict[str, Any]:
    async with asyncio.timeout(WRAPPED_WITHIN_S):
        while True:
            view: dict[str, Any] = await supervisor.get(f"/api/recordings/{recording_id}")
            if view["state"] != "recording":
                return view
            await asyncio.sleep(0.3)
