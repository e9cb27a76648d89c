"""Evidence that is looked up afterwards: as a supervisor through the API, and in the stand-in's own request log."""

import asyncio
import io
import json
import time
import wave
from typing import Any

from api.bench.person import Person
from api.demo.evidence import Evidence
from cad.errors import TanggapError
from cad.installation import Installation
from telephony.callers.audio import read_wav, seconds_of_tone

SETTLED_WITHIN_S = 25.0  # messages delivered and recordings wrapped


async def count(
    installation: Installation, supervisor: Person, all_evidence: list[Evidence], dispatcher_hz: float, since: str
) -> None:
    """Fills in what became of each call; waits for what is still under way."""
    until = time.monotonic() + SETTLED_WITHIN_S
    for one in all_evidence:
        while True:
            others = [other.hz for other in all_evidence if other is not one]
            trouble = await _look(installation, supervisor, one, dispatcher_hz, others, since)
            if not trouble or time.monotonic() > until:
                break
            await asyncio.sleep(0.5)
        if trouble:
            one.troubles.append(trouble)


async def _look(
    installation: Installation, supervisor: Person, one: Evidence, dispatcher_hz: float, others: list[float], since: str
) -> str:
    """What is missing still; empty when all is there."""
    try:
        call = await _call(supervisor, one.number, since)
        if call is None:
            return "the call is not in the CAD"
        troubles = [await _recording(supervisor, one, call, dispatcher_hz, others)]
        troubles.append(await _incident(installation, supervisor, one, call))
    except TanggapError as error:
        return str(error)
    return "; ".join(trouble for trouble in troubles if trouble)


async def _call(supervisor: Person, number: str, since: str) -> dict[str, Any] | None:
    found = [call for call in await supervisor.get("/api/calls", number=number) if call["received_at"] >= since]
    return dict(found[0]) if found else None


async def _recording(
    supervisor: Person, one: Evidence, call: dict[str, Any], dispatcher_hz: float, others: list[float]
) -> str:
    if not call["recording_id"]:
        return "no recording"
    view = await supervisor.get(f"/api/recordings/{call['recording_id']}")
    if view["state"] != "ready":
        return f"the recording is {view['state']}"
    try:
        sides = read_wav(io.BytesIO(await supervisor.audio(view["id"])))
    except (wave.Error, EOFError) as error:
        return f"the recording does not play: {error}"
    if len(sides) != 2:
        return f"the recording has {len(sides)} sides"
    one.recorded_caller_s = seconds_of_tone(sides[0], one.hz)
    one.recorded_dispatcher_s = seconds_of_tone(sides[1], dispatcher_hz)
    one.recorded_others_s = max((seconds_of_tone(sides[0], hz) for hz in others), default=0.0)
    return "" if one.recording else "a voice is missing in the recording"


async def _incident(installation: Installation, supervisor: Person, one: Evidence, call: dict[str, Any]) -> str:
    if not call["incident_id"]:
        return "no incident"
    incident = await supervisor.get(f"/api/incidents/{call['incident_id']}")
    one.incident_id, one.incident_number = incident["id"], incident["number"]
    if not incident["assignments"]:
        return "no unit was sent"
    assignment = incident["assignments"][0]
    one.call_sign = assignment["call_sign"]
    one.message_sid = _asked_of_standin(installation, one)
    one.delivered = assignment["page_state"] == "delivered"
    return (
        ""
        if one.message
        else f"the message is {assignment['page_state']}, {'' if one.message_sid else 'not '}in the stand-in's log"
    )


def _asked_of_standin(installation: Installation, one: Evidence) -> str:
    """The sid of the request that names this incident."""
    file = installation.home / "standin" / "requests.jsonl"
    for line in file.read_text().splitlines() if file.exists() else []:
        try:
            request = json.loads(line)
        except json.JSONDecodeError:
            continue  # the last line may be half written
        if request.get("sid") and str(one.incident_number) in str(request.get("Body", "")):
            return str(request["sid"])
    return ""
