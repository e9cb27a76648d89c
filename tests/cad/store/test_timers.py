"""Timers on a real database: told once, whoever looks; stopped by what was late; the SMS goes out by the outbox."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.jobs.bell import ring
from api.jobs.timers import KINDS, watch_timers
from cad.dispatching.commands import CheckCrew, SetAssignmentStatus
from cad.hand_overs.commands import AnswerHandOver, HandOverIncident
from cad.hand_overs.errors import HandOverAnswered, HandOverPending
from cad.incidents.commands import CloseIncident, ReopenIncident
from cad.places.model import Place
from cad.store import views
from cad.store.bootstrap import make_bus
from cad.store.database import Database
from cad.timers.commands import AcknowledgeTimer, ChangeTimerRules, RunTimers
from cad.timers.defaults import DEFAULT_RULES
from cad.timers.errors import TimerIsOver, TimerRulesAlreadyChanged
from tests.cad.store.people import fire, hire, send
from tests.support.database import PEPPER, Store
from tests.support.waiting import eventually

PLACE = Place(text="Jl. Sudirman 12", lat=-0.4653, lon=100.4001)
LADDER = ("TimerRaised", "TimerEscalated", "TimerAcknowledged", "TimerStopped")


async def told(store: Store) -> list[tuple[str, str, str]]:
    rows = await store.rows(
        "SELECT kind, data FROM journal WHERE kind = ANY(:kinds) ORDER BY position", kinds=list(LADDER)
    )
    return [(row["kind"], row["data"]["about"], row["data"].get("told", "")) for row in rows]


async def look(store: Store, seconds: float = 0) -> Any:
    store.clock.forward(seconds)
    return await store.bus.handle(RunTimers())


async def test_given_a_unit_never_answers_then_dispatcher_supervisor_and_agency_are_told_once(seeded: Store) -> None:
    dina = await hire(seeded)
    incident = await fire(seeded, dina, place=PLACE, what="Warung terbakar")
    await send(seeded, dina, incident)

    due = await look(seeded)
    assert due == seeded.clock.now + timedelta(seconds=60)
    for seconds in (59, 1, 0, 60, 120, 0, 3):
        await look(seeded, seconds)

    assert [one for one in await told(seeded) if one[1] == "not_acknowledged"] == [
        ("TimerRaised", "not_acknowledged", ""),
        ("TimerEscalated", "not_acknowledged", "supervisor"),
        ("TimerEscalated", "not_acknowledged", "sms"),
    ]
    (page,) = await seeded.rows("SELECT * FROM pages WHERE kind = 'escalation' AND body LIKE '%belum menjawab%'")
    assert (page["to"], page["agency_id"]) == ("0752-0001-112", "agency-fire")
    assert page["body"].splitlines() == [
        f"112 Padang Panjang PERLU PERHATIAN {incident.number}",
        "P1 Kebakaran bangunan: DAMKAR-01 belum menjawab perintah, sudah 4 menit.",
        "Hubungi pusat 112 sekarang.",
    ]


async def test_given_two_processes_look_at_the_same_moment_then_it_is_told_once(seeded: Store) -> None:
    dina = await hire(seeded)
    await fire(seeded, dina)
    await look(seeded)
    seeded.clock.forward(61)
    other = Database(seeded.url)
    twin = make_bus(other, seeded.center, PEPPER, seeded.clock)

    await asyncio.gather(*(bus.handle(RunTimers()) for bus in (seeded.bus, twin) for _ in range(5)))

    await other.dispose()
    assert await told(seeded) == [("TimerRaised", "no_unit", "")]


async def test_given_somebody_sees_to_it_then_who_and_when_is_kept_and_nobody_further_is_told(seeded: Store) -> None:
    dina = await hire(seeded)
    await fire(seeded, dina)
    await look(seeded)
    await look(seeded, 61)
    (late,) = [row for row in await read(seeded) if row["state"] == "raised"]

    for _ in range(2):
        await seeded.bus.handle(AcknowledgeTimer(user_id=dina.id, timer_id=late["id"], note="menelepon pos"))
    await look(seeded, 3600)

    assert await told(seeded) == [("TimerRaised", "no_unit", ""), ("TimerAcknowledged", "no_unit", "")]
    (seen,) = await read(seeded)
    assert (seen["state"], seen["acknowledged_by"], seen["note"]) == ("acknowledged", "Dina", "menelepon pos")


async def read(store: Store) -> list[dict[str, Any]]:
    async with store.database.session() as session:
        return await views.timers(session)


async def test_given_a_crew_says_all_is_well_then_its_check_begins_anew(seeded: Store) -> None:
    dina = await hire(seeded)
    sent = await send(seeded, dina, await fire(seeded, dina, place=PLACE))
    await seeded.bus.handle(SetAssignmentStatus(by=dina.id, assignment_id=sent.id, status="on_scene"))
    await look(seeded)
    await look(seeded, 601)
    assert ("TimerRaised", "crew_check", "") in await told(seeded)

    await seeded.bus.handle(CheckCrew(user_id=dina.id, assignment_id=sent.id))
    await look(seeded, 1)

    assert (await told(seeded))[-1] == ("TimerStopped", "crew_check", "")
    (running,) = await read(seeded)
    assert (running["kind"], running["state"], running["call_sign"]) == ("crew_check", "running", "DAMKAR-01")


async def test_given_an_incident_is_closed_then_nothing_runs_and_reopened_it_counts_from_then(seeded: Store) -> None:
    dina = await hire(seeded)
    incident = await fire(seeded, dina)
    await look(seeded)
    await look(seeded, 70)
    (late,) = await read(seeded)
    await seeded.bus.handle(CloseIncident(user_id=dina.id, incident_id=incident.id, disposition="false_alarm"))
    assert await look(seeded, 5) is None
    assert await read(seeded) == []
    with pytest.raises(TimerIsOver):
        await seeded.bus.handle(AcknowledgeTimer(user_id=dina.id, timer_id=late["id"]))

    seeded.clock.forward(900)
    await seeded.bus.handle(ReopenIncident(user_id=dina.id, incident_id=incident.id, reason="penelepon kembali"))
    await look(seeded)

    (again,) = await read(seeded)
    assert (again["state"], again["level"]) == ("running", 0)


async def test_a_hand_over_is_answered_or_lapses_and_who_leads_is_known(seeded: Store) -> None:
    dina = await hire(seeded)
    incident = await fire(seeded, dina)
    ask = HandOverIncident(user_id=dina.id, incident_id=incident.id, agency_id="agency-bpbd", reason="tanah longsor")
    first = await seeded.bus.handle(ask)
    assert (await seeded.bus.handle(ask)).id == first.id
    with pytest.raises(HandOverPending):
        await seeded.bus.handle(
            HandOverIncident(user_id=dina.id, incident_id=incident.id, agency_id="agency-fire", reason="x")
        )
    assert await seeded.value("SELECT body FROM pages WHERE kind = 'hand_over'") == (
        f"112 Padang Panjang PENYERAHAN {incident.number}\n"
        "P1 Kebakaran bangunan. Diminta memimpin kejadian ini.\nAlasan: tanah longsor\n"
        "Jawab ke pusat 112: terima atau tolak."
    )

    await look(seeded)
    await look(seeded, 601)
    with pytest.raises(HandOverAnswered):
        await seeded.bus.handle(AnswerHandOver(user_id=dina.id, hand_over_id=first.id, accept=True))
    assert await seeded.value("SELECT lead_agency_id FROM incidents") is None

    second = await seeded.bus.handle(ask)
    await seeded.bus.handle(AnswerHandOver(user_id=dina.id, hand_over_id=second.id, accept=True))
    assert await seeded.value("SELECT lead_agency_id FROM incidents") == "agency-bpbd"
    asked = [kind for kind in await seeded.kinds() if kind.startswith("HandOver")]
    assert asked == ["HandOverAsked", "HandOverExpired", "HandOverAsked", "HandOverAccepted"]


async def test_the_supervisor_sets_the_thresholds_and_the_duty_phones(seeded: Store) -> None:
    sari = await hire(seeded, "sari", "supervisor")
    rules = [asdict(rule) for rule in DEFAULT_RULES]
    rules[0]["after_s"] = 30
    change = ChangeTimerRules(
        user_id=sari.id, version=0, rules=rules, duty_phones={"agency-fire": "0812 3456 7890", "agency-bpbd": ""}
    )

    await seeded.bus.handle(change)

    with pytest.raises(TimerRulesAlreadyChanged):
        await seeded.bus.handle(change)
    async with seeded.database.session() as session:
        shown = await views.timer_rules(session)
    assert (shown["version"], shown["standard"], shown["rules"][0]["after_s"]) == (1, False, 30)
    assert shown["duty_phones"] == {"agency-fire": "+6281234567890"}
    await send(seeded, sari, await fire(seeded, sari))
    await look(seeded)
    await look(seeded, 31)
    assert await told(seeded) == [("TimerRaised", "not_acknowledged", "")]
    await look(seeded, 200)
    phones = await seeded.rows("SELECT DISTINCT \"to\" FROM pages WHERE kind = 'escalation'")
    assert phones == [{"to": "+6281234567890"}]


@pytest.fixture
async def runner(seeded: Store) -> AsyncIterator[None]:
    """The jobs process's own way, on the true clock."""
    bus = make_bus(seeded.database, seeded.center, PEPPER)
    wake = asyncio.Event()
    tasks = [asyncio.create_task(ring(seeded.url, wake, KINDS)), asyncio.create_task(watch_timers(bus, wake))]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_given_the_runner_runs_then_a_change_wakes_it_and_what_is_late_is_told(
    seeded: Store, runner: None
) -> None:
    dina = await hire(seeded)
    now: datetime = seeded.clock.now
    seeded.clock.forward(-58)  # so that it is due two seconds from now
    await fire(seeded, dina)
    seeded.clock.now = now

    await eventually(lambda: told(seeded), within_s=10, what="the dispatcher is told")

    assert await told(seeded) == [("TimerRaised", "no_unit", "")]
