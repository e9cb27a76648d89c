"""After the self-playing demo: its incidents are closed and its units free again, so that it may be played often."""

from api.bench.person import Person
from api.demo.evidence import Evidence
from cad.errors import TanggapError

ACTIVE = {"dispatched", "acknowledged", "en_route", "on_scene", "transporting", "at_hospital", "returning"}
DISPOSITION = "test"


async def put_away(dispatcher: Person, all_evidence: list[Evidence]) -> None:
    for one in all_evidence:
        if not one.incident_id:
            continue
        try:
            await _close(dispatcher, one.incident_id)
        except TanggapError as error:
            one.troubles.append(f"not put away: {error}")


async def _close(dispatcher: Person, incident_id: str) -> None:
    incident = await dispatcher.get(f"/api/incidents/{incident_id}")
    for assignment in incident["assignments"]:
        if assignment["status"] in ACTIVE:
            await dispatcher.post(f"/api/assignments/{assignment['id']}/status", status="available")
    await dispatcher.post(f"/api/incidents/{incident_id}/close", disposition=DISPOSITION, note="demo")
