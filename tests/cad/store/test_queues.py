"""The plan, skills, wrap-up and skipped desks, in the database and in its journal."""

from datetime import timedelta

import pytest

from cad.calls.commands import AnswerCall, OfferCall, ReceiveCall, ReleaseLeg
from cad.desks.commands import SetDeskState, SignOnDesk
from cad.queues.commands import ChangeRoutingPlan, EndWrapUp, OverflowCall, SetSkills, SortCall
from cad.queues.errors import PlanChanged, UnknownSkill
from cad.store import views
from cad.store.pbx import PbxQueries
from cad.store.views.queues import route_keys
from cad.store.views.reading import View
from cad.users.model import User
from tests.cad.store.people import fact, hire
from tests.support.database import Store

MINANG = {"code": "minang", "name_id": "Bahasa Minang", "name_en": "Minang"}


async def at_a_desk(store: Store, state: str = "ready") -> User:
    dina = await hire(store)
    await store.bus.handle(SignOnDesk(user_id=dina.id, desk_id="desk-01"))
    await store.bus.handle(SetDeskState(user_id=dina.id, state=state))
    return dina


async def desk_view(store: Store) -> View:
    async with store.database.session() as session:
        return await views.desk(session, "desk-01")


async def talk(store: Store, wrap_up_s: int) -> None:
    told = fact(store)
    await store.bus.handle(ReceiveCall(**told))
    await store.bus.handle(OfferCall(**told, leg_uniqueid="1.2", desk_id="desk-01"))
    await store.bus.handle(AnswerCall(**told, leg_uniqueid="1.2", desk_id="desk-01"))
    await store.bus.handle(ReleaseLeg(**told, leg_uniqueid="1.2", desk_id="desk-01", closed=True, wrap_up_s=wrap_up_s))


async def test_given_two_change_the_plan_at_once_then_the_second_is_told_and_the_journal_has_the_first(
    seeded: Store,
) -> None:
    dina = await hire(seeded)
    plan = await seeded.bus.handle(ChangeRoutingPlan(user_id=dina.id, version=0, choices={"wrap_up_s": 20}))
    assert (plan.version, plan.wrap_up_s) == (1, 20)
    with pytest.raises(PlanChanged):
        await seeded.bus.handle(ChangeRoutingPlan(user_id=dina.id, version=0, choices={"wrap_up_s": 30}))
    async with seeded.database.session() as session:
        (entry,) = [e for e in await views.journal_after(session, 0, 100) if e.kind == "RoutingPlanChanged"]
        keys = await route_keys(session)
    assert (entry.actor, entry.data["changes"]) == (dina.id, {"wrap_up_s": {"from": 0, "to": 20}})
    assert keys == {"plan": "8:20:30:1,0,0,0,0,0,30,off,79200,21600,25200"}


async def test_given_a_skill_of_the_plan_when_somebody_has_it_then_their_desk_is_wished_into_its_queue(
    seeded: Store,
) -> None:
    dina = await at_a_desk(seeded)
    with pytest.raises(UnknownSkill):
        await seeded.bus.handle(SetSkills(by=dina.id, user_id=dina.id, skills=["minang"]))
    choices = {"skills": [MINANG], "overflow_desks": ["desk-02"]}
    await seeded.bus.handle(ChangeRoutingPlan(user_id=dina.id, version=0, choices=choices))
    await seeded.bus.handle(SetSkills(by=dina.id, user_id=dina.id, skills=["minang"]))
    wishes = {wish.desk_id: wish for wish in await PbxQueries(seeded.database).desk_wishes()}
    assert (wishes["desk-01"].skills, wishes["desk-01"].second_group) == (("minang",), False)
    assert (wishes["desk-02"].skills, wishes["desk-02"].second_group) == ((), True)
    assert (await desk_view(seeded))["skills"] == ["minang"]


async def test_given_a_talk_is_over_when_the_pbx_leaves_the_desk_alone_then_it_wraps_up_and_is_ready_by_itself(
    seeded: Store,
) -> None:
    await at_a_desk(seeded)
    await talk(seeded, 3600)
    shown = await desk_view(seeded)
    assert (shown["state"], shown["wrap_up_until"] is None) == ("wrap_up", False)
    (wish,) = [wish for wish in await PbxQueries(seeded.database).desk_wishes() if wish.desk_id == "desk-01"]
    assert (wish.state, wish.wrap_up_until is None) == ("ready", False)

    early = await seeded.bus.handle(EndWrapUp(desk_id="desk-01"))
    assert early.state == "wrap_up"
    seeded.clock.forward(3601)
    ended = await seeded.bus.handle(EndWrapUp(desk_id="desk-01"))
    assert (ended.state, ended.wrap_up_until) == ("ready", None)
    assert (await seeded.kinds())[-2:] == ["LegReleased", "DeskStateChanged"]


async def test_given_all_of_ours_were_dead_when_a_talk_is_told_late_then_nobody_is_made_to_wrap_up(
    seeded: Store,
) -> None:
    await at_a_desk(seeded)
    told = fact(seeded)
    seeded.clock.forward(120)
    for command in (
        ReceiveCall(**told),
        AnswerCall(**told, leg_uniqueid="1.2", desk_id="desk-01"),
        ReleaseLeg(**told, leg_uniqueid="1.2", desk_id="desk-01", wrap_up_s=30),
    ):
        await seeded.bus.handle(command)
    assert (await desk_view(seeded))["state"] == "ready"


async def test_given_a_pause_during_the_last_call_when_it_ends_then_the_pause_stays(seeded: Store) -> None:
    dina = await at_a_desk(seeded)
    await seeded.bus.handle(SetDeskState(user_id=dina.id, state="paused", reason="makan"))
    await talk(seeded, 3600)
    shown = await desk_view(seeded)
    assert (shown["state"], shown["reason"], shown["wrap_up_until"]) == ("paused", "makan", None)


async def test_given_rings_that_nobody_answers_when_told_then_the_desk_shows_how_many_until_it_says_ready(
    seeded: Store,
) -> None:
    dina = await at_a_desk(seeded)
    told = fact(seeded)
    await seeded.bus.handle(ReceiveCall(**told))
    for n in (1, 2, 2):
        await seeded.bus.handle(ReleaseLeg(**told, leg_uniqueid=f"1.{n}", desk_id="desk-01", skipped=n))
    assert (await desk_view(seeded))["skipped"] == 2
    assert (await seeded.kinds()).count("DeskSkipped") == 2
    await seeded.bus.handle(SetDeskState(user_id=dina.id, state="paused"))
    await seeded.bus.handle(SetDeskState(user_id=dina.id, state="ready"))
    assert (await desk_view(seeded))["skipped"] == 0


async def test_given_a_call_that_waited_when_it_overflows_then_the_queue_shows_it_there(seeded: Store) -> None:
    await at_a_desk(seeded)
    dina = await hire(seeded, "budi")
    await seeded.bus.handle(
        ChangeRoutingPlan(user_id=dina.id, version=0, choices={"skills": [MINANG], "night_mode": "on"})
    )
    told = fact(seeded)
    await seeded.bus.handle(ReceiveCall(**told))
    await seeded.bus.handle(SortCall(**told, skill="minang"))
    async with seeded.database.session() as session:
        before = await views.queue_status(session)
    later = told | {"occurred_at": told["occurred_at"] + timedelta(seconds=20)}
    await seeded.bus.handle(OverflowCall(**later, to="outside", why="time", name="Kota Padang"))
    await seeded.bus.handle(OverflowCall(**told, to="group", why="time"))
    async with seeded.database.session() as session:
        after, (call,) = await views.queue_status(session), await views.live_calls(session)
    assert {queue["name"]: queue["waiting"] for queue in before["queues"]} == {
        "emergency": 0,
        "skill-minang": 1,
        "overflow": 0,
    }
    assert (after["overflow"], after["night"], after["waiting"]) == (True, True, 1)
    assert (call["skill"], call["overflow"]) == ("minang", "outside")
    assert after["queues"][0]["members"][0]["desk_id"] == "desk-01"
