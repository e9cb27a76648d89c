"""From the ringing phone to the closed incident, and what the screens are told on the way."""

import json

from cad.calls.commands import AnswerCall, EndCall, FinishRecording, OfferCall, ReceiveCall, StartRecording
from cad.desks.commands import SetDeskState, SignOnDesk
from cad.dispatching.commands import DispatchUnit, SetAssignmentStatus
from cad.incidents.commands import AddNarrative, ChangeIncident, CloseIncident, OpenIncident
from cad.messages.commands import ClaimPages, MarkPageSent, RecordPageStatus
from cad.places.model import Place
from cad.recordings.commands import NotePlayback
from cad.store import views
from cad.users.commands import AddUser
from tests.support.database import Store

PLACE = Place(text="Jl. Sudirman 12", kelurahan_code="13.74.02.1006", lat=-0.4653, lon=100.4001)


async def test_given_a_call_when_it_is_worked_on_then_every_view_follows(seeded: Store) -> None:
    bus, clock = seeded.bus, seeded.clock
    dina = await bus.handle(AddUser(username="dina", name="Dina", role="dispatcher", password_hash="x"))
    desk = await bus.handle(SignOnDesk(user_id=dina.id, desk_id="desk-02"))
    await bus.handle(SetDeskState(user_id=dina.id, state="ready"))
    told = {"pbx_id": "pbx-1", "uniqueid": "1.1", "source": "ari"}
    leg = {"leg_uniqueid": "1.2", "desk_id": desk.id}

    call = await bus.handle(ReceiveCall(**told, occurred_at=clock.now, number_raw="08123456789"))
    await bus.handle(StartRecording(**told, occurred_at=clock.now, file="1.1.raw"))
    await bus.handle(OfferCall(**told, **leg, occurred_at=clock.forward(1)))
    async with seeded.database.session() as session:
        (ringing,) = await views.call_views(session, [call.id])
    assert (ringing["state"], ringing["offered_to"]) == ("waiting", ["desk-02"])
    assert ringing["caller"] == {"calls": 1, "last_at": None, "incidents": []}

    await bus.handle(AnswerCall(**told, **leg, occurred_at=clock.forward(2)))
    incident = await bus.handle(
        OpenIncident(user_id=dina.id, type_code="structure_fire", what="Warung terbakar", place=PLACE, call_id=call.id)
    )
    await bus.handle(AddNarrative(user_id=dina.id, incident_id=incident.id, text="Api besar"))
    changes = {"what": "Warung dan rumah terbakar"}
    await bus.handle(ChangeIncident(user_id=dina.id, incident_id=incident.id, version=1, changes=changes))
    async with seeded.database.session() as session:
        best = (await views.recommendations_for_incident(session, incident.id))["units"][0]
    assert (best["agency_kind"], best["fits"], best["method"]) == ("fire", True, "straight_line")

    assignment = await bus.handle(DispatchUnit(user_id=dina.id, incident_id=incident.id, unit_id=best["unit_id"]))
    (page,) = await bus.handle(ClaimPages(worker="test"))
    assert f"PERINTAH {incident.number}-1" in page.body
    assert f"https://tanggap.example/r/{assignment.token}" in page.body
    assert "maps.google.com/?q=-0.46530,100.40010" in page.body
    await bus.handle(MarkPageSent(page_id=page.id, provider_sid="SM1"))
    await bus.handle(RecordPageStatus(provider_sid="SM1", status="delivered"))
    for status in ("acknowledged", "en_route", "on_scene", "available"):
        clock.forward(60)
        await bus.handle(SetAssignmentStatus(by="responder", assignment_id=assignment.id, status=status))
    await bus.handle(EndCall(**told, occurred_at=clock.forward(1)))
    recording = await bus.handle(
        FinishRecording(**told, occurred_at=clock.now, file="1.1.raw", bytes=44, sha256="ab", duration_ms=61_000)
    )
    await bus.handle(NotePlayback(user_id=dina.id, recording_id=recording.id))
    await bus.handle(CloseIncident(user_id=dina.id, incident_id=incident.id, disposition="handled"))

    async with seeded.database.session() as session:
        state = await views.snapshot(session, None)
        entries = await views.journal_after(session, 0, 500)
        changed = await views.changed(session, entries)
        story = await views.incident_story(session, incident.id)
        (heard,) = await views.recordings(session, q="3456789")
        figures = await views.figures(session, "Asia/Jakarta")
        by_number = await views.calls(session, number="0812-345")
        by_words = await views.incidents(session, q="api besar")
    json.dumps([state, changed, story, heard, figures])
    (shown,) = state["incidents"]
    assert (shown["state"], shown["version"], shown["opened_by"]) == ("closed", 3, "Dina")
    assert shown["place"]["kelurahan_name"] == "Pasar Baru"
    assert [line["text"] for line in shown["narrative"]] == ["Api besar"]
    assert (shown["assignments"][0]["page_state"], shown["assignments"][0]["status"]) == ("delivered", "available")
    assert state["position"] == entries[-1].position
    assert (heard["duration_s"], heard["plays"], heard["user_name"], heard["incident_number"]) == (61, 1, "Dina", 1)
    assert {name: len(rows) for name, rows in changed.items() if rows} == {
        "calls": 1, "incidents": 1, "units": 1, "desks": 1, "pages": 1, "recordings": 1
    }  # fmt: skip
    assert figures["answered_within_15s"] == 1
    assert [found["id"] for found in by_number] == [call.id]
    assert [found["id"] for found in by_words] == [incident.id]
    assert {"IncidentOpened", "CallAttached", "UnitDispatched", "PageDelivered"} <= {entry["kind"] for entry in story}
