"""From the call to the disposition, once for each agency: every journal entry in order, every timer, every message.

The clock is moved; the database is real. What is expected is written down as a dispatcher would tell it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from cad.calls.commands import AnswerCall, EndCall, ReceiveCall
from cad.dispatching.commands import CheckCrew, CorrectAssignmentStatus, SetAssignmentStatus
from cad.hand_overs.commands import AnswerHandOver, HandOverIncident
from cad.incidents.commands import (
    AddNarrative,
    CloseIncident,
    OpenIncident,
    ReopenIncident,
    StrikeNarrative,
    UpgradeAlarm,
)
from cad.incidents.model import Incident
from cad.places.model import Place
from cad.store import views
from cad.timers.commands import AcknowledgeTimer, RunTimers
from cad.users.model import User
from tests.cad.store.people import hire, send
from tests.support.database import Store

PLACE = Place(text="Jl. Sudirman 12", kelurahan_code="13.74.02.1006", lat=-0.4653, lon=100.4001)
SMS_END = "https://tanggap.example/r/"
# What these stories do not tell: desks and persons have tests of their own.
BESIDE = ("PersonSeen", "UserAdded", "DeskSignedOn", "DeskStateChanged", "ReportAdded", "UnitStatusChanged")


@dataclass
class Story:
    """One incident of one agency, as it goes on."""

    store: Store
    dina: User
    incident: Incident
    assignments: dict[str, str]

    async def step(self, unit: str, status: str, after_s: float = 0, by: str = "responder", **more: Any) -> None:
        self.store.clock.forward(after_s)
        command = SetAssignmentStatus(by=by, assignment_id=self.assignments[unit], status=status, **more)
        await self.store.bus.handle(command)
        await self.look()

    async def send(self, unit: str, after_s: float = 0) -> None:
        self.store.clock.forward(after_s)
        sent = await send(self.store, self.dina, self.incident, f"unit-{unit.lower()}")
        self.assignments[unit] = sent.id
        await self.look()

    async def do(self, command: object) -> Any:
        done = await self.store.bus.handle(command)
        await self.look()
        return done

    async def look(self, after_s: float = 0) -> None:
        self.store.clock.forward(after_s)
        await self.store.bus.handle(RunTimers())

    async def close(self, disposition: str, note: str = "") -> None:
        told = {"user_id": self.dina.id, "incident_id": self.incident.id}
        await self.do(CloseIncident(**told, disposition=disposition, note=note))

    async def journal(self) -> list[str]:
        rows = await self.store.rows("SELECT kind, data FROM journal ORDER BY position")
        return [_line(row["kind"], row["data"]) for row in rows if row["kind"] not in BESIDE]

    async def timers(self) -> dict[str, list[str]]:
        """By kind: how each one ended, and how far it was told."""
        rows = await self.store.rows("SELECT kind, state, level FROM timers ORDER BY started_at, id")
        told: dict[str, list[str]] = {}
        for row in rows:
            told.setdefault(row["kind"], []).append(f"{row['state']} {row['level']}")
        return told

    async def pages(self) -> list[tuple[str, list[str]]]:
        rows = await self.store.rows("SELECT kind, body FROM pages ORDER BY created_at, id")
        return [(row["kind"], row["body"].splitlines()) for row in rows]


def _line(kind: str, data: dict[str, Any]) -> str:
    names = ("status", "step", "level", "disposition", "about", "told")
    told = [str(data[name]) for name in names if data.get(name) not in (None, "", "dispatch")]
    return " ".join([kind, *told])


async def begin(store: Store, type_code: str, what: str) -> Story:
    """A call is answered, its incident opened."""
    dina = await hire(store)
    told = {"pbx_id": "pbx-1", "uniqueid": "1.1", "source": "ari"}
    call = await store.bus.handle(ReceiveCall(**told, occurred_at=store.clock.now, number_raw="08123456789"))
    answered = {"leg_uniqueid": "1.2", "desk_id": "desk-01", "occurred_at": store.clock.forward(4)}
    await store.bus.handle(AnswerCall(**told, **answered))
    opened = OpenIncident(user_id=dina.id, type_code=type_code, what=what, place=PLACE, call_id=call.id)
    incident = await store.bus.handle(opened)
    await store.bus.handle(EndCall(**told, occurred_at=store.clock.forward(30)))
    story = Story(store, dina, incident, {})
    await story.look()
    return story


CALL = ["CallReceived", "CallAnswered", "IncidentOpened", "CallAttached", "CallEnded answered"]


def opening(kinds: Sequence[str]) -> list[str]:
    return [kind.split()[0] for kind in kinds]


def order(number: int, nth: int, unit: str, what: str, words: str, priority: int) -> list[str]:
    return [
        f"112 Padang Panjang PERINTAH {number}-{nth}",
        f"{unit}: P{priority} {what}",
        words,
        "Lokasi: Jl. Sudirman 12, Kel. Pasar Baru",
        "Peta: https://maps.google.com/?q=-0.46530,100.40010",
    ]


async def told_of(story: Story) -> list[str]:
    """The journal after the call."""
    lines = await story.journal()
    assert opening(lines[:5]) == opening(CALL)
    return lines[5:]


async def test_fire_an_alarm_is_raised_the_crew_is_checked_and_the_way_is_told(seeded: Store) -> None:
    story = await begin(seeded, "structure_fire", "Warung terbakar")
    await story.send("DAMKAR-01", 20)
    await story.step("DAMKAR-01", "acknowledged", 15)
    await story.step("DAMKAR-01", "en_route", 50)
    await story.step("DAMKAR-01", "on_scene", 100)
    await story.do(UpgradeAlarm(user_id=story.dina.id, incident_id=story.incident.id, level=2, reason="merambat"))
    await story.send("DAMKAR-02", 10)
    await story.step("DAMKAR-02", "en_route", 45)
    await story.step("DAMKAR-02", "on_scene", 100)
    await story.look(460)  # 10 min since the first crew arrived
    await story.do(CheckCrew(user_id=story.dina.id, assignment_id=story.assignments["DAMKAR-01"]))
    await story.step("DAMKAR-01", "available", 60)
    await story.step("DAMKAR-02", "available", 5)
    await story.close("handled")

    assert await told_of(story) == [
        "UnitDispatched", "PageQueued",
        "AssignmentStatusChanged acknowledged", "AssignmentStatusChanged en_route", "AssignmentStatusChanged on_scene",
        "AlarmUpgraded 2",
        "UnitDispatched", "PageQueued", "AssignmentStatusChanged en_route", "AssignmentStatusChanged on_scene",
        "TimerRaised crew_check", "CrewChecked", "TimerStopped crew_check",
        "AssignmentStatusChanged available", "AssignmentStatusChanged available", "IncidentClosed handled",
    ]  # fmt: skip
    assert await story.timers() == {
        "no_unit": ["stopped 0"],
        "not_acknowledged": ["stopped 0", "stopped 0"],
        "not_en_route": ["stopped 0", "stopped 0"],
        "overdue_on_scene": ["stopped 0"] * 4,  # from the order, then from the departure, of each
        "crew_check": ["stopped 1", "stopped 0", "stopped 0"],
    }
    first, second = await story.pages()
    number = story.incident.number
    assert first[1][:-1] == order(number, 1, "DAMKAR-01", "Kebakaran bangunan", "Warung terbakar", 1)
    assert second[1][:-1] == order(number, 2, "DAMKAR-02", "Kebakaran bangunan", "Warung terbakar", 1)
    assert first[1][-1].startswith(f"Jawab: {SMS_END}")


async def test_police_nobody_answers_until_the_agency_is_called(seeded: Store) -> None:
    story = await begin(seeded, "crime_violent", "Ancaman dengan parang")
    await story.send("POL-11", 20)
    for seconds in (60, 60, 120):
        await story.look(seconds)
    await story.step("POL-11", "en_route", 5, by=story.dina.id)
    await story.step("POL-11", "on_scene", 60)
    await story.step("POL-11", "available", 600)
    await story.close("handled")

    assert await told_of(story) == [
        "UnitDispatched", "PageQueued",
        "TimerRaised not_acknowledged",
        "TimerEscalated not_acknowledged supervisor", "TimerRaised not_en_route",
        *await escalated(story),
        "AssignmentStatusChanged en_route", *await stopped(story),
        "AssignmentStatusChanged on_scene", "AssignmentStatusChanged available", "IncidentClosed handled",
    ]  # fmt: skip
    timers = await story.timers()
    assert (timers["not_acknowledged"], timers["not_en_route"]) == (["stopped 3"], ["stopped 2"])
    assert timers["crew_check"] == ["stopped 0"]
    escalations = [body for kind, body in await story.pages() if kind == "escalation"]
    assert [
        f"112 Padang Panjang PERLU PERHATIAN {story.incident.number}",
        "P1 Kekerasan / ancaman: POL-11 belum menjawab perintah, sudah 4 menit.",
        "Hubungi pusat 112 sekarang.",
    ] in escalations


async def escalated(story: Story) -> list[str]:
    """At 240 s: the SMS for the answer, the supervisor for the departure; what is nearest stands first."""
    lines = await story.journal()
    start = lines.index("TimerRaised not_en_route") + 1
    end = lines.index("AssignmentStatusChanged en_route")
    told = [line for line in lines[start:end] if "overdue" not in line]
    assert sorted(told) == [
        "PageQueued escalation",
        "TimerEscalated not_acknowledged sms",
        "TimerEscalated not_en_route supervisor",
    ]
    return lines[start:end]


async def stopped(story: Story) -> list[str]:
    lines = await story.journal()
    start = lines.index("AssignmentStatusChanged en_route") + 1
    ended = [line for line in lines[start:] if line.startswith("TimerStopped")]
    assert {"TimerStopped not_acknowledged", "TimerStopped not_en_route"} <= set(ended)
    return ended


async def test_health_a_slip_is_taken_back_and_a_late_step_keeps_its_time(seeded: Store) -> None:
    story = await begin(seeded, "unconscious", "Bapak tidak sadar")
    await story.send("AMB-01", 10)
    acknowledged_at = seeded.clock.forward(20)
    await story.step("AMB-01", "on_scene", 90, by=story.dina.id)  # pressed on the wrong row
    slip = {"assignment_id": story.assignments["AMB-01"], "reason": "salah tekan"}
    seeded.clock.forward(10)
    await story.do(CorrectAssignmentStatus(user_id=story.dina.id, **slip))
    await story.step("AMB-01", "en_route", 5, by=story.dina.id)
    await story.step("AMB-01", "acknowledged", 5, occurred_at=acknowledged_at)  # from a phone without a signal
    for status in ("on_scene", "transporting", "at_hospital", "returning", "available"):
        await story.step("AMB-01", status, 45)
    await story.close("handled")

    lines = [line for line in await told_of(story) if not line.startswith("Timer")]
    assert lines == [
        "UnitDispatched", "PageQueued",
        "AssignmentStatusChanged on_scene", "AssignmentCorrected dispatched", "AssignmentStatusChanged en_route",
        "AssignmentStepFilled acknowledged",
        *[f"AssignmentStatusChanged {status}" for status in
          ("on_scene", "transporting", "at_hospital", "returning", "available")],
        "IncidentClosed handled",
    ]  # fmt: skip
    (kept,) = await seeded.rows("SELECT * FROM assignments")
    times = [kept[f"{name}_at"] for name in ("dispatched", "acknowledged", "en_route", "on_scene", "transporting")]
    assert times == sorted(times)
    assert kept["acknowledged_at"] == acknowledged_at
    timers = await story.timers()
    assert "crew_check" not in timers  # not routine for an ambulance
    assert all(one.startswith("stopped") for told in timers.values() for one in told)


async def test_bpbd_is_handed_the_lead_and_its_crew_is_turned_back(seeded: Store) -> None:
    story = await begin(seeded, "landslide", "Tebing longsor menutup jalan")
    ids = {"user_id": story.dina.id, "incident_id": story.incident.id}
    asked = await story.do(HandOverIncident(**ids, agency_id="agency-bpbd", reason="longsor besar"))
    await story.look(60)
    await story.do(AnswerHandOver(user_id=story.dina.id, hand_over_id=asked.id, accept=True))
    await story.send("BPBD-01", 5)
    await story.look(70)
    await story.step("BPBD-01", "en_route", 30)
    await story.step("BPBD-01", "cancelled", 30, by=story.dina.id, reason="jalan sudah dibuka warga")
    await story.close("cancelled", "warga membuka jalan")

    assert [line for line in await told_of(story) if "overdue" not in line] == [
        "HandOverAsked", "PageQueued hand_over",
        "TimerRaised no_unit",  # P1: a minute since it was opened
        "HandOverAccepted",
        "UnitDispatched", "PageQueued", "TimerStopped no_unit",
        "TimerRaised not_acknowledged",
        "AssignmentStatusChanged en_route", "TimerStopped not_acknowledged",
        "AssignmentStatusChanged cancelled", "PageQueued cancel",
        "IncidentClosed cancelled",
    ]  # fmt: skip
    number = story.incident.number
    bodies = dict(await story.pages())
    assert bodies["hand_over"][:2] == [
        f"112 Padang Panjang PENYERAHAN {number}",
        "P1 Tanah longsor. Diminta memimpin kejadian ini.",
    ]
    assert bodies["cancel"] == [
        f"112 Padang Panjang BATAL {number}-1",
        "BPBD-01: jangan berangkat, atau kembali.",
        "Alasan: jalan sudah dibuka warga",
    ]
    assert (await story.timers())["hand_over"] == ["stopped 0"]


async def test_dishub_waits_for_a_unit_and_somebody_sees_to_it(seeded: Store) -> None:
    story = await begin(seeded, "road_blocked", "Truk mogok")
    await story.look(570)  # P3: ten minutes without a unit, half of one was the call
    async with seeded.database.session() as session:
        (late,) = await views.timers(session)
    assert (late["kind"], late["level"], late["incident_number"]) == ("no_unit", 1, story.incident.number)
    await story.do(AcknowledgeTimer(user_id=story.dina.id, timer_id=late["id"], note="derek dipanggil"))
    await story.look(600)
    await story.send("DISHUB-01", 10)
    for status, seconds in (("acknowledged", 10), ("en_route", 60), ("on_scene", 120), ("available", 600)):
        await story.step("DISHUB-01", status, seconds)
    await story.close("handled")

    assert await told_of(story) == [
        "TimerRaised no_unit", "TimerAcknowledged no_unit",
        "UnitDispatched", "PageQueued", "TimerStopped no_unit",
        *[f"AssignmentStatusChanged {status}" for status in ("acknowledged", "en_route", "on_scene", "available")],
        "IncidentClosed handled",
    ]  # fmt: skip
    assert (await story.timers())["no_unit"] == ["stopped 1"]
    ((_, page),) = await story.pages()
    assert page[:-1] == order(story.incident.number, 1, "DISHUB-01", "Jalan terhalang / macet", "Truk mogok", 3)


async def test_satpol_a_note_is_struck_and_the_incident_opened_again(seeded: Store) -> None:
    story = await begin(seeded, "disturbance", "Keributan di pasar")
    ids = {"user_id": story.dina.id, "incident_id": story.incident.id}
    wrong = await story.do(AddNarrative(**ids, text="Pelaku bersenjata"))
    await story.do(StrikeNarrative(**ids, narrative_id=wrong.id, reason="salah kejadian"))
    await story.send("SATPOL-01", 20)
    for status, seconds in (("en_route", 50), ("on_scene", 120), ("available", 300)):
        await story.step("SATPOL-01", status, seconds)
    await story.close("handled")
    await story.look(60)
    await story.do(ReopenIncident(**ids, reason="keributan lagi"))
    await story.send("SATPOL-01", 5)
    for status, seconds in (("acknowledged", 5), ("on_scene", 120), ("available", 300)):
        await story.step("SATPOL-01", status, seconds)
    await story.close("handled")

    sent = ["UnitDispatched", "PageQueued"]
    assert await told_of(story) == [
        "NarrativeAdded", "NarrativeStruck",
        *sent, "AssignmentStatusChanged en_route", "AssignmentStatusChanged on_scene",
        "AssignmentStatusChanged available", "IncidentClosed handled",
        "IncidentReopened",
        *sent, "AssignmentStatusChanged acknowledged", "AssignmentStatusChanged on_scene",
        "AssignmentStatusChanged available", "IncidentClosed handled",
    ]  # fmt: skip
    async with seeded.database.session() as session:
        shown = await views.incident(session, story.incident.id)
    (line,) = shown["narrative"]
    assert (line["text"], line["struck"], line["struck_by"], line["struck_reason"]) == (
        "Pelaku bersenjata", True, "Dina", "salah kejadian"
    )  # fmt: skip
    assert [one["order"] for one in shown["assignments"]] == [1, 2]


@pytest.mark.parametrize("kind", ["police", "fire", "health", "bpbd", "dishub", "satpol"])
async def test_every_agency_has_a_story(kind: str, seeded: Store) -> None:
    """The demo's city has a unit of each, as the stories name them."""
    rows = await seeded.rows(
        "SELECT n.call_sign FROM units n JOIN agencies g ON g.id = n.agency_id WHERE g.kind = :kind", kind=kind
    )
    named = {"DAMKAR-01", "POL-11", "AMB-01", "BPBD-01", "DISHUB-01", "SATPOL-01"}
    assert named & {row["call_sign"] for row in rows}
